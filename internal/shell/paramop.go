package shell

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"mvdan.cc/sh/v3/syntax"

	"tagout/internal/word"
)

// operation is ${name:-word} and its kin.
func (b *builder) operation(pe *syntax.ParamExp, r result, quoted bool) {
	in := b.in
	null := r.isNull()
	if r.vague && !r.isList && dependsOnNull(pe.Exp.Op) {
		b.undecided(pe, r, quoted)
		return
	}
	switch op := pe.Exp.Op; op {
	case syntax.DefaultUnset, syntax.DefaultUnsetOrNull:
		b.orElse(pe, r, null, quoted, func() { b.other(pe.Exp.Word, quoted) })
	case syntax.AssignUnset, syntax.AssignUnsetOrNull:
		b.orElse(pe, r, null, quoted, func() {
			t := in.textOf(pe.Exp.Word)
			in.assignParam(pe, r.name, t)
			b.text(t, quoted)
		})
	case syntax.ErrorUnset, syntax.ErrorUnsetOrNull:
		b.orElse(pe, r, null, quoted, func() {
			in.textOf(pe.Exp.Word)
			if in.fan != nil {
				in.fan.dead = true
			}
		})
	case syntax.AlternateUnset, syntax.AlternateUnsetOrNull:
		b.instead(pe, r, null, quoted)
	case syntax.OtherParamOps:
		if r.unset { // nothing, not even the quotes of @Q
			b.result(r, quoted)
			return
		}
		b.result(in.eachText(r, func(t word.Text) word.Text { return in.edited(pe, t) }), quoted)
	default:
		b.result(in.eachText(r, func(t word.Text) word.Text { return in.edited(pe, t) }), quoted)
	}
}

// dependsOnNull reports whether an operation asks if its parameter is set.
func dependsOnNull(op syntax.ParExpOperator) bool {
	return op >= syntax.AlternateUnset && op <= syntax.AssignUnsetOrNull
}

// undecided adds what may be either side of an operation.
func (b *builder) undecided(pe *syntax.ParamExp, r result, quoted bool) {
	b.in.mayRun(pe.Exp.Word)
	b.text(b.in.derived(pe, r.text), quoted)
	switch pe.Exp.Op {
	case syntax.ErrorUnset, syntax.ErrorUnsetOrNull:
		b.in.mayStop()
	case syntax.AssignUnset, syntax.AssignUnsetOrNull:
		b.in.assignParam(pe, r.name, unknown("$"+r.name))
	}
}

// assignParam is what ${name:=word} assigns. To a positional parameter, it is
// an error.
func (in *interp) assignParam(pe *syntax.ParamExp, name string, t word.Text) {
	switch {
	case !syntax.ValidName(name):
		in.mayStop()
	case pe.Index == nil || pe.Excl:
		in.assignScalar(name, t)
	default:
		if key, ok := in.indexOf(pe.Index, in.value(name).assoc); ok && !strings.HasPrefix(key, "-") {
			in.setElement(name, key, t)
			return
		}
		in.assign(name, openArray(name))
	}
}

// nullness says whether a parameter is null: unset, empty, or neither.
type nullness uint8

const (
	full    nullness = iota // set, and not empty
	empty                   // set to nothing
	missing                 // unset
	either                  // unknown, perhaps empty
)

func (r result) isNull() nullness {
	if r.isList {
		switch {
		case len(r.list) == 0:
			return missing
		case len(r.list) == 1 && many(r.list[0].Pieces):
			return either
		case len(r.list) == 1 && len(r.list[0].Pieces) == 0:
			return empty
		}
		return full
	}
	switch {
	case r.unset:
		return missing
	case len(r.text) == 0:
		return empty
	}
	for _, p := range r.text {
		if p.Kind != word.Unknown || p.Class == "number" {
			return full
		}
	}
	return either
}

// orElse adds the value, or does otherwise when it is null. An unknown value
// covers what otherwise would give, but not what that runs.
func (b *builder) orElse(pe *syntax.ParamExp, r result, null nullness, quoted bool, otherwise func()) {
	colon := false
	switch pe.Exp.Op {
	case syntax.DefaultUnsetOrNull, syntax.AssignUnsetOrNull, syntax.ErrorUnsetOrNull:
		colon = true
	}
	switch {
	case null == missing, null == empty && colon:
		otherwise()
	case null == either && colon:
		b.in.mayRun(pe.Exp.Word)
		if pe.Exp.Op == syntax.ErrorUnsetOrNull {
			b.in.mayStop()
		}
		b.result(r, quoted)
	default:
		b.result(r, quoted)
	}
}

