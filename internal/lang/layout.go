package lang

import "strings"

// Layout is where the keys of a file stand, however they are spelled: in tables
// with a head, dotted, or inline.
type Layout struct {
	text string
	root *node
}

// LayoutOf reads as much of a text as is TOML.
func LayoutOf(text string) Layout {
	s := scanner{text: text}
	return Layout{text, s.scan()}
}

// Has reports whether a key stands before all tables.
func (l Layout) Has(key string) bool { return l.root.kid(key) != nil }

// Find returns where a text stands in the value of an entry's key, else the key,
// else what opens the entry.
func (l Layout) Find(kind, id, key, text string) (start, end int, ok bool) {
	entries := l.root.kid(kind)
	if entries == nil {
		return 0, 0, false
	}
	entry := entries.kid(id)
	if entry == nil {
		return 0, 0, false
	}
	n := entry.kid(key)
	if n == nil {
		head := l.head(entry)
		return head.start, head.end, true
	}
	if at, found := l.within(n, text); found {
		return at.start, at.end, true
	}
	return n.keyAt.start, n.keyAt.end, true
}

// head is what opens an entry: with its brackets, if it has such.
func (l Layout) head(n *node) span {
	line := strings.LastIndexByte(l.text[:n.keyAt.start], '\n') + 1
	open := strings.TrimLeft(l.text[line:n.keyAt.start], " \t")
	end := strings.IndexByte(l.text[n.keyAt.end:], ']')
	if !n.headed || !strings.HasPrefix(open, "[") || end < 0 {
		return n.keyAt
	}
	return span{n.keyAt.start - len(open), n.keyAt.end + end + 1}
}

// within finds a text in a value, or in those below it, with its quotes if it
// has any.
func (l Layout) within(n *node, text string) (span, bool) {
	value := l.text[n.at.start:n.at.end]
	for _, spelled := range []string{`"` + text + `"`, "'" + text + "'", text} {
		if i := strings.Index(value, spelled); text != "" && i >= 0 {
			return span{n.at.start + i, n.at.start + i + len(spelled)}, true
		}
	}
	for _, k := range n.kids {
		if at, ok := l.within(k, text); ok {
			return at, true
		}
	}
	return span{}, false
}
