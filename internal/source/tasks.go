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

// parter parts a text into blocks of lines that follow each other.
type parter struct {
	text   string
	blocks []block
	start  int // of the last block
	at     int
}

// line takes a line into the last block.
func (p *parter) line(line string) {
	p.at += len(line)
	p.blocks[len(p.blocks)-1].text = p.text[p.start:p.at]
}

// begin begins a block with the lines from a place on.
func (p *parter) begin(name, head string, start int) {
	p.blocks = append(p.blocks, block{name: name, head: head})
	p.start = start
}

// chosen are the blocks that run when names are asked for: those tasks, those
// that they need, and all that is no task. No names: every task.
func chosen(blocks []block, names []string) string {
	wanted := map[string]bool{}
	for _, n := range names {
		wanted[n] = true
	}
	done, tasks := make([]bool, len(blocks)), false
	for more, n := true, 0; more && n < maxChain; n++ {
		more = false
		for i, b := range blocks {
			if done[i] || b.name != "" && len(names) > 0 && !wanted[b.name] {
				continue
			}
			done[i], tasks = true, tasks || b.name != ""
			if b.name == "" || len(names) == 0 {
				continue
			}
			more = true
			for _, need := range strings.FieldsFunc(b.head, inNoName) {
				wanted[need] = true
			}
		}
	}
	var out strings.Builder
	for i, b := range blocks {
		if done[i] && tasks {
			out.WriteString(b.text)
		}
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

// rake reads a Rakefile, or one of its kin: the tasks asked for, else the one of a
// name (ruby.github.io/rake).
func (j *job) rake(otherwise string, files ...string) {
	text, file, ok := j.find(true, files...)
	if !ok {
		return
	}
	names := j.asked()
	if len(names) == 0 {
		names = []string{otherwise}
	}
	j.addCode(file, "ruby", chosen(rubyTasks(text), names))
}

// rubyTasks parts a Rakefile at its tasks, by their indentation.
func rubyTasks(text string) []block {
	p := &parter{text: text}
	inside, indent := false, 0
	for line := range strings.Lines(text) {
		trimmed := strings.TrimSpace(line)
		depth := len(line) - len(strings.TrimLeft(line, " \t"))
		word, rest, _ := strings.Cut(strings.Replace(trimmed, "(", " ", 1), " ")
		switch {
		case inside:
			inside = !(depth <= indent && (strings.HasPrefix(trimmed, "end") || trimmed == "}"))
		case word == "task" || word == "multitask" || word == "file" || word == "lane":
			name, needs, _ := strings.Cut(strings.TrimLeft(rest, ":\"' "), " ")
			p.begin(strings.Trim(name, ":,\"')"), needs, p.at)
			inside, indent = strings.HasSuffix(trimmed, "do") || strings.Contains(trimmed, "do |") || strings.HasSuffix(trimmed, "{"), depth
		default:
			p.begin("", "", p.at)
		}
		p.line(line)
	}
	return p.blocks
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
	p := &parter{text: text}
	decorated, task := -1, false // where the decorators begin
	for line := range strings.Lines(text) {
		def, isDef := strings.CutPrefix(strings.TrimPrefix(line, "async "), "def ")
		name, _, _ := strings.Cut(def, "(")
		switch {
		case decorated < 0 && line[0] == '@':
			decorated, task = p.at, true
			p.begin("", "", p.at)
		case isDef:
			own, fits := strings.CutPrefix(name, prefix)
			task = decorated >= 0 || prefix != "" && fits
			if !task {
				own = ""
			}
			if decorated >= 0 {
				p.blocks[len(p.blocks)-1] = block{name: own, head: text[decorated:p.at]}
			} else {
				p.begin(own, "", p.at)
			}
			decorated = -1
		case decorated >= 0, task && (strings.TrimSpace(line) == "" || strings.ContainsRune(" \t)#", rune(line[0]))):
		default:
			task = false
			p.begin("", "", p.at)
		}
		p.line(line)
	}
	return p.blocks
}

// unread names no interpreter: a text in a language without a reader.
const unread = "unread"

// addCode adds a program of another language, by its interpreter.
func (j *job) addCode(file, interpreter, text string) {
	if text != "" {
		j.add(Program{Name: file, Text: j.text("#!/usr/bin/env " + interpreter + "\n" + text), Dir: folder(file)})
	}
}

// goRun reads the program that go run compiles: of its text what starts others
// and what deletes trees.
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
			if _, call, found := strings.Cut(line, "os.RemoveAll"); found {
				out.WriteString("os.RemoveAll" + call)
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
