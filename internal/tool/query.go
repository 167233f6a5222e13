package tool

import (
	"strings"

	"tagout/internal/catalog"
	"tagout/internal/tri"
	"tagout/internal/word"
)

// names reports whether an option, as given, is one that the names mean: by
// its spelling, or by another spelling of the same row.
func (inv *Invocation) names(o *Option, names []string) bool {
	if o.Open {
		return false
	}
	for _, n := range names {
		if !o.Off && sameName(inv.style(), o.Name, n) || o.Opt != nil && inv.has(o.Opt.Names, n) {
			return true
		}
	}
	return false
}

// On answers whether the option with one of these names ("-f", "--force") is
// on: given, implied or set by the environment, and its last value not one
// that turns it off. Loose words are not asked.
func (inv *Invocation) On(names []string) tri.Tri {
	given, implied, open, seen := tri.No, tri.No, tri.No, false
	for i := range inv.Options {
		o := &inv.Options[i]
		switch {
		case o.Off && contains(names, o.Name):
			given, seen = tri.Yes, true
		case inv.names(o, names):
			if o.Implied {
				implied = implied.Or(o.on())
			} else {
				given, seen = o.on(), true
			}
		case negates(o, names):
			given, seen = tri.No, true
		case inv.mayName(o, names):
			open = tri.Maybe
		}
	}
	if !seen {
		given = implied
	}
	return given.Or(open)
}

// on answers whether the option, as given, is on.
func (o *Option) on() tri.Tri {
	switch {
	case o.Off:
		return tri.No
	case o.Value == nil:
		return tri.Yes
	}
	if s, ok := o.Value.Known(); ok {
		return tri.Of(!offValue(s))
	}
	if o.Opt != nil && o.Opt.Arg == catalog.Value {
		return tri.Yes // it is there, whatever its value
	}
	return tri.Maybe
}

func offValue(s string) bool {
	switch strings.ToLower(s) {
	case "false", "0", "none", "no", "off":
		return true
	}
	return false
}

// negates reports whether an option is the opposite of one of the names:
// "--no-x" of "--x" where the grammar lacks it, "+n" of a shell's "-n".
func negates(o *Option, names []string) bool {
	dashes, rest := "-", strings.TrimPrefix(o.Name, "+")
	if rest == o.Name {
		dashes, rest = "--", strings.TrimPrefix(o.Name, "--no-")
	}
	if rest == o.Name || o.Open {
		return false
	}
	for _, n := range names {
		if len(n) == len(dashes)+len(rest) && strings.HasPrefix(n, dashes) && n[len(dashes):] == rest {
			return true
		}
	}
	return false
}

// mayName reports whether an option that is known in part only, or a bundle of
// a program whose grammar is not known, may hold one of the names.
func (inv *Invocation) mayName(o *Option, names []string) bool {
	bundle := inv.Tool == nil && len(o.Name) > 2 && o.Name[0] == '-' && o.Name[1] != '-'
	for _, n := range names {
		if o.Open && strings.HasPrefix(n, o.Name) {
			return true
		}
		if bundle && len(n) == 2 && n[0] == '-' && strings.IndexByte(o.Name, n[1]) > 0 {
			return true
		}
	}
	return false
}

// Values returns every value that the option with one of these names was
// given, in order.
func (inv *Invocation) Values(names []string) []word.Word {
	var out []word.Word
	for i := range inv.Options {
		o := &inv.Options[i]
		if !inv.names(o, names) {
			continue
		}
		if o.Value != nil {
			out = append(out, *o.Value)
		}
		out = append(out, o.Values...)
	}
	return out
}

// verbIs answers whether the verb begins with the phrase, each word of which
// is a glob with "|" alternatives. No phrase holds for every call.
func (inv *Invocation) verbIs(phrase []string) tri.Tri {
	answer := tri.Yes
	for i, p := range phrase {
		if i == len(inv.Verb) {
			return answer.And(inv.looseVerb())
		}
		if answer = answer.And(matches(p, inv.Verb[i].Pieces)); answer == tri.No {
			return tri.No
		}
	}
	return answer
}

// looseVerb answers whether loose words may be the verb's next words.
func (inv *Invocation) looseVerb() tri.Tri {
	if len(inv.Loose) == 0 || inv.Tool == nil || len(inv.Tool.Verbs) == 0 {
		return tri.No
	}
	return tri.Maybe
}

// Holds answers whether a condition of the catalogue holds for the call.
func (inv *Invocation) Holds(c catalog.Cond) tri.Tri {
	answer := inv.verbIs(c.Verb)
	for i := 0; i < len(c.On) && answer != tri.No; i++ {
		answer = answer.And(inv.given(c.On[i]))
	}
	for i := 0; i < len(c.Off) && answer != tri.No; i++ {
		answer = answer.And(inv.taken(c.Off[i]).Not())
	}
	return answer
}

// taken answers for what a condition forbids: an option, or any operand.
func (inv *Invocation) taken(spec string) tri.Tri {
	switch {
	case spec != "@":
		return inv.given(spec)
	case len(inv.Operands) == 0 && len(inv.Loose) > 0:
		return tri.Maybe
	}
	return tri.Of(len(inv.Operands) > 0)
}

