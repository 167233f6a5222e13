package policy

import (
	"slices"
	"strconv"
	"strings"

	"tagout/internal/builtin"
	"tagout/internal/diag"
	"tagout/internal/rule"
)

// Coverage here is of structure: a pattern covers another where each of its
// terms is one of the other's, or plainly milder. Two patterns of which that
// cannot be said may still cover each other; nothing is reported of them.

// covered reports a rule that changes no verdict, because for all that it
// matches another rule decides as strictly, and patterns of one rule that
// another of its patterns covers.
func (l *linter) covered(r *rule.Rule, at int) {
	l.twice(r)
	if r.Decision == rule.None || len(r.Match) == 0 {
		return
	}
	for _, o := range l.others(r, at) {
		d := l.effective[o.ID]
		if d < r.Decision || d == rule.None || o.Decision == rule.None || len(o.When) > 0 && !sameWhen(o.When, r.When) || d == Allow && r.Decision != Allow || relaxed(l.policy, l.file, o.ID) {
			continue
		}
		if !coversAll(o, r) || d == Allow && !sameShape(o, r) || l.classesDiffer(o) {
			continue
		}
		if d == r.Decision {
			l.add("subsumed", diag.Warning, r, "", "", "rule "+r.ID+" matches nothing that rule "+o.ID+" does not, and both decide "+d.String(),
				"take one of them out")
		} else {
			l.add("outranked", diag.Warning, r, "", "", "rule "+r.ID+" never decides: for all that it matches rule "+o.ID+" decides "+d.String(),
				"the strictest rule counts; see tagout explain "+o.ID)
		}
		return
	}
}

// others are the rules that may cover one: those of the file, of which the
// earlier covers the later where they are equal, and the built-in ones of its
// programs.
func (l *linter) others(r *rule.Rule, at int) []*rule.Rule {
	var out []*rule.Rule
	for _, i := range l.rivals(r) {
		if o := &l.file.Rules[i]; i != at && o.ID != r.ID && coversAll(o, r) && (i < at || o.Decision > r.Decision || !coversAll(r, o)) {
			out = append(out, o)
		}
	}
	seen := make(map[int32]bool)
	for i := range r.Match {
		for s := range r.Match[i].Stages {
			for _, a := range r.Match[i].Stages[s].Program {
				for _, n := range append(slices.Clone(builtin.RulesFor(a.Literal)), builtin.Always()...) {
					if !seen[n] && builtin.Rule(n).ID != r.ID {
						seen[n] = true
						out = append(out, builtin.Rule(n))
					}
				}
			}
		}
	}
	return out
}

// classesDiffer reports whether a rule names a class that the file has too: in
// another file the name may mean another thing.
func (l *linter) classesDiffer(o *rule.Rule) bool {
	if l.mine(o) {
		return false
	}
	for i := range o.Match {
		for s := range o.Match[i].Stages {
			if slices.ContainsFunc(l.file.Classes, func(c rule.Named) bool { return speaksOf(&o.Match[i].Stages[s], c.Name) }) {
				return true
			}
		}
	}
	return false
}

func (l *linter) mine(o *rule.Rule) bool { return l.ids[o.ID] }

// index makes the rules of the file findable: by their ids, and by what the first
// programs of their patterns are called. Those that name none plainly stand under
// the empty name.
func (l *linter) index() {
	l.byProgram, l.ids = make(map[string][]int), make(map[string]bool)
	for i := range l.file.Rules {
		r := &l.file.Rules[i]
		l.ids[r.ID] = true
		for _, name := range firstPrograms(r.Match) {
			if at := l.byProgram[name]; len(at) == 0 || at[len(at)-1] != i {
				l.byProgram[name] = append(at, i)
			}
		}
	}
}

