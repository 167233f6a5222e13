package code

import "strings"

// kind is a token's kind. The zero value ends a text.
type kind uint8

const (
	end kind = iota
	name
	text
	number
	punct
	hole // a part of the source that is not known
)

// token is a lexical element; comments and white space are none.
type token struct {
	kind  kind
	text  string // of a name, number or punct
	parts []part // of a text
	mode  quoteMode
	hole  int
	line  int
	nl    bool // the first on its line, where line ends matter
	glued bool // no white space before it
}

// part is a piece of a quoted text: literal, computed, or unknown.
type part struct {
	text string
	code []token
	hole int // 1 + index, or 0
}

// lexer splits a source text.
type lexer struct {
	g     *grammar
	src   string
	i     int
	line  int
	holes int
	depth int
	toks  []token
	open  []byte // brackets
	docs  []heredoc
	bad   bool
	nl    bool
	count int
	full  bool // there are too many tokens: the rest is not read
	deep  bool // texts are nested in texts too deeply
	// unclosed is set when a bracket was never closed.
	unclosed bool
}

// lex returns the tokens of src. ok is false where the text cannot be one of
// the language: it would not run. limit says which bound was hit. Of a language whose texts cannot be told
// apart without its grammar (is "/" a division?) it is what was read so far.
func lex(g *grammar, src string) (toks []token, ok bool, limit string) {
	l := &lexer{g: g, src: src, line: 1, nl: true}
	if strings.HasPrefix(src, "#!") {
		l.skipLine()
	}
	if g.name == "php" {
		l.enterPHP()
	}
	for l.i < len(l.src) && l.src[l.i] == '=' && l.pod() {
	}
	toks = l.until(0)
	switch {
	case l.deep:
		limit = overDepth
	case l.full:
		limit = overTokens
	}
	if g.exact && !l.full {
		return toks, !l.bad && !l.unclosed, limit
	}
	return toks, true, limit
}

// until reads tokens up to an unmatched closing bracket, which it consumes; 0
// reads to the end.
func (l *lexer) until(closer byte) []token {
	toks, open := l.toks, l.open
	l.toks, l.open = nil, nil
	l.depth++
	l.deep = l.deep || l.depth > maxDepth/4
	l.bad = l.bad || l.deep
	closed := closer == 0
	for !l.bad && !l.full {
		glued := !l.space()
		if l.i >= len(l.src) {
			break
		}
		if len(l.open) == 0 && closer != 0 && l.src[l.i] == closer {
			l.i++
			closed = true
			break
		}
		if l.ends() {
			l.i = len(l.src)
			break
		}
		l.token(glued)
	}
	l.bad = l.bad || !closed && !l.full
	l.unclosed = l.unclosed || len(l.open) > 0
	l.depth--
	toks, l.toks = l.toks, toks
	l.open = open
	return toks
}

// ends reports whether the rest of the text is data.
func (l *lexer) ends() bool {
	return (l.i == 0 || l.src[l.i-1] == '\n') && (l.g.name == "perl" || l.g.name == "ruby") &&
		(strings.HasPrefix(l.src[l.i:], "__END__") || strings.HasPrefix(l.src[l.i:], "__DATA__"))
}

// space skips white space and comments and reports whether there was any.
func (l *lexer) space() bool {
	start := l.i
	for l.i < len(l.src) {
		c, rest := l.src[l.i], l.src[l.i:]
		switch {
		case c == '\n':
			l.newline()
		case c == ' ' || c == '\t' || c == '\r' || c == '\f':
			l.i++
		case c == '\\' && strings.HasPrefix(rest, "\\\n"):
			l.i += 2
			l.line++
		case l.g.block && strings.HasPrefix(rest, "/*"):
			l.skipTo("*/")
		case l.g.name == "lua" && strings.HasPrefix(rest, "--["):
			if !l.luaComment() {
				l.skipLine()
			}
		case l.comment(rest):
			l.skipLine()
		case l.g.name == "php" && strings.HasPrefix(rest, "?>"):
			l.enterPHP()
		default:
			return l.i > start
		}
	}
	return true
}

