package word

import "strings"

// maxPatterns bounds the patterns that one text stands for.
const maxPatterns = 16

// Escape protects what a pattern of names would take for more than itself.
func Escape(s string) string {
	const active = `\*?[`
	if !strings.ContainsAny(s, active) {
		return s
	}
	var b strings.Builder
	for i := range len(s) {
		if strings.IndexByte(active, s[i]) >= 0 {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// Patterns returns the patterns (path.Match, and "**" for any directories) of the
// names that a path may be; none where it is known, or nothing is known of it.
func (t Text) Patterns() []string {
	out, open := []string{""}, false
	for _, p := range t {
		switch {
		case p.Kind == Lit:
			out = times(out, []string{Escape(p.Text)})
		case p.Names != "" && !p.Holds:
			out, open = times(out, strings.Split(p.Names, "\n")), true
		case p.Kind == Glob:
			out, open = times(out, []string{strings.Replace(p.Text, "[!", "[^", 1)}), true
		default:
			return nil
		}
	}
	if !open {
		return nil
	}
	return out
}

func times(heads, tails []string) []string {
	var out []string
	for _, h := range heads {
		for _, t := range tails {
			if len(out) < maxPatterns {
				out = append(out, h+t)
			}
		}
	}
	return out
}

// Listed returns, one a line, the patterns of the names that a text lists; "" where
// it lists none that are known by patterns alone.
func (t Text) Listed() string {
	if !listing(t) {
		return ""
	}
	var lines []string
	for _, w := range fields(t) {
		patterns := w.Patterns()
		if s, known := w.Known(); known && s != "" {
			patterns = []string{Escape(s)}
		}
		lines = append(lines, patterns...)
	}
	return strings.Join(lines[:min(len(lines), maxPatterns)], "\n")
}

// fields splits a text at the blanks of its literal pieces.
func fields(t Text) []Text {
	out := []Text{nil}
	for _, p := range t {
		for p.Kind == Lit {
			at := strings.IndexAny(p.Text, " \t\n\x00")
			if at < 0 {
				break
			}
			last := &out[len(out)-1]
			*last = append(*last, Piece{Kind: Lit, Text: p.Text[:at]})
			out, p.Text = append(out, nil), p.Text[at+1:]
		}
		out[len(out)-1] = append(out[len(out)-1], p)
	}
	return out
}

// listing reports whether any piece stands for names.
func listing(t Text) bool {
	for i := range t {
		if t[i].Names != "" && !t[i].Holds || t[i].Kind == Glob {
			return true
		}
	}
	return false
}
