package lang

import (
	"slices"
	"strings"
	"time"

	"tagout/internal/diag"
	"tagout/internal/rule"
)

// Mark is where an entry of a file stands.
type Mark struct {
	// Kind is the top-level key, ID the entry's own; "" for a plain key.
	Kind, ID string
	at       int
}

// Place returns the line and column of an entry, 0 where there is none.
func (f *File) Place(kind, id string) (line, col int) {
	for _, m := range f.Marks {
		if m.Kind == kind && m.ID == id {
			line, col, _ = diag.At(f.text, m.at)
			return line, col
		}
	}
	return 0, 0
}

// marks notes where every entry stands.
func (c *compiler) marks(root *node) {
	for _, n := range root.kids {
		c.out.Marks = append(c.out.Marks, Mark{Kind: n.key, at: n.keyAt.start})
		if _, table := n.val.(map[string]any); !table {
			continue
		}
		for _, k := range n.kids {
			c.out.Marks = append(c.out.Marks, Mark{n.key, k.key, k.keyAt.start})
		}
	}
}

// modes are what a policy does with its decisions.
var modes = [...]string{"enforce", "observe"}

func (c *compiler) mode(n *node) {
	s, ok := c.str(n, "mode", "")
	if !ok {
		return
	}
	if !slices.Contains(modes[:], s) {
		c.report(n.at, "", "unknown mode "+quote(s), oneOf(modes[:]), meant(s, modes[:]))
		return
	}
	c.out.Mode = s
}

// approvals are the names of rule.Approvals, in its order.
var approvals = [...]string{"own", "held", "none"}

func (c *compiler) approvals(n *node) {
	s, ok := c.str(n, "approvals", "")
	if !ok {
		return
	}
	i := slices.Index(approvals[:], s)
	if i < 0 {
		c.report(n.at, "", "unknown approvals "+quote(s), oneOf(approvals[:]), meant(s, approvals[:]))
		return
	}
	whose := rule.Approvals(i)
	c.out.Approvals = &whose
}

// lockable are what a lock may hold besides "rule:ID".
var lockable = [...]string{"allow", "approvals", "mode", "posture", "rules"}

func (c *compiler) locks(n *node) {
	for _, t := range c.strs(n, "lock", "") {
		if id, isRule := strings.CutPrefix(t.text, "rule:"); isRule && id != "" || slices.Contains(lockable[:], t.text) {
			c.out.Locks = append(c.out.Locks, t.text)
			continue
		}
		c.report(t.node.at, "", "unknown lock "+quote(t.text), "rule:ID, "+oneOf(lockable[:]), meant(t.text, lockable[:]))
	}
}

var overrideKeys = [...]string{"decision"}

func (c *compiler) overrides(n *node) {
	c.entries(n, "override", func(r *ruleRow, k *node) {
		for _, kid := range k.kids {
			if kid.key == "decision" {
				r.decision(kid)
			} else {
				r.unknownKey(kid, r.owner, "", overrideKeys[:])
			}
		}
		r.required(k, "decision", `add decision = "deny"`)
	}, func(r *ruleRow) {
		c.out.Overrides = append(c.out.Overrides, rule.Override{Rule: r.rule.ID, Decision: r.rule.Decision})
	})
}

// entries compiles the tables of one key, and keeps those without a mistake.
func (c *compiler) entries(n *node, kind string, compile func(*ruleRow, *node), keep func(*ruleRow)) {
	if !c.isTable(n, kind, "") {
		return
	}
	for _, k := range n.kids {
		if !c.isID(k, kind) || !c.isTable(k, kind+" "+k.key, "") {
			continue
		}
		before := len(c.problems)
		r := ruleRow{compiler: c, rule: rule.Rule{ID: k.key}, owner: kind + " " + k.key}
		c.respell(kind, r.owner, k)
		compile(&r, k)
		if len(c.problems) == before {
			keep(&r)
		}
	}
}

var exceptionKeys = [...]string{"rule", "match", "when", "reason", "until", "decision"}

func (c *compiler) exceptions(n *node) {
	var e rule.Exception
	c.entries(n, "exception", func(r *ruleRow, k *node) {
		e = rule.Exception{ID: k.key, Decision: rule.None}
		for _, kid := range k.kids {
			r.exceptionField(kid, &e)
		}
		r.required(k, "rule", "name the rule whose finding it relaxes")
		r.required(k, "match", `add match = ["PROGRAM VERB"]`)
		r.required(k, "reason", "say why this one is harmless, for whoever reads it in a year")
	}, func(r *ruleRow) {
		e.Match, e.When, e.Reason = r.rule.Match, r.rule.When, r.rule.Reason
		c.out.Exceptions = append(c.out.Exceptions, e)
	})
}

func (r *ruleRow) exceptionField(n *node, e *rule.Exception) {
	switch n.key {
	case "rule":
		for _, t := range r.strs(n, "rule", r.owner) {
			e.Rules = append(e.Rules, t.text)
		}
		if len(e.Rules) == 0 && len(n.kids) == 0 {
			r.report(n.at, r.owner, "rule"+of(r.owner)+" names none", "", "")
		}
	case "match":
		r.match(n)
	case "when":
		r.when(n)
	case "reason":
		r.rule.Reason = r.sentence(n)
	case "until":
		e.Until = r.day(n)
	case "decision":
		e.Decision = r.milder(n)
	default:
		r.unknownKey(n, r.owner, "", exceptionKeys[:])
	}
}

// day returns a date as it is written.
func (r *ruleRow) day(n *node) string {
	t, ok := n.val.(time.Time)
	if !ok || t.Location().String() != "date-local" { // the decoder's name for it
		hint := ""
		if s, isText := n.val.(string); isText && len(s) == len(time.DateOnly) {
			hint = "write it without quotes"
		}
		r.report(n.at, r.owner, "until"+of(r.owner)+" is not a day", "a date such as 2027-01-31", hint)
		return ""
	}
	return t.Format(time.DateOnly)
}

// relaxed are the decisions of an exception.
var relaxed = [...]string{"none", "ask"}

func (r *ruleRow) milder(n *node) rule.Decision {
	s, ok := r.str(n, "decision", r.owner)
	if ok && s != "none" && s != "ask" {
		hint := meant(s, relaxed[:])
		if s == "allow" {
			hint = "an exception makes a rule silent; it grants nothing"
		}
		r.report(n.at, r.owner, "unknown decision "+quote(s)+" in "+r.owner, oneOf(relaxed[:]), hint)
	}
	if s == "ask" {
		return rule.Ask
	}
	return rule.None
}
