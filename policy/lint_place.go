package policy

import (
	"strings"

	"tagout/internal/diag"
)

// places finds what a problem is about in the text of a policy file. It reads
// tables as they are commonly written, a head in brackets and a key a line; of
// any other spelling no place is told.
type places struct {
	text  string
	lines []string
}

// find returns where a text stands in the value of a rule's key, else the key,
// else the rule's head.
func (p *places) find(id, key, text string) (at, n int, ok bool) {
	head := "[rule." + id + "]"
	from := p.line(head, 0, len(p.text))
	if from < 0 {
		return 0, 0, false
	}
	end := p.tableEnd(from + len(head))
	if key == "" {
		return from, len(head), true
	}
	k := p.line(key, from, end)
	if k < 0 {
		return from, len(head), true
	}
	for _, spelled := range []string{`"` + text + `"`, "'" + text + "'", text} {
		if i := strings.Index(p.text[k:end], spelled); text != "" && i >= 0 {
			return k + i, len(spelled), true
		}
	}
	return k, len(key), true
}

// line returns where a line begins with a word, blanks aside, or -1.
func (p *places) line(word string, from, end int) int {
	for at := from; at < end; {
		line, _, _ := strings.Cut(p.text[at:end], "\n")
		trimmed := strings.TrimLeft(line, " \t")
		rest, ok := strings.CutPrefix(trimmed, word)
		if ok && (rest == "" || strings.ContainsRune(" \t=\r#", rune(rest[0]))) {
			return at + len(line) - len(trimmed)
		}
		at += len(line) + 1
	}
	return -1
}

// tableEnd is where the table that a head opens ends.
func (p *places) tableEnd(from int) int {
	for at := from; at < len(p.text); {
		next := strings.IndexByte(p.text[at:], '\n')
		if next < 0 {
			break
		}
		at += next + 1
		if strings.HasPrefix(strings.TrimLeft(p.text[at:], " \t"), "[") && !strings.HasPrefix(p.text[at:], " ") {
			return at
		}
	}
	return len(p.text)
}

// hasKey reports whether a key stands before the first table.
func (p *places) hasKey(key string) bool {
	end := len(p.text)
	if !strings.HasPrefix(p.text, "[") {
		end = p.tableEnd(0)
	} else {
		end = 0
	}
	return p.line(key, 0, end) >= 0
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
