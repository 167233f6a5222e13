package code

import (
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strings"

	"tagout/internal/word"
)

// does says what a function does with its arguments.
type does uint8

const (
	runsText  does = iota + 1 // a text for a shell: the first argument
	runsAny                   // a text, or a list of words, or a program and a list of its arguments
	runsWords                 // a text, or a program and its arguments
	runsExecv                 // a program and a list of all its words
	runsExecl                 // a program, then all its words
	runsProg                  // the function's name is the program, its arguments the words
	paths                     // row.words and the first row.max arguments (0: all)
	rmTree                    // rm of the first, -r where an option says recursive
	writes                    // the second argument into the file of the first
	opens                     // a file, for writing where the mode says so
	chdirs                    // goes to a directory
	evals                     // code of the same language
	queries                   // statements for a database: the argument after row.max others
	module                    // the module that the text names
	invokes                   // calls the function that its first argument names
	formats                   // a format with its arguments put in
	glues                     // the texts of a list, the first argument between them
	attribute                 // the member of the first argument that the second names
	arguments                 // the arguments of the program, by their number after row.max
	same                      // its first argument, or an unknown of class row.words
	env                       // a variable of the environment
	expands                   // a path with "~" replaced
	joins                     // parts of a path
	pathOf                    // an object of the path
	matches                   // a list of what a pattern of paths matches
	walks                     // a list of a directory, and what is in it, for each below the first argument
	entries                   // a list of the names in a directory
	splits                    // words of a text
	base64s                   // the decoded text
	hexes                     // the text of hexadecimal digits
	client                    // a cloud SDK's client of the service that is named
)

// pure reports whether calling the function does nothing outside.
func (d does) pure() bool { return d >= module }

// row says what one function does. A name "*.x" is any member x, "x.*" any
// member of x.
type row struct {
	name  string
	does  does
	words string
	max   int
}

// alias says that names which begin with from begin with to.
type alias struct{ from, to string }

// normal returns a qualified name with its module's usual name.
func (g *grammar) normal(ref string) string {
	r := ref + "."
	for _, a := range g.modules {
		if rest, ok := strings.CutPrefix(r, a.from); ok {
			r = a.to + rest
		}
	}
	if r == "" {
		return ref // the module itself
	}
	return strings.TrimSuffix(r, ".")
}

// row returns what is known of a function, or nil.
func (g *grammar) row(ref string) *row {
	if r := g.exactly(ref); r != nil || ref == "" {
		return r
	}
	last := ref[max(strings.LastIndexByte(ref, '.'), strings.LastIndexByte(ref, ':'))+1:]
	if r := g.exactly("*." + last); r != nil {
		return r
	}
	if root, _, ok := strings.Cut(ref, "."); ok {
		return g.exactly(root + ".*")
	}
	return nil
}

func (g *grammar) exactly(ref string) *row {
	i, ok := slices.BinarySearchFunc(g.rows, ref, func(r row, s string) int { return strings.Compare(r.name, s) })
	if !ok {
		return nil
	}
	return &g.rows[i]
}

// callable reports whether a name is a function of which something is known.
func (p *parser) callable(ref string) bool { return p.g.row(ref) != nil }

// call tells what a call does and returns its value.
func (p *parser) call(v value, args []field, t *token) value {
	out := unknown(v.text.Spelling()+"()", "")
	if v.ref == "" || len(v.ref) > maxName {
		return out
	}
	out.ref = v.ref + "()"
	if f, ok := strings.CutSuffix(v.ref, ".call"); ok && len(args) > 1 && p.callable(f) {
		return p.call(value{ref: f, text: v.text}, args[1:], t)
	}
	r := p.g.row(v.ref)
	if r != nil && r.does == runsText && strings.HasSuffix(v.ref, "$") && t.kind != text {
		r = nil // $("#id") is another library's
	}
	if r == nil || p.defined[v.ref] {
		p.gives(v.ref, args)
	}
	if r == nil {
		p.sdkCall(v.ref, args, t)
		return out
	}
	if r.does == invokes {
		return p.invoked(v.ref, args, out, t)
	}
	if r.does.pure() {
		return p.computes(r, args, out)
	}
	for _, a := range alternatives(args) {
		p.does(r, v.ref, a, &out, t)
	}
	return out
}

