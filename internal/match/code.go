package match

import (
	"slices"
	"strings"

	"tagout/internal/catalog"
	"tagout/internal/code"
	"tagout/internal/glob"
	"tagout/internal/plan"
	"tagout/internal/rule"
	"tagout/internal/shell"
	"tagout/internal/tri"
	"tagout/internal/word"
)

// deed is what a statement or a call of some code does, for the classes sql:…
// and call:….
type deed struct {
	statement *code.Statement
	called    *code.Called
	planned   *planned
}

// read is what is known of one text of code.
type read struct {
	text  *word.Piece
	n     int
	lang  string
	deeds []deed
	plan  *plan.Plan
	// unknown: it may do other things besides.
	unknown bool
}

// code matches the items that speak of code: each needs one thing that the
// code of the call does.
func (t *terms) code(items []rule.Item) Result {
	res := Result{Answer: tri.Yes}
	for i := range items {
		if items[i].Kind == rule.Code {
			res = weakest(res, t.codeItem(&items[i]))
		}
		if res.Answer == tri.No {
			break
		}
	}
	return res
}

func (t *terms) codeItem(it *rule.Item) Result {
	best, unknown := Result{}, false
	for _, c := range t.carried() {
		for _, lang := range []string{"sql", "call", "plan"} {
			if !asksFor(it.Alts, lang) {
				continue
			}
			r := t.judge.read(lang, c)
			unknown = unknown || r.unknown
			for k := range r.deeds {
				if best.Answer != tri.Yes {
					best = best.better(t.deed(it.Alts, &r.deeds[k]))
				}
			}
		}
	}
	switch {
	case !it.Not:
		return best
	case best.Answer == tri.Yes, t.strict && (unknown || best.Answer == tri.Maybe):
		return Result{}
	case best.Answer == tri.Maybe:
		return best
	}
	return Result{Answer: tri.Yes}
}

// asksFor reports whether an alternative has a class called name.
func asksFor(alts []rule.Atom, name string) bool {
	for _, a := range alts {
		for _, g := range a.Classes {
			if slices.ContainsFunc(g, func(c rule.Class) bool { return c.Name == name }) {
				return true
			}
		}
	}
	return false
}

// carried is the code that the call carries; of a program that is not known,
// what a reading by some tool's grammar finds in its options.
func (t *terms) carried() []shell.Code {
	if len(t.found.Call.Code) > 0 || !t.certain {
		return t.found.Call.Code
	}
	var out []shell.Code
	for i := range t.inv.Runs {
		c := &t.inv.Runs[i]
		if c.Run.Lang != "" && (c.Run.How == catalog.Script || c.Run.How == catalog.Joined) {
			out = append(out, shell.Code{Lang: c.Run.Lang, Text: c.Text})
		}
	}
	return out
}

// isCode reports whether an operand is the text of some code, in a pattern that
// speaks of code: then it names no database and no file.
func (t *terms) isCode(n int) bool {
	if len(t.inv.Runs) == 0 || !slices.ContainsFunc(t.items, func(it rule.Item) bool { return it.Kind == rule.Code }) {
		return false
	}
	pieces := t.inv.Operands[n].Word.Pieces
	for i := range t.inv.Runs {
		c := &t.inv.Runs[i]
		switch {
		case c.Run.Lang == "":
		case c.Run.How == catalog.Joined && n >= max(c.Run.From, 1)-1,
			c.Run.How == catalog.Script && len(pieces) > 0 && len(c.Text) > 0 && &pieces[0] == &c.Text[0]:
			return true
		}
	}
	return false
}

// read reads a text once for all rules, as statements or as calls.
func (j *Judge) read(as string, c shell.Code) *read {
	if len(c.Text) == 0 {
		return &read{}
	}
	for i := range j.texts {
		if r := &j.texts[i]; r.lang == as && r.text == &c.Text[0] && r.n == len(c.Text) {
			return r
		}
	}
	r := read{text: &c.Text[0], n: len(c.Text), lang: as}
	switch as {
	case "sql":
		r.statements(c)
	case "call":
		r.calls(c)
	case "plan":
		r.changes(c)
	}
	j.texts = append(j.texts, r)
	return &j.texts[len(j.texts)-1]
}

