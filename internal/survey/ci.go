package survey

import (
	"cmp"
	"slices"
	"sort"
	"strings"

	"tagout/policy"
)

// gitLab is a pipeline of GitLab's (docs.gitlab.com/ci/yaml). What stands before a
// script runs in the same shell.
func gitLab(f *file) {
	for _, doc := range f.yaml() {
		before, after := doc.get("before_script"), doc.get("after_script")
		if d := doc.get("default"); d != nil {
			before, after = either(d.get("before_script"), before), either(d.get("after_script"), after)
		}
		s := step{shell: "bash", on: "container:" + doc.get("image").image(), env: doc.get("variables").variables()}
		f.gitLabScript(s, before)
		f.gitLabScript(s, after)
		doc.each(func(name string, job *document) {
			if name == "default" {
				return
			}
			s := s
			if image := job.get("image").image(); image != "" {
				s.on = "container:" + image
			}
			s.env = append(s.env[:len(s.env):len(s.env)], job.get("variables").variables()...)
			f.gitLabScript(s, job.get("before_script"), job.get("script"))
			f.gitLabScript(s, job.get("after_script"))
		})
	}
}

func either(a, b *document) *document {
	if a != nil {
		return a
	}
	return b
}

// image is the image of a job, written as a text or with details.
func (d *document) image() string { return d.str() + d.get("name").str() }

func (f *file) gitLabScript(s step, parts ...*document) {
	var list []item
	for _, p := range parts {
		list = append(list, p.scripts()...)
	}
	if len(list) == 0 {
		return
	}
	i := lines(list)
	i.templated([2]string{"$[[", "]]"})
	f.keep(i, s)
}

// circleCI is a configuration of CircleCI's (circleci.com/docs/configuration-reference).
func circleCI(f *file) {
	for _, doc := range f.yaml() {
		doc.walk("", func(key string, m *document) {
			run := m.get("run")
			if run == nil || key != "steps" && key != "pre-steps" && key != "post-steps" {
				return
			}
			command := run
			s := step{shell: "bash", on: "container:circleci"}
			if c := run.get("command"); c != nil {
				command = c
				s.env = run.get("environment").variables([2]string{"<<", ">>"})
				if shell := run.get("shell").str(); shell != "" && !strings.Contains(shell, "<<") {
					s.shell = shell
				}
			}
			i := command.item()
			i.templated([2]string{"<< ", " >>"}, [2]string{"<<parameters", ">>"}, [2]string{"<<pipeline", ">>"})
			f.keep(i, s)
		})
	}
}

// azure is a pipeline of Azure's (learn.microsoft.com, "YAML schema reference").
func azure(f *file) {
	for _, doc := range f.yaml() {
		doc.walk("", func(_ string, m *document) {
			s := step{shell: "bash", on: "container:azure-pipelines", dir: m.get("workingDirectory").str()}
			if strings.Contains(s.dir, "$(") {
				s.dir = ""
			}
			if bash := m.get("bash"); bash != nil {
				f.azureScript(bash, s)
			}
			if script := m.get("script"); script != nil && m.get("task") == nil {
				f.azureScript(script, s)
			}
			in := m.get("inputs")
			task := m.get("task").str()
			if strings.HasPrefix(task, "Bash@") || strings.HasPrefix(task, "CmdLine@") {
				f.azureScript(in.get("script"), s)
			}
			if kind := in.get("scriptType").str(); kind == "bash" || strings.HasPrefix(task, "ShellScript@") {
				f.azureScript(in.get("inlineScript"), s)
			}
		})
	}
}

func (f *file) azureScript(d *document, s step) {
	if d.str() == "" {
		return
	}
	i := d.item()
	i.templated(expression(), [2]string{"$[", "]"})
	i.macros()
	f.keep(i, s)
}

// macros leaves open what "$(Build.SourcesDirectory)" becomes: a name that no
// program has, so that "$(pwd)" stays a shell's.
func (i *item) macros() {
	var more []policy.Span
	for at := 0; ; {
		n := strings.Index(i.text[at:], "$(")
		if n < 0 {
			break
		}
		at += n
		end := strings.IndexByte(i.text[at:], ')')
		if end < 0 {
			break
		}
		name := i.text[at+2 : at+end]
		if variableOfAzure(name) && !i.within(at) {
			more = append(more, span(at, at+end+1))
		}
		at += 2
	}
	i.holes = append(i.holes, more...)
	slices.SortFunc(i.holes, func(a, b policy.Span) int { return cmp.Compare(a.Start, b.Start) })
}

// variableOfAzure reports whether a name is a variable's rather than a program's.
func variableOfAzure(name string) bool {
	for k := range len(name) {
		c := name[k]
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '_' || c == '-') {
			return false
		}
	}
	return strings.ContainsAny(name, ".ABCDEFGHIJKLMNOPQRSTUVWXYZ")
}

// within reports whether a byte of the text lies in a hole.
func (i *item) within(at int) bool {
	k := sort.Search(len(i.holes), func(k int) bool { return i.holes[k].End > at })
	return k < len(i.holes) && at >= i.holes[k].Start
}

// preCommitHooks is what a repository offers to pre-commit (pre-commit.com,
// "Creating new hooks").
func preCommitHooks(f *file) {
	for _, doc := range f.yaml() {
		for _, hook := range doc.items() {
			switch hook.get("language").str() {
			case "pygrep", "fail", "docker_image":
				continue
			}
			if entry := hook.get("entry"); entry != nil {
				f.keep(entry.item(), step{shell: "bash"})
			}
		}
	}
}
