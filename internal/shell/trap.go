package shell

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"

	"tagout/internal/word"
)

// process is what one shell process keeps to its end.
type process struct {
	traps   []body
	coprocs []coprocess
	// mayEnd: one way through what has run ends the process; outer: or one
	// that it is a part of.
	mayEnd, outer bool
	// brittle: a failure, or what is unset, may end it (set -e, set -u).
	brittle bool
	// errors counts where it may end by one.
	errors int
	// ended are the shells as they may be where it ends before its text does,
	// for its traps.
	ended []*interp
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

// mayExit keeps the shell after a command whose failure may end it.
func (in *interp) mayExit() {
	switch {
	case !in.proc.brittle || in.status == success || len(in.proc.traps) == 0 || in.gone():
	case in.status != likely:
		in.keepEnd()
	case in.split != nil && in.split.bad != nil && in.missing(in.split.ok.dir):
		in.split.bad.keepEnd()
	}
}

// maxEnds bounds the directories in which the traps of one process are walked.
const maxEnds = 4

// keepEnd keeps the shell as it is for the traps that run where it ends: one
// for each directory, in which they may mean something else.
func (in *interp) keepEnd() {
	p := in.proc
	if len(p.traps) == 0 {
		return
	}
	c := *in
	c.env, c.fan = in.env.flat(nil), nil
	c.exited, c.left = false, stays
	at := slices.IndexFunc(p.ended, func(e *interp) bool { return sameText(e.dir, c.dir) })
	switch {
	case at < 0 && len(p.ended) < maxEnds:
		p.ended = append(p.ended, &c)
	case at < 0:
		at = maxEnds - 1
		fallthrough
	default:
		p.ended[at] = eitherShell(p.ended[at], &c)
	}
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

// finish ends a shell process: what it has written to a coprocess is run there,
// and its traps run.
func (in *interp) finish() {
	in.feedCoprocesses()
	traps, ended := in.proc.traps, in.proc.ended
	in.proc.traps, in.proc.ended = nil, nil
	in.exited, in.left = false, stays
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
	for _, e := range ended {
		in.calm(e)
		for _, t := range traps {
			e.runTrap(t)
		}
	}
}

// feedCoprocesses runs each coprocess once more, with what was written to it.
func (in *interp) feedCoprocesses() {
	coprocs := in.proc.coprocs
	in.proc.coprocs = nil
	for _, p := range coprocs {
		if p.fed.wrote {
			in.optional(func(c *interp) {
				c.frame, c.io.stdin = p.frame, p.fed.input()
				c.stmts(p.stmts)
				c.frame = in.frame
			})
		}
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

// calm readies an earlier end of the shell for its traps. What had not been set
// by then is taken to be as the hook sees it: the trap was written for what the
// text sets. The input of a command that an error has ended may be closed.
func (in *interp) calm(ended *interp) {
	if ended.io.stdin != in.io.stdin {
		ended.io.stdin = &Input{Kind: Null}
	}
	for name := range in.env.flat(nil).vars {
		if v := ended.variable(name); !v.ours && len(v.alts) > 1 {
			calm := *v
			calm.alts = v.alts[:1:1]
			ended.env.setVar(name, &calm)
		}
	}
}
