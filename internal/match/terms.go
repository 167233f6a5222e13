package match

import (
	"slices"
	"strings"

	"tagout/internal/class"
	"tagout/internal/reach"
	"tagout/internal/rule"
	"tagout/internal/tool"
	"tagout/internal/tri"
	"tagout/internal/word"
)

// terms matches the items of one stage against one reading of a call.
type terms struct {
	judge  *Judge
	found  *reach.Found
	inv    *tool.Invocation
	strict bool
	// follow: a path is gone through its final symbolic link, as a write does.
	follow bool
	// certain: nothing less than a yes counts, so that no maybe need be looked
	// into.
	certain bool
	// evident is set where something known besides program and verb matches the
	// pattern, named where an operand does.
	evident, named bool
	// items are what evidence is looked for among, once and only when asked.
	items  []rule.Item
	looked bool
}

// all matches every item. At most one of verb, options and operands may be a
// maybe: more would be a guess.
func (t *terms) all(items []rule.Item) Result {
	verb := t.verb(items)
	if verb.Answer == tri.No || t.certain && verb.Answer != tri.Yes {
		return Result{}
	}
	t.items = items
	opts := t.options(items)
	if opts.Answer == tri.No || t.certain && opts.Answer != tri.Yes {
		return Result{}
	}
	ops := t.operands(items)
	if ops.Answer == tri.No {
		return ops
	}
	does := t.code(items)
	if t.certain && does.Answer != tri.Yes {
		return Result{}
	}
	doubts := 0
	for _, r := range []Result{verb, opts, ops, does} {
		if r.Answer == tri.Maybe {
			doubts++
		}
	}
	if doubts > 1 {
		return Result{}
	}
	return weakest(verb, opts, ops, does)
}

// evidence looks for what is known of a pattern's terms. Without any, what is
// not known is no reason to suspect a name or an option: "git push origin $B" is
// not taken for "git push +main", nor "git reset $X" for "git reset --hard".
// A verb that destroys is evidence enough.
func (t *terms) evidence() {
	if t.looked || t.inv == nil {
		return
	}
	t.looked = true
	t.evident = len(t.inv.Verb) > 0 && t.inv.Effect("destroy") == tri.Yes
	for i := range t.items {
		it := &t.items[i]
		switch {
		case it.Not:
		case it.Kind == rule.Option:
			t.evident = t.evident || t.on(it).Answer == tri.Yes
		case it.Kind == rule.Code:
			t.evident = t.evident || t.codeItem(it).Answer == tri.Yes
		case it.Kind == rule.Key:
			t.evident = t.evident || t.key(it).Answer == tri.Yes
		case it.Kind == rule.Operand && !anything(it.Alts) && t.some(it).Answer == tri.Yes:
			t.evident, t.named = true, true
		}
	}
}

// suspect turns a maybe into a no where only a name would make it one and
// nothing known begins or ends like that name. A class of dangers ({root}) is
// suspected always; a policy's own class is a list of names.
func (t *terms) suspect(alts []rule.Atom, w word.Word) tri.Tri {
	ans := t.word(alts, w)
	if ans != tri.Maybe || t.strict || t.certain {
		return ans
	}
	if t.evidence(); t.evident {
		return ans
	}
	for i := range alts {
		if t.anchoredAtom(&alts[i], w) {
			return ans
		}
	}
	return tri.No
}

// anchoredAtom reports whether an alternative that may match has a name that
// is anchored in the word, or a class of dangers.
func (t *terms) anchoredAtom(a *rule.Atom, w word.Word) bool {
	if a.Classes == nil {
		return anchored(a.Literal, a.Glob, w.Pieces) && t.atom(a, w) == tri.Maybe
	}
	for i, g := range a.Classes {
		if t.anchoredGroup(g, w) && t.classes(a.Classes[i:i+1], w) == tri.Maybe {
			return true
		}
	}
	return false
}

