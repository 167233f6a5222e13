package cli

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tagout/internal/harness"
	"tagout/internal/settings"
)

// plugins are the layouts of examples: a harness, where its hooks stand, and the
// manifests beside them.
var plugins = []struct {
	harness, hooks string
	manifests      []string
}{
	{"claude", "claude-plugin/hooks/hooks.json", []string{"claude-plugin/.claude-plugin/plugin.json", "claude-plugin/.claude-plugin/marketplace.json"}},
	{"codex", "codex-plugin/plugins/tagout/hooks/hooks.json", []string{"codex-plugin/plugins/tagout/.codex-plugin/plugin.json", "codex-plugin/.agents/plugins/marketplace.json"}},
	{"gemini", "gemini-extension/hooks/hooks.json", []string{"gemini-extension/gemini-extension.json"}},
}

type hookEntry struct {
	Matcher string
	Hooks   []struct {
		Type, Command, OnFailure string
		Timeout                  int
	}
}

func example(t *testing.T, name string, into any) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../../examples", name))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(data, into), name)
}

// TestPlugins holds the layouts to the tools and the time of what install writes.
func TestPlugins(t *testing.T) {
	for _, p := range plugins {
		t.Run(p.harness, func(t *testing.T) {
			for _, name := range p.manifests {
				var manifest struct{ Name string }
				example(t, name, &manifest)
				assert.Equal(t, "tagout", manifest.Name, name)
			}
			var file struct{ Hooks map[string][]hookEntry }
			example(t, p.hooks, &file)
			h := harness.Find(p.harness)
			r := h.Registration()
			var installed hookEntry
			require.NoError(t, json.Unmarshal(render(r.Entry, p.harness, "tagout"), &installed))
			require.Len(t, file.Hooks[r.Event], 1)
			require.NotEmpty(t, h.Start)
			require.Len(t, file.Hooks[h.Start[0]], 1)
			before, start := file.Hooks[r.Event][0], file.Hooks[h.Start[0]][0]
			assert.Equal(t, installed.Matcher, before.Matcher)
			assert.Equal(t, installed.Hooks[0].Timeout, before.Hooks[0].Timeout)
			assert.Equal(t, installed.Hooks[0].OnFailure, before.Hooks[0].OnFailure)
			line := "tagout hook --harness=" + p.harness
			assert.Equal(t, line, start.Hooks[0].Command)
			assert.True(t, strings.HasPrefix(before.Hooks[0].Command, line+" || {"), before.Hooks[0].Command)
			assert.True(t, settings.CallsHook(before.Hooks[0].Command), "doctor knows it")
		})
	}
}

// TestPluginWithoutTagout runs the lines of the layouts, and those that install
// writes, without tagout, with one that fails and with one that answers.
func TestPluginWithoutTagout(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("sh is not here")
	}
	lines := map[string]string{"install": closed("tagout hook --harness=codex")}
	for _, p := range plugins {
		var file struct{ Hooks map[string][]hookEntry }
		example(t, p.hooks, &file)
		lines[p.harness] = file.Hooks[harness.Find(p.harness).Registration().Event][0].Hooks[0].Command
	}
	dir := t.TempDir()
	for name, line := range lines {
		for _, try := range []struct {
			program, out string
			refused      bool
		}{
			{"", "", true},
			{"exit 1", "", true},
			{"exit 2", "", true},
			{"kill -9 $$", "", true},
			{"cat; exit 0", "event", false},
		} {
			program := filepath.Join(dir, "tagout")
			require.NoError(t, os.RemoveAll(program))
			if try.program != "" {
				require.NoError(t, os.WriteFile(program, []byte("#!/bin/sh\nPATH=/usr/bin:/bin\n"+try.program+"\n"), 0o755))
			}
			cmd := exec.Command(sh, "-c", line)
			var errw strings.Builder
			cmd.Env, cmd.Stdin, cmd.Stderr = []string{"PATH=" + dir}, strings.NewReader("event"), &errw
			out, err := cmd.Output()
			assert.Equal(t, try.out, string(out), "%s: %s", name, try.program)
			if !try.refused {
				assert.NoError(t, err, "%s: %s", name, try.program)
				assert.Empty(t, errw.String())
				continue
			}
			assert.Equal(t, 2, cmd.ProcessState.ExitCode(), "%s: %s", name, try.program)
			assert.Contains(t, errw.String(), "so this is refused", "%s: %s", name, try.program)
		}
	}
}