// given answers for one option of a condition: "-x", "-x|--long", "--x=glob",
// or "key=glob" for a key=value operand.
func (inv *Invocation) given(spec string) tri.Tri {
	name, value, valued := strings.Cut(spec, "=")
	if name != "" && name[0] != '-' && name[0] != '+' {
		return inv.keyed(name, value)
	}
	one := [1]string{name}
	names := one[:]
	if strings.IndexByte(name, '|') >= 0 {
		names = strings.Split(name, "|")
	}
	if !valued {
		return inv.On(names)
	}
	return inv.valued(names, value)
}

// valued answers whether the option's value matches. The last one decides; an
// earlier one that differs leaves a doubt, for some tools heed all.
func (inv *Invocation) valued(names []string, pattern string) tri.Tri {
	answer, some := tri.No, false
	for i := range inv.Options {
		o := &inv.Options[i]
		if inv.mayName(o, names) {
			some = true
		}
		if !inv.names(o, names) {
			continue
		}
		if answer != tri.No {
			some = true
		}
		answer = o.holds(pattern)
	}
	if some {
		return answer.Or(tri.Maybe)
	}
	return answer
}

// holds answers whether one of the option's values matches.
func (o *Option) holds(pattern string) tri.Tri {
	answer := tri.No
	if o.Value != nil {
		answer = matches(pattern, o.Value.Pieces)
	}
	for _, v := range o.Values {
		answer = answer.Or(matches(pattern, v.Pieces))
	}
	return answer
}

func (inv *Invocation) keyed(key, pattern string) tri.Tri {
	answer := tri.No
	for i := range inv.Operands {
		if op := &inv.Operands[i]; op.Key == key {
			answer = answer.Or(matches(pattern, op.Val.Pieces))
		}
	}
	return answer
}

// Effect answers whether the call has an effect that the catalogue states:
// "pure", "read" (pure implies it), "spares", "write" or "destroy" (which implies
// write). A more special condition outranks a more general one of the other
// side: with write = ["branch"], read = ["branch --list"], "branch --list" is
// read only. Calls that no condition covers have no effect.
func (inv *Invocation) Effect(name string) tri.Tri {
	t := inv.Tool
	if t == nil {
		return tri.No
	}
	switch name {
	case "pure":
		return inv.tame(t.Pure)
	case "read":
		return inv.tame(t.Pure).Or(inv.tame(t.Read))
	case "write":
		return inv.harm(t.Write).Or(inv.harm(t.Destroy))
	case "destroy":
		return inv.harm(t.Destroy)
	case "spares":
		return inv.any(t.Spares)
	}
	return tri.No
}

// any answers whether one of the conditions holds.
func (inv *Invocation) any(conds []catalog.Cond) tri.Tri {
	answer := tri.No
	for _, c := range conds {
		answer = answer.Or(inv.Holds(c))
	}
	return answer
}

// tame answers for conditions that promise to change nothing.
func (inv *Invocation) tame(conds []catalog.Cond) tri.Tri {
	answer := tri.No
	for _, c := range conds {
		if holds := inv.Holds(c); holds != tri.No {
			n := weight(c)
			harm := inv.special(inv.Tool.Write, n).Or(inv.special(inv.Tool.Destroy, n))
			answer = answer.Or(holds.And(harm.Not()))
		}
	}
	return answer
}

// harm answers for conditions that say something is changed.
func (inv *Invocation) harm(conds []catalog.Cond) tri.Tri {
	answer := tri.No
	for _, c := range conds {
		if holds := inv.Holds(c); holds != tri.No {
			n := weight(c) + 1
			tame := inv.special(inv.Tool.Pure, n).Or(inv.special(inv.Tool.Read, n))
			if holds == tri.Maybe && inv.Settled(len(c.Verb), func(i int) bool { return c.Verb[i] == "*" }) {
				continue
			}
			answer = answer.Or(holds.And(tame.Not()))
		}
	}
	return answer
}

// Settled reports whether the verb is known to end before a longer one of n words
// would, by a row that names an effect: after "compute instances describe" no
// further word makes "* * * delete" of it, as one after "reflog" makes "reflog
// expire". open says which words of the longer verb may be any.
func (inv *Invocation) Settled(n int, open func(int) bool) bool {
	if inv.Tool == nil {
		return false
	}
	for _, conds := range [...][]catalog.Cond{inv.Tool.Pure, inv.Tool.Read, inv.Tool.Write} {
		for i := range conds {
			c := &conds[i]
			if len(c.Verb) > 0 && len(c.Verb) < n && apart(c.Verb, open) && inv.Holds(*c) == tri.Yes {
				return true
			}
		}
	}
	return false
}

// apart reports whether a verb names a word that the longer one leaves open, and
// so is no group that the longer one belongs to.
func apart(verb []string, open func(int) bool) bool {
	for i, word := range verb {
		if word != "*" && open(i) {
			return true
		}
	}
	return false
}

// special answers whether a condition of at least this weight holds.
func (inv *Invocation) special(conds []catalog.Cond, weigh int) tri.Tri {
	answer := tri.No
	for _, c := range conds {
		if weight(c) >= weigh {
			answer = answer.Or(inv.Holds(c))
		}
	}
	return answer
}

// weight says how special a condition is.
func weight(c catalog.Cond) int { return len(c.Verb) + len(c.On) + len(c.Off) }

func (inv *Invocation) style() catalog.Style {
	if inv.Tool == nil {
		return catalog.GNU
	}
	return inv.Tool.Options
}
