// Package tree reads a JSON document into a tree that remembers where
// everything stands, so that repeated keys are seen and a document can be
// edited without disturbing the bytes around the edit.
//
// encoding/json decides what is JSON; this package only remembers places.
package tree

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// Kind says what a node is. The zero value is invalid.
type Kind uint8

// The kinds of JSON values (RFC 8259, section 3).
const (
	Object Kind = iota + 1
	Array
	String
	Number
	True
	False
	Null
)

// String returns the kind as messages spell it.
func (k Kind) String() string {
	switch k {
	case Object:
		return "an object"
	case Array:
		return "an array"
	case String:
		return "a string"
	case Number:
		return "a number"
	case True, False:
		return "a boolean"
	case Null:
		return "null"
	}
	return "nothing"
}

// Node is a value in the document.
type Node struct {
	Kind Kind
	// Start and End bound the value's bytes, End exclusive.
	Start, End int
	// Text is a string's value, and the spelling of a number.
	Text string
	// Members are an object's, Items an array's, in order.
	Members []Member
	Items   []*Node
}

// Member is a name and its value.
type Member struct {
	Name string
	// Start is the place of the name's opening quote.
	Start int
	Value *Node
}

// MaxDepth bounds nesting; a deeper document is refused.
const MaxDepth = 200

// ErrDepth is returned for a document nested deeper than MaxDepth.
var ErrDepth = errors.New("nested too deeply")

// Parse reads a whole document; a byte order mark before it is skipped. It
// fails with a *json.SyntaxError, whose Offset counts from the document's
// beginning, or with ErrDepth.
func Parse(data []byte) (*Node, error) {
	body := bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	skipped := len(data) - len(body)
	if !json.Valid(body) {
		return nil, syntaxError(body, skipped)
	}
	r := reader{data: data, at: skipped}
	n := r.value(0)
	if r.deep {
		return nil, ErrDepth
	}
	return n, nil
}

func syntaxError(body []byte, skipped int) error {
	var raw json.RawMessage
	err := json.Unmarshal(body, &raw)
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		if strings.Contains(err.Error(), "max depth") { // of encoding/json, which has no name for it
			return ErrDepth
		}
		syntax.Offset += int64(skipped)
	}
	if err == nil {
		err = errors.New("not a JSON document")
	}
	return err
}

// reader walks a document that is known to be valid, so it never looks for
// mistakes.
type reader struct {
	data []byte
	at   int
	deep bool
}

func (r *reader) space() {
	for r.at < len(r.data) {
		switch r.data[r.at] {
		case ' ', '\t', '\n', '\r':
			r.at++
		default:
			return
		}
	}
}

// next skips space and the given separator, and reports whether a further
// element follows before the closing byte, which it consumes.
func (r *reader) next(sep, closing byte) bool {
	r.space()
	if r.data[r.at] == sep {
		r.at++
		r.space()
	}
	if r.data[r.at] == closing {
		r.at++
		return false
	}
	return true
}

func (r *reader) value(depth int) *Node {
	r.space()
	n := &Node{Start: r.at}
	if depth > MaxDepth {
		r.deep = true
		r.at = len(r.data)
		return n
	}
	switch r.data[r.at] {
	case '{':
		n.Kind = Object
		r.members(n, depth+1)
	case '[':
		n.Kind = Array
		r.items(n, depth+1)
	case '"':
		n.Kind, n.Text = String, r.text()
	default:
		n.Kind, n.Text = r.scalar()
	}
	n.End = r.at
	return n
}

func (r *reader) members(n *Node, depth int) {
	r.at++
	for !r.deep && r.next(',', '}') {
		m := Member{Start: r.at}
		m.Name = r.text()
		r.space()
		r.at++ // the colon
		m.Value = r.value(depth)
		n.Members = append(n.Members, m)
	}
}

func (r *reader) items(n *Node, depth int) {
	r.at++
	for !r.deep && r.next(',', ']') {
		n.Items = append(n.Items, r.value(depth))
	}
}

// text reads a string. Only one that holds an escape, or is not UTF-8, needs
// decoding.
func (r *reader) text() string {
	start, plain := r.at, true
	r.at++
	for r.data[r.at] != '"' {
		if r.data[r.at] == '\\' {
			plain = false
			r.at++
		}
		if r.data[r.at] >= 0x80 {
			plain = false
		}
		r.at++
	}
	r.at++
	if plain {
		return string(r.data[start+1 : r.at-1])
	}
	var s string
	if err := json.Unmarshal(r.data[start:r.at], &s); err != nil {
		return string(r.data[start+1 : r.at-1])
	}
	return s
}

func (r *reader) scalar() (Kind, string) {
	start := r.at
	for r.at < len(r.data) && !bytes.ContainsRune([]byte(",]} \t\r\n"), rune(r.data[r.at])) {
		r.at++
	}
	word := string(r.data[start:r.at])
	switch word {
	case "true":
		return True, word
	case "false":
		return False, word
	case "null":
		return Null, word
	}
	return Number, word
}

// Get returns the value at a path of member names, nil when there is none.
// Of members with the same name it returns the last, as JSON.parse does.
func (n *Node) Get(names ...string) *Node {
	for _, name := range names {
		if n == nil || n.Kind != Object {
			return nil
		}
		var found *Node
		for _, m := range n.Members {
			if m.Name == name {
				found = m.Value
			}
		}
		n = found
	}
	return n
}

// Str returns a string's value, and whether the node is a string. A nil node
// is none.
func (n *Node) Str() (string, bool) {
	if n == nil || n.Kind != String {
		return "", false
	}
	return n.Text, true
}

// Repeated returns the first name that stands twice in one object, anywhere
// in the tree, and its place.
func (n *Node) Repeated() (name string, at int, found bool) {
	seen := make(map[string]bool, len(n.Members))
	for _, m := range n.Members {
		if seen[m.Name] {
			return m.Name, m.Start, true
		}
		seen[m.Name] = true
		if name, at, found = m.Value.Repeated(); found {
			return name, at, true
		}
	}
	for _, item := range n.Items {
		if name, at, found = item.Repeated(); found {
			return name, at, true
		}
	}
	return "", 0, false
}

// Equal reports whether two documents mean the same, the order of members
// aside. Numbers are compared as they are spelled.
func (n *Node) Equal(o *Node) bool {
	if n == nil || o == nil {
		return n == o
	}
	if n.Kind != o.Kind || n.Text != o.Text || len(n.Members) != len(o.Members) || len(n.Items) != len(o.Items) {
		return false
	}
	for _, m := range n.Members {
		if !m.Value.Equal(o.Get(m.Name)) {
			return false
		}
	}
	for i := range n.Items {
		if !n.Items[i].Equal(o.Items[i]) {
			return false
		}
	}
	return true
}

// Place returns the line and column, from 1, of a byte of a document. A
// column counts bytes.
func Place(data []byte, offset int) string {
	offset = min(max(offset, 0), len(data))
	line := 1 + bytes.Count(data[:offset], []byte("\n"))
	column := offset - bytes.LastIndexByte(data[:offset], '\n')
	return fmt.Sprintf("%d:%d", line, column)
}