func (l *lexer) comment(rest string) bool {
	for _, c := range l.g.comments {
		if strings.HasPrefix(rest, c) && !(l.g.name == "php" && strings.HasPrefix(rest, "#[")) {
			return true
		}
	}
	return false
}

// newline ends a line: here-documents begin, and a statement may end.
func (l *lexer) newline() {
	l.i++
	l.line++
	if n := len(l.open); l.g.lines && (n == 0 || l.open[n-1] == '{') {
		l.nl = true
	}
	l.heredocs()
	for l.i < len(l.src) && l.src[l.i] == '=' && l.pod() {
		l.line++
	}
}

// pod skips documentation that starts with "=name" at the beginning of a line
// (Perl up to "=cut", Ruby from "=begin" to "=end").
func (l *lexer) pod() bool {
	stop := "\n=cut"
	switch {
	case l.g.name == "ruby" && strings.HasPrefix(l.src[l.i:], "=begin"):
		stop = "\n=end"
	case l.g.name != "perl" || l.i+1 >= len(l.src) || !letter(l.src[l.i+1]):
		return false
	}
	l.skipTo(stop)
	l.skipLine()
	return true
}

func (l *lexer) skipLine() {
	if n := strings.IndexByte(l.src[l.i:], '\n'); n >= 0 {
		l.skip(l.i + n)
	} else {
		l.skip(len(l.src))
	}
}

// skipTo moves behind the next s, or to the end.
func (l *lexer) skipTo(s string) {
	if n := strings.Index(l.src[l.i:], s); n >= 0 {
		l.skip(l.i + n + len(s))
	} else {
		l.skip(len(l.src))
	}
}

// skip moves to an offset, counting the lines and holes on the way.
func (l *lexer) skip(to int) {
	l.line += strings.Count(l.src[l.i:to], "\n")
	l.holes += strings.Count(l.src[l.i:to], "\x00")
	l.i = to
}

// enterPHP skips to the code of a page; a text without tags is code (php -r).
func (l *lexer) enterPHP() {
	n := strings.Index(l.src[l.i:], "<?")
	if n < 0 {
		if l.i > 0 {
			l.skip(len(l.src))
		}
		return
	}
	l.skip(l.i + n + 2)
	for _, tag := range [...]string{"php", "="} {
		if strings.HasPrefix(l.src[l.i:], tag) {
			l.i += len(tag)
			break
		}
	}
}

// token reads one token.
func (l *lexer) token(glued bool) {
	t := token{line: l.line, nl: l.nl, glued: glued && l.i > 0}
	l.nl = false
	c := l.src[l.i]
	switch {
	case c == 0:
		t.kind, t.hole = hole, l.holes
		l.holes++
		l.i++
	case l.special(&t):
	case l.quote(&t):
	case identStart(c) || l.g.name == "javascript" && c == '$':
		t.kind, t.text = name, l.ident()
	case strings.IndexByte(l.g.sigil, c) >= 0 && l.variable(&t):
	case c >= '0' && c <= '9':
		t.kind, t.text = number, l.number()
	case c == '/' && l.g.regex && l.valueExpected() && l.regexp():
		t.kind = number // data of no interest
	default:
		t.kind, t.text = punct, l.punct()
		l.bracket(t.text[0])
	}
	l.count++
	l.full = l.count > maxTokens
	if !l.bad {
		l.toks = append(l.toks, t)
	}
}

