package code

import "strings"

// special reads the literals that only one language has.
func (l *lexer) special(t *token) bool {
	switch l.g.name {
	case "python":
		return l.pythonPrefix(t)
	case "ruby":
		return l.rubyPercent(t) || l.startHeredoc(t, "<<")
	case "perl":
		return l.perlQuote(t) || l.startHeredoc(t, "<<")
	case "php":
		return l.startHeredoc(t, "<<<")
	case "lua":
		return l.luaLong(t)
	}
	return false
}

// pythonPrefix reads r"…", f'…', rb"""…""" and their kin.
func (l *lexer) pythonPrefix(t *token) bool {
	n := 0
	for n < 3 && l.i+n < len(l.src) && strings.IndexByte("rRbBuUfFtT", l.src[l.i+n]) >= 0 {
		n++
	}
	if n == 0 || n == 3 || l.i+n >= len(l.src) || l.src[l.i+n] != '"' && l.src[l.i+n] != '\'' {
		return false
	}
	prefix := strings.ToLower(l.src[l.i : l.i+n])
	l.i += n
	for _, m := range l.g.quotes {
		if !strings.HasPrefix(l.src[l.i:], m.open) {
			continue
		}
		if strings.Contains(prefix, "r") {
			m.escapes = raw
		}
		if strings.ContainsAny(prefix, "ft") {
			m.interp = braces
		}
		l.i += len(m.open)
		l.quoted(t, m)
		return true
	}
	return false
}

// pair returns the closing delimiter of an opening one.
func pair(c byte) byte {
	switch c {
	case '(':
		return ')'
	case '[':
		return ']'
	case '{':
		return '}'
	case '<':
		return '>'
	}
	return c
}

// delimited reads a text between freely chosen delimiters, the first at l.i.
func (l *lexer) delimited(t *token, m quoteMode) {
	open := l.src[l.i]
	m.open, m.close, m.lines = string(open), string(pair(open)), true
	l.i++
	l.quoted(t, m)
}

// words makes a list of a text's words: qw(a b), %w[a b]. It is told as the
// tokens of a list.
func (l *lexer) words(t *token) {
	var w token
	l.delimited(&w, quoteMode{escapes: quoted})
	var s string
	for _, p := range w.parts {
		s += p.text
	}
	l.toks = append(l.toks, token{kind: punct, text: "[", line: t.line, nl: t.nl, glued: false})
	for i, f := range strings.Fields(s) {
		if i > 0 {
			l.toks = append(l.toks, token{kind: punct, text: ",", line: t.line})
		}
		l.toks = append(l.toks, token{kind: text, parts: []part{{text: f}}, line: t.line})
	}
	*t = token{kind: punct, text: "]", line: t.line}
}

// rubyPercent reads %w[…], %q(…), %x(…), %(…) and their kin where a value may
// begin; elsewhere "%" is an operator.
func (l *lexer) rubyPercent(t *token) bool {
	rest := l.src[l.i:]
	if rest[0] != '%' || len(rest) < 3 {
		return false
	}
	letter := byte('Q')
	at := 1
	if strings.IndexByte("wWiIqQxrs", rest[1]) >= 0 {
		letter, at = rest[1], 2
	}
	if strings.IndexByte("([{<|!/", rest[at]) < 0 || !l.valueExpected() && at == 1 {
		return false
	}
	l.i += at
	switch letter {
	case 'w', 'W', 'i', 'I':
		l.words(t)
	case 'q', 's':
		l.delimited(t, quoteMode{escapes: quoted})
	case 'r':
		l.delimited(t, quoteMode{escapes: cLike})
		t.kind = number
	default:
		l.delimited(t, quoteMode{escapes: cLike, interp: hashes, runs: letter == 'x'})
	}
	return true
}

// perlQuote reads q(…), qq{…}, qw(…), qx`…`, m/…/, s/…/…/, tr/…/…/, y/…/…/
// and qr/…/.
func (l *lexer) perlQuote(t *token) bool {
	op := ""
	for _, o := range [...]string{"qq", "qw", "qx", "qr", "tr", "q", "m", "s", "y"} {
		if strings.HasPrefix(l.src[l.i:], o) {
			op = o
			break
		}
	}
	at := l.i + len(op)
	for op != "" && at < len(l.src) && l.src[at] == ' ' {
		at++
	}
	if op == "" || at >= len(l.src) || identPart(l.src[at]) || strings.IndexByte(" \t\n,;=)}>\x00.-+*?&", l.src[at]) >= 0 || l.afterArrow() {
		return false
	}
	if at > l.i+len(op) && strings.IndexByte("([{", l.src[at]) < 0 {
		return false
	}
	l.i = at
	switch op {
	case "q":
		l.delimited(t, quoteMode{escapes: quoted})
	case "qw":
		l.words(t)
	case "qq", "qx":
		m := quoteMode{escapes: cLike, interp: sigils, runs: op == "qx"}
		if l.src[at] == '\'' {
			m.interp = none
		}
		l.delimited(t, m)
	default:
		l.perlPattern(t, op)
	}
	return true
}

