package match

import (
	"iter"
	"slices"

	"tagout/internal/rule"
	"tagout/internal/tool"
	"tagout/internal/tri"
	"tagout/internal/word"
)

// operands matches the operand items: each positive one needs an operand of its
// own, in any order; a negated one must hold of none.
func (t *terms) operands(items []rule.Item) Result {
	res := Result{Answer: tri.Yes}
	var wanted []*rule.Item
	for i := range items {
		it := &items[i]
		if it.Kind != rule.Operand {
			continue
		}
		if it.Not {
			res = weakest(res, t.none(it))
		} else {
			wanted = append(wanted, it)
		}
		if res.Answer == tri.No {
			return res
		}
	}
	if len(wanted) == 0 {
		return res
	}
	if t.inv.Tool == nil {
		return weakest(res, t.inOrder(wanted))
	}
	return weakest(res, t.assign(wanted))
}

// candidates calls yield with the operands that an item may look at, until it
// wants no more.
func (t *terms) candidates(it *rule.Item) iter.Seq[*word.Word] {
	return func(yield func(*word.Word) bool) {
		if t.inv.Tool != nil && pathClasses(it.Alts) && t.marks() {
			paths := t.inv.Paths()
			lost := touched(paths)
			for i := range paths {
				if paths[i].Access&lost != 0 && !yield(&paths[i].Word) {
					return
				}
			}
		} else {
			for i := range t.inv.Operands {
				if t.isCode(i) {
					continue
				}
				if !yield(&t.inv.Operands[i].Word) {
					return
				}
			}
		}
		for i := range t.inv.Loose {
			if !yield(&t.inv.Loose[i]) {
				return
			}
		}
	}
}

// touched is what a path class looks for: what is deleted, where something is
// (mv's sources; "> x" speaks of its destination), else what is written.
func touched(paths []tool.Path) tool.Access {
	for _, p := range paths {
		if p.Access&tool.Deletes != 0 {
			return tool.Deletes
		}
	}
	return tool.Writes | tool.Appends
}

// marks reports whether the tool's row says anything about paths.
func (t *terms) marks() bool {
	tl := t.inv.Tool
	return len(tl.Writes)+len(tl.Appends)+len(tl.Deletes)+len(tl.Reads) > 0
}

// none is "!x": no operand is x. An unknown operand does not prove it, and
// never lowers a decision either.
func (t *terms) none(it *rule.Item) Result {
	worst := Result{Answer: tri.Yes}
	for w := range t.candidates(it) {
		unknown, loose := w.Wholly()
		switch ans := t.word(it.Alts, *w); {
		case ans == tri.Yes && !(unknown && loose):
			return Result{}
		case ans == tri.No:
		case t.strict:
			return Result{}
		case ans == tri.Maybe && !unknown:
			worst = weakest(worst, doubt(ans, *w))
		}
	}
	return worst
}

// maxWanted bounds the search for an assignment of items to operands.
const maxWanted = 6

// assign finds the strongest assignment of operands to items by trying:
// patterns have one or two operand terms.
func (t *terms) assign(wanted []*rule.Item) Result {
	if len(wanted) == 1 {
		return t.some(wanted[0])
	}
	if len(wanted) > maxWanted {
		return Result{}
	}
	return t.search(wanted, nil)
}

// some answers whether an operand matches the item; for strict, whether every
// operand does.
func (t *terms) some(it *rule.Item) Result {
	best, worst, any := Result{}, Result{Answer: tri.Yes}, false
	for w := range t.candidates(it) {
		any = true
		res := doubt(t.suspect(it.Alts, *w), *w)
		best, worst = best.better(res), weakest(worst, res)
		if best.Answer == tri.Yes && !t.strict {
			return best
		}
	}
	if t.strict && any {
		return worst
	}
	return best
}

// search gives the first item each operand that is not used yet.
func (t *terms) search(wanted []*rule.Item, used []int) Result {
	if len(wanted) == 0 {
		return Result{Answer: tri.Yes}
	}
	best, i := Result{}, -1
	for w := range t.candidates(wanted[0]) {
		if i++; slices.Contains(used, i) {
			continue
		}
		res := doubt(t.suspect(wanted[0].Alts, *w), *w)
		if res.Answer <= best.Answer {
			continue
		}
		best = best.better(weakest(res, t.search(wanted[1:], append(used, i))))
	}
	return best
}

// inOrder matches items against the words of a program without a grammar: they
// must occur in that order.
func (t *terms) inOrder(wanted []*rule.Item) Result {
	res, at := Result{Answer: tri.Yes}, 0
	for _, it := range wanted {
		found := Result{}
		for at < len(t.inv.Operands) && found.Answer == tri.No {
			w := t.inv.Operands[at].Word
			found = doubt(t.word(it.Alts, w), w)
			at++
		}
		if res = weakest(res, found); res.Answer == tri.No {
			return res
		}
	}
	return res
}

// proved reports whether everything that a call holds is covered by the items
// of a rule that allows: every option named or known to the grammar, every
// operand matched, nothing loose, no write beside it.
func (t *terms) proved(items []rule.Item) bool {
	if len(t.inv.Loose) > 0 || t.inv.Guessed || t.found.Call.Shadowed || t.found.Call.Guess {
		return false
	}
	for i := range t.inv.Options {
		if t.inv.Options[i].Opt == nil {
			return false
		}
	}
	for i := range t.inv.Operands {
		if !t.covered(items, t.inv.Operands[i].Word) {
			return false
		}
	}
	return true
}

func (t *terms) covered(items []rule.Item, w word.Word) bool {
	for i := range items {
		if items[i].Kind == rule.Operand && !items[i].Not && t.word(items[i].Alts, w) == tri.Yes {
			return true
		}
	}
	return false
}
