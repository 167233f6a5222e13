package shell

import (
	"slices"
	"strings"
	"unicode/utf8"

	"tagout/internal/tri"
	"tagout/internal/word"
)

// globbed returns the pieces of a field in which active pattern characters are
// Glob pieces.
func globbed(segs []seg) word.Text {
	var out word.Text
	for i := 0; i < len(segs); {
		if segs[i].Kind != word.Lit {
			out = append(out, segs[i].Piece)
			i++
			continue
		}
		var text strings.Builder
		var active []bool
		var from []int
		for ; i < len(segs) && segs[i].Kind == word.Lit; i++ {
			text.WriteString(segs[i].Text)
			for range len(segs[i].Text) {
				active = append(active, segs[i].active)
			}
			from = append(from, segs[i].From...)
		}
		out = globRun(out, text.String(), active, from)
	}
	return slashed(compact(unescaped(out)))
}

// unescaped puts what stood there in the place of the backslashes that globRun has
// found, where there is no pattern. Where there is one they escape what follows, and
// are gone from the names that it finds.
func unescaped(t word.Text) word.Text {
	if slices.ContainsFunc(t, func(p word.Piece) bool { return p.Kind == word.Glob }) {
		return t
	}
	for i := range t {
		if t[i].Kind == word.Unknown && t[i].Class == escape {
			t[i].Kind, t[i].Class = word.Lit, ""
		}
	}
	return t
}

// escape is the class of a backslash that a value brought into a field.
const escape = "escape"

// slashed puts an unknown for the slashes behind the first of a run that
// follows a pattern: bash drops them from the names that it finds, and keeps
// them where it finds none.
func slashed(t word.Text) word.Text {
	at := slices.IndexFunc(t, func(p word.Piece) bool { return p.Kind == word.Glob }) + 1
	if at == 0 {
		return t
	}
	out := slices.Clone(t[:at])
	for _, p := range t[at:] {
		for p.Kind == word.Lit {
			i := strings.Index(p.Text, "//")
			if i < 0 {
				break
			}
			lit := p
			lit.Text, p.Text = p.Text[:i+1], strings.TrimLeft(p.Text[i:], "/")
			out = append(out, lit, word.Piece{Kind: word.Unknown, Text: "/", From: p.From})
		}
		if p.Kind != word.Lit || p.Text != "" {
			out = append(out, p)
		}
	}
	return out
}

