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

// doubtPlans adds to a plan that another call of the same program may write what
// cannot be told of it. What was read still counts, unless an earlier call writes
// the plan anew: a refusal is not lowered by what stands beside it.
func (j *judgement) doubtPlans() {
	for _, f := range j.calls {
		if f == nil || len(j.calls) == 1 {
			continue
		}
		for i := range f.Call.Code {
			if f.Call.Code[i].Lang == plan.Lang {
				j.doubtPlan(f, i)
			}
		}
	}
}

func (j *judgement) doubtPlan(f *reach.Found, i int) {
	name, doubted := base(f.Readings[0].Paths()), ""
	for _, other := range j.calls {
		switch {
		case other == nil || other == f:
		case other.Call.ID < f.Call.ID && mentions(other, name, tool.Writes):
			f.Call.Code[i].Text = leftBy(spell(other.Call))
			return
		case doubted == "" && mayWrite(other, name):
			doubted = spell(other.Call)
		}
	}
	if doubted != "" {
		f.Call.Code = append(f.Call.Code, shell.Code{Lang: plan.Lang, Text: leftBy(doubted)})
	}
}

func leftBy(call string) word.Text {
	return word.Text{{Kind: word.Unknown, Text: "what " + call + " leaves of the plan"}}
}

// mentions reports whether a call names a file so called in a place where it is
// reached in one of the ways.
func mentions(c *reach.Found, name string, ways tool.Access) bool {
	for _, r := range c.Call.Redirects {
		if r.Access != shell.Reads && baseOf(r.Path) == name {
			return true
		}
	}
	if c.Call.Shadowed || len(c.Readings) == 0 {
		return false
	}
	for _, p := range c.Readings[0].Paths() {
		if p.Access&ways != 0 && baseOf(p.Word) == name {
			return true
		}
	}
	return false
}

// mayWrite reports whether a call may write the plan that another applies: it
// names a file so called, or is not known to write none but those it names.
func mayWrite(c *reach.Found, name string) bool {
	switch {
	case mentions(c, name, ^tool.Reads) || mentions(c, "", ^tool.Reads):
		return true
	case len(c.Call.Words) == 0:
		return false
	case c.Call.Shadowed || len(c.Readings) == 0 || c.Readings[0].Tool == nil:
		return true
	}
	inv := &c.Readings[0]
	return !inv.Tool.Data && !inv.Tool.Filter && inv.Effect("read") != tri.Yes && inv.Effect("spares") != tri.Yes && !shown(c)
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
