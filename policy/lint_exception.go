package policy

import (
	"errors"
	"slices"
	"time"

	"tagout/internal/diag"
	"tagout/internal/lang"
	"tagout/internal/rule"
)

// layered adds the mistakes that only show where a file stands over others: an id
// that is taken, a rule that is not there.
func (l *linter) layered(err error) {
	var bad *Broken
	if !errors.As(err, &bad) {
		return
	}
	for _, p := range bad.Problems {
		known := func(o diag.Problem) bool { return o.Line == p.Line && o.Msg == p.Msg }
		if p.File == l.Name && !slices.ContainsFunc(l.problems, known) {
			p.ID = checkOf(p.Msg)
			l.problems = append(l.problems, p)
		}
	}
}

// exceptions looks at what relaxes rules.
func (l *linter) exceptions(now time.Time) {
	for i := range l.file.Exceptions {
		e := &l.file.Exceptions[i]
		if over(e.Until, now) {
			l.exception(e, diag.Warning, "exception "+e.ID+" ended with "+e.Until, "take it out, or say why it goes on and until when")
		}
		for _, id := range e.Rules {
			if r, _ := l.policy.ruleOf(id); r != nil {
				l.relaxes(e, r)
			}
		}
	}
}

// relaxes looks at an exception beside a rule that it names.
func (l *linter) relaxes(e *rule.Exception, r *rule.Rule) {
	same := rule.Rule{Match: e.Match}
	switch {
	case !shareProgram(l.policy, e, r):
		l.exception(e, diag.Warning, "exception "+e.ID+" relaxes nothing: rule "+r.ID+" speaks of none of its programs", "see tagout explain "+r.ID)
	case !coversAll(&same, r):
	case len(e.When) == 0 && e.Decision == None:
		l.exception(e, diag.Warning, "exception "+e.ID+" covers all that rule "+r.ID+" matches", "describe the calls that are harmless; what is meant for all of them is an [override."+r.ID+"]")
	case onlyDir(e.When):
		l.exception(e, diag.Warning, "exception "+e.ID+" relaxes rule "+r.ID+" by the directory alone", "an agent can go there first: describe what the harmless calls work on")
	}
}

// onlyDir reports whether the directory is all that a condition asks for.
func onlyDir(when []rule.When) bool {
	return len(when) > 0 && !slices.ContainsFunc(when, func(w rule.When) bool { return w.Fact != "dir" })
}

func (l *linter) exception(e *rule.Exception, level diag.Level, msg, hint string) {
	p := diag.Problem{File: l.Name, ID: "exception", Level: level, Rule: e.ID, Msg: msg, Hint: hint, Len: len(e.ID)}
	if p.Line, p.Col = l.file.Place("exception", e.ID); p.Line > 0 {
		p.Source = l.lineAt(p.Line)
	}
	l.problems = append(l.problems, p)
}

// shareProgram reports whether an exception and a rule may speak of the same
// program. Where either has a stage without one, or one of many, they may.
func shareProgram(p *Policy, e *rule.Exception, r *rule.Rule) bool {
	theirs, any := programsOf(p, r.Match)
	if any {
		return true
	}
	ours, any := programsOf(p, e.Match)
	return any || slices.ContainsFunc(ours, func(n string) bool { return slices.Contains(theirs, n) })
}

// programsOf are the names of the last program of each pattern, a tool's own
// among them; any says that there may be others.
func programsOf(p *Policy, match []rule.Pattern) (names []string, any bool) {
	for i := range match {
		stages := match[i].Stages
		if len(stages) != 1 || len(stages[0].Program) == 0 {
			return nil, true
		}
		for _, a := range stages[0].Program {
			if a.Literal == "" {
				return nil, true
			}
			names = append(names, a.Literal)
			if t := p.grammars().Tool(a.Literal); t != nil {
				names = append(names, t.Name)
			}
		}
	}
	return names, false
}

// relaxed reports whether an exception or an override speaks of a rule, so that
// another which says the same is not without effect.
func relaxed(p *Policy, files *lang.File, id string) bool {
	return slices.ContainsFunc(p.exceptions, func(e exception) bool { return slices.Contains(e.Rules, id) }) ||
		slices.ContainsFunc(files.Exceptions, func(e rule.Exception) bool { return slices.Contains(e.Rules, id) })
}
