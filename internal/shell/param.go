package shell

import (
	"slices"
	"sort"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"tagout/internal/word"
)

// result is what a parameter expands to before its operation.
type result struct {
	name  string
	text  word.Text
	unset bool
	// list is set for $@, $* and whole arrays.
	list   []word.Word
	isList bool
	star   bool
	// open: the list may hold more.
	open bool
	// vague: unknown, perhaps unset.
	vague bool
}

// isList reports whether an expansion makes words of its own even within
// double quotes.
func isList(pe *syntax.ParamExp) bool {
	if pe.Length || pe.Param == nil {
		return false
	}
	if pe.Param.Value == "@" {
		return true
	}
	return indexIs(pe, "@") || pe.Excl
}

// indexIs reports whether the subscript is [@] or [*].
func indexIs(pe *syntax.ParamExp, s string) bool {
	w, ok := pe.Index.(*syntax.Word)
	return ok && len(w.Parts) == 1 && w.Lit() == s
}

// param adds the result of a parameter expansion.
func (b *builder) param(pe *syntax.ParamExp, quoted bool) {
	in := b.in
	if in.dialect == Fish {
		b.text(fishJoin(in.fishList(pe)), true)
		return
	}
	if b.in.foreign(pe) {
		if in.dialect == Zsh && b.zshKnown(pe, quoted) {
			return
		}
		in.insides(pe)
		b.zshForeign(pe, quoted)
		return
	}
	r := in.parameter(pe)
	if in.proc.brittle && (r.unset || r.vague) && (pe.Exp == nil || !dependsOnNull(pe.Exp.Op)) {
		in.mayStop() // set -u
	}
	b.begun = b.begun || quoted && !r.isList
	switch {
	case pe.Length:
		b.text(in.length(r), quoted)
	case pe.Exp != nil:
		b.operation(pe, r, quoted)
	case pe.Slice != nil:
		b.result(in.slice(pe, r), quoted)
	case pe.Repl != nil:
		b.result(in.replaced(pe, r), quoted)
	default:
		b.result(r, quoted)
	}
}

// result adds what an expansion came to.
func (b *builder) result(r result, quoted bool) {
	if r.isList {
		b.list(r.list, r.star, quoted)
		return
	}
	b.text(r.text, quoted)
}

// foreign reports whether an expansion has forms that are not computed here:
// those of zsh and mksh.
func (in *interp) foreign(pe *syntax.ParamExp) bool {
	return pe.Param == nil || pe.Flags != nil || pe.NestedParam != nil || len(pe.Modifiers) > 0 ||
		pe.Width || pe.IsSet || pe.GlobSubst != syntax.OptUnset || pe.RcExpand != syntax.OptUnset ||
		pe.Split != syntax.OptUnset || in.dialect == Zsh && pe.Index != nil && !indexIs(pe, "@") && !indexIs(pe, "*")
}

// insides runs the substitutions within an expansion that is not computed.
func (in *interp) insides(pe *syntax.ParamExp) {
	if pe.NestedParam != nil {
		in.partText(pe.NestedParam)
	}
	if w, ok := pe.Index.(*syntax.Word); ok {
		in.textOf(w)
	}
	if pe.Exp != nil {
		in.textOf(pe.Exp.Word)
	}
	if pe.Repl != nil {
		in.textOf(pe.Repl.Orig)
		in.textOf(pe.Repl.With)
	}
}

func (in *interp) partText(p syntax.WordPart) word.Text {
	return in.textOf(&syntax.Word{Parts: []syntax.WordPart{p}})
}

// parameter returns what a parameter holds.
func (in *interp) parameter(pe *syntax.ParamExp) result {
	if pe.Excl {
		return in.indirect(pe)
	}
	return in.named(pe.Param.Value, pe)
}

// named returns what a name or special parameter holds; pe gives the subscript.
func (in *interp) named(name string, pe *syntax.ParamExp) result {
	switch name {
	case "@", "*":
		return result{name: name, list: in.positionals(), isList: true, star: name == "*"}
	case "#":
		return result{name: name, text: in.count(in.positionals())}
	case "?", "!", "$":
		return result{name: name, text: unknownClass("$"+name, "number")}
	case "-":
		return result{name: name, text: unknown("$-")}
	case "argv":
		if in.dialect == Zsh {
			return result{name: name, list: in.positionals(), isList: true}
		}
	case "0":
		if in.params.zero == nil {
			return result{name: name, text: unknown("$0")}
		}
		return result{name: name, text: in.params.zero}
	}
	if name[0] >= '0' && name[0] <= '9' {
		return in.positional(name)
	}
	return in.variableResult(in.resolve(name), pe)
}

// positionals returns the parameters. Those of the harness's shell are read both
// ways: none, as bash -c has them, or any.
func (in *interp) positionals() []word.Word {
	if !in.params.world {
		return in.params.list
	}
	p := &params{zero: in.params.zero}
	i := in.pick(2)
	if i != 0 {
		p.list = []word.Word{word.Unknowable("$@", true)}
	}
	if i >= 0 {
		in.params = p
	}
	return p.list
}

func (in *interp) positional(name string) result {
	n, err := strconv.Atoi(name)
	if err != nil {
		return result{name: name, unset: true}
	}
	for i, w := range in.positionals() {
		if many(w.Pieces) || i < n-1 && plural(w.Pieces) {
			return result{name: name, text: unknown("$" + name), vague: true}
		}
		if i == n-1 {
			return result{name: name, text: w.Pieces}
		}
	}
	return result{name: name, unset: true}
}