// anchoredGroup reports whether a group's names, if it has any, are anchored.
func (t *terms) anchoredGroup(group []rule.Class, w word.Word) bool {
	for _, c := range group {
		if globs, ok := t.judge.named(c.Name); ok && !c.Not {
			return slices.ContainsFunc(globs, func(g string) bool {
				return anchored("", g, w.Pieces) && t.glob(g, w) == tri.Maybe
			})
		}
	}
	return true
}

// anchored reports whether what is known at an end of the text lies on a fixed
// end of the name.
func anchored(literal, pattern string, text word.Text) bool {
	head, tail := literal, literal
	if at := strings.IndexAny(pattern, "*?["); at >= 0 {
		head, tail = pattern[:at], pattern[strings.LastIndexAny(pattern, "*?]")+1:]
	} else if pattern != "" {
		head, tail = pattern, pattern
	}
	return head != "" && text.Prefix() != "" || tail != "" && text.Suffix() != ""
}

// verb matches the verb items in order, and the effect.
func (t *terms) verb(items []rule.Item) Result {
	n, res := 0, Result{Answer: tri.Yes}
	for i := range items {
		switch items[i].Kind {
		case rule.Verb:
			res = weakest(res, t.verbWord(&items[i], n))
			n++
		case rule.Effect:
			res = weakest(res, t.effect(&items[i]))
		}
		if res.Answer == tri.No {
			return res
		}
	}
	if res.Answer == tri.Maybe && t.inv.Settled(n, open(items)) {
		return Result{}
	}
	if n > 0 && n < len(t.inv.Verb) && t.complete(n) {
		return Result{} // "stash" means itself, not "stash list"
	}
	return res
}

// open returns which of the verb's words a pattern leaves open.
func open(items []rule.Item) func(int) bool {
	return func(n int) bool {
		for i := range items {
			if items[i].Kind != rule.Verb {
				continue
			}
			if n == 0 {
				return anything(items[i].Alts)
			}
			n--
		}
		return false
	}
}

func (t *terms) verbWord(it *rule.Item, n int) Result {
	if n >= len(t.inv.Verb) {
		if len(t.inv.Loose) > 0 && !t.strict && !t.taken() {
			return Result{tri.Maybe, "what " + t.inv.Loose[0].String() + " holds"}
		}
		return Result{}
	}
	w := t.inv.Verb[n]
	ans := t.word(it.Alts, w)
	if it.Not {
		ans = ans.Not()
	}
	return doubt(ans, w)
}

// taken reports whether a word that no verb of the table begins with stands where
// the verb would, before the first word that may be one: "serverless create
// --template $X" is not "serverless remove".
func (t *terms) taken() bool {
	if t.inv.Tool == nil || len(t.inv.Tool.Verbs) == 0 || len(t.inv.Verb) > 0 || len(t.inv.Operands) == 0 {
		return false
	}
	first := t.inv.Operands[0].Word
	if _, known := first.Known(); !known || first.Span.Start >= t.inv.Loose[0].Span.Start {
		return false
	}
	return !slices.ContainsFunc(t.inv.Options, func(o tool.Option) bool { return o.Opt == nil && o.Span.Start < first.Span.Start })
}

// doubt makes a result of an answer about a word.
func doubt(ans tri.Tri, w word.Word) Result {
	if ans == tri.Maybe {
		return Result{ans, "what " + w.String() + " is"}
	}
	return Result{Answer: ans}
}

// complete reports whether the first n words of the verb are a verb themselves.
func (t *terms) complete(n int) bool {
	if t.inv.Tool == nil {
		return false
	}
	for _, phrase := range t.inv.Tool.Verbs {
		if len(phrase) == n && t.fills(phrase) {
			return true
		}
	}
	return false
}

func (t *terms) fills(phrase []string) bool {
	for i, p := range phrase {
		if p == "*" {
			return false // an open table has no complete shorter verbs
		}
		if s, ok := t.inv.Verb[i].Known(); !ok || s != p {
			return false
		}
	}
	return true
}

