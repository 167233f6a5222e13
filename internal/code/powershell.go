package code

import (
	"strings"

	"tagout/internal/word"
)

// PowerShell reads words as a shell does and values as a language does: its
// programs have a reader of their own. Facts: about_Parsing, about_Quoting_Rules,
// about_Pipelines, about_Operators and the manuals of the commands at
// https://learn.microsoft.com/powershell/.

// psReader reads a program of PowerShell. Names have no case there.
type psReader struct {
	*finder
	src  string
	i    int
	next int // the next hole
	// lines are the line ends before counted.
	lines, counted int
}

// powerShell reads a whole program.
func (f *finder) powerShell(src string) {
	r := &psReader{finder: f, src: src}
	r.statements(0)
}

// evaluate reads a text that the program evaluates, with what is not known of it.
func (r *psReader) evaluate(text word.Text) {
	src, holes, ok := flatten(text)
	if !ok || opaque(text) {
		return
	}
	next := r.next
	r.next = len(r.holes)
	r.holes = append(r.holes, holes...)
	r.within(src)
	r.next = next
}

// within reads a text with another reader, which shares the variables.
func (r *psReader) within(src string) value {
	if r.depth >= maxDepth {
		r.over(overDepth)
		return unknown("…", "")
	}
	if !r.affords(len(src)) {
		return unknown("…", "")
	}
	in := &psReader{finder: r.finder, src: src, next: r.next}
	r.depth++
	v := in.statements(0)
	r.next = in.next
	r.depth--
	return v
}

// affords counts what is read more than once, in bytes.
func (r *psReader) affords(n int) bool {
	if r.spent += n; r.spent > maxJoined {
		r.over(overText)
		return false
	}
	return true
}

func (r *psReader) peek() byte { return r.at(0) }

func (r *psReader) at(n int) byte {
	if r.i+n < len(r.src) {
		return r.src[r.i+n]
	}
	return 0
}

func (r *psReader) done() bool { return r.i >= len(r.src) }

func (r *psReader) has(s string) bool { return strings.HasPrefix(r.src[r.i:], s) }

// blank walks over spaces, comments and lines that go on; with lines also over
// line ends.
func (r *psReader) blank(lines bool) {
	for !r.done() {
		switch c := r.peek(); {
		case c == ' ' || c == '\t' || c == '\r' || lines && c == '\n':
			r.i++
		case c == '`' && (r.at(1) == '\n' || r.at(1) == '\r'):
			r.i += 2
		case r.has("<#"):
			r.skipPast("#>")
		case c == '#':
			r.skipTo('\n')
		default:
			return
		}
	}
}

func (r *psReader) skipPast(s string) {
	if n := strings.Index(r.src[r.i:], s); n >= 0 {
		r.i += n + len(s)
		return
	}
	r.i = len(r.src)
}

func (r *psReader) skipTo(c byte) {
	if n := strings.IndexByte(r.src[r.i:], c); n >= 0 {
		r.i += n
		return
	}
	r.i = len(r.src)
}

// statements reads up to closer, which it takes; 0 reads to the end. The value
// is the last statement's.
func (r *psReader) statements(closer byte) value {
	v := unknown("…", "")
	if r.depth >= maxDepth {
		r.over(overDepth)
		r.i = len(r.src)
		return v
	}
	r.depth++
	defer func() { r.depth-- }()
	for {
		r.blank(true)
		switch c := r.peek(); {
		case r.done():
			return v
		case closer != 0 && c == closer:
			r.i++
			return v
		case strings.IndexByte(";)}]&|,", c) >= 0 && !r.callOperator():
			r.i++
		default:
			before := r.i
			v = r.pipeline()
			if r.i == before {
				r.i++
			}
		}
	}
}

// callOperator reports whether "&" calls what follows it, and does not join.
func (r *psReader) callOperator() bool {
	return r.peek() == '&' && r.at(1) != '&'
}

// ends reports whether a pipeline ends here.
func (r *psReader) ends() bool {
	c := r.peek()
	return r.done() || c == '\n' || c == ';' || c == ')' || c == '}' || c == ']' || r.has("&&") || r.has("||")
}

// pipeline reads commands and values that lead into each other.
func (r *psReader) pipeline() value {
	if v, ok := r.keyword(); ok {
		return v
	}
	if v, ok := r.assignment(); ok {
		return v
	}
	var piped *value
	for {
		r.blank(piped != nil)
		v := r.element(piped)
		r.blank(false)
		if r.ends() || r.peek() != '|' {
			return v
		}
		r.i++
		piped = &v
	}
}

// element reads one command, or one value.
func (r *psReader) element(piped *value) value {
	c := r.peek()
	switch {
	case c == '&' || c == '.' && (r.at(1) == ' ' || r.at(1) == '{'):
		r.i++
		r.blank(false)
		if r.peek() == '{' {
			return r.expr()
		}
		return r.command(r.primary(), piped)
	case strings.IndexByte("$'\"(@[{-+!,0123456789\x00", c) >= 0:
		v := r.expr()
		for !r.ends() && r.peek() != '|' {
			before := r.i
			r.blank(false)
			if r.ends() || r.peek() == '|' {
				break
			}
			r.expr()
			if v = v.unsure(); r.i == before {
				r.i++
			}
		}
		return v
	}
	if (c == '?' || c == '%') && (r.at(1) == ' ' || r.at(1) == '{') {
		r.i++
		return r.command(literal(string(rune(c))), piped)
	}
	return r.command(r.word(), piped)
}

