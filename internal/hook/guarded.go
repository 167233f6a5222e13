package hook

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"tagout/policy"
)

// write judges a tool that changes a file: the harness reads its settings
// anew before every command, so an edit there switches the hook off at once.
func (s *session) write(e Event) reply {
	what := s.guarded(e.Text, s.dir(e))
	if what == "" {
		return reply{}
	}
	return s.reply(policy.Ask, fmt.Sprintf("ask own-files: %s is %s, and a change there can switch tagout off\n"+
		"  instead: tell the person which change is needed, and let them make it", e.Text, what))
}

const (
	settings    = "the harness's settings"
	ownPolicy   = "tagout's policy"
	ownProgram  = "tagout's program"
	ownState    = "what tagout trusts and remembers"
	ownSettings = "where tagout is registered"
)

// guarded says what of the hook's own a file is, "" for nothing. It looks at
// the path as written and as it resolves, without regard to case, and at what
// the guarded files are: one may be a hard link to another.
func (s *session) guarded(name, dir string) string {
	home, _ := s.host.World.Env("HOME")
	if rest, ok := strings.CutPrefix(name, "~/"); ok && home != "" {
		name = filepath.Join(home, rest)
	}
	if !filepath.IsAbs(name) {
		name = filepath.Join(dir, name)
	}
	name = filepath.Clean(name)
	resolved, err := s.host.World.Resolve(name)
	if err != nil {
		return "behind a loop of symbolic links"
	}
	for _, path := range []string{name, resolved} {
		if what := byName(path); what != "" {
			return what
		}
	}
	for _, g := range s.places(home) {
		target, err := s.host.World.Resolve(g.path)
		if err != nil {
			target = g.path
		}
		if below(name, g.path) || below(resolved, target) || s.same(resolved, target) {
			return g.what
		}
	}
	return ""
}

// byName knows the files that are guarded wherever they lie.
func byName(path string) string {
	lower := strings.ToLower(filepath.ToSlash(path))
	switch {
	case strings.HasSuffix(lower, "/.claude/settings.json"), strings.HasSuffix(lower, "/.claude/settings.local.json"):
		return settings
	case strings.HasSuffix(lower, "/.tagout.toml"):
		return ownPolicy
	}
	return ""
}

// place is a file, or a directory with all in it.
type place struct{ path, what string }

func (s *session) places(home string) []place {
	env := func(name, fallback string) string {
		if v, _ := s.host.World.Env(name); filepath.IsAbs(v) {
			return v
		}
		return filepath.Join(home, fallback)
	}
	config := env("CLAUDE_CONFIG_DIR", ".claude")
	out := []place{
		{"/etc/claude-code", settings},
		{"/Library/Application Support/ClaudeCode", settings},
		{"/etc/tagout", ownPolicy},
		{"/usr/local/lib/tagout", ownProgram},
	}
	if filepath.IsAbs(config) {
		out = append(out,
			place{filepath.Join(config, "settings.json"), settings},
			place{filepath.Join(config, "settings.local.json"), settings},
			place{filepath.Join(config, ".claude.json"), settings},
			place{filepath.Join(config, "settings.json.tagout-backup"), ownSettings})
	}
	if home != "" {
		out = append(out,
			place{filepath.Join(home, ".claude.json"), settings},
			place{filepath.Join(env("XDG_CONFIG_HOME", ".config"), "tagout"), ownPolicy},
			place{filepath.Join(env("XDG_STATE_HOME", ".local/state"), "tagout"), ownState},
			place{filepath.Join(env("XDG_DATA_HOME", ".local/share"), "tagout"), ownProgram})
	}
	if s.host.Program != "" {
		out = append(out, place{s.host.Program, ownProgram})
	}
	return out
}

// below reports whether path is root or lies in it, without regard to case:
// the file systems of macOS and Windows have none.
func below(path, root string) bool {
	if len(path) < len(root) || !strings.EqualFold(path[:len(root)], root) {
		return false
	}
	return len(path) == len(root) || path[len(root)] == filepath.Separator
}

// same reports whether two names are one file.
func (s *session) same(a, b string) bool {
	if s.host.World.Lstat == nil {
		return false
	}
	one, err := s.host.World.Lstat(a)
	if err != nil || one.IsDir() {
		return false
	}
	other, err := s.host.World.Lstat(b)
	return err == nil && os.SameFile(one, other)
}
