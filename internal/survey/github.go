package survey

import (
	"strings"

	"tagout/internal/diag"
	"tagout/internal/scan"
)

// expression are the brackets of what GitHub and Azure fill in before a shell sees
// the text.
func expression() [2]string { return [2]string{"${{", "}}"} }

// step is what the steps of a job have in common.
type step struct {
	shell, dir, on string
	env            []variable
	// guessed: the system that it runs on is not known, nor therefore the shell.
	guessed bool
}

// workflow is a workflow of GitHub's (docs.github.com, "Workflow syntax").
func workflow(f *file) {
	for _, doc := range f.yaml() {
		base := step{shell: "bash", env: doc.get("env").variables(expression())}.with(doc.get("defaults", "run"))
		doc.get("jobs").each(func(_ string, job *document) {
			s := base.with(job.get("defaults", "run"))
			s.env = append(s.env[:len(s.env):len(s.env)], job.get("env").variables(expression())...)
			s.on = runner(job.get("runs-on"))
			if doc.get("defaults", "run", "shell") == nil && job.get("defaults", "run", "shell") == nil {
				s = s.onSystem(job.get("runs-on").all())
			}
			if image := job.get("container"); image != nil {
				s.on = "container:" + image.str() + image.get("image").str()
			}
			f.steps(job.get("steps"), s)
		})
	}
}

// onSystem is the step with the shell that is the default on the system of a
// runner.
func (s step) onSystem(labels string) step {
	if strings.Contains(strings.ToLower(labels), "windows") {
		s.shell = "pwsh"
	}
	s.guessed = strings.Contains(labels, "${{")
	return s
}

// onlyOn is the step with what its condition says of the system.
func (s step) onlyOn(condition string) step {
	condition = strings.ToLower(condition)
	if s.guessed && strings.Contains(condition, "windows") && !strings.Contains(condition, "!") {
		s.shell = "pwsh"
	}
	return s
}

// action is a composite action (docs.github.com, "Metadata syntax").
func action(f *file) {
	for _, doc := range f.yaml() {
		f.steps(doc.get("runs", "steps"), step{shell: "bash", on: "container:runner"})
	}
}

// runner is the place of a job. What GitHub hosts is made for the job and thrown
// away after it, as a container is; one's own machine is not.
func runner(labels *document) string {
	if all := labels.all(); !strings.Contains(all, "self-hosted") && labels.get("group") == nil {
		return "container:" + all
	}
	return ""
}

// all are the texts of a scalar or a list, joined by commas.
func (d *document) all() string {
	if d == nil {
		return ""
	}
	if s := d.str(); s != "" {
		return s
	}
	var list []string
	for _, one := range append(d.items(), d.get("labels").items()...) {
		list = append(list, one.str())
	}
	return strings.Join(append(list, d.get("labels").str()), ",")
}

// with is the step under defaults, or under what a step itself says.
func (s step) with(d *document) step {
	if v := d.get("shell").str(); v != "" {
		s.shell, s.guessed = v, false
	}
	if v := d.get("working-directory").str(); v != "" {
		s.dir = v
	}
	return s
}

func (f *file) steps(list *document, base step) {
	for _, one := range list.items() {
		run := one.get("run")
		if run == nil {
			continue
		}
		s := base.onlyOn(one.get("if").str()).with(one)
		s.env = append(s.env[:len(s.env):len(s.env)], one.get("env").variables(expression())...)
		i := run.item()
		i.templated(expression())
		f.keep(i, s)
	}
}

// keep keeps the text of a step whose shell is read here.
func (f *file) keep(i item, s step) {
	if strings.TrimSpace(i.text) == "" || f.full() {
		return
	}
	program, _, _ := strings.Cut(strings.TrimSpace(s.shell), " ")
	dialect, ok := s.dialect()
	if !ok {
		f.problem(i.at[0], 1, diag.Note, scan.Unread, "what runs here in "+program+" is not read, only what runs in a shell")
		return
	}
	i.shell, i.on, i.guessed = dialect, s.on, s.guessed
	if !strings.Contains(s.dir, "${{") {
		i.dir = s.dir
	}
	f.add(i.exported(s.env))
}

// dialect is that of the step's shell, or of the one that the program which is
// named for it runs (script -e -c "bash -e {0}").
func (s step) dialect() (string, bool) {
	for _, word := range strings.Fields(s.shell) {
		if dialect, ok := shellNamed(strings.Trim(word, `"'`)); ok {
			return dialect, true
		}
	}
	return "", false
}
