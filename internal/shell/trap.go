package shell

import (
	"mvdan.cc/sh/v3/syntax"

	"tagout/internal/word"
)

// process is what one shell process keeps to its end.
type process struct {
	traps []body
	// mayEnd: one way through what has run ends the process; outer: or one
	// that it is a part of.
	mayEnd, outer bool
	// errors counts where it may end by one.
	errors int
	// ended is the shell as it may be where it ends before its text does, for
	// its traps; nil where it does not.
	ended *interp
}

// trap keeps a text for the end of the process.
func (in *interp) trap(c *Call, args []word.Word) {
	in.status = success
	flags, rest, _ := options(args)
	if flags != "" || len(rest) < 2 || len(in.proc.traps) >= in.lim.Loop {
		return
	}
	if s, ok := rest[0].Known(); ok && (s == "" || s == "-") {
		return
	}
	in.proc.traps = append(in.proc.traps, body{text: rest[0].Pieces, span: c.Span, name: "trap", frame: in.frame})
}

// result is the status of a process that has ended.
func (in *interp) result() status {
	if in.proc.mayEnd {
		return perhapsOK
	}
	return in.status
}

// mayStop notes that the shell may end here, by an error.
func (in *interp) mayStop() {
	in.proc.mayEnd = true
	in.proc.errors++
	in.keepEnd()
}

// heir leaves the shell's traps to a process of it. In bash, a simple command
// that is a process of its own runs them where an error ends it.
func (in *interp) heir(c *interp, s *syntax.Stmt) {
	if in.dialect != Bash || c.proc.errors == 0 {
		return
	}
	if _, simple := s.Cmd.(*syntax.CallExpr); simple {
		c.proc.traps = append(c.proc.traps, in.proc.traps...)
		c.io.stdin = &Input{Kind: Null} // it is closed by then, within a loop
	}
}

// keepEnd keeps the shell as it is for the traps that run where it ends.
func (in *interp) keepEnd() {
	p := in.proc
	if len(p.traps) == 0 {
		return
	}
	c := *in
	c.env = in.env.flat(nil)
	if p.ended == nil {
		p.ended = &c
		return
	}
	p.ended = eitherShell(p.ended, &c)
}

// eitherShell returns a shell that may be either of two that share no layer.
func eitherShell(a, b *interp) *interp {
	c := *a
	c.env, c.fan = &layer{}, nil
	c.exited, c.left = false, stays
	x, y := *a, *b
	x.exited, x.left, y.exited, y.left = false, stays, false, stays
	c.adopt(&x, &y)
	return &c
}

// finish ends a shell process: its traps run.
func (in *interp) finish() {
	traps, ended := in.proc.traps, in.proc.ended
	in.proc.traps, in.proc.ended = nil, nil
	in.exited, in.left = false, stays
	if ended != nil {
		in.settleEnd(ended)
	}
	piped := in.piped
	for _, t := range traps {
		if piped != nil { // zsh ends with the last command of a pipeline, fed as it is
			before := in.io.stdin
			in.io.stdin = piped
			in.runTrap(t)
			in.io.stdin = before
		}
		in.runTrap(t)
	}
}

// runTrap runs what may be run at the end.
func (in *interp) runTrap(t body) {
	in.optional(func(c *interp) {
		c.frame = t.frame.within(t.name)
		c.text(t.text, t.span, t.name)
		c.frame = in.frame
	})
}

// settleEnd makes the shell hold what an earlier end of it may have left. What
// had not been set by then is taken to be as the hook sees it: the trap was
// written for what the text sets.
func (in *interp) settleEnd(ended *interp) {
	self := *in
	self.env = in.env.flat(nil)
	for name := range self.env.vars {
		if v := ended.variable(name); !v.ours && len(v.alts) > 1 {
			calm := *v
			calm.alts = v.alts[:1:1]
			ended.env.setVar(name, &calm)
		}
	}
	status := in.status
	*in = *eitherShell(&self, ended)
	in.status = status
}
