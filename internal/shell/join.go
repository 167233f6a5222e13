package shell

import (
	"slices"

	"tagout/internal/word"
)

// fan enumerates the possible values of the words of one command: each reading
// makes the same picks as the last one up to the pick that is changed.
type fan struct {
	picks []pick
	at    int
	// wide: there are too many readings, and this last one takes every choice
	// as unknown.
	wide bool
	// dead: this reading runs nothing (${x:?}).
	dead bool
	memo []memo
}

type pick struct{ n, i int }

// memo is a substitution's output, valid while the picks before it stand.
type memo struct {
	node any
	at   int
	text word.Text
}

// pick chooses one of n possibilities, or -1 for an unknown one.
func (in *interp) pick(n int) int {
	f := in.fan
	if f == nil || f.wide {
		return -1
	}
	if f.at == len(f.picks) {
		f.picks = append(f.picks, pick{n: n})
	}
	f.at++
	return f.picks[f.at-1].i
}

// next moves to the next reading, or reports that there is none.
func (f *fan) next() bool {
	f.picks = f.picks[:f.at]
	for i := len(f.picks) - 1; i >= 0; i-- {
		p := &f.picks[i]
		if p.i++; p.i < p.n {
			f.picks = f.picks[:i+1]
			f.forget(i)
			return true
		}
	}
	return false
}

// forget drops the outputs that were computed after pick i.
func (f *fan) forget(i int) {
	f.memo = slices.DeleteFunc(f.memo, func(m memo) bool { return m.at > i })
}

// readings runs f for each reading of what it evaluates, each on a copy of the
// shell, and joins what they leave behind. f calls settle when it has evaluated
// everything.
func (in *interp) readings(f func(c *interp)) {
	way := &fan{}
	out := in.io.out
	var first *interp
	var rest []*interp
	var outs []*sink
	for n := 1; ; n++ {
		c := in.fork()
		c.fan, way.at, way.dead = way, 0, false
		if out != nil && out.file == nil {
			outs = append(outs, &sink{maybe: c.maybe, reading: true})
			c.io.out = outs[len(outs)-1]
		}
		f(c)
		c.fan = in.fan
		c.writesTo(out)
		if first == nil {
			first = c
		} else {
			rest = append(rest, c)
		}
		if way.wide || in.halted || !way.next() {
			break
		}
		if n == in.lim.Alts {
			way.wide, way.memo = true, nil
		}
	}
	if outs != nil {
		out.gather(outs)
	}
	out.doubt(rest != nil)
	if rest == nil {
		in.become(first)
		return
	}
	ends := append(rest, first)
	apart := in.separate(ends)
	in.adopt(ends...)
	in.io = first.io
	in.split = apart
}

// writesTo ends a reading's own output: what goes on from it, also after its success
// or its failure alone, writes where the shell does.
func (in *interp) writesTo(out *sink) {
	ways := []*interp{in}
	if in.split != nil {
		ways = append(ways, in.split.ok, in.split.bad)
	}
	for _, c := range ways {
		if c != nil && c.io.out != nil && c.io.out.reading {
			c.io.out = out
		}
	}
}

// split is a shell after success and after failure; nil where that cannot be.
type split struct{ ok, bad *interp }

// separate joins the readings that may succeed apart from those that may fail,
// so that [ -n "$X" ] || exit leaves no empty X behind.
func (in *interp) separate(ends []*interp) *split {
	var ok, bad []*interp
	apart := false
	for _, e := range ends {
		yes, no := outcomes(e)
		apart = apart || yes != no
		if yes != nil {
			ok = append(ok, yes)
		}
		if no != nil {
			bad = append(bad, no)
		}
	}
	if !apart {
		return nil
	}
	return &split{ok: in.joinedFork(ok), bad: in.joinedFork(bad)}
}

func (in *interp) joinedFork(ends []*interp) *interp {
	if len(ends) == 0 {
		return nil
	}
	c := in.fork()
	c.adopt(ends...)
	c.io = ends[0].io
	return c
}

