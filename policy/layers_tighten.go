package policy

import (
	"slices"

	"tagout/internal/builtin"
	"tagout/internal/lang"
	"tagout/internal/reach"
	"tagout/internal/rule"
	"tagout/internal/shell"
)

// additions are what projects add to a policy. They are judged beside it and
// never in its place: no finding, grammar, class or answer of the policy itself
// depends on them, so that they cannot make a verdict milder.
type additions struct {
	// rules are a project's own that is not trusted, and others' rules with a
	// stricter decision.
	rules   []rule.Rule
	scopes  [][]rule.Named
	origin  []origin
	stances []stance
}

// stance is what a file says of calls that no rule matches.
type stance struct {
	posture rule.Posture
	def     Decision
}

func (p *Policy) addStance(f *lang.File) {
	s := stance{def: f.Default}
	if f.Posture != nil {
		s.posture = *f.Posture
	}
	if s != (stance{}) {
		p.extra.stances = append(p.extra.stances, s)
	}
}

const (
	untrusted = "not before it is trusted"
	grants    = "a project grants nothing"
)

// tighten adds what an untrusted file may say, and lists the rest.
func (l *layer) tighten() {
	if full := l.file; len(full.Tools) > 0 {
		for i := range full.Tools {
			l.ignore("tool", full.Tools[i].Name, untrusted)
		}
		l.withoutTools()
	}
	p, f := l.policy, l.file
	for i := range f.Classes {
		if _, shared := p.class(f.Classes[i].Name); shared {
			l.ignore("class", f.Classes[i].Name, "there is one of this name already, which conditions mean")
		}
	}
	for i := range f.Rules {
		l.tightenRule(&f.Rules[i])
	}
	for i := range f.Overrides {
		l.raise(&f.Overrides[i])
	}
	for i := range f.Exceptions {
		l.ignore("exception", f.Exceptions[i].ID, untrusted)
	}
	if f.Mode != "" {
		l.ignore("mode", "", untrusted)
	}
	if len(f.Locks) > 0 {
		l.ignore("lock", "", "only a managed policy locks")
	}
	p.addStance(f)
	l.believe()
	l.addReadings()
}

// withoutTools reads the file again as if it had no tools. Rules that need them
// do not count then.
func (l *layer) withoutTools() {
	f, problems := lang.ParseBare(l.File, l.Data, l.policy.grammars())
	if f == nil {
		return
	}
	for i := range l.file.Rules {
		id := l.file.Rules[i].ID
		if !slices.ContainsFunc(f.Rules, func(r rule.Rule) bool { return r.ID == id }) {
			l.ignore("rule", id, "it needs a tool of this file, which counts "+untrusted)
		}
	}
	if len(l.problems) > 0 {
		l.problems = problems
	}
	l.file = f
}

func (l *layer) tightenRule(r *rule.Rule) {
	p := l.policy
	switch {
	case p.has(r.ID):
		l.ignore("rule", r.ID, "there is one of this name already")
	case r.Decision == Allow:
		l.ignore("rule", r.ID, grants)
	default:
		l.unknownIn("rule", r.ID, r.When) // it is judged as if it held
		p.extra.add(*r, l.file.Classes, origin{l.Layer, l.File})
	}
}

// raise adds a rule of others with a stricter decision.
func (l *layer) raise(o *rule.Override) {
	p := l.policy
	now, known := p.decisionOf(o.Rule)
	r, scope := p.ruleOf(o.Rule)
	switch {
	case !known || r == nil:
		l.ignore("override", o.Rule, "there is no such rule")
	case o.Decision < now:
		l.ignore("override", o.Rule, "it is milder than "+spelled(now)+", and counts "+untrusted)
	case o.Decision > now:
		raised := *r
		raised.Decision = o.Decision
		p.extra.add(raised, scope, origin{l.Layer, l.File})
	}
}

func (x *additions) add(r rule.Rule, scope []rule.Named, o origin) {
	x.rules, x.scopes, x.origin = append(x.rules, r), append(x.scopes, scope), append(x.origin, o)
}

// spelled is a decision as a rule spells it.
func spelled(d Decision) string {
	if d == None {
		return "note"
	}
	return d.String()
}

// ruleOf finds a rule and the classes that it may name.
func (p *Policy) ruleOf(id string) (*rule.Rule, []rule.Named) {
	for i := range p.rules {
		if p.rules[i].ID == id {
			return &p.rules[i], p.scopes[i]
		}
	}
	for i := range builtin.Count() {
		if r := builtin.Rule(int32(i)); r.ID == id {
			return r, builtin.Classes
		}
	}
	return nil, nil
}

// added judges a call by what projects add. The policy's own verdict stands
// beside it.
func (j *judgement) added(f *reach.Found, unspoken bool) Decision {
	x, strictest := &j.policy.extra, Allow
	if unspoken {
		for _, s := range x.stances {
			if d := j.stance(f, s); d >= Ask {
				strictest = max(strictest, d)
			}
		}
	}
	own := j.tries
	defer func() { j.tries = own }()
	for i := range x.rules {
		if !j.affordsAdded(f) {
			return max(strictest, Ask)
		}
		finding, ok := j.rule(&x.rules[i], x.rules[i].Decision, x.scopes[i], f)
		if j.tell(finding, ok, f) {
			strictest = max(strictest, finding.Decision)
		}
	}
	return strictest
}

// affordsAdded is affords for rules of projects, which have a bound of their own
// so that they take no time from others.
func (j *judgement) affordsAdded(f *reach.Found) bool {
	if j.addedTries <= 2*maxTries {
		j.addedTries += cost(f)
		return true
	}
	if !j.addedSpent {
		j.addedSpent = true
		j.problems = append(j.problems, shell.Problem{Kind: TooComplex, Msg: "it makes too many calls for the project's rules",
			Source: f.Call.Source, Span: f.Call.Span})
	}
	return false
}
