package shell

import (
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"tagout/internal/word"
)

// attributes are the options of declare and its kin.
type attributes struct {
	flags  string
	off    bool
	local  bool
	export bool
	fixed  bool // readonly
}

func (in *interp) declaration(variant string) attributes {
	a := attributes{export: variant == "export"}
	switch variant {
	case "local", "declare", "typeset":
		a.local = in.locals != nil
	case "nameref":
		a.flags = "n"
	case "readonly":
		a.fixed = true
	}
	return a
}

// option adds an option word.
func (a *attributes) option(s string) {
	a.flags += s[1:]
	a.off = a.off || s[0] == '+'
	if strings.Contains(s, "g") {
		a.local = false
	}
}

// declare runs export, declare, typeset, local, readonly and nameref in their
// own syntax.
func (in *interp) declare(d *syntax.DeclClause, s *syntax.Stmt) {
	in.readings(func(c *interp) { c.declareReading(d, s) })
}

func (in *interp) declareReading(d *syntax.DeclClause, s *syntax.Stmt) {
	before := in.io
	in.ran = false
	at := in.declaration(d.Variant.Value)
	words := []word.Word{{Pieces: literal(d.Variant.Value), Span: in.span(d.Variant)}}
	var assigns []Assign
	values := in.declaredValues(d.Args)
	for i, a := range d.Args {
		w, as := in.declareArg(&at, a, values[i])
		words = append(words, w...)
		assigns = append(assigns, as...)
	}
	if strings.Contains(at.flags, "n") {
		for _, as := range assigns { // the name that a reference stands for
			in.subscript(as.Value, as.Span)
		}
	}
	redirects := in.evalRedirects(s.Redirs)
	if !in.settle() {
		in.exit()
		return
	}
	later := in.redirect(redirects)
	c := in.newCall(words, in.span(d))
	c.Assigns = mergeAssigns(c.Assigns, assigns)
	printed := in.visit(c)
	in.status = success
	if in.ran {
		in.status = perhapsOK
	}
	if printed == nil && !strings.Contains(at.flags, "p") && len(d.Args) > 0 {
		printed = silent
	}
	in.output(c, printed)
	in.io = before
	in.deliver(later)
}

// declaredValues evaluates the values of a declaration, all of them before any
// is assigned: local a=1 b=$a sees the a that is hidden. An argument without a
// value of that kind has nil.
func (in *interp) declaredValues(args []*syntax.Assign) []*word.Text {
	out := make([]*word.Text, len(args))
	for i, a := range args {
		if a.Name == nil || a.Value == nil || a.Index != nil || len(args) == 1 || in.dialect == Bash && len(in.braces(a.Value)) > 1 {
			continue
		}
		t := in.valueText(a)
		out[i] = &t
	}
	return out
}

// mergeAssigns adds assignments to those that a call's environment has.
func mergeAssigns(have, more []Assign) []Assign {
	out := have
	for _, a := range more {
		for i, h := range out {
			if h.Name == a.Name {
				out = append(out[:i:i], out[i+1:]...)
				break
			}
		}
		out = append(out, a)
	}
	return out
}

// declareArg applies one argument of a declaration, whose value may have been
// evaluated before.
func (in *interp) declareArg(at *attributes, a *syntax.Assign, val *word.Text) ([]word.Word, []Assign) {
	if a.Name == nil {
		words := in.fields([]*syntax.Word{a.Value})
		var assigns []Assign
		for _, w := range words {
			assigns = append(assigns, in.declareWord(at, w)...)
		}
		return words, assigns
	}
	name := a.Name.Value
	span := in.span(a)
	if at.local {
		in.local(name)
	}
	if a.Naked {
		return []word.Word{{Pieces: literal(name), Span: span}}, in.mark(at, name)
	}
	if val == nil && a.Value != nil && a.Index == nil && in.dialect == Bash {
		if list := in.braces(a.Value); len(list) > 1 {
			return in.declareBraces(at, a, list)
		}
	}
	hide := func() {
		if at.local && !a.Append {
			in.env.setVar(name, &variable{alts: []value{{unset: true}}, ours: true})
		}
		in.attribute(at, name)
	}
	if a.Array != nil && strings.Contains(at.flags, "A") { // its subscripts are keys
		hide()
		hide = func() {}
	}
	as := in.assigning(a, val, hide)
	in.fix(at, name)
	t := append(literal(name+"="), as.Value...)
	return []word.Word{{Pieces: compact(t), Span: span}}, []Assign{as}
}

// declareBraces applies an argument that braces make several of. They are no
// assignments to bash any more: what is expanded in them is split.
func (in *interp) declareBraces(at *attributes, a *syntax.Assign, list [][]syntax.WordPart) (words []word.Word, assigns []Assign) {
	sign := "="
	if a.Append {
		sign = "+="
	}
	b := &builder{in: in, span: in.span(a)}
	b.setIFS()
	name := &syntax.Lit{Value: a.Name.Value + sign}
	for _, parts := range list {
		b.parts(append([]syntax.WordPart{name}, parts...), false)
		b.end()
	}
	for _, w := range b.words {
		assigns = append(assigns, in.declareWord(at, w)...)
	}
	return b.words, assigns
}

