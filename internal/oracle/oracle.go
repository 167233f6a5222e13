//go:build linux

// Package oracle proves the interpreter against real shells. It writes random
// programs of harmless stubs, lets bash, dash and zsh run them, and compares
// what ran with what the interpreter claims would run:
//
//   - every call that a shell made is one that was claimed (else: missed);
//   - every call that is claimed surely, in words that are all known, was made
//     in exactly those words (else: wrong).
//
// A failure is shrunk to the smallest program that still shows it.
//
// It is for tests alone: nothing that is installed links it.
package oracle

import (
	"fmt"
	"io/fs"
	"path"
	"strings"
	"testing/fstest"

	"tagout/internal/builtin"
	"tagout/internal/reach"
	"tagout/internal/shell"
	"tagout/internal/word"
	"tagout/internal/world"
)

// Case is a program with what it did and what was claimed of it.
type Case struct {
	Text   string
	Dir    string // where it ran
	Ran    []Execution
	Killed bool // it did not come to its end
	Claims []*shell.Call
	// Problems are why the interpreter does not claim to have seen all.
	Problems []shell.Problem
}

// environ is what every program finds in its environment.
func environ() map[string]string {
	return map[string]string{"HOME": "/usr", "USER": "me", "SET": "val", "LC_ALL": "C.UTF-8"}
}

// claim says what the interpreter would have run. Its world holds what the
// shell's directory does: nothing but an empty directory named sub.
func claim(text, dir string, d shell.Dialect) ([]*shell.Call, []shell.Problem) {
	env := environ()
	files := fstest.MapFS{strings.TrimPrefix(path.Join(dir, "sub"), "/"): {Mode: fs.ModeDir | 0o755}}
	rel := func(name string) string { return strings.TrimPrefix(path.Clean(name), "/") }
	w := world.World{
		Getenv: func(name string) (string, bool) { v, ok := env[name]; return v, ok },
		Open:   func(name string) (fs.File, error) { return files.Open(rel(name)) },
		Lstat:  func(name string) (fs.FileInfo, error) { return files.Stat(rel(name)) },
	}
	found, problems := reach.Calls(text, shell.Config{Dialect: d, World: w, Dir: dir}, builtin.Catalog{})
	var calls []*shell.Call
	for _, f := range found {
		if f != nil && len(f.Call.Words) > 0 {
			calls = append(calls, f.Call)
		}
	}
	return calls, problems
}

// Compare runs texts in a real shell and judges what is claimed of each. It
// returns the cases that fail, and adds what it saw to the coverage.
func (s *Shell) Compare(texts []string, cov *Coverage) ([]*Failure, error) {
	cases, err := s.cases(texts)
	if err != nil {
		return nil, err
	}
	var failures []*Failure
	for _, c := range cases {
		c.Claims, c.Problems = claim(c.Text, c.Dir, s.Dialect)
		if f := c.judge(cov); f != nil {
			failures = append(failures, f)
		}
	}
	return failures, nil
}

// Failure is a program of which something false is claimed.
type Failure struct {
	Case *Case
	Kind string // "missed", "wrong" or "unreadable"
	Msg  string
	// Argv is the call that was missed or did not run.
	Argv []string
}

// String shows the program, what it did and what was claimed.
func (f *Failure) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n%s\n--- ran:\n", f.Kind, f.Msg, f.Case.Text)
	var lines []string
	for _, e := range f.Case.Ran {
		lines = append(lines, e.String())
	}
	list(&b, lines)
	b.WriteString("--- claimed:\n")
	lines = nil
	for _, c := range f.Case.Claims {
		lines = append(lines, spell(c))
	}
	list(&b, lines)
	return b.String()
}

// list writes lines, each once with how often it comes one after the other.
func list(b *strings.Builder, lines []string) {
	for i := 0; i < len(lines); {
		n := 1
		for i+n < len(lines) && lines[i+n] == lines[i] {
			n++
		}
		times := ""
		if n > 1 {
			times = fmt.Sprintf(" × %d", n)
		}
		fmt.Fprintf(b, "    %s%s\n", lines[i], times)
		i += n
	}
}

// spell shows a claim on one line: "~" before one that is not sure, and a "?"
// for each piece that is not known.
func spell(c *shell.Call) string {
	var parts []string
	if !c.Sure {
		parts = append(parts, "~")
	}
	for _, w := range c.Words {
		parts = append(parts, "‹"+spellText(w.Pieces)+"›")
	}
	return strings.Join(parts, " ") + " in " + spellText(c.Dir)
}

func spellText(t word.Text) string {
	var b strings.Builder
	for _, p := range t {
		if p.Kind == word.Unknown {
			b.WriteString("?")
			continue
		}
		b.WriteString(p.Text)
	}
	return b.String()
}
