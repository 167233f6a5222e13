package cli

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"tagout/internal/diag"
	"tagout/internal/harness"
	"tagout/policy"
)

// unasked remarks of each file with rules that ask, where tagout is registered
// with a harness that puts no question to a person: there they refuse.
func (c command) unasked(stack []policy.Source, dir string) (out diag.Problems) {
	var who []string
	for _, h := range harness.All() {
		if file := c.registered(&h, dir); file != "" && !h.CanAsk() {
			who = append(who, h.Title+" ("+file+")")
		}
	}
	if len(who) == 0 {
		return nil
	}
	p, _ := policy.Layered(stack...)
	for _, s := range stack {
		asking := 0
		for _, r := range p.Rules() {
			if r.File == s.File && r.Decision == policy.Ask && !slices.ContainsFunc(r.When, func(w string) bool { return strings.HasPrefix(w, "harness = ") }) {
				asking++
			}
		}
		if asking > 0 {
			out = append(out, diag.Problem{File: s.File, ID: "cannot-ask", Level: diag.Note,
				Msg:  "rules of this file ask (" + strconv.Itoa(asking) + "), and tagout is registered with a harness that puts no question to a person: " + list(who),
				Hint: "there they refuse; say so with when = { harness = … } where it matters"})
		}
	}
	return out
}

// registered returns the settings file in which a harness is told to run tagout,
// "" where there is none.
func (c command) registered(h *harness.Harness, dir string) string {
	home, _ := c.world.Env("HOME")
	env := func(name string) string { v, _ := c.world.Env(name); return v }
	for _, f := range h.On(runtime.GOOS) {
		if !f.Hooks {
			continue
		}
		for _, name := range settingsFiles(h.Resolve(f, home, dir, env)) {
			if data, err := os.ReadFile(name); err == nil && strings.Contains(string(data), "tagout") {
				return name
			}
		}
	}
	return ""
}

// settingsFiles are the files of a directory, or the one that is named.
func settingsFiles(name string) []string {
	if !strings.HasSuffix(name, "/") {
		return []string{name}
	}
	files, _ := filepath.Glob(name + "*")
	return files
}
