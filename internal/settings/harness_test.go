package settings

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tagout/internal/harness"
)

// settingsCase is a settings file with the guard's hook in it, and edits of it, each
// what is replaced and by what.
type settingsCase struct {
	harness, name, text string
	keeps, weakens      [][2]string
}

const line = `"/x/tagout hook --harness=h"`

func settingsCases() []settingsCase {
	return []settingsCase{
		{"codex", "/home/u/.codex/hooks.json", `{"description":"d","hooks":{"PreToolUse":[{"matcher":"^(Bash|apply_patch)$","hooks":[{"type":"command","command":` + line + `,"timeout":10}]}],"Stop":[{"hooks":[{"type":"command","command":"notify"}]}]}}`,
			[][2]string{{`"d"`, `"e"`}, {`{"description"`, "{\n\"description\""}},
			[][2]string{{`"timeout":10`, `"timeout":0`}, {`"PreToolUse"`, `"PostToolUse"`}, {line, `"true"`}, {`^(Bash|apply_patch)$`, `^apply_patch$`}, {`"description":"d"`, `"version":1`}, {`"notify"`, `"other"`},
				{`,"Stop":[{"hooks":[{"type":"command","command":"notify"}]}]`, ``}, {`{"description"`, `{,"description"`}, {`{"description":"d",`, "{// x\n"}}},
		{"codex", "/src/.codex/config.toml", "model = \"o3\"\napproval_policy = \"on-request\"\n\n[features]\nhooks = true\n\n[mcp_servers.docs]\ncommand = \"docs\"\n\n[mcp_servers.guard]\ncommand = \"/x/tagout\"\nargs = [\"mcp\"]\n\n[[hooks.PreToolUse]]\nmatcher = \"Bash\"\n[[hooks.PreToolUse.hooks]]\ntype = \"command\"\ncommand = " + line + "\ntimeout = 10\n\n[hooks.state.\"x:pre_tool_use:0:0\"]\ntrusted_hash = \"sha256:a\"\n",
			[][2]string{{`"o3"`, `"gpt-5"`}, {`"on-request"`, `"never"`}, {`"docs"` + "\n", "\"npx\"\nargs = [\"docs\"]\n"}, {"[mcp_servers.docs]\ncommand = \"docs\"\n", "# no servers\n"}, {"[features]", "[mcp_servers.new]\nurl = \"https://example.com\"\n\n[features]"}},
			[][2]string{{"hooks = true", "hooks = false"}, {"hooks = true\n", ""}, {"hooks = true", "hooks = true\nunified_exec = true"}, {"sha256:a", "sha256:b"}, {"timeout = 10", "timeout = 0"}, {`matcher = "Bash"`, `matcher = "Read"`}, {`matcher = "Bash"`, `matcher = Bash`},
				{"[features]", "[projects.\"/tmp/x\"]\ntrust_level = \"trusted\"\n\n[features]"}, {"model =", "allow_managed_hooks_only = true\nmodel ="}, {`"o3"`, `7`}, {"model =", "model = \"a\"\nmodel ="}, {`"/x/tagout"`, `"other"`}, {"[features]", "[profiles.x.features]\nhooks = false\n\n[features]"}}},
		{"gemini", "/src/.gemini/settings.json", `{"model":{"name":"a"},/* mine */"mcpServers":{"docs":{"command":"docs"}},"tools":{"allowed":["run_shell_command(ls)"]},"hooksConfig":{"enabled":true},"hooks":{"BeforeTool":[{"matcher":"run_shell_command","hooks":[{"type":"command","name":"tagout","command":` + line + `,"timeout":10000}]}]}}`,
			[][2]string{{`"a"`, `"b"`}, {`"run_shell_command(ls)"`, `"run_shell_command(ls)","run_shell_command(go test)"`}, {`/* mine */`, "// yours\n"}, {`"docs":{`, `"new":{"url":"x"},"docs":{`}, {`"model":{"name":"a"},`, `"ui":{"theme":"x"},`}},
			[][2]string{{`"enabled":true`, `"enabled":false`}, {`{"enabled":true}`, `{"enabled":true,"disabled":["tagout"]}`}, {`"hooksConfig":{"enabled":true},`, ``}, {`"timeout":10000`, `"timeout":0`}, {`"name":"tagout"`, `"name":"x"`}, {`"BeforeTool"`, `"AfterTool"`},
				{`"matcher":"run_shell_command"`, `"matcher":"x"`}, {`{"allowed":`, `{"enableHooks":false,"allowed":`}, {`"tools":`, `"tools":[],"tool":`}, {`{"name":"a"}`, `7`}, {`"hooks":{`, `"hooks":{"enabled":false,`}, {`{"model"`, `{"security":{"folderTrust":{"enabled":true}},"model"`}, {`"docs":{"command":"docs"}`, `"docs":[]`}, {`{"model"`, `{"model"` + "\n["}}},
		{"qwen", "/home/u/.qwen/settings.json", `{"disableAllHooks":false,"model":{"name":"a"},"hooks":{"PreToolUse":[{"matcher":"^run_shell_command$","hooks":[{"type":"command","name":"tagout","command":` + line + `,"timeout":10000}]}]}}`,
			[][2]string{{`"a"`, `"b"`}, {`"model":`, `"permissions":{"allow":["Bash(ls)"]},"model":`}},
			[][2]string{{`"disableAllHooks":false`, `"disableAllHooks":true`}, {`"disableAllHooks":false`, `"disableAllHooks":"true"`}, {`"disableAllHooks":false,`, ``}, {line, `"true"`}, {`"model":`, `"env":{"QWEN_CODE_SYSTEM_SETTINGS_PATH":"/tmp/x"},"model":`}, {`"PreToolUse":[{"matcher":"^run_shell_command$","hooks":[{`, `"PreToolUse":[{"matcher":"^run_shell_command$","hooks":[{"async":true,`}}},
		{"antigravity", "/src/.agents/hooks.json", `{"tagout":{"PreToolUse":[{"matcher":"run_command","hooks":[{"type":"command","command":` + line + `,"timeout":10}]}]},"mine":{"Stop":[{"hooks":[{"type":"command","command":"notify"}]}]}}`,
			[][2]string{{`,"mine":{"Stop":[{"hooks":[{"type":"command","command":"notify"}]}]}`, ``}, {`{"tagout"`, `{ "tagout"`}},
			[][2]string{{`"tagout":{`, `"tagout":{"enabled":false,`}, {`"matcher":"run_command"`, `"matcher":"x"`}, {`"PreToolUse"`, `"PostToolUse"`}, {`"notify"`, `"other"`}, {`"mine":`, `"new":{"PreToolUse":[{"hooks":[{"type":"command","command":"x"}]}]},"mine":`}, {`"timeout":10`, `"timeout":0`}, {`"tagout":{`, `"tagouts":{`}}},
		{"cursor", "/src/.cursor/hooks.json", `{"version":1,"hooks":{"beforeShellExecution":[{"command":` + line + `,"timeout":10,"failClosed":true}],"afterFileEdit":[{"command":"fmt"}]}}`,
			[][2]string{{`,"afterFileEdit":[{"command":"fmt"}]`, ``}, {`{"version"`, "{\n  \"version\""}},
			[][2]string{{`"failClosed":true`, `"failClosed":false`}, {`"beforeShellExecution"`, `"afterShellExecution"`}, {`"afterFileEdit"`, `"afterFileEdits"`}, {`"version":1`, `"version":2`}, {`"version":1,`, ``}, {`"fmt"`, `"x"`}, {`"timeout":10`, `"timeout":0.001`}, {`[{"command":"fmt"}]`, `{}`}, {`{"version"`, `{/**/"version"`}}},
		{"copilot", "/src/.github/hooks/tagout.json", `{"version":1,"hooks":{"preToolUse":[{"type":"command","matcher":"bash","bash":` + line + `,"timeoutSec":10}]}}`,
			[][2]string{{`{"version"`, "{ \"version\""}},
			[][2]string{{`"timeoutSec":10`, `"timeoutSec":0`}, {`"matcher":"bash"`, `"matcher":"x"`}, {`"version":1`, `"version":1,"disableAllHooks":true`}, {`"bash":` + line, `"bash":"true"`}, {`[{"type"`, `[{"type":"command","bash":"x"},{"type"`}}},
		{"copilot", "/home/u/.copilot/settings.json", `{"model":"a","hooks":{"preToolUse":[{"type":"command","bash":` + line + `,"timeoutSec":10}]}}`,
			[][2]string{{`"a"`, `"b"`}, {`"model":"a"`, `"model":"a","theme":"dark"`}},
			[][2]string{{`"model":"a"`, `"disableAllHooks":true`}, {`"model":"a"`, `"trusted_folders":["/"]`}, {`"a"`, `1`}}},
		{"windsurf", "/home/u/.codeium/windsurf/hooks.json", `{"hooks":{"pre_run_command":[{"command":` + line + `,"show_output":true}],"post_write_code":[{"command":"fmt"}]}}`,
			[][2]string{{`,"post_write_code":[{"command":"fmt"}]`, ``}},
			[][2]string{{line, `"true"`}, {`"pre_run_command"`, `"post_run_command"`}, {`"fmt"`, `"x"`}, {`{"hooks"`, `{"hook"`}, {`"show_output":true`, `"show_output":true,"working_directory":"/x"`}}},
		{"kiro", "/src/.kiro/hooks/tagout.json", `{"version":"v1","hooks":[{"name":"tagout","trigger":"PreToolUse","matcher":"shell","action":{"type":"command","command":` + line + `},"timeout":10,"enabled":true},{"name":"x","trigger":"Stop","action":{"type":"command","command":"x"}}]}`,
			[][2]string{{`,{"name":"x","trigger":"Stop","action":{"type":"command","command":"x"}}`, ``}},
			[][2]string{{`"enabled":true`, `"enabled":false`}, {`"PreToolUse"`, `"PostToolUse"`}, {`"matcher":"shell"`, `"matcher":"read"`}, {`"version":"v1"`, `"version":"v2"`}, {`"hooks":[`, `"hooks":{"a":[`}, {`"timeout":10`, `"timeout":0`}}},
		{"kiro", "/home/u/.kiro/agents/dev.json", `{"name":"dev","prompt":"p","tools":["*"],"hooks":{"preToolUse":[{"matcher":"execute_bash","command":` + line + `,"timeout_ms":10000}]}}`,
			[][2]string{{`"p"`, `"q"`}, {`["*"]`, `["read"],"allowedTools":["read"]`}, {`"prompt":"p"`, `"mcpServers":{"docs":{"command":"docs"}}`}},
			[][2]string{{`"timeout_ms":10000`, `"timeout_ms":1`}, {`"name":"dev"`, `"name":"other"`}, {`["*"]`, `7`}, {`"preToolUse"`, `"postToolUse"`}}},
		{"droid", "/src/.factory/settings.json", `{"model":"a","commandAllowlist":["ls"],"hooks":{"PreToolUse":[{"matcher":"^Execute$","hooks":[{"type":"command","command":` + line + `,"timeout":10}]}]}}`,
			[][2]string{{`"a"`, `"b"`}, {`["ls"]`, `["ls","go test ./..."]`}, {`{"model"`, "{// mine\n\"model\""}},
			[][2]string{{`"model":"a"`, `"hooksDisabled":true`}, {`^Execute$`, `^Edit$`}, {`["ls"]`, `"ls"`}, {`"PreToolUse"`, `"PostToolUse"`}, {`"timeout":10`, `"timeout":0`}}},
		{"grok", "/src/.grok/hooks/tagout.json", `{"hooks":{"PreToolUse":[{"matcher":"Bash","hooks":[{"type":"command","command":` + line + `,"timeout":10}]}]}}`,
			[][2]string{{`{"hooks":{"Pre`, "{\n\"hooks\":{\"Pre"}},
			[][2]string{{`"matcher":"Bash"`, `"matcher":"Read"`}, {`"PreToolUse"`, `"Stop"`}, {line, `"true"`}, {`"timeout":10`, `"timeout":0`}, {`{"hooks":{"Pre`, `{"disabled":true,"hooks":{"Pre`}}},
		{"kimi", "/home/u/.kimi-code/config.toml", "default_model = \"k2\"\n\n[[hooks]]\nevent = \"PreToolUse\"\nmatcher = \"Bash\"\ncommand = " + line + "\ntimeout = 10\n",
			[][2]string{{`"k2"`, `"k3"`}, {"\n\n", "\ndefault_yolo = true\n\n"}},
			[][2]string{{`"PreToolUse"`, `"Stop"`}, {`matcher = "Bash"`, `matcher = "Read"`}, {"timeout = 10", "timeout = 0"}, {"[[hooks]]", "[[hook]]"}, {`"k2"`, `k2`}, {"[[hooks]]", "[[hooks]]\nevent = \"PreToolUse\"\ncommand = \"x\"\n\n[[hooks]]"}}},
		{"augment", "/src/.augment/settings.json", `{"toolPermissions":[],"hooks":{"PreToolUse":[{"matcher":"launch-process","hooks":[{"type":"command","command":` + line + `,"timeout":10000}]}]}}`,
			[][2]string{{`[]`, `[{"toolName":"launch-process","permission":{"type":"allow"}}]`}, {`"toolPermissions":[]`, `"mcpServers":{"docs":{"command":"docs"}}`}},
			[][2]string{{`"toolPermissions":[]`, `"toolPermissions":{}`}, {`"matcher":"launch-process"`, `"matcher":"x"`}, {`"timeout":10000`, `"timeout":0`}, {`{"toolPermissions"`, `{"unheard":1,"toolPermissions"`}}},
		{"opencode", "/home/u/.config/opencode/opencode.json", `{"model":"a","plugin":["x"],"mcp":{"docs":{"type":"local"}}}`,
			[][2]string{{`"a"`, `"b"`}, {`"docs":{`, `"new":{"type":"remote"},"docs":{`}},
			[][2]string{{`["x"]`, `[]`}, {`"model":"a"`, `"pure":true`}, {`"a"`, `1`}}},
		{"claude", "/home/u/.claude.json", `{"theme":"dark","projects":{"/src":{"allowedTools":[]}},"mcpServers":{"docs":{"command":"docs"}}}`,
			[][2]string{{`"dark"`, `"light"`}, {`"docs":{`, `"new":{"url":"x"},"docs":{`}},
			[][2]string{{`"allowedTools":[]`, `"hasTrustDialogAccepted":true`}, {`"dark"`, `1`}}},
	}
}

