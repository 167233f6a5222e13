package lang

import "strings"

// span is a range of bytes of a file, end exclusive.
type span struct{ start, end int }

// node is one key or array element of a file: where it stands, and what the
// TOML decoder read there.
type node struct {
	key   string
	keyAt span
	// at is the value; for a [table] the header's key.
	at span
	// kids are a table's entries or an array's elements, in order.
	kids []*node
	// byKey finds a kid of a large table.
	byKey map[string]*node
	// headed marks a table that a [header] defined, listed an array that
	// [[headers]] fill.
	headed, listed bool
	val            any
}

// indexed is the number of entries from which a table is indexed.
const indexed = 16

func (n *node) kid(key string) *node {
	if n.byKey != nil {
		return n.byKey[key]
	}
	for _, k := range n.kids {
		if k.key == key {
			return k
		}
	}
	return nil
}

func (n *node) add(k *node) *node {
	n.kids = append(n.kids, k)
	switch {
	case n.byKey != nil:
		n.byKey[k.key] = k
	case len(n.kids) == indexed:
		n.byKey = make(map[string]*node, 2*indexed)
		for _, kid := range n.kids {
			n.byKey[kid.key] = kid
		}
	}
	return k
}

// maxNesting bounds arrays, inline tables and dotted keys: the decoder recurses
// on them, and nothing in a policy is deeper than four.
const maxNesting = 16

// scanner finds where keys and values stand. It reads valid TOML; on anything
// else it stops, because the decoder then says what is wrong.
type scanner struct {
	text  string
	pos   int
	stuck bool
	// deep is set where nesting passed the bound, again where a table was
	// defined twice.
	deep  *span
	again []*node
	first []*node
}

// scan returns the tree of positions below an unnamed root.
func (s *scanner) scan() *node {
	root := &node{}
	table := root
	for {
		s.blank(true)
		if s.stuck || s.pos >= len(s.text) {
			return root
		}
		if s.text[s.pos] == '[' {
			table = s.header(root)
		} else {
			s.pair(table, 0)
		}
		s.blank(false)
		if s.pos < len(s.text) && s.text[s.pos] != '\n' {
			s.stuck = true
		}
	}
}

// blank skips spaces and comments, and line ends where lines is set.
func (s *scanner) blank(lines bool) {
	for s.pos < len(s.text) {
		switch c := s.text[s.pos]; {
		case c == ' ' || c == '\t' || c == '\r':
			s.pos++
		case c == '\n' && lines:
			s.pos++
		case c == '#':
			if i := strings.IndexByte(s.text[s.pos:], '\n'); i >= 0 {
				s.pos += i
			} else {
				s.pos = len(s.text)
			}
		default:
			return
		}
	}
}

// eat takes c where it stands next.
func (s *scanner) eat(c byte) bool {
	if s.pos < len(s.text) && s.text[s.pos] == c {
		s.pos++
		return true
	}
	return false
}

// header reads "[a.b]" or "[[a.b]]" and returns the table it opens.
func (s *scanner) header(root *node) *node {
	s.pos++
	list := s.eat('[')
	keys := s.keys()
	if s.stuck || !s.eat(']') || list && !s.eat(']') {
		s.stuck = true
		return root
	}
	table := root
	for i, k := range keys {
		last := i == len(keys)-1
		table = s.open(table, k, last, last && list)
	}
	return table
}

// open finds or makes the table that one key of a header names.
func (s *scanner) open(in *node, key *node, last, list bool) *node {
	found := in.kid(key.key)
	if found == nil {
		key.at = key.keyAt
		found = in.add(key)
		found.listed = list
	} else if last && !list {
		if found.headed {
			s.again, s.first = append(s.again, key), append(s.first, found)
			return found
		}
		found.keyAt, found.at = key.keyAt, key.keyAt
	}
	if last && !list {
		found.headed = true
	}
	if list {
		return found.add(&node{keyAt: key.keyAt, at: key.keyAt})
	}
	if found.listed && len(found.kids) > 0 {
		return found.kids[len(found.kids)-1]
	}
	return found
}

// keys reads "a.b.c" as nodes that have a key and its place.
func (s *scanner) keys() []*node {
	var keys []*node
	for {
		s.blank(false)
		k := s.key()
		if s.stuck {
			return nil
		}
		keys = append(keys, k)
		s.tooDeep(len(keys), k.keyAt)
		s.blank(false)
		if s.stuck || !s.eat('.') {
			return keys
		}
	}
}

