package code

import "strings"

// maxGiven bounds the functions of one program whose arguments are followed.
const maxGiven = 64

// A function of the program's own is read where it is defined, before anything
// calls it: what the calls give it is known when the program is read once more.

// gives keeps what a call gives to a function of the program's own.
func (f *finder) gives(ref string, args []field) {
	ref = strings.TrimPrefix(strings.TrimPrefix(ref, "self."), "this.")
	if f.second || strings.ContainsAny(ref, ".:(") {
		return
	}
	list := positional(args)
	for i := range list {
		if list[i].isText() || list[i].list {
			if f.given == nil {
				f.given = map[string][][]value{}
			}
			if calls := f.given[ref]; len(calls) < maxEach && (calls != nil || len(f.given) < maxGiven) {
				f.given[ref] = append(calls, list)
			}
			return
		}
	}
}

// again reports whether a function that is called was defined before: then the
// program is read once more.
func (f *finder) again() bool {
	for name := range f.given {
		if f.defined[name] {
			return true
		}
	}
	return false
}

// parameters binds the parameters of a function that is defined to what its calls
// give them, so far as they are known; they stand in brackets.
func (p *parser) parameters(function string) {
	if p.defined == nil {
		p.defined = map[string]bool{}
	}
	if len(p.defined) < maxGiven {
		p.defined[function] = true
	}
	if !p.peek().is("(") {
		return
	}
	at := 0
	for n := 1; !p.at(n).is(")") && p.at(n).kind != end && n < 4*maxTargets; n++ {
		t, before := p.at(n), p.at(n-1)
		if t.kind != name || !before.is("(") && !before.is(",") && !before.is("*") && !before.is("...") {
			continue
		}
		if t.text == "self" && at == 0 {
			continue
		}
		if p.second {
			p.bind(t.text, p.argument(function, at, t.text, before.is("*") || before.is("...")))
		}
		at++
	}
}

// argument is what calls give to one parameter of a function.
func (p *parser) argument(function string, at int, name string, rest bool) value {
	var out value
	for _, list := range p.given[function] {
		switch {
		case at >= len(list):
		case rest:
			out.items = append(out.items, value{list: true, items: list[at:]})
		default:
			out.items = append(out.items, list[at])
		}
	}
	switch len(out.items) {
	case 0:
		return unknown(name, "")
	case 1:
		return out.items[0]
	}
	out.each = true
	return out
}