// TestEditsOfEveryHarness: an edit that leaves the hook as effective as it was is let
// pass, one that removes it, turns it off or voids the file is not.
func TestEditsOfEveryHarness(t *testing.T) {
	seen := map[string]bool{"claude": true} // which has a table of its own
	for _, c := range settingsCases() {
		seen[c.harness] = true
		f := file(t, c.name)
		require.Equal(t, c.harness, f.h.Name)
		edited := func(way [2]string) string {
			out, err := Apply(c.text, []Edit{{Old: way[0], New: way[1]}})
			require.NoError(t, err, "%s %q", c.harness, way)
			return f.Weakens(c.text, out)
		}
		for _, way := range c.keeps {
			assert.Empty(t, edited(way), "%s: %q", c.name, way)
		}
		for _, way := range c.weakens {
			assert.NotEmpty(t, edited(way), "%s: %q", c.name, way)
		}
		assert.Empty(t, f.Weakens(c.text, c.text), c.name)
		assert.NotEmpty(t, f.Weakens(c.text, ""), c.name)
		assert.NotEmpty(t, f.Weakens(c.text, "[]"), c.name)
		assert.NotEmpty(t, f.Weakens(c.text, c.text[:len(c.text)-3]+"{"), c.name)
	}
	for _, h := range harness.All() {
		r := h.Registration()
		if r != nil && r.Format != harness.Script && r.Format != harness.TypeScript && h.Name != "vscode" { // whose files are another's
			assert.True(t, seen[h.Name], h.Name)
		}
	}
}

