package audit

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"tagout/internal/safeguard"
)

// root is a directory with a state of its own.
type root struct {
	module *module
	// data are the resources that hold data, copies those that hold their
	// copies, all of them counted with the modules they are in.
	data, copies []*block
	all          int
	tags         []tag
	promises     []promise
	// uses are the providers that resources belong to, and the types of those.
	uses map[string]*block
	// library is set where the directory looks like a module for others.
	library bool
}

// tag is the environment that a resource says it belongs to.
type tag struct {
	text string
	at   place
}

// Bounds of what is judged, and of following modules into modules.
const (
	maxJudged = 10_000
	maxCalls  = 2000
	maxCall   = 10
)

// roots judges every root with the modules that it uses.
func (c *checker) roots() {
	for _, m := range c.sortedDirs() {
		if !m.isRoot() {
			continue
		}
		r := &root{module: m, uses: map[string]*block{}}
		calls := 0
		c.visit(&scope{module: m, inputs: c.given(m), root: r}, 0, &calls)
		if r.all == 0 && len(m.settings) == 0 {
			continue
		}
		c.report.Roots++
		c.state(r)
		c.copies(r)
		c.environments(r)
	}
	c.unused()
	if c.report.Roots == 0 {
		c.unseen(1, "there is no Terraform configuration here; what other tools protect is not read")
		return
	}
	c.unseen(1, "whether what is written here was ever applied: only the provider knows what is in force")
	c.unseen(4, "whether a copy of the backups lies in another account, out of reach of these credentials")
}

// unused judges modules that nothing here uses, as their defaults have them.
func (c *checker) unused() {
	for _, m := range c.sortedDirs() {
		if m.used || m.isRoot() {
			continue
		}
		calls := 0
		c.visit(&scope{module: m, root: &root{module: m, uses: map[string]*block{}}}, 0, &calls)
	}
}

// visit judges the resources of a module as one caller has them, and then the
// modules that it calls.
func (c *checker) visit(s *scope, depth int, calls *int) {
	for _, r := range s.module.resources {
		c.resource(s, r)
	}
	for _, call := range s.module.calls {
		if n := s.lookup(call.body, []string{"count"}); n.known && n.text == "0" {
			continue
		}
		child := c.local(s.module, call)
		if child == nil {
			c.registry(s, call)
			continue
		}
		if *calls++; *calls > maxCalls || depth > maxCall {
			c.partly(call.at.in.name, "uses more modules within modules than are followed")
			return
		}
		inner := &scope{module: child, root: s.root, inputs: map[string]value{}, address: s.address + call.name() + "."}
		for name, a := range call.body.attrs {
			if v := s.eval(a, 0); v.set {
				inner.inputs[name] = v
			}
		}
		c.visit(inner, depth+1, calls)
	}
}

// resource judges one resource.
func (c *checker) resource(s *scope, r *block) {
	if n := s.lookup(r.body, []string{"count"}); n.known && n.text == "0" {
		return
	}
	if c.judged++; c.judged > maxJudged {
		c.partly("", "there are more than 10,000 resources, counted once for each use of their module; the rest was not judged")
		return
	}
	kind := r.labels[0]
	s.root.all++
	provider, _, _ := strings.Cut(kind, "_")
	if s.root.uses[provider] == nil {
		s.root.uses[provider] = r
	}
	s.root.uses[kind] = r
	s.tag(r)
	if matches(c.table.Copies.Types, kind) {
		s.root.copies = append(s.root.copies, r)
	}
	known, ok := c.table.Resource[kind]
	if !ok {
		return
	}
	if known.Holds == "data" && !matches(c.table.Copies.Types, kind) {
		s.root.data = append(s.root.data, r)
	}
	if known.Copy != "" && s.lookup(r.body, []string{known.Copy}).set {
		return
	}
	j := judgement{c, s, r, s.address + r.name(), known}
	j.conditions()
	if known.Holds == "data" {
		j.preventDestroy()
	}
	for i := range known.With {
		j.companion(&known.With[i])
	}
}

// registry judges the inputs of a module that is known by its source.
func (c *checker) registry(s *scope, call *block) {
	src, _ := literal(call.body.attrs["source"].expr)
	src = strings.TrimPrefix(src, "registry.terraform.io/")
	known, ok := c.table.Module[src]
	if !ok {
		c.unseen(1, fmt.Sprintf("%s: what %s%s holds: its source %q is not in the project", call.at.in.name, s.address, call.name(), src))
		return
	}
	s.root.all++
	if known.Holds == "data" {
		s.root.data = append(s.root.data, call)
	}
	if known.Copy != "" && s.lookup(call.body, []string{known.Copy}).set {
		return
	}
	j := judgement{c, s, call, s.address + call.name(), known}
	j.conditions()
}

// judgement is of one resource as one caller has it.
type judgement struct {
	c     *checker
	s     *scope
	block *block
	about string
	known row
}

func (j *judgement) grave() safeguard.Severity {
	switch j.known.Holds {
	case "data":
		return safeguard.High
	case "nothing":
		return safeguard.Low
	}
	return safeguard.Medium
}

