package reach

import (
	"path"
	"slices"
	"strings"

	"tagout/internal/catalog"
	"tagout/internal/shell"
	"tagout/internal/tool"
	"tagout/internal/tri"
	"tagout/internal/word"
)

// rest runs the remaining operands as a program; xargs and its kin add what
// standard input holds.
func (w *walker) rest(f *Found, inv *tool.Invocation, c *tool.Carried, s *shell.Scope, sub shell.Sub) (word.Text, bool) {
	words := c.Words
	if c.Run.Append {
		return w.added(f, inv, c, s, sub)
	}
	if len(words) == 0 || c.Run.Known && w.cat.Tool(tool.Name(w.cat, words[0])) == nil {
		return nil, false
	}
	if c.Run.Lang == "own" {
		return w.ownWords(f, expanded(append(slices.Clone(c.Assigns), words...), s), s, sub), true
	}
	if c.Run.Place == "" && c.Run.At > 0 { // the operand is a package, not a place
		w.entry(c, s, sub)
		return nil, false
	}
	out := s.Argv(words, sub)
	if c.Run.Place == "container" {
		w.entry(c, s, sub)
	}
	return out, true
}

// expanded puts the values of ${NAME} into words that a program expands itself
// (env -S).
func expanded(words []word.Word, s *shell.Scope) []word.Word {
	for i := range words {
		for _, p := range words[i].Pieces {
			_, rest, ok := strings.Cut(p.Text, "${")
			name, _, closed := strings.Cut(rest, "}")
			if p.Kind != word.Lit || !ok || !closed {
				continue
			}
			value, set := s.Lookup(name)
			if !set {
				value = word.Text{{Kind: word.Unknown, Text: "${" + name + "}"}}
			}
			words = substitute(words, "${"+name+"}", value)
		}
	}
	return words
}

// entry tries the program that an image or a package is named after: the words
// after hashicorp/terraform are terraform's, by the entry point that the image
// sets, as are those after nixpkgs#terraform.
func (w *walker) entry(c *tool.Carried, s *shell.Scope, sub shell.Sub) {
	image, ok := c.Place.Known()
	if !ok {
		return
	}
	name := base(image)
	if at := strings.IndexByte(name, '#'); at >= 0 {
		name = name[at+1:]
	}
	if end := strings.IndexAny(name, ":@"); end >= 0 {
		name = name[:end]
	}
	if w.cat.Policed(name) {
		sub.Guess = true
		s.Argv(append([]word.Word{word.Literal(name)}, c.Words...), sub)
	}
}

// substitute puts text in the place of every mark.
func substitute(words []word.Word, mark string, text word.Text) []word.Word {
	out := make([]word.Word, len(words))
	for i, wd := range words {
		out[i] = wd
		out[i].Pieces = nil
		for _, p := range wd.Pieces {
			out[i].Pieces = append(out[i].Pieces, replaceIn(p, mark, text)...)
		}
	}
	return out
}

func replaceIn(p word.Piece, mark string, text word.Text) word.Text {
	if p.Kind != word.Lit || !strings.Contains(p.Text, mark) {
		return word.Text{p}
	}
	var out word.Text
	for i, part := range strings.Split(p.Text, mark) {
		if i > 0 {
			out = append(out, text...)
		}
		if part != "" {
			out = append(out, word.Piece{Kind: word.Lit, Text: part})
		}
	}
	return out
}

// maxStarts bounds how many starting points of a search are followed apart.
const maxStarts = 8

