// Package reach is the recursion: it finds every call that a command would
// make, by leading each call that carries another program (sudo, bash -c,
// xargs, ssh, a script on standard input) back to the shell.
//
// Which tool does which is a row of the catalogue; each way of carrying is one
// function here.
package reach

import (
	"strings"

	"tagout/internal/catalog"
	"tagout/internal/output"
	"tagout/internal/shell"
	"tagout/internal/tool"
	"tagout/internal/tri"
	"tagout/internal/word"
)

// Found is a call and what its tool's grammar makes of it.
type Found struct {
	Call *shell.Call
	// Readings of its words; none for a bare assignment or redirection.
	Readings []tool.Invocation
	// ProgramFrom are the calls whose output is the program that an
	// interpreter runs here.
	ProgramFrom []int
	// Unread is set where lines of that program are not known, and calls of this
	// command have made them.
	Unread bool
	// Derived marks a call that prints or edits a text that stands in the command
	// or on disk, in a way that was not computed.
	Derived bool
	// Listens is set where the program that an interpreter runs, or a client
	// sends on, is typed into it: its input is that of the harness.
	Listens bool
}

// Interpreter reports whether the call runs a program text.
func (f *Found) Interpreter() bool {
	for i := range f.Readings {
		if t := f.Readings[i].Tool; t != nil && (has(t.Kinds, "interpreter") || has(t.Kinds, "shell")) {
			return true
		}
	}
	return false
}

// Declares reports whether the call is a shell's own declaration (export,
// declare), whose words are assignments.
func (f *Found) Declares() bool {
	for i := range f.Readings {
		if t := f.Readings[i].Tool; t != nil && has(t.Kinds, "declaration") {
			return true
		}
	}
	return false
}

// Writes reports whether the call writes to a file, by redirection or by an operand
// that its tool's row marks.
func (f *Found) Writes() bool {
	for i := range f.Call.Redirects {
		if f.Call.Redirects[i].Access != shell.Reads {
			return true
		}
	}
	for i := range f.Readings {
		for _, p := range f.Readings[i].Paths() {
			if p.Access&(tool.Writes|tool.Appends) != 0 {
				return true
			}
		}
	}
	return false
}

func has(list []string, s string) bool {
	for _, e := range list {
		if e == s {
			return true
		}
	}
	return false
}

// walker collects calls as the shell comes to them.
type walker struct {
	cat   catalog.Catalog
	shell string // whose dialect the command is in
	found []*Found
	meter output.Meter
	// names are the other names that this command gave to programs.
	names []name
	// patches are the calls that fetched patches of which nothing is known.
	patches []int
	// problems are those of the files that say what targets run.
	problems []shell.Problem
}

// Calls returns every call that text would make, in order of execution and
// indexed by ID, and why that may not be all.
func Calls(text string, cfg shell.Config, cat catalog.Catalog) ([]*Found, []shell.Problem) {
	w := &walker{cat: cat, shell: shellOf(cfg.Dialect)}
	cfg.Visit = w.visit
	problems := shell.Run(text, cfg)
	return w.found, append(problems, w.problems...)
}

// Argv is Calls for one call that is made without a shell: its words are known as
// they are.
func Argv(argv []string, stdin shell.Input, cfg shell.Config, cat catalog.Catalog) ([]*Found, []shell.Problem) {
	w := &walker{cat: cat, shell: shellOf(cfg.Dialect)}
	cfg.Visit = w.visit
	problems := shell.RunArgv(argv, stdin, cfg)
	return w.found, append(problems, w.problems...)
}

// visit records a call, follows what it carries, and returns what it prints.
func (w *walker) visit(c *shell.Call, s *shell.Scope) word.Text {
	f := &Found{Call: c}
	w.record(f)
	if len(c.Words) == 0 {
		w.armed(f, s)
		return nil
	}
	f.Readings = tool.Parse(w.cat, c.Words, s.Lookup)
	if f.Declares() {
		w.armed(f, s)
	}
	out, ran := w.follow(f, s)
	w.writes(f, s)
	if ran {
		return out
	}
	return w.prints(f, s)
}

// record keeps found indexed by ID even where a call was never visited.
func (w *walker) record(f *Found) {
	for len(w.found) <= f.Call.ID {
		w.found = append(w.found, nil)
	}
	w.found[f.Call.ID] = f
}

