package shell

import (
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"tagout/internal/word"
)

// assignHiding evaluates one assignment, applies it, and returns it, with something
// done between the two: local x=$x reads the x that it hides.
func (in *interp) assignHiding(a *syntax.Assign, hide func()) Assign {
	return in.assigning(a, nil, hide)
}

// assigning is assignHiding of a value that may have been evaluated before.
func (in *interp) assigning(a *syntax.Assign, val *word.Text, hide func()) Assign {
	name := a.Name.Value
	out := Assign{Name: name, Span: in.span(a)}
	if in.dialect == Zsh {
		in.zshAssigned(name, out.Span)
	}
	if a.Array != nil {
		v := in.arrayValue(name, a)
		hide()
		in.assign(name, v)
		out.Value = elementsText(v.list)
		return out
	}
	if val != nil {
		out.Value = *val
	} else {
		out.Value = in.valueText(a)
	}
	hide()
	switch {
	case a.Index != nil:
		in.assignElement(name, a, out.Value)
	case a.Append:
		out.Value = in.appended(name, out.Value)
	default:
		in.assignScalar(name, out.Value)
	}
	return out
}

func (in *interp) valueText(a *syntax.Assign) word.Text {
	if a.Value == nil {
		return nil
	}
	return in.assignText(a.Value)
}

// assignScalar sets a variable; of an array, its first element.
func (in *interp) assignScalar(name string, t word.Text) {
	old := in.attributesOf(in.resolve(name))
	if in.dialect != Zsh && slices.ContainsFunc(old.alts, func(v value) bool { return v.array }) {
		in.setElement(name, "0", t)
		return
	}
	in.assign(name, value{text: t})
}

// appended is name+=text, by the variable's attribute.
func (in *interp) appended(name string, t word.Text) word.Text {
	name = in.resolve(name)
	old := in.value(name)
	sum := compact(append(old.text[:len(old.text):len(old.text)], t...))
	if in.variable(name).integer {
		sum = in.arithOf(old.text.Spelling()+"+("+t.Spelling()+")", append(sum, t...))
	}
	if old.array && in.dialect == Zsh {
		next := old
		next.list = append(old.list[:len(old.list):len(old.list)], element{index: len(old.list), key: strconv.Itoa(len(old.list)), text: t})
		in.assign(name, next)
		return t
	}
	if old.array {
		in.setElement(name, "0", sum)
		return sum
	}
	in.assign(name, value{text: sum})
	return sum
}

// arrayValue evaluates (a b [i]=c).
func (in *interp) arrayValue(name string, a *syntax.Assign) value {
	old := value{}
	if a.Append {
		old = in.value(in.resolve(name))
		if !old.array && !old.unset {
			old.list = []element{{text: old.text}}
		}
	} else if v := in.variable(in.resolve(name)); len(v.alts) == 1 {
		old.assoc = v.alts[0].assoc
	}
	v := value{array: true, assoc: old.assoc, open: old.open, list: old.list[:len(old.list):len(old.list)]}
	for _, e := range a.Array.Elems {
		if e.Index != nil {
			key, ok := in.indexOf(e.Index, v.assoc)
			if !ok {
				return openArray(name)
			}
			t := in.elementText(e, v.assoc)
			if key != "" { // an error, which leaves the element out
				v.set(key, t)
			}
			continue
		}
		if e.Value != nil {
			v.extend(in.fields([]*syntax.Word{e.Value}))
		}
	}
	if len(v.list) > maxElements {
		return openArray(name)
	}
	v.text = v.at("0")
	return v
}

// maxElements bounds a known array; beyond it, nothing of it is known.
const maxElements = 1024

// elementText is the value of [key]=value. bash expands no tilde in it where
// the array is associative (measured in 5.2).
func (in *interp) elementText(e *syntax.ArrayElem, assoc bool) word.Text {
	switch {
	case e.Value == nil:
		return nil
	case !assoc:
		return in.assignText(e.Value)
	}
	b := &builder{in: in, whole: true, plain: true}
	b.setIFS()
	for _, p := range e.Value.Parts {
		b.part(p, false)
	}
	t := b.take()
	if s := t.Spelling(); strings.TrimSpace(s) != s { // the end may be trimmed, by how it was quoted
		return in.derivedFrom(e.Value, t)
	}
	return t
}