// mayRun runs the substitutions of a word that may not be evaluated.
func (in *interp) mayRun(w *syntax.Word) {
	if !wordExpands(w) {
		return
	}
	in.unsure++
	in.maybe++
	in.textOf(w)
	in.unsure--
	in.maybe--
}

// instead is ${name+word}.
func (b *builder) instead(pe *syntax.ParamExp, r result, null nullness, quoted bool) {
	colon := pe.Exp.Op == syntax.AlternateUnsetOrNull
	switch {
	case null == missing, null == empty && colon:
		return
	case null == either && colon:
		switch b.in.pick(2) {
		case 1:
			return
		case -1:
			b.undecided(pe, r, quoted)
			return
		}
	}
	b.other(pe.Exp.Word, quoted)
}

// other adds the word of an operation.
func (b *builder) other(w *syntax.Word, quoted bool) {
	if w == nil {
		return
	}
	for i, p := range w.Parts {
		lit, ok := p.(*syntax.Lit)
		switch {
		case !ok || quoted:
			b.part(p, quoted)
		case i == 0:
			b.otherLit(b.tilde(lit.Value, false, len(w.Parts) > 1))
		default:
			b.otherLit(lit.Value)
		}
	}
}

// otherLit adds unquoted text of an operation's word, in which spaces separate
// fields.
func (b *builder) otherLit(s string) {
	if b.whole || !b.splits() || s == "" {
		b.bare(s)
		return
	}
	start := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case ' ', '\t', '\n':
			b.bare(s[start:i])
			b.end()
			start = i + 1
		}
	}
	b.bare(s[start:])
}

// eachText applies f to a result's text, or to every element of its list.
func (in *interp) eachText(r result, f func(word.Text) word.Text) result {
	if !r.isList {
		r.text = f(r.text)
		return r
	}
	list := make([]word.Word, len(r.list))
	for i, w := range r.list {
		list[i] = w
		if many(w.Pieces) {
			continue
		}
		list[i].Pieces = f(w.Pieces)
		if plural(w.Pieces) { // as many as there were
			list[i] = word.Unknowable(w.String(), true)
		}
	}
	r.list = list
	return r
}

// edited computes the operations on known text; what is not known stays
// unknown.
func (in *interp) edited(pe *syntax.ParamExp, t word.Text) word.Text {
	p := pattern{plain: true}
	if pe.Exp.Op != syntax.OtherParamOps {
		p = in.pattern(pe.Exp.Word)
	}
	s, ok := t.Known()
	if !ok || p.unsure || len(s) > maxCut && !p.plain {
		return in.derived(pe, t)
	}
	switch pe.Exp.Op {
	case syntax.RemSmallPrefix:
		return literal(p.cutPrefix(s, false))
	case syntax.RemLargePrefix:
		return literal(p.cutPrefix(s, true))
	case syntax.RemSmallSuffix:
		return literal(p.cutSuffix(s, false))
	case syntax.RemLargeSuffix:
		return literal(p.cutSuffix(s, true))
	case syntax.OtherParamOps:
		return in.transformed(pe, s)
	}
	if pe.Exp.Word != nil {
		return in.derived(pe, t)
	}
	switch pe.Exp.Op {
	case syntax.UpperFirst:
		return literal(changeFirst(s, upperAll))
	case syntax.UpperAll:
		return literal(upperAll(s))
	case syntax.LowerFirst:
		return literal(changeFirst(s, lowerAll))
	case syntax.LowerAll:
		return literal(lowerAll(s))
	}
	return in.derived(pe, t)
}

// derived is an unknown text that was made of another.
func (in *interp) derived(pe *syntax.ParamExp, t word.Text) word.Text {
	return word.Text{{Kind: word.Unknown, Text: in.spell(pe), From: t.From()}}
}

// transformed is ${name@operator}.
func (in *interp) transformed(pe *syntax.ParamExp, s string) word.Text {
	op, _ := in.textOf(pe.Exp.Word).Known()
	switch op {
	case "Q":
		if strings.ContainsFunc(s, unicode.IsControl) { // bash writes $'…'
			return unknown(in.spell(pe))
		}
		return literal(shellQuoted(s))
	case "U":
		return literal(upperAll(s))
	case "u":
		return literal(changeFirst(s, upperAll))
	case "L":
		return literal(lowerAll(s))
	case "E":
		return literal(ansiC(s))
	case "P":
		return in.prompted(pe, s)
	}
	return unknown(in.spell(pe))
}

