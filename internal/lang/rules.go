package lang

import (
	"cmp"
	"slices"

	"tagout/internal/diag"
	"tagout/internal/rule"
)

var ruleKeys = [...]string{"match", "decision", "reason", "instead", "when", "hits", "misses"}

var decisions = [...]string{"allow", "note", "ask", "deny"}

// facts are what "when" and "given" may name, laterFacts what they may in a
// version to come.
var (
	facts      = [...]string{"app", "aws-profile", "aws-region", "az-subscription", "branch", "ci", "dir", "docker-context", "gcp-config", "gcp-project", "harness", "host", "kube-context", "later-input", "loses", "namespace", "on", "state", "uncommitted", "user", "workspace"}
	laterFacts = [...]string{"kind", "ref"}
)

// rules compiles the [rule.ID] tables in the order in which they are written.
func (c *compiler) rules(n *node) {
	c.entries(n, "rule", (*ruleRow).compile, func(r *ruleRow) {
		c.out.Rules = append(c.out.Rules, r.rule)
		c.out.Examples = append(c.out.Examples, r.examples...)
	})
}

// ruleRow is one rule under compilation.
type ruleRow struct {
	*compiler
	rule     rule.Rule
	owner    string
	examples []Example
	// nested is set where the id had dots that made tables of it.
	nested bool
}

func (r *ruleRow) compile(n *node) {
	for _, k := range n.kids {
		r.field(k)
	}
	if r.nested {
		return // what is missing here stands there
	}
	r.required(n, "match", `add match = ["PROGRAM VERB"]`)
	r.required(n, "decision", `add decision = "ask"`)
	r.required(n, "reason", "say what would be lost, for whoever reads the refusal")
}

func (r *ruleRow) required(n *node, key, hint string) {
	if n.kid(key) == nil {
		r.report(n.keyAt, r.owner, r.owner+" has no "+key, "", hint)
	}
}

func (r *ruleRow) field(n *node) {
	switch n.key {
	case "match":
		r.match(n)
	case "decision":
		r.decision(n)
	case "reason":
		r.rule.Reason = r.sentence(n)
	case "instead":
		r.rule.Instead = r.sentence(n)
	case "when":
		r.when(n)
	case "hits":
		r.example(n, true)
	case "misses":
		r.example(n, false)
	default:
		_, table := n.val.(map[string]any)
		r.nested = r.nested || table
		r.unknownKey(n, r.owner, "ids hold no dots: [rule."+r.rule.ID+"-"+n.key+"]", ruleKeys[:])
	}
}

func (r *ruleRow) decision(n *node) {
	s, ok := r.str(n, "decision", r.owner)
	if !ok {
		return
	}
	switch s {
	case "allow":
		r.rule.Decision = rule.Allow
	case "note":
		r.rule.Decision = rule.None
	case "ask":
		r.rule.Decision = rule.Ask
	case "deny":
		r.rule.Decision = rule.Deny
	default:
		r.otherDecision(n, s)
	}
}

func (r *ruleRow) otherDecision(n *node, s string) {
	if our := ours(otherDecisions[:], s); our != "" {
		r.report(n.at, r.owner, "decision "+quote(s)+" of "+r.owner+" is called "+quote(our)+" here", "", "tagout lint --fix writes it so")
		return
	}
	r.report(n.at, r.owner, "unknown decision "+quote(s)+" in "+r.owner, oneOf(decisions[:]), meant(s, decisions[:]))
}

// sentence returns a text for people, which may not be empty.
func (r *ruleRow) sentence(n *node) string {
	s, ok := r.str(n, n.key, r.owner)
	if ok && s == "" {
		r.report(n.at, r.owner, n.key+of(r.owner)+" is empty", "", "")
	}
	return s
}