// keyword walks over a word that leads statements, so that what stands in its
// brackets is read, and binds what a loop goes through.
func (r *psReader) keyword() (value, bool) {
	n := 0
	for letter(r.at(n)) {
		n++
	}
	switch strings.ToLower(r.src[r.i : r.i+n]) {
	case "if", "elseif", "else", "while", "for", "switch", "try", "catch", "finally", "do", "until", "return", "throw", "exit", "begin", "process", "end", "trap", "param":
	case "function", "filter", "class", "enum", "workflow":
		r.i += n
		r.blank(false)
		r.word()
		return unknown("…", ""), true
	case "foreach":
		start := r.i
		r.i += n
		if r.blank(false); !r.each() {
			r.i = start
			return value{}, false
		}
		return unknown("…", ""), true
	default:
		return value{}, false
	}
	if c := r.at(n); c != 0 && strings.IndexByte(" \t\r\n({;}", c) < 0 {
		return value{}, false
	}
	r.i += n
	r.blank(true)
	if r.peek() == '(' {
		r.i++
		r.statements(')')
		r.blank(true)
	}
	return unknown("…", ""), true
}

// each reads the head of a loop: ($x in …).
func (r *psReader) each() bool {
	if r.peek() != '(' {
		return false
	}
	r.i++
	r.blank(true)
	name := r.variable()
	r.blank(true)
	if len(r.src)-r.i < 2 || !strings.EqualFold(r.src[r.i:r.i+2], "in") {
		return false
	}
	r.i += 2
	r.vars[name] = eachOf(listed(r.statements(')')))
	return true
}

// listed is a value as a list of one, unless it is one.
func listed(v value) value {
	if v.list || opaque(v.text) && v.ref != "" {
		return v
	}
	return value{list: true, items: []value{v}}
}

// assignment reads $name = …, with what is done to the old value.
func (r *psReader) assignment() (value, bool) {
	start := r.i
	for r.peek() == '[' {
		r.skipPast("]")
		r.blank(false)
	}
	name := r.variable()
	r.blank(false)
	add := r.has("+=")
	if name == "" || !add && (r.peek() != '=' || r.at(1) == '=') {
		r.i = start
		return value{}, false
	}
	r.i++
	if add {
		r.i++
	}
	r.blank(true)
	v := r.pipeline()
	if old, ok := r.vars[name]; add && ok {
		if old.list {
			v = listed(v)
		}
		v = r.join(old, v)
	}
	if len(r.vars) < 1<<12 {
		r.vars[name] = v
	}
	return v, true
}

// variable reads the name of a variable, in lower case and without its scope.
func (r *psReader) variable() string {
	if r.peek() != '$' && r.peek() != '@' {
		return ""
	}
	r.i++
	var name string
	if r.peek() == '{' {
		r.i++
		from := r.i
		r.skipTo('}')
		name = r.src[from:r.i]
		r.i = min(r.i+1, len(r.src))
	} else {
		from := r.i
		for identPart(r.peek()) || r.peek() == '?' || r.peek() == ':' && identPart(r.at(1)) {
			r.i++
		}
		name = r.src[from:r.i]
	}
	name = strings.ToLower(name)
	for _, scope := range [...]string{"script:", "global:", "local:", "private:", "using:", "variable:"} {
		name = strings.TrimPrefix(name, scope)
	}
	return name
}

// valueOf is the value of a variable.
func (r *psReader) valueOf(name string) value {
	if v, ok := r.vars[name]; ok {
		return v
	}
	if env, ok := strings.CutPrefix(name, "env:"); ok {
		return psEnvironment(strings.ToUpper(env))
	}
	switch name {
	case "home":
		return environment("HOME")
	case "pwd", "psscriptroot":
		return unknown("$"+name, "dir")
	case "true", "false":
		return literal(name)
	case "null":
		v := literal("")
		v.ref = name
		return v
	}
	return unknown("$"+name, "")
}

// psEnvironment is a variable of the environment, by the name that it has where
// this runs.
func psEnvironment(name string) value {
	switch name {
	case "USERPROFILE", "HOME":
		return environment("HOME")
	case "TEMP", "TMP", "TMPDIR":
		return unknown("$env:"+name, "temp")
	}
	return environment(name)
}

