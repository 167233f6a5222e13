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
	// Rules are the ids of what spoke against it, the strictest first.
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
	e := *s.event.Load()
	if s.host.Record == nil || e.Kind == 0 && r.reason == "" {
		return
	}
	o := Outcome{Event: e, Command: s.command, Decision: r.decision, Judge: s.judge, Took: took,
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
	for _, f := range s.verdict.Findings {
		if !slices.Contains(o.Rules, f.Rule) {
			o.Rules = append(o.Rules, f.Rule)
		}
		if o.Call == "" {
			o.Call = f.Call
		}
	}
	if len(o.Rules) == 0 {
		o.Rules = ruleOf(r.reason)
	}
	s.host.Record(o)
}

// ruleOf is the id at the head of an answer that no rule of the policy gave.
func ruleOf(reason string) []string {
	head, _, _ := strings.Cut(reason, ":")
	_, id, found := strings.Cut(head, " ")
	if !found || strings.Contains(id, " ") {
		return nil
	}
	return []string{id}
}
