package harness

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestRows holds every row to what the others build on.
func TestRows(t *testing.T) {
	names := map[string]bool{}
	for _, h := range All() {
		assert.False(t, names[h.Name], h.Name)
		names[h.Name] = true
		assert.NotEmpty(t, h.Title, h.Name)
		assert.NotEmpty(t, h.Contract.Source, h.Name)
		_, err := time.Parse(time.DateOnly, h.Contract.Date)
		assert.NoError(t, err, h.Name)
		if h.Contract.Status == Measured {
			assert.NotEmpty(t, h.Contract.Version, h.Name)
		}
		if h.Name == "generic" {
			continue
		}
		assert.True(t, strings.HasPrefix(h.Home, "~/"), h.Name)
		hooks := 0
		for _, f := range h.Files {
			assert.NotContains(t, f.Path, "//", h.Name)
			if f.Hooks {
				hooks++
			}
			if f.Of != "" {
				assert.NotNil(t, Find(f.Of), f.Of)
			}
			if f.Scope == Managed {
				assert.True(t, strings.HasPrefix(f.Path, "/") || strings.Contains(f.Path, `:\`), f.Path)
			}
		}
		assert.Positive(t, hooks, "%s has no file with hooks", h.Name)
	}
	assert.Len(t, Names(), len(All()))
	assert.Nil(t, Find(""))
	assert.Equal(t, "second-hand documented measured", SecondHand.String()+" "+Documented.String()+" "+Measured.String())
	assert.Equal(t, "runs prompts refuses", Runs.String()+" "+Prompts.String()+" "+Refuses.String())
}

func TestCanAsk(t *testing.T) {
	for name, want := range map[string]bool{"claude": true, "gemini": true, "codex": false, "cursor": false, "windsurf": false} {
		assert.Equal(t, want, Find(name).CanAsk(), name)
	}
}

func TestOn(t *testing.T) {
	paths := func(system string) (out []string) {
		for _, f := range Find("claude").On(system) {
			out = append(out, f.Path)
		}
		return out
	}
	assert.Contains(t, paths("linux"), "/etc/claude-code/managed-settings.json")
	assert.NotContains(t, paths("darwin"), "/etc/claude-code/managed-settings.json")
	assert.Contains(t, paths("darwin"), "/Library/Application Support/ClaudeCode/managed-settings.json")
	assert.Contains(t, paths("windows"), `C:\Program Files\ClaudeCode\managed-settings.json`)
	assert.Contains(t, paths("freebsd"), "~/.claude/settings.json")
}

func TestResolve(t *testing.T) {
	claude, gemini, copilot := Find("claude"), Find("gemini"), Find("copilot")
	none := func(string) string { return "" }
	set := func(name, value string) func(string) string {
		return func(n string) string {
			if n == name {
				return value
			}
			return ""
		}
	}
	for _, tt := range []struct {
		h    *Harness
		path string
		home string
		env  func(string) string
		want string
	}{
		{claude, "~/.claude/settings.json", "/home/u", none, "/home/u/.claude/settings.json"},
		{claude, "~/.claude/settings.json", "", none, ""},
		{claude, "~/.claude/settings.json", "", set("CLAUDE_CONFIG_DIR", "/c"), "/c/settings.json"},
		{claude, "~/.claude.json", "/home/u", set("CLAUDE_CONFIG_DIR", "/c"), "/home/u/.claude.json"},
		{claude, ".claude/settings.json", "/home/u", none, "/src/.claude/settings.json"},
		{claude, "/etc/claude-code/managed-settings.json", "", none, "/etc/claude-code/managed-settings.json"},
		{copilot, "~/.copilot/hooks/", "/home/u", none, "/home/u/.copilot/hooks/"},
		{gemini, "/etc/gemini-cli/settings.json", "", set("GEMINI_CLI_SYSTEM_SETTINGS_PATH", "/x.json"), "/x.json"},
		{gemini, "~/.gemini/settings.json", "/home/u", set("", "/nowhere"), "/home/u/.gemini/settings.json"},
	} {
		var file *File
		for i := range tt.h.Files {
			if tt.h.Files[i].Path == tt.path {
				file = &tt.h.Files[i]
			}
		}
		require.NotNil(t, file, tt.path)
		assert.Equal(t, tt.want, tt.h.Resolve(*file, tt.home, "/src", tt.env))
	}
}
