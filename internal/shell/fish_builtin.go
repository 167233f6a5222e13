package shell

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"tagout/internal/word"
)

// fishBuiltin applies what a builtin of fish does to the shell. It returns
// what it prints, nil when that is not known; ok is false for the builtins
// that all shells share.
func (in *interp) fishBuiltin(name string, c *Call) (printed word.Text, ok bool) {
	args := c.Words[1:]
	switch name {
	case "set":
		return in.fishSet(c, args), true
	case "read":
		in.fishRead(args)
		return nil, true
	case "alias":
		in.fishAlias(c, args)
		return silent, true
	case "source", ".":
		if _, rest, _ := options(args); len(rest) > 0 {
			return nil, false
		}
		in.fishInput(c)
		return silent, true
	case "command", "builtin":
		if fishQuery(args) {
			return nil, true
		}
		return nil, false
	case "functions":
		in.fishErase(args)
		return nil, true
	case "contains", "emit":
		return silent, true
	case "count", "random":
		return append(unknownClass(name, "number"), word.Piece{Kind: word.Lit, Text: "\n"}), true
	case "export", "eval", "exec", "cd", "pushd", "popd", "test", "[", "true", "false", ":", "exit", "return", "break",
		"continue", "echo", "printf", "pwd", "trap":
		return nil, false
	}
	return nil, true
}

// fishQuery reports whether command or builtin only asks about a name.
func fishQuery(args []word.Word) bool {
	if len(args) == 0 {
		return true
	}
	s, _ := args[0].Known()
	switch s {
	case "--search", "--query", "--all", "--names", "--help":
		return true
	}
	return len(s) > 1 && s[0] == '-' && s[1] != '-' && strings.ContainsAny(s, "sqvanh")
}

// fishErase forgets functions.
func (in *interp) fishErase(args []word.Word) {
	flags, rest, _ := options(args)
	if flags != "e" && flags != "-erase" {
		return
	}
	for _, w := range rest {
		if name, ok := w.Known(); ok {
			in.env.setFunc(name, nil)
		}
	}
}

// fishInput is source without a file: it runs what comes on standard input.
func (in *interp) fishInput(c *Call) {
	t, _, ok := in.input(0)
	if !ok || len(t) == 1 && t[0].Kind == word.Unknown {
		return
	}
	old := in.frame
	in.frame = old.within("source")
	in.walkText(t, &Source{Name: "source", In: in.src, By: c.Span})
	in.frame = old
}

// fishAlias makes a function of an alias, as fish does.
func (in *interp) fishAlias(c *Call, args []word.Word) {
	in.status = success
	_, args, _ = options(args)
	if len(args) == 0 {
		return
	}
	name, t, ok := cutAssign(args[0].Pieces)
	if ok {
		t = append(t, joinWords(args[1:], " ")...)
	} else if name, ok = args[0].Known(); ok {
		t = joinWords(args[1:], " ")
	}
	text, known := t.Known()
	if !ok || !known || text == "" {
		return
	}
	if head, _, _ := strings.Cut(text, " "); head == name {
		text = "command " + text
	}
	src := &Source{Name: "alias " + name, Text: text + " $argv", In: in.src, By: c.Span}
	stmts, err := readFish(src.Text)
	f := *in.frame
	f.src, f.marks = src, nil
	if err != nil {
		old := in.frame
		in.frame = &f
		in.unreadable(err)
		in.frame = old
		return
	}
	stmt := &syntax.Stmt{Position: syntax.NewPos(0, 1, 1), Cmd: &syntax.Block{Stmts: stmts}}
	in.env.setFunc(name, &function{bodies: []body{{stmt: stmt, frame: &f}}})
}

// fishRead sets names to what cannot be known.
func (in *interp) fishRead(args []word.Word) {
	in.status = perhapsOK
	value1 := "-d--delimiter-n--nchars-p--prompt-P--prompt-str-R--right-prompt-c--command-S--shell"
	for i := 0; i < len(args); i++ {
		s, ok := args[i].Known()
		switch {
		case !ok:
		case len(s) > 1 && s[0] == '-':
			if last := "-" + s[len(s)-1:]; strings.Contains(value1, s) || s[1] != '-' && strings.Contains(value1, last) {
				i++
			}
		case syntax.ValidName(s):
			in.assign(s, value{text: unknown("$" + s)})
		}
	}
}

// setting are the options of set.
type setting struct {
	flags string
	name  string
	rest  []word.Word
}

