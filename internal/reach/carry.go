package reach

import (
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
		sub.Stdin = &shell.Input{Kind: shell.Null}
		if mark := replacement(inv, c.Run); mark != "" {
			return w.replaced(words, mark, lines(f, inv, c.Run), s, sub)
		}
		words = slices.Concat(words, fields(f, inv, c.Run))
	}
	if len(words) == 0 {
		return nil, false
	}
	out := s.Argv(words, sub)
	if c.Run.Place == "container" {
		w.entrypoint(c, s, sub)
	}
	return out, true
}

// entrypoint tries the program that an image is named after: the words after
// hashicorp/terraform are terraform's, by the entry point that the image sets.
func (w *walker) entrypoint(c *tool.Carried, s *shell.Scope, sub shell.Sub) {
	image, ok := c.Place.Known()
	if !ok {
		return
	}
	name := base(image)
	if end := strings.IndexAny(name, ":@"); end >= 0 {
		name = name[:end]
	}
	if w.cat.Policed(name) {
		sub.Guess = true
		s.Argv(append([]word.Word{word.Literal(name)}, c.Words...), sub)
	}
}

// replacement is the string that each input line replaces (xargs -I{}), or "".
func replacement(inv *tool.Invocation, run *catalog.Run) string {
	if inv.On(run.Options) == tri.No {
		return ""
	}
	if values := inv.Values(run.Options); len(values) > 0 {
		if mark, _ := values[len(values)-1].Known(); mark != "" {
			return mark
		}
	}
	return "{}" // -i and --replace without a value
}

// replaced runs the words once for every input line.
func (w *walker) replaced(words []word.Word, mark string, items []word.Text, s *shell.Scope, sub shell.Sub) (out word.Text, ok bool) {
	for _, item := range items {
		out = append(out, s.Argv(substitute(words, mark, item), sub)...)
	}
	return out, len(items) > 0
}

// maxItems bounds how many words or lines known input adds.
const maxItems = 64

// inputText is what a program reads its words from, where that is known.
func inputText(f *Found, inv *tool.Invocation, run *catalog.Run) (string, bool) {
	if len(run.Inputs) > 0 && inv.On(run.Inputs) != tri.No {
		return "", false
	}
	text, known := f.Call.Stdin.Text.Known()
	return text, known && f.Call.Stdin.Kind == shell.FedText
}

// fields are the words that the input holds, or one unknown that may be any
// number of them.
func fields(f *Found, inv *tool.Invocation, run *catalog.Run) []word.Word {
	text, known := inputText(f, inv, run)
	list := strings.Fields(text)
	if !known || len(list) > maxItems || strings.ContainsAny(text, `'"\`) {
		return []word.Word{{Pieces: word.Text{{Kind: word.Unknown, Text: "the input", Class: "item", Split: true, From: f.Call.Stdin.From}}}}
	}
	ws := make([]word.Word, len(list))
	for i, field := range list {
		ws[i] = word.Literal(field)
	}
	return ws
}

// lines are the input's lines, or one that is not known.
func lines(f *Found, inv *tool.Invocation, run *catalog.Run) []word.Text {
	text, known := inputText(f, inv, run)
	list := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if !known || len(list) > maxItems || strings.ContainsAny(text, `'"\`) {
		return []word.Text{{{Kind: word.Unknown, Text: "an input line", Class: "item", From: f.Call.Stdin.From}}}
	}
	out := make([]word.Text, len(list))
	for i, line := range list {
		out[i] = word.Text{{Kind: word.Lit, Text: strings.TrimLeft(line, " \t")}}
	}
	return out
}

// each runs a text once for every item that is given after a mark (parallel's
// ":::") or comes on standard input: in the place of the replacement string,
// else at the end; an item alone is a text itself.
func (w *walker) each(f *Found, inv *tool.Invocation, c *tool.Carried, s *shell.Scope, sub shell.Sub) (out word.Text, ok bool) {
	words, items := c.Words, []word.Text(nil)
	if at := slices.IndexFunc(words, func(wd word.Word) bool { return has(c.Run.Until, wd.String()) }); at >= 0 {
		items, words = given(words[at:]), words[:at]
	} else {
		items = lines(f, inv, c.Run)
	}
	mark := replacement(inv, c.Run)
	if mark == "" {
		mark = "{}"
	}
	for _, item := range items {
		if len(words) > 0 {
			item = quoted(item)
		}
		text, ran := w.text(f, c, filled(words, mark, item), s, sub)
		out, ok = append(out, text...), ok || ran
	}
	return out, ok
}

// quoted protects an item from the shell that reads the filled text, as
// parallel does.
func quoted(item word.Text) word.Text {
	text, known := item.Known()
	if !known {
		return item
	}
	return word.Text{{Kind: word.Lit, Text: "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"}}
}

// given are the items after a ":::"; those after "::::" are names of files
// whose lines are the items, which are not read.
func given(words []word.Word) []word.Text {
	if mark := words[0].String(); strings.HasPrefix(mark, "::::") || len(words) > maxItems {
		return []word.Text{{{Kind: word.Unknown, Text: "an input line", Class: "item"}}}
	}
	var items []word.Text
	for _, wd := range words[1:] {
		items = append(items, wd.Pieces)
	}
	return items
}

// filled is the text that one item makes of a template.
func filled(words []word.Word, mark string, item word.Text) word.Text {
	if len(words) == 0 {
		return item
	}
	put := substitute(words, mark, item)
	var text word.Text
	changed := false
	for i, wd := range put {
		if i > 0 {
			text = append(text, word.Piece{Kind: word.Lit, Text: " "})
		}
		changed = changed || wd.String() != words[i].String()
		text = append(text, wd.Pieces...)
	}
	if !changed {
		text = append(append(text, word.Piece{Kind: word.Lit, Text: " "}), item...)
	}
	return text
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
		w.code(f, c.Run.Lang, text, s, sub, false)
		return nil, false
	}
	if opaque(text) {
		return nil, false
	}
	return s.Text(text, sub), true
}

// opaque reports whether nothing of a text is known, so that there is nothing
// to read.
func opaque(text word.Text) bool {
	for _, p := range text {
		if p.Kind != word.Unknown {
			return false
		}
	}
	return true
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
	if c.Run.Lang != "" {
		w.code(f, c.Run.Lang, text, s, sub, len(from) == 0)
		return nil, false
	}
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
		if w.policed(f.Call.Words[i]) {
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
	if opaque(text) {
		return nil, false
	}
	sub := shell.Sub{Name: prog.String(), Via: prog.String(), Args: f.Call.Words, File: true, Span: f.Call.Span}
	lang, shebang := w.interpreter(text.Prefix())
	if shebang && lang != "" {
		w.code(f, lang, text, s, sub, len(from) == 0)
		return nil, false
	}
	return s.Text(text, sub), true
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
