package policy

import (
	"slices"
	"strings"

	"tagout/internal/builtin"
	"tagout/internal/facts"
	"tagout/internal/glob"
	"tagout/internal/match"
	"tagout/internal/reach"
	"tagout/internal/rule"
	"tagout/internal/tri"
)

// when narrows an answer by a rule's conditions: all must hold. A fact that
// cannot be read makes it a maybe.
func (j *judgement) when(conds []rule.When, own []rule.Named, f *reach.Found, res match.Result) match.Result {
	for i := range conds {
		if j.opts.given.satisfies(conds[i].Fact) {
			continue
		}
		value, state := j.fact(conds[i].Fact, f)
		ans := condition(j.policy.expand(conds[i].Any, own), value, state)
		if ans < res.Answer {
			res = match.Result{Answer: ans, Unsure: "which " + conds[i].Fact + " it runs in"}
		}
		if res.Answer == tri.No {
			return res
		}
	}
	return res
}

// expand puts the globs of a class in the place of "{name}" and "!{name}".
func (p *Policy) expand(alts []string, own []rule.Named) []string {
	if !slices.ContainsFunc(alts, isClass) {
		return alts
	}
	var out []string
	for _, a := range alts {
		not, name := "", a
		if !isClass(a) {
			out = append(out, a)
			continue
		}
		if name[0] == '!' {
			not, name = "!", name[1:]
		}
		globs, _ := p.classIn(own, name[1:len(name)-1])
		for _, g := range globs {
			out = append(out, not+g)
		}
	}
	return out
}

func isClass(alt string) bool {
	alt = strings.TrimPrefix(alt, "!")
	return len(alt) > 2 && alt[0] == '{' && alt[len(alt)-1] == '}'
}

// class finds a class for a condition: that of the last file which has one of
// that name, so that a team says what is production to it, else the built-in one.
func (p *Policy) class(name string) ([]string, bool) {
	for i := len(p.classes) - 1; i >= 0; i-- {
		if p.classes[i].Name == name {
			return p.classes[i].Globs, true
		}
	}
	for i := range builtin.Classes {
		if builtin.Classes[i].Name == name {
			return builtin.Classes[i].Globs, true
		}
	}
	return nil, false
}

// classIn finds a class for a condition of a file, of which the own classes are
// known to nobody else where it is not trusted.
func (p *Policy) classIn(own []rule.Named, name string) ([]string, bool) {
	if globs, ok := p.class(name); ok {
		return globs, true
	}
	for i := range own {
		if own[i].Name == name {
			return own[i].Globs, true
		}
	}
	return nil, false
}

// state says what is known of a fact.
type state uint8

const (
	unreadable state = iota
	absent
	present
)

// satisfies reports whether a fact is taken to fulfil every condition.
func (g *given) satisfies(name string) bool { return g != nil && !g.exact && !g.has(name) }

func (g *given) has(name string) bool { return slices.Contains(g.names, name) }

func (g *given) value(name string) string { return g.values[slices.Index(g.names, name)] }

// fact reads one fact about the surroundings of a call.
func (j *judgement) fact(name string, f *reach.Found) (string, state) {
	if g := j.opts.given; g != nil && g.has(name) {
		return g.value(name), present
	}
	dir, known := f.Call.Dir.Known()
	switch name {
	case "harness":
		if j.command.Harness == "" {
			return "", absent
		}
		return j.command.Harness, present
	case "later-input":
		if j.command.LaterInput {
			return "unseen", present
		}
		return "seen", present
	case "dir":
		if !known {
			return "", unreadable
		}
		return dir, present
	case "branch":
		if !known {
			return "", unreadable
		}
		branch, ok := facts.Branch(j.world, dir)
		if !ok {
			return "", absent
		}
		return branch, present
	}
	return j.target(name, f)
}

// condition matches a fact against alternatives: one must hold, and of those
// that begin with "!" each. An absent fact matches only "!".
func condition(alts []string, value string, s state) tri.Tri {
	if s == unreadable {
		return tri.Maybe
	}
	positive, hit := false, false
	for _, a := range alts {
		not := len(a) > 0 && a[0] == '!'
		if not {
			a = a[1:]
		}
		is := s == present && glob.MatchString(a, value, glob.Loose)
		if not && is {
			return tri.No
		}
		if !not {
			positive, hit = true, hit || is
		}
	}
	return tri.Of(!positive || hit)
}
