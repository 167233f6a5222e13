package shell

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"

	"tagout/internal/tri"
	"tagout/internal/word"
)

// ifClause walks the branches that may be taken and joins them.
func (in *interp) ifClause(c *syntax.IfClause) {
	var ends []*interp
	rest := in
	for ; c != nil; c = c.Else {
		st := success
		if len(c.Cond) > 0 {
			rest.stmts(c.Cond)
			st = rest.status
		}
		if st == success {
			rest.stmts(c.Then)
			break
		}
		if st != failure {
			yes, no := rest, rest
			if s := rest.split; s != nil && s.ok != nil && s.bad != nil {
				yes, no = s.ok, s.bad
			}
			b := yes.branch()
			b.stmts(c.Then)
			ends = append(ends, b)
			rest = no.branch()
		}
		if c.Else == nil {
			rest.status = success
		}
	}
	if rest != in || len(ends) > 0 {
		in.adopt(append(ends, rest)...)
	}
}

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
	base  *layer
	maybe int
	ends  []*interp
	turns []*interp
}

// leave marks what follows as dead. Where leaving is not certain, the state is
// kept for the end of what is left.
func (in *interp) leave(how leaving, levels int) {
	if in.left != stays {
		return
	}
	in.left, in.levels = how, levels
	to := in.loop
	if how == caller {
		to = in.fn
	}
	if to != nil && in.maybe > to.maybe {
		c := *in
		c.left, c.env = stays, in.env.flat(to.base.solid())
		if how == turn && levels == 1 {
			to.turns = append(to.turns, &c)
		} else {
			to.ends = append(to.ends, &c)
		}
	}
	in.unsure++
	in.maybe++
}

// looping runs a loop on a copy of the shell, and joins the ways out of it.
func (in *interp) looping(f func(c *interp)) {
	c := in.fork()
	c.loop = &exits{base: in.env, maybe: in.maybe}
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
	if in.left == caller || in.exited || in.halted {
		return false
	}
	how := in.left
	if how != stays {
		if in.levels--; in.levels > 0 {
			return false
		}
		in.left, in.unsure, in.maybe = stays, unsure, maybe
	}
	in.rejoin()
	return how != loop
}

// rejoin adds the states in which a turn was cut short.
func (in *interp) rejoin() {
	if in.loop == nil || len(in.loop.turns) == 0 {
		return
	}
	turns := in.loop.turns
	in.loop.turns = nil
	in.adopt(append(turns, in)...)
}

// repeat runs what may happen any number of times: once as things stand, and
// once more with every variable unknown that one turn changes and another
// would read.
func (in *interp) repeat(body func(c *interp)) {
	breaks := 0
	if in.loop != nil {
		breaks = len(in.loop.ends)
	}
	first := in.branch()
	first.env.watch = make(map[string]bool)
	body(first)
	if first.left == loop || in.loop != nil && len(in.loop.ends) > breaks {
		in.unsure++ // nor may what follows run
	}
	seen := first.env.watch
	first.env.watch = nil
	first.stay()
	ends := []*interp{in, first}
	if again := in.widened(first, seen); again != nil {
		body(again)
		again.stay()
		ends = append(ends, again)
	}
	in.adopt(ends...)
}

// stay forgets that a turn broke out of its loop.
func (in *interp) stay() {
	if in.left != caller {
		in.left = stays
	}
	in.rejoin()
}

// widened returns the shell as any later turn may find it, nil when that is no
// different.
func (in *interp) widened(after *interp, seen map[string]bool) *interp {
	again := in.branch()
	differs := !sameText(in.dir, after.dir) || in.params != after.params
	if !sameText(in.dir, after.dir) {
		again.dir = unknownClass("$PWD", "dir")
	}
	if in.params != after.params {
		again.params = joinParams(in.params, after.params)
	}
	for name, v := range after.env.vars {
		if sameAlts(v, in.attributesOf(name)) {
			continue
		}
		wide := *v
		wide.alts = []value{widest(name, append(in.variable(name).alts, v.alts...))}
		again.env.setVar(name, &wide)
		differs = differs || seen[name]
	}
	for name, f := range after.env.funcs {
		again.env.setFunc(name, f)
	}
	if !differs {
		return nil
	}
	return again
}