// between runs the words after an option such as find's -exec, once for each
// starting point: "{}" is some path below it.
func (w *walker) between(f *Found, inv *tool.Invocation, c *tool.Carried, s *shell.Scope, sub shell.Sub) (word.Text, bool) {
	if len(c.Words) == 0 {
		return nil, false
	}
	switch c.Run.Lang {
	case "own":
		return w.ownWords(f, c.Words, s, sub), true
	case "sh":
		return s.Argv(append([]word.Word{word.Literal("sh")}, c.Words...), sub), true
	}
	if c.Run.Append && !slices.ContainsFunc(c.Words, func(wd word.Word) bool { return strings.Contains(wd.Pieces.Spelling(), "{") }) {
		c.Words = append(slices.Clone(c.Words), word.Literal("{}")) // fd
	}
	var out word.Text
	for _, start := range starts(inv) {
		below := append(append(word.Text(nil), start...), word.Piece{Kind: word.Lit, Text: "/"}, found(inv, c))
		if c.Run.Append {
			out = append(out, w.placed(c.Words, start, below, s, sub)...)
			continue
		}
		out = append(out, s.Argv(substitute(c.Words, "{}", below), sub)...)
		if name, ok := w.soughtAtTop(inv, c); ok {
			top := append(append(word.Text(nil), start...), name...)
			s.Argv(substitute(c.Words, "{}", top), sub)
		}
	}
	return out, true
}

// found stands for what a search comes by: any name, or all that there are.
func found(inv *tool.Invocation, c *tool.Carried) word.Piece {
	names := foundBelow([]word.Word{word.Literal(".")}, sought(inv))
	p := word.Piece{Kind: word.Unknown, Text: "{}", Class: "item", Names: strings.Join(names, "\n")}
	if c.Every {
		p.Kind, p.Text, p.Class = word.Glob, "*", ""
	}
	return p
}

// placed runs words with what a search has found: in the place of "{}" and of what
// stands for a part of its path, else at the end (fd -x). The directory of what is
// found may be the starting point itself.
func (w *walker) placed(words []word.Word, start, below word.Text, s *shell.Scope, sub shell.Sub) word.Text {
	const parent = "{//}"
	marked := func(mark string) bool {
		return slices.ContainsFunc(words, func(wd word.Word) bool { return strings.Contains(wd.String(), mark) })
	}
	filled := false
	put := words
	for _, mark := range [...]string{"{}", "{/}", "{.}", "{/.}"} {
		filled = filled || marked(mark)
		put = substitute(put, mark, below)
	}
	if marked(parent) {
		s.Argv(substitute(put, parent, start), sub)
		return s.Argv(substitute(put, parent, below), sub)
	}
	if !filled {
		put = append(put, word.Word{Pieces: below})
	}
	return s.Argv(put, sub)
}

// soughtAtTop is the name that a search looks for, where what it finds is run: a file
// of that name may be at the starting point itself.
func (w *walker) soughtAtTop(inv *tool.Invocation, c *tool.Carried) (word.Text, bool) {
	prog, _ := c.Words[0].Known()
	if t := w.cat.Tool(base(prog)); prog != "{}" && (t == nil || !has(t.Kinds, "shell")) {
		return nil, false
	}
	names := sought(inv)
	if len(names) != 1 {
		return nil, false
	}
	kind := word.Lit
	if strings.ContainsAny(names[0], "*?[") {
		kind = word.Glob
	}
	return word.Text{{Kind: word.Lit, Text: "/"}, {Kind: kind, Text: names[0]}}, true
}

// starts are the starting points of a search: its operands but for a pattern, else ".".
func starts(inv *tool.Invocation) []word.Text {
	var texts []word.Text
	pattern := slices.Contains(inv.Tool.Selects, "@1")
	for i := range inv.Operands {
		if pattern && i == 0 {
			continue
		}
		if len(texts) < maxStarts {
			texts = append(texts, inv.Operands[i].Word.Pieces)
		}
	}
	if len(texts) == 0 {
		return []word.Text{{{Kind: word.Lit, Text: "."}}}
	}
	return texts
}

// guess leads an unknown program further: it may be a wrapper that nobody
// taught us, and a later word may name a tool that the policy guards.
func (w *walker) guess(f *Found, s *shell.Scope) (word.Text, bool) {
	if len(f.Readings) == 0 || f.Readings[0].Tool != nil && !w.wrote(f, s) {
		return nil, false
	}
	if text, ok := w.scriptAt(f, w.located(f, s), s, false); ok || f.Readings[0].Tool != nil {
		return text, ok
	}
	if _, known := f.Call.Words[0].Known(); !known {
		w.texts(f, s)
	}
	guesses := 0
	for i := 1; i < len(f.Call.Words) && guesses < maxGuesses; i++ {
		if w.policed(f.Call.Words[i]) {
			guesses++
			s.Argv(f.Call.Words[i:], shell.Sub{
				Via: f.Call.Words[0].String(), Guess: true, Unsure: true,
				Span: word.Span{Start: f.Call.Words[i].Span.Start, End: f.Call.Span.End},
			})
		}
	}
	return nil, false
}