func (l *lexer) afterArrow() bool {
	n := len(l.toks)
	return n > 0 && l.toks[n-1].kind == punct && l.toks[n-1].text == "->"
}

// perlPattern skips a pattern and, of a substitution, what it puts in place.
func (l *lexer) perlPattern(t *token, op string) {
	open := l.src[l.i]
	l.delimited(t, quoteMode{escapes: quoted})
	if op != "m" && op != "qr" {
		if pair(open) != open {
			l.space()
			if l.i >= len(l.src) {
				l.bad = true
				return
			}
		} else {
			l.i--
		}
		l.delimited(t, quoteMode{escapes: quoted})
	}
	for l.i < len(l.src) && letter(l.src[l.i]) {
		l.i++
	}
	*t = token{kind: number, line: t.line, nl: t.nl, glued: t.glued}
}

// heredoc is a here-document whose body has not begun.
type heredoc struct {
	at     int // index of its token
	id     string
	mode   quoteMode
	indent bool
}

// startHeredoc reads <<ID, <<~ID, <<-"ID" (Ruby, Perl) or <<<ID (PHP).
func (l *lexer) startHeredoc(t *token, op string) bool {
	rest, ok := strings.CutPrefix(l.src[l.i:], op)
	if !ok {
		return false
	}
	n := len(l.src) - len(rest)
	d := heredoc{at: len(l.toks), indent: op == "<<<", mode: quoteMode{escapes: cLike, interp: sigils}}
	if l.g.name == "ruby" {
		d.mode.interp = hashes
	}
	if rest != "" && (rest[0] == '~' || rest[0] == '-' && l.g.name == "ruby") {
		d.indent, rest, n = true, rest[1:], n+1
	}
	if op == "<<<" {
		trimmed := strings.TrimLeft(rest, " \t")
		n, rest = n+len(rest)-len(trimmed), trimmed
	}
	if rest == "" {
		return false
	}
	if q := rest[0]; q == '\'' || q == '"' || q == '`' {
		stop := strings.IndexByte(rest[1:], q)
		if stop < 0 {
			return false
		}
		d.id, n = rest[1:1+stop], n+stop+2
		d.mode.runs = q == '`'
		if q == '\'' {
			d.mode = quoteMode{}
		}
	} else {
		if !letter(q) && q != '_' || l.g.name != "php" && q >= 'a' {
			return false
		}
		m := 0
		for m < len(rest) && identPart(rest[m]) {
			m++
		}
		d.id, n = rest[:m], n+m
	}
	l.i = n
	t.kind, t.mode = text, d.mode
	l.docs = append(l.docs, d)
	return true
}

// heredocs reads the bodies that begin on this line.
func (l *lexer) heredocs() {
	docs := l.docs
	l.docs = nil
	for _, d := range docs {
		body, ok := l.body(&d)
		if !ok || d.at >= len(l.toks) {
			l.bad = true
			return
		}
		// The body is read as a text of its own, so that its end is known.
		in := &lexer{g: l.g, src: body + "\x01", line: l.line, holes: l.holes, depth: l.depth}
		m := d.mode
		m.open, m.close, m.lines = "\x01", "\x01", true
		in.quoted(&l.toks[d.at], m)
		l.bad = l.bad || in.bad
		l.toks[d.at].mode.runs = d.mode.runs
		l.holes = in.holes
		l.line += strings.Count(body, "\n") + 1
	}
}

// body returns the lines up to the one that is the here-document's id.
func (l *lexer) body(d *heredoc) (string, bool) {
	start := l.i
	for l.i < len(l.src) {
		line, _, _ := strings.Cut(l.src[l.i:], "\n")
		at := l.i
		l.i = min(l.i+len(line)+1, len(l.src))
		cut := strings.TrimSuffix(line, "\r")
		if d.indent {
			cut = strings.TrimLeft(cut, " \t")
		}
		if cut == d.id {
			return l.src[start:at], true
		}
		if rest, ok := strings.CutPrefix(cut, d.id); ok && l.g.name == "php" && !identPart(rest[0]) {
			l.i = at + len(line) - len(rest) // EOT; or EOT)
			return l.src[start:at], true
		}
	}
	return "", false
}

// longBracket returns the level of Lua's [[ or [==[ at i and its length.
func longBracket(src string, i int) (closer string, n int) {
	j := i + 1
	for j < len(src) && src[j] == '=' {
		j++
	}
	if src[i] != '[' || j >= len(src) || src[j] != '[' {
		return "", 0
	}
	return "]" + src[i+1:j] + "]", j + 1 - i
}

func (l *lexer) luaLong(t *token) bool {
	closer, n := longBracket(l.src, l.i)
	if n == 0 {
		return false
	}
	l.i += n
	l.quoted(t, quoteMode{open: closer, close: closer, lines: true})
	return true
}

// luaComment skips --[[ … ]].
func (l *lexer) luaComment() bool {
	closer, n := longBracket(l.src, l.i+2)
	if n == 0 {
		return false
	}
	l.i += 2 + n
	l.skipTo(closer)
	return true
}
