package policy

import (
	"slices"
	"strings"

	"tagout/internal/catalog"
	"tagout/internal/diag"
	"tagout/internal/rule"
)

// allows reports an allowance that holds for calls which destroy.
func (l *linter) allows(r *rule.Rule) {
	if r.Decision != Allow {
		return
	}
	for i := range r.Match {
		text, stages := r.Match[i].Text, r.Match[i].Stages
		if len(stages) == 0 {
			continue
		}
		st := &stages[len(stages)-1]
		if slices.ContainsFunc(st.Program, func(a rule.Atom) bool { return a.Glob != "" }) && !onlyReads(st) {
			l.add("allows-destruction", diag.Warning, r, "match", text, "rule "+r.ID+" allows any program whose name fits, and with it all that it can destroy",
				"name the programs, or ask for {pure} or {read}")
			continue
		}
		for _, t := range l.grammars(st) {
			if c := destroys(st, t); c != nil {
				l.add("allows-destruction", diag.Warning, r, "match", text, "rule "+r.ID+" allows "+spellCond(t, c)+", which destroys",
					"name the verbs that are meant, or add !{destroy}")
				break
			}
		}
	}
}

// onlyReads reports whether a stage asks for calls that only read, or none that
// destroy.
func onlyReads(st *rule.Stage) bool {
	return slices.ContainsFunc(st.Items, func(it rule.Item) bool {
		if it.Kind != rule.Effect {
			return false
		}
		effects := func(names ...string) bool {
			return !slices.ContainsFunc(it.Alts, func(a rule.Atom) bool {
				return slices.ContainsFunc(a.Classes, func(g []rule.Class) bool {
					return !slices.ContainsFunc(g, func(c rule.Class) bool { return !c.Not && slices.Contains(names, c.Name) })
				})
			})
		}
		return !it.Not && effects("pure", "read") || it.Not && effects("destroy", "write")
	})
}

// destroys returns a condition under which a call that a stage matches destroys:
// its verb may be the pattern's, and the pattern forbids none of its options.
func destroys(st *rule.Stage, t *catalog.Tool) *catalog.Cond {
	if onlyReads(st) {
		return nil
	}
	verb := verbOf(st)
	for i := range t.Destroy {
		c := &t.Destroy[i]
		if compatible(c.Verb, verb) && len(c.Verb) >= len(verb) && permits(st, c, t) {
			return c
		}
	}
	return nil
}

// permits reports whether a stage leaves room for a condition's options: it
// forbids none of those that must be on, and wants none of those that must be off.
func permits(st *rule.Stage, c *catalog.Cond, t *catalog.Tool) bool {
	verb := verbOf(st)
	for i := range st.Items {
		it := &st.Items[i]
		if it.Kind == rule.Operand && !it.Not && slices.Contains(c.Off, "@") {
			return false
		}
		opposed := c.Off
		if it.Not {
			opposed = c.On
		}
		for _, n := range it.Names {
			if slices.ContainsFunc(opposed, func(o string) bool { name, _, _ := strings.Cut(o, "="); return same(t, verb, name, n) }) {
				return false
			}
		}
	}
	return true
}

// same reports whether two names are one option's of a verb.
func same(t *catalog.Tool, verb [][]rule.Atom, a, b string) bool {
	if bare(t, a) == bare(t, b) {
		return true
	}
	rows := meantBy(t, verb, b)
	return len(rows) > 0 && !slices.ContainsFunc(rows, func(o *catalog.Opt) bool { return !slices.Contains(o.Names, a) })
}

// meantBy are the rows that an option of a verb may mean: those for the verb
// outrank the general ones.
func meantBy(t *catalog.Tool, verb [][]rule.Atom, name string) []*catalog.Opt {
	all, _ := optionRows(t, []string{name})
	all = slices.DeleteFunc(all, func(o *catalog.Opt) bool { return !takes(o, verb) })
	own := slices.DeleteFunc(slices.Clone(all), func(o *catalog.Opt) bool { return len(o.Verbs) == 0 })
	if len(own) > 0 && len(verb) > 0 {
		return own
	}
	return all
}

func spellCond(t *catalog.Tool, c *catalog.Cond) string {
	return strings.Join(append(append([]string{t.Name}, c.Verb...), c.On...), " ")
}
