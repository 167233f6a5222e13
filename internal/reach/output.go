package reach

import (
	"slices"
	"strings"

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
	if edits(inv) {
		return nil
	}
	in := w.input(f, s)
	if text, ok := w.computed(f, in.text, in.files); ok {
		return text
	}
	f.Derived = w.derives(f, in.text)
	if names := w.listed(f, s); names != "" {
		return word.Text{{Kind: word.Unknown, Text: f.Call.Words[0].String(), From: []int{f.Call.ID}, Names: names}}
	}
	if inv.Tool != nil && !inv.Tool.Filter {
		return nil
	}
	from := append(in.from, f.Call.Stdin.From...)
	if !in.missing {
		from = append(from, f.Call.ID)
	}
	return passed(word.Text{{Kind: word.Unknown, Text: f.Call.Words[0].String(), Split: true, From: from}}, in.text)
}

// computed is what a call prints, given what it reads.
func (w *walker) computed(f *Found, text word.Text, files int) (word.Text, bool) {
	words, named := w.withoutFiles(f)
	return output.Of(output.Call{
		Name: f.Readings[0].Name, Words: words, Named: named, Input: text, Files: files, ID: f.Call.ID, Dir: f.Call.Dir, Meter: &w.meter,
	})
}

// withoutFiles are a filter's words without the files that it reads, and those.
func (w *walker) withoutFiles(f *Found) (words, named []word.Word) {
	inv := &f.Readings[0]
	if inv.Tool == nil || !inv.Tool.Filter {
		return f.Call.Words, nil
	}
	var spans []word.Span
	for _, p := range inv.Paths() {
		if p.Access&tool.Reads != 0 {
			spans = append(spans, p.Span)
		}
	}
	for _, wd := range f.Call.Words {
		if wd.Span != (word.Span{}) && slices.Contains(spans, wd.Span) {
			named = append(named, wd)
		} else {
			words = append(words, wd)
		}
	}
	return words, named
}

// fed is what a filter reads.
type fed struct {
	text  word.Text
	files int   // that it names
	from  []int // the calls that wrote those
	// missing: it names files, and none of them is there.
	missing bool
}

// input is the text that a filter reads: its standard input, or the files that
// it names where it reads files.
func (w *walker) input(f *Found, s *shell.Scope) fed {
	inv := &f.Readings[0]
	if inv.Tool == nil || !inv.Tool.Filter {
		return fed{text: f.Call.Stdin.Text}
	}
	var in fed
	found := 0
	for _, p := range inv.Paths() {
		if p.Access != tool.Reads {
			continue
		}
		text, from, ok := s.ReadFile(p.Word)
		if ok {
			found++
		} else {
			names := strings.Join(p.Word.Pieces.Patterns(), "\n")
			text = word.Text{{Kind: word.Unknown, Text: p.Word.String(), Split: true, From: from, Names: names, Holds: names != ""}}
		}
		in.text, in.files = append(in.text, text...), in.files+1
		if len(in.from) < maxItems {
			in.from = append(in.from, from...)
		}
	}
	in.missing = in.files > 0 && found == 0
	if in.files > 0 && stdinToo(f.Call.Words) {
		in.text = append(in.text, f.Call.Stdin.Text...)
	}
	switch file := f.Call.Stdin; {
	case in.files > 0:
	case file.Kind == shell.FedFile && file.Text == nil:
		in.text, _, _ = s.ReadFile(file.Path)
	default:
		in.text = file.Text
	}
	return in
}

// stdinToo reports whether a word among others names standard input.
func stdinToo(words []word.Word) bool {
	return slices.ContainsFunc(words, func(wd word.Word) bool { return wd.String() == "-" })
}

// edits reports whether a call changes files in their place.
func edits(inv *tool.Invocation) bool {
	return slices.ContainsFunc(inv.Paths(), func(p tool.Path) bool { return p.Access&tool.Reads != 0 && p.Access&tool.Writes != 0 })
}

// writes records the files that the call writes by its operands, so that what
// runs them later is seen: a filter's input (tee), the files that it copies
// (cp, mv), what a filter makes of a file in its place (sed -i), else something
// that nobody knows (curl -o). Then what was there may still be and stays before
// it.
func (w *walker) writes(f *Found, s *shell.Scope) {
	if len(f.Readings) == 0 || f.Readings[0].Tool == nil || f.Readings[0].Tool.Keeps {
		return
	}
	inv := &f.Readings[0]
	w.rename(f, inv)
	var content word.Text
	exact := false
	for _, p := range inv.Paths() {
		if p.Access&(tool.Writes|tool.Appends) == 0 {
			continue
		}
		if p.Access&tool.Reads != 0 {
			w.edited(f, p.Word, s)
			continue
		}
		if inv.Tool.Copies && w.copied(f, inv, p, s) {
			continue
		}
		if content == nil {
			content, exact = w.written(f, inv, s)
		}
		from := append([]int{f.Call.ID}, content.From()...)
		if _, known := content.Known(); exact && known && p.Access&tool.Appends == 0 {
			s.Put(p.Word, content, from)
			continue
		}
		if p.Access&tool.Appends == 0 && opaque(content) {
			s.WriteFile(p.Word, onItsOwn(content), from, true)
			continue
		}
		s.WriteFile(p.Word, content, from, p.Access&tool.Appends != 0)
	}
}

