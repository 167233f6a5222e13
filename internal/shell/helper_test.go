package shell

import (
	"io/fs"
	"path"
	"strings"
	"testing/fstest"

	"tagout/internal/word"
	"tagout/internal/world"
)

// recorder is a visitor that keeps what it is shown and knows a few wrappers.
type recorder struct {
	calls []*Call
}

// visit records a call and follows bash -c, bash FILE, bash on its input, sudo
// and cat, as the package that calls Run does by its catalogue.
func (r *recorder) visit(c *Call, s *Scope) word.Text {
	r.calls = append(r.calls, c)
	if len(c.Words) == 0 {
		return nil
	}
	name, _ := c.Words[0].Known()
	switch name {
	case "bash", "sh":
		return r.shell(c, s)
	case "sudo", "env":
		return r.wrapper(name, c, s)
	case "ssh":
		if len(c.Words) > 2 {
			w := Where{Place: SSH, Name: c.Words[1].String()}
			return s.Text(joinWords(c.Words[2:], " "), Sub{Name: "ssh", Via: "ssh", Where: &w, Clean: true})
		}
	case "cat":
		return r.cat(c, s)
	case "tee":
		for _, w := range c.Words[1:] {
			s.WriteFile(w, c.Stdin.Text, append(c.Stdin.From, c.ID), false)
		}
		return c.Stdin.Text
	}
	return nil
}

func (r *recorder) shell(c *Call, s *Scope) word.Text {
	if len(c.Words) > 2 && c.Words[1].String() == "-c" {
		return s.Text(c.Words[2].Pieces, Sub{Name: "bash -c", Via: "bash -c", Args: c.Words[3:]})
	}
	if len(c.Words) > 1 {
		if t, _, ok := s.ReadFile(c.Words[1]); ok {
			return s.Text(t, Sub{Name: c.Words[1].String(), Via: "bash", Args: c.Words[1:], File: true})
		}
		return nil
	}
	if c.Stdin.Kind == FedText || c.Stdin.Kind == FedFile {
		return s.Text(c.Stdin.Text, Sub{Name: "stdin", Via: "bash"})
	}
	return nil
}

func (r *recorder) wrapper(name string, c *Call, s *Scope) word.Text {
	var assigns []Assign
	rest := c.Words[1:]
	for len(rest) > 0 {
		n, t, ok := cutAssign(rest[0].Pieces)
		if !ok {
			break
		}
		assigns = append(assigns, Assign{Name: n, Value: t})
		rest = rest[1:]
	}
	return s.Argv(rest, Sub{Via: name, Assigns: assigns})
}

func (r *recorder) cat(c *Call, s *Scope) word.Text {
	if len(c.Words) == 1 {
		if c.Stdin.Text == nil {
			return word.Text{}
		}
		return c.Stdin.Text
	}
	var out word.Text
	for _, w := range c.Words[1:] {
		t, _, ok := s.ReadFile(w)
		if !ok {
			return nil
		}
		out = append(out, t...)
	}
	return out
}

// testWorld is an environment, a few files, and directories named by a letter.
func testWorld(env map[string]string, files map[string]string) world.World {
	fsys := fstest.MapFS{}
	for _, name := range []string{"w/a", "w/b", "w/c", "w/d", "w/sub"} {
		fsys[name] = &fstest.MapFile{Mode: fs.ModeDir | 0o755}
	}
	for name, text := range files {
		fsys[strings.TrimPrefix(name, "/")] = &fstest.MapFile{Data: []byte(text)}
	}
	return world.World{
		Getenv: func(name string) (string, bool) { v, ok := env[name]; return v, ok },
		Open: func(p string) (fs.File, error) {
			return fsys.Open(strings.TrimPrefix(path.Clean(p), "/"))
		},
		Lstat: func(p string) (fs.FileInfo, error) {
			return fsys.Stat(strings.TrimPrefix(path.Clean(p), "/"))
		},
	}
}

// loginEnv is what a login sets, and one variable more.
func loginEnv() map[string]string {
	return map[string]string{"HOME": "/home/me", "USER": "me", "SET": "val"}
}

func runIn(text string, d Dialect, w world.World) ([]*Call, []Problem) {
	r := &recorder{}
	problems := Run(text, Config{Dialect: d, World: w, Dir: "/w", Visit: r.visit})
	return r.calls, problems
}

// renderText shows a text with ? for each unknown, and patterns as written.
func renderText(t word.Text) string {
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

// render shows a call on one line: "~" before it when it is not sure, prefix
// assignments, words, redirections; "?" for what is evaluated and not known.
func render(c *Call) string {
	var parts []string
	if c.Evaluates {
		parts = append(parts, "?")
	}
	for _, a := range c.Assigns {
		v := a.Name + "=" + renderText(a.Value)
		if a.Unset {
			v = "-" + a.Name
		}
		parts = append(parts, v)
	}
	for _, w := range c.Words {
		s := renderText(w.Pieces)
		if s == "" || strings.ContainsAny(s, " \n\t") {
			s = "'" + strings.ReplaceAll(s, "\n", "\\n") + "'"
		}
		parts = append(parts, s)
	}
	for _, r := range c.Redirects {
		op := [...]string{"", "<", ">", ">>"}[r.Access]
		parts = append(parts, op+renderText(r.Path.Pieces))
	}
	s := strings.Join(parts, " ")
	if !c.Sure {
		s = "~" + s
	}
	return s
}

func renderAll(calls []*Call) []string {
	var out []string
	for _, c := range calls {
		out = append(out, render(c))
	}
	return out
}
