package code

import (
	"slices"

	"tagout/internal/word"
)

// args evaluates arguments or a list's items up to closer, which it takes.
func (p *parser) args(closer string) []field {
	var out []field
	for {
		t := p.peek()
		switch {
		case t.kind == end:
			return out
		case t.is(closer):
			p.i++
			return out
		case t.is(",") || t.is(";") || t.is(")") || t.is("]") || t.is("}") || t.is(":"):
			p.i++
		default:
			out = append(out, p.arg(closer))
		}
	}
}

// bareArgs evaluates the arguments of a call without parentheses.
func (p *parser) bareArgs() []field {
	var out []field
	for {
		out = append(out, p.arg(""))
		if !p.peek().is(",") {
			return out
		}
		p.i++
	}
}

// arg evaluates one argument with its name, where it has one.
func (p *parser) arg(closer string) field {
	var f field
	t, n := p.peek(), p.at(1)
	switch {
	case t.kind == name && n.is("=") && p.g.name == "python",
		(t.kind == name || t.kind == text) && (n.is(":") && p.g.name != "php" || n.is("=>") && p.g.name != "javascript"):
		f.name = t.text
		if t.kind == text {
			f.name = p.parts(t).text.Spelling()
		}
		p.i += 2
	case t.is(":") && n.kind == name: // Ruby's symbols
		p.i++
	}
	spread := t.is("*") || t.is("...") || t.is("**")
	f.v = p.expr()
	if spread {
		f = spreadOf(f)
	}
	for t := p.peek(); !t.closes() && !(closer == "" && (t.nl || t.kind == name)); t = p.peek() {
		before := p.i
		p.statement()
		f.v = f.v.unsure()
		if p.i == before {
			p.i++
		}
	}
	return f
}

// spreadOf marks a list whose items take the place of the argument.
func spreadOf(f field) field {
	if f.v.list || f.v.each && len(f.v.items) > 0 && f.v.items[0].list {
		f.name = "*"
		return f
	}
	s := f.v.text.Spelling()
	f.v = value{text: word.Text{{Kind: word.Unknown, Text: s, Split: true}}}
	return f
}

// listOf is a list; of one that stands for several, each.
func listOf(args []field) value {
	for i := range args {
		if args[i].name == "*" && args[i].v.each {
			out := value{each: true}
			for _, it := range args[i].v.items {
				one := slices.Clone(args)
				one[i].v = it
				out.items = append(out.items, value{list: true, items: positional(one)})
			}
			return out
		}
	}
	return value{list: true, items: positional(args)}
}

// positional are the arguments without names.
func positional(args []field) []value {
	var out []value
	for _, a := range args {
		switch a.name {
		case "":
			out = append(out, a.v)
		case "*":
			if a.v.each {
				out = append(out, value{text: word.Text{{Kind: word.Unknown, Text: "…", Split: true}}})
				continue
			}
			out = append(out, a.v.items...)
		}
	}
	return out
}

// alternatives are the arguments for each value of those that are one of several, as
// a loop's are; a bounded number of them.
func alternatives(args []field) [][]field {
	out := [][]field{args}
	for n := 0; n < len(out); {
		i := slices.IndexFunc(out[n], func(a field) bool { return len(several(a.v)) > 0 })
		if i < 0 || len(out) >= maxEach {
			n++
			continue
		}
		var split [][]field
		for _, v := range several(out[n][i].v) {
			a := slices.Clone(out[n])
			a[i].v = v
			split = append(split, a)
		}
		out = slices.Replace(out, n, n+1, split...)
	}
	return out
}

// several are the values of which one is meant: of a list, the list with each in the
// place of an item.
func several(v value) []value {
	if v.each {
		return v.items
	}
	if !v.list || len(v.items) > maxPieces {
		return nil
	}
	i := slices.IndexFunc(v.items, func(v value) bool { return v.each })
	if i < 0 {
		return nil
	}
	var out []value
	for _, it := range v.items[i].items {
		one := v
		one.items = slices.Clone(v.items)
		one.items[i] = it
		out = append(out, one)
	}
	return out
}