// length is ${#name}.
func (in *interp) length(r result) word.Text {
	if r.isList {
		lone := len(r.list) == 1 && len(r.list[0].Pieces) > 0 && r.list[0].Pieces[0].Kind == word.Unknown
		if r.open || lone { // what is not known may be unset
			return unknownClass("${#"+r.name+"[@]}", "number")
		}
		return in.count(r.list)
	}
	s, ok := r.text.Known()
	if !ok {
		return unknownClass("${#"+r.name+"}", "number")
	}
	return literal(strconv.Itoa(utf8.RuneCountInString(s)))
}

// slice is ${name:offset:length}.
func (in *interp) slice(pe *syntax.ParamExp, r result) result {
	off, ok := in.arithIn(pe.Slice.Offset)
	n, limited := int64(0), pe.Slice.Length != nil
	if limited {
		var known bool
		n, known = in.arithIn(pe.Slice.Length)
		ok = ok && known
	}
	if r.isList {
		return in.sliceList(pe, r, off, n, limited, ok)
	}
	s, known := r.text.Known()
	if !ok || !known {
		return result{name: r.name, text: in.derived(pe, r.text)}
	}
	runes := []rune(s)
	from, to, valid := bounds(len(runes), off, n, limited)
	if !valid {
		if n < 0 { // an end before the offset is an error
			in.mayStop()
		}
		return result{name: r.name}
	}
	return result{name: r.name, text: literal(string(runes[from:to]))}
}

// sliceList is ${@:offset:length} and ${array[@]:offset:length}. The parameters
// count from $0.
func (in *interp) sliceList(pe *syntax.ParamExp, r result, off, n int64, limited, ok bool) result {
	list := r.list
	if r.name == "@" || r.name == "*" {
		list = append([]word.Word{{Pieces: in.named("0", nil).text}}, list...)
	}
	for _, w := range list {
		ok = ok && !plural(w.Pieces)
	}
	for i, e := range in.value(in.resolve(r.name)).list { // the offset is an index, not a place
		ok = ok && e.index == i
	}
	from, to, valid := bounds(len(list), off, n, limited)
	switch {
	case !ok || r.open:
		r.list = []word.Word{word.Unknowable(in.spell(pe), true)}
	case !valid:
		if n < 0 {
			in.mayStop()
		}
		r.list = nil
	default:
		r.list = list[from:to]
	}
	return r
}

// bounds returns the part of size elements that offset and length select;
// negative ones count from the end.
func bounds(size int, off, n int64, limited bool) (from, to int, ok bool) {
	total := int64(size)
	if off < 0 {
		off += total
	}
	if off < 0 || off > total {
		return 0, 0, false
	}
	end := total
	if limited {
		if n < 0 {
			end = total + n
		} else if n < total-off {
			end = off + n
		}
	}
	if end < off {
		return 0, 0, false
	}
	return int(off), int(end), true
}

// replaced is ${name/pattern/string}.
func (in *interp) replaced(pe *syntax.ParamExp, r result) result {
	p := in.pattern(pe.Repl.Orig)
	with, known := in.textOf(pe.Repl.With).Known()
	ok := known && !p.unsure && !hasByte(with, '&') && !hasByte(with, '\\')
	return in.eachText(r, func(t word.Text) word.Text {
		s, known := t.Known()
		if !ok || !known {
			return in.derived(pe, t)
		}
		out, done := in.replace(p, s, with, pe.Repl.All)
		if !done {
			return in.derived(pe, t)
		}
		return literal(out)
	})
}

func hasByte(s string, c byte) bool {
	for i := range len(s) {
		if s[i] == c {
			return true
		}
	}
	return false
}

// replace applies a replacement; a leading # or % anchors the pattern.
func (in *interp) replace(p pattern, s, with string, all bool) (string, bool) {
	if all || p.text == "" || p.text[0] != '#' && p.text[0] != '%' {
		return p.replace(s, with, all)
	}
	anchor := p.text[0]
	p.text, p.any = p.text[1:], false
	if len(s) > maxReplaced {
		return "", false
	}
	if anchor == '#' {
		if rest := p.cutPrefix(s, true); rest != s || p.text == "" {
			return with + rest, true
		}
		return s, true
	}
	if rest := p.cutSuffix(s, true); rest != s || p.text == "" {
		return rest + with, true
	}
	return s, true
}
