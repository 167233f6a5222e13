package code

import (
	"encoding/base64"
	"strings"
	"unicode/utf16"

	"tagout/internal/word"
)

// hole is the value of the next part that the shell did not know.
func (r *psReader) hole() value {
	v := unknown("…", "")
	if r.next < len(r.holes) {
		v = value{text: word.Text{r.holes[r.next]}}
	}
	r.next++
	return v
}

// quoted reads '…' or "…".
func (r *psReader) quoted() value {
	q := r.peek()
	r.i++
	from := r.i
	for !r.done() {
		c := r.peek()
		switch {
		case c == '`' && q == '"':
			r.i++
		case c == q && r.at(1) == q:
			r.i++
		case c == q:
			inner := r.src[from:r.i]
			r.i++
			return r.text(strings.ReplaceAll(inner, string([]byte{q, q}), string(q)), q == '"')
		case q == '"' && c == '$' && r.at(1) == '(' && r.affords(1):
			r.i += r.bracketed() - 1
		}
		r.i++
	}
	return r.text(r.src[min(from, len(r.src)):], q == '"')
}

// bracketed is the length of $(…), with brackets in it.
func (r *psReader) bracketed() int {
	depth := 0
	for n := 1; r.i+n < len(r.src); n++ {
		switch r.at(n) {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				r.spent += n
				return n + 1
			}
		}
	}
	r.affords(len(r.src) - r.i)
	return len(r.src) - r.i
}

// hereString reads @'…'@ or @"…"@.
func (r *psReader) hereString() value {
	q := r.at(1)
	r.i += 2
	r.skipTo('\n')
	from := min(r.i+1, len(r.src))
	r.skipPast("\n" + string(q) + "@")
	return r.text(strings.TrimSuffix(r.src[from:max(from, r.i)], "\n"+string(q)+"@"), q == '"')
}

// text computes a text; expands says that variables in it are replaced.
func (r *psReader) text(s string, expands bool) value {
	if !r.affords(len(s)) {
		return unknown("…", "")
	}
	in := &psReader{finder: r.finder, src: s, next: r.next}
	v := literal("")
	for !in.done() {
		from := in.i
		for !in.done() && in.peek() != 0 && !(expands && (in.peek() == '`' || in.peek() == '$')) {
			in.i++
		}
		if in.i > from {
			v = r.join(v, literal(s[from:in.i]))
			continue
		}
		v = r.join(v, in.part())
	}
	r.next = in.next
	return v
}

// part reads what stands for something else in a text.
func (r *psReader) part() value {
	switch c := r.peek(); {
	case c == 0:
		r.i++
		return r.hole()
	case c == '`':
		r.i++
		return literal(r.escaped())
	case r.at(1) == '(':
		n := r.bracketed()
		v := r.within(r.src[r.i+2 : r.i+max(n-1, 2)])
		r.i += n
		if v.list || v.each {
			return unknown("…", "")
		}
		return v
	case r.at(1) == '{' || identPart(r.at(1)):
		return r.valueOf(r.variable())
	}
	r.i++
	return literal("$")
}

// escaped reads the character after a backtick.
func (r *psReader) escaped() string {
	c := r.peek()
	r.i++
	switch c {
	case 'n':
		return "\n"
	case 't':
		return "\t"
	case 'r', '\n', 0:
		return ""
	}
	return string(rune(c))
}

// word reads one word of a command; it takes nothing where none begins.
func (r *psReader) word() value {
	v := literal("")
	for !r.done() && strings.IndexByte(" \t\r\n;|&(){},<>", r.peek()) < 0 {
		switch c := r.peek(); {
		case c == '\'' || c == '"':
			v = r.join(v, r.quoted())
		case c == 0 || c == '`':
			v = r.join(v, r.part())
		case c == '$' && r.at(1) == '(' || c == '$' && (r.at(1) == '{' || identPart(r.at(1))):
			if len(v.text) == 0 || v.text.Spelling() == "" {
				v = r.primary()
				continue
			}
			v = r.join(v, r.part())
		case c == '*' || c == '?':
			v = r.join(v, value{text: word.Text{{Kind: word.Glob, Text: string(c)}}})
			r.i++
		default:
			from := r.i
			for !r.done() && strings.IndexByte(" \t\r\n;|&(){},<>'\"\x00`$*?", r.peek()) < 0 {
				r.i++
			}
			if r.i == from {
				r.i++
			}
			v = r.join(v, literal(r.src[from:r.i]))
		}
	}
	return v
}

// encoded is the text that is given in base64, in UTF-16 as PowerShell has it or in
// UTF-8.
func encoded(s string) (string, bool) {
	data, err := base64.StdEncoding.DecodeString(strings.TrimSpace(s))
	if err != nil {
		return "", false
	}
	if len(data)%2 != 0 || strings.IndexByte(string(data), 0) < 0 {
		return string(data), true
	}
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = uint16(data[2*i]) | uint16(data[2*i+1])<<8
	}
	return string(utf16.Decode(units)), true
}
