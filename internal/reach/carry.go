package reach

import (
	"strings"

	"tagout/internal/catalog"
	"tagout/internal/shell"
	"tagout/internal/tool"
	"tagout/internal/word"
)

// rest runs the remaining operands as a program; xargs and its kin add what
// standard input holds.
func (w *walker) rest(f *Found, inv *tool.Invocation, c *tool.Carried, s *shell.Scope, sub shell.Sub) (word.Text, bool) {
	words := c.Words
	if c.Run.Append {
		words = withItems(words, inv.Values(c.Run.Options), f.Call.Stdin)
		sub.Stdin = &shell.Input{Kind: shell.Null}
	}
	if len(words) == 0 {
		return nil, false
	}
	return s.Argv(words, sub), true
}

// withItems adds the words that come from standard input: at the end, or in
// the place of the replacement strings that an option names (xargs -I{}).
func withItems(words, replace []word.Word, in shell.Input) []word.Word {
	items := inputItems(in)
	if len(replace) == 0 {
		return append(append([]word.Word(nil), words...), items...)
	}
	mark, _ := replace[len(replace)-1].Known()
	if mark == "" {
		mark = "{}" // -i and --replace without a value
	}
	item := word.Text{{Kind: word.Unknown, Text: "an input line", Class: "item", From: in.From}}
	if len(items) == 1 {
		if _, ok := items[0].Known(); ok {
			item = items[0].Pieces
		}
	}
	return substitute(words, mark, item)
}

// maxItems bounds how many words known input adds.
const maxItems = 256

// inputItems are the words that standard input holds, or one unknown that may
// be any number of them.
func inputItems(in shell.Input) []word.Word {
	text, known := in.Text.Known()
	fields := strings.Fields(text)
	if in.Kind != shell.FedText || !known || len(fields) > maxItems || strings.ContainsAny(text, `'"\`) {
		return []word.Word{{Pieces: word.Text{{Kind: word.Unknown, Text: "the input", Class: "item", Split: true, From: in.From}}}}
	}
	var ws []word.Word
	for _, field := range fields {
		ws = append(ws, word.Literal(field))
	}
	return ws
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
func (w *walker) between(inv *tool.Invocation, c *tool.Carried, s *shell.Scope, sub shell.Sub) (word.Text, bool) {
	if len(c.Words) == 0 {
		return nil, false
	}
	var out word.Text
	for _, start := range starts(inv) {
		below := append(append(word.Text(nil), start...),
			word.Piece{Kind: word.Lit, Text: "/"},
			word.Piece{Kind: word.Unknown, Text: "{}", Class: "item"})
		out = append(out, s.Argv(substitute(c.Words, "{}", below), sub)...)
	}
	return out, true
}

// starts are the starting points of a search: its operands, else ".".
func starts(inv *tool.Invocation) []word.Text {
	var texts []word.Text
	for i := range inv.Operands {
		if len(texts) < maxStarts {
			texts = append(texts, inv.Operands[i].Word.Pieces)
		}
	}
	if len(texts) == 0 {
		return []word.Text{{{Kind: word.Lit, Text: "."}}}
	}
	return texts
}

// text runs a program text, or keeps it as code of another language.
func (w *walker) text(f *Found, c *tool.Carried, text word.Text, s *shell.Scope, sub shell.Sub) (word.Text, bool) {
	f.ProgramFrom = append(f.ProgramFrom, text.From()...)
	if c.Run.Lang != "" {
		f.Call.Code = append(f.Call.Code, shell.Code{Lang: c.Run.Lang, Text: text})
		return nil, false
	}
	return s.Text(text, sub), true
}

// stdin runs standard input as a program text. One that is the harness's own
// or a terminal is an interactive session and nothing is known of it.
func (w *walker) stdin(f *Found, c *tool.Carried, s *shell.Scope, sub shell.Sub) (word.Text, bool) {
	in := f.Call.Stdin
	f.ProgramFrom = append(f.ProgramFrom, in.From...)
	switch in.Kind {
	case shell.FedText:
		sub.Stdin = &shell.Input{Kind: shell.Null}
		return w.text(f, c, in.Text, s, sub)
	case shell.FedFile:
		return w.content(f, c, in.Path, s, sub)
	}
	return nil, false
}

// file runs the program text that a file holds.
func (w *walker) file(f *Found, c *tool.Carried, s *shell.Scope, sub shell.Sub) (word.Text, bool) {
	return w.content(f, c, c.File, s, sub)
}

func (w *walker) content(f *Found, c *tool.Carried, path word.Word, s *shell.Scope, sub shell.Sub) (word.Text, bool) {
	f.ProgramFrom = append(f.ProgramFrom, path.Pieces.From()...)
	text, from, ok := s.ReadFile(path)
	f.ProgramFrom = append(f.ProgramFrom, from...)
	if !ok || binary(text) {
		return nil, false
	}
	sub.Name, sub.File = path.String(), true
	return w.text(f, c, text, s, sub)
}

// binary reports whether a file holds no text: the shells refuse to run one
// with a NUL in its first line (bash(1), "cannot execute binary file").
func binary(text word.Text) bool {
	head, _, _ := strings.Cut(text.Prefix(), "\n")
	return strings.IndexByte(head, 0) >= 0
}

// guess leads an unknown program further: it may be a wrapper that nobody
// taught us, and a later word may name a tool that the policy guards.
func (w *walker) guess(f *Found, s *shell.Scope) (word.Text, bool) {
	if len(f.Readings) == 0 || f.Readings[0].Tool != nil {
		return nil, false
	}
	if text, ok := w.script(f, s); ok {
		return text, true
	}
	for i := 1; i < len(f.Call.Words); i++ {
		if name, ok := f.Call.Words[i].Known(); ok && w.cat.Policed(base(name)) {
			rest := f.Call.Words[i:]
			s.Argv(rest, shell.Sub{
				Via: f.Call.Words[0].String(), Guess: true, Unsure: true,
				Span: word.Span{Start: f.Call.Words[i].Span.Start, End: f.Call.Span.End},
			})
			break
		}
	}
	return nil, false
}

func base(name string) string { return name[strings.LastIndexByte(name, '/')+1:] }

// script runs a program that is called by its path and is a text.
func (w *walker) script(f *Found, s *shell.Scope) (word.Text, bool) {
	prog := f.Call.Words[0]
	if !strings.Contains(prog.Pieces.Spelling(), "/") {
		return nil, false
	}
	text, from, ok := s.ReadFile(prog)
	if !ok || binary(text) {
		return nil, false
	}
	f.ProgramFrom = append(f.ProgramFrom, from...)
	lang, shebang := w.interpreter(text.Prefix())
	if shebang && lang != "" {
		f.Call.Code = append(f.Call.Code, shell.Code{Lang: lang, Text: text})
		return nil, false
	}
	return s.Text(text, shell.Sub{
		Name: prog.String(), Via: prog.String(), Args: f.Call.Words, File: true, Span: f.Call.Span,
	}), true
}

// interpreter returns the language that a "#!" line names: "" for a shell.
func (w *walker) interpreter(text string) (lang string, ok bool) {
	line, _, _ := strings.Cut(text, "\n")
	if !strings.HasPrefix(line, "#!") {
		return "", false
	}
	fields := strings.Fields(line[2:])
	for _, field := range fields {
		t := w.cat.Tool(base(field))
		if t == nil {
			continue
		}
		for i := range t.Runs {
			if t.Runs[i].How == catalog.File {
				return t.Runs[i].Lang, true
			}
		}
	}
	return "unknown", true
}
