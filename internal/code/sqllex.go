package code

import (
	"slices"
	"strings"

	"tagout/internal/word"
)

// sqlKind is a token's kind. The zero value ends a text.
type sqlKind uint8

const (
	sqlEnd     sqlKind = iota
	sqlWord            // a keyword or a name
	sqlName            // a quoted name
	sqlText            // a literal
	sqlOp              // an operator, bracket or number
	sqlHole            // a word of which something is not known
	sqlStop            // the end of a statement
	sqlCommand         // a command of the client
)

// sqlToken is a lexical element of a statement.
type sqlToken struct {
	kind sqlKind
	// text is without quotes; of a command it is the command's name.
	text string
	// hole is the number of holes before the text.
	hole  int
	depth int // of parentheses
	line  int
	// does, arg and argHole are a command's.
	does    commandDoes
	arg     string
	argHole int
	// hard: it ends a routine's body too.
	hard bool
	// doubt: it follows a literal that never closes.
	doubt bool
}

// is reports whether the token is one of the words, in any case.
func (t *sqlToken) is(words ...string) bool {
	return t.kind == sqlWord && slices.ContainsFunc(words, func(w string) bool { return strings.EqualFold(w, t.text) })
}

// op reports whether the token is the operator or bracket s.
func (t *sqlToken) op(s string) bool { return t.kind == sqlOp && t.text == s }

// named reports whether the token may be a name.
func (t *sqlToken) named() bool { return t.kind == sqlWord || t.kind == sqlName || t.kind == sqlHole }

// sqlLexer splits a text.
type sqlLexer struct {
	d     *dialect
	src   string
	i     int
	line  int
	holes int
	depth int
	// delim ends a statement.
	delim string
	// fresh: nothing but space on the line so far; empty: nothing of a
	// statement was read.
	fresh, empty bool
	bang         int // executable comments that are open
	unclosed     int
}

// take consumes the text up to an offset.
func (l *sqlLexer) take(to int) string {
	s := l.src[l.i:to]
	l.line += strings.Count(s, "\n")
	l.holes += strings.Count(s, "\x00")
	l.i = to
	return s
}

// next returns the next token.
func (l *sqlLexer) next() sqlToken {
	l.space()
	t := sqlToken{line: l.line, hole: l.holes, depth: l.depth, doubt: l.unclosed > 0}
	if l.i >= len(l.src) {
		return t
	}
	if !l.client(&t) {
		l.token(&t)
	}
	l.fresh = t.kind == sqlCommand && l.fresh
	if t.kind == sqlStop {
		l.empty, l.depth = true, 0
	} else if t.kind != sqlCommand {
		l.empty = false
	}
	return t
}

func (l *sqlLexer) token(t *sqlToken) {
	rest := l.src[l.i:]
	switch c := rest[0]; {
	case strings.HasPrefix(rest, l.delim):
		t.kind, t.hard = sqlStop, l.delim != ";"
		l.take(l.i + len(l.delim))
	case c == ';':
		t.kind = sqlStop
		l.take(l.i + 1)
	case strings.HasPrefix(rest, "/*"):
		t.kind = sqlStop // a comment that never closes: what stands before it is whole
		l.take(l.i + 2)
	case l.quote(t):
	case sqlPart(c):
		l.wordOf(t)
	default:
		t.kind = sqlOp
		t.text = l.take(l.i + operatorLen(rest))
		l.bracket(t)
	}
}

// bracket keeps the depth of parentheses; a closing one stands outside.
func (l *sqlLexer) bracket(t *sqlToken) {
	switch t.text {
	case "(":
		l.depth++
	case ")":
		l.depth = max(l.depth-1, 0)
		t.depth = l.depth
	}
}

func operatorLen(s string) int {
	for _, op := range [...]string{"<=>", "<>", "!=", "<=", ">=", ":=", "||", "::", "=="} {
		if strings.HasPrefix(s, op) {
			return len(op)
		}
	}
	return 1
}

