package shell

import (
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"tagout/internal/word"
)

// fishField is one of the words that a part of a word makes.
type fishField struct {
	segs   []seg
	quoted bool
}

// fishWords expands a word to any number of words: a variable is a list, a
// substitution a list of lines, and a word of several lists their product, so
// that an empty one leaves nothing.
func (in *interp) fishWords(w *syntax.Word) []word.Word {
	fields := in.fishProduct(w.Parts)
	span := in.span(w)
	out := make([]word.Word, 0, len(fields))
	for _, f := range fields {
		if len(out) == maxWords {
			out[maxWords-1] = word.Unknowable("…", true)
			in.tooComplex("more words than one command may have", span)
			break
		}
		b := &builder{in: in, segs: f.segs}
		out = append(out, word.Word{Pieces: b.take(), Span: span, Quoted: f.quoted})
	}
	return out
}

// maxFishFields bounds the product of one word.
const maxFishFields = 256

// fishProduct is every way to choose one of each part's words. Substitutions
// vary slowest, then variables, then braces, and among equals the last one:
// the order in which fish expands them.
func (in *interp) fishProduct(parts []syntax.WordPart) []fishField {
	choices := make([][]fishField, len(parts))
	total := 1
	for i, p := range parts {
		choices[i] = in.fishPart(p, i == 0, i+1 < len(parts))
		if total *= len(choices[i]); total > maxFishFields {
			in.tooComplex("more words than one word may make", in.span(p))
			return in.fishUnsure(p)
		}
	}
	var order []int
	for stage := range 3 {
		for i := len(parts) - 1; i >= 0; i-- {
			if fishStage(parts[i]) == stage {
				order = append(order, i)
			}
		}
	}
	out := make([]fishField, total)
	for n := range out {
		pick := make([]int, len(parts))
		rest := n
		for k := len(order) - 1; k >= 0; k-- {
			i := order[k]
			pick[i], rest = rest%len(choices[i]), rest/len(choices[i])
		}
		for i, c := range pick {
			f := choices[i][c]
			out[n].segs = append(out[n].segs, f.segs...)
			out[n].quoted = out[n].quoted || f.quoted
		}
	}
	return out
}

// fishStage is when a part is expanded.
func fishStage(p syntax.WordPart) int {
	switch p := p.(type) {
	case *syntax.CmdSubst, *syntax.ProcSubst:
		return 0
	case *syntax.ParamExp:
		if p.NestedParam != nil {
			return 0
		}
		return 1
	}
	return 2
}

// fishUnsure is a part that may be any number of words.
func (in *interp) fishUnsure(p syntax.WordPart) []fishField {
	return []fishField{{segs: []seg{{Piece: word.Piece{Kind: word.Unknown, Text: in.spell(p), Split: true}}}}}
}

// fishPart expands one part outside of quotes.
func (in *interp) fishPart(p syntax.WordPart, first, more bool) []fishField {
	switch p := p.(type) {
	case *syntax.Lit:
		return []fishField{{segs: in.fishLiteral(p.Value, first, more)}}
	case *syntax.SglQuoted:
		b := &builder{in: in}
		b.lit(p.Value, false)
		return []fishField{{segs: b.segs, quoted: true}}
	case *syntax.DblQuoted:
		return []fishField{{segs: segsOf(in.fishQuoted(p)), quoted: true}}
	case *syntax.ProcSubst:
		return []fishField{{segs: []seg{{Piece: in.procSubst(p)}}}}
	case *syntax.CmdSubst:
		return fieldsOf(fishLines(in.substitute(p)))
	case *syntax.ParamExp:
		return fieldsOf(in.fishList(p))
	case *syntax.BraceExp:
		return in.fishBraces(p)
	}
	return in.fishUnsure(p)
}

// fishBraces expands the alternatives. A list among them would make the braces
// be read once for each of its words.
func (in *interp) fishBraces(p *syntax.BraceExp) []fishField {
	var out []fishField
	for _, w := range p.Elems {
		list := in.fishProduct(w.Parts)
		nested := len(w.Parts) == 1 && fishStage(w.Parts[0]) == 2
		if len(list) != 1 && len(p.Elems) > 1 && !nested {
			return in.fishUnsure(p)
		}
		out = append(out, list...)
	}
	return out
}

// fishLiteral is bare text: a tilde at its beginning, and the wildcards, act.
func (in *interp) fishLiteral(s string, first, more bool) []seg {
	b := &builder{in: in}
	if first {
		s = b.tilde(s, false, more)
	}
	for s != "" {
		n := strings.IndexAny(s, "*?")
		switch {
		case n < 0:
			n = len(s)
		case n == 0:
			n = len(s) - len(strings.TrimLeft(s, "*?"))
		}
		b.lit(s[:n], strings.IndexByte("*?", s[0]) >= 0)
		s = s[n:]
	}
	for i := range b.segs { // a placeholder in bare text may be several words
		if k := b.segs[i].Kind; k == word.Unknown && b.segs[i].Class == "" {
			b.segs[i].Split = true
		}
	}
	return b.segs
}

func segsOf(t word.Text) []seg {
	out := make([]seg, len(t))
	for i, p := range t {
		out[i] = seg{Piece: p}
	}
	return out
}

