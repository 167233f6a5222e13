package reach

import (
	"path"
	"strings"

	"tagout/internal/tool"
	"tagout/internal/word"
)

// name is a path under which a command put a program.
type name struct {
	path    string
	program word.Word
}

// maxNames bounds the names that are kept.
const maxNames = 64

// rename keeps the name that a call gives to a program which rules speak of, or
// which carries others (cp "$(which terraform)" t, ln -s /bin/bash b).
func (w *walker) rename(f *Found, inv *tool.Invocation) {
	if !inv.Tool.Copies || len(inv.Operands) < 2 || len(w.names) >= maxNames {
		return
	}
	last := len(inv.Operands) - 1
	to := absolute(f, inv.Operands[last].Word)
	if to == "" {
		return
	}
	for i := range inv.Operands[:last] {
		from := inv.Operands[i].Word
		if text, known := from.Known(); known && strings.Contains(text, "/") && w.policed(from) {
			w.names = append(w.names, name{to, from}, name{path.Join(to, path.Base(text)), from})
		}
	}
}

// renamed returns the program that a call's path is another name of, or nil.
func (w *walker) renamed(f *Found) *word.Word {
	if len(w.names) == 0 || !strings.Contains(f.Call.Words[0].Pieces.Prefix(), "/") {
		return nil
	}
	at := absolute(f, f.Call.Words[0])
	for i := range w.names {
		if n := &w.names[i]; n.path == at && at != "" {
			if program, _ := n.program.Known(); path.Base(program) != path.Base(at) {
				return &n.program
			}
		}
	}
	return nil
}

// absolute is the path that a word names where a call runs, "" where it is not
// known.
func absolute(f *Found, wd word.Word) string {
	text, known := wd.Known()
	dir, placed := f.Call.Dir.Known()
	switch {
	case !known || !path.IsAbs(text) && !placed:
		return ""
	case path.IsAbs(text):
		return path.Clean(text)
	}
	return path.Join(dir, text)
}
