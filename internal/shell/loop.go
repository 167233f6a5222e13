package shell

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"

	"tagout/internal/word"
)

// leaving says how a list of statements was left early.
type leaving uint8

const (
	stays  leaving = iota
	turn           // continue
	loop           // break
	caller         // return
)

// exits gathers the states in which a loop or a function may be left early.
type exits struct {
	base *layer
	// unsure is the shell's count where what may be left began.
	unsure int
	ends   []*interp
	turns  []*interp
	// up is the loop around, in the same function.
	up *exits
}

// leave marks what follows as dead. Where leaving is not certain, the state is
// kept for the end of what is left.
func (in *interp) leave(how leaving, levels int) {
	if in.left != stays {
		return
	}
	in.left, in.levels = how, levels
	if to := in.leaves(); to != nil && in.unsure > to.unsure {
		in.keepLeft()
	}
	in.unsure++
	in.maybe++
}

// leaveLoop is break and continue. Without a loop in the same function they do
// nothing in bash; in sh they may end a subshell, in zsh the loop of a caller.
func (in *interp) leaveLoop(how leaving, levels int) {
	in.status = success
	switch {
	case in.loop != nil || in.dialect == Fish || in.dialect == Zsh && in.fn != nil:
		in.leave(how, levels)
	case in.dialect == Zsh:
		in.mayStop()
	case in.dialect == POSIX:
		in.unsure++
	}
}

// leaves returns what is being left, or the loop that would be.
func (in *interp) leaves() *exits {
	if in.left == caller {
		return in.fn
	}
	to := in.loop
	for n := in.levels; n > 1 && to != nil && to.up != nil; n-- {
		to = to.up
	}
	return to
}

// keepLeft keeps the shell as it is for the end of what it leaves, or for the
// next turn.
func (in *interp) keepLeft() {
	to := in.leaves()
	if to == nil {
		return
	}
	c := *in
	c.left, c.env = stays, in.env.flat(to.base.solid())
	switch in.left {
	case turn:
		c.loop = to
		to.turns = append(to.turns, &c)
		return
	case loop:
		c.loop = to.up
	}
	to.ends = append(to.ends, &c)
}

// mayHaveLeft reports whether a loop or the function around may have been left
// before, so that what follows may not run.
func (in *interp) mayHaveLeft() bool {
	for l := in.loop; l != nil; l = l.up {
		if len(l.ends)+len(l.turns) > 0 {
			return true
		}
	}
	return in.fn != nil && len(in.fn.ends) > 0
}

// looping runs a loop on a copy of the shell, and joins the ways out of it.
func (in *interp) looping(f func(c *interp)) {
	c := in.fork()
	c.loop = &exits{base: in.env, unsure: c.unsure, up: in.loop}
	f(c)
	ends := c.loop.ends
	c.loop, c.split = in.loop, nil
	if len(ends) == 0 {
		in.become(c)
		return
	}
	in.adopt(append(ends, c)...)
}

// turn runs a loop's body once and reports whether the loop goes on.
func (in *interp) turn(do []*syntax.Stmt) bool {
	unsure, maybe := in.unsure, in.maybe
	in.stmts(do)
	if in.halted {
		return false
	}
	if in.left == turn && in.levels == 1 {
		in.left, in.unsure, in.maybe = stays, unsure, maybe
	}
	in.rejoin()
	if in.left == loop || in.left == turn {
		if in.levels--; in.levels == 0 || in.loop == nil || in.loop.up == nil {
			in.left, in.unsure, in.maybe = stays, unsure, maybe
		}
		return false
	}
	return !in.gone()
}

// rejoin adds the states in which a turn was cut short to the one that has come
// to its end. Where that one leaves the loop, the turns go on without it.
func (in *interp) rejoin() {
	if in.loop == nil || len(in.loop.turns) == 0 {
		return
	}
	ends := in.loop.turns
	base := in.loop.base.solid()
	in.loop.turns = nil
	if in.gone() {
		in.proc.mayEnd = in.proc.mayEnd || in.exited
		if !in.exited {
			in.keepLeft()
		}
		in.exited, in.left = false, stays
	} else {
		self := *in
		self.env = in.env.flat(base)
		ends = append(ends, &self)
	}
	in.env = base.child()
	in.adopt(ends...)
}

