package lang

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"tagout/internal/diag"

	"github.com/BurntSushi/toml"
)

// maxSize bounds a policy file, in bytes: the decoder takes about 0.8 µs a byte
// on the worst of them, and a hook waits for it. Ours have up to 50 kB.
const maxSize = 256 << 10

// maxProblems bounds what is reported: a file with more is not a policy.
const maxProblems = 100

// file is one text under compilation and the mistakes found in it so far.
type file struct {
	name, text string
	problems   diag.Problems
}

// report adds a mistake at a place. owner is the rule or tool in which it is,
// by its name or with "rule" or "tool" before it.
func (f *file) report(at span, owner, msg, want, hint string) {
	switch {
	case len(f.problems) > maxProblems:
		return
	case len(f.problems) == maxProblems:
		msg, want, hint = "too many mistakes, the others are not shown", "", ""
	}
	p := diag.Problem{File: f.name, Rule: owner[strings.LastIndexByte(owner, ' ')+1:], Msg: msg, Want: want, Hint: hint, Len: at.end - at.start}
	p.Line, p.Col, p.Source = diag.At(f.text, at.start)
	f.problems = append(f.problems, p)
}

// read turns the text into a tree of keys with their places and values, or
// reports why it cannot.
func (f *file) read(data []byte) (*node, bool) {
	if !f.readable(data) {
		return nil, false
	}
	s := scanner{text: f.text}
	root := s.scan()
	if s.deep != nil {
		f.report(*s.deep, "", fmt.Sprintf("nested deeper than %d levels", maxNesting), "", "")
		return nil, false
	}
	for i, n := range s.again {
		line, _, _ := diag.At(f.text, s.first[i].keyAt.start)
		f.report(n.keyAt, n.key, quote(n.key)+" is defined twice", "", fmt.Sprintf("first on line %d", line))
	}
	if len(s.again) > 0 {
		return nil, false
	}
	if s.stuck && strings.Count(f.text[min(s.pos, len(f.text)):], "[")+strings.Count(f.text[min(s.pos, len(f.text)):], "{") > maxUnread {
		f.report(span{s.pos, s.pos + 1}, "", "not valid TOML", "", "")
		return nil, false
	}
	vals, ok := f.decode(span{s.pos, s.pos + 1})
	if !ok {
		return nil, false
	}
	attach(root, vals)
	return root, true
}

// maxUnread bounds the brackets that the decoder may meet in a text that the
// scanner, which bounds nesting, could not read.
const maxUnread = 4096

func (f *file) readable(data []byte) bool {
	if len(data) > maxSize {
		f.text = string(data[:maxSize+1])
		f.report(span{maxSize, maxSize + 1}, "", fmt.Sprintf("the file has %d bytes", len(data)), fmt.Sprintf("at most %d", maxSize), "")
		return false
	}
	f.text = strings.TrimPrefix(string(data), "\ufeff")
	if !utf8.ValidString(f.text) {
		at := invalidAt(f.text)
		f.report(span{at, at + 1}, "", "not valid UTF-8", "", "save the file as UTF-8")
		return false
	}
	if at := strings.IndexByte(f.text, 0); at >= 0 {
		f.report(span{at, at + 1}, "", "the file holds a NUL byte", "", "save the file as UTF-8")
		return false
	}
	return true
}

func invalidAt(text string) int {
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return len(text)
}

// decode runs the TOML decoder. Its mistakes are ours to place, at where the
// scanner came to unless it says more, and a panic in it is a mistake of the file
// too.
func (f *file) decode(reached span) (vals map[string]any, ok bool) {
	defer func() {
		if r := recover(); r != nil {
			f.report(reached, "", "not valid TOML", "", "")
			vals, ok = nil, false
		}
	}()
	_, err := toml.Decode(f.text, &vals)
	if err == nil {
		return vals, true
	}
	var bad toml.ParseError
	if errors.As(err, &bad) {
		at := bad.Position
		f.report(span{at.Start, at.Start + max(at.Len, 1)}, "", lowered(bad.Message), "", "")
	} else {
		f.report(reached, "", lowered(err.Error()), "", "")
	}
	return nil, false
}

// lowered puts a message of the decoder into our own style.
func lowered(msg string) string {
	msg = strings.TrimSuffix(strings.TrimPrefix(msg, "toml: "), ".")
	if msg == "" {
		return "not valid TOML"
	}
	if len(msg) > 1 && msg[1] >= 'A' && msg[1] <= 'Z' {
		return msg
	}
	return strings.ToLower(msg[:1]) + msg[1:]
}

// attach gives every node its value. An entry that the scanner did not find
// takes its table's place.
func attach(n *node, val any) {
	n.val = val
	switch val := val.(type) {
	case map[string]any:
		for _, key := range missing(n, val) {
			n.add(&node{key: key, keyAt: n.keyAt, at: n.at})
		}
		for _, k := range n.kids {
			attach(k, val[k.key])
		}
	case []any:
		for i, v := range val {
			attach(n.elem(i), v)
		}
	case []map[string]any:
		for i, v := range val {
			attach(n.elem(i), v)
		}
	}
}

func missing(n *node, val map[string]any) []string {
	var keys []string
	for key := range val {
		if n.kid(key) == nil {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

func (n *node) elem(i int) *node {
	for i >= len(n.kids) {
		n.kids = append(n.kids, &node{keyAt: n.keyAt, at: n.at})
	}
	return n.kids[i]
}

// typeName names the TOML type of a value with its article.
func typeName(val any) string {
	switch val.(type) {
	case string:
		return "a string"
	case int64:
		return "a number"
	case float64:
		return "a number with a fraction"
	case bool:
		return "a boolean"
	case time.Time:
		return "a date"
	case map[string]any:
		return "a table"
	case []any, []map[string]any:
		return "a list"
	}
	return "nothing"
}
