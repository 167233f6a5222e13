package code

import "strings"

// block walks over statements up to closer, which it takes; "" walks to the
// end. It returns the members, should the block be an object's literal.
func (p *parser) block(closer string) []field {
	var fields []field
	if closer != "" {
		if p.depth >= maxDepth {
			p.over(overDepth)
			return nil
		}
		p.depth++
		defer func() { p.depth-- }()
	}
	for {
		t := p.peek()
		switch {
		case t.kind == end:
			return fields
		case closer != "" && t.is(closer):
			p.i++
			return fields
		case t.closes():
			p.i++
			p.printing = p.printing && t.is(",")
		case (t.kind == name || t.kind == text) && (p.at(1).is(":") || p.at(1).is("=>")) && closer == "}":
			fields = append(fields, p.arg(closer))
		default:
			p.statement()
		}
	}
}

// statement walks over one statement or a part of one. It takes at least one
// token.
func (p *parser) statement() {
	before := p.i
	t := p.peek()
	if t.nl {
		p.printing = false
	}
	if p.redirects(t) {
		p.i++
		p.led(unknown("$0", ""), t)
		return
	}
	if forks(t) {
		p.forks++
	}
	if t.kind == name && p.word(t.text) {
		if p.i == before {
			p.i++
		}
		return
	}
	if !p.assignment(t) {
		v := p.expr()
		p.after(v, t)
	}
	if p.i == before {
		p.i++
	}
}

// word handles statements that begin with a keyword.
func (p *parser) word(s string) bool {
	switch s {
	case "import", "from":
		return p.imports(s)
	case "const", "let", "var", "my", "our", "local", "export", "public", "private", "static", "final", "begin", "do", "else", "then", "try", "finally", "async":
		return !p.at(1).is("=") && !p.at(1).is("(") && !p.at(1).is(".")
	case "def", "function", "class", "sub":
		if p.at(1).kind == name {
			p.i += 2
			if s == "def" || s == "function" {
				p.parameters(p.toks[p.i-1].text)
			}
			return true
		}
	case "for", "foreach":
		p.i++
		p.loop()
		return true
	case "print", "printf":
		p.printing = p.g.name == "awk"
		return p.printing
	}
	return false
}

// assignment binds a name to a value.
func (p *parser) assignment(t *token) bool {
	if t.is("{") {
		return p.destructured()
	}
	if t.kind != name {
		return false
	}
	n := p.at(1)
	switch {
	case n.is("="):
		p.i += 2
		p.rebind(t.text, p.expr())
	case n.is("+=") || n.is(".=") || n.is("<<") && p.g.name == "ruby":
		p.i += 2
		v := p.expr()
		if old, ok := p.vars[t.text]; ok {
			p.bind(t.text, join(old, v))
		}
	case n.is(".") && p.at(2).kind == name && p.at(3).is("(") && p.vars[t.text].list && grows(p.at(2).text):
		how := p.at(2).text
		p.i += 4
		p.grow(t.text, how, positional(p.args(")")))
	case n.is(":") && p.at(2).kind == name && p.at(3).is("=") && !p.at(2).nl && !(p.i > 0 && forks(&p.toks[p.i-1])): // a type
		p.i += 4
		p.rebind(t.text, p.expr())
	default:
		return false
	}
	return true
}

// rebind binds a name to a value. Where the program has parted since the name was
// bound, it may still have the value that it had.
func (p *parser) rebind(s string, v value) {
	if forks(p.peek()) && !p.peek().nl { // c = "x" if y
		p.forks++
	}
	p.bind(s, p.possible(s, v))
}

// possible is a name's new value, or one of its old and its new one.
func (f *finder) possible(s string, v value) value {
	old, bound := f.vars[s]
	if bound && f.forked[s] < f.forks && (old.isText() || old.list || old.each) {
		return oneOf(old, v)
	}
	return v
}

// forks reports whether a word says that what follows it may not be run.
func forks(t *token) bool {
	if t.kind != name {
		return false
	}
	switch t.text {
	case "if", "else", "elif", "elsif", "elseif", "unless", "case", "when", "switch", "match", "catch", "except", "rescue", "for", "foreach", "while", "until":
		return true
	}
	return false
}

