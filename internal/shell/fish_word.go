package shell

import (
	"strings"
	"unicode/utf8"

	"mvdan.cc/sh/v3/syntax"
)

// wordEnds reports whether no word begins here, or goes on.
func (r *fishReader) wordEnds() bool {
	if r.at >= len(r.text) {
		return true
	}
	switch r.text[r.at] {
	case ' ', '\t', '\r', '\n', ';', ')', '|', '<', '>':
		return true
	case '&':
		return r.at+1 == len(r.text) || strings.IndexByte(" \t\r\n;)&|<>", r.text[r.at+1]) >= 0
	}
	return false
}

// word reads one word.
func (r *fishReader) word() *syntax.Word {
	w := &syntax.Word{}
	if r.peek() == '&' {
		r.fail(r.at, "& is not understood here")
	}
	for r.err == nil && !r.wordEnds() {
		if p := r.part(false); p != nil {
			w.Parts = append(w.Parts, p)
		}
	}
	return r.solid(w)
}

// solid gives a word without any part an empty one, which has a position.
func (r *fishReader) solid(w *syntax.Word) *syntax.Word {
	if len(w.Parts) == 0 {
		w.Parts = []syntax.WordPart{r.quotedText("", r.at)}
	}
	return w
}

// part reads one part of a word; nil for a line that is continued.
func (r *fishReader) part(inBraces bool) syntax.WordPart {
	at := r.at
	switch r.peek() {
	case '\'':
		return r.single()
	case '"':
		return r.double()
	case '$':
		if r.next("$(") {
			r.at++
			return r.substitution(at)
		}
		return r.variable()
	case '(':
		return r.substitution(at)
	case '\\':
		return r.escape()
	case '{':
		return r.braces()
	case '}':
		r.fail(at, "} closes nothing")
		return nil
	}
	stop := " \t\r\n;()|<>&'\"$\\{}"
	if inBraces {
		stop += ","
	}
	r.at++
	for r.at < len(r.text) && (strings.IndexByte(stop, r.peek()) < 0 || r.peek() == '&' && !inBraces && !r.wordEnds()) {
		r.at++
	}
	return &syntax.Lit{ValuePos: r.pos(at), ValueEnd: r.pos(r.at), Value: r.text[at:r.at]}
}

func (r *fishReader) quotedText(s string, at int) *syntax.SglQuoted {
	return &syntax.SglQuoted{Left: r.pos(at), Right: r.pos(max(r.at-1, at)), Value: s}
}