// follow leads every carried program of every reading further, each once. ran
// reports whether one did, so that its output is the call's.
func (w *walker) follow(f *Found, s *shell.Scope) (out word.Text, ran bool) {
	seen := make([]string, 0, 4)
	for i := range f.Readings {
		inv := &f.Readings[i]
		for k := range inv.Runs {
			key := spelling(&inv.Runs[k])
			if has(seen, key) {
				continue
			}
			seen = append(seen, key)
			if text, ok := w.carry(f, inv, &inv.Runs[k], s); ok {
				out, ran = append(out, text...), true
			}
		}
	}
	w.variables(f, &f.Readings[0], s)
	for i := range f.Readings {
		if w.unasked(f, &f.Readings[i], s) {
			break
		}
	}
	if len(seen) > 0 {
		out, ran = w.ownFile(f, out, ran, s)
	}
	if as := w.renamed(f); as != nil {
		return append(out, s.Argv(append([]word.Word{*as}, f.Call.Words[1:]...), shell.Sub{Via: f.Call.Words[0].String(), Span: f.Call.Span})...), true
	}
	if len(seen) == 0 {
		w.evaluated(f, s)
		return w.guess(f, s)
	}
	return out, ran
}

// ownFile also runs the file that a program's path names where this command wrote
// it: ./bash need be no bash.
func (w *walker) ownFile(f *Found, out word.Text, ran bool, s *shell.Scope) (word.Text, bool) {
	prog := f.Call.Words[0]
	if !strings.Contains(prog.Pieces.Spelling(), "/") {
		return out, ran
	}
	if _, from, ok := s.ReadFile(prog); !ok || len(from) == 0 {
		return out, ran
	}
	text, ok := w.scriptAt(f, prog, s, f.Call.Guess)
	return append(out, text...), ran || ok
}

// variables leads on what variables of the call's environment have a tool run.
func (w *walker) variables(f *Found, inv *tool.Invocation, s *shell.Scope) {
	if inv.Tool == nil || len(f.Call.Assigns) == 0 {
		return
	}
	for i := range inv.Tool.Runs {
		run := &inv.Tool.Runs[i]
		for _, a := range f.Call.Assigns {
			if a.Unset || run.How == catalog.Written || !has(run.Vars, a.Name) {
				continue
			}
			if holds := inv.Holds(run.Cond); holds != tri.No {
				c := tool.Carried{Run: run, Text: a.Value, File: word.Word{Pieces: a.Value}, Maybe: holds == tri.Maybe}
				w.carry(f, inv, &c, s)
			}
		}
	}
}

// armed suspects texts that an assignment gives to variables which the shell
// itself runs, in time (PROMPT_COMMAND, PS4).
func (w *walker) armed(f *Found, s *shell.Scope) {
	t := w.cat.Tool(w.shell)
	if t == nil {
		return
	}
	for i := range t.Runs {
		run := &t.Runs[i]
		for _, a := range f.Call.Assigns {
			if run.How == catalog.Script && !a.Unset && has(run.Vars, a.Name) && !opaque(a.Value) {
				c := tool.Carried{Run: run, Text: a.Value, Maybe: true}
				sub := w.sub(f, &tool.Invocation{Name: w.shell}, &c)
				sub.Via, sub.Unsure = a.Name, true
				w.text(f, &c, a.Value, s, sub)
			}
		}
	}
}

// evaluated notes where the program of a shell's own eval or source comes from: the
// shell follows what they run itself.
func (w *walker) evaluated(f *Found, s *shell.Scope) {
	if !f.Interpreter() {
		return
	}
	for _, wd := range f.Call.Words[1:] {
		f.ProgramFrom = append(f.ProgramFrom, wd.Pieces.From()...)
		w.derived(f, wd.Pieces)
		if held, ok := holding(wd.Pieces); ok {
			c := tool.Carried{Run: &catalog.Run{How: catalog.Script}}
			w.held(f, &c, held, s, shell.Sub{Via: f.Call.Words[0].String()})
		}
	}
	inv := &f.Readings[0]
	for _, p := range inv.Paths() {
		text, from, _ := s.ReadFile(p.Word)
		f.ProgramFrom = append(f.ProgramFrom, from...)
		w.derived(f, text)
	}
	if len(f.Call.Words) == 1 { // fish's source reads standard input
		f.ProgramFrom = append(f.ProgramFrom, f.Call.Stdin.From...)
		w.derived(f, f.Call.Stdin.Text)
	}
}

// spelling tells carried programs of different readings apart.
func spelling(c *tool.Carried) string {
	key := string(rune('0'+c.Run.How)) + c.Run.Place + c.Run.Lang + strings.Join(c.Run.Marks, "") + c.Text.Spelling() + c.File.String()
	for _, w := range c.Words {
		key += "\x00" + w.String()
	}
	if c.Maybe {
		key += "\x00?"
	}
	return key
}

