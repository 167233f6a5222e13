package shell

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"tagout/internal/word"
)

// pattern evaluates a word as a pattern.
func (in *interp) pattern(w *syntax.Word) pattern {
	if w == nil {
		return pattern{plain: true}
	}
	b := &builder{in: in, whole: true}
	b.setIFS()
	b.parts(w.Parts, false)
	p := patternOf(b.segs)
	if in.nocase && !p.any {
		p.unsure, p.plain = true, false
	}
	if in.dialect == Zsh && slices.ContainsFunc(b.segs, func(s seg) bool { return s.active && strings.ContainsAny(s.Text, "(|<^#~") }) {
		p.unsure, p.plain, p.any = true, false, false // groups, ranges, exclusions
	}
	return p
}

// patternOf returns the pattern that a field's parts make.
func patternOf(segs []seg) pattern {
	p := pattern{plain: true}
	var esc, raw strings.Builder
	for _, s := range segs {
		if s.Kind != word.Lit {
			p.unsure = true
			p.plain = false
			continue
		}
		raw.WriteString(s.Text)
		if s.active {
			p.unsure = p.unsure || hasExtGlob(s.Text)
			p.plain = p.plain && !strings.ContainsAny(s.Text, `*?[\`)
			esc.WriteString(s.Text)
			continue
		}
		for i := range len(s.Text) {
			if strings.IndexByte(`*?[]\!^-`, s.Text[i]) >= 0 {
				esc.WriteByte('\\')
			}
			esc.WriteByte(s.Text[i])
		}
	}
	p.text = esc.String()
	if p.plain {
		p.text = raw.String()
	}
	p.any = !p.unsure && !p.plain && strings.Trim(p.text, "*") == "" && p.text != ""
	return p
}

// hasExtGlob reports whether a text may be an extended pattern such as @(a|b).
func hasExtGlob(s string) bool {
	i := strings.IndexByte(s, '(')
	return i > 0 && strings.IndexByte("?*+@!", s[i-1]) >= 0
}

// maxCut bounds the text off which a pattern is cut, tried at every character.
const maxCut = 1024

// cutPrefix removes what matches at the beginning, the shortest or the longest.
func (p pattern) cutPrefix(s string, longest bool) string {
	if p.plain {
		return strings.TrimPrefix(s, p.text)
	}
	at := -1
	for i := 0; i <= len(s); i++ {
		if !boundary(s, i) || !globMatch(p.text, s[:i]) {
			continue
		}
		at = i
		if !longest {
			break
		}
	}
	if at < 0 {
		return s
	}
	return s[at:]
}

// cutSuffix removes what matches at the end, the shortest or the longest.
func (p pattern) cutSuffix(s string, longest bool) string {
	if p.plain {
		return strings.TrimSuffix(s, p.text)
	}
	at := -1
	for i := len(s); i >= 0; i-- {
		if !boundary(s, i) || !globMatch(p.text, s[i:]) {
			continue
		}
		at = i
		if !longest {
			break
		}
	}
	if at < 0 {
		return s
	}
	return s[:at]
}

// boundary reports whether a character begins at byte i of s, or s ends there.
func boundary(s string, i int) bool {
	return i == len(s) || s[i] < 0x80 || s[i] >= 0xC0
}

// maxReplaced bounds the text in which a pattern is searched, whose cost grows
// with the square of its length.
const maxReplaced = 512

// replace replaces the first or every longest match.
func (p pattern) replace(s, with string, all bool) (string, bool) {
	if p.plain {
		if p.text == "" {
			return s, true
		}
		n := 1
		if all {
			n = -1
		}
		return strings.Replace(s, p.text, with, n), true
	}
	if len(s) > maxReplaced {
		return "", false
	}
	var out strings.Builder
	for i := 0; i < len(s); {
		end := p.longestAt(s, i)
		if end <= i {
			out.WriteByte(s[i])
			i++
			continue
		}
		out.WriteString(with)
		i = end
		if !all {
			out.WriteString(s[i:])
			return out.String(), true
		}
	}
	return out.String(), true
}

// longestAt returns where the longest match that begins at i ends, -1 for none.
func (p pattern) longestAt(s string, i int) int {
	if !boundary(s, i) {
		return -1
	}
	for end := len(s); end > i; end-- {
		if boundary(s, end) && globMatch(p.text, s[i:end]) {
			return end
		}
	}
	return -1
}
