package survey

import (
	"path"
	"slices"
	"strings"
	"sync"

	"tagout/policy"
	defaults "tagout/policy/default"
)

// machineRules are the built-in rules about the machine itself: its services,
// packages and accounts.
var machineRules = sync.OnceValue(func() map[string]bool {
	rules := map[string]bool{}
	for _, name := range [...]string{"machine.toml", "packages.toml", "users.toml"} {
		data, err := defaults.Files.ReadFile(name)
		if err != nil {
			continue
		}
		for _, e := range policy.Examples(policy.Text{Name: name, Data: data}) {
			rules[e.Rule] = true
		}
	}
	return rules
})

// throwaway makes uncertain what is done to a machine that is made for the run and
// thrown away after it: a service that is stopped in an image or on a hosted runner
// is nobody's. What is reached from there (another host, a cluster) stays what it is.
func (i *item) throwaway(list []policy.Finding) []policy.Finding {
	if !strings.HasPrefix(i.on, "container:") {
		return list
	}
	for k := range list {
		if f := &list[k]; machineRules()[f.Rule] && !f.Maybe && !elsewhere(f.Via) {
			f.Maybe, f.Unsure = true, "whether anybody needs what is made for this run"
		}
	}
	return list
}

// elsewhere reports whether a call may have been reached by a program that leads to
// another machine: by any but those that are known to stay.
func elsewhere(via []string) bool {
	return slices.ContainsFunc(via, func(v string) bool {
		name, _, _ := strings.Cut(v, " ")
		switch path.Base(name) {
		case "sudo", "doas", "env", "nice", "nohup", "time", "timeout":
			return false
		}
		_, shell := shellNamed(name)
		return !shell
	})
}
