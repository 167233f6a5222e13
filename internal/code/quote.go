package code

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// quote reads a quoted text where one begins.
func (l *lexer) quote(t *token) bool {
	for i := range l.g.quotes {
		if m := l.g.quotes[i]; strings.HasPrefix(l.src[l.i:], m.open) {
			l.i += len(m.open)
			l.quoted(t, m)
			return true
		}
	}
	return false
}

// quoted reads the rest of a quoted text.
func (l *lexer) quoted(t *token, m quoteMode) {
	t.kind, t.mode = text, m
	var b strings.Builder
	level := 0
	for !l.bad {
		rest := l.src[l.i:]
		switch {
		case rest == "" || rest[0] == '\n' && !m.lines:
			l.bad = true
		case level == 0 && strings.HasPrefix(rest, m.close):
			l.i += len(m.close)
			t.add(b.String())
			return
		case rest[0] == 0:
			t.add(b.String())
			b.Reset()
			l.holes++
			l.i++
			t.parts = append(t.parts, part{hole: l.holes})
		case rest[0] == '\\' && m.escapes != plain:
			l.escape(&b, m)
		case m.interp != none && l.computed(t, &b, m.interp):
		default:
			// Perl's and Ruby's brackets nest: q{a {b} c}.
			if m.open != m.close && rest[0] == m.open[0] {
				level++
			} else if m.open != m.close && rest[0] == m.close[0] {
				level--
			}
			b.WriteByte(rest[0])
			if rest[0] == '\n' {
				l.line++
			}
			l.i++
		}
	}
}

func (t *token) add(s string) {
	if s != "" {
		t.parts = append(t.parts, part{text: s})
	}
}

// escape reads a backslash and what it stands for.
func (l *lexer) escape(b *strings.Builder, m quoteMode) {
	if l.i+1 >= len(l.src) {
		l.bad = true
		return
	}
	c := l.src[l.i+1]
	if c == 0 {
		b.WriteByte('\\')
		l.i++
		return
	}
	if m.escapes == raw {
		b.WriteString(l.src[l.i : l.i+2])
		l.skip(l.i + 2)
		return
	}
	if m.escapes == quoted {
		if c != '\\' && c != m.close[0] {
			b.WriteByte('\\')
		}
		b.WriteByte(c)
		l.skip(l.i + 2)
		return
	}
	if s, n := unescape(l.src[l.i+1:]); n > 0 {
		b.WriteString(s)
		l.skip(l.i + 1 + n)
		return
	}
	if m.escapes == pyLike && c != m.close[0] && c != '$' {
		b.WriteByte('\\')
	}
	b.WriteByte(c)
	l.skip(l.i + 2)
}

// unescape returns what an escape after its backslash stands for and its
// length, 0 where it is none.
func unescape(s string) (string, int) {
	switch s[0] {
	case '\n':
		return "", 1
	case 'n':
		return "\n", 1
	case 't':
		return "\t", 1
	case 'r':
		return "\r", 1
	case '\\', '"', '\'', '`':
		return s[:1], 1
	case 'x', 'u':
		if strings.HasPrefix(s[1:], "{") {
			if n := strings.IndexByte(s, '}'); n > 2 {
				if v, err := strconv.ParseUint(s[2:n], 16, 21); err == nil {
					return string(rune(v)), n + 1
				}
			}
			return "", 0
		}
		if s[0] == 'x' {
			return numeric(s, 1, 2)
		}
		return numeric(s, 1, 4)
	case 'U':
		return numeric(s, 1, 8)
	}
	n := 0
	for n < 3 && n < len(s) && s[n] >= '0' && s[n] <= '7' {
		n++
	}
	if v, err := strconv.ParseUint(s[:n], 8, 8); err == nil {
		return string([]byte{byte(v)}), n
	}
	return "", 0
}

func numeric(s string, from, digits int) (string, int) {
	if len(s) < from+digits {
		return "", 0
	}
	v, err := strconv.ParseUint(s[from:from+digits], 16, 32)
	if err != nil || v > utf8.MaxRune {
		return "", 0
	}
	return string(rune(v)), from + digits
}

// computed reads an interpolation where one begins.
func (l *lexer) computed(t *token, b *strings.Builder, in interp) bool {
	rest := l.src[l.i:]
	switch {
	case in == braces && (strings.HasPrefix(rest, "{{") || strings.HasPrefix(rest, "}}")):
		b.WriteByte(rest[0])
		l.i += 2
		return true
	case in == braces && rest[0] == '{':
		l.i++
	case in == dollars && strings.HasPrefix(rest, "${"), in == hashes && strings.HasPrefix(rest, "#{"):
		l.i += 2
	case in == sigils && (rest[0] == '$' || rest[0] == '@' || strings.HasPrefix(rest, "{$")):
		return l.sigil(t, b)
	default:
		return false
	}
	t.add(b.String())
	b.Reset()
	t.parts = append(t.parts, part{code: l.inside('}')})
	return true
}

// inside reads the code of an interpolation; line ends mean nothing in it.
func (l *lexer) inside(closer byte) []token {
	nl := l.nl
	toks := l.until(closer)
	l.nl = nl
	return toks
}

// sigil reads "$x", "${x}", "@{[ … ]}", "$x[0]", "{$x->y}" inside a text of
// Perl or PHP. A sigil before anything else is itself.
func (l *lexer) sigil(t *token, b *strings.Builder) bool {
	start, line := l.i, l.line
	rest := l.src[l.i:]
	perl := l.g.name == "perl"
	var code []token
	switch {
	case rest[0] == '{' && !perl:
		l.i++
		code = l.inside('}')
	case strings.HasPrefix(rest, "${") || strings.HasPrefix(rest, "@{") && perl:
		l.i += 2
		code = l.inside('}')
		if len(code) == 1 && code[0].kind == name {
			code[0].text = "$" + code[0].text
		}
	case len(rest) > 1 && (identStart(rest[1]) || perl && rest[1] >= '0' && rest[1] <= '9') && (rest[0] == '$' || perl):
		l.i++
		l.ident()
		code = []token{{kind: name, text: l.src[start:l.i], line: line}}
		code = append(code, l.subscript()...)
	default:
		return false
	}
	t.add(b.String())
	b.Reset()
	t.parts = append(t.parts, part{code: code})
	return true
}

// subscript reads "[…]", "{…}" or "->x" after a variable in a text.
func (l *lexer) subscript() []token {
	if l.i >= len(l.src) {
		return nil
	}
	var closer byte
	switch c := l.src[l.i]; {
	case c == '[':
		closer = ']'
	case c == '{' && l.g.name == "perl":
		closer = '}'
	default:
		return nil
	}
	open := token{kind: punct, text: l.src[l.i : l.i+1], glued: true, line: l.line}
	l.i++
	inner := l.inside(closer)
	return append(append([]token{open}, inner...), token{kind: punct, text: string(closer), line: l.line})
}
