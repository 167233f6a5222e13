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
	r.forks++
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
		r.set(name, r.possible(name, v))
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
