package reach

import (
	"path"
	"slices"
	"strings"

	"tagout/internal/catalog"
	"tagout/internal/code"
	"tagout/internal/plan"
	"tagout/internal/shell"
	"tagout/internal/source"
	"tagout/internal/tool"
	"tagout/internal/word"
)

// text runs a program text, or keeps it as code of another language.
func (w *walker) text(f *Found, c *tool.Carried, text word.Text, s *shell.Scope, sub shell.Sub) (word.Text, bool) {
	f.ProgramFrom = append(f.ProgramFrom, text.From()...)
	if held, ok := holding(text); ok {
		return w.held(f, c, held, s, sub)
	}
	if c.Run.Lang == "own" {
		w.own(f, text, s, sub)
		return nil, false
	}
	if c.Run.Lang == "prompt" {
		return s.Text(prompt(text), sub), true
	}
	if c.Run.Lang == source.Patch || c.Run.Lang == source.ApplyPatch {
		w.patched(f, c, text, s, sub)
		return nil, false
	}
	if c.Run.Fed {
		sub.Stdin = w.made(f)
	}
	if c.Run.Lang == "other" && len(c.Run.Marks) > 0 {
		w.foreign(f, source.Marked(c.Run.Marks, text), s, sub)
		return nil, false
	}
	if parts, more, ok := source.Parts(c.Run.Lang, c.Run.Marks, text); ok {
		if more {
			w.tooMuch(f, f.Readings[0].Name+" is given more commands than are read")
		}
		w.parts(f, c, parts, s, sub)
		return nil, false
	}
	if known, _ := text.Known(); known == "-" && c.Run.How == catalog.Joined && c.Run.Lang == "powershell" {
		return w.stdin(f, c, s, sub)
	}
	if c.Run.Lang != "" {
		w.code(f, c.Run.Lang, text, s, sub, false)
		w.arguments(f, text, c.Args, s, sub)
		return nil, false
	}
	w.unread(f, text)
	if opaque(text) {
		f.Call.Unseen = true
		return nil, false
	}
	return s.Text(text, sub), true
}

// arguments suspects the words after a program text of another language that
// speaks of them: it may run them (exec @ARGV).
func (w *walker) arguments(f *Found, text word.Text, args []word.Word, s *shell.Scope, sub shell.Sub) {
	if !strings.Contains(strings.ToLower(text.Spelling()), "argv") {
		return
	}
	for i := range args {
		if w.policed(args[i]) {
			sub.Guess, sub.Unsure, sub.Args = true, true, nil
			s.Argv(args[i:], sub)
			return
		}
	}
}

// prompt is a program that expands a text as a shell does its prompts, and as
// it does a here-document.
func prompt(text word.Text) word.Text {
	out := append(word.Text{{Kind: word.Lit, Text: ": <<END_OF_PROMPT\n"}}, text...)
	return append(out, word.Piece{Kind: word.Lit, Text: "\nEND_OF_PROMPT\n"})
}

// parts runs the shell's texts within a text of another kind.
func (w *walker) parts(f *Found, c *tool.Carried, parts []source.Part, s *shell.Scope, sub shell.Sub) {
	posix := shell.Bash
	sub.Dialect, sub.Args = &posix, nil
	for _, p := range parts {
		if p.Includes || p.Scripts {
			w.named(f, c, &p, s, sub)
			continue
		}
		one := sub
		if p.Input != nil {
			one.Stdin = &shell.Input{Kind: shell.FedText, Text: p.Input}
		}
		if p.Made {
			one.Stdin = w.made(f)
		}
		if p.Fed {
			p.Text, one.Stdin = w.input(f, s).text, &shell.Input{Kind: shell.Null}
		}
		if !opaque(p.Text) {
			s.Text(p.Text, one)
		}
	}
}

// made is an input that a call itself has made.
func (w *walker) made(f *Found) *shell.Input {
	return &shell.Input{Kind: shell.FedText, Text: w.unknownFrom(f), From: []int{f.Call.ID}}
}

// own runs the lines of a text as commands of the tool itself.
func (w *walker) own(f *Found, text word.Text, s *shell.Scope, sub shell.Sub) {
	for _, line := range splitLines(text) {
		words := tool.Fields(line)
		for len(words) > 0 {
			end := slices.IndexFunc(words, func(wd word.Word) bool { return wd.String() == ";" })
			if end < 0 {
				end = len(words)
			}
			if end > 0 && !strings.HasPrefix(words[0].String(), "#") {
				w.ownWords(f, words[:end], s, sub)
			}
			words = words[min(end+1, len(words)):]
		}
	}
}

// ownWords runs words as a call of the tool itself.
func (w *walker) ownWords(f *Found, words []word.Word, s *shell.Scope, sub shell.Sub) word.Text {
	return s.Argv(append([]word.Word{f.Call.Words[0]}, words...), sub)
}

// splitLines splits a text at its line ends.
func splitLines(text word.Text) []word.Text {
	lines, last := []word.Text{}, word.Text(nil)
	for _, p := range text {
		if p.Kind != word.Lit {
			last = append(last, p)
			continue
		}
		for i, part := range strings.Split(p.Text, "\n") {
			if i > 0 {
				lines, last = append(lines, last), nil
			}
			if part != "" {
				last = append(last, word.Piece{Kind: word.Lit, Text: part, From: p.From})
			}
		}
	}
	if len(last) > 0 {
		lines = append(lines, last)
	}
	return lines
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
		if w.oversize(f, in.Text) {
			return nil, false
		}
		sub.Stdin = &shell.Input{Kind: shell.Null}
		return w.text(f, c, in.Text, s, sub)
	case shell.FedFile:
		if (sub.Where != nil || f.Call.Where.Place != shell.Here) && !opaque(in.Text) { // opened here, read there
			sub.Name, sub.File = in.Path.String(), true
			return w.text(f, c, in.Text, s, sub)
		}
		return w.content(f, c, in.Path, s, sub)
	}
	return nil, false
}