func (s *scanner) tooDeep(level int, at span) {
	if level > maxNesting && s.deep == nil {
		s.deep, s.stuck = &at, true
	}
}

func (s *scanner) key() *node {
	from := s.pos
	if s.pos < len(s.text) && (s.text[s.pos] == '"' || s.text[s.pos] == '\'') {
		s.quoted()
		if s.stuck {
			return nil
		}
		text, _ := unquote(s.text[from:s.pos])
		return &node{key: text, keyAt: span{from, s.pos}}
	}
	for s.pos < len(s.text) && bare(s.text[s.pos]) {
		s.pos++
	}
	if s.pos == from {
		s.stuck = true
	}
	return &node{key: s.text[from:s.pos], keyAt: span{from, s.pos}}
}

func bare(c byte) bool {
	return c == '-' || c == '_' || '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z' || c >= 0x80
}

// pair reads "a.b = value" into a table.
func (s *scanner) pair(table *node, depth int) {
	keys := s.keys()
	if s.stuck {
		return
	}
	for _, k := range keys[:len(keys)-1] {
		if found := table.kid(k.key); found != nil {
			table = found
			continue
		}
		k.at = k.keyAt
		table = table.add(k)
	}
	n := keys[len(keys)-1]
	if !s.eat('=') {
		s.stuck = true
		return
	}
	s.blank(false)
	s.value(n, depth)
	table.add(n)
}

// value reads a value's place and, for an array or inline table, its parts'.
func (s *scanner) value(n *node, depth int) {
	from := s.pos
	if s.pos >= len(s.text) {
		s.stuck = true
		return
	}
	switch s.text[s.pos] {
	case '"', '\'':
		s.quoted()
	case '[':
		s.list(n, ']', depth+1)
	case '{':
		s.list(n, '}', depth+1)
	default:
		s.scalar()
	}
	n.at = span{from, s.pos}
}

// list reads the elements of an array or the pairs of an inline table.
func (s *scanner) list(n *node, end byte, depth int) {
	s.tooDeep(depth, span{s.pos, s.pos + 1})
	s.pos++
	for {
		s.blank(true)
		if s.stuck || s.pos >= len(s.text) {
			s.stuck = true
			return
		}
		if s.eat(end) {
			return
		}
		if end == '}' {
			s.pair(n, depth)
		} else {
			elem := &node{}
			s.value(elem, depth)
			elem.keyAt = elem.at
			n.kids = append(n.kids, elem)
		}
		s.blank(true)
		if !s.eat(',') && (s.pos >= len(s.text) || s.text[s.pos] != end) {
			s.stuck = true
		}
	}
}

// scalar reads a number, boolean or date.
func (s *scanner) scalar() {
	from := s.pos
	for s.pos < len(s.text) && !strings.ContainsRune(",]}#\n", rune(s.text[s.pos])) {
		s.pos++
	}
	for s.pos > from && (s.text[s.pos-1] == ' ' || s.text[s.pos-1] == '\t' || s.text[s.pos-1] == '\r') {
		s.pos--
	}
	if s.pos == from {
		s.stuck = true
	}
}

// quoted reads a string of any of the four kinds.
func (s *scanner) quoted() {
	q := s.text[s.pos]
	triple := strings.Repeat(string(q), 3)
	if strings.HasPrefix(s.text[s.pos:], triple) {
		s.pos += 3
		s.until(triple, q == '"')
		for n := 0; n < 2 && s.eat(q); n++ { // up to two quotes before the closing three
		}
		return
	}
	s.pos++
	s.until(string(q), q == '"')
}

// until moves past the next end, skipping what a backslash escapes.
func (s *scanner) until(end string, escapes bool) {
	for s.pos < len(s.text) {
		switch {
		case strings.HasPrefix(s.text[s.pos:], end):
			s.pos += len(end)
			return
		case escapes && s.text[s.pos] == '\\':
			s.pos += 2
		case s.text[s.pos] == '\n' && len(end) == 1:
			s.stuck = true
			return
		default:
			s.pos++
		}
	}
	s.pos = len(s.text)
	s.stuck = true
}