// bracket keeps track of what is open.
func (l *lexer) bracket(c byte) {
	switch c {
	case '(', '[', '{':
		l.open = append(l.open, c)
	case ')', ']', '}':
		if n := len(l.open); n > 0 {
			l.open = l.open[:n-1]
		}
	}
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func identStart(c byte) bool { return letter(c) || c == '_' || c >= 0x80 }

func identPart(c byte) bool { return identStart(c) || c >= '0' && c <= '9' }

func (l *lexer) ident() string {
	start := l.i
	for l.i < len(l.src) {
		c := l.src[l.i]
		if l.g.name == "perl" && strings.HasPrefix(l.src[l.i:], "::") && l.i+2 < len(l.src) && identStart(l.src[l.i+2]) {
			l.i += 2
			continue
		}
		if !identPart(c) && !(l.g.name == "javascript" && c == '$') {
			break
		}
		l.i++
	}
	if l.g.name == "ruby" && l.i+1 < len(l.src) && (l.src[l.i] == '!' || l.src[l.i] == '?') && l.src[l.i+1] != '=' {
		l.i++
	}
	return l.src[start:l.i]
}

// variable reads a name with a sigil ($x, @list, @@x, $$, $1); "@" before
// anything else is an operator.
func (l *lexer) variable(t *token) bool {
	start := l.i
	for l.i < len(l.src) && strings.IndexByte(l.g.sigil, l.src[l.i]) >= 0 {
		l.i++
	}
	switch {
	case l.i < len(l.src) && identPart(l.src[l.i]):
		l.ident()
	case l.i < len(l.src) && l.src[start] == '$' && strings.IndexByte("!/&+\\;,.0\"'<>#", l.src[l.i]) >= 0 && l.g.name != "php":
		l.i++
	case l.src[start] == '@':
		l.i = start
		return false
	}
	t.kind, t.text = name, l.src[start:l.i]
	return true
}

func (l *lexer) number() string {
	start := l.i
	for l.i < len(l.src) && (identPart(l.src[l.i]) || l.src[l.i] == '.' && l.i+1 < len(l.src) && l.src[l.i+1] >= '0' && l.src[l.i+1] <= '9') {
		l.i++
	}
	return l.src[start:l.i]
}

// operators are those of more than one byte that must not be read as others,
// longest first.
var operators = [...]string{
	"...", "===", "!==", "**=", "?->", "||=", "&&=", "??=", "<=>", ">>=", "<<=",
	"..", "==", "!=", "+=", ".=", "=>", "->", "::", "?.", "&.", "||", "&&", "??", "=~", "!~", "**", "|&", "<<", ">>", "<=", ">=", "-=", "*=", "/=", ":=", "//", "++", "--",
}

func (l *lexer) punct() string {
	for _, op := range operators {
		if strings.HasPrefix(l.src[l.i:], op) {
			l.i += len(op)
			return op
		}
	}
	l.i++
	return l.src[l.i-1 : l.i]
}

// valueExpected reports whether a value may begin here, so that "/" is a
// pattern and not a division.
func (l *lexer) valueExpected() bool {
	if len(l.toks) == 0 {
		return true
	}
	switch t := &l.toks[len(l.toks)-1]; t.kind {
	case punct:
		return t.text != ")" && t.text != "]" && t.text != "}"
	case name:
		switch t.text {
		case "return", "typeof", "case", "in", "of", "and", "or", "not", "if", "unless", "while", "until", "when", "split", "grep", "map", "print", "puts", "else", "then", "do":
			return true
		}
	}
	return l.nl
}

// maxPattern bounds how far the end of a pattern is looked for.
const maxPattern = 1 << 10

// regexp skips a /…/ literal; one that does not end on its line is none.
func (l *lexer) regexp() bool {
	class := false
	for i := l.i + 1; i < len(l.src) && i < l.i+maxPattern; i++ {
		switch c := l.src[i]; {
		case c == '\n':
			return false
		case c == '\\':
			i++
		case c == '[':
			class = true
		case c == ']':
			class = false
		case c == '/' && !class:
			for i++; i < len(l.src) && letter(l.src[i]); i++ {
			}
			l.skip(min(i, len(l.src)))
			return true
		}
	}
	return false
}
