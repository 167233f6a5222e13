package tool

import (
	"strings"

	"tagout/internal/word"
)

// lead returns a word's text when it is known, else the literal text before
// what is not.
func lead(w word.Word) (s string, known bool) {
	if s, ok := w.Known(); ok {
		return s, true
	}
	return w.Pieces.Prefix(), false
}

// after drops the first n bytes of a text, all of them literal.
func after(t word.Text, n int) word.Text {
	for i, p := range t {
		if p.Kind != word.Lit {
			return t[i:]
		}
		if n < len(p.Text) {
			if n == 0 {
				return t[i:]
			}
			rest := append(word.Text(nil), t[i:]...)
			rest[0].Text = p.Text[n:]
			return rest
		}
		n -= len(p.Text)
	}
	return nil
}

// part returns the word without its first n bytes, at the same place.
func part(w word.Word, n int) *word.Word {
	return &word.Word{Pieces: after(w.Pieces, n), Span: w.Span, Quoted: w.Quoted}
}

// cut splits a text around the first literal sep.
func cut(t word.Text, sep byte) (before, rest word.Text, found bool) {
	for i, p := range t {
		if p.Kind != word.Lit {
			continue
		}
		j := strings.IndexByte(p.Text, sep)
		if j < 0 {
			continue
		}
		before = append(before, t[:i]...)
		if j > 0 {
			before = append(before, word.Piece{Kind: word.Lit, Text: p.Text[:j], From: p.From})
		}
		return before, after(t[i:], j+1), true
	}
	return t, nil, false
}

// joined puts words together with spaces, as echo and ssh do.
func joined(words []word.Word) word.Text {
	var t word.Text
	for i, w := range words {
		if i > 0 {
			t = append(t, word.Piece{Kind: word.Lit, Text: " "})
		}
		t = append(t, w.Pieces...)
	}
	return t
}

// cover returns the span from a to b; a zero span covers nothing.
func cover(a, b word.Span) word.Span {
	switch {
	case a == (word.Span{}):
		return b
	case b == (word.Span{}):
		return a
	}
	return word.Span{Start: min(a.Start, b.Start), End: max(a.End, b.End)}
}

// spanOf returns the span that covers all of the words.
func spanOf(words []word.Word) word.Span {
	var s word.Span
	for _, w := range words {
		s = cover(s, w.Span)
	}
	return s
}

// assignment splits NAME=VALUE where NAME is a variable's name.
func assignment(w word.Word) bool {
	s, _ := lead(w)
	name, _, ok := strings.Cut(s, "=")
	if !ok || name == "" || '0' <= name[0] && name[0] <= '9' {
		return false
	}
	for i := range len(name) {
		if !nameByte(name[i]) {
			return false
		}
	}
	return true
}

func nameByte(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z'
}

// Fields splits a text at white space and removes quotes and backslashes, as
// programs do that read options from a variable. What is unknown outside of
// quotes may be any number of words.
func Fields(t word.Text) []word.Word {
	var f splitter
	for _, p := range t {
		if p.Kind != word.Lit {
			f.flush()
			p.Split = p.Split || f.quote == 0
			f.cur = append(f.cur, p)
			f.begun = true
			continue
		}
		for i := range len(p.Text) {
			f.feed(p.Text[i])
		}
	}
	f.end()
	return f.words
}

// splitter is the state of Fields.
type splitter struct {
	words  []word.Word
	cur    word.Text
	lit    []byte
	quote  byte // the quote that is open, or 0
	escape bool // the byte before was a backslash
	quoted bool
	begun  bool
}

func (f *splitter) feed(c byte) {
	switch {
	case f.escape:
		f.lit, f.escape = append(f.lit, c), false
	case c == '\\' && f.quote != '\'':
		f.escape, f.begun = true, true
	case f.quote != 0 && c == f.quote:
		f.quote = 0
	case f.quote != 0:
		f.lit = append(f.lit, c)
	case c == '\'' || c == '"':
		f.quote, f.quoted, f.begun = c, true, true
	case c == ' ' || c == '\t' || c == '\n':
		f.end()
	default:
		f.lit, f.begun = append(f.lit, c), true
	}
}

func (f *splitter) flush() {
	if len(f.lit) > 0 {
		f.cur = append(f.cur, word.Piece{Kind: word.Lit, Text: string(f.lit)})
		f.lit = f.lit[:0]
	}
}

func (f *splitter) end() {
	f.flush()
	if f.begun {
		f.words = append(f.words, word.Word{Pieces: f.cur, Quoted: f.quoted})
	}
	f.cur, f.quoted, f.begun = nil, false, false
}