// TestEmptyLists: where settings of a project may stand in the place of a person's, a
// list of no hooks does, too. Claude Code's are put together.
func TestEmptyLists(t *testing.T) {
	for name, event := range map[string]string{"/src/.gemini/settings.json": "BeforeTool", "/src/.qwen/settings.json": "PreToolUse", "/src/.factory/settings.json": "PreToolUse", "/src/.cursor/hooks.json": "beforeShellExecution", "/src/.augment/settings.json": "PreToolUse"} {
		assert.NotEmpty(t, file(t, name).Weakens("{}", `{"hooks":{"`+event+`":[]}}`), name)
		assert.NotEmpty(t, file(t, name).Weakens("", `{"hooks":{}}`), name)
	}
	assert.Empty(t, claude(t).Weakens("{}", `{"hooks":{"PreToolUse":[]}}`))
}

// TestFilesOfNoShape are those whose content is not judged.
func TestFilesOfNoShape(t *testing.T) {
	for _, name := range []string{
		"/etc/claude-code/managed-settings.json", "/etc/codex/requirements.toml", "/src/.factory/hooks.json", "/src/.opencode/plugins/tagout.js", "/src/.clinerules/hooks/PreToolUse",
		"/src/.github/hooks/x.sh", "/src/.github/hooks/a/x.json", "/src/settings.json", "/src/.tagout.toml", "/src/.claude/settings.json.bak", "/src/x.claude/settings.json", "/home/u/.grok/trusted_folders.toml", "/SRC/.CLAUDE/settings.json", "",
	} {
		_, ok := Of(name, func(string) string { return "" })
		assert.False(t, ok, name)
	}
	for _, name := range []string{"/cfg/settings.json", "/cfg/settings.local.json"} {
		_, ok := Of(name, func(v string) string { return map[string]string{"CLAUDE_CONFIG_DIR": "/cfg"}[v] })
		assert.True(t, ok, name)
	}
}
