package policy

import (
	"slices"

	"tagout/internal/catalog"
	"tagout/internal/facts"
	"tagout/internal/reach"
	"tagout/internal/shell"
	"tagout/internal/tool"
	"tagout/internal/tri"
)

// target reads a fact about what a call works on, as the tool itself would find
// it: by option, then by variable, then in a file of the machine on which it
// runs.
func (j *judgement) target(name string, f *reach.Found) (string, state) {
	s := surroundings{j: j, f: f}
	if len(f.Readings) > 0 {
		s.inv = &f.Readings[0]
	}
	switch name {
	case "on":
		return place(f.Call.Where), present
	case "aws-profile":
		return s.named([]string{"--profile"}, []string{"AWS_PROFILE", "AWS_DEFAULT_PROFILE"}, "default")
	case "aws-region":
		return s.named([]string{"--region"}, []string{"AWS_REGION", "AWS_DEFAULT_REGION"}, "")
	case "user":
		return s.named(nil, []string{"USER", "LOGNAME"}, "")
	case "kube-context", "namespace":
		return s.kube(name)
	case "loses":
		return s.loses()
	case "uncommitted":
		return s.uncommitted()
	}
	if value, st, ok := s.cloud(name); ok {
		return value, st
	}
	return s.terraform(name)
}

// place spells where a call runs: "here", "ssh:HOST", "exec:NAME" or
// "container:IMAGE".
func place(w shell.Where) string {
	switch w.Place {
	case shell.SSH:
		return "ssh:" + w.Name
	case shell.Exec:
		return "exec:" + w.Name
	case shell.Container:
		return "container:" + w.Name
	}
	return "here"
}

// surroundings are those of one call.
type surroundings struct {
	j     *judgement
	f     *reach.Found
	inv   *tool.Invocation
	vague bool // a variable that was asked for has a value that is not known
}

// env finds a variable of the call's environment: what this program text set
// last, else on this machine the hook's own.
func (s *surroundings) env(name string) (string, bool) {
	for i := len(s.f.Call.Assigns) - 1; i >= 0; i-- {
		a := &s.f.Call.Assigns[i]
		if a.Name != name {
			continue
		}
		value, known := a.Value.Known()
		s.vague = s.vague || !known && !a.Unset
		return value, known && !a.Unset
	}
	if s.f.Call.Where.Place != shell.Here {
		return "", false
	}
	return s.j.world.Env(name)
}

// option returns the value of the last of the options; given is set where one
// stands there, known or not.
func (s *surroundings) option(names ...string) (value string, given, known bool) {
	if s.inv == nil {
		return "", false, true
	}
	values := s.inv.Values(names)
	if len(values) == 0 {
		return "", false, true
	}
	value, known = values[len(values)-1].Known()
	return value, true, known
}

// takes reports whether the tool has an option.
func (s *surroundings) takes(name string) bool {
	return s.inv != nil && s.inv.Tool != nil && slices.ContainsFunc(s.inv.Tool.Opts, func(o catalog.Opt) bool { return slices.Contains(o.Names, name) })
}

// named is a fact that options or variables name, else a default that the tool
// has; "" for none.
func (s *surroundings) named(options, variables []string, otherwise string) (string, state) {
	value, given, known := s.option(options...)
	for _, name := range variables {
		if !given {
			value, given = s.env(name)
		}
	}
	switch {
	case !known || s.vague:
		return "", unreadable
	case given && value != "":
		return value, present
	case s.f.Call.Where.Place != shell.Here:
		return "", unreadable
	case otherwise != "":
		return otherwise, present
	}
	return "", absent
}

// kube is the context or the namespace of kubectl and helm.
func (s *surroundings) kube(name string) (string, state) {
	options, variables := []string{"--context", "--kube-context"}, []string{"HELM_KUBECONTEXT"}
	if name == "namespace" {
		options, variables = []string{"-n", "--namespace"}, []string{"HELM_NAMESPACE"}
	}
	if !s.takes("--kube-context") {
		variables = nil // helm's and its kin's: kubectl does not read them
	}
	value, st := s.named(options, variables, "")
	if st == absent && name == "kube-context" { // the cluster of a context, in its place
		value, st = s.named([]string{"--cluster"}, nil, "")
	}
	if st != absent {
		return value, st
	}
	dir, knownDir := s.f.Call.Dir.Known()
	file, given, known := s.option("--kubeconfig")
	env := s.env
	if given {
		env = func(string) (string, bool) { return file, true }
	}
	if !known || !knownDir {
		return "", unreadable
	}
	context, namespace, ok := facts.KubeContext(s.j.world, dir, env)
	switch {
	case !ok || s.vague:
		return "", absent
	case name == "namespace":
		return namespace, present
	}
	return context, present
}

