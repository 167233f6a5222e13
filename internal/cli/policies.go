package cli

import (
	"fmt"
	"strings"
	"sync"

	"tagout/internal/hook"
	"tagout/policy"
)

// policies are those of many directories: the same one where no project has its
// own, and each is loaded once.
type policies struct {
	cli  command
	file string
	// base is the policy where there is no project's.
	base *policy.Policy

	mu     sync.Mutex
	dirs   map[string]loaded
	layers map[string]loaded
}

// loaded is a policy and what is wrong with it.
type loaded struct {
	policy *policy.Policy
	err    error
}

// policies loads what all directories share: the managed policy, and the one of a
// file or else the user's.
func (c command) policies(file string) (*policies, error) {
	base, err := c.policy(file)
	if err != nil {
		return nil, err
	}
	return &policies{cli: c, file: file, base: base, dirs: map[string]loaded{}, layers: map[string]loaded{}}, nil
}

// at returns the policy that counts in directories.
func (ps *policies) at(dirs ...string) loaded {
	ps.mu.Lock()
	defer ps.mu.Unlock()
	key := strings.Join(dirs, "\x00")
	l, known := ps.dirs[key]
	if !known {
		l = ps.load(dirs)
		ps.dirs[key] = l
	}
	return l
}

func (ps *policies) load(dirs []string) loaded {
	projects := ps.cli.projects(dirs...)
	if len(projects) == 0 {
		return loaded{policy: ps.base}
	}
	var key strings.Builder
	for i := range projects {
		fmt.Fprintf(&key, "%s\x00", projects[i].File)
	}
	l, known := ps.layers[key.String()]
	if !known {
		l.policy, l.err = ps.cli.policy(ps.file, dirs...)
		ps.layers[key.String()] = l
	}
	return l
}

// host judges by these policies as the hook does, and keeps nothing of it.
func (ps *policies) host(dir string) hook.Host {
	return hook.Host{World: ps.cli.world, Dir: dir, Judge: func(dirs ...string) (hook.Judge, error) {
		l := ps.at(dirs...)
		return l.policy, l.err
	}}
}

// judge answers as the hook does: while a project's policy has a mistake, whatever
// is not plainly read-only asks.
func (ps *policies) judge(c policy.Command) policy.Verdict {
	l := ps.at(c.Dir)
	v := l.policy.Evaluate(c, ps.cli.world)
	if l.err == nil {
		return v
	}
	least := whenBroken(l.err)
	if v.Decision < least && !l.policy.ReadOnly(c, ps.cli.world) {
		v.Decision = least
		v.Findings = []policy.Finding{{Rule: "policy", Decision: least, Reason: l.err.Error(), Call: c.Text, Span: policy.Span{End: len(c.Text)}}}
	}
	return v
}
