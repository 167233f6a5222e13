package shell

import (
	"fmt"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"tagout/internal/word"
)

// Definition is an alias or a function that the shell has before the program
// begins. It is a definition, and no call: only what calls it is judged.
type Definition struct {
	// Function: Text is its declaration, as the shell prints it. Else Name is an
	// alias, and Text what it stands for.
	Function   bool
	Name, Text string
}

// have makes definitions known. A function is read when it is called.
func (in *interp) have(defs []Definition) {
	for _, d := range defs {
		if d.Function || in.dialect == Fish {
			in.env.setFunc(d.Name, &function{had: &Definition{Name: d.Name, Text: d.declaration()}})
		} else {
			in.env.setAlias(d.Name, &alias{text: literal(d.Text), had: true})
		}
	}
}

// declaration is a function's text. An abbreviation of fish, which stands for
// itself where a command begins, does what a function of its words would.
func (d *Definition) declaration() string {
	if d.Function {
		return d.Text
	}
	text := d.Text
	if head, _, _ := strings.Cut(text, " "); head == d.Name {
		text = "command " + text
	}
	return "function " + d.Name + "\n" + text + " $argv\nend"
}

// readHad reads a function that the shell had, now that it is called at a span.
// One that cannot be read may do anything.
func (in *interp) readHad(fn *function, span word.Span) *function {
	had := fn.had
	if had == nil {
		return fn
	}
	out := &function{bodies: fn.bodies, perhaps: fn.perhaps}
	if in.bytes += len(had.Text); in.bytes > in.lim.Bytes {
		in.tooComplex(fmt.Sprintf("more than %d bytes of program text", in.lim.Bytes), span)
		return out
	}
	f := *in.frame
	f.src, f.marks, f.aliases = &Source{Name: "function " + had.Name, Text: had.Text, In: in.src, By: span}, nil, nil
	b, err := in.declared(had, &f)
	if err != nil {
		in.report(Problem{Kind: "unreadable", Source: in.src, Span: span,
			Msg: fmt.Sprintf("the function %s that this shell has: %v", had.Name, err)})
		return out
	}
	out.bodies = append(out.bodies[:len(out.bodies):len(out.bodies)], b)
	return out
}

// declared reads a declaration as a text of its own.
func (in *interp) declared(had *Definition, f *frame) (body, error) {
	old := in.frame
	in.frame = f
	defer func() { in.frame = old }()
	list, err := in.parsed(had.Text)
	if err != nil {
		return body{}, err
	}
	for _, s := range list {
		if fd, ok := s.Cmd.(*syntax.FuncDecl); ok {
			return body{stmt: fd.Body, frame: f}, nil
		}
	}
	return body{}, fmt.Errorf("it is no declaration")
}
