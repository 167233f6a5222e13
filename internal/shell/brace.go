package shell

import (
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

const (
	// maxBraces bounds the words that one word's braces make, and maxOpen the
	// braces opened in it. A number sequence beyond the bound is one unknown
	// number.
	maxBraces = 1024
	maxOpen   = 64
)

// braces returns the words, as lists of parts, that brace expansion makes of a
// word (bash(1), "Brace Expansion"); POSIX shells have none.
func (in *interp) braces(w *syntax.Word) [][]syntax.WordPart {
	open := 0
	for _, p := range w.Parts {
		if lit, ok := p.(*syntax.Lit); ok {
			open += strings.Count(lit.Value, "{")
		}
	}
	if open == 0 || in.dialect == POSIX {
		return [][]syntax.WordPart{w.Parts}
	}
	if open > maxOpen {
		in.tooComplex("more braces than one word may have", in.span(w))
		return [][]syntax.WordPart{{&syntax.SglQuoted{Value: "…"}}}
	}
	split := *w
	if !syntax.SplitBraces(&split) {
		return [][]syntax.WordPart{w.Parts}
	}
	e := braceExpander{}
	out := e.word(split.Parts)
	for i := range out {
		out[i] = renamed(out[i])
	}
	if e.over {
		in.tooComplex("more words than one word's braces may make", in.span(w))
	}
	return out
}

// renamed joins literals that braces have brought together, and $name with the
// text that they put behind it: braces are expanded before names are read, so
// that $a{b,c} is $ab $ac.
func renamed(parts []syntax.WordPart) []syntax.WordPart {
	for i := 0; i+1 < len(parts); i++ {
		if lit, next := twoLits(parts[i], parts[i+1]); next != nil {
			both := *lit
			both.Value += next.Value
			return renamed(append(append(parts[:i:i], &both), parts[i+2:]...))
		}
		pe, ok := parts[i].(*syntax.ParamExp)
		lit, next := parts[i+1].(*syntax.Lit)
		if !ok || !next || !pe.Short || pe.Index != nil || !syntax.ValidName(pe.Param.Value) {
			continue
		}
		n := 0
		for n < len(lit.Value) && syntax.ValidName("_"+lit.Value[:n+1]) {
			n++
		}
		if n == 0 {
			continue
		}
		longer, param, rest := *pe, *pe.Param, *lit
		param.Value += lit.Value[:n]
		rest.Value = lit.Value[n:]
		longer.Param = &param
		out := append(parts[:i:i], &longer, &rest)
		return renamed(append(out, parts[i+2:]...))
	}
	return parts
}

func twoLits(a, b syntax.WordPart) (*syntax.Lit, *syntax.Lit) {
	lit, ok := a.(*syntax.Lit)
	next, also := b.(*syntax.Lit)
	if !ok || !also {
		return nil, nil
	}
	return lit, next
}

type braceExpander struct{ over bool }

// word returns the products of a word's parts.
func (e *braceExpander) word(parts []syntax.WordPart) [][]syntax.WordPart {
	out := [][]syntax.WordPart{nil}
	for _, p := range parts {
		br, ok := p.(*syntax.BraceExp)
		if !ok {
			for i := range out {
				out[i] = append(out[i], p)
			}
			continue
		}
		out = e.product(out, e.brace(br))
	}
	return out
}

func (e *braceExpander) product(left, right [][]syntax.WordPart) [][]syntax.WordPart {
	if len(left)*len(right) > maxBraces {
		e.over = true
		for i := range left {
			left[i] = append(left[i], right[0]...)
		}
		return left
	}
	out := make([][]syntax.WordPart, 0, len(left)*len(right))
	for _, l := range left {
		for _, r := range right {
			out = append(out, append(l[:len(l):len(l)], r...))
		}
	}
	return out
}

func (e *braceExpander) brace(br *syntax.BraceExp) [][]syntax.WordPart {
	if br.Sequence {
		return sequence(br)
	}
	var out [][]syntax.WordPart
	for _, elem := range br.Elems {
		out = append(out, e.word(elem.Parts)...)
		if len(out) > maxBraces {
			e.over = true
			return out[:maxBraces]
		}
	}
	return out
}

// sequence is {a..b} or {a..b..step}.
func sequence(br *syntax.BraceExp) [][]syntax.WordPart {
	from, to := br.Elems[0].Lit(), br.Elems[1].Lit()
	step := int64(1)
	if len(br.Elems) > 2 {
		step, _ = strconv.ParseInt(br.Elems[2].Lit(), 10, 64)
	}
	step = max(step, -step, 1)
	lo, err := strconv.ParseInt(from, 10, 64)
	if err != nil {
		return steps(int64(from[0]), int64(to[0]), step, func(n int64) string { return string(rune(n)) })
	}
	hi, _ := strconv.ParseInt(to, 10, 64)
	width := 0
	if padded(from) || padded(to) {
		width = max(len(from), len(to))
	}
	return steps(lo, hi, step, func(n int64) string { return pad(n, width) })
}

// padded reports whether a number asks for leading zeros.
func padded(s string) bool {
	s = strings.TrimPrefix(s, "-")
	return len(s) > 1 && s[0] == '0'
}

func pad(n int64, width int) string {
	s := strconv.FormatInt(n, 10)
	if len(s) >= width {
		return s
	}
	zeros := strings.Repeat("0", width-len(s))
	if n < 0 {
		return "-" + zeros + s[1:]
	}
	return zeros + s
}

// steps counts from lo to hi in either direction. Unsigned differences cannot
// overflow.
func steps(lo, hi, step int64, spell func(int64) string) [][]syntax.WordPart {
	down := lo > hi
	span := uint64(hi) - uint64(lo)
	if down {
		span = uint64(lo) - uint64(hi)
	}
	n := span/uint64(step) + 1
	if n > maxBraces {
		return [][]syntax.WordPart{{&syntax.ArithmExp{}}}
	}
	if down {
		step = -step
	}
	out := make([][]syntax.WordPart, 0, n)
	for i := range int64(n) {
		out = append(out, []syntax.WordPart{plainPart(spell(lo + i*step))})
	}
	return out
}

// plainPart returns a part of known text; among the characters between "Z" and
// "a" are some that would be special.
func plainPart(s string) syntax.WordPart {
	if strings.ContainsAny(s, "[\\`") {
		return &syntax.SglQuoted{Value: s}
	}
	return &syntax.Lit{Value: s}
}
