package match

import (
	"slices"
	"strings"

	"tagout/internal/plan"
	"tagout/internal/reach"
	"tagout/internal/shell"
	"tagout/internal/tri"
)

// planned is one thing that a plan does.
type planned struct {
	action plan.Action
	// kind is what it is besides an action: "sets", "destroy", "action" or
	// "deferred".
	kind string
	// name is the address of the object, of a setting
	// TYPE.ATTRIBUTE=BEFORE>AFTER.
	name string
	// unread says why it may be anything.
	unread string
}

// changes reads a plan. One that is not understood may do anything.
func (r *read) changes(c shell.Code) {
	if c.Lang != plan.Lang {
		return
	}
	data, known := c.Text.Known()
	if !known {
		r.unclear(c.Text.Spelling() + " cannot be told")
		return
	}
	p, err := plan.Read([]byte(data))
	if err != nil {
		r.unclear("it is not understood (" + err.Error() + ")")
		return
	}
	r.plan = p
	for i := range p.Changes {
		r.change(&p.Changes[i])
	}
	if p.Mode == plan.Destroy {
		r.does(planned{kind: "destroy"})
	}
	if p.Deferred > 0 {
		r.does(planned{kind: "deferred"})
	}
	if p.Actions > 0 {
		r.does(planned{kind: "action"})
	}
}

func (r *read) does(p planned) { r.deeds = append(r.deeds, deed{planned: &p}) }

func (r *read) unclear(why string) {
	r.unknown = true
	r.does(planned{unread: why})
}

func (r *read) change(c *plan.Change) {
	r.does(planned{action: c.Action, name: c.Address})
	if c.Action != plan.Update {
		return
	}
	set, complete := c.Sets()
	for _, s := range set {
		r.does(planned{kind: "sets", name: Setting(c, s)})
	}
	if !complete {
		r.unclear("not all that it sets of " + c.Address + " is understood")
	}
}

// Setting spells what an update sets as rules name it: TYPE.ATTRIBUTE=BEFORE>AFTER.
// A value that is gone because what held it is not known yet, is not known.
func Setting(c *plan.Change, s plan.Set) string {
	after := s.After
	if after == "" {
		after = "unknown"
	}
	return c.Type() + "." + s.Path + "=" + s.Before + ">" + after
}

// plans answers whether the deed is of one of the kinds, joined by "|".
func (d *deed) plans(kinds string) tri.Tri {
	switch {
	case d.planned == nil:
		return tri.No
	case d.planned.unread != "":
		return tri.Maybe
	case d.planned.kind != "":
		return tri.Of(slices.Contains(strings.Split(kinds, "|"), d.planned.kind))
	}
	for kind := range strings.SplitSeq(kinds, "|") {
		if d.planned.action.Is(kind) {
			return tri.Yes
		}
	}
	return tri.No
}

// Plan returns the plan that a call applies and the bytes that it was read of;
// nil where it applies none or it is not understood.
func (j *Judge) Plan(f *reach.Found) (p *plan.Plan, data string) {
	for _, c := range f.Call.Code {
		if c.Lang == plan.Lang {
			data, _ = c.Text.Known()
			return j.read("plan", c).plan, data
		}
	}
	return nil, ""
}