func (r *ruleRow) match(n *node) {
	texts := r.strs(n, "match", r.owner)
	if len(texts) == 0 && len(n.kids) == 0 {
		if _, list := n.val.([]any); list {
			r.report(n.at, r.owner, "match of "+r.owner+" is empty", "", `add a pattern such as "PROGRAM VERB"`)
		}
	}
	for _, t := range texts {
		p := patternParser{text: t.text, cat: r.compiler, classes: r.classes}
		r.rule.Match = append(r.rule.Match, p.parse())
		for _, m := range p.mistakes {
			r.report(r.at(t.node, m.at.start, m.at.end), r.owner, m.msg+" in "+r.owner, m.want, m.hint)
		}
	}
}

func (r *ruleRow) when(n *node) {
	if !r.isTable(n, "when", r.owner) {
		return
	}
	for _, k := range n.kids {
		if !r.fact(k, "when") {
			continue
		}
		w := rule.When{Fact: k.key}
		for _, t := range r.strs(k, k.key, r.owner) {
			if t.text == "" || t.text == "!" {
				r.report(t.node.at, r.owner, k.key+of(r.owner)+" holds an empty value", "", "")
			}
			w.Any = append(w.Any, t.text)
		}
		r.rule.When = append(r.rule.When, w)
	}
}

// fact reports whether a key names a fact, and complains where it does not.
func (r *ruleRow) fact(n *node, in string) bool {
	switch {
	case isLater(facts[:], n.key):
		return true
	case isLater(laterFacts[:], n.key):
		r.report(n.keyAt, r.owner, "fact "+quote(n.key)+" is not supported yet in "+in+of(r.owner), oneOf(facts[:]), "")
	default:
		r.report(n.keyAt, r.owner, "unknown fact "+quote(n.key)+" in "+in+of(r.owner), oneOf(facts[:]), meant(n.key, facts[:]))
	}
	return false
}

// example compiles hits or misses.
func (r *ruleRow) example(n *node, hit bool) {
	elems := n.kids
	switch n.val.(type) {
	case string, map[string]any:
		elems = []*node{n}
	case []any, []map[string]any:
	default:
		r.wrongType(n, n.key, r.owner, "a list of commands")
		return
	}
	for _, e := range elems {
		if ex, ok := r.one(e, n.key); ok {
			ex.Rule, ex.Hit = r.rule.ID, hit
			ex.Line, _, _ = diag.At(r.text, e.at.start)
			r.examples = append(r.examples, ex)
		}
	}
}

var exampleKeys = [...]string{"run", "given"}

func (r *ruleRow) one(n *node, in string) (Example, bool) {
	switch val := n.val.(type) {
	case string:
		return Example{Run: val}, true
	case map[string]any:
		return r.oneTable(n, in)
	}
	r.report(n.at, r.owner, in+of(r.owner)+" holds "+typeName(n.val), `strings or { run = "…", given = { … } }`, "")
	return Example{}, false
}

func (r *ruleRow) oneTable(n *node, in string) (Example, bool) {
	var ex Example
	for _, k := range n.kids {
		switch k.key {
		case "run":
			ex.Run, _ = r.str(k, "run in "+in, r.owner)
		case "given":
			ex.Given = r.given(k)
		default:
			r.unknownKey(k, in+of(r.owner), "", exampleKeys[:])
		}
	}
	if n.kid("run") == nil {
		r.report(n.at, r.owner, "an example in "+in+of(r.owner)+" has no run", "", "")
	}
	return ex, true
}

// Exists is the key of given that is no fact: a path that is there.
const Exists = "exists"

func (r *ruleRow) given(n *node) []Given {
	if !r.isTable(n, "given", r.owner) {
		return nil
	}
	var list []Given
	for _, k := range n.kids {
		if k.key != Exists && !r.fact(k, "given") {
			continue
		}
		s, _ := r.str(k, k.key+" in given", r.owner)
		list = append(list, Given{k.key, s})
	}
	slices.SortFunc(list, func(a, b Given) int { return cmp.Compare(a.Name, b.Name) })
	return list
}
