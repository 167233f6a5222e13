package lang

import (
	"cmp"
	"slices"
	"strconv"

	"tagout/internal/rule"
)

// textAt is a string of a file with its place.
type textAt struct {
	text string
	node *node
}

// of names where something is wrong: " of rule x", or "" at the top.
func of(owner string) string {
	if owner == "" {
		return ""
	}
	return " of " + owner
}

func quote(s string) string { return strconv.Quote(s) }

func (f *file) wrongType(n *node, what, owner, want string) {
	f.report(n.at, owner, what+of(owner)+" is "+typeName(n.val), want, "")
}

// str returns a string value. owner is "rule x" or "tool x".
func (f *file) str(n *node, what, owner string) (string, bool) {
	s, ok := n.val.(string)
	if !ok {
		f.wrongType(n, what, owner, "a string")
	}
	return s, ok
}

// flag returns a boolean.
func (f *file) flag(n *node, owner string) bool {
	b, ok := n.val.(bool)
	if !ok {
		f.wrongType(n, n.key, owner, "true or false")
	}
	return b
}

// count returns a number of at least least.
func (f *file) count(n *node, owner string, least int) int {
	v, ok := n.val.(int64)
	if !ok {
		f.wrongType(n, n.key, owner, "a number")
		return 0
	}
	if v < int64(least) || v > 1000 {
		f.report(n.at, owner, n.key+of(owner)+" is "+strconv.FormatInt(v, 10), "a number from "+strconv.Itoa(least)+" to 1000", "")
		return 0
	}
	return int(v)
}

// strs returns a list of strings, or one string as a list of its own.
func (f *file) strs(n *node, what, owner string) []textAt {
	if s, ok := n.val.(string); ok {
		return []textAt{{s, n}}
	}
	if _, ok := n.val.([]any); !ok {
		f.wrongType(n, what, owner, "a list of strings")
		return nil
	}
	list := make([]textAt, 0, len(n.kids))
	for _, k := range n.kids {
		if s, ok := k.val.(string); ok {
			list = append(list, textAt{s, k})
		} else {
			f.report(k.at, owner, what+of(owner)+" holds "+typeName(k.val), "strings", "")
		}
	}
	return list
}

// isTable reports whether n is a table, and complains where it is not.
func (f *file) isTable(n *node, what, owner string) bool {
	if _, ok := n.val.(map[string]any); ok {
		return true
	}
	f.wrongType(n, what, owner, "a table")
	return false
}

// unknownKey reports a key that a table does not take. tableHint is what to do
// where the key holds a table, as it does when a name's dots were not quoted.
func (f *file) unknownKey(n *node, in, tableHint string, keys []string) {
	hint := meant(n.key, keys)
	if _, ok := n.val.(map[string]any); ok && hint == "" && tableHint != "" {
		f.report(n.keyAt, in, "unexpected table "+quote(n.key)+" in "+in, oneOf(keys), tableHint)
		return
	}
	f.report(n.keyAt, in, "unknown key "+quote(n.key)+" in "+in, oneOf(keys), hint)
}

func sortNamed(list []rule.Named) {
	slices.SortFunc(list, func(a, b rule.Named) int { return cmp.Compare(a.Name, b.Name) })
}

// at returns the place of the bytes from start to end of a string value, as
// far as its spelling tells, else the whole value's.
func (f *file) at(n *node, start, end int) span {
	raw := f.text[n.at.start:n.at.end]
	text, offsets := unquote(raw)
	if s, ok := n.val.(string); !ok || s != text || offsets == nil {
		return n.at
	}
	last := len(offsets) - 1
	start, end = min(max(start, 0), last), min(max(end, start), last)
	return span{n.at.start + offsets[start], n.at.start + offsets[end]}
}