// grows reports whether a method adds to a list.
func grows(s string) bool {
	switch s {
	case "append", "extend", "insert", "push", "unshift":
		return true
	}
	return false
}

// grow adds items to the list that a name is bound to.
func (p *parser) grow(s, how string, items []value) {
	if how == "insert" && len(items) > 0 {
		items = items[1:]
	}
	if how == "extend" && len(items) == 1 && items[0].list {
		items = items[0].items
	}
	list := p.vars[s]
	if how == "insert" && len(items) == 1 || how == "unshift" {
		// Where it goes changes what is run: behind the program, before the rest.
		at := min(1, len(list.items))
		if how == "unshift" {
			at = 0
		}
		items = append(append(list.items[:at:at], items...), list.items[at:]...)
		p.bind(s, value{list: true, items: items})
		return
	}
	p.bind(s, p.join(list, value{list: true, items: items}))
}

func (p *parser) bind(s string, v value) {
	if _, old := p.vars[s]; !old && len(p.vars) >= 1<<12 {
		p.over(overNames)
		return
	}
	p.set(s, v)
}

// set gives a name its value.
func (f *finder) set(s string, v value) {
	if f.forked == nil {
		f.forked = map[string]int{}
	}
	f.vars[s], f.forked[s] = v, f.forks
}

// destructured reads JavaScript's { a, b: c } = value.
func (p *parser) destructured() bool {
	type pair struct{ member, as string }
	var names []pair
	n := 1
	for p.at(n).kind == name {
		b := pair{p.at(n).text, p.at(n).text}
		n++
		if p.at(n).is(":") && p.at(n+1).kind == name {
			b.as = p.at(n + 1).text
			n += 2
		}
		names = append(names, b)
		if p.at(n).is(",") {
			n++
		}
	}
	if !p.at(n).is("}") || !p.at(n+1).is("=") {
		return false
	}
	p.i += n + 2
	v := p.expr()
	for _, b := range names {
		if v.ref != "" {
			m := unknown(b.as, "")
			m.ref = p.g.normal(v.ref + "." + b.member)
			p.bind(b.as, m)
		}
	}
	return true
}

// loop binds a loop's variable to the values of a list that is known.
func (p *parser) loop() {
	if p.peek().is("(") {
		p.i++
	}
	for p.peek().named("const") || p.peek().named("let") || p.peek().named("var") || p.peek().named("my") || p.peek().named("local") {
		p.i++
	}
	t, n := p.peek(), p.at(1)
	switch {
	case t.kind == name && (n.named("in") || n.named("of") || n.is(",")):
		if names, size := p.targets(0); size > 0 {
			p.i += size
			p.bindEach(names, p.expr())
		}
	case t.kind == name && n.is("(") && p.g.name == "perl":
		p.i += 2
		p.bind(t.text, eachOf(value{list: true, items: positional(p.args(")"))}))
	case p.g.name == "php":
		v := p.expr()
		if p.peek().named("as") && p.at(1).kind == name {
			p.bind(p.at(1).text, eachOf(v))
			p.i += 2
		}
	}
}

// eachOf is one item of a list.
func eachOf(v value) value {
	if !v.list || len(v.items) == 0 || len(v.items) > maxEach {
		item := unknown("an item", "item")
		if v.ref != "" {
			item.ref = v.ref + "[]"
		}
		return item
	}
	return value{each: true, items: v.items, path: v.items[0].path}
}

// after handles what may follow an expression that is a statement: "as name"
// of Python's with, awk's pipes and files, an assignment to a member.
func (p *parser) after(v value, first *token) {
	t := p.peek()
	switch {
	case t.named("as") && p.at(1).kind == name && p.g.name == "python":
		p.bind(p.at(1).text, v)
		p.i += 2
	case p.redirects(t):
		p.i++
		p.led(v, t)
	}
}