// globRun appends the pieces of a run of known text.
func globRun(out word.Text, s string, active []bool, from []int) word.Text {
	start := 0
	for i := 0; i < len(s); {
		n := 0
		if active[i] {
			n = globLen(s[i:], active[i:])
		}
		if active[i] && s[i] == '\\' && i+1 < len(s) {
			out = append(out, word.Piece{Kind: word.Lit, Text: s[start:i], From: from}, word.Piece{Kind: word.Unknown, Text: `\`, Class: escape, From: from})
			i++
			start = i
			continue
		}
		if n == 0 {
			i++
			continue
		}
		out = append(out, word.Piece{Kind: word.Lit, Text: s[start:i], From: from},
			word.Piece{Kind: word.Glob, Text: s[i : i+n]})
		i += n
		start = i
	}
	return append(out, word.Piece{Kind: word.Lit, Text: s[start:], From: from})
}

// globLen returns the length of the pattern at the beginning of s, 0 for none.
func globLen(s string, active []bool) int {
	switch s[0] {
	case '*', '?':
		return 1
	case '[':
		for i := 1; i < len(s) && s[i] != '/'; i++ {
			first := i == 1 || i == 2 && (s[1] == '!' || s[1] == '^')
			if s[i] == ']' && !first && active[i] {
				return i + 1
			}
			if end := classLen(s[i:]); end > 0 {
				i += end - 1
			}
		}
	}
	return 0
}

// classLen returns the length of "[:alpha:]" at the beginning of s, else 0.
func classLen(s string) int {
	if !strings.HasPrefix(s, "[:") {
		return 0
	}
	if i := strings.Index(s, ":]"); i > 0 {
		return i + 2
	}
	return 0
}

// pattern is a pattern of a case, a [[ == ]] or a parameter operation: its text
// with quoted characters escaped.
type pattern struct {
	text string
	// plain: no character of it is special; text is then not escaped.
	plain bool
	// unsure: it has parts that are not known or not understood (extglob).
	unsure bool
	// any: it matches every text.
	any bool
}

// maxMatched bounds the text against which a pattern is tried at every
// position.
const maxMatched = 4096

// match says whether the whole text matches.
func (p pattern) match(t word.Text) tri.Tri {
	if p.any {
		return tri.Yes
	}
	s, ok := t.Known()
	switch {
	case !ok && p.plain && !p.unsure:
		return couldBe(t, p.text)
	case p.unsure || !ok || len(s) > maxMatched && !p.plain:
		return tri.Maybe
	case p.plain:
		return tri.Of(s == p.text)
	}
	return tri.Of(globMatch(p.text, s))
}

// couldBe says whether a partly known text may be s: No where what is known of
// it differs.
func couldBe(t word.Text, s string) tri.Tri {
	if !strings.HasPrefix(s, t.Prefix()) || !strings.HasSuffix(s, t.Suffix()) {
		return tri.No
	}
	if isNumber(t) && !isInteger(s) {
		return tri.No
	}
	return tri.Maybe
}

// globMatch matches a whole string by a pattern of *, ?, [...] and backslash
// escapes, in time proportional to the product of their lengths.
func globMatch(p, s string) bool {
	px, sx := 0, 0
	backP, backS := -1, 0
	for sx < len(s) || px < len(p) {
		if px < len(p) {
			if p[px] == '*' {
				backP, backS = px+1, sx
				px++
				continue
			}
			if n, m := matchOne(p[px:], s[sx:]); n > 0 {
				px, sx = px+n, sx+m
				continue
			}
		}
		if backP < 0 || backS >= len(s) {
			return false
		}
		_, n := utf8.DecodeRuneInString(s[backS:])
		backS += n
		px, sx = backP, backS
	}
	return true
}

// matchOne matches one character: the lengths used of the pattern and of the
// string, or zeros.
func matchOne(p, s string) (np, ns int) {
	if s == "" {
		return 0, 0
	}
	r, n := utf8.DecodeRuneInString(s)
	switch p[0] {
	case '?':
		return 1, n
	case '[':
		if used, ok := matchBracket(p, r); used > 0 {
			if ok {
				return used, n
			}
			return 0, 0
		}
	case '\\':
		if len(p) > 1 {
			if q, m := utf8.DecodeRuneInString(p[1:]); q == r && s[:n] == p[1:1+m] {
				return 1 + m, n
			}
			return 0, 0
		}
	}
	_, m := utf8.DecodeRuneInString(p)
	if p[:m] == s[:n] {
		return m, n
	}
	return 0, 0
}

// matchBracket matches a bracket expression at the beginning of p; used is 0
// where there is none.
func matchBracket(p string, r rune) (used int, ok bool) {
	i, negated := 1, false
	if i < len(p) && (p[i] == '!' || p[i] == '^') {
		negated = true
		i++
	}
	for first := true; i < len(p); first = false {
		if p[i] == ']' && !first {
			return i + 1, ok != negated
		}
		if n := classLen(p[i:]); n > 0 {
			ok = ok || inClass(p[i+2:i+n-2], r)
			i += n
			continue
		}
		lo, n := bracketRune(p[i:])
		i += n
		hi := lo
		if i+1 < len(p) && p[i] == '-' && p[i+1] != ']' {
			hi, n = bracketRune(p[i+1:])
			i += 1 + n
		}
		ok = ok || lo <= r && r <= hi
	}
	return 0, false
}

func bracketRune(p string) (rune, int) {
	if p[0] == '\\' && len(p) > 1 {
		r, n := utf8.DecodeRuneInString(p[1:])
		return r, n + 1
	}
	return utf8.DecodeRuneInString(p)
}

// inClass tests a POSIX character class in the C locale.
func inClass(name string, r rune) bool {
	lower, upper, digit := r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9'
	switch name {
	case "alpha":
		return lower || upper
	case "digit":
		return digit
	case "alnum":
		return lower || upper || digit
	case "lower":
		return lower
	case "upper":
		return upper
	case "space":
		return r == ' ' || r >= '\t' && r <= '\r'
	case "blank":
		return r == ' ' || r == '\t'
	case "xdigit":
		return digit || r >= 'a' && r <= 'f' || r >= 'A' && r <= 'F'
	case "punct":
		return r > ' ' && r < 0x7f && !lower && !upper && !digit
	case "print":
		return r >= ' ' && r < 0x7f
	case "graph":
		return r > ' ' && r < 0x7f
	case "cntrl":
		return r < ' ' || r == 0x7f
	}
	return false
}
