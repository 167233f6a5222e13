package output

import "strings"

// tr understands "tr SET1 SET2" and "tr -d SET1" with ranges and the classes
// that case changes use.
func tr(args []string, in string) (string, bool) {
	if len(args) != 2 {
		return "", false
	}
	if args[0] == "-d" {
		set, ok := trSet(args[1])
		return strings.Map(func(r rune) rune {
			if strings.ContainsRune(set, r) {
				return -1
			}
			return r
		}, in), ok
	}
	from, ok1 := trSet(args[0])
	to, ok2 := trSet(args[1])
	if !ok1 || !ok2 || to == "" || strings.HasPrefix(args[0], "-") {
		return "", false
	}
	rf, rt := []rune(from), []rune(to)
	return strings.Map(func(r rune) rune {
		for i := len(rf) - 1; i >= 0; i-- {
			if rf[i] == r {
				return rt[min(i, len(rt)-1)]
			}
		}
		return r
	}, in), true
}

// trSet expands ranges and character classes; ok is false for what it does not
// know.
func trSet(s string) (string, bool) {
	s = strings.ReplaceAll(s, "[:upper:]", "A-Z")
	s = strings.ReplaceAll(s, "[:lower:]", "a-z")
	s = strings.ReplaceAll(s, "[:digit:]", "0-9")
	if strings.Contains(s, "[:") || strings.Contains(s, "[=") {
		return "", false
	}
	rs := []rune(escapes(s))
	var b strings.Builder
	for i := 0; i < len(rs); i++ {
		if i+2 < len(rs) && rs[i+1] == '-' && rs[i+2] >= rs[i] && rs[i+2]-rs[i] < 256 {
			for r := rs[i]; r <= rs[i+2]; r++ {
				b.WriteRune(r)
			}
			i += 2
			continue
		}
		b.WriteRune(rs[i])
	}
	return b.String(), true
}
