package source

import "strings"

// yamlNode is a node of the part of YAML that Taskfiles and Compose files are
// written in: block maps and lists, plain and quoted scalars, block scalars,
// flow collections on one line, anchors. Anything else is a node that is not
// known. (A full reader costs 0.5 to 1 ms at every start of the program.)
type yamlNode struct {
	kind yamlKind
	text string
	keys []string // of a map, beside items
	list []*yamlNode
	at   int // the byte of the document at or after which it begins
}

type yamlKind uint8

const (
	yamlScalar yamlKind = iota + 1
	yamlMap
	yamlList
	yamlUnknown
)

// get returns the value at a path of keys, nil where there is none.
func (n *yamlNode) get(keys ...string) *yamlNode {
	for _, key := range keys {
		if n == nil || n.kind != yamlMap {
			return nil
		}
		var found *yamlNode
		for i, k := range n.keys {
			if k == key {
				found = n.list[i]
			}
		}
		if found == nil && key != "<<" {
			found = n.get("<<").get(key)
		}
		n = found
	}
	return n
}

// items are a list's, or the node itself.
func (n *yamlNode) items() []*yamlNode {
	switch {
	case n == nil:
		return nil
	case n.kind == yamlList:
		return n.list
	}
	return []*yamlNode{n}
}

// yamlLine is a line with its indentation taken off.
type yamlLine struct {
	indent int
	text   string
	at     int // where text begins
}

// yamlReader goes through the lines of a document.
type yamlReader struct {
	lines   []yamlLine
	next    int
	depth   int
	joined  int // bytes that were read more than once
	more    bool
	anchors []yamlAnchor
}

type yamlAnchor struct {
	name string
	node *yamlNode
}

// yaml reads the first document of a text.
func (j *job) yaml(text string) *yamlNode {
	n, more := readYAML(text)
	j.more = j.more || more
	return n
}

// readYAML reads the first document of a text. more: a bound was hit.
func readYAML(text string) (n *yamlNode, more bool) {
	r := &yamlReader{}
	at := 0
	for _, raw := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		body := strings.TrimLeft(raw, " ")
		indent := len(raw) - len(body)
		line := yamlLine{indent, strings.TrimRight(body, " \t"), at + indent}
		at += len(raw) + 1
		if line.indent == 0 && (strings.HasPrefix(body, "---") || strings.HasPrefix(body, "%")) && r.blank() {
			continue
		}
		if line.indent == 0 && (strings.HasPrefix(body, "---") || body == "...") {
			break
		}
		r.lines = append(r.lines, line)
	}
	return r.block(0), r.more
}

// blank reports whether nothing has been said so far.
func (r *yamlReader) blank() bool {
	for _, l := range r.lines {
		if !l.empty() {
			return false
		}
	}
	return true
}

func (l yamlLine) empty() bool { return l.text == "" || l.text[0] == '#' }

// skip goes to the next line that says something, and reports whether it is
// indented by at least n.
func (r *yamlReader) skip(n int) bool {
	for r.next < len(r.lines) && r.lines[r.next].empty() {
		r.next++
	}
	return r.next < len(r.lines) && r.lines[r.next].indent >= n
}

// block reads the node whose lines are indented by at least n.
func (r *yamlReader) block(n int) *yamlNode {
	if !r.skip(n) {
		return &yamlNode{kind: yamlScalar}
	}
	if r.depth >= maxDepth {
		r.more = true
		return r.lost(n)
	}
	r.depth++
	defer func() { r.depth-- }()
	line := r.lines[r.next]
	switch {
	case line.text == "-" || strings.HasPrefix(line.text, "- "):
		return r.sequence(line.indent)
	case line.text[0] == '\t':
		return r.lost(n)
	}
	if _, _, ok := yamlKey(line.text); ok {
		return r.mapping(line.indent)
	}
	return r.scalar(line.text, n)
}

// lost passes over the lines of a node that cannot be read.
func (r *yamlReader) lost(n int) *yamlNode {
	for r.next++; r.skip(n); r.next++ {
	}
	return &yamlNode{kind: yamlUnknown}
}

func (r *yamlReader) sequence(indent int) *yamlNode {
	n := &yamlNode{kind: yamlList}
	for r.skip(indent) && r.lines[r.next].indent == indent {
		text := r.lines[r.next].text
		if text != "-" && !strings.HasPrefix(text, "- ") {
			break
		}
		rest := strings.TrimLeft(strings.TrimPrefix(text, "-"), " ")
		if _, _, ok := yamlKey(rest); ok || strings.HasPrefix(rest, "- ") {
			deeper := len(text) - len(rest)
			r.lines[r.next] = yamlLine{indent + deeper, rest, r.lines[r.next].at + deeper}
			n.list = append(n.list, r.block(indent+1))
			continue
		}
		r.next++
		n.list = append(n.list, r.value(rest, indent, true))
	}
	return n
}