// repeat runs what may happen any number of times: once as things stand, and
// again with every variable unknown that a turn changes and another would
// read, until a turn changes no more.
func (in *interp) repeat(body func(c *interp)) {
	start, after := in, in.branch()
	ends := []*interp{in}
	seen := make(map[string]bool)
	for n := 0; ; n++ {
		after.env.watch = seen
		body(after)
		after.env.watch = nil
		after.stay()
		ends = append(ends, after)
		if n == maxTurns || in.halted {
			break
		}
		if start = in.widened(start, after, seen); start == nil {
			break
		}
		after = start.branch()
	}
	in.adopt(ends...)
}

// maxTurns bounds the turns of a loop in which more variables become unknown.
const maxTurns = 8

// stay forgets that a turn broke out of its loop.
func (in *interp) stay() {
	in.nextTurn()
	if in.left != caller {
		in.left = stays
	}
}

// nextTurn goes on after a loop's body, whether it has come to its end or was
// cut short.
func (in *interp) nextTurn() {
	if in.left == turn && in.levels == 1 {
		in.left = stays
	}
	in.rejoin()
}

// widened returns the shell as any later turn may find it, where one that began
// as start has become after; nil when that is no different.
func (in *interp) widened(start, after *interp, seen map[string]bool) *interp {
	next := start.branch()
	differs := false
	if !anyText(start.dir) && !sameText(start.dir, after.dir) {
		next.dir, differs = unknownClass("$PWD", "lost"), true
	}
	if !anyText(start.old) && !sameText(start.old, after.old) {
		next.old, differs = unknown("$OLDPWD"), true
	}
	if both := joinParams(start.params, after.params); !sameParams(both, start.params) {
		next.params, differs = both, true
	}
	for name, v := range after.env.vars {
		old := start.attributesOf(name)
		if old.covers(v) {
			continue
		}
		wide := *v
		wide.alts = []value{widest(name, append(start.variable(name).alts, v.alts...))}
		next.env.setVar(name, &wide)
		differs = differs || seen[name]
	}
	for name, f := range after.env.funcs {
		next.env.setFunc(name, f)
	}
	if !differs {
		return nil
	}
	return next
}

// covers reports whether a variable stands for every value of another.
func (v *variable) covers(o *variable) bool {
	for _, a := range o.alts {
		if !slices.ContainsFunc(v.alts, func(w value) bool { return w.covers(a) }) {
			return false
		}
	}
	return true
}

// covers reports whether a value is another, or stands for it.
func (v value) covers(o value) bool {
	switch {
	case o.unset || o.vague:
		return v.vague || v.unset && o.unset
	case v.array || o.array:
		return v.array && v.open || sameValue(v, o)
	case isNumber(v.text):
		return isNumber(o.text) || numeral(o.text)
	}
	return anyText(v.text) || sameValue(v, o)
}

// anyText reports whether a text may be any text.
func anyText(t word.Text) bool {
	return len(t) == 1 && t[0].Kind == word.Unknown && t[0].Class != "number"
}

// numeral reports whether a text is a known number.
func numeral(t word.Text) bool {
	s, ok := t.Known()
	return ok && isInteger(s)
}

// widest returns a value that stands for all of them and any like them.
func widest(name string, alts []value) value {
	number, array, vague := true, false, false
	for _, a := range alts {
		number = number && !a.unset && (isNumber(a.text) || numeral(a.text))
		array = array || a.array
		vague = vague || a.unset || a.vague
	}
	v := value{text: unknown("$" + name)}
	switch {
	case array:
		v = openArray(name)
	case number:
		v.text[0].Class = "number"
	}
	v.vague = vague
	return v
}

// openArray is an array of which nothing is known.
func openArray(name string) value {
	t := word.Text{{Kind: word.Unknown, Text: "${" + name + "[@]}", Split: true}}
	return value{text: unknown("$" + name), array: true, open: true, list: []element{{text: t}}}
}

func isNumber(t word.Text) bool {
	return len(t) == 1 && t[0].Kind == word.Unknown && t[0].Class == "number"
}
