package policy

import (
	"fmt"
	"strings"

	"tagout/internal/builtin"
	"tagout/internal/facts"
	"tagout/internal/glob"
	"tagout/internal/reach"
)

// details are facts about what a call works on, for whoever must decide about
// it.
func (j *judgement) details(f *reach.Found) []string {
	if len(f.Readings) == 0 || f.Readings[0].Tool == nil {
		return nil
	}
	s := surroundings{j: j, f: f, inv: &f.Readings[0]}
	switch s.inv.Tool.Facts {
	case "terraform":
		return s.terraformDetails()
	case "kubernetes":
		return s.told("context", "kube-context", "namespace", "namespace")
	case "aws":
		return s.told("profile", "aws-profile", "region", "aws-region")
	case "gcloud":
		return s.told("project", "gcp-project", "configuration", "gcp-config")
	case "azure":
		return s.told("subscription", "az-subscription")
	case "docker":
		if context, _ := s.j.target("docker-context", f); context == "default" {
			return nil // as everybody expects
		}
		return s.told("docker context", "docker-context")
	case "fly", "heroku":
		return s.told("app", "app")
	case "mysql", "postgres":
		return s.told("host", "host")
	}
	return nil
}

// told spells facts that are known, each after what it is called, on one line.
func (s *surroundings) told(pairs ...string) []string {
	var known []string
	for i := 0; i < len(pairs); i += 2 {
		if value, st := s.j.target(pairs[i+1], s.f); st == present {
			known = append(known, pairs[i]+" "+value)
		}
	}
	if len(known) == 0 {
		return nil
	}
	return []string{strings.Join(known, ", ")}
}

func (s *surroundings) terraformDetails() []string {
	j := s.j
	if p, data := j.match.Plan(s.f); p != nil {
		return j.planDetails(p, data)
	}
	t, dir, ok := s.infrastructure()
	if !ok {
		return nil
	}
	return j.stateDetails(&t, dir)
}

func (j *judgement) stateDetails(t *facts.Terraform, dir string) []string {
	of := ""
	if t.Workspace != "default" {
		of = " of workspace " + t.Workspace
	}
	switch {
	case t.Unread != "":
		return []string{fmt.Sprintf("what the state%s holds is not known: %s is %s", of, t.File, t.Unread)}
	case t.File == "":
		return []string{fmt.Sprintf("the state%s is kept by %s at %s, and cannot be seen from here", of, t.Backend, t.At)}
	case t.State != nil:
		return append(j.replacement(t), fmt.Sprintf("the state%s holds %s%s", of, count(len(t.State.Objects), "resource"), j.holdingData(t.State.Objects)))
	}
	n := facts.Declared(j.world, dir)
	if n == 0 {
		return nil
	}
	return []string{fmt.Sprintf("there is no state%s here: all that %s of the configuration declare would be created, a second time if it exists", of, count(n, "resource block"))}
}

// replacement tells that a state came from elsewhere.
func (j *judgement) replacement(t *facts.Terraform) []string {
	was, is := j.replaced(t)
	if !is {
		return nil
	}
	return []string{fmt.Sprintf("this is not the state that was here before: that was %s of lineage %s, serial %d; this is of lineage %s, serial %d",
		count(was.Objects, "resource"), was.Lineage, was.Serial, t.State.Lineage, t.State.Serial)}
}

// maxNamed bounds the objects that are told by name.
const maxNamed = 10

// holdingData names the objects that hold data.
func (j *judgement) holdingData(objects []facts.Object) string {
	var names []string
	for _, o := range objects {
		if !j.stateful(o.Address) {
			continue
		}
		name := o.Address
		if o.Name != "" {
			name += " (" + o.Name + ")"
		}
		names = append(names, name)
	}
	if len(names) == 0 {
		return ""
	}
	return fmt.Sprintf(", %d of them data: %s", len(names), few(names))
}

// few joins names, and counts those that are too many.
func few(names []string) string {
	if len(names) <= maxNamed {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:maxNamed], ", "), len(names)-maxNamed)
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// stateful reports whether an object holds data, by the class of that name.
func (j *judgement) stateful(address string) bool { return j.inClass("stateful", address) }

// inClass reports whether a name is in a class of the built-in policy.
func (j *judgement) inClass(class, name string) bool {
	for i := range builtin.Classes {
		if builtin.Classes[i].Name != class {
			continue
		}
		for _, g := range builtin.Classes[i].Globs {
			if glob.MatchString(g, name, glob.Loose) {
				return true
			}
		}
	}
	return false
}
