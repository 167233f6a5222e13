package tool

import (
	"strings"

	"tagout/internal/glob"
	"tagout/internal/tri"
	"tagout/internal/word"
)

// Globs reports whether s matches one of the "|" alternatives of pattern, in
// which "*" is any text. Case matters.
func Globs(pattern, s string) bool {
	for {
		alt, rest, more := strings.Cut(pattern, "|")
		if globs(alt, s) {
			return true
		}
		if !more {
			return false
		}
		pattern = rest
	}
}

// globs matches one alternative: its first part at the beginning, its last at
// the end, those between in order, each as early as it can.
func globs(pattern, s string) bool {
	first, rest, starred := strings.Cut(pattern, "*")
	if !starred {
		return pattern == s
	}
	if !strings.HasPrefix(s, first) {
		return false
	}
	s = s[len(first):]
	for {
		part, next, more := strings.Cut(rest, "*")
		if !more {
			return strings.HasSuffix(s, part)
		}
		i := strings.Index(s, part)
		if i < 0 {
			return false
		}
		s, rest = s[i+len(part):], next
	}
}

// matches is Globs for a text that need not be known.
func matches(pattern string, t word.Text) tri.Tri {
	if s, ok := t.Known(); ok {
		return tri.Of(s == pattern || Globs(pattern, s))
	}
	answer := tri.No
	for {
		alt, rest, more := strings.Cut(pattern, "|")
		answer = answer.Or(glob.Match(alt, t, glob.Loose))
		if !more {
			return answer
		}
		pattern = rest
	}
}
