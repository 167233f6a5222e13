package lang

import (
	"slices"
	"strings"
)

// spelling is what a key or a decision is called here and elsewhere.
type spelling struct{ other, ours string }

// otherKeys are keys of ours by the names that they have in other languages for
// rules. No key of this one has been renamed so far: the old name of one that is
// belongs here too.
var otherKeys = [...]spelling{
	{"action", "decision"}, {"effect", "decision"}, {"verdict", "decision"},
	{"pattern", "match"}, {"patterns", "match"}, {"command", "match"}, {"commands", "match"},
	{"message", "reason"}, {"description", "reason"}, {"why", "reason"},
	{"suggestion", "instead"}, {"alternative", "instead"},
	{"conditions", "when"}, {"condition", "when"},
	{"rules", "rule"}, {"expires", "until"}, {"expiry", "until"},
}

// otherDecisions are decisions by the names that they have elsewhere.
var otherDecisions = [...]spelling{
	{"block", "deny"}, {"forbid", "deny"}, {"forbidden", "deny"}, {"reject", "deny"}, {"refuse", "deny"},
	{"prompt", "ask"}, {"confirm", "ask"},
	{"warn", "note"}, {"warning", "note"},
	{"permit", "allow"}, {"approve", "allow"},
}

func ours(table []spelling, other string) string {
	for _, s := range table {
		if s.other == other {
			return s.ours
		}
	}
	return ""
}

// keysOf are the keys of an entry, in the order in which they are written.
func keysOf(kind string) []string {
	switch kind {
	case "rule":
		return ruleKeys[:]
	case "exception":
		return exceptionKeys[:]
	case "override":
		return overrideKeys[:]
	}
	return nil
}

// ourKey is the key that is meant by one of another language, "" where there is
// none or the entry has ours as well.
func ourKey(kind string, entry, n *node) string {
	key := ours(otherKeys[:], n.key)
	if key == "" || !slices.Contains(keysOf(kind), key) || entry.kid(key) != nil {
		return ""
	}
	return key
}

// respell reports keys that are called otherwise here, and reads them as ours.
func (c *compiler) respell(kind, owner string, entry *node) {
	for _, n := range entry.kids {
		if key := ourKey(kind, entry, n); key != "" {
			c.report(n.keyAt, owner, "key "+quote(n.key)+" of "+owner+" is called "+quote(key)+" here", "", "tagout lint --fix writes it so")
			entry.rename(n, key)
		}
	}
}

func (n *node) rename(kid *node, key string) {
	if n.byKey != nil {
		delete(n.byKey, kid.key)
		n.byKey[key] = kid
	}
	kid.key = key
}

// Mend is a change of a file's text that needs no thought.
type Mend struct {
	Start, End int
	Text       string
	// Key, at KeyAt, is one that stands before its place in the entry Owner; ""
	// where a word is mended.
	Key, Owner string
	KeyAt      int
}

// Mends are the changes that a text without a byte order mark allows: of keys and words that are spelled
// otherwise here, and of the order of keys. Those of the second kind are found
// in a text without the first.
func Mends(data []byte) (words, order []Mend) {
	f := &file{}
	root, ok := f.read(data)
	if !ok {
		return nil, nil
	}
	m := mender{file: f}
	for _, n := range root.kids {
		m.word(n, fixedWords(n.key))
		if keysOf(n.key) == nil {
			continue
		}
		for _, entry := range n.kids {
			m.entry(n.key, entry)
		}
	}
	return m.words, m.order
}

// fixedWords are the values of a key that has a fixed set of them.
func fixedWords(key string) []string {
	switch key {
	case "default":
		return defaults[:]
	case "posture":
		return postures[:]
	case "mode":
		return modes[:]
	case "approvals":
		return approvals[:]
	case "decision":
		return decisions[:]
	}
	return nil
}

type mender struct {
	*file
	words, order []Mend
}

func (m *mender) entry(kind string, entry *node) {
	for _, n := range entry.kids {
		key := n.key
		if our := ourKey(kind, entry, n); our != "" {
			key = our
			m.words = append(m.words, m.mend(n.keyAt, our))
		}
		m.word(n, fixedWords(key))
	}
	m.keyOrder(kind, entry)
}

func (m *mender) mend(at span, text string) Mend {
	return Mend{Start: at.start, End: at.end, Text: text}
}

// word mends a value in the wrong case or by another name.
func (m *mender) word(n *node, set []string) {
	s, ok := n.val.(string)
	if !ok || set == nil || slices.Contains(set, s) {
		return
	}
	word := strings.ToLower(s)
	if other := ours(otherDecisions[:], word); other != "" && len(set) == len(decisions) {
		word = other
	}
	if slices.Contains(set, word) {
		m.words = append(m.words, m.mend(n.at, quote(word)))
	}
}

// keyOrder puts the lines of an entry's keys into their order, each with the
// comments before it.
func (m *mender) keyOrder(kind string, entry *node) {
	rank := func(n *node) int { return slices.Index(keysOf(kind), n.key) }
	// A condition may stand beside the pattern as well as behind the reason.
	settled := slices.DeleteFunc(slices.Clone(entry.kids), func(n *node) bool { return n.key == "when" })
	chunks, ok := m.chunks(entry)
	if !ok || slices.ContainsFunc(entry.kids, func(n *node) bool { return rank(n) < 0 }) ||
		slices.IsSortedFunc(settled, func(a, b *node) int { return rank(a) - rank(b) }) {
		return
	}
	order := slices.Clone(entry.kids)
	slices.SortStableFunc(order, func(a, b *node) int { return rank(a) - rank(b) })
	i := 0
	for i < len(order) && order[i] == entry.kids[i] {
		i++
	}
	if i == len(order) {
		return
	}
	var b strings.Builder
	for _, n := range order {
		b.WriteString(chunks[n])
	}
	start := m.lineStart(entry.at.start)
	start += strings.IndexByte(m.text[start:], '\n') + 1
	mend := m.mend(span{start, start + b.Len()}, b.String())
	mend.Key, mend.Owner, mend.KeyAt = entry.kids[i].key, kind+" "+entry.key, entry.kids[i].keyAt.start
	m.order = append(m.order, mend)
}

func (m *mender) lineStart(at int) int { return strings.LastIndexByte(m.text[:at], '\n') + 1 }

// chunks are the lines of each key below its entry's header; not ok where a key
// has no lines of its own.
func (m *mender) chunks(entry *node) (map[*node]string, bool) {
	out := make(map[*node]string)
	head := m.lineStart(entry.at.start)
	next := strings.IndexByte(m.text[head:], '\n')
	if !entry.headed || next < 0 {
		return nil, false
	}
	from := head + next + 1
	for _, n := range entry.kids {
		line := m.lineStart(n.keyAt.start)
		end := strings.IndexByte(m.text[n.at.end:], '\n')
		if n.at == n.keyAt || line < from || strings.TrimSpace(m.text[line:n.keyAt.start]) != "" || end < 0 {
			return nil, false
		}
		out[n] = m.text[from : n.at.end+end+1]
		from = n.at.end + end + 1
	}
	return out, true
}
