package source

import (
	"strings"

	"tagout/internal/word"
)

// tasker is a Taskfile as it has been read (taskfile.dev/reference/schema).
type tasker struct {
	*job
	files   []*taskFile
	scopes  []taskScope
	cliArgs string
	depth   int
	ran     []string
}

// taskFile is a Taskfile with the namespace under which it is included.
type taskFile struct {
	prefix, path, dir string
	doc               *yamlNode
}

// taskScope are variables: of the command line, of a file, of a task.
type taskScope struct {
	vars *yamlNode
	sets []Var
}

// task reads a Taskfile and adds what the tasks asked for run.
func (j *job) task() {
	text, file, ok := j.find(true, "Taskfile.yml", "taskfile.yml", "Taskfile.yaml", "taskfile.yaml", "Taskfile.dist.yml", "taskfile.dist.yml", "Taskfile.dist.yaml", "taskfile.dist.yaml")
	if !ok {
		return
	}
	t := &tasker{job: j}
	t.load("", file, folder(file), text)
	targets, sets := j.names()
	t.scopes = append(t.scopes, taskScope{sets: sets})
	if t.All {
		targets = nil
		for _, name := range t.all() {
			targets = append(targets, word.Literal(name))
		}
	} else if len(targets) == 0 {
		targets = []word.Word{word.Literal("default")}
	}
	goals, maybe := t.goals(targets)
	for _, g := range goals {
		t.run(g, maybe)
	}
}

// goals are the tasks that the first operands name; what follows is {{.CLI_ARGS}}.
func (t *tasker) goals(words []word.Word) (goals []string, maybe bool) {
	for i, w := range words {
		name, known := w.Known()
		if _, node := t.find(name); known && node != nil {
			goals = append(goals, name)
			continue
		}
		if !known && i == 0 {
			return t.all(), true
		}
		for _, arg := range words[i:] {
			t.cliArgs += " " + t.flat(arg.Pieces)
		}
		break
	}
	return goals, false
}

func (t *tasker) all() []string {
	var names []string
	for _, f := range t.files {
		if tasks := f.doc.get("tasks"); tasks != nil {
			for _, key := range tasks.keys {
				names = append(names, f.prefix+key)
			}
		}
	}
	return names
}

// load reads a file and those that it includes.
func (t *tasker) load(prefix, file, dir, text string) {
	f := &taskFile{prefix: prefix, path: file, dir: dir, doc: t.yaml(text)}
	t.files = append(t.files, f)
	t.scopes = append(t.scopes, taskScope{vars: f.doc.get("vars")})
	includes := f.doc.get("includes")
	if includes == nil || t.deep(t.depth) {
		return
	}
	t.depth++
	for i, name := range includes.keys {
		if i < len(includes.list) {
			t.include(f, name, includes.list[i])
		}
	}
	t.depth--
}

func (t *tasker) include(f *taskFile, name string, n *yamlNode) {
	file, dir := n.text, f.dir
	if n.kind == yamlMap {
		file = n.get("taskfile").scalar()
		if d := n.get("dir").scalar(); d != "" {
			dir = join(folder(f.path), d)
		}
	}
	if file == "" {
		return
	}
	base := join(folder(f.path), t.template(file, f))
	prefix := f.prefix + name + ":"
	if n.get("flatten").scalar() == "true" {
		prefix = f.prefix
	}
	for _, path := range [...]string{base, join(base, "Taskfile.yml"), join(base, "Taskfile.yaml")} {
		if text, ok := t.read(path); ok {
			t.load(prefix, path, dir, text)
			return
		}
	}
}

// scalar is a scalar's text, "" for any other node.
func (n *yamlNode) scalar() string {
	if n == nil || n.kind != yamlScalar {
		return ""
	}
	return n.text
}

// find returns the task of a name or an alias, and its file.
func (t *tasker) find(name string) (*taskFile, *yamlNode) {
	for _, f := range t.files {
		own, ok := strings.CutPrefix(name, f.prefix)
		tasks := f.doc.get("tasks")
		if !ok || tasks == nil {
			continue
		}
		if n := tasks.get(own); n != nil {
			return f, n
		}
		if n := tasks.get("default"); n != nil && own+":" == f.prefix {
			return f, n
		}
		for _, n := range tasks.list {
			for _, a := range n.get("aliases").items() {
				if a.text == own {
					return f, n
				}
			}
		}
	}
	return nil, nil
}

// run adds what a task's dependencies and commands run.
func (t *tasker) run(name string, maybe bool) {
	f, n := t.find(strings.TrimPrefix(name, ":"))
	if n == nil || has(t.ran, name) || t.deep(t.depth) {
		return
	}
	if len(t.ran) >= maxPrograms {
		t.more = true
		return
	}
	t.ran = append(t.ran, name)
	t.depth++
	t.scopes = append(t.scopes, taskScope{vars: n.get("vars")}, taskScope{sets: []Var{{"TASK", word.Text{{Kind: word.Lit, Text: name}}}}})
	p := Program{Name: f.path + ":" + strings.TrimPrefix(name, f.prefix), Dir: f.dir, Maybe: maybe}
	if d := n.get("dir").scalar(); d != "" {
		p.Dir = join(f.dir, t.template(d, f))
	}
	p.Env = t.env(f, n)
	for _, d := range n.get("deps").items() {
		t.step(f, d, p, true)
	}
	for _, s := range append(n.get("preconditions").items(), n.get("status").items()...) {
		t.step(f, s, p, false)
	}
	t.steps(f, n, p)
	t.scopes = t.scopes[:len(t.scopes)-2]
	t.depth--
}

