// Package glob matches the patterns of the rule language against text of
// which not everything need be known.
package glob

import (
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"

	"tagout/internal/tri"
	"tagout/internal/word"
)

// Mode says what "*" may pass over.
type Mode uint8

const (
	// Loose lets "*" match any text when the pattern holds no "/", and stop at
	// "/" otherwise. Rules that stop commands use it: it matches too much
	// rather than too little.
	Loose Mode = iota
	// Strict lets "*" stop at "/" always. Rules that allow use it.
	Strict
)

// maxTokens bounds the work of a match; beyond it the answer is maybe.
const maxTokens = 4096

// token is one step of a pattern: a character, or a wildcard.
type token struct {
	kind kind
	r    rune
	set  string // of a bracket expression, without its brackets
}

type kind uint8

const (
	char kind = iota
	one       // "?"
	some      // "*": any text without "/"
	any       // "**", or an unknown piece: any text
	set       // "[…]"
)

// Match answers whether text is in the language of pattern: Yes when every
// text that the unknown pieces allow is, Maybe when some are.
func Match(pattern string, text word.Text, mode Mode) tri.Tri {
	if known, ok := text.Known(); ok {
		return tri.Of(MatchString(pattern, known, mode))
	}
	if len(text) == 1 && text[0].Kind == word.Unknown { // may be any
		return tri.Of(pattern == "**" || pattern == "*" && mode == Loose).Or(tri.Maybe)
	}
	if apart(pattern, text) {
		return tri.No
	}
	var room [compiled]token
	p := compile(room[:0], pattern, mode)
	if always(p, text) || within(p, text) {
		return tri.Yes
	}
	if most := maxTokens * 16 / max(len(p), 1); characters(text, most) > most {
		return tri.Maybe
	}
	var more [compiled]token
	if meets(p, pieces(more[:0], text)) {
		return tri.Maybe
	}
	return tri.No
}

// apart reports whether what is known of the text's beginning or end is not the
// pattern's, as for most pairs.
func apart(pattern string, text word.Text) bool {
	head, tail := pattern, pattern
	if first := strings.IndexAny(pattern, "*?["); first >= 0 {
		head, tail = pattern[:first], pattern[strings.LastIndexAny(pattern, "*?]")+1:]
	}
	prefix, suffix := text.Prefix(), text.Suffix()
	return !strings.HasPrefix(head, prefix) && !strings.HasPrefix(prefix, head) ||
		!strings.HasSuffix(tail, suffix) && !strings.HasSuffix(suffix, tail)
}

// MatchString is Match for a text that is known.
func MatchString(pattern, text string, mode Mode) bool {
	if unlike(pattern, text) {
		return false // most pairs end here
	}
	if base, ok := strings.CutSuffix(pattern, "/**"); ok && MatchString(base, text, mode) {
		return true // "x/**" includes "x"
	}
	if !strings.Contains(text, needle(pattern)) {
		return false
	}
	first, last := wild(pattern)
	if first < 0 || last < first {
		return pattern == text
	}
	head, tail := pattern[:first], pattern[last+1:]
	if len(text) < len(head)+len(tail) || !strings.HasPrefix(text, head) || !strings.HasSuffix(text, tail) {
		return false
	}
	if inner := pattern[first : last+1]; free(inner, starOf(pattern, mode)) {
		return inOrder(inner, text[first:len(text)-len(tail)])
	}
	var room [compiled]token
	p := compile(room[:0], pattern, mode)
	if len(p) > maxTokens || len(text) > 1<<20 {
		return false
	}
	return matches(p, text)
}

// unlike reports whether the first or the last byte of a text tells that the
// pattern, which has a literal one there, does not match it.
func unlike(pattern, text string) bool {
	if pattern == "" || text == "" {
		return pattern != text && text != ""
	}
	first, last := pattern[0], pattern[len(pattern)-1]
	return first != text[0] && first != '*' && first != '?' && first != '[' ||
		last != text[len(text)-1] && last != '*' && last != '?' && last != ']'
}

// needle is the longest literal of a pattern, which a text must hold to match it.
func needle(pattern string) string {
	best, start := "", 0
	for i := 0; i < len(pattern); i++ {
		switch pattern[i] {
		case '*', '?', '[':
		default:
			continue
		}
		if i-start > len(best) {
			best = pattern[start:i]
		}
		if pattern[i] == '[' {
			i += max(strings.IndexByte(pattern[i+1:], ']')+1, 0)
		}
		start = i + 1
	}
	if len(pattern)-start > len(best) {
		best = pattern[start:]
	}
	return best
}

