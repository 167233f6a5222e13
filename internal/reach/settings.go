package reach

import (
	"path"
	"strings"

	"tagout/internal/shell"
	"tagout/internal/source"
	"tagout/internal/tool"
	"tagout/internal/word"
)

// maxIncluding bounds how deeply files include others.
const maxIncluding = 8

// named follows the name of a file, or of a directory of programs, in a text of
// settings: what such a name is relative to is not known here.
func (w *walker) named(f *Found, c *tool.Carried, p *source.Part, s *shell.Scope, sub shell.Sub) {
	name, known := p.Text.Known()
	if !known || strings.Count(sub.Via, "\n") > maxIncluding {
		return
	}
	sub.Guess, sub.Via = true, sub.Via+"\n"
	for _, at := range places(name, sub, s) {
		if p.Includes {
			w.content(f, c, word.Literal(at), s, sub)
			continue
		}
		w.programsIn(f, word.Literal(at), "*", s, true)
	}
}

// programsIn runs the files of a directory that a pattern names, each as a program.
// Those with a dot in their names are none, to git and to run-parts(8).
func (w *walker) programsIn(f *Found, dir word.Word, pattern string, s *shell.Scope, guess bool) {
	all := append(dir.Pieces[:len(dir.Pieces):len(dir.Pieces)], word.Piece{Kind: word.Lit, Text: "/"}, word.Piece{Kind: word.Glob, Text: pattern})
	names, more := s.Matches(word.Word{Pieces: all})
	f.Call.Unseen = f.Call.Unseen || more
	for _, name := range names {
		if !strings.Contains(base(name.String()), ".") {
			w.scriptAt(f, name, s, guess)
		}
	}
}

// places are where a name in a text of settings may lead to.
func places(name string, sub shell.Sub, s *shell.Scope) []string {
	if rest, ok := strings.CutPrefix(name, "~/"); ok {
		home, _ := s.Lookup("HOME")
		name = path.Join(home.Spelling(), rest)
	}
	if path.IsAbs(name) {
		return []string{name}
	}
	list := []string{"./" + name, ".git/" + name}
	if sub.File {
		list = append(list, path.Join(path.Dir(sub.Name), name))
	}
	return list
}
