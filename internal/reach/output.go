package reach

import (
	"tagout/internal/output"
	"tagout/internal/shell"
	"tagout/internal/tool"
	"tagout/internal/word"
)

// prints returns what a call writes to standard output: computed for the few
// programs that are pure functions of their words and input, its input's
// origins for a filter and for a program nobody knows, else nil.
func (w *walker) prints(f *Found, s *shell.Scope) word.Text {
	inv := &f.Readings[0]
	if text, ok := output.Of(inv.Name, f.Call.Words, w.input(f, s), f.Call.ID); ok {
		return text
	}
	if inv.Tool != nil && !inv.Tool.Filter {
		return nil
	}
	from := append([]int{f.Call.ID}, f.Call.Stdin.From...)
	for i := range inv.Operands {
		if _, ids, ok := s.ReadFile(inv.Operands[i].Word); ok && len(from) < maxItems {
			from = append(from, ids...)
		}
	}
	return word.Text{{Kind: word.Unknown, Text: f.Call.Words[0].String(), Split: true, From: from}}
}

// input is the text that a filter reads: its standard input, or the files that
// it names where it reads files.
func (w *walker) input(f *Found, s *shell.Scope) word.Text {
	inv := &f.Readings[0]
	if inv.Tool == nil || !inv.Tool.Filter {
		return f.Call.Stdin.Text
	}
	var out word.Text
	files := 0
	for _, p := range inv.Paths() {
		if p.Access != tool.Reads {
			continue
		}
		text, from, ok := s.ReadFile(p.Word)
		if !ok {
			text = word.Text{{Kind: word.Unknown, Text: p.Word.String(), Split: true, From: from}}
		}
		out, files = append(out, text...), files+1
	}
	if files > 0 {
		return out
	}
	if in := f.Call.Stdin; in.Kind == shell.FedFile && in.Text == nil {
		text, _, _ := s.ReadFile(in.Path)
		return text
	}
	return f.Call.Stdin.Text
}

// writes records the files that the call writes by its operands, so that what
// runs them later is seen: a filter's input (tee), the files that it copies
// (cp, mv), else something that nobody knows (curl -o). Then what was there may
// still be, as after chmod and sed -i, and stays before it.
func (w *walker) writes(f *Found, s *shell.Scope) {
	if len(f.Readings) == 0 || f.Readings[0].Tool == nil {
		return
	}
	inv := &f.Readings[0]
	var content word.Text
	for _, p := range inv.Paths() {
		if p.Access&(tool.Writes|tool.Appends) == 0 {
			continue
		}
		if content == nil {
			content = w.written(f, inv, s)
		}
		from := append([]int{f.Call.ID}, content.From()...)
		add := p.Access&tool.Appends != 0 || opaque(content)
		s.WriteFile(p.Word, content, from, add)
	}
}

func (w *walker) written(f *Found, inv *tool.Invocation, s *shell.Scope) word.Text {
	if inv.Tool.Copies {
		for _, p := range inv.Paths() {
			if p.Access&(tool.Reads|tool.Deletes) == 0 {
				continue
			}
			if text, _, ok := s.ReadFile(p.Word); ok {
				return text
			}
		}
	}
	if inv.Tool.Filter && f.Call.Stdin.Kind == shell.FedText {
		return f.Call.Stdin.Text
	}
	return word.Text{{Kind: word.Unknown, Text: "what " + inv.Name + " writes", Split: true, From: []int{f.Call.ID}}}
}
