package shell

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"tagout/internal/word"
)

// sets reports that a variable is set by something other than an assignment (a
// loop, arithmetic, {fd}>file, coproc), where more than this text may read it: programs
// take their orders from names in capitals, zsh from some that end in "path",
// and arithmetic from a value that is armed.
func (in *interp) sets(name string, t word.Text, at word.Span) {
	if name == strings.ToLower(name) && !strings.HasSuffix(name, "path") && !armed(t) {
		return
	}
	c := in.newCall(nil, at)
	c.Assigns, c.Redirects = []Assign{{Name: name, Value: t, Span: at}}, nil
	in.visit(c)
}

// bind gives a loop's variable a value.
func (in *interp) bind(name string, t word.Text, at word.Span) {
	in.sets(name, t, at)
	in.assignScalar(name, t)
}

// setsFD is {name}>file: the shell puts a descriptor's number into a variable.
func (in *interp) setsFD(n *syntax.Lit) (fd int) {
	name := strings.Trim(n.Value, "{}")
	if name == n.Value || !syntax.ValidName(name) {
		return anyFD
	}
	if !slices.Contains(in.fds, name) {
		in.fds = append(in.fds, name)
	}
	number := unknownClass("$"+name, "number")
	in.sets(name, number, in.span(n))
	in.assign(name, value{text: number})
	return in.fdOf(number)
}

// setsPipes is coproc NAME: the shell puts the descriptors into an array.
func (in *interp) setsPipes(w *syntax.Word) {
	name, ok := in.textOf(w).Known()
	if !ok || !syntax.ValidName(name) {
		return
	}
	in.sets(name, unknown("$"+name), in.span(w))
	in.assign(name, openArray(name))
}

// evaluates tells, once in a run, that the shell takes a text for an expression
// or a name, of which not all is known.
func (in *interp) evaluates(t word.Text, at word.Span) {
	if in.evaluated || !t.HasUnknown() || isNumber(t) {
		return
	}
	in.evaluated = true
	c := in.newCall(nil, at)
	c.Assigns, c.Redirects, c.Evaluates = nil, nil, true
	in.visit(c)
}