// maxGuesses bounds the words of an unknown program at which another may begin. The
// first that names one may be a word of its own: "foo task terraform destroy".
const maxGuesses = 4

// wrote reports whether this command has written the program that a call names
// by its path: then it is no tool, whatever it is called.
func (w *walker) wrote(f *Found, s *shell.Scope) bool {
	prog := w.located(f, s)
	if !strings.Contains(prog.Pieces.Spelling(), "/") {
		return false
	}
	_, from, ok := s.ReadFile(prog)
	return ok && len(from) > 0
}

// located is the program of a call with its path where this command has set
// where programs are looked for, as far as that is known, or has written one of
// that name to a place for programs.
func (w *walker) located(f *Found, s *shell.Scope) word.Word {
	prog := f.Call.Words[0]
	name, known := prog.Known()
	if !known || strings.Contains(name, "/") {
		return prog
	}
	if at, ok := installed(name, s); ok {
		return at
	}
	value, set := word.Text(nil), false
	if f.Call.Shadowed {
		value, set = s.Lookup("PATH")
	}
	if !set {
		return prog
	}
	dirs := strings.Split(value.Prefix(), ":")
	if _, known := value.Known(); !known {
		dirs = dirs[:len(dirs)-1]
	}
	for _, dir := range dirs {
		if at := word.Literal(path.Join(dir, ".") + "/" + name); dir != "" {
			if _, _, ok := s.ReadFile(at); ok {
				return at
			}
		}
	}
	return prog
}

// installed is the program that this command has written to a place for programs.
func installed(name string, s *shell.Scope) (word.Word, bool) {
	if !s.WroteAny() {
		return word.Word{}, false
	}
	home, _ := s.Lookup("HOME")
	for _, dir := range [...]string{home.Spelling() + "/bin", home.Spelling() + "/.local/bin", "/usr/local/bin", "/usr/local/sbin", "/usr/bin", "/bin"} {
		if s.Wrote(dir + "/" + name) {
			return word.Literal(dir + "/" + name), true
		}
	}
	return word.Word{}, false
}

// unasked runs what files have a tool run without being named, and reports whether
// there may be any.
func (w *walker) unasked(f *Found, inv *tool.Invocation, s *shell.Scope) (any bool) {
	if inv.Tool == nil || inv.Dry == tri.Yes {
		return false
	}
	for i := range inv.Tool.Runs {
		run := &inv.Tool.Runs[i]
		if run.How != catalog.Written || !s.WroteAny() && len(run.Vars) == 0 {
			continue
		}
		if holds := inv.Holds(run.Cond); holds != tri.No {
			c := tool.Carried{Run: run, Maybe: holds == tri.Maybe}
			w.hooks(f, &c, s, w.sub(f, inv, &c))
			any = true
		}
	}
	return any
}

// hooks runs the files that a tool runs without being told, where this command
// has written them: as scripts, or in the language of the run.
func (w *walker) hooks(f *Found, c *tool.Carried, s *shell.Scope, sub shell.Sub) {
	home, _ := s.Lookup("HOME")
	written, more := s.Written()
	if more {
		w.tooMuch(f, "more files are written than are looked through")
	}
	for _, name := range written {
		for _, pattern := range c.Run.Paths {
			own, atHome := strings.CutPrefix(pattern, "~")
			if atHome && name == home.Spelling()+own || !atHome && strings.HasSuffix(name, strings.TrimPrefix(pattern, "**")) {
				if c.Run.Lang == "" && len(c.Run.Marks) == 0 {
					w.scriptAt(f, word.Literal(name), s, c.Maybe)
				} else {
					w.content(f, c, word.Literal(name), s, sub)
				}
				break
			}
		}
	}
	for _, v := range c.Run.Vars {
		if name, set := s.Lookup(v); set && len(name) > 0 {
			w.content(f, c, word.Word{Pieces: name}, s, sub)
		}
	}
}