func sameAlts(v, o *variable) bool { return slices.EqualFunc(v.alts, o.alts, sameValue) }

// widest returns a value that stands for all of them and any like them.
func widest(name string, alts []value) value {
	number, array := true, false
	for _, a := range alts {
		s, ok := a.text.Known()
		number = number && (a.unset || ok && isInteger(s) || isNumber(a.text))
		array = array || a.array
	}
	switch {
	case array:
		return openArray(name)
	case number:
		return value{text: unknownClass("$"+name, "number")}
	}
	return value{text: unknown("$" + name)}
}

// openArray is an array of which nothing is known.
func openArray(name string) value {
	t := word.Text{{Kind: word.Unknown, Text: "${" + name + "[@]}", Split: true}}
	return value{text: unknown("$" + name), array: true, open: true, list: []element{{text: t}}}
}

func isNumber(t word.Text) bool {
	return len(t) == 1 && t[0].Kind == word.Unknown && t[0].Class == "number"
}

func (in *interp) whileClause(w *syntax.WhileClause) {
	in.looping(func(c *interp) { c.whileTurns(w) })
}

func (in *interp) whileTurns(w *syntax.WhileClause) {
	last := success // of the loop: that of its body, if it was run
	for range in.lim.Loop {
		in.stmts(w.Cond)
		st := in.status
		if w.Until {
			st = st.not()
		}
		if st == failure || in.exited || in.halted {
			in.status = last
			return
		}
		if st != success {
			break
		}
		if !in.turn(w.Do) {
			return
		}
		last = in.status
	}
	in.repeat(func(c *interp) {
		c.stmts(w.Do)
		if !c.halted {
			c.stmts(w.Cond)
		}
	})
	in.status = perhapsOK
}

func (in *interp) forClause(f *syntax.ForClause) {
	switch loop := f.Loop.(type) {
	case *syntax.WordIter:
		in.forWords(f, loop)
	case *syntax.CStyleLoop:
		in.looping(func(c *interp) { c.forArith(f, loop) })
	}
}

// forArith is for ((init; cond; post)).
func (in *interp) forArith(f *syntax.ForClause, l *syntax.CStyleLoop) {
	in.arithSide(l.Init)
	in.status = success
	for range in.lim.Loop {
		n, ok := int64(1), true
		if l.Cond != nil {
			n, ok = in.arithIn(l.Cond)
		}
		if !ok {
			break
		}
		if n == 0 || !in.turn(f.Do) {
			return
		}
		in.arithSide(l.Post)
	}
	in.repeat(func(c *interp) {
		c.stmts(f.Do)
		c.arithSide(l.Post)
		c.arithSide(l.Cond)
	})
	in.status = perhapsOK
}

// item is one value of a loop's variable; many marks one that stands for any
// number of values.
type item struct {
	text word.Text
	many bool
}

func (in *interp) forWords(f *syntax.ForClause, w *syntax.WordIter) {
	items, sure := in.items(w)
	in.looping(func(c *interp) {
		switch {
		case f.Select:
			c.selectLoop(f, w.Name.Value)
		case sure:
			c.turns(f, w.Name.Value, items)
		default:
			for _, it := range items { // any of them may be the last
				c.optional(func(c *interp) { c.turns(f, w.Name.Value, []item{it}) })
			}
		}
	})
}

// items evaluates a loop's list in every reading, and says whether there was
// only one.
func (in *interp) items(w *syntax.WordIter) (items []item, sure bool) {
	sure = true
	n := 0
	in.readings(func(c *interp) {
		var words []word.Word
		if w.InPos.IsValid() {
			words = c.fields(w.Items)
		} else {
			words = c.positionals()
		}
		c.settle()
		for _, f := range words {
			items = addItem(items, f)
		}
		n++
	})
	return items, n == 1
}

func addItem(items []item, w word.Word) []item {
	it := item{text: w.Pieces}
	for _, p := range w.Pieces {
		it.many = it.many || p.Split || p.Kind == word.Glob
	}
	if it.many {
		it.text = itemText(w.Pieces)
	}
	if len(w.Pieces) > 1 && many(w.Pieces) { // only one of the words has the rest
		items = append(items, item{text: unknownClass(w.String(), "item"), many: true})
	}
	return append(items, it)
}

