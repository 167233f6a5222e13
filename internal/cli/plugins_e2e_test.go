//go:build unix

package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// pluginSteps are the commands of a session that a plugin guards: at the end
// tagout is no longer on the PATH, and nothing runs any more.
func (l *lab) pluginSteps() []step {
	missing := l.stops("tagout is not on the PATH", "terraform plan -lock=false", "so this is refused")
	missing.before = func() error { return os.Remove(filepath.Join(l.bin, "tagout")) }
	return []step{
		l.stops("a refusal", "terraform destroy -auto-approve", "deny terraform-destroy: deletes every resource in the state"),
		l.runs("a pass", "terraform plan -var 'note=a  b'", "", "terraform plan -var note=a  b\n"),
		missing,
	}
}

// onPath puts tagout where a plugin looks for it.
func (l *lab) onPath() {
	l.Helper()
	require.NoError(l, os.Symlink(l.tagout, filepath.Join(l.bin, "tagout")))
}

// must runs the real program for something else than a session.
func (l *lab) must(args ...string) string {
	l.Helper()
	cmd := exec.Command(l.program, args...)
	cmd.Env, cmd.Dir = l.environ(), l.project
	out, err := cmd.CombinedOutput()
	require.NoError(l, err, string(out))
	return string(out)
}

func layout(t *testing.T, name string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("../../examples", name))
	require.NoError(t, err)
	return path
}

// TestClaudePlugin has the real Claude Code validate the plugin, and be guarded by it.
func TestClaudePlugin(t *testing.T) {
	t.Parallel()
	l := newLabOf(t, claudeAgent(realProgram(t, e2eClaude)), "terraform")
	l.onPath()
	dir := layout(t, "claude-plugin")
	for _, path := range []string{dir, filepath.Join(dir, ".claude-plugin", "plugin.json")} {
		assert.Contains(t, l.must("plugin", "validate", "--strict", path), "Validation passed")
	}
	l.extra = []string{"--plugin-dir", dir}
	l.follow(l.pluginSteps())
	l.hears()
}

// TestCodexPlugin has the real Codex install the plugin from its marketplace, and
// be guarded by it once it is trusted: before, Codex runs what it likes.
func TestCodexPlugin(t *testing.T) {
	t.Parallel()
	l := newLabOf(t, codexAgent(realProgram(t, e2eCodex)), "terraform")
	l.onPath()
	require.NoError(t, os.MkdirAll(filepath.Join(l.home, ".codex"), 0o755))
	l.must("plugin", "marketplace", "add", layout(t, "codex-plugin"))
	l.must("plugin", "add", "tagout@tagout")
	l.follow([]step{l.runs("untrusted", "terraform destroy", "", "terraform destroy\n")})
	l.trustAll()
	require.NoError(t, os.RemoveAll(filepath.Join(l.turns, "0")))
	l.follow(l.pluginSteps())
	l.hears()
}

// trustAll is what a person does with /hooks.
func (l *lab) trustAll() {
	l.Helper()
	wrapper := filepath.Join(l.bin, "codex-here")
	env := ""
	for _, kv := range l.environ() {
		env += " '" + kv + "'"
	}
	require.NoError(l, os.WriteFile(wrapper, []byte("#!/bin/sh\nexec env -i"+env+" '"+l.program+"' \"$@\"\n"), 0o755))
	require.NoError(l, command{}.withAppServer(wrapper, l.project, func(s *appServer) error {
		hooks, err := s.hooks(l.project)
		assert.Len(l, hooks, 2)
		for _, h := range hooks {
			if err == nil {
				err = s.trust(h)
			}
		}
		return err
	}))
}

// TestGeminiExtension has the real Gemini CLI validate and install the extension,
// and be guarded by it.
func TestGeminiExtension(t *testing.T) {
	t.Parallel()
	l := newGeminiLab(t)
	l.onPath()
	dir := layout(t, "gemini-extension")
	assert.Contains(t, l.must("extensions", "validate", dir), "successfully validated")
	l.must("extensions", "install", "--consent", "--skip-settings", dir)
	l.follow(l.pluginSteps())
	l.hears()
}

// hears holds the model to having been told where the conversation began.
func (l *lab) hears() {
	l.Helper()
	assert.Contains(l, l.model.heard.String(), "tagout judges every shell command here before it runs")
}
