package class

import (
	"io/fs"
	"path"
	"strings"

	"tagout/internal/tri"
	"tagout/internal/word"
)

// maxList bounds the names of a directory that a pattern is held against.
const maxList = 4096

// existing says whether a path, or a name that a pattern takes in, is on disk.
// Where there is no disk to look at it cannot be said.
func (p *Place) existing(w word.Word) tri.Tri {
	t := p.target(w.Pieces)
	if !p.Here || p.World.Lstat == nil || t.base == "" {
		return tri.Maybe
	}
	if len(t.rest) == 0 {
		_, err := p.World.Lstat(t.base)
		return tri.Of(err == nil)
	}
	if _, err := p.World.Lstat(t.base); err != nil {
		return tri.No
	}
	if len(t.rest) > 1 || p.World.ReadDir == nil {
		return tri.Maybe
	}
	return listed(p.World.ReadDir, t.base, t.rest[0])
}

func listed(readDir func(string) ([]fs.DirEntry, error), dir string, elem word.Text) tri.Tri {
	entries, err := readDir(dir)
	if err != nil || len(entries) > maxList {
		return tri.Maybe
	}
	answer := tri.No
	for _, entry := range entries {
		answer = answer.Or(matches(elem, entry.Name()))
	}
	return answer
}

// file says whether a word that may be a file or the name of a commit is taken
// as a file: it is spelled as one, or there is one. A name with a slash or an
// extension is only likely to be, and only where no disk tells.
func (p *Place) file(w word.Word) tri.Tri {
	text, known := w.Known()
	if !known {
		if w.Pieces.HasUnknown() {
			return tri.Maybe
		}
		return tri.Yes
	}
	switch {
	case text == "", text == "-", strings.HasPrefix(text, "@"):
		return tri.No
	case text == ".", text == "..", path.IsAbs(text), strings.HasSuffix(text, "/"),
		strings.HasPrefix(text, "./"), strings.HasPrefix(text, "../"), strings.HasPrefix(text, ":/"):
		return tri.Yes
	}
	if seen := p.existing(w); seen != tri.Maybe {
		return seen
	}
	ext := path.Ext(text)
	return tri.Of(len(ext) > 1 && len(ext) < 6 && !digits(ext[1:])).And(tri.Maybe)
}

func digits(s string) bool { return strings.Trim(s, "0123456789") == "" }
