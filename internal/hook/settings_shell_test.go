package hook

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tagout/policy"
)

// onDisk is a machine with a home and a project of these files, where the built-in
// policy judges, and the project.
func onDisk(t *testing.T, files map[string]string) (h Host, home, src string) {
	t.Helper()
	root, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	home, src = filepath.Join(root, "home"), filepath.Join(root, "src")
	require.NoError(t, os.MkdirAll(filepath.Join(src, ".git"), 0o755))
	for name, text := range files {
		name = filepath.Join(root, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
		require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
	}
	h = judged()
	h.World = policy.RealWorld()
	h.World.Getenv = func(name string) (string, bool) {
		switch name {
		case "HOME":
			return home, true
		case "CLAUDE_PROJECT_DIR":
			return src, true
		}
		return "", false
	}
	return h, home, src
}

const (
	claudeHook = `{"type":"command","command":"/x/tagout","args":["hook","--harness=claude"],"timeout":10,"onFailure":"block"}`
	claudeText = `{"model":"opus","hooks":{"PreToolUse":[{"matcher":"Bash|Write","hooks":[` + claudeHook + `]}]}}` + "\n"
	codexText  = "model = \"o3\"\n[[hooks.PreToolUse]]\nmatcher = \"Bash\"\n[[hooks.PreToolUse.hooks]]\ntype = \"command\"\ncommand = \"/x/tagout hook --harness=codex\"\n"
	geminiText = `{"model":{"name":"a"},"hooks":{"BeforeTool":[{"matcher":"run_shell_command","hooks":[{"type":"command","name":"tagout","command":"/x/tagout hook --harness=gemini"}]}]}}` + "\n"
	cursorText = `{"version":1,"hooks":{"beforeShellExecution":[{"command":"/x/tagout hook --harness=cursor","failClosed":true}],"stop":[{"command":"notify"}]}}` + "\n"
)

func settingsOnDisk() map[string]string {
	return map[string]string{
		"home/.claude/settings.json": claudeText, "src/.claude/settings.json": claudeText, "home/.codex/config.toml": codexText,
		"src/.gemini/settings.json": geminiText, "src/.cursor/hooks.json": cursorText, "src/good.json": claudeText, "src/off.json": `{"disableAllHooks":true}`,
		"src/part1": `{"model":"opus",`, "src/part2": `"env":{}}`,
	}
}

// TestCommandsByContent: a command whose text is known is judged by what it makes of
// the settings.
func TestCommandsByContent(t *testing.T) {
	h, _, src := onDisk(t, settingsOnDisk())
	hook := `"hooks":{"PreToolUse":[{"matcher":"Bash|Write","hooks":[` + claudeHook + `]}]}`
	for _, command := range []string{
		"cat > .claude/settings.json <<'E'\n{\"model\":\"sonnet\"," + hook + "}\nE", "cat <<'E' > ~/.claude/settings.json\n{\"permissions\":{\"allow\":[\"Bash(ls:*)\"]}," + hook + "}\nE",
		"printf '%s\\n' '{\"model\":\"sonnet\"," + hook + "}' > .claude/settings.json", "echo '{" + hook + "}' | tee .claude/settings.json", "echo '{" + hook + "}' | tee .claude/settings.json > /dev/null",
		"cp good.json .claude/settings.json", "cp good.json .claude/settings.json && ls", "mkdir -p .claude && cp -f good.json .claude/settings.json",
		"sed -i 's/opus/sonnet/' .claude/settings.json", "sed -i 's/opus/sonnet/' ~/.claude/settings.json && cat ~/.claude/settings.json", "sed 's/opus/sonnet/' .claude/settings.json > t && mv t .claude/settings.json",
		"jq '.permissions.allow += [\"Bash(ls:*)\"]' .claude/settings.json > t && mv t .claude/settings.json", "jq '.model = \"sonnet\"' ~/.claude/settings.json > /tmp/t && cp /tmp/t ~/.claude/settings.json", "jq '.model = \"sonnet\"' .claude/settings.json > .claude/t && mv .claude/t .claude/settings.json && jq . .claude/settings.json",
		"tmp=$(mktemp) && jq '.permissions.allow += [\"Bash(npm test:*)\"]' .claude/settings.json > \"$tmp\" && mv \"$tmp\" .claude/settings.json", "t=$(mktemp); sed s/opus/sonnet/ ~/.claude/settings.json > \"$t\"; mv \"$t\" ~/.claude/settings.json",
		"jq '.mcpServers.docs = {\"command\":\"docs\"}' .gemini/settings.json > t && mv t .gemini/settings.json", "sed 's/opus/sonnet/' .claude/settings.json > t; mv t .claude/settings.json", "mkdir -p .claude; echo '{\"permissions\":{\"deny\":[\"Read(.env)\"]}}' > .claude/settings.local.json",
		"sed -i 's/o3/gpt-5/' ~/.codex/config.toml", "printf '\\n[mcp_servers.docs]\\ncommand = \"docs\"\\n' >> ~/.codex/config.toml", "cat >> ~/.codex/config.toml <<'E'\n[tui]\nnotifications = true\nE",
		"sed -i 's/\"a\"/\"b\"/' .gemini/settings.json", "sed -i 's/,\"stop\":\\[{\"command\":\"notify\"}\\]//' .cursor/hooks.json", "bash -c \"sed -i s/opus/sonnet/ .claude/settings.json\"",
	} {
		got := hear(claude, wrote(t, "Bash", map[string]any{"command": command}, src), h)
		assert.Equal(t, goes, understood(claude, got), "%s: %v", command, got)
	}
	for _, command := range []string{
		"echo '{}' > .claude/settings.json", "cat > .claude/settings.json <<'E'\n{\"model\":\"sonnet\"}\nE", "cp off.json .claude/settings.local.json", "cp off.json .claude/settings.json", "echo '{\"disableAllHooks\":true}' | tee .claude/settings.local.json",
		"jq '.disableAllHooks = true' .claude/settings.json > t && mv t .claude/settings.json", "jq 'del(.hooks)' .claude/settings.json > t && mv t .claude/settings.json", "jq '.hooks.PreToolUse += [{\"hooks\":[{\"type\":\"command\"}]}]' ~/.claude/settings.json > t && mv t ~/.claude/settings.json",
		"jq . .claude/settings.json > .claude/settings.json", "jq . .claude/settings.json | tee .claude/settings.json", "jq . < .claude/settings.json | cat | tee .claude/settings.json", "cat .claude/settings.json > .claude/settings.json", "jq '.hooks = $h' --argjson h '{}' .claude/settings.json > t && mv t .claude/settings.json", "jq '.model |= ascii_downcase' .claude/settings.json > t && mv t .claude/settings.json",
		"sed -i 's/PreToolUse/Stop/' .claude/settings.json", "sed -i 's/\"timeout\":10/\"timeout\":0/' ~/.claude/settings.json", "sed -i 's/Bash|Write/Read/' .claude/settings.json", "sed -i '1d' .claude/settings.json", "sed -i 's/}$//' .claude/settings.json",
		"sed -i 's#/x/tagout#/bin/true#' .claude/settings.json", "printf x >> .claude/settings.json", "cat good.json good.json > .claude/settings.json", "sed 's/PreToolUse/Stop/' .claude/settings.json > t && mv t .claude/settings.json",
		"sed -i 's/matcher = \"Bash\"/matcher = \"X\"/' ~/.codex/config.toml", "printf '[features]\\nhooks = false\\n' >> ~/.codex/config.toml", "printf 'model = \"x\"\\n' >> ~/.codex/config.toml", "sed -i 's/failClosed\":true/failClosed\":false/' .cursor/hooks.json",
		"sed -i 's/{\"name\":\"a\"}/7/' .gemini/settings.json", "sed -i 's/^{/{\"hooksConfig\":{\"disabled\":[\"tagout\"]},/' .gemini/settings.json", "sed -i 's/\"stop\"/\"stops\"/' .cursor/hooks.json",
		// What may come of it is not one text, or the file is not as it was written.
		"if [ -e x ]; then X='{\"disableAllHooks\":true}'; else X='{}'; fi; printf '%s' \"$X\" > .claude/settings.local.json", "if [ -e x ]; then X='{\"disableAllHooks\":true}'; else X='{}'; fi; printf '%s' \"$X\" > t; cp t .claude/settings.local.json",
		"if [ -e x ]; then X='{\"model\":'; else X='\"opus\"}'; fi; { printf '%s' \"$X\"; } > .claude/settings.local.json", "cp part1 t; [ -e x ] && cat part2 >> t; cp t .claude/settings.local.json",
		"{ cat good.json; git version; } > .claude/settings.json", "{ cat good.json; git version; } > t; mv t .claude/settings.json", "{ cat good.json; cd /none; } > .claude/settings.json 2>&1", "{ cat good.json; cd /none; } &> .claude/settings.json",
		"cat good.json > t; chmod 0 t; mv t .claude/settings.json", "umask 777; cat good.json > t; mv t .claude/settings.json", "install -m 0 good.json .claude/settings.json", "cp --attributes-only good.json .claude/settings.json", "dd if=good.json of=.claude/settings.json bs=1 count=9",
		"ln -f good.json .claude/settings.json", "ln -sf ../good.json .claude/settings.json", "cat(){ echo '{}'; }; cat good.json > .claude/settings.json", "PATH=/tmp/x:$PATH; cat good.json | tee .claude/settings.json", "LD_PRELOAD=/tmp/x.so cp good.json .claude/settings.json",
		"sort -o .claude/settings.json good.json", "head -c 9 good.json > .claude/settings.json", "cp good.json .claude/settings.json; rm .claude/settings.json", "echo '{}' > .claude/settings.json; cp good.json .claude/settings.json", "[ -e x ] && { cat good.json; [ -e y ] && echo '{'; } > .claude/settings.json",
		"git apply <<'P'\n--- a/.claude/settings.json\n+++ b/.claude/settings.json\n@@ -1 +0,0 @@\n-" + claudeText + "P", "python3 -c \"open('.claude/settings.local.json','r+').write('{}')\"", "python3 -c \"f=open('t','w'); f.write('{'); f.write('}')\"; cp t .claude/settings.local.json",
		"node -e \"require('fs').writeFileSync('.claude/settings.local.json','{}',{flag:'a'})\"", "mv .claude/settings.json .claude/settings.local.json", "mv good.json off.json .claude/", "git checkout x -- good.json; cp good.json .claude/settings.json", "curl -so good.json https://example.com/x; cp good.json .claude/settings.json", "t=$(mktemp); cat off.json > \"$t\"; mv \"$t\" .claude/settings.json", "t=$(mktemp); mv \"$t\" .claude/settings.json", "cat good.json > t & mv t .claude/settings.json", "cat good.json | tee >(cat > t) > /dev/null; cp t .claude/settings.json", "make; sed -i s/opus/sonnet/ .claude/settings.json", "unzip -o x.zip && cat good.json > .claude/settings.json", "for i in 1 2; do cat good.json; done > .claude/settings.json", "curl -s https://example.com/s.json > .claude/settings.json",
	} {
		got := hear(claude, wrote(t, "Bash", map[string]any{"command": command}, src), h)
		assert.Contains(t, []effect{stops, prompts}, understood(claude, got), "%s: %v", command, got)
	}
}

// TestWhyACommandAsks: the question tells what the text does to the hook.
func TestWhyACommandAsks(t *testing.T) {
	h, _, src := onDisk(t, settingsOnDisk())
	for command, why := range map[string]string{
		"cp off.json .claude/settings.local.json":                      "with this edit it sets disableAllHooks",
		"sed -i 's/PreToolUse/Stop/' .claude/settings.json":            "with this edit it changes or removes the hook of tagout's",
		"printf '[features]\nhooks = false\n' >> ~/.codex/config.toml": "with this edit it sets features.hooks",
		"echo '{' > .claude/settings.local.json":                       "with this edit it would not be JSON",
		"sed -i 's/\"stop\"/\"stops\"/' .cursor/hooks.json":            "with this edit the whole file is dropped",
	} {
		got := hear(claude, wrote(t, "Bash", map[string]any{"command": command}, src), h)
		assert.Contains(t, got.out, why, command)
	}
}

// TestSettingsBehindLinks: settings are what a link of a home or a project leads to,
// too, for a command and for a file tool.
func TestSettingsBehindLinks(t *testing.T) {
	files := map[string]string{"home/dot/claude/settings.json": claudeText, "src/shared/gemini.json": geminiText, "src/shared/agents/hooks.json": "{}", "src/shared/other.json": "{}", "src/off.json": `{"disableAllHooks":true}`}
	h, home, src := onDisk(t, files)
	for link, to := range map[string]string{"home/.claude": "dot/claude", "src/.gemini/settings.json": "../shared/gemini.json", "src/.agents": "shared/agents"} {
		link = filepath.Join(filepath.Dir(home), link)
		require.NoError(t, os.MkdirAll(filepath.Dir(link), 0o755))
		require.NoError(t, os.Symlink(to, link))
	}
	for command, want := range map[string]effect{
		"echo '{}' > ~/dot/claude/settings.json":                          prompts,
		"echo '{}' > ~/.claude/settings.json":                             prompts,
		"sed -i s/opus/sonnet/ ~/dot/claude/settings.json":                goes,
		"sed -i s/opus/sonnet/ ~/.claude/settings.json":                   goes,
		"cp off.json ~/dot/claude/settings.json":                          prompts,
		"rm ~/dot/claude/settings.json":                                   prompts,
		"rm -r ~/dot/claude":                                              prompts,
		"jq . ~/.claude/settings.json | tee ~/dot/claude/settings.json":   prompts,
		"echo x > ~/dot/claude/CLAUDE.md":                                 goes,
		"echo '{}' > shared/gemini.json":                                  prompts,
		"cd shared && echo '{}' > gemini.json":                            prompts,
		"sed -i 's/\"a\"/\"b\"/' shared/gemini.json":                      goes,
		"sed -i 's/\"a\"/\"b\"/' .gemini/settings.json":                   goes,
		"sed -i 's/BeforeTool/AfterTool/' shared/gemini.json":             prompts,
		"echo '{\"x\":{\"PreToolUse\":[{}]}}' > shared/agents/hooks.json": prompts,
		"echo '{}' > shared/other.json":                                   goes,
		"ln -sfn /tmp/x .gemini/settings.json":                            prompts,
	} {
		got := hear(claude, wrote(t, "Bash", map[string]any{"command": command}, src), h)
		assert.Equal(t, want, understood(claude, got), "%s: %v", command, got)
	}
	for _, tt := range []struct {
		path, from, to string
		want           effect
	}{
		{filepath.Join(home, "dot/claude/settings.json"), "opus", "sonnet", goes}, {filepath.Join(home, ".claude/settings.json"), "opus", "sonnet", goes}, {filepath.Join(home, "dot/claude/settings.json"), "PreToolUse", "Stop", prompts},
		{"shared/gemini.json", `"a"`, `"b"`, goes}, {"shared/gemini.json", "BeforeTool", "AfterTool", prompts}, {".gemini/settings.json", `{"name":"a"}`, `7`, prompts}, {"shared/other.json", "{}", "{", goes}, {"shared/agents/hooks.json", "{}", `{"x":{"PreToolUse":[{}]}}`, prompts},
	} {
		got := hear(claude, wrote(t, "Edit", map[string]any{"file_path": tt.path, "old_string": tt.from, "new_string": tt.to}, src), h)
		assert.Equal(t, tt.want, understood(claude, got), "%v: %v", tt, got)
	}
}