// steps adds the commands of a task in any of its spellings.
func (t *tasker) steps(f *taskFile, n *yamlNode, p Program) {
	list := n.items()
	if n.kind == yamlMap {
		list = append(n.get("cmds").items(), n.get("cmd").items()...)
	}
	for _, c := range list {
		t.step(f, c, p, false)
	}
}

// step adds one command, or runs the task that it names.
func (t *tasker) step(f *taskFile, c *yamlNode, p Program, task bool) {
	switch {
	case c.kind == yamlScalar && task:
		t.call(f, c.text, p.Maybe)
	case c.kind == yamlScalar:
		p.Text, p.At = t.textOf(c.text, f), c.at
		t.add(p)
	case c.kind == yamlMap:
		t.table(f, c, p)
	case c.kind == yamlUnknown:
		p.Text = t.textOf(t.unknown("what "+f.path+" says here"), f)
		t.add(p)
	}
}

// table adds a command that is written as a map: cmd, task, defer, sh.
func (t *tasker) table(f *taskFile, c *yamlNode, p Program) {
	sets := taskScope{vars: c.get("vars")}
	t.scopes = append(t.scopes, sets)
	if d := c.get("defer"); d != nil {
		t.step(f, d, p, false)
	}
	for _, key := range [...]string{"cmd", "sh"} {
		if s := c.get(key); s != nil {
			t.step(f, s, p, false)
		}
	}
	if s := c.get("task"); s != nil {
		t.call(f, s.text, p.Maybe)
	}
	t.scopes = t.scopes[:len(t.scopes)-1]
}

// call runs a task by the name that it has within a file.
func (t *tasker) call(f *taskFile, name string, maybe bool) {
	name = t.template(name, f)
	switch {
	case holed(name):
		for _, n := range t.all() {
			t.run(n, true)
		}
	case strings.HasPrefix(name, ":"):
		t.run(name[1:], maybe)
	default:
		t.run(f.prefix+name, maybe)
	}
}

func (t *tasker) textOf(s string, f *taskFile) word.Text { return t.text(t.template(s, f)) }

func (t *tasker) env(f *taskFile, n *yamlNode) []Var {
	var out []Var
	for _, env := range [...]*yamlNode{f.doc.get("env"), n.get("env")} {
		if env == nil || env.kind != yamlMap {
			continue
		}
		for i, name := range env.keys {
			out = append(out, Var{name, t.text(t.valueOf(name, env.list[i], f))})
		}
	}
	return out
}

// valueOf returns a variable's value; that of a command is what it prints.
func (t *tasker) valueOf(name string, n *yamlNode, f *taskFile) string {
	if n.kind == yamlScalar {
		return t.template(n.text, f)
	}
	if sh := n.get("sh").scalar(); sh != "" {
		if out := t.host.Print(Program{Name: f.path + ":" + name, Text: t.textOf(sh, f), Dir: f.dir, At: n.get("sh").at}); out != nil {
			return strings.TrimRight(t.flat(out), "\n")
		}
	}
	return t.unknown("{{." + name + "}}")
}

// template replaces {{.NAME}}; any other expression is not known.
func (t *tasker) template(s string, f *taskFile) string {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(s, "{{")
		b.WriteString(before)
		if !ok || b.Len() > maxText {
			return t.bounded(b.String())
		}
		expr, after, ok := strings.Cut(rest, "}}")
		if !ok {
			return b.String() + t.unknown("{{"+rest)
		}
		b.WriteString(t.eval(strings.Trim(expr, " -"), f))
		s = after
	}
}

func (t *tasker) eval(expr string, f *taskFile) string {
	name, ok := strings.CutPrefix(expr, ".")
	if !ok || !shellName(name) || t.deep(t.depth) {
		return t.unknown("{{" + expr + "}}")
	}
	switch name {
	case "CLI_ARGS":
		return strings.TrimSpace(t.cliArgs)
	case "ROOT_DIR", "TASKFILE_DIR":
		return join(t.flat(t.host.Dir), folder(f.path))
	case "USER_WORKING_DIR":
		return t.flat(t.host.Dir)
	}
	t.depth++
	defer func() { t.depth-- }()
	for i := len(t.scopes) - 1; i >= 0; i-- {
		for _, v := range t.scopes[i].sets {
			if v.Name == name {
				return t.flat(v.Value)
			}
		}
		if n := t.scopes[i].vars.get(name); n != nil {
			return t.valueOf(name, n, f)
		}
	}
	if v, ok := t.host.Env(name); ok {
		return t.flat(v)
	}
	return t.unknown("{{" + expr + "}}")
}
