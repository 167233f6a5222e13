package hook

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tagout/policy"
)

// guarded says what of the hook's own a file is.
func (s *session) guarded(name, dir string) string {
	what, _ := s.guards(name, Event{Dir: dir})
	return what
}

func TestGuardedNames(t *testing.T) {
	s := session{host: testHost()}
	guarded := []string{
		"/src/.claude/settings.json", "/src/.claude/settings.local.json", "/SRC/.Claude/Settings.JSON",
		".claude/settings.json", "../src/sub/../.claude/settings.json", "./.claude//settings.json",
		"/home/u/.claude/settings.json", "~/.claude/settings.json", "/home/u/.claude.json",
		"/etc/claude-code/managed-settings.json", "/etc/claude-code/managed-settings.d/10-x.json",
		"/Library/Application Support/ClaudeCode/managed-settings.json",
		"/home/u/.config/tagout/policy.toml", "/home/u/.config/tagout/new/x.toml", "/etc/tagout/policy.toml",
		"/src/.tagout.toml", ".tagout.toml", "/home/u/.local/share/tagout/bin/tagout", "/home/u/.local/state/tagout/trust.json",
		"/usr/local/lib/tagout/tagout", "/opt/tagout", "/opt/../opt/tagout",
		"~/.claude/plugins/cache/tagout/tagout/0.1.0/hooks/hooks.json", "~/.claude/plugins/installed_plugins.json", "~/.codex/plugins/cache/tagout/tagout/0.1.0/hooks/hooks.json",
		"~/.gemini/extensions/tagout/hooks/hooks.json", "~/.gemini/extensions/extension-enablement.json",
	}
	for _, path := range guarded {
		assert.NotEmpty(t, s.guarded(path, "/src"), path)
	}
	for _, path := range []string{
		"/src/main.go", "/src/settings.json", "/src/claude/settings.json", "/src/.claude/settings.json.md",
		"/src/.claude/agents/x.md", "/home/u/.claude/CLAUDE.md", "/home/u/.config/tagout-notes.md", "/opt/tagout.go",
		"/src/tagout.toml", "/etc/claude-code.md", "/src/managed-settings.json", "",
		"~/.gemini/extensions/security/hooks/hooks.json", "~/.codex/plugins/cache/figma/x", "/src/examples/claude-plugin/hooks/hooks.json",
	} {
		assert.Empty(t, s.guarded(path, "/src"), path)
	}
}

func TestGuardedEnvironment(t *testing.T) {
	env := map[string]string{"HOME": "/home/u", "CLAUDE_CONFIG_DIR": "/cfg", "XDG_CONFIG_HOME": "/xc", "XDG_STATE_HOME": "/xs", "XDG_DATA_HOME": "relative"}
	s := session{host: Host{World: policy.World{Getenv: func(n string) (string, bool) { v, ok := env[n]; return v, ok }}}}
	for _, path := range []string{"/cfg/settings.json", "/cfg/settings.local.json", "/cfg/.claude.json", "/xc/tagout/policy.toml", "/xs/tagout/trust.json", "/home/u/.local/share/tagout/bin/tagout"} {
		assert.NotEmpty(t, s.guarded(path, "/src"), path)
	}
	assert.Empty(t, s.guarded("/cfg/CLAUDE.md", "/src"))
}

// TestGuardedLinks names guarded files by links of every kind.
func TestGuardedLinks(t *testing.T) {
	home, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	dots, src := filepath.Join(home, "dotfiles"), filepath.Join(home, "src")
	require.NoError(t, os.MkdirAll(dots, 0o755))
	require.NoError(t, os.MkdirAll(src, 0o755))
	require.NoError(t, os.Symlink(dots, filepath.Join(home, ".claude")))
	file := filepath.Join(dots, "settings.json")
	require.NoError(t, os.WriteFile(file, []byte("{}"), 0o644))
	require.NoError(t, os.Symlink(filepath.Join(home, ".claude", "settings.json"), filepath.Join(src, "link.json")))
	require.NoError(t, os.Link(file, filepath.Join(src, "hard.json")))
	require.NoError(t, os.Symlink("loop", filepath.Join(src, "loop")))
	h := Host{World: policy.RealWorld()}
	h.World.Getenv = func(n string) (string, bool) {
		if n == "HOME" {
			return home, true
		}
		return "", false
	}
	s := session{host: h}
	for _, path := range []string{file, filepath.Join(src, "link.json"), "link.json", "hard.json", "loop", filepath.Join(home, ".claude", "settings.local.json"), "../dotfiles/settings.local.json"} {
		assert.NotEmpty(t, s.guarded(path, src), path)
	}
	assert.Empty(t, s.guarded("other.json", src))
	assert.Empty(t, s.guarded(".", src))
}
