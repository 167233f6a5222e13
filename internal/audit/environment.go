package audit

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode"

	"tagout/internal/safeguard"
)

// kindOf says which environment a name speaks of: "production", "development"
// (whatever comes before it), or "" for neither.
func kindOf(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) })
	for _, w := range words {
		switch w {
		case "prod", "prd", "production", "live":
			return "production"
		}
	}
	for _, w := range words {
		switch w {
		case "dev", "development", "test", "testing", "stage", "staging", "stg", "qa", "uat", "sandbox", "preview", "preprod", "nonprod":
			return "development"
		}
	}
	return ""
}

// pair finds a name of production and one of development.
func pair(names []string) (production, other string) {
	for _, n := range names {
		switch kindOf(n) {
		case "production":
			production = n
		case "development":
			other = n
		}
	}
	return production, other
}

// environments judges what stands between development and production.
func (c *checker) environments(r *root) {
	_, at := r.backend()
	apart := "a directory of its own for each, with its own backend and its own credentials"
	mixed := func(what string, names []string, at place) {
		production, other := pair(names)
		if production == "" || other == "" {
			return
		}
		c.found(safeguard.Finding{ID: "SG-ENV-1", Severity: safeguard.High, About: rootName(r), Mend: apart,
			Msg: fmt.Sprintf("production and development share this root: %s %s and %s", what, production, other)}, at)
	}
	mixed("workspaces", c.workspaces(r.module.dir), at)
	if !c.partial(r) {
		mixed("values", c.valueFiles(r.module.dir), at)
	}
	var tags []string
	var last place
	for _, t := range r.tags {
		tags = append(tags, t.text)
		last = t.at
	}
	mixed("tags", tags, last)
	if !r.library {
		c.pins(r)
	}
}

func rootName(r *root) string {
	if r.module.dir == "." {
		return "this directory"
	}
	return r.module.dir
}

// workspaces are the workspaces whose local states are here.
func (c *checker) workspaces(dir string) []string {
	entries, err := fs.ReadDir(c.project.Root, path.Join(dir, "terraform.tfstate.d"))
	if err != nil {
		return nil
	}
	var out []string
	for _, e := range entries {
		if e.IsDir() {
			out = append(out, e.Name())
		}
	}
	return out
}

func (c *checker) valueFiles(dir string) []string {
	var out []string
	for _, name := range c.in(dir) {
		if strings.HasSuffix(name, ".tfvars") || strings.HasSuffix(name, ".tfvars.json") {
			out = append(out, path.Base(name))
		}
	}
	return out
}

// partial reports whether the backend is completed at init: then files of
// values may well go with states of their own.
func (c *checker) partial(r *root) bool {
	b, _ := r.backend()
	if b == nil || b.kind == "cloud" || b.labels[0] == "local" {
		return false
	}
	_, key := b.body.attrs["key"]
	_, prefix := b.body.attrs["prefix"]
	return !key && !prefix
}

// tag remembers which environment a resource is tagged for.
func (s *scope) tag(r *block) {
	for _, name := range []string{"tags", "labels"} {
		a, ok := r.body.attrs[name]
		if !ok {
			continue
		}
		tags := objectOf(a.at.in, a)
		for _, key := range sortedKeys(tags) {
			if !slices.Contains([]string{"environment", "env", "stage"}, strings.ToLower(key)) {
				continue
			}
			if v := s.eval(tags[key], 0); v.known && v.text != "" {
				s.root.tags = append(s.root.tags, tag{v.text, v.at})
			}
		}
	}
}

// pins wants each provider bound to one account.
func (c *checker) pins(r *root) {
	for _, name := range sortedKeys(c.table.Provider) {
		known := c.table.Provider[name]
		first := r.uses[name]
		declared := false
		for _, p := range r.module.providers {
			if p.labels[0] != name {
				continue
			}
			declared = true
			c.pin(r, known, p)
			c.features(r, known, p)
		}
		if first != nil && !declared && name != "azurerm" {
			c.found(safeguard.Finding{ID: "SG-ENV-2", Severity: safeguard.Medium, About: "provider " + name, Mend: fmt.Sprintf("provider %q {\n  %s\n}", name, known.Mend),
				Msg: "is nowhere bound to an account: whatever the shell is logged in to is changed"}, first.at)
		}
	}
}

func (c *checker) pin(r *root, known provider, p *block) {
	s := &scope{module: r.module}
	for _, pin := range known.Pins {
		if s.lookup(p.body, strings.Split(pin, ".")).set {
			return
		}
	}
	c.found(safeguard.Finding{ID: "SG-ENV-2", Severity: safeguard.Medium, About: "provider " + p.labels[0], Mend: known.Mend,
		Msg: "is not bound to an account: whatever the shell is logged in to is changed"}, p.at)
}

// features judges what a provider does when it destroys.
func (c *checker) features(r *root, known provider, p *block) {
	j := judgement{c: c, s: &scope{module: r.module, root: r}, block: p, about: "provider " + p.labels[0]}
	for i := range known.When {
		if w := &known.When[i]; r.uses[w.Uses] != nil {
			j.condition("SG-PROT-3", safeguard.Medium, "a destroyed "+w.Uses+" is gone for good", &w.Must)
		}
	}
}

func sortedKeys[V any](m map[string]V) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
