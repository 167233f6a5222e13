package reach

import (
	"path"
	"strings"

	"tagout/internal/shell"
	"tagout/internal/source"
	"tagout/internal/tool"
	"tagout/internal/tri"
	"tagout/internal/word"
)

// target runs what the project's file says of the targets that a call names
// (make, npm run).
func (w *walker) target(f *Found, inv *tool.Invocation, c *tool.Carried, s *shell.Scope, sub shell.Sub) (word.Text, bool) {
	dry := inv.Dry == tri.Yes
	if dry && c.Run.Lang != "make" && c.Run.Lang != "git" { // an alias has options of its own
		return nil, false
	}
	r := source.Request{
		Format: c.Run.Lang, Targets: c.Words, Dry: dry,
		Files: inv.Values(c.Run.Files), Dirs: inv.Values(c.Run.Dirs), Given: inv.Values(c.Run.Options),
	}
	for _, p := range c.Run.Paths {
		if len(r.Files) == 0 {
			dir, name := path.Split(p)
			r.Files = []word.Word{{Pieces: word.Text{{Kind: word.Lit, Text: "./" + dir}, {Kind: word.Glob, Text: name}}}}
		}
	}
	if n := len(r.Files); n > 0 && patterned(r.Files[n-1]) {
		return w.matching(f, r.Files[n-1], s, func(name word.Word, guess bool) (word.Text, bool) {
			one, at := r, sub
			one.Files, at.Guess = []word.Word{name}, sub.Guess || guess
			return w.requested(f, one, s, at)
		})
	}
	return w.requested(f, r, s, sub)
}

// requested runs what a request for targets leads to.
func (w *walker) requested(f *Found, r source.Request, s *shell.Scope, sub shell.Sub) (word.Text, bool) {
	if n := len(r.Files); n > 0 {
		if _, known := r.Files[n-1].Known(); !known {
			r.Text, _, _ = s.ReadFile(r.Files[n-1])
		}
	}
	programs, more := source.Programs(r, w.host(f, s, sub))
	if more {
		w.tooMuch(f, f.Readings[0].Name+" runs more programs than are read")
	}
	var out word.Text
	for i := range programs {
		out = append(out, w.program(f, &programs[i], s, sub)...)
	}
	return out, len(programs) > 0
}

// host lets a reader see the files and the environment of a call.
func (w *walker) host(f *Found, s *shell.Scope, sub shell.Sub) source.Host {
	return source.Host{
		Dir: f.Call.Dir,
		Env: s.Lookup,
		Read: func(name string) (word.Text, bool) {
			text, from, ok := s.ReadFile(word.Literal(name))
			w.oversize(f, text)
			w.suspect(f, text, s, sub)
			if sub.Where == nil {
				w.strange(f, text)
			}
			if ok {
				w.brought(f, from)
				f.ProgramFrom = append(f.ProgramFrom, from...)
			}
			return text, ok
		},
		Print: func(p source.Program) word.Text { return w.program(f, &p, s, sub) },
	}
}

// suspect looks for programs in the words of the calls that have changed a file
// of the project in a way that is not known.
func (w *walker) suspect(f *Found, text word.Text, s *shell.Scope, sub shell.Sub) {
	for _, id := range makers(text) {
		if id < 0 || id >= len(w.found) || w.found[id] == nil || !w.found[id].Derived {
			continue
		}
		by := w.found[id].Call
		for _, wd := range by.Words[1:] {
			w.foreign(f, wd.Pieces, s, sub)
		}
		w.foreign(f, by.Stdin.Text, s, sub)
	}
}

// program runs one text of a project's file.
func (w *walker) program(f *Found, p *source.Program, s *shell.Scope, sub shell.Sub) word.Text {
	if opaque(p.Text) || w.recurs(f, p.Name) {
		return nil
	}
	lang, dialect := w.interpreter(p.Text.Prefix())
	if lang != "" {
		sub.Name, sub.File = p.Name, true
		w.code(f, lang, p.Text, s, sub, true)
		return nil
	}
	sub.Dialect, sub.Args, sub.File = &dialect, p.Args, true
	sub.Name, sub.Guess = p.Name, sub.Guess || p.Maybe
	file, _, _ := strings.Cut(p.Name, ":")
	sub.Path = s.DiskPath(word.Literal(file))
	sub.Via += " " + p.Name[strings.LastIndexByte(p.Name, ':')+1:]
	if sub.Dir == nil {
		dir := below(f.Call.Dir, p.Dir)
		sub.Dir = &dir
	}
	for _, v := range p.Env {
		sub.Assigns = append(sub.Assigns[:len(sub.Assigns):len(sub.Assigns)], shell.Assign{Name: v.Name, Value: v.Value})
	}
	if sub.Where != nil && len(p.Binds) > 0 {
		where := *sub.Where
		for _, b := range p.Binds {
			where.Binds = append(where.Binds[:len(where.Binds):len(where.Binds)], word.Literal(b))
		}
		sub.Where = &where
	}
	return s.Text(p.Text, sub)
}

// below is a directory as it is named from another.
func below(dir word.Text, name string) word.Text {
	switch {
	case name == "":
		return dir
	case path.IsAbs(name):
		return word.Text{{Kind: word.Lit, Text: name}}
	}
	if known, ok := dir.Known(); ok {
		return word.Text{{Kind: word.Lit, Text: path.Join(known, name)}}
	}
	return append(dir[:len(dir):len(dir)], word.Piece{Kind: word.Lit, Text: "/" + name})
}
