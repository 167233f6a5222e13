package code

import (
	"slices"
	"strconv"
	"strings"

	"tagout/internal/word"
)

// parser evaluates tokens. It is not a grammar of the language: what it does
// not know it walks over, so that calls are found wherever they stand.
type parser struct {
	*finder
	toks []token
	i    int
	// printing is set between awk's print and the end of its statement, where
	// ">" and "|" lead the output away.
	printing bool
}

// peek returns the next token; its kind is end behind the last.
func (p *parser) peek() *token { return p.at(0) }

func (p *parser) at(n int) *token {
	if p.i+n < len(p.toks) {
		return &p.toks[p.i+n]
	}
	return &nothing
}

var nothing token

// is reports whether the token is the operator or bracket s.
func (t *token) is(s string) bool { return t.kind == punct && t.text == s }

func (t *token) named(s string) bool { return t.kind == name && t.text == s }

// closes reports whether the token ends an expression.
func (t *token) closes() bool {
	if t.kind == end {
		return true
	}
	if t.kind != punct {
		return false
	}
	switch t.text {
	case ",", ")", "]", "}", ";", ":":
		return true
	}
	return false
}

// expr evaluates one expression. It takes at least one token.
func (p *parser) expr() value {
	if p.depth >= maxDepth {
		p.over(overDepth)
		p.i++
		return unknown("…", "")
	}
	p.depth++
	defer func() { p.depth-- }()
	left := p.term()
	for {
		t := p.peek()
		if t.closes() || t.is("!") || t.is("{") || t.is("(") || t.is("[") || t.nl && !p.continues(t) || p.redirects(t) {
			return left
		}
		if t.kind != punct {
			if p.g.concat == " " && (t.kind != name || !awkKeyword(t.text)) {
				left = p.join(left, p.term())
				continue
			}
			return left
		}
		if p.g.concat == " " && t.is("$") {
			left = p.join(left, p.term())
			continue
		}
		left = p.operator(left, t)
	}
}

// continues reports whether an operator at the beginning of a line goes on
// with the expression before it.
func (p *parser) continues(t *token) bool {
	return t.kind == punct && (slices.Contains(p.g.members, t.text) || t.text == p.g.concat || t.text == "||" || t.text == "&&" || t.text == "?")
}

// redirects reports whether awk's output is led away here.
func (p *parser) redirects(t *token) bool {
	return p.g.name == "awk" && (t.is("|") || t.is("|&") || p.printing && (t.is(">") || t.is(">>")))
}

func awkKeyword(s string) bool {
	switch s {
	case "in", "getline", "if", "else", "while", "for", "do", "print", "printf":
		return true
	}
	return false
}

// operator applies a binary operator to what stands left of it.
func (p *parser) operator(left value, t *token) value {
	p.i++
	switch {
	case t.text == p.g.concat:
		return p.join(left, p.term())
	case t.text == "/" && left.path:
		return joinPath(left, p.term())
	case t.text == "%" && left.isText():
		right := p.term()
		if right.list {
			return filled(left, right.items, true)
		}
		return filled(left, []value{right}, true)
	case p.peek().closes():
		return left.unsure()
	case t.text == "=" && left.ref != "": // a member: self.command = …
		right := p.expr()
		p.bind(left.ref, right)
		return right
	case t.text == "?":
		yes := p.expr()
		if !p.peek().is(":") {
			return left.unsure()
		}
		p.i++
		return value{each: true, items: []value{yes, p.expr()}}
	case t.text == "||" || t.text == "??":
		// A default: of a left side that is not known, the right is one value
		// that it may have.
		right := p.expr()
		if left.isText() || left.list {
			return left
		}
		return value{each: true, items: []value{left.unsure(), right}}
	}
	if right := p.expr(); right.each { // "a > b ? c : d" is one of c and d
		return right
	}
	return left.unsure()
}

// term evaluates an operand with everything that follows it directly.
func (p *parser) term() value {
	for p.prefix() {
		p.i++
	}
	t := p.peek()
	if t.closes() {
		if t.kind != end && !t.is(":") {
			return unknown("…", "")
		}
		p.i++
		return unknown("…", "")
	}
	return p.postfix(p.operand(t))
}