func (j *judgement) conditions() {
	for i := range j.known.Protect {
		j.condition("SG-PROT-1", j.grave(), "nothing keeps it from being deleted", &j.known.Protect[i])
	}
	for i := range j.known.Disarm {
		j.condition("SG-PROT-3", safeguard.Medium, "it can be destroyed with all it holds", &j.known.Disarm[i])
	}
	for i := range j.known.Backup {
		j.condition("SG-BACKUP-1", safeguard.High, "no copy outlives it", &j.known.Backup[i])
	}
}

// condition judges one attribute.
func (j *judgement) condition(id string, severity safeguard.Severity, so string, want *condition) {
	v := j.s.lookup(j.block.body, want.path)
	name := strings.Join(want.path, ".")
	f := safeguard.Finding{ID: id, Severity: severity, About: j.about, Mend: want.mend()}
	switch {
	case !v.set && want.ifAbsent():
	case v.known && v.set && want.holds(v.text):
		if id == "SG-PROT-1" && len(want.path) == 1 {
			j.s.root.promises = append(j.s.root.promises, promise{j.about, name, v.text, v.at})
		}
	case !v.set:
		f.Msg = name + " is not set: " + so
		j.c.found(f, j.block.at)
	case !v.known:
		j.unknown(name, v)
	default:
		f.Msg = fmt.Sprintf("%s is %s: %s", name, shown(v.text), so)
		j.c.found(f, v.at)
	}
}

func shown(text string) string {
	if text == "" {
		return `""`
	}
	return text
}

// unknown says that an attribute is computed.
func (j *judgement) unknown(name string, v value) {
	why := ""
	if v.why != "" {
		why = " (from " + v.why + ")"
	}
	j.c.unseen(1, fmt.Sprintf("%s: %s of %s is not known here%s", j.block.at.in.name, name, j.about, why))
}

// preventDestroy wants the one setting that stops the plan itself.
func (j *judgement) preventDestroy() {
	v := j.s.lookup(j.block.body, []string{"lifecycle", "prevent_destroy"})
	f := safeguard.Finding{ID: "SG-PROT-2", Severity: safeguard.High, About: j.about, Mend: "lifecycle {\n  prevent_destroy = true\n}"}
	switch {
	case v.known && v.text == "true":
	case v.set && !v.known:
		j.unknown("lifecycle.prevent_destroy", v)
	case j.locked():
	case v.set && v.known:
		f.Msg = "prevent_destroy is " + shown(v.text) + ": a plan that destroys it goes through"
		j.c.found(f, v.at)
	default:
		f.Msg = "prevent_destroy is not set: a plan that destroys it goes through"
		j.c.found(f, j.block.at)
	}
}

// locked reports whether a lock in the same module names the resource.
func (j *judgement) locked() bool {
	for prefix, lock := range j.c.table.Lock {
		if strings.HasPrefix(j.block.labels[0], prefix) && j.beside(&lock) {
			return true
		}
	}
	return false
}

// companion wants another resource beside this one.
func (j *judgement) companion(want *companion) {
	if j.beside(want) {
		return
	}
	if want.Or != nil {
		if v := j.s.lookup(j.block.body, want.Or.path); v.set && (!v.known || want.Or.holds(v.text)) {
			return
		}
	}
	label := j.block.labels[1]
	mend := fmt.Sprintf("resource %q %q {\n  %s = %s.id\n%s\n}", want.Type, label, want.By, j.block.name(), indent(want.Must.mend()))
	if want.By == "backup_vault_name" || want.By == "name" {
		mend = strings.Replace(mend, ".id\n", ".name\n", 1)
	}
	j.c.found(safeguard.Finding{ID: "SG-BACKUP-1", Severity: safeguard.Medium, About: j.about, Mend: mend,
		Msg: "there is no " + want.Type + " for it with " + strings.Join(want.Must.path, ".") + " " + want.Must.op + " " + strings.Join(want.Must.value, " or ")}, j.block.at)
}

// beside finds a resource of a kind that names this one. One that iterates over
// several, or is computed, is given the benefit: it is there to protect.
func (j *judgement) beside(want *companion) bool {
	return slices.ContainsFunc(j.s.module.resources, func(r *block) bool {
		if r.labels[0] != want.Type {
			return false
		}
		by, ok := r.body.attrs[want.By]
		if !ok || !refers(by, j.block.labels) {
			return false
		}
		v := j.s.lookup(r.body, want.Must.path)
		return v.set && (!v.known || want.Must.holds(v.text))
	})
}

// refers reports whether an expression names a resource, or is computed from
// each.value and the like.
func refers(a attr, labels []string) bool {
	for _, t := range a.expr.Variables() {
		name := strings.Split(spelled(t), ".")
		if name[0] == "each" || name[0] == "count" || len(name) > 1 && name[0] == labels[0] && name[1] == labels[1] {
			return true
		}
	}
	return false
}

// copies finds backups that live in the state of what they copy.
func (c *checker) copies(r *root) {
	if len(r.data) == 0 {
		return
	}
	for _, b := range r.copies {
		c.found(safeguard.Finding{ID: "SG-BACKUP-2", Severity: safeguard.High, About: b.name(),
			Msg:  fmt.Sprintf("is in the same state as what it copies (%s): one destroy takes both", r.data[0].name()),
			Mend: "move it to a root of its own, with credentials of its own: " + path.Join(path.Dir(path.Clean(r.module.dir)), "backup")}, b.at)
	}
}