// single reads '…', in which a backslash acts before itself and the quote.
func (r *fishReader) single() syntax.WordPart {
	at := r.at
	var b strings.Builder
	for r.at++; r.at < len(r.text); r.at++ {
		c := r.peek()
		if c == '\'' {
			r.at++
			return r.quotedText(b.String(), at)
		}
		if c == '\\' && r.at+1 < len(r.text) && strings.IndexByte(`'\`, r.text[r.at+1]) >= 0 {
			r.at++
		}
		b.WriteByte(r.peek())
	}
	r.fail(at, "a quote without end")
	return nil
}

// double reads "…", with variables and $(…) in it.
func (r *fishReader) double() syntax.WordPart {
	q := &syntax.DblQuoted{Left: r.pos(r.at)}
	at := r.at
	var b strings.Builder
	flush := func() {
		if b.Len() > 0 {
			q.Parts = append(q.Parts, r.quotedText(b.String(), at))
			b.Reset()
		}
	}
	for r.at++; r.at < len(r.text) && r.err == nil; {
		switch c := r.peek(); {
		case c == '"':
			flush()
			q.Right = r.pos(r.at)
			r.at++
			return q
		case c == '\\' && r.at+1 < len(r.text) && strings.IndexByte("\"$\\\n", r.text[r.at+1]) >= 0:
			if r.text[r.at+1] != '\n' {
				b.WriteByte(r.text[r.at+1])
			}
			r.at += 2
		case c == '$':
			flush()
			q.Parts = append(q.Parts, r.part(false))
		default:
			b.WriteByte(c)
			r.at++
		}
	}
	r.fail(at, "a quote without end")
	return nil
}

// escape reads a backslash outside of quotes and what it acts on.
func (r *fishReader) escape() syntax.WordPart {
	at := r.at
	r.at++
	c := r.peek()
	switch {
	case r.at >= len(r.text):
		r.fail(at, "a backslash before nothing")
		return nil
	case c == '\n':
		r.at++
		return nil
	case strings.IndexByte("abefnrtv", c) >= 0:
		r.at++
		return r.quotedText(string("\a\b\x1b\f\n\r\t\v"[strings.IndexByte("abefnrtv", c)]), at)
	case c == 'c':
		r.at += 2
		if r.at > len(r.text) {
			r.fail(at, "a backslash before nothing")
			return nil
		}
		return r.quotedText(string(rune(r.text[r.at-1]&0x1f)), at)
	case strings.IndexByte("xXuU01234567", c) >= 0:
		return r.coded(at)
	}
	_, n := utf8.DecodeRuneInString(r.text[r.at:])
	r.at += n
	return r.quotedText(r.text[r.at-n:r.at], at)
}

// coded reads a character by its number: \xHH, \uHHHH, \ooo.
func (r *fishReader) coded(at int) syntax.WordPart {
	kind, base, most := r.peek(), 16, 2
	switch {
	case kind == 'u':
		most = 4
	case kind == 'U':
		most = 8
	case kind >= '0' && kind <= '7':
		base, most = 8, 3
	}
	if base == 16 {
		r.at++
	}
	n, digits := 0, 0
	for ; digits < most && r.at < len(r.text); digits++ {
		d := strings.IndexByte("0123456789abcdef", r.text[r.at]|0x20)
		if r.text[r.at] < '0' || d < 0 || d >= base {
			break
		}
		n = n*base + d
		r.at++
	}
	if digits == 0 || n == 0 || n > utf8.MaxRune {
		r.fail(at, "an escape that is not understood")
		return nil
	}
	if kind == 'X' || kind == 'x' && n > 0x7f {
		return r.quotedText(string([]byte{byte(n)}), at)
	}
	return r.quotedText(string(rune(n)), at)
}

// variable reads $name, $$name and what is picked of them.
func (r *fishReader) variable() syntax.WordPart {
	at := r.at
	pe := &syntax.ParamExp{Dollar: r.pos(at), Short: true}
	r.at++
	if r.peek() == '$' {
		pe.Excl = true
		r.at++
	}
	from := r.at
	for r.at < len(r.text) && (isFishNameByte(r.text[r.at])) {
		r.at++
	}
	if r.at == from {
		r.fail(at, "$ without a name")
		return nil
	}
	pe.Param = &syntax.Lit{ValuePos: r.pos(from), ValueEnd: r.pos(r.at), Value: r.text[from:r.at]}
	if w := r.index(); w != nil {
		pe.Index = w
	}
	return pe
}

func isFishNameByte(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// index reads [1], [2..-1], [$i] behind a variable or a substitution, or nil.
func (r *fishReader) index() *syntax.Word {
	if r.peek() != '[' {
		return nil
	}
	at := r.at
	r.at++
	w := &syntax.Word{}
	for r.err == nil && r.at < len(r.text) && r.peek() != ']' {
		from := r.at
		switch c := r.peek(); {
		case c == '$':
			w.Parts = append(w.Parts, r.part(false))
		case c == '(':
			w.Parts = append(w.Parts, r.substitution(from))
		case c >= '0' && c <= '9', c == '.', c == '-', c == ' ':
			r.at++
			w.Parts = append(w.Parts, &syntax.Lit{ValuePos: r.pos(from), ValueEnd: r.pos(r.at), Value: r.text[from:r.at]})
		default:
			r.fail(at, "an index that is not understood")
		}
	}
	if !r.take("]") && r.err == nil {
		r.fail(at, "an index without end")
	}
	return r.solid(w)
}

// substitution reads (…) or $(…), the bracket next, with what is picked of it.
// One that ends in psub is a file that holds its output.
func (r *fishReader) substitution(at int) syntax.WordPart {
	r.at++
	stmts := r.block()
	end := r.at
	if !r.take(")") && r.err == nil {
		r.fail(at, "a ( without end")
	}
	if n := len(stmts); n > 0 {
		if feed := withoutPsub(stmts[n-1]); feed != nil {
			stmts[n-1] = feed
			return &syntax.ProcSubst{OpPos: r.pos(at), Rparen: r.pos(end), Op: syntax.CmdIn, Stmts: stmts}
		}
	}
	cs := &syntax.CmdSubst{Left: r.pos(at), Right: r.pos(end), Stmts: stmts}
	if w := r.index(); w != nil {
		return &syntax.ParamExp{Dollar: r.pos(at), Rbrace: r.pos(r.at - 1), NestedParam: cs, Index: w}
	}
	return cs
}

// withoutPsub returns what a pipeline into psub writes, or nil.
func withoutPsub(s *syntax.Stmt) *syntax.Stmt {
	b, ok := s.Cmd.(*syntax.BinaryCmd)
	if !ok || !isPipe(b.Op) {
		return nil
	}
	call, ok := b.Y.Cmd.(*syntax.CallExpr)
	if !ok || len(call.Args) == 0 {
		return nil
	}
	if name, _ := onlyLit(call.Args[0]); name != "psub" {
		return nil
	}
	return b.X
}

// braces reads {a,b}; without a comma or an expansion in them they are text.
func (r *fishReader) braces() syntax.WordPart {
	r.enter()
	defer r.leave()
	at := r.at
	b := &syntax.BraceExp{}
	for r.err == nil && (r.at == at || r.peek() == ',') {
		r.at++
		b.Elems = append(b.Elems, r.alternative())
	}
	if !r.take("}") && r.err == nil {
		r.fail(at, "a { without end")
	}
	if r.err != nil || len(b.Elems) > 1 || partsExpand(b.Elems[0].Parts) {
		return b
	}
	s, ok := plainText(b.Elems[0])
	if !ok {
		r.fail(at, "braces that are not understood")
	}
	return r.quotedText("{"+s+"}", at)
}

// alternative reads one word of braces, with the blanks around it.
func (r *fishReader) alternative() *syntax.Word {
	from := r.at
	w := &syntax.Word{}
	for r.braceBlank(); r.err == nil && r.at < len(r.text) && strings.IndexByte(",}", r.peek()) < 0; {
		if strings.IndexByte(");|<>&", r.peek()) >= 0 {
			r.fail(r.at, "not understood in braces: "+string(r.peek()))
			break
		}
		if p := r.part(true); p != nil {
			w.Parts = append(w.Parts, p)
		}
		if before := r.at; r.braceBlank() > before && strings.IndexByte(",}", r.peek()) < 0 {
			r.fail(before, "a blank within braces")
		}
	}
	if len(w.Parts) == 0 {
		w.Parts = []syntax.WordPart{r.quotedText("", from)}
	}
	return w
}

// braceBlank skips blanks and returns where they end.
func (r *fishReader) braceBlank() int {
	for c := r.peek(); c == ' ' || c == '\t' || c == '\n' || c == '\r'; c = r.peek() {
		r.at++
	}
	return r.at
}
