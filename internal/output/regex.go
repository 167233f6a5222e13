package output

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// regex is a POSIX regular expression with GNU's extensions (re_format(7),
// "The GNU C Library, Regular Expressions"). The standard library's package
// reads another language and takes a millisecond to link, which the hook has
// not got.
type regex struct {
	alts   [][]atom
	groups int
	fold   bool
}

// atomKind is what an atom matches.
type atomKind uint8

const (
	char    atomKind = iota // one rune
	any                     // any rune
	set                     // one rune of a set
	group                   // one of alternatives
	backref                 // what a group has matched
	begin                   // of the text
	end                     // of the text
	edge                    // of a word: \b, \<, \>, and \B
)

// atom is one repeated part of a pattern.
type atom struct {
	kind     atomKind
	r        rune
	set      *charset
	alts     [][]atom
	n        int // number of a group
	min, max int // repetitions; max -1: any number
}

// charset is a bracket expression.
type charset struct {
	not    bool
	ranges []rune // pairs
	kinds  []func(rune) bool
}

func (c *charset) has(r rune) bool {
	in := false
	for i := 0; i+1 < len(c.ranges); i += 2 {
		in = in || r >= c.ranges[i] && r <= c.ranges[i+1]
	}
	for _, is := range c.kinds {
		in = in || is(r)
	}
	return in != c.not
}

// Bounds of a pattern.
const (
	maxGroups  = 9
	maxRepeat  = 255
	maxPattern = 4096
)

// regexReader reads a pattern.
type regexReader struct {
	s        string
	at       int
	extended bool
	groups   int
	depth    int
	bad      bool
}

// compile reads a pattern; ok is false for what is not understood.
func compile(s string, extended, fold bool) (*regex, bool) {
	if len(s) > maxPattern || !utf8.ValidString(s) {
		return nil, false
	}
	r := &regexReader{s: s, extended: extended}
	alts := r.alternatives()
	if r.bad || r.at < len(r.s) {
		return nil, false
	}
	return &regex{alts: alts, groups: r.groups, fold: fold}, true
}

// meta reports whether an operator stands here: bare in an extended pattern,
// after a backslash in a basic one.
func (r *regexReader) meta(op string) bool {
	if !r.extended {
		op = `\` + op
	}
	return strings.HasPrefix(r.s[r.at:], op)
}

func (r *regexReader) skip(op string) {
	r.at += len(op)
	if !r.extended {
		r.at++
	}
}

func (r *regexReader) alternatives() [][]atom {
	if r.depth++; r.depth > maxGroups+1 {
		r.bad = true
		return nil
	}
	alts := [][]atom{r.sequence()}
	for !r.bad && r.meta("|") {
		r.skip("|")
		alts = append(alts, r.sequence())
	}
	r.depth--
	return alts
}

func (r *regexReader) sequence() []atom {
	var seq []atom
	for r.at < len(r.s) && !r.bad && !r.meta("|") && !(r.meta(")") && r.depth > 1) {
		a := r.atom(len(seq) == 0)
		if a.kind < begin {
			r.repeat(&a)
		}
		seq = append(seq, a)
	}
	return seq
}

// atom reads one part; first says that it begins its sequence.
func (r *regexReader) atom(first bool) atom {
	a := atom{min: 1, max: 1}
	if r.meta("(") {
		return r.group()
	}
	c, size := utf8.DecodeRuneInString(r.s[r.at:])
	r.at += size
	switch {
	case c == '\\':
		r.escape(&a)
	case c == '.':
		a.kind = any
	case c == '[':
		a.kind, a.set = set, r.brackets()
	case c == '^' && (r.extended || first):
		a.kind = begin
	case c == '$' && (r.extended || r.at == len(r.s) || r.meta(")") || r.meta("|")):
		a.kind = end
	case r.extended && strings.ContainsRune("*+?{", c), c == '*' && !first:
		r.bad = true
	default:
		a.r = c
	}
	return a
}

func (r *regexReader) group() atom {
	r.skip("(")
	r.groups++
	a := atom{kind: group, n: r.groups, min: 1, max: 1}
	a.alts = r.alternatives()
	if r.bad || r.at >= len(r.s) || !r.meta(")") || r.groups > maxGroups {
		r.bad = true
		return a
	}
	r.skip(")")
	return a
}

// escape reads what follows a backslash.
func (r *regexReader) escape(a *atom) {
	if r.at >= len(r.s) {
		r.bad = true
		return
	}
	c, size := utf8.DecodeRuneInString(r.s[r.at:])
	r.at += size
	switch {
	case c >= '1' && c <= '9':
		a.kind, a.n = backref, int(c-'0')
		r.bad = r.bad || a.n > r.groups
	case strings.ContainsRune("wWsS", c):
		is := inWord
		if c == 's' || c == 'S' {
			is = unicode.IsSpace
		}
		a.kind, a.set = set, &charset{not: c == 'W' || c == 'S', kinds: []func(rune) bool{is}}
	case strings.ContainsRune("bB<>", c):
		a.kind, a.r = edge, c
	case c == 'n':
		a.r = '\n'
	case strings.ContainsRune("trfv", c):
		a.r = control(c)
	case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c == '`', c == '\'', c == '0', strings.ContainsRune("+?{}()|", c) && !r.extended:
		r.bad = true
	default:
		a.r = c
	}
}

