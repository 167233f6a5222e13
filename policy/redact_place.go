package policy

import (
	"slices"
	"sort"
	"strings"

	"tagout/internal/record/secret"
	"tagout/internal/shell"
	"tagout/internal/word"
)

// locate makes sure that a secret is found. Where it was computed from what stands
// elsewhere in the text, and its parts are not to be found either, nothing of the
// text can be told.
func (r *redactor) locate(c *shell.Call, value word.Text, span word.Span) {
	if fromDisk(c.Source) {
		return
	}
	raw := ""
	if c.Source != nil && span.Start >= 0 && span.Start <= span.End && span.End <= len(c.Source.Text) {
		raw = c.Source.Text[span.Start:span.End]
	}
	for _, p := range value {
		if p.Kind == word.Lit && !r.covered(p.Text) && !r.inherited(raw, value) {
			r.lost = r.lost || !r.guessing
		}
	}
}

// minPart is how long a part of a secret is at least that is looked for anywhere.
const minPart = 4

// covered reports whether a secret stands in the text, in whatever quotes, or at
// least its parts do, which are secrets then: $A$B.
func (r *redactor) covered(value string) bool {
	rest, _ := unquoted(value)
	if strings.Contains(r.plain, rest) {
		return true
	}
	short := 0
	for rest != "" {
		n := prefixIn(r.plain, rest)
		if n >= minPart {
			r.keep(rest[:n])
		} else {
			n = max(n, 1)
			short += n
		}
		rest = rest[n:]
	}
	return short < minPart
}

// prefixIn is the length of the longest beginning of a value that stands in a text.
func prefixIn(text, value string) int {
	return sort.Search(len(value), func(n int) bool { return !strings.Contains(text, value[:n+1]) })
}

// unquoted is a text without what quotes in a shell, and for each byte where it
// stood: a secret is found however it is spelled.
func unquoted(text string) (plain string, at []int) {
	var b strings.Builder
	for i := range len(text) {
		c := text[i]
		if c == '\'' || c == '"' || c == '\\' || c == '$' && i+1 < len(text) && (text[i+1] == '\'' || text[i+1] == '"') {
			continue
		}
		b.WriteByte(c)
		at = append(at, i)
	}
	return b.String(), at
}

// inherited reports whether a word holds the value of a variable that the text
// does not set: it is not there to be found.
func (r *redactor) inherited(raw string, value word.Text) bool {
	for i := strings.IndexByte(raw, '$'); i >= 0; {
		name := strings.TrimLeft(raw[i+1:], "{")
		end := strings.IndexFunc(name, func(c rune) bool {
			return c != '_' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z')
		})
		if end >= 0 {
			name = name[:end]
		}
		if v, set := r.world.Env(name); set && strings.Contains(value.Spelling(), v) && !strings.Contains(r.text, name+"=") {
			return true
		}
		next := strings.IndexByte(raw[i+1:], '$')
		if next < 0 {
			return false
		}
		i += 1 + next
	}
	return false
}

// fromDisk reports whether a text comes from a file that is there: what it holds
// does not stand in the command.
func fromDisk(s *shell.Source) bool {
	for ; s != nil; s = s.In {
		if s.File && s.Path != "" {
			return true
		}
	}
	return false
}

// occurrences are the places of secrets in a text, in whatever quotes. A short one
// is looked for only where it stands by itself.
func occurrences(text string, values []string) (out []secret.Range) {
	if len(values) == 0 {
		return nil
	}
	plain, where := unquoted(text)
	for _, v := range values {
		if v, _ = unquoted(v); v == "" {
			continue
		}
		for at := 0; ; {
			i := strings.Index(plain[at:], v)
			if i < 0 {
				break
			}
			start, end := where[at+i], where[at+i+len(v)-1]+1
			if len(v) >= minPart || alone(text, start, end) {
				out = append(out, secret.Range{Start: start, End: end})
			}
			at += i + len(v)
		}
	}
	return out
}

func alone(text string, start, end int) bool {
	letter := func(c byte) bool {
		return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
	}
	attached := start >= 2 && text[start-2] == '-' && (start == 2 || text[start-3] == ' ') // -pX
	return (start == 0 || attached || !letter(text[start-1])) && (end == len(text) || !letter(text[end]))
}

// replaced puts the mark in the place of ranges, which may overlap.
func replaced(text string, ranges []secret.Range) string {
	slices.SortFunc(ranges, func(a, b secret.Range) int { return a.Start - b.Start })
	var b strings.Builder
	at := 0
	for _, r := range ranges {
		if r.End <= at {
			continue
		}
		if r.Start >= at && r.End > r.Start {
			b.WriteString(text[at:r.Start])
			b.WriteString(secret.Mark)
		}
		at = r.End
	}
	b.WriteString(text[at:])
	return b.String()
}
