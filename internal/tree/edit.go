package tree

import (
	"bytes"
	"encoding/json"
	"slices"
)

// Each edit returns a new text; the document belongs to the old one, and must
// be read anew.

// Replace puts compact JSON in the place of a node, laid out as the document is.
func (d *Doc) Replace(n *Node, value []byte) []byte {
	l := d.layout()
	return splice(d.Text, n.Start, n.End, l.render(value, l.lead(n.Start)))
}

// Add appends a member (or, with an empty name, an item) to a container,
// laid out as its neighbours are.
func (d *Doc) Add(container *Node, name string, value []byte) []byte {
	l := d.layout()
	first, last, ok := container.ends()
	if !ok {
		return d.fill(l, container, name, value)
	}
	if bytes.IndexByte(d.Text[container.Start:first], '\n') < 0 {
		l.unit = ""
		sep := ","
		if !d.commentIn(container.Start, first) {
			sep += string(d.Text[container.Start+1 : first])
		}
		return splice(d.Text, last, last, slices.Concat([]byte(sep), l.element(name, value, l.lead(first))))
	}
	element := slices.Concat([]byte(l.newline+l.lead(first)), l.element(name, value, l.lead(first)))
	limit := container.End - 1
	at, comma := d.eol(last, limit), d.trailing(last, limit)
	switch {
	case !d.commentIn(last, at) || comma >= at || at == limit:
		return splice(d.Text, last, last, slices.Concat([]byte(","), element))
	case comma >= 0:
		return splice(d.Text, at, at, append(element, ','))
	}
	return splice(splice(d.Text, at, at, element), last, last, []byte(","))
}

// fill puts the first element into a container, after the comments in it.
func (d *Doc) fill(l layout, container *Node, name string, value []byte) []byte {
	outer := l.lead(container.Start)
	from, to := container.Start+1, container.End-1
	inner := l.element(name, value, outer+l.unit)
	if d.commentIn(from, to) {
		at := d.afterComments(from, to)
		if bytes.IndexByte(d.Text[from:to], '\n') >= 0 {
			inner = slices.Concat([]byte(l.newline+outer+l.unit), inner)
		}
		return splice(d.Text, at, at, inner)
	}
	if l.unit != "" {
		inner = slices.Concat([]byte(l.newline+outer+l.unit), inner, []byte(l.newline+outer))
	}
	return splice(d.Text, from, to, inner)
}

// Remove takes the i-th member or item out of a container, with the comma
// that belongs to it.
func (d *Doc) Remove(container *Node, i int) []byte {
	starts, ends := container.bounds()
	limit := container.End - 1
	switch {
	case len(starts) == 1 && !d.commentIn(container.Start, limit):
		return splice(d.Text, container.Start+1, limit, nil)
	case len(starts) == 1:
		return splice(d.Text, d.afterComments(container.Start+1, starts[0]), d.past(ends[0], limit), nil)
	case i == len(starts)-1 && !d.commentIn(ends[i-1], starts[i]):
		return splice(d.Text, ends[i-1], ends[i], nil)
	case i == len(starts)-1:
		return d.removeLast(ends[i-1], starts[i], ends[i], limit)
	case !d.commentIn(ends[i], starts[i+1]):
		return splice(d.Text, starts[i], starts[i+1], nil)
	}
	return splice(d.Text, d.lineStart(starts[i]), d.comma(ends[i])+1, nil)
}

// removeLast takes out the last element where a comment stands between it and
// the one before.
func (d *Doc) removeLast(before, start, end, limit int) []byte {
	past := d.past(end, limit)
	out := splice(d.Text, d.lineStart(start), past, nil)
	if past > end {
		return out // the comma before it is the trailing one now
	}
	at := d.comma(before)
	return splice(out, at, at+1, nil)
}

// past returns where an element has ended, its trailing comma included.
func (d *Doc) past(end, limit int) int {
	if at := d.trailing(end, limit); at >= 0 {
		return at + 1
	}
	return end
}

// comma returns the place of the comma that follows an element.
func (d *Doc) comma(at int) int {
	for d.Text[at] != ',' {
		if i := slices.IndexFunc(d.comments, func(c [2]int) bool { return c[0] == at }); i >= 0 {
			at = d.comments[i][1]
			continue
		}
		at++
	}
	return at
}

// lineStart returns where the line break before an element begins, or the
// element where something else stands on its line.
func (d *Doc) lineStart(at int) int {
	head := bytes.TrimRight(d.Text[:at], " \t")
	switch {
	case bytes.HasSuffix(head, []byte("\r\n")):
		return len(head) - 2
	case bytes.HasSuffix(head, []byte("\n")):
		return len(head) - 1
	}
	return at
}

// bounds returns where each member or item begins and ends.
func (n *Node) bounds() (starts, ends []int) {
	for _, m := range n.Members {
		starts, ends = append(starts, m.Start), append(ends, m.Value.End)
	}
	for _, item := range n.Items {
		starts, ends = append(starts, item.Start), append(ends, item.End)
	}
	return starts, ends
}

// ends returns where the first element begins and the last one ends.
func (n *Node) ends() (first, last int, ok bool) {
	starts, ends := n.bounds()
	if len(starts) == 0 {
		return 0, 0, false
	}
	return starts[0], ends[len(ends)-1], true
}

// layout is how a document is set: the step of its indentation, "" when it
// stands on one line, and how its lines end.
type layout struct {
	data    []byte
	unit    string
	newline string
}

func (d *Doc) layout() layout {
	l := layout{data: d.Text, unit: "  ", newline: "\n"}
	if bytes.Contains(d.Text, []byte("\r\n")) {
		l.newline = "\r\n"
	}
	if first, _, ok := d.Root.ends(); ok {
		l.unit = ""
		if bytes.IndexByte(d.Text[d.Root.Start:first], '\n') >= 0 {
			l.unit = l.lead(first)
		}
	}
	return l
}

// lead returns the white space at the beginning of the line of an offset.
func (l layout) lead(offset int) string {
	line := l.data[bytes.LastIndexByte(l.data[:offset], '\n')+1 : offset]
	return string(line[:len(line)-len(bytes.TrimLeft(line, " \t"))])
}

func (l layout) element(name string, value []byte, prefix string) []byte {
	if name == "" {
		return l.render(value, prefix)
	}
	key, err := json.Marshal(name)
	if err != nil {
		key = []byte(`""`) // a Go string always has a JSON form
	}
	colon := ": "
	if l.unit == "" {
		colon = ":"
	}
	return slices.Concat(key, []byte(colon), l.render(value, prefix))
}

// render lays out compact JSON whose first line stands behind prefix.
func (l layout) render(value []byte, prefix string) []byte {
	if l.unit == "" {
		return value
	}
	var b bytes.Buffer
	if err := json.Indent(&b, value, prefix, l.unit); err != nil {
		return value
	}
	return bytes.ReplaceAll(b.Bytes(), []byte("\n"), []byte(l.newline))
}

func splice(data []byte, start, end int, text []byte) []byte {
	return slices.Concat(data[:start], text, data[end:])
}