// control is the character that a letter after a backslash stands for.
func control(c rune) rune {
	const letters, values = "trfv", "\t\r\f\v"
	return rune(values[strings.IndexRune(letters, c)])
}

func inWord(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }

// repeat reads the operators that repeat an atom.
func (r *regexReader) repeat(a *atom) {
	for r.at < len(r.s) && !r.bad {
		switch {
		case r.s[r.at] == '*':
			r.at++
			r.times(a, 0, -1)
		case r.meta("+"):
			r.skip("+")
			r.times(a, 1, -1)
		case r.meta("?"):
			r.skip("?")
			r.times(a, 0, 1)
		case r.meta("{"):
			r.skip("{")
			r.interval(a)
		default:
			return
		}
	}
}

// times sets how often an atom repeats; one that does already is not followed.
func (r *regexReader) times(a *atom, least, most int) {
	r.bad = r.bad || a.min != 1 || a.max != 1 || most > maxRepeat || least > maxRepeat
	a.min, a.max = least, most
}

// interval reads {n}, {n,}, {,m} and {n,m}.
func (r *regexReader) interval(a *atom) {
	close := "}"
	if !r.extended {
		close = `\}`
	}
	body, rest, ok := strings.Cut(r.s[r.at:], close)
	r.at = len(r.s) - len(rest)
	low, high, ranged := strings.Cut(body, ",")
	least, err := 0, error(nil)
	if low != "" {
		least, err = strconv.Atoi(low)
	}
	most := least
	if ranged {
		most = -1
	}
	if err == nil && high != "" {
		most, err = strconv.Atoi(high)
	}
	r.bad = r.bad || !ok || err != nil || body == "" || least < 0 || ranged && high != "" && most < least
	r.times(a, least, most)
}

// brackets reads a bracket expression after its "[".
func (r *regexReader) brackets() *charset {
	c := &charset{}
	if strings.HasPrefix(r.s[r.at:], "^") {
		c.not = true
		r.at++
	}
	for first := true; ; first = false {
		switch {
		case r.at >= len(r.s), strings.HasPrefix(r.s[r.at:], "[."), strings.HasPrefix(r.s[r.at:], "[="):
			r.bad = true
			return c
		case r.s[r.at] == ']' && !first:
			r.at++
			return c
		case strings.HasPrefix(r.s[r.at:], "[:"):
			r.class(c)
		default:
			r.span(c)
		}
	}
}

// span reads one character of a bracket expression, or a range.
func (r *regexReader) span(c *charset) {
	low := r.setRune()
	high := low
	if rest := r.s[r.at:]; len(rest) > 1 && rest[0] == '-' && rest[1] != ']' {
		r.at++
		high = r.setRune()
	}
	r.bad = r.bad || high < low
	c.ranges = append(c.ranges, low, high)
}

// setRune reads a character of a bracket expression. sed takes "\n" and its
// like for what they are outside of one; any other backslash is itself.
func (r *regexReader) setRune() rune {
	c, size := utf8.DecodeRuneInString(r.s[r.at:])
	r.at += size
	if c != '\\' || r.at >= len(r.s) {
		return c
	}
	switch r.s[r.at] {
	case 'n':
		r.at++
		return '\n'
	case 't', 'r', 'f', 'v':
		r.at++
		return control(rune(r.s[r.at-1]))
	case 'a', 'd', 'o', 'x', 'c':
		r.bad = true
	}
	return c
}

// class reads "[:name:]".
func (r *regexReader) class(c *charset) {
	name, rest, ok := strings.Cut(r.s[r.at+2:], ":]")
	r.at = len(r.s) - len(rest)
	is := classNamed(name)
	if !ok || is == nil {
		r.bad = true
		return
	}
	c.kinds = append(c.kinds, is)
}

func classNamed(name string) func(rune) bool {
	switch name {
	case "alpha":
		return unicode.IsLetter
	case "digit":
		return func(r rune) bool { return r >= '0' && r <= '9' }
	case "alnum":
		return func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	case "upper":
		return unicode.IsUpper
	case "lower":
		return unicode.IsLower
	case "space":
		return unicode.IsSpace
	case "blank":
		return func(r rune) bool { return r == ' ' || r == '\t' }
	case "punct":
		return func(r rune) bool { return r < utf8.RuneSelf && (unicode.IsPunct(r) || unicode.IsSymbol(r)) }
	case "print":
		return unicode.IsPrint
	case "xdigit":
		return func(r rune) bool { return unicode.Is(unicode.ASCII_Hex_Digit, r) }
	}
	return nil
}