// itemText is one of the words that a split or a pattern makes.
func itemText(t word.Text) word.Text {
	out := make(word.Text, len(t))
	for i, p := range t {
		if p.Kind == word.Unknown && p.Split {
			p.Split = false
			if p.Class == "" {
				p.Class = "item"
			}
		}
		out[i] = p
	}
	return out
}

func (in *interp) turns(f *syntax.ForClause, name string, items []item) {
	in.status = success
	for i, it := range items {
		if i == in.lim.Loop {
			in.remaining(f, name, items[i:])
			return
		}
		if it.many {
			in.repeat(func(c *interp) {
				c.bind(name, it.text, c.span(f))
				c.stmts(f.Do)
			})
			continue
		}
		in.bind(name, it.text, in.span(f))
		if !in.turn(f.Do) {
			return
		}
	}
}

// remaining stands for the turns beyond the bound.
func (in *interp) remaining(f *syntax.ForClause, name string, items []item) {
	class := "number"
	for _, it := range items {
		if s, ok := it.text.Known(); !isNumber(it.text) && (!ok || !isInteger(s)) {
			class = "item"
			break
		}
	}
	in.repeat(func(c *interp) {
		c.assign(name, value{text: unknownClass("$"+name, class)})
		c.stmts(f.Do)
	})
}

func (in *interp) selectLoop(f *syntax.ForClause, name string) {
	in.repeat(func(c *interp) {
		c.bind(name, unknownClass("$"+name, "item"), c.span(f))
		c.assign("REPLY", value{text: unknown("$REPLY")})
		c.stmts(f.Do)
	})
}

// caseClause walks the items that the word may match.
func (in *interp) caseClause(cc *syntax.CaseClause) {
	var subjects []word.Text
	in.readings(func(c *interp) {
		t := c.textOf(cc.Word)
		c.settle()
		subjects = append(subjects, t)
	})
	w := &caseWalk{in: in, test: in.fork()}
	for _, item := range cc.Items {
		m := tri.No
		if w.test != nil {
			m = caseMatch(w.test.patterns(item.Patterns), subjects)
		}
		w.item(item, m)
	}
	if w.test != nil {
		w.test.status = success
	}
	for _, end := range []*interp{w.test, w.fall} {
		if end != nil {
			w.ends = append(w.ends, end)
		}
	}
	in.adopt(w.ends...)
}

// caseWalk goes through the items of a case: test is the shell that still
// looks for a match, fall the one that ;& leads into the next item.
type caseWalk struct {
	in   *interp
	test *interp
	fall *interp
	ends []*interp
}

func (w *caseWalk) item(item *syntax.CaseItem, m tri.Tri) {
	enter := w.test
	switch {
	case enter == nil || m == tri.No:
		enter = nil
	case m == tri.Yes:
		w.test = nil
	default:
		enter, w.test = enter.branch(), enter.branch()
	}
	run := w.in.either(enter, w.fall)
	w.fall = nil
	if run == nil {
		return
	}
	run.status = success
	run.stmts(item.Stmts)
	switch item.Op {
	case syntax.Fallthrough:
		w.fall = run
	case syntax.Resume, syntax.ResumeKorn:
		w.test = w.in.either(w.test, run)
	default:
		w.ends = append(w.ends, run)
	}
}

func (in *interp) patterns(words []*syntax.Word) []pattern {
	out := make([]pattern, len(words))
	for i, w := range words {
		out[i] = in.pattern(w)
	}
	return out
}

// caseMatch says whether an item's patterns match every subject, some, or none.
func caseMatch(patterns []pattern, subjects []word.Text) tri.Tri {
	yes, no := 0, 0
	for _, s := range subjects {
		m := tri.No
		for _, p := range patterns {
			m = m.Or(p.match(s))
		}
		switch m {
		case tri.Yes:
			yes++
		case tri.No:
			no++
		}
	}
	switch len(subjects) {
	case yes:
		return tri.Yes
	case no:
		return tri.No
	}
	return tri.Maybe
}
