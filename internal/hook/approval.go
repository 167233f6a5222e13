package hook

import (
	"io/fs"
	"strings"

	"tagout/internal/approve"
	"tagout/policy"
)

// Approvals are what a person has said of commands that were stopped.
type Approvals interface {
	// Claim reports whether one is approved, and uses up an approval for one use.
	// whose word counts the policy says, and read is what was read to judge it. note
	// is to be told with it.
	Claim(whose policy.Approvals, c policy.Command, session string, v policy.Verdict, read *approve.Readings) (note string, ok bool)
	// Again says of a command that is stopped that its goal was stopped before in
	// the same conversation; "" where it was not.
	Again(c policy.Command, session string, v policy.Verdict) string
}

// stop answers a command that the policy stops, unless a person has approved it.
func (s *session) stop(e Event, c policy.Command, v policy.Verdict) reply {
	reason := Reason(e.Text, v)
	if s.host.Approvals == nil {
		return s.reply(v.Decision, reason)
	}
	if !OwnGround(v) && s.settle() {
		whose, _ := s.judge.Approvals()
		if note, ok := s.host.Approvals.Claim(whose, c, e.Session, v, &s.read); ok {
			s.approved = true
			return s.reply(policy.None, note)
		}
	}
	return s.reply(v.Decision, reason+s.host.Approvals.Again(c, e.Session, v))
}

// settle takes the answer for itself, so that none is given for being late: an
// approval that is used up must let its command pass. It fails where that was said
// already.
func (s *session) settle() bool { return s.settled.CompareAndSwap(unsettled, byAnswer) }

// Who has the answer to an event.
const (
	unsettled int32 = iota
	byAnswer
	byDeadline
)

// OwnGround reports whether what speaks against a command is that it touches the
// guard itself, which no approval covers: a person does that at a terminal.
func OwnGround(v policy.Verdict) bool {
	for i := range v.Findings {
		if own(&v.Findings[i]) {
			return true
		}
	}
	return false
}

func own(f *policy.Finding) bool { return OwnRule(f.Rule) }

// OwnRule reports whether a rule guards the guard itself.
func OwnRule(id string) bool { return strings.HasPrefix(id, "guard-") }

// Acted is what of a verdict is acted on: all of it, or, where the policy only
// observes, what touches the guard itself. That is nobody's to relax.
func Acted(v policy.Verdict) policy.Verdict {
	if !v.Observed {
		return v
	}
	all := v.Findings
	v.Decision, v.Findings, v.Notes = policy.None, nil, nil
	for i := range all {
		if own(&all[i]) && all[i].Decision >= policy.Ask {
			v.Findings = append(v.Findings, all[i])
			v.Decision = max(v.Decision, all[i].Decision)
		}
	}
	return v
}

// watched is the world of an evaluation, of which is remembered what it reads.
func (s *session) watched() policy.World {
	if s.host.Approvals == nil {
		return s.host.World
	}
	return Watch(s.host.World, &s.read)
}

// Watch is a world of which is remembered what is read of files. None is left out,
// git's own neither: a script may lie anywhere.
func Watch(w policy.World, read *approve.Readings) policy.World {
	open := w.Open
	if open == nil {
		return w
	}
	w.Open = func(path string) (fs.File, error) { return read.Open(open, path) }
	return w
}