// settle ends the evaluation of a reading: no more picks. It reports whether
// the reading runs at all.
func (in *interp) settle() bool {
	f := in.fan
	in.fan = nil
	if f == nil {
		return true
	}
	if len(f.picks) > 0 || f.wide {
		in.unsure++
		in.maybe++
		if out := in.io.out; out != nil && out.reading {
			out.maybe = in.maybe
		}
	}
	return !f.dead
}

// become makes the shell what its only fork has become.
func (in *interp) become(c *interp) {
	env, fan, unsure, maybe := in.env, in.fan, in.unsure, in.maybe
	*in = *c
	if !c.gone() {
		in.unsure, in.maybe = unsure, maybe
	}
	in.fan, in.env = fan, env
	switch stop := env.solid(); {
	case c.env == env:
	case c.env.up == stop:
		in.absorb(c.env)
	default:
		in.absorb(c.env.flat(stop))
	}
}

// absorb writes a layer's changes into the shell's own.
func (in *interp) absorb(l *layer) {
	for name, v := range l.vars {
		in.env.setVar(name, v)
	}
	for name, f := range l.funcs {
		in.env.setFunc(name, f)
	}
	for name, a := range l.aliases {
		in.env.setAlias(name, a)
	}
}

// adopt makes the shell hold whatever any of its forks may have left: every
// possible value of each variable.
func (in *interp) adopt(ends ...*interp) {
	ends = slices.Clone(ends)
	for i, e := range ends {
		if e == in {
			c := *in
			ends[i] = &c
		}
	}
	live := slices.DeleteFunc(slices.Clone(ends), (*interp).gone)
	if len(live) == 0 {
		if live = slices.DeleteFunc(slices.Clone(ends), func(e *interp) bool { return e.exited }); len(live) == 0 {
			live = ends
		}
	}
	in.lose(ends, live)
	if len(live) == 1 {
		unsure, maybe := in.unsure, in.maybe
		in.become(live[0])
		in.unsure, in.maybe = max(unsure, in.unsure), max(maybe, in.maybe)
		return
	}
	in.joinNames(live)
	in.joinState(live)
	if in.gone() {
		in.unsure++
		in.maybe++
	}
}

// lose notes that some ways end here, so that what follows may not run.
func (in *interp) lose(ends, live []*interp) {
	if len(live) == len(ends) || live[0].gone() {
		return
	}
	for _, e := range ends {
		if e.gone() {
			in.without(e)
		}
	}
}

// without notes that another way has ended, so that this one may not be taken.
func (in *interp) without(gone *interp) *interp {
	in.unsure++
	in.proc.mayEnd = in.proc.mayEnd || gone.exited
	return in
}

// gone reports whether what follows in this list does not run.
func (in *interp) gone() bool { return in.exited || in.left != stays }

// joinNames joins variables, functions and aliases.
func (in *interp) joinNames(ends []*interp) {
	stop := in.env.solid()
	out := &layer{}
	for _, e := range ends {
		for l := e.env; l != nil && l != stop; l = l.up {
			for name := range l.vars {
				if _, done := out.vars[name]; !done {
					out.setVar(name, in.union(name, ends))
				}
			}
			for name := range l.funcs {
				if _, done := out.funcs[name]; !done {
					out.setFunc(name, unionFunc(name, ends))
				}
			}
			for name, a := range l.aliases {
				if a != nil {
					out.setAlias(name, a)
				}
			}
		}
	}
	in.absorb(out)
}

// union returns a variable with the values it has in any of the shells.
func (in *interp) union(name string, ends []*interp) *variable {
	out := *ends[0].variable(name)
	out.alts = slices.Clone(out.alts)
	for _, e := range ends[1:] {
		v := e.variable(name)
		if v.ours && !out.ours {
			out.exported = out.exported || v.exported
			out.integer, out.lower, out.upper, out.ref = v.integer, v.lower, v.upper, v.ref
		}
		out.perhaps = out.perhaps || v.perhaps || out.exported != v.exported
		out.exported, out.ours, out.fixed = out.exported || v.exported, out.ours || v.ours, out.fixed || v.fixed
		for _, alt := range v.alts {
			if !slices.ContainsFunc(out.alts, func(o value) bool { return sameValue(o, alt) }) {
				out.alts = append(out.alts, alt)
			}
		}
	}
	if most := max(in.lim.Alts/2, 2); len(out.alts) > most {
		out.alts = append(out.alts[:most-1:most-1], several(name, &out))
	}
	return &out
}

