package cli

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"tagout/internal/harness"
)

// claudeScopes are all places where Claude Code reads settings, the most
// trusted first.
func (c command) claudeScopes(dir string) []scope { return c.scopes(harness.Find("claude"), dir) }

func (c command) claudeConfig() string {
	claude := harness.Find("claude")
	return claude.Resolve(harness.File{Path: claude.Home + "/"}, c.env("HOME"), "", c.env)
}

// env is a variable of the environment, "" for none.
func (c command) env(name string) string {
	v, _ := c.world.Env(name)
	return v
}

// scopes are the files that a harness reads, in the order of its row, and the
// ones that install writes.
func (c command) scopes(h *harness.Harness, dir string) []scope {
	var out []scope
	add := func(f harness.File) {
		path := h.Resolve(f, c.env("HOME"), dir, c.env)
		if path == "" {
			return
		}
		for _, one := range within(path, f.Format) {
			if slices.ContainsFunc(out, func(s scope) bool { return s.settings == one }) {
				continue // a project that is the home has its files once
			}
			out = append(out, scope{name: string(f.Scope), settings: one, format: f.Format, hooks: f.Hooks, mode: modeOf(f)})
		}
	}
	for _, f := range h.On(runtime.GOOS) {
		add(f)
	}
	return out
}

// within returns the files of a directory that are of its format, or the file
// itself.
func within(path string, format harness.Format) []string {
	dir, ok := strings.CutSuffix(path, "/")
	if !ok {
		return []string{path}
	}
	glob := ".json"
	switch format {
	case harness.Script:
		glob = ""
	case harness.TypeScript:
		glob = ".[jt]s"
	}
	names, _ := filepath.Glob(filepath.Join(dir, "*"+glob)) // the pattern is well formed
	return names
}

// modeOf is the mode of a file that is not there yet.
func modeOf(f harness.File) os.FileMode {
	switch {
	case f.Format == harness.Script:
		return 0o755
	case f.Scope == harness.User && f.Format != harness.TypeScript:
		return 0o600
	}
	return 0o644
}
