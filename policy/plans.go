package policy

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"path"
	"slices"

	"tagout/internal/match"
	"tagout/internal/plan"
	"tagout/internal/reach"
	"tagout/internal/shell"
	"tagout/internal/tool"
	"tagout/internal/tri"
	"tagout/internal/word"
)

// planDetails tell what a plan does, the worst first, and the digest of the bytes
// that were read.
func (j *judgement) planDetails(p *plan.Plan, data string) []string {
	of := ""
	if p.Workspace != "" && p.Workspace != "default" {
		of = ", workspace " + p.Workspace
	}
	out := []string{fmt.Sprintf("plan sha256:%x%s", sha256.Sum256([]byte(data)), of)}
	lines := j.changes(p)
	if more := len(lines) - maxNamed; more > 0 {
		lines = append(lines[:maxNamed], fmt.Sprintf("and %d more", more))
	}
	return append(out, lines...)
}

// changes spells what of a plan a person should see: losses, and of updates what
// takes a protection off.
func (j *judgement) changes(p *plan.Plan) []string {
	type line struct {
		weight int
		text   string
	}
	var lines []line
	for i := range p.Changes {
		c := &p.Changes[i]
		if text, weight := j.change(c); weight > 0 {
			lines = append(lines, line{weight, text})
		}
	}
	slices.SortStableFunc(lines, func(a, b line) int { return cmp.Compare(b.weight, a.weight) })
	var out []string
	for _, l := range lines {
		out = append(out, l.text)
	}
	return out
}

// change spells one change, with a weight of 0 where it is no loss.
func (j *judgement) change(c *plan.Change) (text string, weight int) {
	name := c.Address
	for _, attr := range []string{"identifier", "cluster_identifier", "bucket", "name", "id"} {
		if value := c.Before(attr); value != "" && value != "null" {
			name += " (" + value + ")"
			break
		}
	}
	switch {
	case c.Action.Deletes():
		text, weight = "deletes "+name, 3
		if c.Action.Replaces() {
			text = "replaces " + name
		}
		if j.stateful(c.Address) {
			weight, text = 4, text+", which holds data"
		}
	case c.Action.Forgets():
		text, weight = "forgets "+name, 1
	case c.Action == plan.Update:
		set, _ := c.Sets()
		for _, s := range set {
			if j.inClass("disarming", match.Setting(c, s)) {
				return fmt.Sprintf("sets %s of %s from %s to %s", s.Path, name, s.Before, s.After), 2
			}
		}
	}
	return text, weight
}

// doubtPlans takes a plan for unknown where another call of the same program may
// write it: what was read is then not what will be applied.
func (j *judgement) doubtPlans() {
	for _, f := range j.calls {
		if f == nil {
			continue
		}
		for i := range f.Call.Code {
			if f.Call.Code[i].Lang == plan.Lang && len(j.calls) > 1 {
				j.doubtPlan(f, &f.Call.Code[i])
			}
		}
	}
}

func (j *judgement) doubtPlan(f *reach.Found, c *shell.Code) {
	for _, other := range j.calls {
		if other != nil && other != f && mayWrite(other, f) {
			c.Text = word.Text{{Kind: word.Unknown, Text: "what " + spell(other.Call) + " leaves of the plan"}}
			return
		}
	}
}

// mayWrite reports whether a call may write the plan that another applies: it
// names a file so called, or is not known to write none but those it names.
func mayWrite(c, applies *reach.Found) bool {
	name := base(applies.Readings[0].Paths())
	for _, r := range c.Call.Redirects {
		if r.Access != shell.Reads && baseOf(r.Path) == name {
			return true
		}
	}
	if len(c.Call.Words) == 0 {
		return false
	}
	if c.Call.Shadowed || len(c.Readings) == 0 || c.Readings[0].Tool == nil {
		return true
	}
	inv := &c.Readings[0]
	for _, p := range inv.Paths() {
		if b := baseOf(p.Word); p.Access&^tool.Reads != 0 && (b == "" || b == name) {
			return true
		}
	}
	return !inv.Tool.Data && !inv.Tool.Filter && inv.Effect("read") != tri.Yes && !shown(c)
}

// shown reports whether all that a call does is done by calls that were found
// besides: a wrapper's, a shell's, a target's.
func shown(c *reach.Found) bool {
	inv := &c.Readings[0]
	others := slices.Contains(inv.Tool.Kinds, "interpreter") && !slices.Contains(inv.Tool.Kinds, "shell")
	return len(inv.Runs) > 0 && !others && !c.Call.Unseen && inv.Effect("write") == tri.No
}

func base(paths []tool.Path) string {
	for _, p := range paths {
		if p.Access&tool.Reads != 0 {
			return baseOf(p.Word)
		}
	}
	return ""
}

// baseOf is the last element of a path, "" where it is not known.
func baseOf(w word.Word) string {
	name, known := w.Known()
	if !known {
		return ""
	}
	return path.Base(name)
}