func fieldsOf(list []word.Text) []fishField {
	out := make([]fishField, len(list))
	for i, t := range list {
		out[i].segs = segsOf(t)
	}
	return out
}

// fishQuoted is what stands between double quotes: lists are joined by blanks.
func (in *interp) fishQuoted(q *syntax.DblQuoted) word.Text {
	var t word.Text
	for _, p := range q.Parts {
		switch p := p.(type) {
		case *syntax.SglQuoted:
			b := &builder{in: in}
			b.lit(p.Value, false)
			for _, s := range b.segs {
				t = append(t, s.Piece)
			}
		case *syntax.CmdSubst:
			t = append(t, in.substitute(p)...)
		case *syntax.ParamExp:
			t = append(t, fishJoin(in.fishList(p))...)
		default:
			t = append(t, word.Piece{Kind: word.Unknown, Text: in.spell(p)})
		}
	}
	return t
}

// fishJoin joins a list as quotes do.
func fishJoin(list []word.Text) word.Text {
	var t word.Text
	for i, item := range list {
		if i > 0 {
			t = append(t, word.Piece{Kind: word.Lit, Text: " "})
		}
		for _, p := range item {
			p.Split = false
			t = append(t, p)
		}
	}
	return compact(t)
}

// fishText expands a word to one text, for where there can be only one.
func (in *interp) fishText(w *syntax.Word) word.Text {
	if w == nil {
		return nil
	}
	var list []word.Text
	for _, f := range in.fishWords(w) {
		list = append(list, f.Pieces)
	}
	return fishJoin(list)
}

// fishLines splits an output into its lines. What is not known may be any
// number of them.
func fishLines(t word.Text) []word.Text {
	var out []word.Text
	var line word.Text
	begun := false
	for _, p := range t {
		if p.Kind != word.Lit {
			p.Split = p.Class != "number"
			line, begun = append(line, p), true
			continue
		}
		for i, s := range strings.Split(p.Text, "\n") {
			if i > 0 {
				out, line = append(out, line), nil
			}
			if begun = true; s != "" {
				line = append(line, word.Piece{Kind: word.Lit, Text: s, From: p.From})
			}
		}
	}
	if begun {
		out = append(out, line)
	}
	return out
}

// fishList is the list that a variable or an indexed substitution holds.
func (in *interp) fishList(pe *syntax.ParamExp) []word.Text {
	var list []word.Text
	switch {
	case pe.NestedParam != nil:
		if cs, ok := pe.NestedParam.(*syntax.CmdSubst); ok {
			list = fishLines(in.substitute(cs))
		}
	case pe.Excl:
		name, ok := fishJoin(in.fishVariable(pe.Param.Value)).Known()
		if !ok || !syntax.ValidName(name) {
			list = []word.Text{{{Kind: word.Unknown, Text: in.spell(pe), Split: true}}}
			break
		}
		list = in.fishVariable(name)
	default:
		list = in.fishVariable(pe.Param.Value)
	}
	if w, ok := pe.Index.(*syntax.Word); ok {
		return in.fishPick(pe, list, w)
	}
	return list
}

// fishVariable is the list that a name holds.
func (in *interp) fishVariable(name string) []word.Text {
	var words []word.Word
	switch name {
	case "argv":
		words = in.positionals()
	case "status", "pipestatus", "fish_pid", "last_pid", "CMD_DURATION", "COLUMNS", "LINES", "SHLVL":
		return []word.Text{unknownClass("$"+name, "number")}
	default:
		v := in.value(in.resolve(name))
		words = v.words()
	}
	out := make([]word.Text, len(words))
	for i, w := range words {
		for _, p := range w.Pieces {
			if p.Kind == word.Unknown && p.Class == "" {
				p.Split = true
			}
			out[i] = append(out[i], p)
		}
	}
	return out
}

// fishPick is what an index picks of a list: places from 1, from the end where
// negative, and ranges.
func (in *interp) fishPick(pe *syntax.ParamExp, list []word.Text, w *syntax.Word) []word.Text {
	unsure := []word.Text{{{Kind: word.Unknown, Text: in.spell(pe), Split: true}}}
	index, known := in.fishText(w).Known()
	for _, t := range list {
		known = known && !many(t)
	}
	if !known {
		return unsure
	}
	var out []word.Text
	for _, f := range strings.Fields(index) {
		from, to, isRange := strings.Cut(f, "..")
		a, ok := fishPlace(from, 1, len(list))
		b := a
		if isRange {
			var valid bool
			b, valid = fishPlace(to, -1, len(list))
			ok = ok && valid
		}
		if !ok {
			return unsure
		}
		if isRange && a > b && a <= len(list) {
			return unsure // a range downwards
		}
		for ; a <= b && a <= len(list); a++ {
			if a >= 1 {
				out = append(out, list[a-1])
			}
		}
	}
	return out
}

// fishPlace reads one end of an index.
func fishPlace(s string, empty, n int) (int, bool) {
	if s == "" {
		s = strconv.Itoa(empty)
	}
	i, err := strconv.Atoi(s)
	if i < 0 {
		i += n + 1
	}
	return i, err == nil
}
