package cli

import (
	"crypto/sha256"
	"time"

	"tagout/internal/hook"
	"tagout/internal/record"
	"tagout/policy"
)

// redactor is a judge that can take the secrets out of a command.
type redactor interface {
	Redact(policy.Command, policy.World) policy.Redaction
}

// maxJudged is how long a command may have taken that is read once more for its
// secrets: a harness runs the command when its hook is late, whatever was said.
const maxJudged = time.Second

// record writes down what was decided, and what cannot be written is lost. It waits
// for nothing but its place in the chain, and so needs no goroutine to watch over
// it, whose stack would cost more than all else.
func (c command) record(o hook.Outcome) {
	dir := record.Dir(c.world.Env)
	if dir == "" {
		return
	}
	defer func() { _ = recover() }() // the answer is given, and the exit code is part of it
	_ = record.At(dir).Append(c.line(o))
	c.keep(o)
}

// line is what the record keeps of an outcome.
func (c command) line(o hook.Outcome) record.Line {
	text := redaction(o, c.world)
	l := record.Line{
		Time: c.world.Now(), Harness: o.Event.Harness, Session: o.Event.Session, Tool: o.Event.Tool, Decision: o.Decision.String(),
		Rules: o.Rules, Command: text.Text, Whole: text.Whole, Dir: o.Command.Dir, Version: programVersion(), Took: o.Took,
		Sum: sha256.Sum256([]byte(o.Command.Text)),
	}
	if o.Approved {
		l.Decision = "approved"
	}
	if o.Call != "" {
		l.Call = text.Clean(o.Call)
	}
	return l
}

// redaction is an outcome's command without its secrets. A path has none; what is
// not read (PowerShell, what took too long) is not told.
func redaction(o hook.Outcome, w policy.World) policy.Redaction {
	if o.Event.Kind == hook.Write {
		return policy.Redaction{Text: o.Command.Text}
	}
	r, ok := o.Judge.(redactor)
	if !ok || o.Event.Kind == hook.PowerShell || o.Took > maxJudged {
		return policy.Hide(o.Command)
	}
	return r.Redact(o.Command, w)
}