func (t *terms) effect(it *rule.Item) Result {
	best := tri.No
	for _, a := range it.Alts {
		for _, g := range a.Classes {
			best = best.Or(t.effects(g))
		}
	}
	if it.Not {
		best = best.Not()
	}
	if best == tri.Maybe {
		return Result{best, "what " + t.inv.Program.String() + " is asked to do"}
	}
	return Result{Answer: best}
}

// effects answers whether the call has every effect of a group.
func (t *terms) effects(group []rule.Class) tri.Tri {
	all := tri.Yes
	for _, c := range group {
		is := t.inv.Effect(c.Name)
		if c.Not {
			is = is.Not()
		}
		all = all.And(is)
	}
	return all
}

// options matches options, and key=value operands.
func (t *terms) options(items []rule.Item) Result {
	res := Result{Answer: tri.Yes}
	for i := range items {
		switch items[i].Kind {
		case rule.Option:
			res = weakest(res, t.option(&items[i]))
		case rule.Key:
			res = weakest(res, t.key(&items[i]))
		}
		if res.Answer == tri.No {
			return res
		}
	}
	return res
}

func (t *terms) option(it *rule.Item) Result {
	if it.Not {
		return t.absent(it)
	}
	on := t.on(it)
	if on.Answer == tri.No && len(t.inv.Loose) > 0 && !t.strict && !t.certain {
		if t.evidence(); !t.named {
			return on
		}
		return Result{tri.Maybe, "what " + t.inv.Loose[0].String() + " holds"}
	}
	return on
}

// on answers whether the option is on and, where the item has a value, whether
// one of its values matches (each of them, for strict).
func (t *terms) on(it *rule.Item) Result {
	if it.Alts == nil {
		on := t.inv.On(it.Names)
		if on == tri.Maybe {
			return Result{on, "whether " + it.Names[0] + " is on"}
		}
		return Result{Answer: on}
	}
	best, worst := Result{}, Result{Answer: tri.Yes}
	values := t.inv.Values(it.Names)
	if pathClasses(it.Alts) {
		values = t.inv.PathValues(it.Names)
	}
	for _, v := range values {
		res := doubt(t.suspect(it.Alts, v), v)
		best, worst = best.better(res), weakest(worst, res)
	}
	if t.strict && len(values) > 0 {
		return worst
	}
	return best
}

// absent is "!-x": off, absent, or with another value. Only a named option
// cancels: what is not known never lowers a decision.
func (t *terms) absent(it *rule.Item) Result {
	on := t.on(it)
	switch {
	case on.Answer == tri.Yes:
		return Result{}
	case on.Answer == tri.Maybe:
		return on
	case t.strict && len(t.inv.Loose) > 0:
		return Result{}
	}
	return Result{Answer: tri.Yes}
}

func (t *terms) key(it *rule.Item) Result {
	best := Result{}
	for i := range t.inv.Operands {
		op := &t.inv.Operands[i]
		if op.Key != "" && contains(it.Names, op.Key) {
			best = best.better(doubt(t.word(it.Alts, op.Val), op.Val))
		}
	}
	if it.Not {
		best.Answer = best.Answer.Not()
	}
	return best
}

func contains(list []string, s string) bool {
	for _, e := range list {
		if e == s {
			return true
		}
	}
	return false
}

// pathClasses reports whether any alternative tests where a path is or what it
// holds, which looks only at operands that the grammar marks as written or
// deleted. Whether a word is a path at all can be asked of any operand.
func pathClasses(alts []rule.Atom) bool {
	for _, a := range alts {
		for _, g := range a.Classes {
			for _, c := range g {
				switch {
				case c.Name == "unknown", c.Name == "opaque", c.Name == "path", c.Name == "placed", c.Name == "existing", c.Name == keptClass:
				case class.Known(c.Name):
					return true
				}
			}
		}
	}
	return false
}
