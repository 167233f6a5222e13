package code

import (
	"strings"

	"tagout/internal/word"
)

// someName is a name in a directory. Programs seldom take every one that they
// list: it is not a pattern, which all would match.
func someName() value { return unknown("an item", "item") }

// patternOf is a text as a pattern of paths (Python's glob, fnmatch).
func patternOf(v value) value {
	if v.list || v.each {
		return v.unsure()
	}
	out := value{path: v.path}
	for _, piece := range v.text {
		if piece.Kind != word.Lit {
			out.text = append(out.text, piece)
			continue
		}
		for s := piece.Text; s != ""; {
			at, n := wildcard(s)
			if at > 0 {
				out.text = append(out.text, word.Piece{Kind: word.Lit, Text: s[:at]})
			}
			if n > 0 {
				out.text = append(out.text, wild(s[at:at+n], out.text.Suffix(), s[at+n:]))
			}
			s = s[at+n:]
		}
	}
	return out
}

// wild is a wildcard of a pattern between two texts.
func wild(s, before, after string) word.Piece {
	if after == "" && s[0] == '*' && (before == "" || strings.HasSuffix(before, "/")) {
		return someName().text[0]
	}
	return word.Piece{Kind: word.Glob, Text: s}
}

// wildcard finds the first wildcard of a pattern, and its length; len(s) and 0
// where there is none.
func wildcard(s string) (at, n int) {
	at = strings.IndexAny(s, "*?[")
	switch {
	case at < 0:
		return len(s), 0
	case s[at] == '[':
		if end := strings.IndexByte(s[at:], ']'); end > 0 {
			return at, end + 1
		}
		return len(s), 0
	}
	for n = 1; at+n < len(s) && s[at+n] == '*'; n++ {
	}
	return at, n
}

// walked is os.walk: for each directory its path, and the names in it.
func walked(dir value) value {
	if dir.list || dir.each {
		return dir.unsure()
	}
	in := value{list: true, items: []value{someName()}}
	return value{list: true, items: []value{
		{list: true, items: []value{dir, in, in}},
		{list: true, items: []value{joinPath(dir, someName()), in, in}},
	}}
}

// below is what a path's glob, rglob and iterdir list.
func below(v value, method string, list []value) (value, bool) {
	switch {
	case method == "iterdir":
		v = joinPath(v, someName())
	case len(list) == 0:
		return value{}, false
	case method == "rglob":
		v = joinPath(v, patternOf(joinPath(literal("*"), list[0])))
	case method == "glob":
		v = joinPath(v, patternOf(list[0]))
	default:
		return value{}, false
	}
	v.path = true
	return value{list: true, items: []value{v}}, true
}

// targets are the names that a loop gives values to, and how many tokens they
// and the word after them take; none where it is no such loop.
func (p *parser) targets(from int) (names []string, size int) {
	n := from
	for ; ; n++ {
		switch t := p.at(n); {
		case t.kind == name && (t.named("in") || t.named("of")):
			return names, n + 1 - from
		case t.kind == name:
			names = append(names, t.text)
		case !t.is(",") && !t.is("(") && !t.is(")") || n-from > maxTargets:
			return nil, 0
		}
	}
}

// maxTargets bounds the names of one loop.
const maxTargets = 16

// bindEach gives a loop's names the values of a list, one after another.
func (p *parser) bindEach(names []string, v value) {
	if len(names) == 1 {
		p.bind(names[0], eachOf(v))
		return
	}
	for i, s := range names {
		var column value
		for _, it := range v.items {
			if !v.list || i >= len(it.items) {
				column.items = nil
				break
			}
			column.items = append(column.items, it.items[i])
		}
		column.list = len(column.items) > 0
		p.bind(s, spread(eachOf(column)))
	}
}

// spread makes of a choice of equal lists the list.
func spread(v value) value {
	if v.each && len(v.items) > 0 && v.items[0].list {
		return v.items[0]
	}
	return v
}

// comprehended binds the names of Python's [f(x) for x in list] before f(x) is
// read. What the list calls is told when it is read again.
func (p *parser) comprehended() {
	if p.g.name != "python" || p.ahead || p.depth >= maxDepth {
		return // never twice at once: nested lists would be read 2^n times
	}
	start, runs, calls := p.i, len(p.runs), len(p.calls)
	depth := 0
	for n := 0; ; n++ {
		t := p.at(n)
		switch {
		case t.kind == end || t.closes() && depth == 0 && !t.is(",") && !t.is(":") && !t.is(";"):
			return
		case t.is("(") || t.is("[") || t.is("{"):
			depth++
		case t.is(")") || t.is("]") || t.is("}"):
			depth--
		case depth == 0 && t.named("for"):
			names, size := p.targets(n + 1)
			if size == 0 {
				return
			}
			p.i, p.ahead = start+n+1+size, true
			v := p.expr()
			p.ahead = false
			p.i, p.runs, p.calls = start, p.runs[:runs], p.calls[:calls]
			p.bindEach(names, v)
		}
	}
}