// prefix reports whether the next token changes nothing of what follows.
func (p *parser) prefix() bool {
	t := p.peek()
	switch t.kind {
	case punct:
		switch t.text {
		case "-", "+", "!", "~", "&", "*", "**", "\\", "...", "@", "++", "--", "=", "=>", "|", "<", ">", "?":
			return true
		}
	case name:
		switch t.text {
		case "new", "await", "return", "typeof", "void", "yield", "not", "delete", "throw", "raise", "assert", "echo", "print", "puts", "p", "die", "del", "async", "lambda":
			n := p.at(1)
			return !n.closes() && !n.nl && !n.is("=") && !n.is(".") && !n.is("(")
		}
	}
	return false
}

func (p *parser) operand(t *token) value {
	p.i++
	switch t.kind {
	case text:
		return p.textOf(t)
	case hole:
		return value{text: word.Text{p.piece(t.hole)}}
	case number:
		return literal(t.text)
	case name:
		return p.nameOf(t)
	}
	switch t.text {
	case "(":
		p.comprehended()
		args := p.args(")")
		if len(args) == 1 && args[0].name == "" {
			return args[0].v
		}
		return value{list: true, items: positional(args)}
	case "[":
		p.comprehended()
		return listOf(p.args("]"))
	case "$": // awk's fields
		if n := p.peek(); !n.closes() && p.depth < maxDepth {
			p.depth++
			p.operand(n)
			p.depth--
		} else if !n.closes() {
			p.over(overDepth)
		}
		return unknown("$…", "")
	case "{":
		p.comprehended()
		return value{fields: p.block("}"), text: unknown("{…}", "").text}
	}
	return unknown(t.text, "")
}

func (p *parser) piece(i int) word.Piece {
	if i < len(p.holes) {
		return p.holes[i]
	}
	return word.Piece{Kind: word.Unknown, Text: "…"}
}

// nameOf is what a name stands for: what it was bound to, else itself.
func (p *parser) nameOf(t *token) value {
	if v, ok := p.vars[t.text]; ok {
		return v
	}
	v := unknown(t.text, "")
	v.ref = p.g.normal(t.text)
	return v
}

// join puts texts together while the budget lasts.
func (f *finder) join(a, b value) value {
	f.spent += a.size()*(1+len(b.items)) + b.size()*(1+len(a.items))
	if f.spent > maxJoined || len(a.text)+len(b.text) > maxPieces {
		f.over(overText)
		return a.unsure()
	}
	return join(a, b)
}

// textOf computes a quoted text, with those beside it that the language joins.
func (p *parser) textOf(t *token) value {
	v := p.parts(t)
	for p.g.adjacent && p.g.concat != " " && p.peek().kind == text && !p.peek().nl && !p.peek().mode.runs {
		next := p.peek()
		p.i++
		v = p.join(v, p.parts(next))
	}
	if t.mode.runs {
		p.emit(Run{Text: v.text, Name: t.mode.open + "…" + t.mode.close, Line: t.line})
		return unknown("`"+v.text.Spelling()+"`", "")
	}
	return v
}

func (p *parser) parts(t *token) value {
	v := literal("")
	if len(t.parts) == 1 && t.parts[0].code == nil && t.parts[0].hole == 0 {
		return literal(t.parts[0].text)
	}
	for i := range t.parts {
		switch part := &t.parts[i]; {
		case part.hole > 0:
			v = join(v, value{text: word.Text{p.piece(part.hole - 1)}})
		case part.text != "":
			v = join(v, literal(part.text))
		default:
			v = p.join(v, p.inner(part.code))
		}
	}
	return v
}

// inner evaluates the code of an interpolation.
func (p *parser) inner(toks []token) value {
	if p.depth >= maxDepth {
		p.over(overDepth)
	}
	if len(toks) == 0 || p.depth >= maxDepth {
		return unknown("…", "")
	}
	in := &parser{finder: p.finder, toks: toks}
	v := in.expr()
	for in.i < len(in.toks) && !in.peek().is(":") && !in.peek().is("!") {
		in.statement()
		if !in.peek().closes() {
			v = v.unsure()
		}
	}
	if v.list || len(v.text) == 0 && !v.each {
		return unknown("…", "")
	}
	return value{text: v.text, each: v.each, items: v.items}
}