// does tells what a function that does something outside would do.
func (p *parser) does(r *row, ref string, args []field, out *value, t *token) {
	run := Run{Name: ref, Line: t.line, Dir: cwd(args), Input: inputOf(args)}
	list := positional(args)
	switch r.does {
	case runsText, runsAny, runsWords:
		run.Text, run.Argv = command(r.does, list, args)
	case runsExecv:
		run.Argv = execv(list)
	case runsExecl:
		if len(list) > r.max+1 {
			run.Argv = execv([]value{list[r.max], {list: true, items: list[r.max+1:]}})
		}
	case runsProg:
		run.Argv = argv(ref[strings.LastIndexByte(ref, '.')+1:], flat(list))
	case paths:
		run.Argv = deletes(r, list, args)
	case rmTree:
		run.Argv = removes(list, args)
	case writes:
		if len(list) > 1 {
			run.Argv, run.Input = argv("tee", list[0].texts()), list[1].text
		}
	case opens:
		p.opens(r, list, args, &run, out)
		return
	case chdirs:
		if len(list) > 0 && !list[0].list {
			p.dir = list[0].text
		}
	case evals:
		if len(list) > 0 {
			p.nested(list[0].text)
		}
	case queries:
		p.queries(list, r.max, run)
		return
	}
	before := len(p.runs)
	p.emit(run)
	if r.does == runsAny && len(p.runs) > before {
		out.run, out.ref = len(p.runs), "" // what is written to it is its input
	}
}

// command reads what a function runs: a text, or words.
func command(d does, list []value, args []field) (word.Text, []word.Word) {
	if len(list) == 0 {
		for _, a := range args {
			if a.name == "args" || a.name == "cmd" || a.name == "command" {
				list = []value{a.v}
			}
		}
	}
	for len(list) > 0 && list[0].fields != nil { // Ruby's environment, Bun's options
		if cmd, ok := member(list[0].fields, "cmd"); ok {
			list[0] = cmd
			break
		}
		list = list[1:]
	}
	if len(list) == 0 {
		return nil, nil
	}
	first := list[0]
	if first.list {
		if d == runsWords && len(list) > 1 { // ["program", "argv0"], args …
			return nil, append(first.texts()[:min(1, len(first.items))], flat(list[1:])...)
		}
		return nil, first.texts()
	}
	if d == runsText || len(list) == 1 {
		return first.text, nil
	}
	if d == runsWords {
		if words := flat(list[1:]); len(words) > 0 {
			return nil, append(first.texts(), words...)
		}
		return first.text, nil
	}
	second := list[1]
	if a, ok := member(second.fields, "args"); ok {
		second = a
	}
	if second.list {
		return nil, append(first.texts(), second.texts()...)
	}
	return first.text, nil
}

// flat are all words of several values; options are none.
func flat(list []value) []word.Word {
	var out []word.Word
	for i := range list {
		if list[i].fields == nil {
			out = append(out, list[i].texts()...)
		}
	}
	return out
}

func member(fields []field, s string) (value, bool) {
	for _, f := range fields {
		if f.name == s {
			return f.v, true
		}
	}
	return value{}, false
}

// option looks for a named argument, or a member of an options object.
func option(args []field, s string) (value, bool) {
	if v, ok := member(args, s); ok {
		return v, true
	}
	for i := range args {
		if v, ok := member(args[i].v.fields, s); ok {
			return v, true
		}
	}
	return value{}, false
}

// cwd is the directory that a call names.
func cwd(args []field) word.Text {
	for _, s := range [...]string{"cwd", "chdir"} {
		if v, ok := option(args, s); ok && !v.list && !v.each {
			return v.text
		}
	}
	return nil
}

// execv are the words of exec: the program in the place of argv[0].
func execv(list []value) []word.Word {
	for i := 1; i < len(list); i++ {
		if list[i].list {
			words := append([]word.Word{list[i-1].word()}, list[i].texts()[min(1, len(list[i].items)):]...)
			return words
		}
	}
	return nil
}

// argv are the words of a command before its operands, and these.
func argv(words string, operands []word.Word) []word.Word {
	var out []word.Word
	for _, w := range strings.Fields(words) {
		out = append(out, word.Literal(w))
	}
	return append(out, operands...)
}

// deletes are the words of the command that does the same to the same paths.
func deletes(r *row, list []value, args []field) []word.Word {
	if len(list) == 0 {
		for _, a := range args {
			if a.name == "path" || a.name == "src" {
				list = append(list, a.v)
			}
		}
	}
	if r.max > 0 && len(list) > r.max {
		list = list[:r.max]
	}
	words := flat(list)
	if len(words) == 0 {
		return nil
	}
	return argv(r.words, words)
}

// removes are the words of Node's fs.rm.
func removes(list []value, args []field) []word.Word {
	if len(list) == 0 {
		return nil
	}
	words := "rm -f"
	if v, ok := option(args, "recursive"); ok && v.ref != "false" {
		words = "rm -rf"
	}
	return argv(words, list[0].texts())
}

