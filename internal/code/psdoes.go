package code

import (
	"strings"

	"tagout/internal/word"
)

// encodedPowerShell reads a program that is given in base64.
func (f *finder) encodedPowerShell(src string) {
	if text, ok := encoded(src); ok {
		f.powerShell(text)
	}
}

// native is a program that is no command of PowerShell's, or one of its commands
// that changes something.
func (r *psReader) native(name value, known string, a psArgs, run *Run) {
	verb, _, command := strings.Cut(strings.ToLower(known), "-")
	if command && !strings.ContainsAny(known, `/\.`) && harmless(verb) {
		return
	}
	prog := name.word()
	switch {
	case command && !strings.ContainsAny(known, `/\.`):
		prog = word.Literal(strings.ToLower(known))
	case known != "":
		prog = word.Literal(strings.ReplaceAll(known, `\`, "/"))
	}
	run.Argv = append([]word.Word{prog}, texts(unlisted(a.words))...)
	if strings.HasSuffix(strings.ToLower(known), ".ps1") {
		run.Argv = append(argv("pwsh -File", nil), run.Argv...)
	}
}

// harmless reports whether commands of a verb change nothing that lasts.
func harmless(verb string) bool {
	switch verb {
	case "get", "write", "select", "where", "sort", "measure", "out", "convertto", "convertfrom", "test", "compare", "group", "import", "export", "new", "add", "invoke", "find", "show", "read", "join", "split", "resolve", "foreach", "tee", "set", "start", "enter", "exit", "wait", "receive", "use", "trace", "debug", "push", "pop", "expand", "compress", "update", "install", "save", "register":
		return true
	}
	return false
}

// unlisted are values, a list's one by one.
func unlisted(list []value) []value {
	var out []value
	for _, v := range list {
		if v.list || v.each {
			out = append(out, unlisted(v.items)...)
		} else {
			out = append(out, v)
		}
	}
	return out
}

func texts(list []value) []word.Word {
	out := make([]word.Word, 0, len(list))
	for i := range list {
		out = append(out, list[i].word())
	}
	return out
}

func values(fields []field) []value {
	out := make([]value, 0, len(fields))
	for _, f := range fields {
		out = append(out, f.v)
	}
	return out
}

func joinAll(list []value) value {
	v := literal("")
	for i, next := range list {
		if i == 0 {
			v = next
			continue
		}
		v = joinPath(v, next)
	}
	return v
}

// spelled reports whether the parameters are those of Remove-Item, and not rm's.
func (a *psArgs) spelled() bool {
	for _, f := range a.params {
		if len(f.name) > 2 && (strings.HasPrefix("-recurse", f.name) || strings.HasPrefix("-force", f.name)) {
			return true
		}
	}
	return false
}

// removeItem spells out the parameters of Remove-Item.
func removeItem(a psArgs, paths []value) []word.Word {
	if len(paths) == 0 {
		return nil
	}
	words := "remove-item"
	for _, f := range a.params {
		off := strings.EqualFold(f.v.text.Spelling(), "false")
		for _, name := range [...]string{"-recurse", "-force", "-whatif"} {
			if len(f.name) > 1 && strings.HasPrefix(name, f.name) && !off {
				words += " " + name
				break
			}
		}
	}
	return argv(words, texts(paths))
}

// listing is what Get-ChildItem lists.
func listing(a psArgs, paths []value) value {
	out := value{list: true}
	if len(paths) == 0 {
		paths = []value{literal(".")}
	}
	pattern, filtered := a.param("-filter", "-include")
	for _, dir := range paths {
		switch {
		case filtered:
			for _, p := range unlisted([]value{pattern}) {
				out.items = append(out.items, joinPath(dir, patternOf(p)))
			}
		case hasGlob(dir.text):
			out.items = append(out.items, dir)
		default:
			out.items = append(out.items, joinPath(dir, value{text: word.Text{{Kind: word.Glob, Text: "*"}}}))
		}
	}
	for _, f := range a.params {
		if len(f.name) > 2 && (strings.HasPrefix("-file", f.name) || strings.HasPrefix("-directory", f.name) || strings.HasPrefix("-exclude", f.name)) {
			return chosen(out)
		}
	}
	return out
}

func hasGlob(t word.Text) bool {
	for _, p := range t {
		if p.Kind == word.Glob {
			return true
		}
	}
	return false
}

// chosen are some of what is listed: not all that a pattern matches.
func chosen(v value) value {
	if !v.list && !v.each {
		return v
	}
	items := make([]value, 0, len(v.items))
	for _, it := range v.items {
		t := append(word.Text(nil), it.text...)
		if n := len(t); n > 0 && t[n-1].Kind == word.Glob && t[n-1].Text == "*" {
			t[n-1] = someName().text[0]
		}
		it.text = t
		items = append(items, it)
	}
	v.items = items
	return v
}

// started are the words of the program that Start-Process starts.
func started(a psArgs) []word.Word {
	list := a.operands
	if v, ok := a.param("-filepath"); ok {
		list = append([]value{v}, list...)
	}
	if v, ok := a.param("-argumentlist", "-args"); ok && len(list) > 0 {
		list = append(list[:1:1], v)
	}
	if len(list) == 0 {
		return nil
	}
	words := list[0].texts()
	for _, v := range list[1:] {
		if s := split(v); s.list && !v.list {
			v = s
		}
		words = append(words, texts(unlisted([]value{v}))...)
	}
	return words
}

// evaluates reads the text that Invoke-Expression is given; one that is fetched is
// told as the command that does the same.
func (r *psReader) evaluates(a psArgs, piped *value, run Run) value {
	list := append(append([]value(nil), a.operands...), values(a.params)...)
	if piped != nil {
		list = append(list, *piped)
	}
	for _, v := range unlisted(list) {
		if v.ref == fetched {
			r.piped(v, &run)
			r.emit(run)
		}
		r.evaluate(v.text)
	}
	return unknown("…", "")
}

// piped gives a program, or a shell, what is fetched.
func (r *psReader) piped(from value, run *Run) {
	text := word.Text{{Kind: word.Lit, Text: "curl"}}
	for _, w := range texts(unlisted(from.items)) {
		text = append(text, quotedWord(w)...)
	}
	text = append(text, word.Piece{Kind: word.Lit, Text: " |"})
	if len(run.Argv) == 0 {
		run.Argv = argv("sh", nil)
	}
	for _, w := range run.Argv {
		text = append(text, quotedWord(w)...)
	}
	run.Argv, run.Text = nil, text
}

// quotedWord is a word in the text of a shell.
func quotedWord(w word.Word) word.Text {
	out := word.Text{{Kind: word.Lit, Text: " "}}
	for _, p := range w.Pieces {
		if p.Kind == word.Lit {
			p.Text = "'" + strings.ReplaceAll(p.Text, "'", `'\''`) + "'"
		}
		out = append(out, p)
	}
	return out
}

// method is what a method of .NET does.
func (r *psReader) method(v value, name string, args []value) value {
	args = flattenedKnown(args)
	first := unknown("…", "")
	if len(args) > 0 {
		first = args[0]
	}
	run := Run{Name: name, Line: 1}
	switch v.ref + "." + name {
	case "io.directory.delete":
		run.Argv = argv("remove-item -recurse", first.texts())
	case "io.file.delete":
		run.Argv = argv("remove-item", first.texts())
	case "io.file.writealltext", "io.file.writeallbytes", "io.file.writealllines":
		run.Argv = argv("tee", first.texts())
	case "io.path.combine":
		return joinAll(args)
	case "io.path.gettemppath", "io.path.gettempfilename":
		return unknown("a temporary path", "temp")
	case "environment.getfolderpath":
		return environment("HOME")
	case "environment.getenvironmentvariable":
		return psEnvironment(strings.ToUpper(first.text.Spelling()))
	case "scriptblock.create":
		r.evaluate(first.text)
	case "convert.frombase64string":
		if s, ok := first.text.Known(); ok {
			if text, ok := encoded(s); ok {
				return literal(text)
			}
		}
	default:
		return r.valueMethod(v, name, first, len(args), run)
	}
	r.emit(run)
	return unknown("…", "")
}

// valueMethod is a method of a value.
func (r *psReader) valueMethod(v value, name string, first value, n int, run Run) value {
	switch name {
	case "getstring":
		return first
	case "tostring", "trim", "trimend", "trimstart":
		return v
	case "downloadstring", "getstringasync":
		out := unknown("what is loaded", "")
		out.ref, out.items = fetched, []value{first}
		return out
	case "delete":
		if paths := flattened([]value{v}); len(paths) > 0 {
			words := "remove-item"
			if n > 0 {
				words += " -recurse"
			}
			run.Argv = argv(words, texts(paths))
			r.emit(run)
		}
	}
	return v.unsure()
}

// flattenedKnown are the arguments of a method.
func flattenedKnown(args []value) []value {
	if len(args) == 1 && args[0].list {
		return args[0].items
	}
	return args
}
