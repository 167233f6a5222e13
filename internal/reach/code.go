package reach

import (
	"strconv"
	"strings"

	"tagout/internal/code"
	"tagout/internal/shell"
	"tagout/internal/tool"
	"tagout/internal/word"
)

// code keeps a text of another language with its call, and leads what that
// text runs back to the shell. fixed marks a file that this program did not
// write: a path there that is all computed is that program's own affair.
func (w *walker) code(f *Found, lang string, text word.Text, s *shell.Scope, sub shell.Sub, fixed bool) {
	f.Call.Code = append(f.Call.Code, shell.Code{Lang: lang, Text: text})
	w.unreadCode(f, lang, text)
	if !code.Reads(lang) {
		w.foreign(f, text, s, sub)
		return
	}
	if code.IsSQL(lang) {
		w.data(f, lang, text, s, sub)
		return
	}
	runs, limit := code.Find(lang, text)
	if limit != "" {
		w.overCode(f, limit, sub)
	}
	for i := range runs {
		r := &runs[i]
		argued(r, sub)
		if r.Lang != "" && fixed && !code.Drops(r.Text) {
			continue
		}
		if r.Lang != "" {
			f.Call.Code = append(f.Call.Code, shell.Code{Lang: r.Lang, Text: r.Text})
			continue
		}
		if fixed && opaqueRun(r) {
			continue
		}
		w.coded(f, r, s, sub)
	}
}

// argued puts the arguments of the program in the places where a run names them.
func argued(r *code.Run, sub shell.Sub) {
	args := sub.Args
	if sub.File && len(args) > 0 {
		args = args[1:]
	}
	r.Text, r.Input = withArgs(r.Text, args), withArgs(r.Input, args)
	for i := range r.Argv {
		r.Argv[i].Pieces = withArgs(r.Argv[i].Pieces, args)
	}
}

func withArgs(text word.Text, args []word.Word) word.Text {
	for i := range text {
		number, ok := strings.CutPrefix(text[i].Class, code.ArgClass)
		if !ok || text[i].Kind != word.Unknown {
			continue
		}
		if n, err := strconv.Atoi(number); err == nil && n > 0 && n <= len(args) {
			rest := withArgs(text[i+1:], args)
			return append(append(text[:i:i], args[n-1].Pieces...), rest...)
		}
	}
	return text
}

// overCode reports that not all of a program was read.
func (w *walker) overCode(f *Found, limit string, sub shell.Sub) {
	src := &shell.Source{Name: sub.Name, In: f.Call.Source, By: f.Call.Span, File: sub.File, Path: sub.Path}
	w.problems = append(w.problems, shell.Problem{Kind: "too-complex", Msg: limit, Source: src})
}

// opaqueRun reports whether nothing is known of what a run works on.
func opaqueRun(r *code.Run) bool {
	for _, wd := range r.Argv[min(1, len(r.Argv)):] {
		if text, ok := wd.Known(); !wd.Pieces.HasUnknown() && !(ok && strings.HasPrefix(text, "-")) {
			return false
		}
		if _, ok := wd.Known(); !ok && !opaque(wd.Pieces) {
			return false
		}
	}
	return len(r.Argv) > 0
}

// coded runs one thing that code of another language would run.
func (w *walker) coded(f *Found, r *code.Run, s *shell.Scope, sub shell.Sub) {
	if sub.File {
		sub.Name += ":" + strconv.Itoa(r.Line)
	} else {
		sub.Name += ": " + r.Name
	}
	sub.Args, sub.File, sub.Alike = nil, false, true
	sub.Stdin = &shell.Input{Kind: shell.FedText, Text: word.Text{{Kind: word.Unknown, Text: "what the program writes"}}}
	if r.Input != nil {
		sub.Stdin.Text = resolved(r.Input, s)
	}
	text := resolved(r.Text, s)
	if lines := w.lines(f, s); len(lines) > 0 && len(r.Argv) == 0 { // perhaps each line that it reads
		switch {
		case opaque(text) && !strings.HasPrefix(r.Text[0].Class, code.EnvClass) && !strings.HasPrefix(r.Text[0].Class, code.ArgClass):
			text, sub.Guess = lines, true
		case r.Input != nil && opaque(sub.Stdin.Text):
			sub.Stdin.Text, sub.Guess = lines, true
		}
	}
	if r.Dir != nil {
		dir := resolved(r.Dir, s)
		if known, ok := dir.Known(); ok {
			dir = below(f.Call.Dir, known)
		}
		sub.Dir = &dir
	}
	if len(r.Argv) == 0 && opaque(text) {
		return
	}
	if len(r.Argv) == 0 {
		posix := shell.Bash // system(3) runs sh, which may be either
		sub.Dialect = &posix
		s.Text(text, sub)
		return
	}
	words := make([]word.Word, len(r.Argv))
	for i, wd := range r.Argv {
		words[i] = wd
		words[i].Pieces = resolved(wd.Pieces, s)
	}
	s.Argv(words, sub)
}

// lines is what the code of a call goes through, where that is known.
func (w *walker) lines(f *Found, s *shell.Scope) word.Text {
	if len(f.Readings) == 0 || f.Readings[0].Tool == nil {
		return nil
	}
	var out word.Text
	for _, p := range f.Readings[0].Paths() {
		if p.Access&tool.Reads != 0 {
			text, _, _ := s.ReadFile(p.Word)
			out = append(out, text...)
		}
	}
	if out == nil {
		out = f.Call.Stdin.Text
	}
	if _, known := out.Known(); !known {
		return nil
	}
	return out
}

// resolved puts the values of environment variables into a text.
func resolved(text word.Text, s *shell.Scope) word.Text {
	out := make(word.Text, 0, len(text))
	for _, p := range text {
		name, ok := strings.CutPrefix(p.Class, code.EnvClass)
		if p.Kind != word.Unknown || !ok {
			out = append(out, p)
			continue
		}
		if value, set := s.Lookup(name); set {
			out = append(out, value...)
		} else {
			out = append(out, word.Piece{Kind: word.Unknown, Text: "$" + name})
		}
	}
	return out
}