// texts suspects the texts among the words of a program that may be a shell
// ("$SHELL" -c '…').
func (w *walker) texts(f *Found, s *shell.Scope) {
	for _, wd := range f.Call.Words[1:] {
		if text, ok := wd.Known(); ok && strings.ContainsAny(text, " \n") {
			w.foreign(f, wd.Pieces, s, shell.Sub{Via: f.Call.Words[0].String(), Span: wd.Span})
		}
	}
}

// policed reports whether a word names a tool that rules name, or one that
// carries programs and may so lead to it.
func (w *walker) policed(wd word.Word) bool {
	if _, ok := wd.Known(); !ok {
		return false
	}
	name := tool.Name(w.cat, wd)
	t := w.cat.Tool(name)
	return w.cat.Policed(name) || t != nil && len(t.Runs) > 0
}

func base(name string) string { return name[strings.LastIndexByte(name, '/')+1:] }

// byPath reports whether a program is called by its path, as far as is known.
func byPath(prog word.Word) bool {
	slash := func(s string) bool { return strings.Contains(s, "/") }
	return slash(prog.Pieces.Spelling()) || slices.ContainsFunc(prog.Pieces.Patterns(), slash)
}

// scriptAt runs a program that is called by its path and is a text.
func (w *walker) scriptAt(f *Found, prog word.Word, s *shell.Scope, guess bool) (word.Text, bool) {
	if !byPath(prog) {
		return nil, false
	}
	if patterned(prog) {
		return w.matching(f, prog, s, func(name word.Word, guess bool) (word.Text, bool) { return w.scriptAt(f, name, s, guess) })
	}
	text, from, ok := s.ReadFile(prog)
	if !ok || binary(text) {
		return nil, false
	}
	f.ProgramFrom = append(f.ProgramFrom, from...)
	w.brought(f, from)
	w.unread(f, text)
	if w.oversize(f, text) || opaque(text) || w.recurs(f, prog.String()) {
		return nil, false
	}
	sub := shell.Sub{Name: prog.String(), Via: prog.String(), Args: f.Call.Words, File: true, Path: s.DiskPath(prog), Span: f.Call.Span, Guess: guess}
	lang, d := w.interpreter(text.Prefix())
	if lang != "" {
		w.code(f, lang, text, s, sub, len(from) == 0)
		return nil, false
	}
	sub.Dialect = &d
	name, run := w.shebang(text.Prefix())
	sub.Plain = run == nil || name == "sh"
	if run != nil && strings.HasPrefix(text.Prefix(), "#!") {
		w.variables(f, &tool.ParseAs(w.cat.Tool(name), f.Call.Words, nil)[0], s)
	}
	return s.Text(text, sub), true
}

// interpreter returns the language that a "#!" line names: "" for a shell, with
// its dialect, and for a text without such a line, which sh runs.
func (w *walker) interpreter(text string) (lang string, d shell.Dialect) {
	if !strings.HasPrefix(text, "#!") {
		return "", shell.Bash
	}
	if name, run := w.shebang(text); run != nil {
		d, _ = dialectOf(name)
		return run.Lang, d
	}
	return "unknown", shell.Bash
}

// shebang returns the interpreter that a "#!" line names and how it runs a file,
// or nil.
func (w *walker) shebang(text string) (name string, run *catalog.Run) {
	line, _, _ := strings.Cut(text, "\n")
	for _, field := range strings.Fields(strings.TrimPrefix(line, "#!")) {
		t := w.cat.Tool(base(field))
		if t == nil {
			continue
		}
		for i := range t.Runs {
			if t.Runs[i].How == catalog.File {
				return base(field), &t.Runs[i]
			}
		}
	}
	return "", nil
}