func (r *yamlReader) mapping(indent int) *yamlNode {
	n := &yamlNode{kind: yamlMap}
	for r.skip(indent) && r.lines[r.next].indent == indent {
		key, rest, ok := yamlKey(r.lines[r.next].text)
		if !ok {
			break
		}
		r.next++
		n.keys, n.list = append(n.keys, key), append(n.list, r.value(rest, indent, false))
	}
	if r.skip(indent + 1) {
		return r.lost(indent)
	}
	return n
}

// value reads what follows a key or a dash on its line, and the lines below it
// that belong to it. item: it stands in a list, whose next dash is not its own.
func (r *yamlReader) value(rest string, indent int, item bool) *yamlNode {
	rest = yamlUncommented(rest)
	anchor := ""
	for rest != "" && (rest[0] == '&' || rest[0] == '!') {
		mark, after, _ := strings.Cut(rest, " ")
		if mark[0] == '&' {
			anchor = mark[1:]
		}
		rest = strings.TrimLeft(after, " ")
	}
	at := r.place(rest)
	n := r.plainValue(rest, indent, item)
	if n.at == 0 {
		n.at = at
	}
	if anchor != "" {
		r.anchors = append(r.anchors, yamlAnchor{anchor, n})
	}
	return n
}

// place is where the rest of the line before next begins.
func (r *yamlReader) place(rest string) int {
	line := r.lines[r.next-1]
	if rest == "" {
		return line.at
	}
	return line.at + max(0, strings.LastIndex(line.text, rest))
}

func (r *yamlReader) plainValue(rest string, indent int, item bool) *yamlNode {
	switch {
	case rest == "":
		// a list may stand at the indentation of its key
		if r.skip(indent+1) || !item && r.skip(indent) && strings.HasPrefix(r.lines[r.next].text, "-") {
			return r.block(r.lines[r.next].indent)
		}
		return &yamlNode{kind: yamlScalar}
	case rest[0] == '|' || rest[0] == '>':
		return r.literal(rest[0] == '>', indent)
	case rest[0] == '*':
		for i := len(r.anchors) - 1; i >= 0; i-- {
			if r.anchors[i].name == rest[1:] {
				return r.anchors[i].node
			}
		}
		return &yamlNode{kind: yamlUnknown}
	}
	r.next--
	return r.scalar(rest, indent+1)
}

// literal reads a block scalar.
func (r *yamlReader) literal(fold bool, indent int) *yamlNode {
	var lines []string
	base, at := -1, 0
	if r.next < len(r.lines) {
		at = r.lines[r.next].at
	}
	for ; r.next < len(r.lines); r.next++ {
		l := r.lines[r.next]
		if l.text != "" && l.indent <= indent {
			break
		}
		if l.text != "" && base < 0 {
			base = l.indent
		}
		lines = append(lines, strings.Repeat(" ", max(0, l.indent-max(base, 0)))+l.text)
	}
	sep := "\n"
	if fold {
		sep = " "
	}
	return &yamlNode{kind: yamlScalar, text: strings.TrimRight(strings.Join(lines, sep), "\n "), at: at}
}

// maxJoined bounds the lines that one scalar or flow collection spans.
const maxJoined = 1000

// scalar reads a plain or quoted scalar or a flow collection that begins with
// rest on the line at next, and may go on on lines indented by at least n.
func (r *yamlReader) scalar(rest string, n int) *yamlNode {
	text := rest
	first := r.next
	for r.next++; r.next < len(r.lines) && r.next-first < maxJoined && r.joined < maxText && !closed(text); r.next++ {
		r.joined += len(text)
		text += " " + r.lines[r.next].text
	}
	plain := text != "" && strings.IndexByte(`"'[{`, text[0]) < 0
	for plain && r.next < len(r.lines) && r.next-first < maxJoined && r.joined < maxText && r.lines[r.next].indent >= max(n, 1) && !r.lines[r.next].empty() {
		r.joined += len(text)
		text += " " + yamlUncommented(r.lines[r.next].text)
		r.next++
	}
	r.more = r.more || r.next-first >= maxJoined || r.joined >= maxText || nesting(text) > maxDepth
	node, rest := yamlFlow(yamlUncommented(text), "", 0)
	if strings.TrimSpace(rest) != "" {
		return &yamlNode{kind: yamlUnknown}
	}
	return node
}

// nesting is how deeply brackets are nested in a text.
func nesting(text string) int {
	depth, most := 0, 0
	for i := range len(text) {
		switch text[i] {
		case '[', '{':
			depth++
			most = max(most, depth)
		case ']', '}':
			depth--
		}
	}
	return most
}
