package tree

import (
	"bytes"
	"encoding/json"
	"slices"
)

// Each edit returns a new document; the tree it was given belongs to the old
// one, and must be parsed anew.

// Replace puts compact JSON in the place of a node, laid out as the document is.
func Replace(data []byte, root, n *Node, value []byte) []byte {
	l := layoutOf(data, root)
	return splice(data, n.Start, n.End, l.render(value, l.lead(n.Start)))
}

// Add appends a member (or, with an empty name, an item) to a container,
// laid out as its neighbours are.
func Add(data []byte, root, container *Node, name string, value []byte) []byte {
	l := layoutOf(data, root)
	first, last, ok := container.ends()
	if !ok {
		outer := l.lead(container.Start)
		inner := l.element(name, value, outer+l.unit)
		if l.unit != "" {
			inner = slices.Concat([]byte(l.newline+outer+l.unit), inner, []byte(l.newline+outer))
		}
		return splice(data, container.Start+1, container.End-1, inner)
	}
	sep := ","
	if bytes.IndexByte(data[container.Start:first], '\n') >= 0 {
		sep += l.newline + l.lead(first)
	} else {
		l.unit = ""
		sep += string(data[container.Start+1 : first])
	}
	return splice(data, last, last, slices.Concat([]byte(sep), l.element(name, value, l.lead(first))))
}

// Remove takes the i-th member or item out of a container, with the comma
// that belongs to it.
func Remove(data []byte, container *Node, i int) []byte {
	starts, ends := container.bounds()
	switch {
	case len(starts) == 1:
		return splice(data, container.Start+1, container.End-1, nil)
	case i == len(starts)-1:
		return splice(data, ends[i-1], ends[i], nil)
	}
	return splice(data, starts[i], starts[i+1], nil)
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

func layoutOf(data []byte, root *Node) layout {
	l := layout{data: data, unit: "  ", newline: "\n"}
	if bytes.Contains(data, []byte("\r\n")) {
		l.newline = "\r\n"
	}
	if first, _, ok := root.ends(); ok {
		l.unit = ""
		if bytes.IndexByte(data[root.Start:first], '\n') >= 0 {
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
