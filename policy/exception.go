package policy

import (
	"slices"
	"time"

	"tagout/internal/match"
	"tagout/internal/reach"
	"tagout/internal/rule"
	"tagout/internal/tri"
)

// origin is where an entry stands.
type origin struct {
	layer Layer
	file  string
}

type override struct {
	rule.Override
	origin
}

type exception struct {
	rule.Exception
	origin
	scope []rule.Named
}

// decided is a rule's decision after the overrides of trusted layers, of which
// the last counts.
func (p *Policy) decided(id string, own Decision) Decision {
	for i := len(p.overrides) - 1; i >= 0; i-- {
		if p.overrides[i].Rule == id {
			return p.overrides[i].Decision
		}
	}
	return own
}

// decisionOf is what a rule decides now, and whether there is one.
func (p *Policy) decisionOf(id string) (Decision, bool) {
	r, _ := p.ruleOf(id)
	if r == nil {
		return None, false
	}
	return p.decided(id, r.Decision), true
}

// relaxed is what exceptions make of a rule's finding on a call: None for
// nothing. Only what certainly is an exception is one.
func (j *judgement) relaxed(id string, d Decision, f *reach.Found) Decision {
	for i := range j.policy.exceptions {
		e := &j.policy.exceptions[i]
		if !slices.Contains(e.Rules, id) || !j.describes(e, f) {
			continue
		}
		if j.expired(e) {
			j.note("exception " + e.ID + " ended with " + e.Until)
			continue
		}
		d = min(d, e.Decision)
	}
	return d
}

// describes reports whether an exception certainly speaks of a call and of all
// that stands beside it.
func (j *judgement) describes(e *exception, f *reach.Found) bool {
	named := j.match.Named
	defer func() { j.match.Named = named }()
	j.match.Named = e.scope
	for i := range e.Match {
		if j.match.Pattern(&e.Match[i], f, true).Answer != tri.Yes || !j.match.Whole(&e.Match[i], f) {
			continue
		}
		return j.when(e.When, e.scope, f, match.Result{Answer: tri.Yes}).Answer == tri.Yes
	}
	return false
}

// expired reports whether an exception's last day is over here, or no day is
// known.
func (j *judgement) expired(e *exception) bool {
	if e.Until == "" {
		return false
	}
	return j.world.Now == nil || over(e.Until, j.world.Now())
}

// over reports whether a day has passed, by the clock where we are.
func over(day string, now time.Time) bool {
	return day != "" && now.Format(time.DateOnly) > day
}

func (j *judgement) note(text string) {
	for _, n := range j.notes {
		if n == text {
			return
		}
	}
	j.notes = append(j.notes, text)
}

// Exception describes an exception for people.
type Exception struct {
	ID       string   `json:"id"`
	Rules    []string `json:"rules"`
	Decision Decision `json:"-"`
	Reason   string   `json:"reason"`
	Until    string   `json:"until,omitempty"`
	Patterns []string `json:"match"`
	// When are the conditions, as "branch = main or !wip/*".
	When  []string `json:"when,omitempty"`
	File  string   `json:"file"`
	Layer Layer    `json:"-"`
}

// Over reports whether an exception's last day has passed.
func (e *Exception) Over(w World) bool {
	return w.Now != nil && over(e.Until, w.Now())
}

// Exceptions lists the exceptions that count, those that have ended too.
func (p *Policy) Exceptions() []Exception {
	var out []Exception
	for i := range p.exceptions {
		e := &p.exceptions[i]
		d := Exception{ID: e.ID, Rules: e.Rules, Decision: e.Decision, Reason: e.Reason, Until: e.Until, File: e.file, Layer: e.layer}
		for k := range e.Match {
			d.Patterns = append(d.Patterns, e.Match[k].Text)
		}
		d.When = conditions(e.When)
		out = append(out, d)
	}
	return out
}