// copied records the files that are copied into a directory, and reports whether
// the path is one.
func (w *walker) copied(f *Found, inv *tool.Invocation, to tool.Path, s *shell.Scope) bool {
	var files []tool.Path
	for _, p := range inv.Paths() {
		if p.Access&(tool.Reads|tool.Deletes) != 0 {
			files = append(files, p)
		}
	}
	name, known := to.Word.Known()
	if len(files) < 2 && !(known && strings.HasSuffix(name, "/")) && !s.IsDir(to.Word) {
		return false
	}
	for _, p := range files[:min(len(files), maxItems)] {
		source, known := p.Word.Known()
		text, from, ok := s.ReadFile(p.Word)
		elsewhere := strings.Contains(source, ":")
		if !known || !ok && !elsewhere {
			continue
		}
		target := to.Word
		target.Pieces = append(target.Pieces[:len(target.Pieces):len(target.Pieces)], word.Piece{Kind: word.Lit, Text: "/" + base(source[strings.LastIndexByte(source, ':')+1:])})
		if _, known := text.Known(); known && ok && plainly(f, inv) {
			s.Put(target, text, append([]int{f.Call.ID}, from...))
			continue
		}
		if !ok {
			text = onItsOwn(w.unknownFrom(f))
		}
		s.WriteFile(target, text, append([]int{f.Call.ID}, from...), elsewhere)
	}
	return true
}

// edited records what becomes of a file that a call changes in its place.
func (w *walker) edited(f *Found, file word.Word, s *shell.Scope) {
	old, _, ok := s.ReadFile(file)
	if !ok { // nothing is there, or something that is not made yet
		return
	}
	if text, done := w.computed(f, old, 1); done {
		s.Put(file, text, []int{f.Call.ID})
		return
	}
	f.Derived = true
	s.WriteFile(file, onItsOwn(w.unknownFrom(f)), []int{f.Call.ID}, true)
}

// onItsOwn puts a text on lines of its own behind what may still be there.
func onItsOwn(text word.Text) word.Text {
	return append(word.Text{{Kind: word.Lit, Text: "\n"}}, text...)
}

func (w *walker) unknownFrom(f *Found) word.Text {
	return word.Text{{Kind: word.Unknown, Text: "what " + f.Readings[0].Name + " writes", Split: true, From: []int{f.Call.ID}}}
}

// plainly reports whether a call says no more than what it copies and where to, so
// that nothing says how much of it.
func plainly(f *Found, inv *tool.Invocation) bool {
	n := 0
	for _, wd := range f.Call.Words[1:] {
		switch text, known := wd.Known(); {
		case !known && !made(wd):
			return false
		case text != "-f" && text != "--":
			n++
		}
	}
	return n == len(inv.Paths())
}

// made reports whether a word is the name of a temporary file that was made for it.
func made(wd word.Word) bool {
	return !slices.ContainsFunc(wd.Pieces, func(p word.Piece) bool { return p.Kind != word.Unknown || p.Class != "temp" || p.Split })
}

// written is what a call writes; exact reports whether it is that and no more.
func (w *walker) written(f *Found, inv *tool.Invocation, s *shell.Scope) (content word.Text, exact bool) {
	if inv.Tool.Copies {
		for _, p := range inv.Paths() {
			if p.Access&(tool.Reads|tool.Deletes) == 0 {
				continue
			}
			text, _, ok := s.ReadFile(p.Word)
			if ok {
				return text, plainly(f, inv)
			}
			if name, known := p.Word.Known(); known && !strings.Contains(name, ":") { // nothing is there, or something that is not made yet
				return word.Text{{Kind: word.Unknown, Text: name, Split: true}}, false
			}
		}
	}
	if in := f.Call.Stdin; inv.Tool.Filter && in.Kind == shell.FedText && (!opaque(in.Text) || len(in.Text.From()) > 0) {
		text, known := in.Text.Known()
		out, same := w.computed(f, in.Text, 0)
		printed, too := out.Known()
		return in.Text, known && same && too && printed == text
	}
	return w.unknownFrom(f), false
}