// carry runs one carried program. ok is false where its text is not known.
func (w *walker) carry(f *Found, inv *tool.Invocation, c *tool.Carried, s *shell.Scope) (word.Text, bool) {
	sub := w.sub(f, inv, c)
	switch c.Run.How {
	case catalog.Rest:
		return w.rest(f, inv, c, s, sub)
	case catalog.Between:
		return w.between(f, inv, c, s, sub)
	case catalog.Joined:
		if c.Run.Append {
			return w.each(f, inv, c, s, sub)
		}
		return w.text(f, c, c.Text, s, sub)
	case catalog.Script:
		return w.text(f, c, c.Text, s, sub)
	case catalog.Stdin:
		f.Listens = f.Listens || listens(f, inv, c)
		return w.stdin(f, c, s, sub)
	case catalog.File:
		return w.file(f, c, s, sub)
	case catalog.Target:
		return w.target(f, inv, c, s, sub)
	}
	return nil, false
}

// sub says how a carried program runs.
func (w *walker) sub(f *Found, inv *tool.Invocation, c *tool.Carried) shell.Sub {
	name := inv.Name
	if c.Run.How == catalog.Script && len(c.Run.Options) > 0 {
		name += " " + c.Run.Options[0]
	}
	sub := shell.Sub{Name: name, Via: name, Args: c.Args, Span: c.Span, Guess: c.Maybe}
	if sub.Span == (word.Span{}) {
		sub.Span = f.Call.Span
	}
	d, ok := dialectOf(inv.Name)
	if !ok {
		d = shell.Bash // system(3) and its kin run sh
	}
	sub.Dialect, sub.Plain = &d, !ok || inv.Name == "sh"
	for _, a := range c.Assigns {
		if as, ok := assignment(a); ok {
			sub.Assigns = append(sub.Assigns, as)
		}
	}
	sub.Clean = len(c.Run.Clear) > 0 && inv.On(c.Run.Clear) == tri.Yes
	if where, ok := place(c); ok {
		dir := word.Text{{Kind: word.Unknown, Text: "its own directory"}}
		if dirs := inv.Values(c.Run.Dirs); c.Run.How != catalog.Target && len(dirs) > 0 {
			dir = dirs[len(dirs)-1].Pieces
		}
		sub.Where, sub.Clean, sub.Dir = &where, true, &dir
	}
	if dirs := inv.Values(c.Run.Dirs); sub.Where == nil && c.Run.How != catalog.Target && len(dirs) > 0 {
		last := dirs[len(dirs)-1]
		dir := last.Pieces
		if name, known := last.Known(); known {
			dir = below(f.Call.Dir, name)
		}
		sub.Dir = &dir
	}
	return sub
}

// dialectOf is the dialect of a shell by its name. An sh may be dash or bash:
// bash's grammar reads what either would run.
func dialectOf(name string) (shell.Dialect, bool) {
	switch name {
	case "bash", "sh", "ksh":
		return shell.Bash, true
	case "dash", "ash":
		return shell.POSIX, true
	case "zsh":
		return shell.Zsh, true
	case "fish":
		return shell.Fish, true
	}
	return 0, false
}

// shellOf is the shell of a dialect.
func shellOf(d shell.Dialect) string {
	switch d {
	case shell.Zsh:
		return "zsh"
	case shell.Fish:
		return "fish"
	}
	return "bash"
}

// place is where Run.Place says that the program runs.
func place(c *tool.Carried) (shell.Where, bool) {
	where := shell.Where{Name: c.Place.String(), Binds: c.Binds}
	switch c.Run.Place {
	case "ssh":
		where.Place = shell.SSH
	case "exec":
		where.Place = shell.Exec
	case "container":
		where.Place = shell.Container
	default:
		return where, false
	}
	return where, true
}

// assignment splits NAME=VALUE.
func assignment(w word.Word) (shell.Assign, bool) {
	for i, p := range w.Pieces {
		if p.Kind != word.Lit {
			return shell.Assign{}, false
		}
		for k := 0; k < len(p.Text); k++ {
			if p.Text[k] != '=' {
				continue
			}
			var value word.Text
			if rest := p.Text[k+1:]; rest != "" {
				value = word.Text{{Kind: word.Lit, Text: rest}}
			}
			value = append(value, w.Pieces[i+1:]...)
			return shell.Assign{Name: p.Text[:k], Value: value, Span: w.Span}, true
		}
	}
	return shell.Assign{}, false
}