// many reports whether a word may be any number of words.
func many(t word.Text) bool {
	for _, p := range t {
		if p.Split {
			return true
		}
	}
	return false
}

// plural reports whether a word may be more than one: a pattern, or any number.
func plural(t word.Text) bool {
	return slices.ContainsFunc(t, func(p word.Piece) bool { return p.Split || p.Kind == word.Glob })
}

// count is the number of words in a list.
func (in *interp) count(list []word.Word) word.Text {
	for _, w := range list {
		if plural(w.Pieces) {
			return unknownClass("$#", "number")
		}
	}
	return literal(strconv.Itoa(len(list)))
}

// variableResult returns what a variable holds, with its subscript.
func (in *interp) variableResult(name string, pe *syntax.ParamExp) result {
	v := in.value(name)
	r := result{name: name, text: v.text, unset: v.unset, open: v.open, vague: v.vague}
	whole := pe != nil && (indexIs(pe, "@") || indexIs(pe, "*"))
	if in.dialect == Zsh && v.array && (pe == nil || pe.Index == nil) {
		whole = true
	}
	switch {
	case whole:
		r.isList, r.star = true, pe == nil || pe.Index == nil || indexIs(pe, "*")
		r.list = v.words()
	case pe != nil && pe.Index != nil:
		r.text, r.unset = in.element(name, v, pe)
	case v.array && !v.open:
		_, first := v.element("0")
		r.unset = !first
	}
	return r
}

// words returns an array's elements, or a plain variable as the only one.
func (v *value) words() []word.Word {
	if !v.array {
		if v.unset {
			return nil
		}
		if v.vague && v.text.HasUnknown() { // it may be unset, and then is none
			return []word.Word{word.Unknowable(v.text.Spelling(), true)}
		}
		return []word.Word{{Pieces: v.text, Quoted: true}}
	}
	out := make([]word.Word, len(v.list))
	for i, e := range v.list {
		out[i] = word.Word{Pieces: e.text, Quoted: true}
	}
	return out
}

// element returns name[subscript].
func (in *interp) element(name string, v value, pe *syntax.ParamExp) (word.Text, bool) {
	key, ok := in.indexOf(pe.Index, v.assoc)
	if !ok || v.open {
		t := unknown(in.spell(pe))
		t[0].Names = v.listed()
		return t, false
	}
	if strings.HasPrefix(key, "-") && !v.assoc && len(v.list) > 0 {
		n, _ := strconv.Atoi(key)
		key = strconv.Itoa(v.list[len(v.list)-1].index + 1 + n)
	}
	if !v.array {
		if key == "0" || key == "-1" {
			return v.text, v.unset
		}
		if len(v.text) == 1 && v.text[0].Kind == word.Unknown {
			return unknown("${" + name + "[" + key + "]}"), false
		}
		return nil, true
	}
	t, found := v.element(key)
	return t, !found
}

// listed are the patterns of names among an array's elements.
func (v *value) listed() string {
	var t word.Text
	for _, e := range v.list {
		t = append(append(t, e.text...), word.Piece{Kind: word.Lit, Text: " "})
	}
	return t.Listed()
}

// indirect is ${!name}, ${!prefix*} and ${!array[@]}.
func (in *interp) indirect(pe *syntax.ParamExp) result {
	name := pe.Param.Value
	if pe.Names != 0 {
		return result{name: name, isList: true, open: true, star: pe.Names == syntax.NamesPrefix,
			list: []word.Word{word.Unknowable(in.spell(pe), true)}}
	}
	if indexIs(pe, "@") || indexIs(pe, "*") {
		return in.keys(name, indexIs(pe, "*"))
	}
	r := in.named(name, pe)
	to, ok := r.text.Known()
	if r.unset || !ok || r.isList {
		in.mayStop() // of what is unset, it is an error
		return result{name: name, text: unknown(in.spell(pe))}
	}
	in.subscript(r.text, in.span(pe))
	base, index, found := strings.Cut(to, "[")
	if !found && (syntax.ValidName(to) || isInteger(to) || to == "@" || to == "*") {
		return in.named(to, nil)
	}
	if found && syntax.ValidName(base) {
		v := in.value(base)
		key := strings.TrimSuffix(index, "]")
		if t, found := v.element(key); found && !v.open {
			return result{name: base, text: t}
		}
		if key == "@" || key == "*" {
			return result{name: base, list: v.words(), isList: true, star: key == "*"}
		}
	}
	in.mayStop()
	return result{name: name, text: unknown(in.spell(pe))}
}

// keys is ${!array[@]}.
func (in *interp) keys(name string, star bool) result {
	v := in.value(in.resolve(name))
	r := result{name: name, isList: true, star: star}
	switch {
	case v.open || !v.array && !v.unset && !literalText(v.text):
		r.list = []word.Word{word.Unknowable("${!"+name+"[@]}", true)}
	case v.array:
		for _, e := range sortedKeys(v) {
			r.list = append(r.list, word.Literal(e))
		}
	case !v.unset:
		r.list = []word.Word{word.Literal("0")}
	}
	return r
}

// sortedKeys returns an array's keys; those of an associative array in some
// order, as the shell gives them.
func sortedKeys(v value) []string {
	keys := make([]string, len(v.list))
	for i, e := range v.list {
		keys[i] = e.key
	}
	if v.assoc {
		sort.Strings(keys)
	}
	return keys
}

func literalText(t word.Text) bool {
	_, ok := t.Known()
	return ok
}
