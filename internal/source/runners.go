package source

import (
	"path"
	"strings"

	"tagout/internal/word"
)

// hooksOf reads the manifest of a repository of hooks: those asked for, or all
// (pre-commit.com, try-repo).
func (j *job) hooksOf() {
	if len(j.Targets) == 0 {
		return
	}
	repo, known := j.Targets[0].Known()
	file := join(repo, ".pre-commit-hooks.yaml")
	text, ok := j.read(file)
	if !known || !ok {
		return
	}
	j.Targets = j.Targets[1:]
	for _, hook := range j.yaml(text).items() {
		id := hook.get("id").scalar()
		if wanted, sure := j.wants(id); wanted {
			j.hook(file, id, hook, !sure)
		}
	}
}

// lefthook reads lefthook.yml: the commands, jobs and scripts of the hooks asked
// for (lefthook.dev/configuration).
func (j *job) lefthook() {
	text, file, ok := j.find(true, "lefthook.yml", "lefthook.yaml", ".lefthook.yml", ".lefthook.yaml")
	if !ok {
		return
	}
	top := j.yaml(text)
	for i, name := range keysOf(top) {
		if wanted, sure := j.wants(name); wanted {
			j.jobsOf(file, name, top.list[i], !sure, 0)
		}
	}
}

func (j *job) jobsOf(file, hook string, n *yamlNode, maybe bool, depth int) {
	if j.deep(depth) {
		return
	}
	list := n.get("jobs").items()
	if commands := n.get("commands"); len(keysOf(commands)) > 0 {
		list = append(list, commands.list...)
	}
	for _, one := range list {
		run := one.get("run")
		j.add(Program{Name: file + ":" + hook, Text: j.text(j.between("{", "}", run.scalar())), Dir: folder(file), Maybe: maybe})
		if group := one.get("group"); group != nil {
			j.jobsOf(file, hook, group, maybe, depth+1)
		}
	}
	for _, script := range keysOf(n.get("scripts")) {
		at := ".lefthook/" + hook + "/" + script
		j.add(Program{Name: file + ":" + hook, Text: j.text(at), Dir: folder(file), Maybe: maybe})
	}
}

// keysOf are the keys of a map, none of what is no map.
func keysOf(n *yamlNode) []string {
	if n == nil || n.kind != yamlMap {
		return nil
	}
	return n.keys
}

// moon reads moon.yml of the projects asked for (moonrepo.dev/docs/config/project).
func (j *job) moon() {
	for _, w := range j.Targets {
		target, known := w.Known()
		project, task, both := strings.Cut(target, ":")
		if !both {
			project, task = "", target
		}
		if !known || task == "" {
			continue
		}
		for _, file := range [...]string{"moon.yml", path.Join(project, "moon.yml"), ".moon/tasks.yml"} {
			file = join(j.dir, file)
			text, ok := j.read(file)
			if !ok {
				continue
			}
			one := j.yaml(text).get("tasks", task)
			line := strings.TrimSpace(commandOf(one.get("command")) + " " + commandOf(one.get("args")))
			j.add(Program{Name: file + ":" + task, Text: j.text(line), Dir: folder(file)})
			j.add(Program{Name: file + ":" + task, Text: j.text(one.get("script").scalar()), Dir: folder(file)})
		}
	}
}

// workflow reads a workflow of GitHub: the steps of the jobs asked for, or of all.
func (j *job) workflow() {
	text, file, ok := j.find(false)
	if !ok {
		return
	}
	jobs := j.yaml(text).get("jobs")
	j.Targets = literals(j.Given, &j.holes)
	for i, name := range keysOf(jobs) {
		wanted, sure := j.wants(name)
		if !wanted {
			continue
		}
		for _, step := range jobs.list[i].get("steps").items() {
			switch step.get("shell").scalar() {
			case "", "sh", "bash":
				j.add(Program{Name: file + ":" + name, Text: j.text(j.between("${{", "}}", step.get("run").scalar())), Maybe: !sure})
			}
		}
	}
}

// literals are words as they are.
func literals(ws []word.Word, h *holes) []word.Word {
	out := make([]word.Word, len(ws))
	for i, w := range ws {
		out[i] = word.Word{Pieces: h.text(h.flat(w.Pieces))}
	}
	return out
}
