package reach

import (
	"strings"

	"tagout/internal/code"
	"tagout/internal/tri"
	"tagout/internal/word"
)

// unread notes that a call runs a text with lines of which nothing is known but
// that calls of this command have made them: nobody has read them.
func (w *walker) unread(f *Found, text word.Text) {
	f.Unread = f.Unread || len(makers(text)) > 0
}

// unreadCode is unread for a program in another language than a shell's: that of an
// interpreter, and neither statements for a database nor a filter's.
func (w *walker) unreadCode(f *Found, lang string, text word.Text) {
	if code.IsSQL(lang) {
		return
	}
	for i := range f.Readings {
		if t := f.Readings[i].Tool; t != nil && !t.Filter && has(t.Kinds, "interpreter") {
			w.unread(f, text)
		}
	}
}

// strange is unread for a file of the project that says what its tools run. Those
// are generated every day, so that it asks only for what came from the network, and
// where all that the tool does stands in that file; not for what a filter makes of
// a text that is there.
func (w *walker) strange(f *Found, text word.Text) {
	for _, id := range makers(text) {
		if id < 0 || id >= len(w.found) || w.found[id] == nil || w.found[id].Derived || len(w.found[id].Readings) == 0 {
			continue
		}
		t := w.found[id].Readings[0].Tool
		if t != nil && has(t.Kinds, "fetcher") || f.Interpreter() && (t == nil || !t.Filter) {
			f.Unread = true
			f.ProgramFrom = append(f.ProgramFrom, id)
		}
	}
}

// fetchers are those of the calls that fetch something from the network.
func (w *walker) fetchers(ids []int) (out []int) {
	for _, id := range ids {
		if id >= 0 && id < len(w.found) && w.found[id] != nil && len(w.found[id].Readings) > 0 {
			if t := w.found[id].Readings[0].Tool; t != nil && has(t.Kinds, "fetcher") {
				out = append(out, id)
			}
		}
	}
	return out
}

// brought is unread for a file that is on disk, after a patch of which nothing is
// known: what it says now nobody has read.
func (w *walker) brought(f *Found, from []int) {
	if len(from) == 0 && len(w.patches) > 0 {
		f.Unread = true
		f.ProgramFrom = append(f.ProgramFrom, w.patches...)
	}
}

// derived is unread for a shell's own eval and source. Programs that print what
// is to be evaluated are made for that (ssh-agent, direnv), so it asks only for
// a text that was edited.
func (w *walker) derived(f *Found, text word.Text) {
	for _, id := range makers(text) {
		if id >= 0 && id < len(w.found) && w.found[id] != nil && w.found[id].Derived {
			f.Unread = true
		}
	}
}

// makers are the calls that made the lines of a text of which nothing else is
// known. What is unknown within a line is a word of a command and no command.
func makers(text word.Text) (ids []int) {
	for i := 0; i < len(text); {
		end := i
		for end < len(text) && text[end].Kind == word.Unknown {
			end++
		}
		if end == i {
			i++
			continue
		}
		if (i == 0 || strings.HasSuffix(text[i-1].Text, "\n")) && (end == len(text) || strings.HasPrefix(text[end].Text, "\n")) {
			for _, p := range text[i:end] {
				if p.Class == "" || p.Class == "item" {
					ids = append(ids, p.From...)
				}
			}
		}
		i = end
	}
	return ids
}

// derives reports whether what a call prints is a known text, or one in its own
// words, that it changes: the danger stands in plain view.
func (w *walker) derives(f *Found, input word.Text) bool {
	inv := &f.Readings[0]
	if inv.Tool == nil || inv.Dry == tri.Yes {
		return false
	}
	if inv.Tool.Filter {
		_, known := input.Known()
		return known
	}
	if !has(inv.Tool.Kinds, "interpreter") {
		return false
	}
	for i := range inv.Runs {
		if inv.Runs[i].Run.Lang != "" && len(inv.Runs[i].Text) > 0 {
			return true
		}
	}
	return false
}