// fishSetting reads the options of set. ok is false where it sets nothing, or
// a name that is not known.
func fishSetting(args []word.Word) (s setting, ok bool) {
	for len(args) > 0 {
		w, known := args[0].Known()
		if !known || len(w) < 2 || w[0] != '-' {
			break
		}
		args = args[1:]
		if w == "--" {
			break
		}
		s.flags += setFlag(w)
	}
	if len(args) == 0 || strings.ContainsAny(s.flags, "qnSh") {
		return s, false
	}
	s.name, ok = args[0].Known()
	s.rest = args[1:]
	return s, ok
}

// setFlag returns the letters of one option of set.
func setFlag(w string) string {
	if w[1] != '-' {
		return w[1:]
	}
	for _, o := range [...]struct{ long, short string }{
		{"--local", "l"}, {"--global", "g"}, {"--function", "f"}, {"--universal", "U"}, {"--export", "x"}, {"--unexport", "u"},
		{"--append", "a"}, {"--prepend", "p"}, {"--erase", "e"}, {"--query", "q"}, {"--names", "n"}, {"--show", "S"}, {"--help", "h"},
	} {
		if strings.HasPrefix(o.long, w) {
			return o.short
		}
	}
	return ""
}

// fishSet is the builtin set.
func (in *interp) fishSet(c *Call, args []word.Word) word.Text {
	s, ok := fishSetting(args)
	if !ok {
		return nil
	}
	in.status = success
	name, _, indexed := strings.Cut(s.name, "[")
	if !syntax.ValidName(name) {
		return silent
	}
	has := func(flag string) bool { return strings.Contains(s.flags, flag) }
	in.fishScope(name, has("l"), has("g") || has("U"))
	switch {
	case name == "argv":
		in.params = &params{zero: in.params.zero, list: s.rest}
		if indexed || has("e") && indexed || has("a") || has("p") {
			in.params.list = []word.Word{word.Unknowable("$argv", true)}
		}
		return silent
	case indexed:
		in.assign(name, openArray(name))
		return silent
	case has("e"):
		in.unset(name)
		return silent
	}
	v := in.fishValue(name, s.rest, has("a"), has("p"))
	in.assign(name, v)
	if has("x") || has("u") {
		in.setExported(name, has("x"))
	}
	in.visit(in.fishAssigned(c, name, v))
	return silent
}

// fishAssigned is the assignment as a call of its own, as other shells' are.
func (in *interp) fishAssigned(c *Call, name string, v value) *Call {
	a := in.newCall(nil, c.Span)
	a.Assigns = []Assign{{Name: name, Value: v.text, Span: c.Span}}
	return a
}

// fishScope notes what a new variable hides: until the end of its block, or of
// the function where it is new.
func (in *interp) fishScope(name string, block, global bool) {
	switch {
	case global:
	case block:
		in.local(name)
	default:
		if v := in.env.variable(name); v != nil && !v.worldly || in.locals == nil || in.fn == nil {
			return
		}
		inner := in.locals
		for in.locals.up != nil {
			in.locals = in.locals.up
		}
		in.local(name)
		in.locals = inner
	}
}

// fishValue is the list of a variable. A list that is exported is joined: by
// ":" where its name ends in PATH.
func (in *interp) fishValue(name string, words []word.Word, add, before bool) value {
	var list []word.Word
	if add || before {
		old := in.single(in.resolve(name))
		list = old.words()
	}
	if before {
		list = append(append([]word.Word{}, words...), list...)
	} else {
		list = append(list, words...)
	}
	sep := " "
	if strings.HasSuffix(name, "PATH") {
		sep = ":"
	}
	v := value{text: joinWords(list, sep), array: true}
	if len(list) == 1 && !many(list[0].Pieces) {
		return value{text: list[0].Pieces}
	}
	for i, w := range list {
		v.list = append(v.list, element{index: i, text: w.Pieces})
	}
	return v
}

// fishBlock walks a block, whose own variables end with it.
func (in *interp) fishBlock(list []*syntax.Stmt) {
	outer, own := in.locals, &locals{up: in.locals}
	in.locals = own
	var leaves [2]int
	exits := [2]*exits{in.fn, in.loop}
	for i, e := range exits {
		if e != nil {
			leaves[i] = len(e.ends)
		}
	}
	in.stmts(list)
	for i, e := range exits {
		if e == nil {
			continue
		}
		for _, end := range e.ends[min(leaves[i], len(e.ends)):] {
			end.locals = own
			end.dropLocals()
			end.locals = outer
		}
	}
	in.locals = own
	in.dropLocals()
	in.locals = outer
}

// hideLocals hides the caller's own variables in a function, which does not see
// them unless they are exported; they come back when it ends.
func (in *interp) hideLocals(l *locals) {
	for ; l != nil; l = l.up {
		for i, name := range l.names {
			v := in.env.variable(name)
			if v != nil && v.exported {
				continue
			}
			in.local(name)
			in.env.setVar(name, l.olds[i])
		}
	}
}
