package source

import (
	"path"
	"strings"
)

// maxChain bounds how often a task that is asked for brings others.
const maxChain = 8

// block is a task in a program of another language, or what stands between two.
type block struct {
	name string // "" of what is no task
	head string // the line that says what it needs
	text string
}

// chosen are the blocks that run when names are asked for: those tasks, those
// that they need, and all that is no task. No names: every task.
func chosen(blocks []block, names []string) string {
	want := make([]bool, len(blocks))
	for range maxChain {
		for i, b := range blocks {
			want[i] = want[i] || b.name == "" || len(names) == 0 || has(names, b.name)
			if want[i] && b.name != "" && len(names) > 0 {
				names = append(names, strings.FieldsFunc(b.head, inNoName)...)
			}
		}
		if len(names) > maxPrograms {
			break
		}
	}
	var out strings.Builder
	any := false
	for i, b := range blocks {
		if want[i] {
			out.WriteString(b.text)
			any = any || b.name != ""
		}
	}
	if !any {
		return ""
	}
	return out.String()
}

func inNoName(r rune) bool {
	return !(r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z')
}

// asked are the names among the targets: the last part of each, as it is spelled
// in the file.
func (j *job) asked() []string {
	var names []string
	for _, w := range append(j.Targets, j.Given...) {
		for _, s := range strings.Split(j.flat(w.Pieces), ",") {
			s, _, _ = strings.Cut(s, "[")
			s = s[strings.LastIndexAny(s, ":.")+1:]
			s, _, _ = strings.Cut(s, "(")
			names = append(names, strings.ReplaceAll(s, "-", "_"))
		}
	}
	return names
}

// rake reads a Rakefile: the tasks asked for (ruby.github.io/rake).
func (j *job) rake() {
	text, file, ok := j.find(true, "Rakefile", "rakefile", "Rakefile.rb", "rakefile.rb")
	if !ok {
		return
	}
	names := j.asked()
	if len(names) == 0 {
		names = []string{"default"}
	}
	j.addCode(file, "ruby", chosen(rubyTasks(text), names))
}

// rubyTasks parts a Rakefile at its tasks, by their indentation.
func rubyTasks(text string) []block {
	var out []block
	inside, indent := false, 0
	for line := range strings.Lines(text) {
		trimmed := strings.TrimSpace(line)
		depth := len(line) - len(strings.TrimLeft(line, " \t"))
		word, rest, _ := strings.Cut(strings.Replace(trimmed, "(", " ", 1), " ")
		if inside {
			out[len(out)-1].text += line
			inside = !(depth <= indent && (strings.HasPrefix(trimmed, "end") || trimmed == "}"))
			continue
		}
		if word == "task" || word == "multitask" || word == "file" {
			name, needs, _ := strings.Cut(strings.TrimLeft(rest, ":\"' "), " ")
			out = append(out, block{name: strings.Trim(name, ":,\"')"), head: needs, text: line})
			inside, indent = strings.HasSuffix(trimmed, "do") || strings.Contains(trimmed, "do |") || strings.HasSuffix(trimmed, "{"), depth
			continue
		}
		out = append(out, block{text: line})
	}
	return out
}

// pythonTasks reads the files of runners whose tasks are functions.
func (j *job) pythonTasks() {
	name, prefix := "tasks.py", ""
	switch j.Format {
	case "nox":
		name = "noxfile.py"
	case "fab":
		name = "fabfile.py"
	case "doit":
		name, prefix = "dodo.py", "task_"
	}
	text, file, ok := j.find(true, name)
	names := j.asked()
	if !ok || len(names) == 0 && j.Format != "nox" && j.Format != "doit" {
		return
	}
	lang := "python3"
	if prefix != "" { // commands stand in what the functions return
		lang = unread
	}
	j.addCode(file, lang, chosen(pythonDefs(text, prefix), names))
}

// pythonDefs parts a file at its decorated functions, or at those whose names
// begin with prefix.
func pythonDefs(text, prefix string) []block {
	var out []block
	decorated := ""
	task := false
	for line := range strings.Lines(text) {
		def, isDef := strings.CutPrefix(strings.TrimPrefix(line, "async "), "def ")
		name, _, _ := strings.Cut(def, "(")
		switch {
		case line[0] == '@':
			decorated += line
		case isDef:
			own, fits := strings.CutPrefix(name, prefix)
			task = decorated != "" || prefix != "" && fits
			if !task {
				own = ""
			}
			out = append(out, block{name: own, head: decorated, text: decorated + line})
			decorated = ""
		case decorated != "":
			decorated += line
		case task && (strings.TrimSpace(line) == "" || strings.ContainsRune(" \t)#", rune(line[0]))):
			out[len(out)-1].text += line
		default:
			task = false
			out = append(out, block{text: line})
		}
	}
	return out
}

// unread names no interpreter: a text in a language without a reader.
const unread = "unread"

// addCode adds a program of another language, by its interpreter.
func (j *job) addCode(file, interpreter, text string) {
	if text != "" {
		j.add(Program{Name: file, Text: j.text("#!/usr/bin/env " + interpreter + "\n" + text), Dir: folder(file)})
	}
}

// goRun reads the program that go run compiles: of its text what starts others.
func (j *job) goRun() {
	for _, file := range j.goFiles("main.go") {
		text, ok := j.read(file)
		if !ok {
			continue
		}
		var out strings.Builder
		for line := range strings.Lines(text) {
			if _, call, found := strings.Cut(line, "exec.Command"); found {
				out.WriteString(call)
			}
		}
		j.addCode(file, unread, out.String())
	}
}

// goGenerate reads the directives of the files named, or of those that usually
// hold them (go help generate).
func (j *job) goGenerate() {
	for _, file := range j.goFiles("generate.go", "gen.go", "main.go", "doc.go", "tools.go") {
		text, ok := j.read(file)
		if !ok {
			continue
		}
		for line := range strings.Lines(text) {
			if command, found := strings.CutPrefix(line, "//go:generate "); found {
				j.add(Program{Name: file + ":generate", Text: j.text(strings.TrimSpace(command)), Dir: folder(file)})
			}
		}
	}
}

// goFiles are the files that the targets name, and those of the given names in
// the directories that they name.
func (j *job) goFiles(names ...string) []string {
	var out []string
	for _, w := range j.Targets {
		s, known := w.Known()
		if !known {
			break
		}
		if strings.HasSuffix(s, ".go") {
			out = append(out, s)
			continue
		}
		if strings.HasPrefix(s, ".") {
			for _, name := range names {
				out = append(out, path.Join(strings.TrimSuffix(s, "..."), name))
			}
		}
		if j.Format == "go" {
			break // the rest are the program's
		}
	}
	return out
}
