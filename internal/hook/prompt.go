package hook

import (
	"fmt"
	"strings"
	"time"

	"tagout/policy"
)

// Prompt is the harness of a person who types at a shell's prompt.
const Prompt = "prompt"

// Line is what a person has typed at the prompt of a shell.
type Line struct {
	Text string
	// Shell is the dialect, "pwsh" for PowerShell.
	Shell string
	// Defined are the shell's aliases and functions that the line may call.
	Defined []policy.Definition
	// Open: the shell may be about to read on.
	Open bool
}

// Answer is what becomes of a line.
type Answer struct {
	Decision policy.Decision
	Reason   string
	// Open is set where the line only ends too early, so that the shell reads on.
	Open bool
	// outcome is what the record keeps.
	outcome reply
	session *session
	took    time.Duration
}

// Judge judges a line as every harness's command is judged.
func (l Line) Judge(h Host) Answer {
	began := time.Now()
	s := &session{host: h}
	e := Event{Harness: Prompt, Tool: l.Shell, Kind: Shell, Text: l.Text, line: &l}
	if l.Shell == "pwsh" && !plainPowerShell(l.Text) {
		e.Kind = PowerShell
	}
	s.event.Store(&e)
	answers := make(chan reply, 1)
	go func() {
		deepen(0)
		answers <- s.line(e)
	}()
	timer := time.NewTimer(h.Deadline)
	defer timer.Stop()
	var r reply
	select {
	case r = <-answers:
	case <-timer.C:
		s = &session{host: h} // the other is still at work
		s.event.Store(&e)
		r = s.reply(policy.Ask, fmt.Sprintf("ask: the line could not be judged within %v, so what it would do is not known", h.Deadline))
	}
	a := Answer{Decision: max(r.decision, policy.None), Reason: r.reason, Open: s.verdict.Open, outcome: r, session: s, took: time.Since(began)}
	return a
}

// line judges the event of a line. A fault of ours is no reason to run it.
func (s *session) line(e Event) (r reply) {
	defer func() {
		if fault := recover(); fault != nil {
			r = s.reply(policy.Deny, fmt.Sprintf("deny internal-error: tagout failed on this line (%v), so nothing is known of it", fault))
		}
	}()
	if e.Kind == PowerShell {
		return s.powerShell(e)
	}
	return s.shell(e)
}

// Keep remembers, and records where that is wanted, what was decided.
func (a Answer) Keep(record bool) {
	s := a.session
	if len(s.states) > 0 && s.host.Remember != nil {
		s.host.Remember(s.states)
	}
	if record {
		s.record(a.outcome, a.took)
	}
}

// describe adds to a command what only a line at a prompt has.
func (e *Event) describe(c *policy.Command) {
	if e.line == nil {
		return
	}
	c.Shell, c.Defined, c.Open, c.Workspace = e.line.Shell, e.line.Defined, e.line.Open, ""
	if c.Open {
		c.Text += "\n" // as Enter is: a here-document begins behind it
	}
	if c.Shell == "pwsh" {
		c.Shell = "sh"
	}
}

// plainPowerShell reports whether a line of PowerShell is one of words alone,
// which every shell reads alike.
func plainPowerShell(text string) bool {
	for _, word := range strings.Fields(text) {
		if strings.ContainsAny(word[:1], "@%?#") || strings.IndexFunc(word, notPlain) >= 0 {
			return false
		}
	}
	return true
}

func notPlain(r rune) bool { return separates(r) && !strings.ContainsRune("/:=+,@%?|;", r) }