// uncommitted is whether the work tree has changes that no commit holds: "yes" or
// "no". What an earlier call of the same program leaves there is not known.
func (s *surroundings) uncommitted() (string, state) {
	dir, known := s.f.Call.Dir.Known()
	if !known || s.f.Call.Where.Place != shell.Here || s.inv == nil {
		return "", unreadable
	}
	for _, into := range s.inv.Values([]string{"-C"}) { // each from where the last led
		to, known := into.Known()
		if !known {
			return "", unreadable
		}
		dir = facts.Join(dir, to)
	}
	for _, name := range []string{"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"} {
		if _, set := s.env(name); set || s.vague {
			return "", unreadable
		}
	}
	if _, given, _ := s.option("--git-dir", "--work-tree", "-c", "--config-env"); given {
		return "", unreadable
	}
	for _, c := range s.j.calls[:s.f.Call.ID] {
		if c != nil && !leavesFiles(c) {
			return "", unreadable
		}
	}
	switch facts.Dirty(s.j.world, dir) {
	case tri.Yes:
		return "yes", present
	case tri.No:
		return "no", present
	}
	return "", unreadable
}

// loses is what of the files that a call deletes no commit holds: "changes" where a
// tracked one has been changed, else "nothing" that is known.
func (s *surroundings) loses() (string, state) {
	dir, known := s.f.Call.Dir.Known()
	if !known || s.f.Call.Where.Place != shell.Here || s.inv == nil {
		return "", absent
	}
	for _, p := range s.inv.Paths() {
		name, known := p.Word.Known()
		if known && p.Access&tool.Deletes != 0 && facts.Changed(s.j.world, facts.Join(dir, name)) == tri.Yes {
			return "changes", present
		}
	}
	return "nothing", present
}

// leavesFiles reports whether a call is known to leave the files as they are.
func leavesFiles(f *reach.Found) bool {
	if f.Call.Shadowed || leavesWrite(f.Call) {
		return false
	}
	if len(f.Call.Words) == 0 {
		return true
	}
	if len(f.Readings) == 0 || f.Readings[0].Tool == nil {
		return false
	}
	inv := &f.Readings[0]
	return !changes(inv) && (inv.Tool.Data || inv.Effect("read") == tri.Yes || inv.Effect("spares") == tri.Yes || shown(f))
}

// infrastructure is what is known of the infrastructure that a call works on:
// nothing where the directory is not known or not of this machine.
func (s *surroundings) infrastructure() (t facts.Terraform, dir string, ok bool) {
	dir, known := s.f.Call.Dir.Known()
	if !known || s.f.Call.Where.Place != shell.Here || s.inv == nil || s.inv.Tool == nil {
		return t, "", false
	}
	if into, given, known := s.option(s.inv.Tool.Chdir...); given {
		if !known {
			return t, "", false
		}
		dir = facts.Join(dir, into)
	}
	state, _, known := s.option("-state")
	t = facts.TerraformIn(s.j.world, dir, state, s.env)
	if !known || s.vague {
		return t, dir, false
	}
	if t.State != nil {
		s.j.sees(State{File: t.File, Lineage: t.State.Lineage, Serial: t.State.Serial, Objects: len(t.State.Objects)})
	}
	return t, dir, true
}

// sees keeps a state for the verdict, once.
func (j *judgement) sees(s State) {
	if !slices.Contains(j.states, s) {
		j.states = append(j.states, s)
	}
}

// replaced returns what the ledger knows of a state file in whose place another
// state stands.
func (j *judgement) replaced(t *facts.Terraform) (facts.Seen, bool) {
	if t.State == nil {
		return facts.Seen{}, false
	}
	ledger := facts.ReadLedger(j.world, facts.LedgerFile(j.world.Env))
	return ledger.Replaced(t.File, facts.Seen{Lineage: t.State.Lineage, Serial: t.State.Serial, Objects: len(t.State.Objects)})
}

func (s *surroundings) terraform(name string) (string, state) {
	t, dir, ok := s.infrastructure()
	switch {
	case !ok:
		return "", unreadable
	case name == "workspace":
		return t.Workspace, present
	case t.Unread != "":
		return "", unreadable
	case t.File == "":
		return "remote", present
	case t.State != nil && len(t.State.Objects) > 0:
		if _, is := s.j.replaced(&t); is {
			return "replaced", present
		}
		return "held", present
	case t.Used && facts.Declared(s.j.world, dir) > 0:
		return "missing", present
	}
	return "none", present
}
