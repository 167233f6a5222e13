package code

import (
	"slices"
	"strings"

	"tagout/internal/word"
)

// fetched marks the value of what is loaded from the network; its text is where from.
const fetched = "fetched"

// psAlias is the command that another name of it stands for.
func psAlias(name string) string {
	switch name {
	case "ri", "rd", "rmdir", "del", "erase":
		return "remove-item"
	case "gci", "ls", "dir":
		return "get-childitem"
	case "gi":
		return "get-item"
	case "iex":
		return "invoke-expression"
	case "iwr", "irm", "invoke-restmethod":
		return "invoke-webrequest"
	case "saps", "start":
		return "start-process"
	case "sl", "cd", "chdir", "pushd", "push-location":
		return "set-location"
	case "%", "foreach":
		return "foreach-object"
	case "?", "where":
		return "where-object"
	case "clc":
		return "clear-content"
	case "gc", "type":
		return "get-content"
	case "rvpa":
		return "resolve-path"
	case "sc":
		return "set-content"
	case "select", "sort", "get-unique", "select-object", "sort-object":
		return "where-object"
	}
	return name
}

// psArgs are the arguments of a command: parameters, in lower case with a dash, and
// the values between them.
type psArgs struct {
	words    []value
	params   []field
	operands []value
}

// command reads the arguments of a command and tells what it does.
func (r *psReader) command(name value, piped *value) value {
	line := r.line()
	old, bound := r.vars["_"]
	if piped != nil {
		r.vars["_"], r.vars["psitem"] = each(*piped), each(*piped)
	}
	a := r.arguments()
	if piped != nil {
		delete(r.vars, "psitem")
		delete(r.vars, "_")
		if bound {
			r.vars["_"] = old
		}
	}
	known, ok := name.text.Known()
	if !ok && opaque(name.text) {
		return unknown("…", "")
	}
	if known == "" && ok {
		return unknown("…", "")
	}
	return r.effect(name, known, a, piped, line)
}

// line is the number of the line that is read.
func (r *psReader) line() int {
	if r.i > r.counted {
		r.lines += strings.Count(r.src[r.counted:min(r.i, len(r.src))], "\n")
		r.counted = min(r.i, len(r.src))
	}
	return r.lines + 1
}

// each is one of what is piped.
func each(v value) value {
	if v.list {
		return eachOf(v)
	}
	return v
}

// arguments reads up to the end of a command.
func (r *psReader) arguments() psArgs {
	var a psArgs
	pending := "" // the parameter that waits for its value
	for {
		r.blank(false)
		c := r.peek()
		if r.ends() || c == '|' || c == '&' {
			return a
		}
		before := r.i
		switch {
		case c == '>' || c == '<' || (c >= '1' && c <= '6' || c == '*') && r.at(1) == '>':
			r.redirect()
			continue
		case c == ',':
			r.i++
			r.blank(true)
			if n := len(a.words); n > 0 {
				next := r.argument()
				a.words = append(a.words, next)
				if pending == "" || len(a.params) == 0 {
					a.operands = append(a.operands, next)
				} else {
					last := &a.params[len(a.params)-1].v
					*last = listed(*last)
					last.items = append(last.items, next)
				}
			}
			continue
		case c == '@' && identPart(r.at(1)):
			splatted := r.valueOf(r.variable())
			a.params = append(a.params, splatted.fields...)
			for i := range a.params {
				a.params[i].name = "-" + strings.TrimPrefix(a.params[i].name, "-")
			}
			a.operands = append(a.operands, splatted.items...)
			continue
		}
		v := r.argument()
		if r.i == before {
			r.i++
			continue
		}
		a.words = append(a.words, v)
		s := v.text.Prefix()
		if c == '-' && len(s) > 1 && letter(s[1]) {
			param, rest, cut := strings.Cut(s, ":")
			f := field{name: strings.ToLower(param)}
			if cut {
				f.v = value{text: append(word.Text{{Kind: word.Lit, Text: rest}}, v.text[1:]...)}
				if rest == "" {
					f.v.text = v.text[1:]
				}
			}
			a.params = append(a.params, f)
			pending = f.name
			continue
		}
		if n := len(a.params); n > 0 && pending != "" && len(a.params[n-1].v.text) == 0 && !a.params[n-1].v.list && !psSwitch(pending) {
			a.params[n-1].v = v
			continue
		}
		pending = ""
		a.operands = append(a.operands, v)
	}
}

// psSwitch reports whether a parameter takes no value.
func psSwitch(name string) bool {
	for _, s := range [...]string{"-recurse", "-force", "-confirm", "-whatif", "-verbose", "-wait", "-nonewwindow", "-passthru", "-raw", "-file", "-directory", "-hidden", "-asjob"} {
		if len(name) <= len(s) && s[:len(name)] == name && name != "-f" {
			return true
		}
	}
	return name == "-fo"
}

// argument reads one argument.
func (r *psReader) argument() value {
	switch c := r.peek(); {
	case c == '(' || c == '{' || c == '@' && strings.IndexByte("({'\"", r.at(1)) >= 0:
		return r.primary()
	case c == '-' && letter(r.at(1)): // a parameter, whose value may follow in brackets
		v := r.word()
		if strings.HasSuffix(v.text.Suffix(), ":") && r.peek() == '(' {
			v = r.join(v, r.primary())
		}
		return v
	}
	return r.word()
}

