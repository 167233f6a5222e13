package shell

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"tagout/internal/word"
)

// maxArithTexts bounds how often the text of one variable leads to another's,
// and maxArithSum how many are evaluated in one run.
const (
	maxArithTexts = 16
	maxArithSum   = 1000
)

// armed reports whether a text has a subscript in which something would be
// expanded. Where bash takes a text for an expression (the value of a variable
// in arithmetic, an operand of [[ -eq ]], a name given to read), it expands
// subscripts and nothing else, so that only such a text can run anything.
func armed(t word.Text) bool {
	inside := false
	for _, p := range t {
		if p.Kind == word.Unknown {
			continue
		}
		s := p.Text
		if !inside {
			i := strings.IndexByte(s, '[')
			if i < 0 {
				continue
			}
			inside, s = true, s[i:]
		}
		if strings.ContainsAny(s, "$`") {
			return true
		}
	}
	return false
}

// isExpression reports whether a text, if it is no number, has to be evaluated.
func isExpression(t word.Text) bool {
	if armed(t) {
		return true
	}
	s, ok := t.Known()
	return ok && !strings.ContainsAny(s, "$`") && strings.ContainsFunc(s, func(c rune) bool { return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' })
}

// expression evaluates a text that is an expression of its own, found at a
// span of the shell's source.
func (a *arith) expression(t word.Text, at word.Span) (n int64) {
	in := a.in
	if in.dialect == POSIX || in.dialect == Fish { // a number is all that they read
		return a.fail()
	}
	if in.arithTexts++; a.texts >= maxArithTexts || in.arithTexts > maxArithSum {
		in.tooComplex("arithmetic of variables that lead to others without end", at)
		return a.fail()
	}
	a.texts++
	in.deeper(func() {
		old := in.frame
		f := *old
		f.src = &Source{Name: "arithmetic", In: old.src, By: at}
		var text string
		text, f.marks = marked(t, f.src)
		in.frame = &f
		x, err := in.parser().Arithmetic(in.guarded(text))
		switch {
		case err == nil && x != nil:
			n = a.eval(x)
		case err != nil && armed(t):
			in.unreadable(err)
			fallthrough
		default:
			n = a.fail()
		}
		in.frame = old
	})
	a.texts--
	return n
}

// evaluate is what a text comes to where a number is wanted, for what it runs.
func (in *interp) evaluate(t word.Text, at word.Span) {
	if isExpression(t) {
		a := &arith{in: in}
		a.expression(t, at)
		return
	}
	in.evaluates(t, at)
}

// subscript runs what the subscript of a name would, given as a word.
func (in *interp) subscript(t word.Text, at word.Span) {
	if armed(t) {
		in.evaluate(t, at)
		return
	}
	in.evaluates(t, at)
}

// subscripts runs those of words that may be names.
func (in *interp) subscripts(words []word.Word) {
	for _, w := range words {
		in.subscript(w.Pieces, w.Span)
	}
}

// testedNames runs the subscripts that test -v expands.
func (in *interp) testedNames(args []word.Word) {
	for i := 1; i < len(args); i++ {
		if s, _ := args[i-1].Known(); s == "-v" {
			in.subscript(args[i].Pieces, args[i].Span)
		}
	}
}

// prompted is ${name@P}: the text is expanded as a prompt is.
func (in *interp) prompted(pe *syntax.ParamExp, s string) word.Text {
	in.substitutes("prompt", s, in.span(pe))
	return unknown(in.spell(pe))
}

// grouped is @(a|b), of which the parser leaves the inside unread.
func (in *interp) grouped(g *syntax.ExtGlob) word.Piece {
	in.substitutes("pattern", g.Pattern.Value, in.span(g))
	return word.Piece{Kind: word.Glob, Text: in.spell(g)}
}

// substitutes runs the substitutions in a text that the shell expands once more.
func (in *interp) substitutes(name, s string, at word.Span) {
	if !strings.ContainsAny(s, "$`") {
		return
	}
	in.deeper(func() {
		old := in.frame
		f := *old
		f.src, f.marks = &Source{Name: name, Text: s, In: old.src, By: at}, nil
		in.frame = &f
		if w, err := in.parser().Document(in.guarded(s)); err != nil {
			in.unreadable(err)
		} else {
			in.document(&syntax.Redirect{Op: syntax.Hdoc, Word: &syntax.Word{}, Hdoc: w})
		}
		in.frame = old
	})
}