// declareWord applies an argument that was only known when it was expanded.
func (in *interp) declareWord(at *attributes, w word.Word) []Assign {
	if s, ok := w.Known(); ok && len(s) > 1 && (s[0] == '-' || s[0] == '+') {
		at.option(s)
		return nil
	}
	name, t, ok := cutAssign(w.Pieces)
	if !ok {
		name, ok = w.Known()
		if ok && syntax.ValidName(name) {
			if at.local {
				in.local(name)
			}
			return in.mark(at, name)
		}
		return nil
	}
	if strings.HasSuffix(name, "+") {
		name = name[:len(name)-1]
		t = append(in.value(name).text[:len(in.value(name).text):len(in.value(name).text)], t...)
	}
	if !syntax.ValidName(name) {
		in.subscript(literal(name), w.Span)
		return nil
	}
	if at.local {
		in.local(name)
	}
	in.attribute(at, name)
	in.assignScalar(name, compact(t))
	in.fix(at, name)
	return []Assign{{Name: name, Value: compact(t), Span: w.Span}}
}

// mark gives a name attributes without a value; a local one is unset.
func (in *interp) mark(at *attributes, name string) []Assign {
	if strings.ContainsAny(at.flags, "fFp") {
		if f := in.env.function(name); f != nil && at.export {
			g := *f
			g.exported = true
			in.env.setFunc(name, &g)
		}
		return nil
	}
	if at.local && in.dialect != POSIX { // in dash it keeps the value that it hides, in zsh it is empty
		in.env.setVar(name, &variable{alts: []value{{unset: in.dialect != Zsh}}, ours: true})
	}
	in.attribute(at, name)
	in.fix(at, name)
	v := in.variable(name)
	if in.dialect == Zsh { // declared, it is set
		v = set(v)
		in.env.setVar(name, v)
	}
	if !v.exported || !v.ours || v.alts[0].unset {
		return nil
	}
	return []Assign{{Name: name, Value: in.single(name).text}}
}

// fix makes a variable read-only, once it has its value.
func (in *interp) fix(at *attributes, name string) {
	if !at.fixed && (at.off || !strings.Contains(at.flags, "r")) {
		return
	}
	next := *in.variable(name)
	next.fixed, next.worldly = true, false
	in.env.setVar(name, &next)
}

// set returns a variable that is empty where it was unset.
func set(v *variable) *variable {
	out := *v
	out.alts = slices.Clone(v.alts)
	for i := range out.alts {
		out.alts[i].unset = false
	}
	return &out
}

// attribute sets what the options say of a variable.
func (in *interp) attribute(at *attributes, name string) {
	next := *in.variable(name)
	next.worldly = false
	on := !at.off
	if at.export || strings.Contains(at.flags, "x") {
		next.exported, next.perhaps = on && !strings.Contains(at.flags, "n") || on && !at.export, false
		in.export(name)
	}
	if strings.Contains(at.flags, "n") && !at.export {
		next.ref = on
	}
	turn := func(flag string, to *bool) {
		if strings.Contains(at.flags, flag) {
			*to = on
		}
	}
	turn("i", &next.integer)
	turn("l", &next.lower)
	turn("u", &next.upper)
	if on && strings.ContainsAny(at.flags, "aA") && len(next.alts) == 1 && !next.alts[0].array {
		v := value{array: true, assoc: strings.Contains(at.flags, "A")}
		if !next.alts[0].unset && len(next.alts[0].text) > 0 {
			v.list = []element{{key: "0", text: next.alts[0].text}}
			v.text = next.alts[0].text
		}
		next.alts = []value{v}
	} else if on && strings.ContainsAny(at.flags, "aA") && len(next.alts) > 1 {
		next.alts = []value{{array: true, assoc: strings.Contains(at.flags, "A")}}
	}
	in.env.setVar(name, &next)
}

// declareWords is a declaration in a shell that has no syntax for it (sh), or
// whose name was not written plainly.
func (in *interp) declareWords(variant string, args []word.Word) {
	in.status = success
	at := in.declaration(variant)
	for _, w := range args {
		in.declareWord(&at, w)
	}
}

func (in *interp) unsetWords(args []word.Word) {
	in.status = success
	flags, rest, _ := options(args)
	for _, w := range rest {
		in.subscript(w.Pieces, w.Span)
		name, ok := w.Known()
		switch {
		case !ok:
		case strings.Contains(flags, "f"):
			in.env.setFunc(name, nil)
		case strings.Contains(name, "["):
			in.unsetElement(name)
		case flags == "" && in.env.variable(name) == nil && in.env.function(name) != nil:
			in.env.setFunc(name, nil)
		default:
			in.unset(name)
		}
	}
}