// expr reads a value with its operators.
func (r *psReader) expr() value {
	if r.depth >= maxDepth {
		r.over(overDepth)
		r.i = len(r.src)
		return unknown("…", "")
	}
	r.depth++
	defer func() { r.depth-- }()
	v := r.primary()
	for {
		r.blank(false)
		switch c := r.peek(); {
		case c == ',':
			r.i++
			r.blank(true)
			next := r.primary()
			if v = listed(v); len(v.items) < maxPieces {
				v.items = append(v.items[:len(v.items):len(v.items)], next)
			}
		case c == '+' && r.at(1) != '=':
			r.i++
			r.blank(true)
			v = r.join(v, r.primary())
		case c == '-' && letter(r.at(1)):
			v = r.operator(v)
		case c == '=' || strings.IndexByte("+-*/%", c) >= 0 && r.at(1) == '=':
			r.i++
			v = v.unsure()
		case c == '.' && r.at(1) == '.', c == '*', c == '/', c == '%':
			r.i++
			if c == '.' {
				r.i++
			}
			r.blank(false)
			r.primary()
			v = v.unsure()
		default:
			return v
		}
	}
}

// operator applies -f, -join and their kin; what others compute is not known.
func (r *psReader) operator(left value) value {
	from := r.i
	for r.i++; letter(r.peek()); {
		r.i++
	}
	name := strings.ToLower(r.src[from:r.i])
	r.blank(true)
	right := r.expr()
	switch name {
	case "-f":
		return r.format(left, right)
	case "-join":
		return joined(left, right)
	}
	return left.unsure()
}

// format puts values in the places of {0}, {1} ….
func (r *psReader) format(v, args value) value {
	s, ok := v.text.Known()
	items := listed(args).items
	if !ok {
		return v
	}
	out := literal("")
	for s != "" {
		at, n := placeholder(s, false)
		if n == 0 {
			return r.join(out, literal(s))
		}
		out = r.join(out, literal(s[:at]))
		arg := unknown(s[at:at+n], "")
		if k := int(s[at+1]) - '0'; n > 2 && k >= 0 && k < len(items) {
			arg = items[k]
		}
		out = r.join(out, arg)
		s = s[at+n:]
	}
	return out
}

// primary reads one operand with what follows it directly.
func (r *psReader) primary() value {
	v := unknown("…", "")
	switch c := r.peek(); {
	case r.done():
		return v
	case c == '$' && r.at(1) == '(', c == '@' && r.at(1) == '(':
		r.i += 2
		v = r.statements(')')
		if c == '@' {
			v = listed(v)
		}
	case c == '(':
		r.i++
		v = r.statements(')')
	case c == '{':
		r.i++
		r.statements('}')
	case c == '@' && r.at(1) == '{':
		r.i += 2
		v = value{fields: r.hash(), text: v.text}
	case c == '@' && (r.at(1) == '"' || r.at(1) == '\''):
		v = r.hereString()
	case c == '$' || c == '@':
		before := r.i
		v = r.valueOf(r.variable())
		if r.i == before {
			r.i++
		}
	case c == '\'' || c == '"':
		v = r.quoted()
	case c == '[':
		from := r.i + 1
		r.skipPast("]")
		v.ref = strings.ToLower(strings.Trim(r.src[from:r.i], "]["))
		v.ref = strings.TrimPrefix(v.ref, "system.")
		if strings.IndexByte("$'\"([", r.peek()) >= 0 && !r.done() { // a cast
			return r.primary()
		}
	case c == '!' || c == '-' || c == '+' || c == ',':
		r.i++
		return v
	default:
		v = r.word()
	}
	return r.postfix(v)
}

// hash reads the keys and values of @{…}.
func (r *psReader) hash() []field {
	var fields []field
	for {
		r.blank(true)
		switch c := r.peek(); {
		case r.done():
			return fields
		case c == '}':
			r.i++
			return fields
		case c == ';' || c == '=' || c == ',' || c == ')' || c == ']':
			r.i++
		default:
			before := r.i
			key := r.key()
			r.blank(false)
			if r.peek() == '=' {
				r.i++
				r.blank(true)
				fields = append(fields, field{name: strings.ToLower(key), v: r.pipeline()})
			}
			if r.i == before {
				r.i++
			}
		}
	}
}

// key reads the name of a member.
func (r *psReader) key() string {
	if c := r.peek(); c == '\'' || c == '"' {
		v := r.quoted()
		return v.text.Spelling()
	}
	from := r.i
	for identPart(r.peek()) {
		r.i++
	}
	return r.src[from:r.i]
}

// postfix follows members, calls and subscripts.
func (r *psReader) postfix(v value) value {
	for {
		switch c := r.peek(); {
		case c == ':' && r.at(1) == ':' && v.ref != "", c == '.' && letter(r.at(1)):
			for r.peek() == ':' || r.peek() == '.' {
				r.i++
			}
			name := strings.ToLower(r.key())
			if r.peek() != '(' {
				v = psMember(v, name)
				continue
			}
			r.i++
			v = r.method(v, name, listed(r.statements(')')).items)
		case c == '[':
			r.i++
			r.statements(']')
			v = v.unsure()
		default:
			return v
		}
	}
}

// psMember is a member of what a command lists.
func psMember(v value, name string) value {
	for _, f := range v.fields {
		if f.name == name {
			return f.v
		}
	}
	switch name {
	case "fullname", "pspath", "path", "providerpath":
		return v
	case "name", "basename":
		return someName()
	case "content":
		if v.ref == fetched {
			return v
		}
	}
	return v.unsure()
}
