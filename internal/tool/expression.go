package tool

import (
	"strings"

	"tagout/internal/catalog"
	"tagout/internal/word"
)

// mark is an operator of find's expression: it stands before the option at an index.
type mark struct {
	at int
	op string
}

// every adds, for each action of a search that is taken on all that lies below the
// starting points, the option "--every", which the program itself has not: its value
// is the action ("delete", "print") or its program ("rm"). An action of find is taken
// on some where one of the tool's Selects stands in its way: before it, in the same
// list of "-a" (find(1), "Operators").
func (r *reader) every() {
	if len(r.Tool.Selects) == 0 {
		return
	}
	e := &expression{r: r, given: len(r.Options)}
	if r.style != catalog.Find {
		e.options()
		return
	}
	whole := e.list(false)
	for e.take(")") { // of a "(" that a word not known may hold
		e.list(false)
	}
	if !e.acts && !whole.yes {
		e.all("print", word.Span{})
	}
}

// options are the tests of a search that has no operators: they hold together.
func (e *expression) options() {
	from := false
	for i := range e.given {
		from = from || e.r.selects(&e.r.Options[i], "")
	}
	if ops := e.r.Operands; contains(e.r.Tool.Selects, "@1") && len(ops) > 0 {
		from = from || e.r.selects(&Option{Name: "@1", Value: &ops[0].Word}, "")
	}
	for i := range e.given {
		if o := &e.r.Options[i]; e.r.between(o) != nil {
			e.primary(i, from)
		}
	}
	if !e.acts && !from {
		e.all("print", word.Span{})
	}
}

// expression is a reading of find's expression in progress.
type expression struct {
	r *reader
	// given counts the options that were read, at and mark are the places of the
	// next option and operator.
	given, at, mark int
	acts            bool
}

// chosen says whether only some files are left: of those for which a term is true,
// and of those for which it is false.
type chosen struct{ yes, no bool }

// take skips an operator where it is the next token.
func (e *expression) take(names ...string) bool {
	tok, mark := e.peek()
	if !contains(names, tok) {
		return false
	}
	if mark {
		e.mark++
	} else {
		e.at++
	}
	return true
}

// peek returns the next token, "" at the end, and whether it is an operator's mark.
func (e *expression) peek() (tok string, isMark bool) {
	if m := e.r.marks; e.mark < len(m) && m[e.mark].at <= e.at {
		return m[e.mark].op, true
	}
	if e.at < e.given {
		return e.r.Options[e.at].Name, false
	}
	return "", false
}

// list reads terms joined by ",": each is tried on every file.
func (e *expression) list(from bool) chosen {
	c := e.either(from)
	for e.take(",") {
		c = e.either(from)
	}
	return c
}

func (e *expression) either(from bool) chosen {
	c := e.both(from)
	for e.take("-o", "-or") {
		right := e.both(c.no)
		c = chosen{c.yes && right.yes, right.no}
	}
	return c
}

func (e *expression) both(from bool) chosen {
	c := chosen{yes: from, no: true}
	for {
		e.take("-a", "-and")
		switch tok, _ := e.peek(); tok {
		case "", ",", "-o", "-or", ")":
			return c
		}
		right := e.term(c.yes)
		c = chosen{right.yes, c.no && right.no}
	}
}

func (e *expression) term(from bool) chosen {
	switch {
	case e.take("!", "-not"):
		c := e.term(from)
		return chosen{c.no, c.yes}
	case e.take("("):
		c := e.list(from)
		e.take(")")
		return c
	}
	if tok, isMark := e.peek(); isMark || tok == "" { // a lone operator: find refuses it
		e.take(tok)
		return chosen{from, from}
	}
	e.at++
	return e.primary(e.at-1, from)
}

// primary is a test or an action.
func (e *expression) primary(i int, from bool) chosen {
	o := &e.r.Options[i]
	switch {
	case o.Name == "-false":
		return chosen{true, from}
	case o.Name == "-delete":
		e.act("delete", o, from)
		return chosen{from, true}
	case strings.HasPrefix(o.Name, "-print"), o.Name == "-ls":
		e.act("print", o, from)
		return chosen{from, true}
	case e.r.between(o) != nil:
		name := ""
		if len(o.Values) > 0 {
			name, _ = baseName(o.Values[0])
		}
		o.Every = !from
		e.act(name, o, from)
	case o.Name == "-true" || o.Name == "-prune":
		return chosen{from, true}
	}
	return chosen{
		yes: from || e.r.selects(o, ""),
		no:  from || e.r.selects(o, "!"),
	}
}

// act notes an action that is taken on all where no test stands before it.
func (e *expression) act(name string, o *Option, from bool) {
	e.acts = true
	if !from {
		e.all(name, o.Span)
	}
}

func (e *expression) all(name string, span word.Span) {
	every := Option{Name: "--every", Opt: e.r.lookup("--every"), Implied: true, Span: span}
	value := word.Literal(name)
	if name == "" {
		value = word.Unknowable("a program", false)
	}
	every.Value = &value
	e.r.Options = append(e.r.Options, every)
}

// selects reports whether a test of find, or with "!" its negation, holds for some
// files only: a pattern of nothing but "*" holds for all.
func (r *reader) selects(o *Option, not string) bool {
	name, value, known := not+o.Name, "", false
	switch {
	case o.Open:
		return false
	case len(o.Values) > 0:
		value, _ = baseName(o.Values[0])
		known = value != ""
	case o.Value != nil:
		value, known = o.Value.Known()
	}
	if !contains(r.Tool.Selects, name) {
		return known && contains(r.Tool.Selects, name+"="+value)
	}
	return !known || strings.Trim(value, "*./?^$") != "" || value != "" && value != "." && strings.IndexByte(value, '*') < 0
}

// operator reads a word of find's expression that is neither a primary nor a
// starting point.
func (r *reader) operator(s string) bool {
	if r.style != catalog.Find || s != "!" && s != "(" && s != ")" && s != "," {
		return false
	}
	r.marks = append(r.marks, mark{len(r.Options), s})
	return true
}
