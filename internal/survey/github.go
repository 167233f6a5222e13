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
}

// workflow is a workflow of GitHub's (docs.github.com, "Workflow syntax").
func workflow(f *file) {
	for _, doc := range f.yaml() {
		base := step{shell: "bash", env: doc.get("env").variables(expression())}.with(doc.get("defaults", "run"))
		doc.get("jobs").each(func(_ string, job *document) {
			s := base.with(job.get("defaults", "run"))
			s.env = append(s.env[:len(s.env):len(s.env)], job.get("env").variables(expression())...)
			s.on = runner(job.get("runs-on"))
			windows := strings.Contains(strings.ToLower(job.get("runs-on").all()), "windows")
			if windows && doc.get("defaults", "run", "shell") == nil && job.get("defaults", "run", "shell") == nil {
				s.shell = "pwsh"
			}
			if image := job.get("container"); image != nil {
				s.on = "container:" + image.str() + image.get("image").str()
			}
			f.steps(job.get("steps"), s)
		})
	}
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
		s.shell = v
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
		s := base.with(one)
		s.env = append(s.env[:len(s.env):len(s.env)], one.get("env").variables(expression())...)
		i := run.item()
		i.templated(expression())
		f.keep(i, s)
	}
}

// keep keeps the text of a step whose shell is read here.
func (f *file) keep(i item, s step) {
	if strings.TrimSpace(i.text) == "" {
		return
	}
	program, _, _ := strings.Cut(strings.TrimSpace(s.shell), " ")
	dialect, ok := shellNamed(program)
	if !ok {
		f.problem(i.at[0], 1, diag.Note, scan.Unread, "what runs here in "+program+" is not read, only what runs in a shell")
		return
	}
	i.shell, i.on = dialect, s.on
	if !strings.Contains(s.dir, "${{") {
		i.dir = s.dir
	}
	f.items = append(f.items, i.exported(s.env))
}