// sqlPart reports whether a byte is part of a word: a name, a number, a
// variable, or what is not known.
func sqlPart(c byte) bool {
	return identPart(c) || c == 0 || c == '$' || c == '@' || c == '#'
}

// wordOf reads a word; one that ends before a quote may say how that is read.
func (l *sqlLexer) wordOf(t *sqlToken) {
	end := l.i
	for end < len(l.src) && sqlPart(l.src[end]) && !(end > l.i && strings.HasPrefix(l.src[end:], l.delim)) {
		end++
	}
	t.text = l.take(end)
	t.kind = sqlWord
	if strings.IndexByte(t.text, 0) >= 0 {
		t.kind = sqlHole
	}
	if end < len(l.src) && (l.src[end] == '\'' || l.src[end] == '"' && l.d.name == "bigquery") && len(t.text) <= 2 {
		l.prefixed(t)
	}
}

// prefixed reads the literal after E, N, B, X, Q, R …
func (l *sqlLexer) prefixed(t *sqlToken) {
	prefix := strings.ToLower(t.text)
	d := *l.d
	switch {
	case strings.HasSuffix(prefix, "q") && l.d.name != "postgresql" && l.d.name != "mysql" && l.src[l.i] == '\'':
		if l.alternative(t) {
			return
		}
	case prefix == "e":
		d.escapes = true
	case strings.Contains(prefix, "r"):
		d.escapes = false
	case prefix != "n" && prefix != "b" && prefix != "x" && prefix != "u&":
		return
	}
	kept := l.d
	l.d = &d
	l.quote(t)
	l.d = kept
}

// alternative reads Oracle's q'[…]'.
func (l *sqlLexer) alternative(t *sqlToken) bool {
	if l.i+2 >= len(l.src) {
		return false
	}
	closer := string(pair(l.src[l.i+1])) + "'"
	n := strings.Index(l.src[l.i+2:], closer)
	if n < 0 {
		return false
	}
	l.take(l.i + 2)
	t.kind, t.hole = sqlText, l.holes
	t.text = l.take(l.i + n)
	l.take(l.i + len(closer))
	return true
}

// quote reads a quoted text or name. One that never closes is read over: what
// follows it is in doubt.
func (l *sqlLexer) quote(t *sqlToken) bool {
	rest := l.src[l.i:]
	switch c := rest[0]; {
	case c == '\'', c == '"', c == '`', c == '[' && (l.d.brackets || l.d.name == "sql" && bracketed(rest)):
	case c == '$' && l.d.dollars:
		return l.dollar(t)
	default:
		return false
	}
	width, end := 1, -1
	if l.unclosed < maxUnclosed {
		width, end = l.closing(rest)
	}
	if end < 0 {
		l.unclosed++
		t.kind, t.text = sqlOp, l.take(l.i+1)
		return true
	}
	t.kind = sqlText
	if rest[0] == '`' || rest[0] == '[' || rest[0] == '"' && !slices.Contains([]string{"mysql", "bigquery", "hive", "cypher"}, l.d.name) {
		t.kind = sqlName
	}
	l.take(l.i + width)
	t.hole = l.holes
	t.text = l.take(l.i + end - width)
	l.take(l.i + width)
	return true
}

// bracketed reports whether what stands in brackets is plain enough to be a
// name, where it may be an array too.
func bracketed(s string) bool {
	for i := 1; i < len(s) && i < maxName; i++ {
		if s[i] == ']' {
			return i > 1
		}
		if !sqlPart(s[i]) && s[i] != ' ' {
			return false
		}
	}
	return false
}

