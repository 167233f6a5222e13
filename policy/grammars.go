package policy

import (
	"tagout/internal/builtin"
	"tagout/internal/catalog"
	"tagout/internal/rule"
)

// grammars is a policy as the catalogue of the stages below.
type grammars struct{ *Policy }

func (p *Policy) grammars() grammars { return grammars{p} }

// Tool finds a tool's grammar by the name it is called by, a user's own first.
func (p grammars) Tool(name string) *catalog.Tool {
	for i := range p.tools {
		t := &p.tools[i]
		if t.Name == name {
			return t
		}
		for _, same := range t.Same {
			if same == name {
				return t
			}
		}
	}
	return builtin.Tool(name)
}

// Policed reports whether any rule names this program.
func (p *Policy) Policed(name string) bool {
	for i := range p.rules {
		if policed(&p.rules[i], name) {
			return true
		}
	}
	return builtin.RulesFor(name) != nil
}

// policed reports whether a rule names the program.
func policed(r *rule.Rule, name string) bool {
	for i := range r.Match {
		for s := range r.Match[i].Stages {
			if namesProgram(r.Match[i].Stages[s].Program, name) {
				return true
			}
		}
	}
	return false
}

func namesProgram(alts []rule.Atom, name string) bool {
	for i := range alts {
		if alts[i].Literal == name {
			return true
		}
	}
	return false
}
