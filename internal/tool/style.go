package tool

import (
	"strings"

	"tagout/internal/catalog"
)

// dashless reads the first word of a BSD-style call as a bundle where it is
// one: "tar xzf a.tar", "ps aux". Letters that take a value take the words
// after it in order (tar(1), "Traditional usage").
func (r *reader) dashless() {
	if len(r.words) < 2 || len(r.Tool.Verbs) > 0 {
		return
	}
	w := r.words[1]
	s, known := w.Known()
	if !known || s == "" || len(s) > maxBundle || !r.bundle(s) {
		return
	}
	r.next = 2
	for i := range len(s) {
		name := "-" + s[i:i+1]
		r.add(Option{Name: name, Opt: r.lookup(name), Span: w.Span})
	}
}

// bundle reports whether every letter of s is an option.
func (r *reader) bundle(s string) bool {
	for i := range len(s) {
		if r.lookup("-"+s[i:i+1]) == nil {
			return false
		}
	}
	return true
}

// sameName reports whether two spellings are one option.
func sameName(style catalog.Style, a, b string) bool {
	if a == b {
		return true
	}
	if style != catalog.Go || a == "" || b == "" || a[0] != '-' || b[0] != '-' {
		return false
	}
	return strings.TrimPrefix(a[1:], "-") == strings.TrimPrefix(b[1:], "-")
}

// has reports whether the name is among the spellings of an option.
func (inv *Invocation) has(names []string, name string) bool {
	if contains(names, name) {
		return true
	}
	if inv.style() != catalog.Go {
		return false
	}
	for _, n := range names {
		if sameName(catalog.Go, n, name) {
			return true
		}
	}
	return false
}

func contains(list []string, s string) bool {
	for _, v := range list {
		if v == s {
			return true
		}
	}
	return false
}