// opens tells of a file that is opened for writing, or of a pipe of Perl's.
func (p *parser) opens(r *row, list []value, args []field, run *Run, out *value) {
	if r.max > 0 && len(list) > 0 {
		list = list[min(r.max, len(list)-1):] // the handle
	}
	if len(list) == 0 {
		return
	}
	path, mode := list[0], value{}
	if v, ok := option(args, "mode"); ok {
		mode = v
	} else if len(list) > 1 {
		mode = list[1]
	}
	if r.words == "perl" {
		path, mode = perlOpen(list)
	}
	how, _ := mode.text.Known()
	switch {
	case strings.Contains(how, "|"):
		run.Text = path.text
		if path.list {
			run.Text, run.Argv = nil, path.texts()
		}
	case strings.ContainsAny(how, "wx"):
		run.Argv = argv("tee", path.texts())
	case strings.HasPrefix(how, "a"), strings.Contains(how, "+"):
		run.Argv = argv("tee -a", path.texts())
	default:
		return
	}
	before := len(p.runs)
	p.emit(*run)
	if len(p.runs) > before {
		*out = unknown("a file", "")
		out.run = len(p.runs)
	}
}

// perlOpen reads the arguments of Perl's open after its handle: a mode and a
// path or a command, or both in one text.
func perlOpen(list []value) (path, mode value) {
	how := list[0].text.Prefix()
	trimmed := strings.TrimSpace(how)
	cut := func(n int) value {
		v := list[0]
		v.text = append(word.Text{{Kind: word.Lit, Text: strings.TrimPrefix(how, how[:min(n, len(how))])}}, v.text[min(1, len(v.text)):]...)
		return v
	}
	switch {
	case len(list) > 2 && strings.Contains(trimmed, "|"):
		return value{list: true, items: list[1:]}, literal("|")
	case len(list) > 1 && strings.Contains(trimmed, "|"):
		return list[1], literal("|")
	case len(list) > 1 && (strings.HasPrefix(trimmed, ">>") || strings.HasPrefix(trimmed, "+<")):
		return list[1], literal("a")
	case len(list) > 1 && (strings.HasPrefix(trimmed, ">") || strings.HasPrefix(trimmed, "+>")):
		return list[1], literal("w")
	case len(list) > 1:
		return list[1], literal("r")
	case strings.HasPrefix(trimmed, "|"):
		return cut(strings.IndexByte(how, '|') + 1), literal("|")
	case strings.HasPrefix(trimmed, ">>"):
		return cut(strings.IndexByte(how, '>') + 2), literal("a")
	case strings.HasPrefix(trimmed, ">"):
		return cut(strings.IndexByte(how, '>') + 1), literal("w")
	}
	if s, ok := list[0].text.Known(); ok && strings.HasSuffix(strings.TrimSpace(s), "|") {
		return literal(strings.TrimSuffix(strings.TrimSpace(s), "|")), literal("|")
	}
	return list[0], literal("r")
}

// computes is the value of a function that does nothing outside.
func (p *parser) computes(r *row, args []field, out value) value {
	list := positional(args)
	if r.does == same && r.words != "" {
		v := unknown(r.name, r.words)
		v.path = true
		return v
	}
	if len(list) == 0 {
		return out
	}
	first := list[0]
	switch r.does {
	case same:
		return first
	case formats:
		return filled(first, list[1:], true)
	case glues:
		rest := value{list: true, items: list[1:]}
		if len(list) == 2 && list[1].list {
			rest = list[1]
		}
		return joined(rest, first)
	case attribute:
		return p.attribute(first, list, out)
	case pathOf, joins:
		v := first
		for _, next := range list[1:] {
			v = joinPath(v, next)
		}
		v.path = r.does == pathOf || v.path
		v.ref = ""
		return v
	case matches:
		if len(list) > 0 {
			return value{list: true, items: []value{patternOf(list[0])}}
		}
	case walks:
		if len(list) > 0 {
			return walked(list[0])
		}
	case entries:
		return value{list: true, items: []value{someName()}}
	case expands:
		return expandHome(first)
	case splits:
		return shellSplit(first)
	case module, env, client, base64s, hexes:
		second := value{}
		if len(list) > 1 {
			second = list[1]
		}
		how, _ := second.text.Known()
		return p.named(r, first, out, how == "base64")
	}
	return out
}

// named is the value of a function that needs its argument to be known.
func (p *parser) named(r *row, first, out value, encoded bool) value {
	s, ok := first.text.Known()
	if !ok {
		return out
	}
	switch r.does {
	case env:
		return environment(s)
	case module:
		out.ref = p.g.normal(s)
	case client:
		out.ref = servicePrefix + s
	case hexes:
		if text, err := hex.DecodeString(strings.ReplaceAll(s, " ", "")); err == nil {
			return literal(string(text))
		}
	case base64s:
		if r.words != "" && !encoded {
			return first
		}
		if text, err := base64.StdEncoding.DecodeString(s); err == nil {
			return literal(string(text))
		}
	}
	return out
}