// wild returns where the first wildcard of a pattern begins and the last one
// ends; -1 where there is none.
func wild(pattern string) (first, last int) {
	first, last = -1, -1
	for i := range len(pattern) {
		switch pattern[i] {
		case '*', '?':
			last = i
		case ']':
			last = i
			continue
		case '[':
		default:
			continue
		}
		if first < 0 {
			first = i
		}
	}
	return first, last
}

// free reports whether a pattern is made of literals between wildcards that
// pass over any text.
func free(pattern string, star kind) bool {
	if pattern[0] != '*' || pattern[len(pattern)-1] != '*' || strings.ContainsAny(pattern, "?[") {
		return false
	}
	for i := 0; i < len(pattern) && star == some; i++ {
		if pattern[i] != '*' {
			continue
		}
		if i++; i == len(pattern) || pattern[i] != '*' {
			return false
		}
	}
	return true
}

// inOrder reports whether a text holds the literals of a free pattern, each
// after the one before.
func inOrder(pattern, text string) bool {
	for more := true; more; {
		var lit string
		lit, pattern, more = strings.Cut(pattern, "*")
		i := strings.Index(text, lit)
		if i < 0 {
			return false
		}
		text = text[i+len(lit):]
	}
	return true
}

// compiled is the length of the patterns that are compiled without asking for
// memory.
const compiled = 64

// starOf is what a single "*" means in a pattern.
func starOf(pattern string, mode Mode) kind {
	if mode == Loose && strings.IndexByte(pattern, '/') < 0 {
		return any
	}
	return some
}

// compile appends the pattern's tokens to toks.
func compile(toks []token, pattern string, mode Mode) []token {
	star := starOf(pattern, mode)
	for i := 0; i < len(pattern); {
		switch {
		case strings.HasPrefix(pattern[i:], "**"):
			toks = append(toks, token{kind: any})
			i += 2
		case pattern[i] == '*':
			toks = append(toks, token{kind: star})
			i++
		case pattern[i] == '?':
			toks = append(toks, token{kind: one})
			i++
		case pattern[i] == '[' && strings.IndexByte(pattern[i+1:], ']') > 0:
			end := i + 1 + strings.IndexByte(pattern[i+1:], ']')
			toks = append(toks, token{kind: set, set: pattern[i+1 : end]})
			i = end + 1
		default:
			r, n := utf8.DecodeRuneInString(pattern[i:])
			toks = append(toks, token{kind: char, r: r})
			i += n
		}
	}
	return toks
}

// characters counts the characters of a text that are known, and one for each piece
// that is not. There is no need to count far beyond most.
func characters(text word.Text, most int) int {
	n := 0
	for _, p := range text {
		switch {
		case p.Kind != word.Lit:
			n++
		case len(p.Text) > most*utf8.UTFMax:
			return len(p.Text)
		default:
			n += utf8.RuneCountInString(p.Text)
		}
	}
	return n
}

// pieces appends the tokens of a text of its own to toks: what is unknown may be any
// text, a pattern of the shell any name in its directory that has no leading dot.
func pieces(toks []token, text word.Text) []token {
	start := true
	for _, p := range text {
		switch {
		case p.Kind == word.Unknown || p.Text == "**":
			toks = append(toks, token{kind: any})
		case p.Kind == word.Glob && start:
			toks = append(toks, token{kind: set, set: "!./"}, token{kind: some})
		case p.Kind == word.Glob:
			toks = append(toks, token{kind: some})
		default:
			for _, r := range p.Text {
				toks = append(toks, token{kind: char, r: r})
			}
		}
		start = p.Kind == word.Lit && (strings.HasSuffix(p.Text, "/") || start && p.Text == "")
	}
	return toks
}

// always reports whether the pattern holds for every value of the unknowns: it
// is a bare wildcard, or literal up to one trailing or leading wildcard that
// covers all of them.
func always(p []token, text word.Text) bool {
	if len(p) == 0 || len(p) == 1 && p[0].kind == any {
		return len(p) == 1
	}
	if last := len(p) - 1; p[last].kind == any {
		lit, ok := literal(p[:last])
		return ok && strings.HasPrefix(text.Prefix(), lit)
	}
	if p[0].kind == any {
		lit, ok := literal(p[1:])
		return ok && strings.HasSuffix(text.Suffix(), lit)
	}
	return false
}

