package mcp

import (
	"slices"
	"strings"

	"tagout/internal/shell"
	"tagout/internal/tree"
)

// outcome is what became of a template.
type outcome uint8

const (
	// made: the command is there.
	made outcome = iota
	// absent: a field that it needs is not.
	absent
	// wrong: a field is of a kind that it does not take.
	wrong
)

// render fills in a template from a call's input, once for each element of a
// field with "*". field is the one for which there is no command.
func (t *Template) render(c *Call) (lines []string, what outcome, field string) {
	elements := []*tree.Node{nil}
	for _, w := range t.words {
		for _, p := range w {
			if n := c.field(p.fields); p.mode == each && n != nil && n.Kind == tree.Array {
				elements = n.Items
			}
		}
	}
	for _, e := range elements {
		argv, what, field := t.argv(c, e)
		if what != made {
			return nil, what, field
		}
		line, _ := shell.Spell(argv)
		lines = append(lines, line)
	}
	return lines, made, ""
}

// argv are the words of one command.
func (t *Template) argv(c *Call, element *tree.Node) (argv []string, what outcome, field string) {
	for i, w := range t.words {
		words, what, field := c.words(w, element)
		if n := c.field(w[0].fields); i == 0 && n != nil && n.Kind == tree.Object {
			what, field = wrong, c.there(w[0].fields) // options have no program
		}
		if what != made {
			return nil, what, field
		}
		argv = append(argv, words...)
	}
	if len(argv) == 0 { // of a list that holds none
		return nil, absent, strings.Join(t.words[0][0].fields, " or ")
	}
	return argv, made, ""
}

// takes reports whether a template has a field.
func (t *Template) takes(field string) bool {
	for _, w := range t.words {
		for _, p := range w {
			if slices.Contains(p.fields, field) {
				return true
			}
		}
	}
	return false
}

// words are what one word of a template becomes: itself, or nothing, or several.
func (c *Call) words(pieces []piece, element *tree.Node) (words []string, what outcome, field string) {
	if p := pieces[0]; p.mode == spread {
		words, what = c.spread(p)
		return words, what, c.there(p.fields)
	}
	var b strings.Builder
	for _, p := range pieces {
		if p.fields == nil {
			b.WriteString(p.text)
			continue
		}
		n := c.field(p.fields)
		if p.mode == each && element != nil {
			n = element
		}
		text, is := scalar(n)
		switch {
		case p.mode == optional && (n == nil || is && text == ""):
			return nil, made, ""
		case n == nil:
			return nil, absent, p.name()
		case !is:
			return nil, wrong, c.there(p.fields)
		}
		b.WriteString(text)
	}
	return []string{b.String()}, made, ""
}

// name says in a message which field is meant.
func (p *piece) name() string { return strings.Join(p.fields, " or ") }

// spread are the elements of a list as words, and the members of an object as
// options. What is not there has none.
func (c *Call) spread(p piece) (words []string, what outcome) {
	n := c.field(p.fields)
	switch {
	case n == nil:
		return nil, made
	case n.Kind == tree.Array:
		for _, item := range n.Items {
			text, is := scalar(item)
			if !is {
				return nil, wrong
			}
			words = append(words, text)
		}
		return words, made
	case n.Kind == tree.Object:
		for _, m := range n.Members {
			words = append(words, options(m.Name, m.Value)...)
		}
		return words, made
	}
	return nil, wrong
}

// options are a member as options, one for each element of a list.
func options(name string, v *tree.Node) (words []string) {
	name = strings.TrimLeft(name, "-")
	list := []*tree.Node{v}
	if v.Kind == tree.Array {
		list = v.Items
	}
	for _, item := range list {
		text := valueOf(item)
		switch {
		case name == "", item.Kind == tree.Null:
		case len(name) == 1 && item.Kind == tree.True:
			words = append(words, "-"+name)
		case len(name) == 1:
			words = append(words, "-"+name, text)
		case item.Kind == tree.True:
			words = append(words, "--"+name)
		default:
			words = append(words, "--"+name+"="+text)
		}
	}
	return words
}

// valueOf is a value as one word, as JSON where it is none by itself.
func valueOf(n *tree.Node) string {
	if text, is := scalar(n); is {
		return text
	}
	return compact(n)
}

// field returns the first of the fields that is there; null is not.
func (c *Call) field(names []string) *tree.Node {
	for _, name := range names {
		if name == Server {
			return &tree.Node{Kind: tree.String, Text: c.Names[0].Server}
		}
		if n := c.Input.Get(strings.Split(name, ".")...); n != nil && n.Kind != tree.Null {
			return n
		}
	}
	return nil
}

// there is the name of the first of the fields that is there.
func (c *Call) there(names []string) string {
	for _, name := range names {
		if c.field([]string{name}) != nil {
			return name
		}
	}
	return ""
}

// scalar is a value that is one word: no list, no object and no null.
func scalar(n *tree.Node) (text string, is bool) {
	if n == nil {
		return "", false
	}
	switch n.Kind {
	case tree.String, tree.Number:
		return n.Text, true
	case tree.True:
		return "true", true
	case tree.False:
		return "false", true
	}
	return "", false
}

// compact writes a value as JSON without blanks.
func compact(n *tree.Node) string {
	var b strings.Builder
	write(&b, n)
	return b.String()
}

func write(b *strings.Builder, n *tree.Node) {
	switch n.Kind {
	case tree.Object:
		for i, m := range n.Members {
			b.WriteString([2]string{"{", ","}[min(i, 1)])
			quote(b, m.Name)
			b.WriteByte(':')
			write(b, m.Value)
		}
		b.WriteString([2]string{"{}", "}"}[min(len(n.Members), 1)])
	case tree.Array:
		for i, item := range n.Items {
			b.WriteString([2]string{"[", ","}[min(i, 1)])
			write(b, item)
		}
		b.WriteString([2]string{"[]", "]"}[min(len(n.Items), 1)])
	case tree.String:
		quote(b, n.Text)
	case tree.Null:
		b.WriteString("null")
	default:
		text, _ := scalar(n)
		b.WriteString(text)
	}
}

func quote(b *strings.Builder, text string) {
	b.WriteByte('"')
	for _, r := range text {
		switch r {
		case '"', '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case '\n':
			b.WriteString(`\n`)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
}