func unionFunc(name string, ends []*interp) *function {
	out := &function{}
	for _, e := range ends {
		f := e.env.function(name)
		if f == nil {
			out.perhaps = true
			continue
		}
		out.perhaps = out.perhaps || f.perhaps
		if f.had != nil {
			out.had = f.had
		}
		out.exported = out.exported || f.exported
		for _, b := range f.bodies {
			if !slices.ContainsFunc(out.bodies, func(o body) bool { return o.stmt == b.stmt }) {
				out.bodies = append(out.bodies, b)
			}
		}
	}
	if out.bodies == nil && out.had == nil {
		return nil
	}
	return out
}

// joinState joins what is not a name. Two directories make an unknown one.
func (in *interp) joinState(ends []*interp) {
	first := ends[0]
	in.dir, in.old, in.stack, in.params = first.dir, first.old, first.stack, first.params
	in.status, in.allexport, in.nocase, in.lastpipe = first.status, first.allexport, first.nocase, first.lastpipe
	in.exited, in.left, in.levels = first.exited, first.left, first.levels
	in.io.stdin = first.io.stdin
	exports := first.exports
	for _, e := range ends[1:] {
		if in.io.stdin != e.io.stdin { // read by one of them
			i := *e.io.stdin
			i.Text = unknown("<&0")
			in.io.stdin = &i
		}
		if !sameText(in.dir, e.dir) {
			in.dir = unknownClass("$PWD", "lost")
		}
		in.stack = joinStacks(in.stack, e.stack)
		if !sameText(in.old, e.old) {
			in.old = unknown("$OLDPWD")
		}
		if in.params != e.params {
			in.params = joinParams(in.params, e.params)
		}
		in.status = in.status.or(e.status)
		in.allexport, in.nocase, in.lastpipe = in.allexport || e.allexport, in.nocase || e.nocase, in.lastpipe || e.lastpipe
		for _, name := range e.exports {
			if !slices.Contains(exports, name) {
				exports = append(exports[:len(exports):len(exports)], name)
			}
		}
	}
	in.exports = exports
}

// joinParams returns what is common to both lists, then anything.
func joinParams(a, b *params) *params {
	if a.world || b.world {
		return &params{world: true}
	}
	out := &params{zero: a.zero}
	for i, w := range a.list {
		if i >= len(b.list) || !sameText(w.Pieces, b.list[i].Pieces) {
			break
		}
		out.list = append(out.list, w)
	}
	n := len(out.list)
	if n == len(a.list) && n == len(b.list) {
		return out
	}
	for n > 0 && vanishes(out.list[n-1]) { // it stands for any number of words as it is
		n--
	}
	out.list = append(out.list[:n], word.Unknowable("$@", true))
	return out
}

func sameParams(a, b *params) bool {
	return a == b || a.world == b.world && slices.EqualFunc(a.list, b.list, func(w, o word.Word) bool { return sameText(w.Pieces, o.Pieces) })
}

// same reports whether two forks differ in nothing that a join would see.
func (in *interp) same(o *interp) bool {
	return in == o || in.env.solid() == o.env.solid() && in.params == o.params &&
		in.exited == o.exited && in.left == o.left && in.allexport == o.allexport &&
		len(in.exports) == len(o.exports) && sameText(in.dir, o.dir) && sameText(in.old, o.old)
}

func sameValue(a, b value) bool {
	if a.unset != b.unset || a.vague != b.vague || a.array != b.array || a.open != b.open || len(a.list) != len(b.list) {
		return false
	}
	for i, e := range a.list {
		o := b.list[i]
		if e.index != o.index || e.key != o.key || !sameText(e.text, o.text) {
			return false
		}
	}
	return sameText(a.text, b.text)
}

func sameText(a, b word.Text) bool {
	return slices.EqualFunc(a, b, func(p, q word.Piece) bool {
		return p.Kind == q.Kind && p.Text == q.Text && p.Class == q.Class && p.Split == q.Split && p.Names == q.Names && p.Holds == q.Holds &&
			slices.Equal(p.From, q.From)
	})
}