// within reports whether the pattern is a literal between two wildcards that
// pass over anything, and a known piece of the text holds it.
func within(p []token, text word.Text) bool {
	last := len(p) - 1
	if last < 2 || p[0].kind != any || p[last].kind != any {
		return false
	}
	lit, ok := literal(p[1:last])
	return ok && slices.ContainsFunc(text, func(piece word.Piece) bool {
		return piece.Kind == word.Lit && strings.Contains(piece.Text, lit)
	})
}

func literal(p []token) (string, bool) {
	var b strings.Builder
	for _, t := range p {
		if t.kind != char {
			return "", false
		}
		b.WriteRune(t.r)
	}
	return b.String(), true
}

func (t token) accepts(r rune) bool {
	switch t.kind {
	case char:
		return t.r == r
	case one:
		return r != '/'
	case some:
		return r != '/'
	case set:
		return inSet(t.set, r)
	}
	return true
}

func (t token) repeats() bool { return t.kind == some || t.kind == any }

func inSet(s string, r rune) bool {
	negated := s != "" && (s[0] == '!' || s[0] == '^')
	if negated {
		s = s[1:]
	}
	for s != "" {
		lo, n := utf8.DecodeRuneInString(s)
		s = s[n:]
		hi := lo
		if len(s) > 1 && s[0] == '-' {
			hi, n = utf8.DecodeRuneInString(s[1:])
			s = s[1+n:]
		}
		if lo <= r && r <= hi {
			return !negated
		}
	}
	return negated
}

// matches runs the pattern over a known text: at holds the positions that the
// text so far may lead to.
func matches(p []token, text string) bool {
	var one, other [compiled/64 + 1]uint64
	at, next := positions(one[:]), positions(other[:])
	if len(p) >= 64*len(one) {
		at, next = make(positions, len(p)/64+1), make(positions, len(p)/64+1)
	}
	at.add(p, 0)
	for _, r := range text {
		clear(next)
		if !at.step(p, r, next) {
			return false
		}
		at, next = next, at
	}
	return at.has(len(p))
}

// positions are a set of places in a pattern, one bit each.
type positions []uint64

func (s positions) has(i int) bool { return s[i/64]&(1<<(i%64)) != 0 }

// add adds a position and those that follow it over wildcards that match
// nothing.
func (s positions) add(p []token, i int) {
	for ; !s.has(i); i++ {
		s[i/64] |= 1 << (i % 64)
		if i == len(p) || !p[i].repeats() {
			return
		}
	}
}

// step adds to next where a character leads, and reports whether it leads
// anywhere.
func (s positions) step(p []token, r rune, next positions) bool {
	alive := false
	for w, set := range s {
		for ; set != 0; set &= set - 1 {
			i := w*64 + bits.TrailingZeros64(set)
			if i == len(p) || !p[i].accepts(r) {
				continue
			}
			alive = true
			if p[i].repeats() {
				next.add(p, i)
			} else {
				next.add(p, i+1)
			}
		}
	}
	return alive
}

// meets reports whether two patterns have a text in common.
func meets(a, b []token) bool {
	var one, other [compiled + 1]bool
	prev, cur := one[:], other[:]
	if len(b) > compiled {
		prev, cur = make([]bool, len(b)+1), make([]bool, len(b)+1)
	}
	for i := len(a); i >= 0; i-- {
		for j := len(b); j >= 0; j-- {
			cur[j] = meet(a, b, i, j, prev, cur)
		}
		prev, cur = cur, prev
	}
	return prev[0]
}

// meet is one cell of the table: do a[i:] and b[j:] have a text in common?
// below is the row of i+1, row the one being filled from its end.
func meet(a, b []token, i, j int, below, row []bool) bool {
	switch {
	case i == len(a) && j == len(b):
		return true
	case i < len(a) && a[i].repeats() && below[j]:
		return true // a's wildcard matches nothing
	case j < len(b) && b[j].repeats() && row[j+1]:
		return true
	case i == len(a) || j == len(b):
		return false
	case a[i].repeats() && b[j].repeats():
		return below[j] || row[j+1]
	case a[i].repeats():
		return overlap(a[i], b[j]) && row[j+1]
	case b[j].repeats():
		return overlap(a[i], b[j]) && below[j]
	}
	return overlap(a[i], b[j]) && below[j+1]
}

// overlap reports whether two tokens accept a character in common. Two sets
// are taken to overlap: the mistake is on the side of maybe.
func overlap(a, b token) bool {
	if a.kind == char {
		return b.accepts(a.r)
	}
	if b.kind == char {
		return a.accepts(b.r)
	}
	return true
}
