package survey

import (
	"path"
	"strings"

	"tagout/internal/source"
	"tagout/internal/tree"
	"tagout/internal/word"
	"tagout/policy"
)

func span(start, end int) policy.Span { return policy.Span{Start: start, End: end} }

func literal(s string) word.Text { return word.Text{{Kind: word.Lit, Text: s}} }

// The formats that the engine reads when a command runs one of their targets are
// read by the same readers here, for all targets.
func makefile(f *file)    { f.targets("make") }
func justfile(f *file)    { f.targets("just") }
func procfile(f *file)    { f.targets("procfile") }
func taskfile(f *file)    { f.checked("task") }
func composeFile(f *file) { f.checked("compose-up") }
func preCommit(f *file)   { f.checked("pre-commit") }

func packageJSON(f *file)  { f.json("npm") }
func composerJSON(f *file) { f.json("composer") }

// checked reads a file of YAML, which must be one.
func (f *file) checked(format string) {
	if f.yaml() != nil {
		f.targets(format)
	}
}

// json reads a file of JSON, which must be one.
func (f *file) json(format string) {
	if _, ok := f.tree(); ok {
		f.targets(format)
	}
}

// tree parses the file as JSON.
func (f *file) tree() (*tree.Node, bool) {
	doc, err := tree.Parse([]byte(f.text))
	if err != nil {
		f.problem(jsonOffset(err), 1, unreadLevel, unreadID, "this is no JSON: "+err.Error())
		return nil, false
	}
	return doc, true
}

// targets has the engine's own reader find the programs of every target.
func (f *file) targets(format string) {
	print := func(p source.Program) word.Text {
		f.program(p)
		return nil
	}
	list, _ := source.Programs(source.Request{Format: format, All: true, Files: []word.Word{word.Literal(f.name)}}, source.Host{
		Read: func(name string) (word.Text, bool) {
			text, ok := f.sibling(path.Clean(name))
			return literal(text), ok
		},
		Print: print,
		Env:   func(string) (word.Text, bool) { return nil, false },
		Dir:   literal(project),
	})
	for _, p := range list {
		f.program(p)
	}
}

// program keeps a program that stands in this file, no other that it includes.
func (f *file) program(p source.Program) {
	name, _, _ := strings.Cut(p.Name, ":")
	if path.Clean(name) != f.name {
		return
	}
	text := p.Text.Spelling()
	i := item{text: text, at: align(text, f.text, f.start(text, p.At)), dir: p.Dir, shell: "sh"}
	at := 0
	for _, piece := range p.Text {
		if piece.Kind == word.Unknown && piece.Text != "" {
			i.holes = append(i.holes, span(at, at+len(piece.Text)))
		}
		at += len(piece.Text)
	}
	if strings.HasPrefix(text, "#!") {
		dialect, ok := shebang(text)
		if !ok {
			return // of another language
		}
		i.shell = dialect
	}
	if len(p.Binds) > 0 || p.Env != nil {
		i = i.exported(variables(p.Env))
	}
	f.add(i)
}

func variables(env []source.Var) (out []variable) {
	for _, v := range env {
		if !named(v.Name) {
			continue
		}
		text, known := v.Value.Known()
		value := item{text: text}
		if !known {
			value.holes = []policy.Span{{}}
		}
		out = append(out, variable{v.Name, value})
	}
	return out
}

// start is where the first word of a program stands, at or after a byte of the
// file: readers know its line, or the value that holds it.
func (f *file) start(text string, at int) int {
	at = min(max(at, 0), len(f.text))
	if strings.HasPrefix(f.text[at:], `"`) {
		return at
	}
	first := text
	if end := strings.IndexAny(first, " \t\n$\"'\\"); end > 0 {
		first = first[:end]
	}
	window := f.text[at:min(len(f.text), at+maxStart)]
	if n := strings.Index(window, first); n >= 0 && first != "" && !strings.ContainsAny(first[:1], " \t\n$\"'\\") {
		if ref := strings.IndexByte(window, '$'); ref < 0 || n <= ref || strings.TrimLeft(window[:ref], " \t@-+") != "" {
			return at + n
		}
	}
	return at
}

// maxStart bounds how far from its line a program's first word is looked for.
const maxStart = 400
