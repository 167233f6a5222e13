package cli

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"tagout/internal/facts"
	"tagout/policy"
)

// managedDir holds the policy of whoever runs the machine.
const managedDir = "/etc/tagout"

// seams are what tests put in the place of this machine; zero is the machine.
type seams struct {
	// etc is where the managed policy is.
	etc string
	// held is where approvals are that a user holds for another.
	held string
	// terminal opens the terminal at which a person sits.
	terminal func() (io.ReadWriteCloser, error)
	// agent says why this seems to be an agent's process, "" where nothing does.
	agent func() string
}

// policy loads the built-in policy and the layers that belong to it: the managed
// files, the one that was named or else the user's, and those of the projects at
// and above the directories.
func (c command) policy(file string, dirs ...string) (*policy.Policy, error) {
	sources := c.sources(file, dirs...)
	if len(sources) == 0 {
		return policy.Builtin(), nil
	}
	return policy.Layered(sources...)
}

// unusable tells of a policy with mistakes where there is nothing to do without it.
func unusable(err error) error { return fmt.Errorf("the policy cannot be used\n%w", err) }

func (c command) sources(file string, dirs ...string) []policy.Source {
	sources := c.managed()
	if file == "" {
		if user := c.userPolicy(); user != "" && exists(user) {
			file = user
		}
	}
	if file != "" {
		sources = append(sources, source(policy.UserLayer, file))
	}
	return append(sources, c.projects(dirs...)...)
}

func source(layer policy.Layer, file string) policy.Source {
	data, err := os.ReadFile(file)
	return policy.Source{Layer: layer, File: file, Data: data, Err: err}
}

// managed are policy.toml and then those of policy.d, in order of their names. A
// directory that is there and cannot be read is a mistake.
func (c command) managed() []policy.Source {
	etc := cmp.Or(c.seams.etc, managedDir)
	if !exists(etc) {
		return nil
	}
	var sources []policy.Source
	if file := etc + "/policy.toml"; exists(file) {
		sources = append(sources, source(policy.ManagedLayer, file))
	}
	parts := etc + "/policy.d"
	names, err := os.ReadDir(parts)
	if err != nil && !os.IsNotExist(err) {
		sources = append(sources, policy.Source{Layer: policy.ManagedLayer, File: parts, Err: err})
	}
	for _, name := range names {
		if filepath.Ext(name.Name()) == ".toml" {
			sources = append(sources, source(policy.ManagedLayer, parts+"/"+name.Name()))
		}
	}
	return sources
}

// projects are the policies of the projects at and above directories. What is
// trusted is asked for only where there is one.
func (c command) projects(dirs ...string) []policy.Source {
	home, _ := c.world.Env("HOME")
	found := facts.ProjectPolicies(c.world, home, dirs...)
	if len(found) == 0 {
		return nil
	}
	trust := policy.ReadTrust(c.world)
	var sources []policy.Source
	for _, f := range found {
		s := policy.Source{Layer: policy.UntrustedLayer, File: f.Path, Data: f.Data, Err: f.Err}
		if f.Err == nil && trust.Has(c.trustKey(f.Path), f.Data) {
			s.Layer = policy.ProjectLayer
		}
		sources = append(sources, s)
	}
	return sources
}

// userPolicy is the path of the user's policy; "" when there is no home.
func (c command) userPolicy() string {
	dir := c.base("XDG_CONFIG_HOME", ".config")
	if dir == "" {
		return ""
	}
	return dir + "/tagout/policy.toml"
}

// base is an XDG base directory: the variable when it is absolute, as the
// specification wants, else the fallback in HOME, else "".
func (c command) base(variable, fallback string) string {
	if v, _ := c.world.Env(variable); len(v) > 0 && v[0] == '/' {
		return v
	}
	home, _ := c.world.Env("HOME")
	if home == "" {
		return ""
	}
	return home + "/" + fallback
}

// exists reports whether a file is there, or may be: one that cannot be looked
// at must be opened, so that the mistake is seen.
func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil || !os.IsNotExist(err)
}

// policyHealth tells whether the policy loads, and what of it does not count.
func (c command) policyHealth(p *patient, dir string) {
	all, err := c.policy("", dir)
	if err != nil {
		p.bad("policy", "mend the policy; until then every command asks", "%v", err)
	} else {
		p.good("policy", "the policy loads")
	}
	for _, s := range c.managed() {
		if info, err := os.Stat(s.File); err == nil && info.Mode().Perm()&0o022 != 0 {
			p.bad("policy", "chmod go-w "+s.File, "%s can be written by others than its owner: a lock in it holds nobody", s.File)
		}
	}
	if all.Observes() {
		p.bad("policy", "take mode = \"observe\" out to begin", "the mode is observe: nothing is stopped but what guards tagout itself")
	}
	for _, i := range all.Ignored() {
		p.good("policy", "does not count: %s", i)
	}
	for _, e := range all.Exceptions() {
		if e.Over(c.world) {
			p.good("policy", "exception %s ended with %s: it can be removed", e.ID, e.Until)
		}
	}
}