// postfix follows members, calls and subscripts.
func (p *parser) postfix(v value) value {
	for {
		t := p.peek()
		switch {
		case t.kind == text && t.mode.tag && v.ref != "" && !t.nl:
			p.i++
			v = p.call(v, []field{{v: p.parts(t)}}, t)
		case t.kind == punct && slices.Contains(p.g.members, t.text) && p.at(1).kind == name:
			p.i++
			v = p.member(v, p.peek())
		case t.is("(") && !t.nl:
			p.i++
			from := p.i
			args := p.args(")")
			if s, ok := v.text.Known(); ok && v.ref == "" && p.g.name == "php" {
				v.ref = s // a function by its name
			}
			p.note(v.ref, from)
			v = p.call(v, args, t)
		case t.is("[") && !t.nl && (t.glued || !p.g.bare):
			p.i++
			v = p.index(v, p.args("]"))
		case t.is("{") && t.glued && p.g.name == "perl":
			p.i++
			v = p.index(v, p.args("}"))
		case p.g.bare && v.ref != "" && p.begins(t) && p.callable(v.ref):
			from := p.i
			args := p.bareArgs()
			p.note(v.ref, from)
			v = p.call(v, args, t)
		default:
			return v
		}
	}
}

// begins reports whether a call's argument without parentheses starts here.
func (p *parser) begins(t *token) bool {
	switch t.kind {
	case text, hole, number:
		return !t.nl
	case name:
		return !t.nl && !modifier(t.text)
	}
	return !t.nl && !t.glued && (t.is("[") || t.is("{") && p.g.name == "ruby") || p.g.name == "lua" && t.is("{")
}

// modifier reports whether a word goes on with a statement after a call.
func modifier(s string) bool {
	switch s {
	case "if", "unless", "while", "until", "or", "and", "do", "rescue", "for", "foreach", "then", "end", "x", "eq", "ne", "else", "elsif":
		return true
	}
	return false
}

// member follows v.name; t is the name.
func (p *parser) member(v value, t *token) value {
	p.i++
	called := p.peek().is("(") && !p.peek().nl
	if r := p.g.row(v.ref); v.ref != "" && r != nil && r.does == env && !called {
		return environment(t.text)
	}
	if len(v.ref) > maxName {
		return v.unsure()
	}
	if v.ref != "" {
		out := unknown(v.ref+"."+t.text, "")
		out.ref = p.g.normal(v.ref + "." + t.text)
		if known, ok := p.vars[out.ref]; ok {
			return known
		}
		if r := p.g.row(out.ref); r != nil && r.does == same && r.words != "" {
			out.text = unknown(out.ref, r.words).text // a constant such as os.curdir
			out.path = true
		}
		if !called && p.g.name == "ruby" && !p.begins(p.peek()) {
			p.note(out.ref, p.i)
			if r := p.g.row(out.ref); r != nil && r.does.pure() {
				return p.call(out, nil, t)
			}
		}
		return out
	}
	if called {
		p.looped(v, t)
		p.i++
		from := p.i
		args := p.args(")")
		p.note(t.text, from)
		return p.method(v, t, args)
	}
	if p.g.name == "ruby" {
		return p.method(v, t, nil)
	}
	if v.run > 0 && t.text == "stdin" {
		return v
	}
	if v.path && t.text == "parent" {
		return join(v, literal("/.."))
	}
	for _, f := range v.fields {
		if f.name == t.text {
			return f.v
		}
	}
	return v.unsure()
}

// index follows v[args].
func (p *parser) index(v value, args []field) value {
	if len(args) != 1 {
		return v.unsure()
	}
	key, ok := args[0].v.text.Known()
	if !ok && args[0].v.ref != "" {
		key, ok = args[0].v.ref, p.g.name == "perl" // $ENV{HOME}
	}
	if r := p.g.row(v.ref); ok && v.ref != "" && r != nil && r.does == env {
		return environment(key)
	}
	for _, f := range v.fields {
		if ok && f.name == key {
			return f.v
		}
	}
	if r := p.g.exactly(v.ref); r != nil && ok {
		switch n, err := strconv.Atoi(key); {
		case r.does == arguments && err == nil && n >= 0:
			return unknown(v.ref+"["+key+"]", ArgClass+strconv.Itoa(n+r.max))
		case r.does == module:
			out := unknown(key, "")
			out.ref = p.g.normal(key)
			return out
		}
	}
	ref := p.g.normal(strings.TrimSuffix(v.ref, ".__dict__") + "." + key)
	if ok && v.ref != "" && len(v.ref)+len(key) < maxName && (p.g.name == "javascript" || p.g.exactly(ref) != nil) {
		out := unknown(ref, "")
		out.ref = ref
		return out
	}
	return v.unsure()
}
