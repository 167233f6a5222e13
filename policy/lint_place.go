package policy

import (
	"strings"

	"tagout/internal/diag"
	"tagout/internal/lang"
)

// places finds what a problem is about in the text of a policy file.
type places struct {
	text   string
	lines  []string
	layout lang.Layout
}

func placesOf(text string) places {
	return places{text, strings.Split(text, "\n"), lang.LayoutOf(text)}
}

// lineAt is a line of the file, counted from 1, without its end.
func (p *places) lineAt(n int) string {
	if n < 1 || n > len(p.lines) {
		return ""
	}
	return strings.TrimSuffix(p.lines[n-1], "\r")
}

// ignored reports whether a comment says that a problem is meant to be there.
func (l *linter) ignored(p diag.Problem) bool {
	if p.Line == 0 {
		return false
	}
	return ignores(l.lineAt(p.Line), p.ID) || p.Line > 1 && ignores(l.lineAt(p.Line-1), p.ID)
}

// ignores reads "# tagout:ignore ID why". Without a reason it does not count.
func ignores(line, id string) bool {
	_, comment, ok := strings.Cut(line, "# tagout:ignore ")
	words := strings.Fields(comment)
	return ok && len(words) > 1 && words[0] == id
}
