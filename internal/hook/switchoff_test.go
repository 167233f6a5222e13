package hook

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tagout/internal/harness"
	"tagout/policy"
)

// judged is a machine without files where the built-in policy judges.
func judged() Host {
	h := testHost()
	h.Judge = func(...string) (Judge, error) { return policy.Builtin(), nil }
	return h
}

// proposed is a harness's own event for a command in /src.
func proposed(t *testing.T, name, command string) []byte {
	t.Helper()
	event := harness.GenericEvent
	if r := harness.Find(name).Registration(); r != nil {
		event = r.Canary
	}
	text, err := json.Marshal(command)
	require.NoError(t, err)
	return []byte(strings.NewReplacer("COMMAND", string(text), "DIR", `"/src"`).Replace(event))
}

// stopped holds a harness to not running a call without a person.
func stopped(t *testing.T, name string, event []byte, what string) {
	t.Helper()
	got := hear(name, event, judged())
	assert.Contains(t, []effect{stops, prompts}, understood(name, got), "%s: %s: %v", name, what, got)
}

// sample is a file of a row as a command in the project names it, "" for one of
// another system.
func sample(f harness.File) string {
	path := f.Path
	if strings.HasSuffix(path, "/") {
		path += "x.json"
	}
	if strings.Contains(path, `:\`) {
		return ""
	}
	return path
}

// TestSettingsOfEveryHarness holds both lists of what registers the guard, the
// hook's own and the policy's class, to the rows of internal/harness.
func TestSettingsOfEveryHarness(t *testing.T) {
	for _, h := range harness.All() {
		for _, f := range h.Files {
			path := sample(f)
			if path == "" || !f.Hooks {
				continue
			}
			s := session{host: judged()}
			assert.NotEmpty(t, s.guarded(path, "/src"), "%s: %s", h.Name, path)
			word := strings.ReplaceAll(path, " ", `\ `)
			for _, command := range []string{"echo '{}' > " + word, "rm " + word, "cp x " + word, "sed -i s/a/b/ " + word} {
				stopped(t, h.Name, proposed(t, h.Name, command), command)
			}
		}
	}
}

// switchOff is a way to be rid of a hook: facts measured or documented for the
// harness that it names, "" for every one.
type switchOff struct{ harness, command string }

// switchOffs are ways that a shell takes. The settings' own are those of
// TestSettingsOfEveryHarness, whatever is written.
func switchOffs() []switchOff {
	return []switchOff{
		{"", `printf '{"disableAllHooks":true}' > .claude/settings.json`},
		{"", `echo '{"disableAllHooks":true}' | tee ~/.claude/settings.json`},
		{"", `python3 -c 'open(".claude/settings.json","w").write("{}")'`},
		{"", `jq '.disableAllHooks=true' .claude/settings.json > t && mv t .claude/settings.json`},
		{"", "claude --settings '{\"disableAllHooks\":true}' -p x"},
		{"", "claude --setting-sources project -p x"},
		{"", "claude --bare -p x"},
		{"", "claude --safe-mode -p x"},
		{"", "CLAUDE_CODE_SIMPLE=1 claude -p x"},
		{"", "CLAUDE_CONFIG_DIR=/tmp/empty claude -p x"},
		{"", "HOME=/tmp/empty claude -p x"},
		{"", "env -i PATH=$PATH HOME=/tmp/empty claude -p x"},
		{"", "codex --disable hooks exec x"},
		{"", "codex -c features.hooks=false exec x"},
		{"", "CODEX_HOME=/tmp/empty codex exec x"},
		{"", "printf '[features]\\nhooks = false\\n' >> .codex/config.toml"},
		{"", "sed -i s/trusted_hash/x/ ~/.codex/config.toml"},
		{"", `echo '{"hooksConfig":{"enabled":false}}' > .gemini/settings.json`},
		{"", `echo '{"hooksConfig":{"disabled":["tagout"]}}' > .gemini/settings.json`},
		{"", "GEMINI_CLI_SYSTEM_SETTINGS_PATH=/tmp/x gemini -p x"},
		{"codex", "bash"}, {"codex", "sh -i"}, // what is typed into it later is not hooked
		{"codex", "python3"},
		// The eight by which the largest rival was switched off.
		{"", "tagout uninstall claude"},
		{"", "tagout trust"},
		{"", "printf 'version = 1' > .tagout.toml"},
		{"", "rm ~/.claude/settings.json"},
		{"", "sed -i /tagout/d ~/.claude/settings.json"},
		{"", "export TAGOUT_BYPASS=1"},
		{"", "rm $(which tagout)"},
		{"", "rm $(command -v tagout)"},
		{"", "rm ~/.local/share/tagout/bin/tagout"},
		{"", "TAGOUT_SHIM=1 terraform plan"},
		{"", "pkill tagout"},
		{"", "killall -9 tagout-hook"},
		{"", "kill $(pgrep tagout)"},
		{"", "cp /bin/true ~/.local/share/tagout/bin/tagout"},
		{"", "ln -sf /bin/true ~/.local/share/tagout/bin/tagout"},
		{"", "chmod -x ~/.local/share/tagout/bin/tagout"},
	}
}

func TestSwitchOffs(t *testing.T) {
	for _, h := range harness.Names() {
		for _, off := range switchOffs() {
			if off.harness == "" || off.harness == h {
				stopped(t, h, proposed(t, h, off.command), off.command)
			}
		}
	}
}

// TestSwitchOffsByWrite is the same by the file tools of Claude Code.
func TestSwitchOffsByWrite(t *testing.T) {
	for _, path := range []string{"/src/.claude/settings.json", ".claude/settings.local.json", "/home/u/.claude/settings.json", "/home/u/.codex/config.toml",
		"/src/.gemini/settings.json", "/src/.cursor/hooks.json", "/src/.github/hooks/x.json", "/src/.tagout.toml", "/home/u/.local/state/tagout/trust.json", "/opt/tagout"} {
		for _, tool := range []string{"Write", "Edit", "MultiEdit", "NotebookEdit"} {
			field := "file_path"
			if tool == "NotebookEdit" {
				field = "notebook_path"
			}
			stopped(t, claude, wrote(t, tool, map[string]any{field: path, "content": `{"disableAllHooks":true}`}), tool+" "+path)
		}
	}
}

// wrote is an event of Claude Code's for a tool, in /src or another directory.
func wrote(t *testing.T, tool string, input map[string]any, dir ...string) []byte {
	t.Helper()
	dir = append(dir, filepath.FromSlash("/src"))
	text, err := json.Marshal(map[string]any{"hook_event_name": "PreToolUse", "permission_mode": "default", "cwd": dir[0], "tool_name": tool, "tool_input": input})
	require.NoError(t, err)
	return text
}

// TestEditsByContent judges an edit of Claude Code's settings by what it makes of
// the file: one that leaves the hook as it is raises no question.
func TestEditsByContent(t *testing.T) {
	home := t.TempDir()
	file := filepath.Join(home, ".claude", "settings.json")
	require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
	require.NoError(t, os.WriteFile(file, []byte(`{"model":"opus","hooks":{"PreToolUse":[{"matcher":"*","hooks":[{"type":"command","command":"/x/tagout hook"}]}]}}`), 0o600))
	h := judged()
	h.World = policy.RealWorld()
	h.World.Getenv = func(name string) (string, bool) {
		if name == "HOME" {
			return home, true
		}
		return "", false
	}
	edit := func(from, to string) map[string]any {
		return map[string]any{"file_path": file, "old_string": from, "new_string": to}
	}
	for _, tt := range []struct {
		tool  string
		input map[string]any
		want  effect
	}{
		{"Edit", edit("opus", "sonnet"), goes},
		{"Edit", edit("/x/tagout hook", "true"), prompts},
		{"Edit", edit("nowhere", "x"), prompts},
		{"Edit", map[string]any{"file_path": file}, prompts},
		{"MultiEdit", map[string]any{"file_path": file, "edits": []any{edit("opus", "a"), edit(`"a"`, `"b"`)}}, goes},
		{"MultiEdit", map[string]any{"file_path": file, "edits": []any{edit("opus", "a"), edit(`"*"`, `"Read"`)}}, prompts},
		{"Write", map[string]any{"file_path": file, "content": "{}"}, prompts},
		{"Write", map[string]any{"file_path": filepath.Join(home, ".claude", "settings.local.json"), "content": `{"permissions":{"allow":["Bash(go test:*)"]}}`}, goes},
		{"Write", map[string]any{"file_path": "/src/.claude/settings.json", "content": `{"disableAllHooks":true}`}, prompts},
		{"Write", map[string]any{"file_path": "/src/.claude/settings.json", "content": `{"disableAllHooks":"true"}`}, prompts},
		{"Write", map[string]any{"file_path": "/src/.claude/commands/x.md", "content": "x"}, goes},
		{"Write", map[string]any{"file_path": "/src/.claude/agents/x.md", "content": "x"}, goes},
		{"Write", map[string]any{"file_path": "/src/.claude/skills/x/SKILL.md", "content": "x"}, goes},
		{"Edit", map[string]any{"file_path": "/src/CLAUDE.md", "old_string": "x", "new_string": "y"}, goes},
		{"Write", map[string]any{"file_path": filepath.Join(home, ".claude", "CLAUDE.md"), "content": "x"}, goes},
	} {
		got := hear(claude, wrote(t, tt.tool, tt.input), h)
		assert.Equal(t, tt.want, understood(claude, got), "%s %v: %v", tt.tool, tt.input, got)
	}
}

// TestOwnEnvironment asks nothing because of what a person, or a shim of ours, has
// set around the command.
func TestOwnEnvironment(t *testing.T) {
	env := map[string]string{"HOME": "/tmp/home", "CLAUDE_CONFIG_DIR": "/cfg", "CODEX_HOME": "/cx", "CLAUDE_CODE_SIMPLE": "1", "GEMINI_CLI_HOME": "/g", "TAGOUT_SHIM": "/x", "TAGOUT_SHELL": "/bin/sh"}
	h := judged()
	h.World.Getenv = func(name string) (string, bool) { v, ok := env[name]; return v, ok }
	for _, command := range []string{"claude -p x", "codex exec x", "gemini -p x", "terraform plan", "ls", "bash -c 'claude -p x'"} {
		assert.Equal(t, goes, understood(claude, hear(claude, proposed(t, claude, command), h)), command)
	}
}
