package lang

import "strings"

// tokenKind says what a space-separated part of a pattern is.
type tokenKind uint8

const (
	wordToken tokenKind = iota + 1
	pipeToken
	flowToken // "<", ">" or ">>"
)

// char is one byte of a word. lit marks one that was quoted and so means
// itself; void is no byte but the place of a quote, so that ” is a word.
type char struct {
	b         byte
	lit, void bool
	at        int
}

// is reports whether the byte is c and was not quoted.
func (c char) is(b byte) bool { return c.b == b && !c.lit && !c.void }

// token is a word or a sign of structure.
type token struct {
	kind  tokenKind
	chars []char
	at    span
}

// text returns a word's bytes without quotes.
func text(chars []char) string {
	var b strings.Builder
	for _, c := range chars {
		if !c.void {
			b.WriteByte(c.b)
		}
	}
	return b.String()
}

// find returns the first unquoted b outside of braces, or -1.
func find(chars []char, b byte) int {
	depth := 0
	for i, c := range chars {
		switch {
		case c.is(b) && depth == 0:
			return i
		case c.is('{'):
			depth++
		case c.is('}') && depth > 0:
			depth--
		}
	}
	return -1
}

// split cuts a word at each unquoted b outside of braces.
func split(chars []char, b byte) [][]char {
	var parts [][]char
	for {
		i := find(chars, b)
		if i < 0 {
			return append(parts, chars)
		}
		parts = append(parts, chars[:i])
		chars = chars[i+1:]
	}
}

// where returns the place of a part of a word; of an empty part, that of the
// byte at which it would stand.
func where(chars []char, fallback span) span {
	if len(chars) == 0 {
		return fallback
	}
	return span{chars[0].at, chars[len(chars)-1].at + 1}
}

// tokens splits a pattern by spaces, respecting quotes.
func (p *patternParser) tokens() []token {
	var toks []token
	for i := 0; i < len(p.text); {
		if isSpace(p.text[i]) {
			i++
			continue
		}
		t, next := p.word(i)
		toks = append(toks, t)
		i = next
	}
	return toks
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// word reads the token that begins at i and returns where it ends.
func (p *patternParser) word(i int) (token, int) {
	from := i
	chars := make([]char, 0, 16)
	for i < len(p.text) && !isSpace(p.text[i]) {
		c := p.text[i]
		if c != '\'' && c != '"' {
			chars = append(chars, char{b: c, at: i})
			i++
			continue
		}
		chars = append(chars, char{void: true, lit: true, at: i})
		end := strings.IndexByte(p.text[i+1:], c)
		if end < 0 {
			p.mistake(span{i, len(p.text)}, "a quote is not closed", "", "")
			end = len(p.text) - i - 1
		}
		for k := i + 1; k < i+1+end; k++ {
			chars = append(chars, char{b: p.text[k], lit: true, at: k})
		}
		chars = append(chars, char{void: true, lit: true, at: min(i+1+end, len(p.text)-1)})
		i = min(i+end+2, len(p.text))
	}
	return token{kind: kindOf(chars), chars: chars, at: span{from, i}}, i
}

func kindOf(chars []char) tokenKind {
	if len(chars) == 0 || len(chars) > 2 || chars[0].lit || chars[len(chars)-1].lit {
		return wordToken
	}
	switch text(chars) {
	case "|":
		return pipeToken
	case "<", ">", ">>":
		return flowToken
	}
	return wordToken
}