// closing finds where the text ends that a quote opens: the width of the quote
// and the offset of the closing one, or -1.
func (l *sqlLexer) closing(s string) (width, end int) {
	if l.d.name == "bigquery" && (strings.HasPrefix(s, `'''`) || strings.HasPrefix(s, `"""`)) {
		if n := strings.Index(s[3:], s[:3]); n >= 0 {
			return 3, n + 3
		}
		return 3, -1
	}
	q := pair(s[0])
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\' && l.d.escapes && s[0] != '`':
			i++
		case s[i] != q:
		case i+1 < len(s) && s[i+1] == q:
			i++
		default:
			return 1, i
		}
	}
	return 1, -1
}

// dollar reads $tag$ … $tag$.
func (l *sqlLexer) dollar(t *sqlToken) bool {
	rest := l.src[l.i:]
	n := 1
	for n < len(rest) && identPart(rest[n]) {
		n++
	}
	if n >= len(rest) || rest[n] != '$' || n > 1 && rest[1] >= '0' && rest[1] <= '9' || l.unclosed >= maxUnclosed {
		return false
	}
	tag := rest[:n+1]
	end := strings.Index(rest[len(tag):], tag)
	if end < 0 {
		l.unclosed++
		return false
	}
	l.take(l.i + len(tag))
	t.kind, t.hole = sqlText, l.holes
	t.text = l.take(l.i + end)
	l.take(l.i + len(tag))
	return true
}

// space skips white space and comments.
func (l *sqlLexer) space() {
	for l.i < len(l.src) {
		rest := l.src[l.i:]
		switch c := rest[0]; {
		case c == '\n':
			l.take(l.i + 1)
			l.fresh = true
		case c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v':
			l.i++
		case strings.HasPrefix(rest, l.delim):
			return
		case l.lineComment(rest):
			l.toLineEnd()
		case l.bang > 0 && strings.HasPrefix(rest, "*/"):
			l.i, l.bang = l.i+2, l.bang-1
		case !strings.HasPrefix(rest, "/*") || !l.comment(rest):
			return
		}
	}
}

// lineComment reports whether a comment begins that ends with the line. MySQL
// wants white space after "--".
func (l *sqlLexer) lineComment(s string) bool {
	switch {
	case strings.HasPrefix(s, "--"):
		return l.d.name != "mysql" || len(s) == 2 || s[2] <= ' '
	case s[0] == '#':
		return l.d.hash
	}
	return l.d.slashes && strings.HasPrefix(s, "//")
}

func (l *sqlLexer) toLineEnd() string {
	n := strings.IndexByte(l.src[l.i:], '\n')
	if n < 0 {
		n = len(l.src) - l.i
	}
	return l.take(l.i + n)
}

// comment skips /* … */, or enters the one that MySQL runs.
func (l *sqlLexer) comment(s string) bool {
	if l.d.bangs && (strings.HasPrefix(s, "/*!") || strings.HasPrefix(s, "/*M!")) {
		n := strings.IndexByte(s, '!') + 1
		for n < len(s) && s[n] >= '0' && s[n] <= '9' {
			n++
		}
		l.i, l.bang = l.i+n, l.bang+1
		return true
	}
	end := -1
	if l.unclosed < maxUnclosed {
		end = commentEnd(s, l.d.nests)
	}
	if end < 0 {
		l.unclosed++
		return false
	}
	l.take(l.i + end)
	return true
}

// commentEnd is where the comment ends that s begins with, or -1.
func commentEnd(s string, nests bool) int {
	depth := 0
	for i := 0; i+1 < len(s); i++ {
		switch {
		case s[i] == '*' && s[i+1] == '/' && i > 1:
			if depth--; depth == 0 {
				return i + 2
			}
			i++
		case s[i] == '/' && s[i+1] == '*' && (depth == 0 || nests):
			depth++
			i++
		}
	}
	return -1
}

// pieces is a part of the source with its holes.
func (r *sqlReader) pieces(s string, hole int) word.Text {
	var out word.Text
	for {
		lit, rest, more := strings.Cut(s, "\x00")
		if lit != "" {
			out = append(out, word.Piece{Kind: word.Lit, Text: lit})
		}
		if !more {
			return out
		}
		p := word.Piece{Kind: word.Unknown, Text: "…"}
		if hole < len(r.holes) {
			p = r.holes[hole]
		}
		out = append(out, p)
		s, hole = rest, hole+1
	}
}