// redirect reads where output goes.
func (r *psReader) redirect() {
	for strings.IndexByte("123456*", r.peek()) >= 0 && !r.done() {
		r.i++
	}
	words := "tee"
	if r.has(">>") {
		words = "tee -a"
	}
	for r.peek() == '>' || r.peek() == '<' {
		r.i++
	}
	if r.peek() == '&' {
		r.i += 2
		return
	}
	r.blank(false)
	to := r.argument()
	if to.ref == "" && !opaque(to.text) {
		r.emit(Run{Argv: argv(words, to.texts()), Input: unknown("…", "").text, Name: ">", Line: 1})
	}
}

// param is the value of a parameter, by any beginning of its name.
func (a *psArgs) param(names ...string) (value, bool) {
	for _, f := range a.params {
		for _, name := range names {
			if len(f.name) > 1 && strings.HasPrefix(name, f.name) {
				return f.v, true
			}
		}
	}
	return value{}, false
}

// paths are what a command works on: named, given, or piped.
func (a *psArgs) paths(piped *value) []value {
	if v, ok := a.param("-literalpath", "-lp", "-filepath"); ok {
		return flattened([]value{v})
	}
	if v, ok := a.param("-path"); ok {
		return patterns(flattened([]value{v}))
	}
	if len(a.operands) > 0 {
		return patterns(flattened(a.operands))
	}
	if piped != nil {
		return flattened([]value{*piped})
	}
	return nil
}

// flattened are values, a list's and a choice's one by one.
func flattened(list []value) []value {
	var out []value
	for _, v := range list {
		if v.list || v.each {
			out = append(out, flattened(v.items)...)
		} else {
			v.text = slashed(v.text)
			out = append(out, expandHome(v))
		}
	}
	return out
}

// patterns are paths in which "*" matches names, in quotes too.
func patterns(list []value) []value {
	for i := range list {
		var t word.Text
		for _, p := range list[i].text {
			for p.Kind == word.Lit && strings.Contains(p.Text, "*") {
				head, rest, _ := strings.Cut(p.Text, "*")
				if head != "" {
					t = append(t, word.Piece{Kind: word.Lit, Text: head})
				}
				t = append(t, word.Piece{Kind: word.Glob, Text: "*"})
				p.Text = rest
			}
			if p.Text != "" || p.Kind != word.Lit {
				t = append(t, p)
			}
		}
		if len(t) > 0 {
			list[i].text = t
		}
	}
	return list
}

// slashed is a path with the slashes that PowerShell takes everywhere.
func slashed(t word.Text) word.Text {
	out := slices.Clone(t)
	for i := range out {
		if out[i].Kind == word.Lit {
			out[i].Text = strings.ReplaceAll(out[i].Text, `\`, "/")
		}
	}
	return out
}

// effect tells what one command does and returns what it lists.
func (r *psReader) effect(name value, known string, a psArgs, piped *value, line int) value {
	run := Run{Name: known, Line: line}
	base := strings.TrimSuffix(strings.ToLower(known), ".exe")
	lower := psAlias(base)
	if lower == "rm" && a.spelled() {
		lower = "remove-item"
	}
	if lower != base {
		known = lower
	}
	paths := a.paths(piped)
	out := unknown("what "+known+" lists", "")
	switch lower {
	case "remove-item":
		run.Argv = removeItem(a, paths)
	case "get-childitem":
		return listing(a, paths)
	case "get-item", "resolve-path", "convert-path", "write-output", "echo":
		if len(paths) > 0 {
			return value{list: true, items: paths}
		}
		return out
	case "where-object":
		if piped != nil {
			return chosen(*piped)
		}
		return out
	case "join-path":
		if len(a.operands) > 0 {
			return joinAll(flattened(a.operands))
		}
		return joinAll(flattened(values(a.params)))
	case "set-location":
		if len(paths) > 0 {
			r.dir = paths[0].text
		}
		return out
	case "get-location":
		return unknown("$PWD", "dir")
	case "new-temporaryfile":
		return unknown("a file", "temp")
	case "invoke-expression":
		return r.evaluates(a, piped, run)
	case "invoke-webrequest":
		if v, ok := a.param("-uri"); ok {
			paths = []value{v}
		} else if len(a.operands) > 0 {
			paths = a.operands[:1]
		}
		out.ref = fetched
		if len(paths) > 0 {
			out.items = paths[:1]
		}
		return out
	case "start-process":
		run.Argv = started(a)
	case "clear-content":
		run.Argv = argv("truncate -s 0", texts(paths))
	case "set-content", "out-file", "add-content":
		words := "tee"
		if lower == "add-content" {
			words = "tee -a"
		}
		if v, ok := a.param("-path", "-literalpath", "-filepath"); ok {
			paths = flattened([]value{v})
		}
		if len(paths) > 0 && (len(a.operands) > 0 || len(a.params) > 0) {
			run.Argv, run.Input = argv(words, paths[0].texts()), unknown("…", "").text
		}
	case "move-item", "rename-item", "copy-item":
		words := map[bool]string{true: "cp -r", false: "mv"}[lower == "copy-item"]
		if d, ok := a.param("-destination", "-newname"); ok {
			paths = append(paths, d)
		}
		if len(paths) > 1 {
			run.Argv = argv(words, texts(paths))
		}
	case "stop-computer", "restart-computer":
		run.Argv = argv(map[bool]string{true: "poweroff", false: "reboot"}[lower == "stop-computer"], nil)
	default:
		r.native(name, known, a, &run)
		if piped != nil && piped.ref == fetched {
			r.piped(*piped, &run)
		}
		if lower == "curl" || lower == "wget" {
			out.ref, out.items = fetched, a.operands
		}
	}
	r.emit(run)
	return out
}
