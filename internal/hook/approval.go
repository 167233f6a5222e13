package hook

import (
	"io/fs"
	"slices"
	"strings"

	"tagout/policy"
)

// Approvals are what a person has said of commands that were stopped.
type Approvals interface {
	// Claim reports whether one is approved, and uses up an approval for one use.
	// read are the files that were opened to judge it. note is to be told with it.
	Claim(c policy.Command, session string, v policy.Verdict, read []string) (note string, ok bool)
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
	if !OwnGround(v) {
		if note, ok := s.host.Approvals.Claim(c, e.Session, v, s.read); ok {
			s.approved = true
			return s.reply(policy.None, note)
		}
	}
	return s.reply(v.Decision, reason+s.host.Approvals.Again(c, e.Session, v))
}

// OwnGround reports whether what speaks against a command is that it touches the
// guard itself, which no approval covers: a person does that at a terminal.
func OwnGround(v policy.Verdict) bool {
	for i := range v.Findings {
		if strings.HasPrefix(v.Findings[i].Rule, "guard-") {
			return true
		}
	}
	return false
}

// maxRead bounds the files that are remembered: it is one more than an approval
// can be bound to, so that a command that reads more cannot be approved.
const maxRead = 33

// watched is the world of an evaluation, of which the files that it opens are
// remembered.
func (s *session) watched() policy.World {
	if s.host.Approvals == nil {
		return s.host.World
	}
	return Watch(s.host.World, &s.read)
}

// Watch is a world that adds the files which are opened to a list, each once. None
// is left out, git's own neither: a script may lie anywhere.
func Watch(w policy.World, read *[]string) policy.World {
	open := w.Open
	if open == nil {
		return w
	}
	w.Open = func(path string) (fs.File, error) {
		if len(*read) < maxRead && !slices.Contains(*read, path) {
			*read = append(*read, path)
		}
		return open(path)
	}
	return w
}