// led runs what awk's "|" and ">" lead to.
func (p *parser) led(v value, t *token) {
	if p.peek().named("getline") {
		p.i++
		p.emit(Run{Text: v.text, Name: "getline", Line: t.line})
		return
	}
	to := p.expr()
	if t.is("|") || t.is("|&") {
		p.emit(Run{Text: to.text, Input: v.text, Name: "print |", Line: t.line})
		return
	}
	words := "tee"
	if t.is(">>") {
		words = "tee -a"
	}
	p.emit(Run{Argv: argv(words, to.texts()), Input: v.text, Name: "print >", Line: t.line})
}

// imports binds the names that an import brings.
func (p *parser) imports(s string) bool {
	switch p.g.name {
	case "python":
		p.i++
		if s == "from" {
			p.fromImport()
		} else {
			p.pythonImport()
		}
		return true
	case "javascript":
		if s == "import" && !p.at(1).is("(") && !p.at(1).is(".") {
			p.i++
			p.scriptImport()
			return true
		}
	}
	return false
}

// dotted reads a.b.c.
func (p *parser) dotted() string {
	var b strings.Builder
	for p.peek().is(".") || p.peek().kind == name && !p.peek().named("import") {
		b.WriteString(p.peek().text)
		p.i++
		if !p.peek().is(".") && (b.Len() == 0 || p.toks[p.i-1].kind == name) {
			break
		}
	}
	return b.String()
}

func (p *parser) bindRef(as, ref string) {
	v := unknown(as, "")
	v.ref = p.g.normal(ref)
	p.bind(as, v)
}

// pythonImport reads import a.b as c, d.
func (p *parser) pythonImport() {
	for p.peek().kind == name {
		ref := p.dotted()
		as, _, _ := strings.Cut(ref, ".")
		if p.peek().named("as") && p.at(1).kind == name {
			p.bindRef(p.at(1).text, ref)
			p.i += 2
		} else {
			p.bindRef(as, as)
		}
		if !p.peek().is(",") {
			return
		}
		p.i++
	}
}

// fromImport reads from a.b import c as d, (e, f).
func (p *parser) fromImport() {
	module := p.dotted()
	if !p.peek().named("import") {
		return
	}
	p.i++
	if p.peek().is("(") {
		p.i++
	}
	if p.peek().is("*") {
		p.everything(module)
	}
	for p.peek().kind == name {
		member := p.peek().text
		as := member
		p.i++
		if p.peek().named("as") && p.at(1).kind == name {
			as = p.at(1).text
			p.i += 2
		}
		p.bindRef(as, module+"."+member)
		if !p.peek().is(",") {
			return
		}
		p.i++
	}
}

// everything binds all that is known of a module.
func (p *parser) everything(module string) {
	for i := range p.g.rows {
		if member, ok := strings.CutPrefix(p.g.rows[i].name, p.g.normal(module)+"."); ok && !strings.Contains(member, ".") {
			p.bindRef(member, module+"."+member)
		}
	}
}

// scriptImport reads import x, * as y, { a as b } from "m".
func (p *parser) scriptImport() {
	type binding struct{ as, member string }
	var bound []binding
	for {
		t := p.peek()
		switch {
		case t.named("from") && p.at(1).kind == text:
			module := p.parts(p.at(1)).text.Spelling()
			p.i += 2
			for _, b := range bound {
				p.bindRef(b.as, strings.TrimSuffix(module+"."+b.member, "."))
			}
			return
		case t.kind == name && p.at(1).named("as") && p.at(2).kind == name:
			bound = append(bound, binding{p.at(2).text, t.text})
			p.i += 3
		case t.is("*") && p.at(1).named("as") && p.at(2).kind == name:
			bound = append(bound, binding{p.at(2).text, ""})
			p.i += 3
		case t.kind == name:
			b := binding{t.text, t.text}
			if p.i > 0 && p.toks[p.i-1].named("import") || p.at(1).named("from") {
				b.member = "" // the default
			}
			bound = append(bound, b)
			p.i++
		case t.is("{") || t.is("}") || t.is(","):
			p.i++
		default:
			return
		}
	}
}