func (r *read) statements(c shell.Code) {
	if !code.IsSQL(c.Lang) {
		return
	}
	d := code.ReadSQL(c.Lang, c.Text)
	r.unknown = d.Unknown
	for i := range d.Statements {
		r.deeds = append(r.deeds, deed{statement: &d.Statements[i]})
	}
}

func (r *read) calls(c shell.Code) {
	calls, complete := code.Calls(c.Lang, c.Text)
	r.unknown = !complete
	for i := range calls {
		r.deeds = append(r.deeds, deed{called: &calls[i]})
	}
}

// deed answers whether one thing that code does is of some group of classes.
func (t *terms) deed(alts []rule.Atom, d *deed) Result {
	best := tri.No
	for i := range alts {
		for _, g := range alts[i].Classes {
			all := tri.Yes
			for _, c := range g {
				all = all.And(t.deedIs(c, d))
			}
			best = best.Or(all)
		}
	}
	if best == tri.Maybe {
		return Result{best, d.doubt()}
	}
	return Result{Answer: best}
}

// deedIs answers for one part of a group: what is done, or a class of the name
// of what it is done to.
func (t *terms) deedIs(c rule.Class, d *deed) tri.Tri {
	is := tri.No
	switch {
	case c.Name == "sql":
		is = d.ofKind(c.Arg)
	case c.Name == "call":
		is = d.calls(c.Arg)
	case c.Name == "plan":
		is = d.plans(c.Arg)
	case d.planned != nil && d.planned.unread != "":
		is = tri.Maybe
	case c.Name == "unknown":
		is = tri.Of(d.name().HasUnknown())
	default:
		is = t.belongs(c.Name, d.name())
	}
	if c.Not {
		return is.Not()
	}
	return is
}

func (d *deed) ofKind(kinds string) tri.Tri {
	if d.statement == nil {
		return tri.No
	}
	for kind := range strings.SplitSeq(kinds, "|") {
		if d.statement.Is(kind) {
			return d.statement.Answer
		}
	}
	return tri.No
}

// calls answers whether one of the names is the function's or its end; a name
// with parentheses speaks of the arguments too.
func (d *deed) calls(names string) tri.Tri {
	if d.called == nil {
		return tri.No
	}
	best := tri.No
	for pattern := range strings.SplitSeq(names, "|") {
		var args word.Text
		if strings.Contains(pattern, "(") {
			args = d.called.Args
		}
		best = best.Or(ends(pattern, d.called.Name, args))
	}
	return best
}

// ends answers whether a glob matches a name with what follows it, or with a
// part of its qualifiers only: "drop" is the end of "db.users.drop".
func ends(pattern string, name, then word.Text) tri.Tri {
	best := glob.Match(pattern, append(name[:len(name):len(name)], then...), glob.Loose)
	if len(name) == 0 || name[0].Kind != word.Lit {
		return best
	}
	head := name[0].Text
	for best != tri.Yes {
		at := strings.IndexAny(head, `.:>\`)
		if at < 0 {
			break
		}
		head = head[at+1:]
		rest := append(word.Text{{Kind: word.Lit, Text: head}}, name[1:]...)
		best = best.Or(glob.Match(pattern, append(rest, then...), glob.Loose))
	}
	return best
}

// name is the name of what the deed is done to: of a call, the function's.
func (d *deed) name() word.Text {
	switch {
	case d.statement != nil:
		return d.statement.Name
	case d.planned != nil:
		return word.Text{{Kind: word.Lit, Text: d.planned.name}}
	}
	return d.called.Name
}

func (d *deed) doubt() string {
	if d.planned != nil {
		return "what the plan does: " + d.planned.unread
	}
	return "whether the code does that: " + d.spelling()
}

func (d *deed) spelling() string {
	if d.statement != nil {
		return strings.TrimSpace(d.statement.Kind + " " + d.statement.Name.Spelling())
	}
	return d.called.Name.Spelling()
}

// belongs answers whether a name is in a class of the policy's own, whole or
// without what it is qualified by. A name that is not known is in none.
func (t *terms) belongs(class string, name word.Text) tri.Tri {
	globs, ok := t.judge.named(class)
	if !ok || len(name) == 0 {
		return tri.No
	}
	for _, g := range globs {
		if ends(g, name, nil) == tri.Yes {
			return tri.Yes
		}
	}
	return tri.No
}
