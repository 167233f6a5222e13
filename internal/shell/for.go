package shell

import (
	"mvdan.cc/sh/v3/syntax"

	"tagout/internal/word"
)

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
		c.nextTurn()
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
		c.nextTurn()
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
	it := item{text: w.Pieces, many: plural(w.Pieces)}
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
		c.assignScalar(name, unknownClass("$"+name, class))
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
