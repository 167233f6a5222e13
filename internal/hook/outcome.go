package hook

import (
	"slices"
	"strings"
	"time"

	"tagout/internal/approve"
	"tagout/policy"
)

// Outcome is an event and what was decided about it.
type Outcome struct {
	Event Event
	// Command is what was judged: the program of a shell, or the path of a file.
	Command  policy.Command
	Decision policy.Decision
	// Findings are what spoke against it, the strictest first.
	Findings []policy.Finding
	// Rules are the ids of the findings.
	Rules []string
	// Call is the call that decided, as it would run; "" for none.
	Call string
	// Judge is who judged a shell program; nil where none did in time.
	Judge Judge
	Took  time.Duration
	// Stopped is set where it was refused or asked about, Reason says why, and Read
	// is what was read of files to judge it. Approved: a person had approved it.
	Stopped, Approved bool
	Reason            string
	Read              *approve.Readings
}

// record hands on what was decided about an event, if it was one to decide about.
func (s *session) record(r reply, took time.Duration) {
	if s.host.Record == nil {
		return
	}
	if o, judged := s.outcome(r); judged {
		o.Took = took
		s.host.Record(o)
	}
}

// outcome is what was decided; judged is false for an event that is none to decide
// about.
func (s *session) outcome(r reply) (o Outcome, judged bool) {
	e := *s.event.Load()
	if e.Kind == 0 && r.reason == "" {
		return Outcome{}, false
	}
	o = Outcome{Event: e, Command: s.command, Decision: r.decision, Judge: s.judge, Findings: s.findings(r),
		Stopped: r.decision >= policy.Ask, Approved: s.approved, Reason: r.reason, Read: &s.read}
	if s.judge == nil {
		o.Command = policy.Command{Text: e.Text, Dir: s.dir(e), Harness: e.Harness}
	}
	switch {
	case s.verdict.Observed: // nothing was done about it
		o.Decision = s.verdict.Decision
	case r.decision == 0:
		o.Decision = policy.None
	}
	for _, f := range o.Findings {
		if !slices.Contains(o.Rules, f.Rule) {
			o.Rules = append(o.Rules, f.Rule)
		}
		if o.Call == "" {
			o.Call = f.Call
		}
	}
	return o, true
}

// findings are those of the policy, behind what no rule of it says where that is
// stricter.
func (s *session) findings(r reply) []policy.Finding {
	of := s.verdict.Findings
	if slices.ContainsFunc(of, func(f policy.Finding) bool { return f.Decision >= r.decision }) {
		return of
	}
	id := ruleOf(r.reason)
	if id == "" {
		return of
	}
	return append([]policy.Finding{{Rule: id, Decision: r.decision}}, of...)
}

// ruleOf is the id at the head of an answer that no rule of the policy gave.
func ruleOf(reason string) string {
	head, _, _ := strings.Cut(reason, ":")
	_, id, _ := strings.Cut(head, " ")
	if strings.Contains(id, " ") {
		return ""
	}
	return id
}