// file runs the program text that a file holds; "-" is standard input.
func (w *walker) file(f *Found, c *tool.Carried, s *shell.Scope, sub shell.Sub) (word.Text, bool) {
	if name, _ := c.File.Known(); name == "-" {
		return w.stdin(f, c, s, sub)
	}
	for _, p := range c.Run.Paths {
		w.programsIn(f, c.File, p, s, c.Maybe)
	}
	if len(c.Run.Paths) > 0 {
		return nil, false
	}
	return w.content(f, c, c.File, s, sub)
}

func (w *walker) content(f *Found, c *tool.Carried, file word.Word, s *shell.Scope, sub shell.Sub) (word.Text, bool) {
	f.ProgramFrom = append(f.ProgramFrom, file.Pieces.From()...)
	if c.Run.Lang == plan.Lang {
		w.plan(f, file, s)
		return nil, false
	}
	if patterned(file) {
		return w.matching(f, file, s, func(name word.Word, guess bool) (word.Text, bool) {
			one := sub
			one.Guess = one.Guess || guess
			return w.content(f, c, name, s, one)
		})
	}
	text, from, ok := s.ReadFile(file)
	f.ProgramFrom = append(f.ProgramFrom, from...)
	if !ok && c.Run.Lang == source.Patch {
		return nil, false // it is read every day, and runs nothing
	}
	if !ok || binary(text) {
		f.Call.Unseen = !ok
		if c.Run.Lang != "" {
			f.Call.Code = append(f.Call.Code, unread(c.Run.Lang, file))
		}
		return nil, false
	}
	if w.oversize(f, text) || w.recurs(f, file.String()) {
		return nil, false
	}
	if c.Run.How == catalog.File {
		w.brought(f, from)
	}
	if c.Run.How == catalog.Written && len(c.Run.Marks) == 0 {
		w.strange(f, text)
	}
	sub.Name, sub.File, sub.Path = file.String(), true, s.DiskPath(file)
	if c.Run.Lang != "" && code.Reads(c.Run.Lang) {
		w.code(f, c.Run.Lang, text, s, sub, len(from) == 0)
		return nil, false
	}
	return w.text(f, c, text, s, sub)
}

// maxPlan bounds a plan that is read, in bytes: one of 3,000 deletions has 0.6 MB.
const maxPlan = 16 << 20

// plan keeps a plan, which is no text, with the call that applies it.
func (w *walker) plan(f *Found, file word.Word, s *shell.Scope) {
	kept := unread(plan.Lang, file)
	if data, ok := s.Bytes(file, maxPlan); ok {
		kept.Text = word.Text{{Kind: word.Lit, Text: data}}
	}
	f.Call.Code = append(f.Call.Code, kept)
}

// patterned reports whether a word is a pattern of names, or one out of a listing.
func patterned(wd word.Word) bool {
	return len(wd.Pieces.Patterns()) > 0
}

// matching runs each file that a pattern names: which of several it is, or
// whether it is all of them, is not known.
func (w *walker) matching(f *Found, pattern word.Word, s *shell.Scope, run func(name word.Word, guess bool) (word.Text, bool)) (out word.Text, ok bool) {
	names, more := s.Matches(pattern)
	for _, name := range names {
		text, ran := run(name, len(names) > 1 || pattern.Pieces.HasUnknown())
		out, ok = append(out, text...), ok || ran
	}
	f.Call.Unseen = f.Call.Unseen || more || len(names) == 0
	return out, ok && len(names) == 1
}

// held runs the texts of files as one that holds them would, as far as is known.
func (w *walker) held(f *Found, c *tool.Carried, files word.Word, s *shell.Scope, sub shell.Sub) (word.Text, bool) {
	sub.Guess = true
	return w.matching(f, files, s, func(name word.Word, _ bool) (word.Text, bool) { return w.content(f, c, name, s, sub) })
}

// binary reports whether a file holds no text: the shells refuse to run one
// with a NUL in its first line (bash(1), "cannot execute binary file").
func binary(text word.Text) bool {
	head, _, _ := strings.Cut(text.Prefix(), "\n")
	return strings.IndexByte(head, 0) >= 0
}

// oversize reports a file that is run and too large to be read.
func (w *walker) oversize(f *Found, text word.Text) bool {
	large := len(text) == 1 && text[0].Class == shell.Oversize
	if large {
		w.tooMuch(f, "a program of more than 1 MiB")
	}
	return large
}

// maxRecurs bounds how often a file, or a target of one, runs within itself:
// each time may be with other arguments, but two that run each other twice
// would take for ever.
const maxRecurs = 3

// recurs reports a file that has been run within itself too often.
func (w *walker) recurs(f *Found, name string) bool {
	n := 0
	for src := f.Call.Source; src != nil; src = src.In {
		if src.File && path.Clean(src.Name) == path.Clean(name) {
			n++
		}
	}
	if n < maxRecurs {
		return false
	}
	w.tooMuch(f, name+" runs itself again and again")
	return true
}

// tooMuch reports a bound that was hit while a call was led further.
func (w *walker) tooMuch(f *Found, msg string) {
	w.problems = append(w.problems, shell.Problem{Kind: "too-complex", Msg: msg, Source: f.Call.Source, Span: f.Call.Span})
}
