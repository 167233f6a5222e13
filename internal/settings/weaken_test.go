package settings

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const registered = `{"model":"opus","permissions":{"allow":["Bash(ls *)"],"deny":["Read(.env)"]},"env":{"A":"1"},
 "hooks":{"PreToolUse":[{"matcher":"Bash|Write","hooks":[{"type":"command","command":"/x/tagout","args":["hook","--harness=claude"],"timeout":10,"onFailure":"block"}]}],
 "Stop":[{"hooks":[{"type":"command","command":"notify"}]}]}}`

// file is a settings file by its name.
func file(t *testing.T, name string) *File {
	t.Helper()
	f, ok := Of(name, func(string) string { return "" })
	require.True(t, ok, name)
	return &f
}

func claude(t *testing.T) *File { t.Helper(); return file(t, "/home/u/.claude/settings.json") }

// replaced is an edit of the file above.
func replaced(t *testing.T, from, to string) string {
	t.Helper()
	out, err := Apply(registered, []Edit{{Old: from, New: to}})
	require.NoError(t, err, from)
	return claude(t).Weakens(registered, out)
}

func TestWeakens(t *testing.T) {
	for _, way := range [][2]string{
		{`"timeout":10`, `"timeout":0`}, {`"onFailure":"block"`, `"onFailure":"deny"`}, {`,"onFailure":"block"`, ``}, {`"/x/tagout"`, `"/bin/true"`}, {`"hook","--harness=claude"`, `"version"`},
		{`"Bash|Write"`, `"Read"`}, {`"PreToolUse"`, `"PostToolUse"`}, {`"model":"opus"`, `"disableAllHooks":true`}, {`"A":"1"`, `"CLAUDE_CODE_SIMPLE":"1"`},
		{`"command":"notify"`, `"prompt":"x"`}, {`"notify"`, `"rm -rf ~"`}, {`"type":"command","command":"notify"`, `"type":"command"`}, {`"hooks":{`, `"hooks":{},"x":{`},
		{`{"model"`, `{,"model"`}, {`"opus"`, `7`}, {`"model":"opus"`, `"allowManagedHooksOnly":true`}, {`"A":"1"`, `"HOME":"/tmp/x"`},
		{`"Read(.env)"`, `7`}, {`"deny"`, `"unheard"`}, {`"env":{"A":"1"}`, `"env":["A"]`}, {`"model":"opus",`, `"strictPluginOnlyCustomization":true,`}, {`"matcher":"Bash|Write",`, `"matcher":"x","matcher":"Bash|Write",`},
		{`"model":"opus"`, `"autoUpdatesChannel":"nightly"`}, {`"model":"opus"`, `"cleanupPeriodDays":1`}, {`"model":"opus"`, `"enableAllProjectMcpServers":true`},
		{`"model":"opus"`, `"enabledMcpjsonServers":["x"]`}, {`"model":"opus"`, `"apiKeyHelper":"x"`}, {`"model":"opus"`, `"statusLine":{"type":"command","command":"x"}`},
		{`"model":"opus"`, `"enabledPlugins":{"x@y":true}`}, {`"A":"1"`, `"PATH":"/tmp/x"`}, {`"A":"1"`, `"BASH_FUNC_git%%":"() { x; }"`}, {`"A":"1"`, `"PROMPT_COMMAND":"x"`},
	} {
		assert.NotEmpty(t, replaced(t, way[0], way[1]), way)
	}
	assert.NotEmpty(t, claude(t).Weakens(registered, "{}"))
	assert.NotEmpty(t, claude(t).Weakens(registered, ""))
	assert.NotEmpty(t, claude(t).Weakens("version = 1", "{}"))
	assert.NotEmpty(t, claude(t).Weakens("", `{"disableAllHooks":true}`))
	assert.NotEmpty(t, claude(t).Weakens(`{"disableAllHooks":false}`, "{}"))
	assert.NotEmpty(t, claude(t).Weakens("", `{"hooks":{"PreToolUse":[{"hooks":[{"type":"command","command":"x"}]}]}}`))
}

func TestKeeps(t *testing.T) {
	for _, way := range [][2]string{
		{`"Bash(ls *)"`, `"Bash(ls *)","Bash(go test:*)","mcp__github__get_issue"`}, {`"model":"opus"`, `"model":"sonnet"`}, {`"A":"1"`, `"A":"2","ANTHROPIC_MODEL":"x"`},
		{`"model":"opus",`, ``}, {`,"deny":["Read(.env)"]`, `,"defaultMode":"plan"`}, {`"model":"opus"`, `"includeCoAuthoredBy":false`},
		{`"model":"opus"`, `"autoUpdatesChannel":"stable"`}, {`"model":"opus"`, `"enableAllProjectMcpServers":false`}, {`"model":"opus"`, `"disabledMcpjsonServers":["x"]`},
		{`,
 "Stop":[{"hooks":[{"type":"command","command":"notify"}]}]`, ``},
	} {
		assert.Empty(t, replaced(t, way[0], way[1]), way)
	}
	assert.Empty(t, claude(t).Weakens("", `{"permissions":{"allow":["Bash(npm run test)"]}}`))
	assert.Empty(t, claude(t).Weakens(`{"disableAllHooks":true}`, "{}"))
	assert.Empty(t, claude(t).Weakens(registered, registered+"\n"))
}

func TestApply(t *testing.T) {
	for _, edits := range [][]Edit{{{Old: "x", New: "y"}}, {{Old: "a", New: "b"}}, {{Old: "", New: "b"}}} {
		_, err := Apply("aa", edits)
		assert.Error(t, err)
	}
	out, err := Apply("aa", []Edit{{Old: "a", New: "b", All: true}, {Old: "bb", New: "c"}, {Whole: true, New: "d"}})
	require.NoError(t, err)
	assert.Equal(t, "d", out)
}
