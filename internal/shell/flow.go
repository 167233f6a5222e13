package shell

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"

	"tagout/internal/tri"
	"tagout/internal/word"
)

// ifClause walks the branches that may be taken and joins them.
func (in *interp) ifClause(c *syntax.IfClause) {
	var ends []*interp
	rest := in
	for ; c != nil; c = c.Else {
		st := success
		if len(c.Cond) > 0 {
			rest.stmts(c.Cond)
			st = rest.status
		}
		if st == success {
			rest.stmts(c.Then)
			break
		}
		if st != failure {
			yes, no := rest, rest
			if s := rest.split; s != nil && s.ok != nil && s.bad != nil {
				yes, no = s.ok, s.bad
			}
			b := yes.branch()
			b.stmts(c.Then)
			ends = append(ends, b)
			rest = no.branch()
		}
		if c.Else == nil {
			rest.status = success
		}
	}
	if rest != in || len(ends) > 0 {
		in.adopt(append(ends, rest)...)
	}
}

// caseClause walks the items that the word may match.
func (in *interp) caseClause(cc *syntax.CaseClause) {
	var subjects []word.Text
	in.readings(func(c *interp) {
		t := c.subject(cc.Word)
		c.settle()
		subjects = append(subjects, t)
	})
	w := &caseWalk{in: in, test: in.fork()}
	w.test.status = success // of none that matches
	for _, item := range cc.Items {
		m := tri.No
		if w.test != nil {
			m = caseMatch(w.test.patterns(item.Patterns), subjects)
		}
		w.item(item, m)
	}
	for _, end := range []*interp{w.test, w.fall} {
		if end != nil {
			w.ends = append(w.ends, end)
		}
	}
	in.adopt(w.ends...)
}

// subject is a word to be matched. bash splits what is not quoted in it and
// joins it again where a quoted list stands beside it.
func (in *interp) subject(w *syntax.Word) word.Text {
	t := in.textOf(w)
	if in.dialect != Bash || w == nil || len(w.Parts) < 2 {
		return t
	}
	list, bare := false, false
	for _, p := range w.Parts {
		switch p := p.(type) {
		case *syntax.DblQuoted:
			list = list || slices.ContainsFunc(p.Parts, func(q syntax.WordPart) bool {
				pe, ok := q.(*syntax.ParamExp)
				return ok && isList(pe)
			})
		case *syntax.ParamExp, *syntax.CmdSubst:
			bare = true
		}
	}
	if list && bare || setsQuoted(w) {
		return in.derivedFrom(w, t)
	}
	return t
}

// setsQuoted reports whether a word has a quoted part, beside others, that gives a
// variable its value. Where that is empty, bash 5.2 leaves a mark of its own in the
// words of a case, so that they match nothing.
func setsQuoted(w *syntax.Word) bool {
	if len(w.Parts) < 2 {
		return false
	}
	sets := false
	for _, p := range w.Parts {
		quoted, ok := p.(*syntax.DblQuoted)
		if !ok {
			continue
		}
		syntax.Walk(quoted, func(n syntax.Node) bool {
			pe, ok := n.(*syntax.ParamExp)
			sets = sets || ok && pe.Exp != nil && (pe.Exp.Op == syntax.AssignUnset || pe.Exp.Op == syntax.AssignUnsetOrNull)
			return !sets
		})
	}
	return sets
}

// caseWalk goes through the items of a case: test is the shell that still
// looks for a match, fall the one that ;& leads into the next item.
type caseWalk struct {
	in   *interp
	test *interp
	fall *interp
	ends []*interp
}

func (w *caseWalk) item(item *syntax.CaseItem, m tri.Tri) {
	enter := w.test
	switch {
	case enter == nil || m == tri.No:
		enter = nil
	case m == tri.Yes:
		w.test = nil
	default:
		enter, w.test = enter.branch(), enter.branch()
	}
	run := w.in.either(enter, w.fall)
	w.fall = nil
	if run == nil {
		return
	}
	run.status = success
	run.stmts(item.Stmts)
	switch item.Op {
	case syntax.Fallthrough:
		w.fall = run
	case syntax.Resume, syntax.ResumeKorn:
		w.test = w.in.either(w.test, run)
	default:
		w.ends = append(w.ends, run)
	}
}

func (in *interp) patterns(words []*syntax.Word) []pattern {
	out := make([]pattern, len(words))
	for i, w := range words {
		out[i] = in.pattern(w)
		if in.dialect == Bash && setsQuoted(w) {
			out[i].unsure, out[i].plain, out[i].any = true, false, false
		}
	}
	return out
}

// caseMatch says whether an item's patterns match every subject, some, or none.
func caseMatch(patterns []pattern, subjects []word.Text) tri.Tri {
	yes, no := 0, 0
	for _, s := range subjects {
		m := tri.No
		for _, p := range patterns {
			m = m.Or(p.match(s))
		}
		switch m {
		case tri.Yes:
			yes++
		case tri.No:
			no++
		}
	}
	switch len(subjects) {
	case yes:
		return tri.Yes
	case no:
		return tri.No
	}
	return tri.Maybe
}