// rivals are the rules of the file that may cover one, in their order: a pattern
// that covers another names one of its programs, or none plainly.
func (l *linter) rivals(r *rule.Rule) []int {
	out := slices.Clone(l.byProgram[""])
	for _, name := range firstPrograms(r.Match[:1]) {
		if name != "" {
			out = append(out, l.byProgram[name]...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func firstPrograms(match []rule.Pattern) (names []string) {
	for i := range match {
		if len(match[i].Stages) == 0 || len(match[i].Stages[0].Program) == 0 {
			names = append(names, "")
			continue
		}
		for _, a := range match[i].Stages[0].Program {
			names = append(names, a.Literal)
		}
	}
	return names
}

func speaksOf(st *rule.Stage, class string) bool {
	return slices.ContainsFunc(st.Items, func(it rule.Item) bool {
		return slices.ContainsFunc(it.Alts, func(a rule.Atom) bool {
			return slices.ContainsFunc(a.Classes, func(g []rule.Class) bool {
				return slices.ContainsFunc(g, func(c rule.Class) bool { return c.Name == class })
			})
		})
	})
}

// twice reports patterns that another of the same rule covers.
func (l *linter) twice(r *rule.Rule) {
	for i := range r.Match {
		for k := range r.Match {
			if i == k || r.Decision == Allow || !covers(&r.Match[k], &r.Match[i]) || k > i && covers(&r.Match[i], &r.Match[k]) {
				continue
			}
			l.add("subsumed", diag.Warning, r, "match", r.Match[i].Text,
				"pattern "+strconv.Quote(r.Match[i].Text)+" of rule "+r.ID+" adds nothing to "+strconv.Quote(r.Match[k].Text), "take it out")
			break
		}
	}
}

func sameWhen(a, b []rule.When) bool {
	return slices.EqualFunc(a, b, func(x, y rule.When) bool { return x.Fact == y.Fact && slices.Equal(x.Any, y.Any) })
}

// coversAll reports whether every pattern of r is covered by one of o.
func coversAll(o, r *rule.Rule) bool {
	for i := range r.Match {
		if !slices.ContainsFunc(o.Match, func(p rule.Pattern) bool { return covers(&p, &r.Match[i]) }) {
			return false
		}
	}
	return true
}

// sameShape reports whether two rules have one pattern each with as many terms.
// An allowance holds only where everything of a call has a term, so that one of
// fewer terms allows less.
func sameShape(o, r *rule.Rule) bool {
	if len(o.Match) != 1 || len(r.Match) != 1 {
		return false
	}
	return slices.EqualFunc(o.Match[0].Stages, r.Match[0].Stages, func(a, b rule.Stage) bool {
		return len(a.Items) == len(b.Items) && len(a.Flows) == len(b.Flows) && len(a.Env) == len(b.Env)
	})
}

// covers reports whether a certainly matches every call that b does.
func covers(a, b *rule.Pattern) bool {
	if len(a.Stages) != len(b.Stages) || len(a.Stages) == 0 {
		return false
	}
	for i := range a.Stages {
		if !coversStage(&a.Stages[i], &b.Stages[i]) {
			return false
		}
	}
	return true
}

func coversStage(a, b *rule.Stage) bool {
	if (a.Program == nil) != (b.Program == nil) || !coversAlts(a.Program, b.Program) {
		return false
	}
	for i := range a.Env {
		if !slices.ContainsFunc(b.Env, func(e rule.Env) bool { return sameEnv(&a.Env[i], &e) }) {
			return false
		}
	}
	for i := range a.Flows {
		if !slices.ContainsFunc(b.Flows, func(f rule.Flow) bool { return f.Kind == a.Flows[i].Kind && coversAlts(a.Flows[i].Alts, f.Alts) }) {
			return false
		}
	}
	return coversItems(a.Items, b.Items)
}

func sameEnv(a, b *rule.Env) bool {
	return a.Not == b.Not && a.Name == b.Name && coversAlts(a.Value, b.Value) && coversAlts(b.Value, a.Value)
}

// coversItems maps the terms of a to terms of b that say as much, each to one of
// its own and words in their order. A verb is not covered by one of fewer words,
// which may mean only itself, unless there are none.
func coversItems(a, b []rule.Item) bool {
	if n := itemsOf(a, rule.Verb); n > 0 && n != itemsOf(b, rule.Verb) {
		return false
	}
	used := make([]bool, len(b))
	var last [rule.Code + 1]int
	for i := range a {
		kind := a[i].Kind
		k := -1
		for n := range b {
			inOrder := kind != rule.Verb && kind != rule.Operand || n >= last[kind]
			if !used[n] && inOrder && coversItem(&a[i], &b[n]) {
				k = n
				break
			}
		}
		if k < 0 {
			return false
		}
		used[k], last[kind] = true, k+1
	}
	return true
}

func itemsOf(items []rule.Item, kind rule.ItemKind) int {
	n := 0
	for i := range items {
		if items[i].Kind == kind {
			n++
		}
	}
	return n
}

// coversItem reports whether a holds wherever b does.
func coversItem(a, b *rule.Item) bool {
	if a.Kind != b.Kind || a.Not != b.Not {
		return false
	}
	if a.Not { // the more is forbidden, the less is matched
		return slices.Equal(a.Names, b.Names) && coversAlts(a.Alts, b.Alts) && coversAlts(b.Alts, a.Alts) && (len(a.Alts) == 0) == (len(b.Alts) == 0)
	}
	if !subset(b.Names, a.Names) {
		return false
	}
	if a.Kind == rule.Option && len(b.Alts) == 0 {
		return len(a.Alts) == 0
	}
	// An option with a value may be off ("-x=false"), so that "-x" does not cover it.
	return (len(a.Alts) == 0) == (len(b.Alts) == 0) && coversAlts(a.Alts, b.Alts)
}

// coversAlts reports whether each alternative of b is one of a's.
func coversAlts(a, b []rule.Atom) bool {
	for i := range b {
		if !slices.ContainsFunc(a, func(x rule.Atom) bool { return coversAtom(&x, &b[i]) }) {
			return false
		}
	}
	return true
}

func coversAtom(a, b *rule.Atom) bool {
	switch {
	case a.Classes != nil || b.Classes != nil:
		return a.Classes != nil && b.Classes != nil && coversGroups(a.Classes, b.Classes)
	case a.Glob != "" || b.Glob != "":
		return a.Glob == b.Glob || a.Glob == "*" && !strings.Contains(b.Glob+b.Literal, "/")
	}
	return a.Literal == b.Literal && a.Quoted == b.Quoted
}

// coversGroups: every group of b has all parts of one of a's.
func coversGroups(a, b [][]rule.Class) bool {
	for _, g := range b {
		if !slices.ContainsFunc(a, func(h []rule.Class) bool {
			return !slices.ContainsFunc(h, func(c rule.Class) bool { return !slices.Contains(g, c) })
		}) {
			return false
		}
	}
	return true
}
