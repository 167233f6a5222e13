package policy

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"tagout/internal/builtin"
	"tagout/internal/catalog"
	"tagout/internal/diag"
	"tagout/internal/lang"
	"tagout/internal/rule"
)

// Builtin returns the policy that is compiled into the program.
func Builtin() *Policy {
	return &Policy{def: None}
}

// Load returns the built-in policy with the rules, tools and classes of files
// added. The error lists every mistake in every file, each with its position;
// the policy returned beside it holds what could be compiled.
func Load(files ...string) (*Policy, error) {
	p := Builtin()
	var problems diag.Problems
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			problems = append(problems, diag.Problem{File: name, Msg: err.Error()})
			continue
		}
		problems = append(problems, p.add(name, data)...)
	}
	if len(problems) > 0 {
		return p, problems
	}
	return p, nil
}

// Parse is Load for one file that is in memory; name stands in messages.
func Parse(name string, data []byte) (*Policy, error) {
	p := Builtin()
	if problems := p.add(name, data); len(problems) > 0 {
		return p, problems
	}
	return p, nil
}

func (p *Policy) add(name string, data []byte) diag.Problems {
	f, problems := lang.Parse(name, data, p)
	if f == nil {
		return problems
	}
	for i := range f.Rules {
		if id := f.Rules[i].ID; p.has(id) {
			problems = append(problems, diag.Problem{File: name, Rule: id, Msg: fmt.Sprintf("rule %s exists already", id),
				Hint: "give it an id of its own"})
		}
	}
	p.tools = append(p.tools, f.Tools...)
	p.rules = append(p.rules, f.Rules...)
	for range f.Rules {
		p.origin = append(p.origin, name)
		p.scopes = append(p.scopes, f.Classes)
	}
	p.classes = append(p.classes, f.Classes...)
	problems = append(problems, p.unknownClasses(name, f.Rules)...)
	p.def = max(p.def, f.Default)
	if f.Posture != nil {
		p.posture = *f.Posture
	}
	return problems
}

// unknownClasses reports conditions that name a class which no file has.
func (p *Policy) unknownClasses(file string, rules []rule.Rule) (problems diag.Problems) {
	for i := range rules {
		for _, w := range rules[i].When {
			for _, alt := range w.Any {
				name := strings.Trim(alt, "!{}")
				if _, known := p.class(name); isClass(alt) && !known {
					problems = append(problems, diag.Problem{File: file, Rule: rules[i].ID,
						Msg: fmt.Sprintf("unknown class %q in %s in when of rule %s", name, w.Fact, rules[i].ID), Hint: "add it to [class]"})
				}
			}
		}
	}
	return problems
}

// scope returns the classes that a rule may name. A file's own never change what
// another's rules mean, not even where they share a name.
func (p *Policy) scope(r *rule.Rule) []rule.Named {
	for i := range p.rules {
		if r == &p.rules[i] {
			return p.scopes[i]
		}
	}
	return builtin.Classes
}

func (p *Policy) has(id string) bool {
	return builtin.HasRule(id) || slices.ContainsFunc(p.rules, func(r rule.Rule) bool { return r.ID == id })
}

// Rule describes a rule for people.
type Rule struct {
	ID       string   `json:"id"`
	Decision Decision `json:"decision"`
	Reason   string   `json:"reason"`
	Instead  string   `json:"instead,omitempty"`
	Patterns []string `json:"patterns"`
	// File is where the rule stands: "built in", or the path given to Load.
	File string `json:"file"`
}

// Rules lists the policy's rules, a user's own first.
func (p *Policy) Rules() []Rule {
	var out []Rule
	for i := range p.rules {
		out = append(out, describe(&p.rules[i], p.origin[i]))
	}
	for i := range builtin.Count() {
		out = append(out, describe(builtin.Rule(int32(i)), "built in"))
	}
	return out
}

func describe(r *rule.Rule, file string) Rule {
	d := Rule{ID: r.ID, Decision: r.Decision, Reason: r.Reason, Instead: r.Instead, File: file}
	for i := range r.Match {
		d.Patterns = append(d.Patterns, r.Match[i].Text)
	}
	return d
}

var _ catalog.Catalog = (*Policy)(nil)

// String names the policy's files, for messages.
func (p *Policy) String() string {
	if len(p.origin) == 0 {
		return "built-in policy"
	}
	return "built-in policy with " + strings.Join(p.origin, ", ")
}
