package policy

import (
	"strings"

	"tagout/internal/builtin"
	"tagout/internal/rule"
)

// Builtin returns the policy that is compiled into the program.
func Builtin() *Policy {
	return &Policy{def: None}
}

func (p *Policy) has(id string) bool {
	if builtin.HasRule(id) {
		return true
	}
	for i := range p.rules { // in place: a rule is large
		if p.rules[i].ID == id {
			return true
		}
	}
	return false
}

// Rule describes a rule for people.
type Rule struct {
	ID       string   `json:"id"`
	Decision Decision `json:"decision"`
	Reason   string   `json:"reason"`
	Instead  string   `json:"instead,omitempty"`
	Patterns []string `json:"patterns"`
	// When are the conditions, as "branch = main or !wip/*".
	When []string `json:"when,omitempty"`
	// Tool is the program of the first pattern, by the name of its grammar; ""
	// where that is any.
	Tool string `json:"-"`
	// File is where the rule stands: "built in", or the path given to Load.
	File string `json:"file"`
	// Layer is the layer of that file.
	Layer Layer `json:"-"`
	// Overridden are the files that restate the decision, the last counts, and
	// Own is what the rule itself says then.
	Overridden []string `json:"-"`
	Own        Decision `json:"-"`
	// Raised is set for what an untrusted project makes stricter.
	Raised bool `json:"-"`
}

// Rules lists the policy's rules, a user's own first.
func (p *Policy) Rules() []Rule {
	var out []Rule
	for i := range p.extra.rules {
		r := p.describe(&p.extra.rules[i], p.extra.origin[i])
		r.Decision, r.Overridden = p.extra.rules[i].Decision, nil
		r.Raised = p.has(r.ID)
		out = append(out, r)
	}
	for i := range p.rules {
		out = append(out, p.describe(&p.rules[i], p.origin[i]))
	}
	for i := range builtin.Count() {
		out = append(out, p.describe(builtin.Rule(int32(i)), origin{BuiltInLayer, "built in"}))
	}
	return out
}

func (p *Policy) describe(r *rule.Rule, o origin) Rule {
	d := Rule{ID: r.ID, Decision: p.decided(r.ID, r.Decision), Reason: r.Reason, Instead: r.Instead, File: o.file, Layer: o.layer, Own: r.Decision}
	for _, over := range p.overrides {
		if over.Rule == r.ID {
			d.Overridden = append(d.Overridden, over.file)
		}
	}
	for i := range r.Match {
		d.Patterns = append(d.Patterns, r.Match[i].Text)
	}
	d.When = conditions(r.When)
	if names, _ := programsOf(p, r.Match[:min(len(r.Match), 1)]); len(names) > 0 {
		d.Tool = names[len(names)-1]
		if t := p.grammars().Tool(names[0]); t != nil {
			d.Tool = t.Name
		}
	}
	return d
}

// conditions spells what must hold.
func conditions(when []rule.When) (out []string) {
	for _, w := range when {
		out = append(out, w.Fact+" = "+strings.Join(w.Any, " or "))
	}
	return out
}

// String names the policy's files, for messages.
func (p *Policy) String() string {
	if len(p.origin) == 0 {
		return "built-in policy"
	}
	var files []string
	for _, o := range p.origin {
		files = append(files, o.file)
	}
	return "built-in policy with " + strings.Join(files, ", ")
}