// derivedFrom is what is known of a word whose text is not: its origin.
func (in *interp) derivedFrom(w *syntax.Word, t word.Text) word.Text {
	return word.Text{{Kind: word.Unknown, Text: in.spell(w), From: t.From()}}
}

// extend adds words at the end of an array. A split or a pattern may be any
// number of elements.
func (v *value) extend(words []word.Word) {
	next := 0
	if n := len(v.list); n > 0 {
		next = v.list[n-1].index + 1
	}
	for _, w := range words {
		v.open = v.open || plural(w.Pieces)
		v.list = append(v.list, element{index: next, key: strconv.Itoa(next), text: w.Pieces})
		next++
	}
}

// set changes or adds one element.
func (v *value) set(key string, t word.Text) {
	v.array = true
	list := make([]element, len(v.list), len(v.list)+1)
	copy(list, v.list)
	index, _ := strconv.Atoi(key)
	for i := range list {
		if list[i].key == key {
			list[i].text = t
			v.list = list
			return
		}
	}
	e := element{index: index, key: key, text: t}
	at := len(list)
	for !v.assoc && at > 0 && list[at-1].index > index {
		at--
	}
	list = append(list, e)
	copy(list[at+1:], list[at:])
	list[at] = e
	v.list = list
}

// at returns the element with a key, nil when there is none.
func (v *value) at(key string) word.Text {
	t, _ := v.element(key)
	return t
}

// element returns the element with a key, and whether there is one.
func (v *value) element(key string) (word.Text, bool) {
	for _, e := range v.list {
		if e.key == key {
			return e.text, true
		}
	}
	return nil, false
}

// indexOf evaluates a subscript to an element's key.
func (in *interp) indexOf(x syntax.ArithmExpr, assoc bool) (string, bool) {
	if assoc {
		w, ok := x.(*syntax.Word)
		if !ok {
			return "", false
		}
		return in.textOf(w).Known()
	}
	n, ok := in.arithIn(x)
	return strconv.FormatInt(n, 10), ok
}

// assignElement is name[index]=text.
func (in *interp) assignElement(name string, a *syntax.Assign, t word.Text) {
	name = in.resolve(name)
	old := in.value(name)
	key, ok := in.indexOf(a.Index, old.assoc)
	if !old.assoc && (!ok || strings.HasPrefix(key, "-")) {
		in.mayStop() // it may be before the first element
	}
	if !ok || strings.HasPrefix(key, "-") || in.dialect == Zsh {
		v := openArray(name)
		v.assoc = old.assoc
		in.assign(name, v)
		return
	}
	if a.Append {
		t = append(old.at(key)[:len(old.at(key)):len(old.at(key))], t...)
	}
	in.setElement(name, key, t)
}

// setElement changes one element of a variable.
func (in *interp) setElement(name, key string, t word.Text) {
	name = in.resolve(name)
	v := in.value(name)
	if v.open {
		all := openArray(name)
		all.assoc, all.text = v.assoc, v.text
		if key == "0" {
			all.text = t
		}
		in.assign(name, all)
		return
	}
	if !v.array && !v.unset && len(v.list) == 0 && len(v.text) > 0 {
		v.list = []element{{key: "0", text: v.text}}
	}
	v.unset = false
	v.set(key, t)
	v.text = v.at("0")
	in.assign(name, v)
}

// elementsText is an array's elements with spaces between them, as a call
// reports it.
func elementsText(list []element) word.Text {
	var out word.Text
	for i, e := range list {
		if i > 0 {
			out = append(out, word.Piece{Kind: word.Lit, Text: " "})
		}
		out = append(out, e.text...)
	}
	return compact(out)
}