// unsetElement is unset 'name[key]'.
func (in *interp) unsetElement(s string) {
	name, key, _ := strings.Cut(strings.TrimSuffix(s, "]"), "[")
	v := in.single(name)
	if v.open {
		in.assign(name, openArray(name))
		return
	}
	for i, e := range v.list {
		if e.key == key {
			v.list = append(v.list[:i:i], v.list[i+1:]...)
			v.text = v.at("0")
			in.assign(name, v)
			return
		}
	}
	switch _, err := strconv.ParseUint(key, 10, 64); {
	case v.array && !v.assoc && err != nil: // one that has to be computed
		in.assign(name, openArray(name))
	case !v.array && key == "0":
		in.unset(name)
	}
}

// set is set -- words and set -a.
func (in *interp) set(args []word.Word) {
	in.status = success
	for i, w := range args {
		s, ok := w.Known()
		switch {
		case ok && (s == "--" || s == "-"):
			in.params = &params{zero: in.params.zero, list: args[i+1:]}
			return
		case ok && wrongOption(s):
			in.wrongOption(args[i+1:])
			return
		case ok && len(s) > 1 && (s[0] == '-' || s[0] == '+') && s[1] != '-':
			if strings.Contains(s, "a") {
				in.allexport = s[0] == '-'
			}
			in.proc.mayEnd = in.proc.mayEnd || strings.ContainsAny(s, "eun")
			in.proc.brittle = in.proc.brittle || strings.ContainsAny(s, "eu")
			if strings.HasSuffix(s, "o") { // its argument is a name: errexit, nounset …
				in.proc.mayEnd, in.proc.brittle = true, true
				return
			}
		default:
			in.params = &params{zero: in.params.zero, list: args[i:]}
			return
		}
	}
}

// shopt follows the option that changes what matches.
func (in *interp) shopt(args []word.Word) {
	in.status = perhapsOK
	flags, rest, _ := options(args)
	for _, w := range rest {
		s, _ := w.Known()
		on := strings.Contains(flags, "s")
		in.nocase = in.nocase || on && s == "nocasematch"
		in.lastpipe = in.lastpipe || on && s == "lastpipe"
	}
}

// wrongOption is set with an option that it does not know: an error, which
// ends sh. zsh may know it.
func (in *interp) wrongOption(rest []word.Word) {
	in.status = perhapsOK
	in.mayStop()
	if in.dialect == Zsh {
		in.params = joinParams(in.params, &params{zero: in.params.zero, list: rest})
	}
}

// wrongOption reports whether a word is an option that set does not know.
func wrongOption(s string) bool {
	return len(s) > 1 && (s[0] == '-' || s[0] == '+') && strings.Trim(s[1:], "abefhkmnptuvxBCEHPTVIo") != ""
}

// shift drops parameters.
func (in *interp) shift(args []word.Word) {
	n, ok := int64(1), true
	if len(args) > 0 {
		n, ok = integer(args[0].Pieces)
	}
	if in.params.world {
		return
	}
	list := in.params.list
	for i, w := range list {
		if plural(w.Pieces) && (!ok || int64(i) < n) {
			in.params = &params{zero: in.params.zero, list: shifted(list[i:], n-int64(i), ok)}
			return
		}
	}
	switch {
	case !ok:
		in.params = &params{zero: in.params.zero, list: []word.Word{word.Unknowable("$@", true)}}
	case n >= 0 && n <= int64(len(list)):
		in.status = success
		in.params = &params{zero: in.params.zero, list: list[n:]}
	default:
		in.status = failure
	}
}

// shifted is what n words of a list leave, where the first may be any number of
// words, and others too.
func shifted(list []word.Word, n int64, known bool) []word.Word {
	for _, w := range list {
		if many(w.Pieces) {
			n++
		}
	}
	if !known || n < 1 || n > int64(len(list)) {
		n = int64(len(list))
	}
	out := []word.Word{word.Unknowable(list[0].String(), true)}
	return append(out, list[n:]...)
}

// getopts sets its variable to a letter that is not known.
func (in *interp) getopts(args []word.Word) {
	if len(args) < 2 {
		return
	}
	if name, ok := args[1].Known(); ok && syntax.ValidName(name) {
		in.assignScalar(name, unknown("$"+name))
	}
	in.assign("OPTARG", value{text: unknown("$OPTARG")})
	in.assign("OPTIND", value{text: unknownClass("$OPTIND", "number")})
}

// letWords is let in a form that was not parsed as arithmetic: what it assigns
// becomes a number.
func (in *interp) letWords(args []word.Word) {
	for _, w := range args {
		in.evaluate(w.Pieces, w.Span)
		name, _, ok := cutAssign(w.Pieces)
		if name = strings.TrimRight(name, "+-*/%&|^<>"); ok && syntax.ValidName(name) {
			in.assignScalar(name, unknownClass("$"+name, "number"))
		}
	}
}
