package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tagout/internal/harness"
	"tagout/internal/settings"
	"tagout/internal/tree"
)

// house is a machine with settings in every scope, and a stand-in for the
// program that answers as tagout would.
func house(t *testing.T, settings map[string]string) *patient {
	t.Helper()
	dir := t.TempDir()
	program := filepath.Join(dir, "tagout")
	script := `#!/bin/sh
in=$(cat)
case $in in
*terraform*) printf '{"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"deny","permissionDecisionReason":"r"}}' ;;
esac
`
	require.NoError(t, os.WriteFile(program, []byte(script), 0o755))
	claude := harness.Find("claude")
	p := &patient{h: claude, r: claude.Registration(), program: program, dir: dir, env: []string{"PATH=/usr/bin:/bin"}}
	group := render(p.r.Entry, "claude", program)
	for _, name := range []string{"managed", "user", "project", "local"} {
		s := scope{name: name, settings: filepath.Join(dir, name+".json"), format: harness.JSON, hooks: true}
		p.scopes = append(p.scopes, s)
		if text, ok := settings[name]; ok {
			text = strings.ReplaceAll(text, "OWN", string(group))
			text = strings.ReplaceAll(text, "PROGRAM", program)
			require.NoError(t, os.WriteFile(s.settings, []byte(text), 0o644))
		}
	}
	return p
}

// complaints are the checks that failed, in one line each.
func (p *patient) complaints() string {
	var lines []string
	for _, f := range p.out {
		if !f.OK {
			lines = append(lines, f.Check+": "+strings.ReplaceAll(f.Detail, p.dir+"/", ""))
		}
	}
	return strings.Join(lines, "\n")
}

const registered = `{"hooks":{"PreToolUse":[OWN]}}`

func with(extra string) string { return `{` + extra + `,"hooks":{"PreToolUse":[OWN]}}` }

func TestDoctor(t *testing.T) {
	entry := func(members string) string {
		return `{"hooks":{"PreToolUse":[{"matcher":"*","hooks":[{"type":"command","onFailure":"block",` + members + `}]}]}}`
	}
	tests := []struct {
		name     string
		settings map[string]string
		want     string // "" for a clean bill; else a part of the complaints
	}{
		{"user", map[string]string{"user": registered}, ""},
		{"managed", map[string]string{"managed": registered}, ""},
		{"shell form", map[string]string{"user": entry(`"command":"PROGRAM hook --harness=claude"`)}, ""},
		{"nothing", nil, "registered: no settings"},
		{"not JSON", map[string]string{"user": `{`}, "user settings: user.json: Claude Code drops the whole file"},
		{"twice", map[string]string{"user": `{"hooks":{},"hooks":{"PreToolUse":[OWN]}}`}, `"hooks" stands twice`},
		{"off in the project", map[string]string{"user": registered, "project": `{"disableAllHooks":true}`}, "switches: project.json: disableAllHooks is true, so the hooks of user.json do not run"},
		{"off in the same file", map[string]string{"user": with(`"disableAllHooks":true`)}, "switches: user.json"},
		{"off locally", map[string]string{"user": registered, "local": `{"disableAllHooks":true}`}, "switches: local.json"},
		{"managed says they stay on", map[string]string{"user": registered, "project": `{"disableAllHooks":true}`, "managed": `{"disableAllHooks":false}`}, ""},
		{"managed hooks hold", map[string]string{"managed": registered, "project": `{"disableAllHooks":true}`}, ""},
		{"managed turns all off", map[string]string{"managed": with(`"disableAllHooks":true`)}, "switches: managed.json"},
		{"only managed", map[string]string{"user": registered, "managed": `{"allowManagedHooksOnly":true}`}, "allow only managed hooks"},
		{"only managed, and ours is", map[string]string{"managed": with(`"allowManagedHooksOnly":true`)}, ""},
		{"another file is broken", map[string]string{"user": registered, "project": `{"hooks":[]}`}, "project settings: project.json:1:10: Claude Code drops the whole file, with every hook in it: hooks is an array"},
		{"too late", map[string]string{"user": `{"hooks":{"PostToolUse":[OWN]}}`}, "registered for PostToolUse"},
		{"no onFailure", map[string]string{"user": `{"hooks":{"PreToolUse":[{"hooks":[{"type":"command","command":"PROGRAM","args":["hook"]}]}]}}`}, `entry: user.json:1:35: without "onFailure"`},
		{"matcher", map[string]string{"user": strings.Replace(entry(`"command":"PROGRAM","args":["hook"]`), `"*"`, `"Bash(rm:*)"`, 1)}, "does not fire for Bash, Monitor"},
		{"matcher, no pattern", map[string]string{"user": strings.Replace(entry(`"command":"PROGRAM","args":["hook"]`), `"*"`, `"Bash("`, 1)}, "is not a pattern"},
		{"if", map[string]string{"user": entry(`"command":"PROGRAM","args":["hook"],"if":"Bash(rm *)"`)}, `entry: user.json:1:49: "if"`},
		{"async", map[string]string{"user": entry(`"command":"PROGRAM","args":["hook"],"async":true`)}, "an async hook"},
		{"program is gone", map[string]string{"user": entry(`"command":"/gone/tagout","args":["hook"]`)}, "program: user.json:1:49: stat /gone/tagout: no such file"},
		{"program fails", map[string]string{"user": entry(`"command":"exit 7; tagout hook"`)}, "canary: user.json:1:49: asked about `terraform destroy`, it failed: exit status 7"},
		{"program is silent", map[string]string{"user": entry(`"command":"true tagout hook"`)}, "`terraform destroy` was let through"},
		{"program refuses all", map[string]string{"user": entry(`"command":"echo terraform | PROGRAM; : tagout hook"`)}, "`ls` is answered with deny"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := house(t, tt.settings)
			p.examine()
			if tt.want == "" {
				assert.Empty(t, p.complaints())
				assert.NotEmpty(t, p.out)
				return
			}
			assert.Contains(t, p.complaints(), tt.want)
		})
	}
}

func TestSchemaMistakes(t *testing.T) {
	hook := func(members string) string {
		return `{"hooks":{"Stop":[{"hooks":[{` + members + `}]}]}}`
	}
	for doc, want := range map[string]string{
		hook(`"type":"command","command":"x"`):                      "",
		hook(`"type":"command","command":"x","timeout":0.5`):        "",
		hook(`"type":"command","command":"x","from_tomorrow":{}`):   "",
		hook(`"type":"prompt","prompt":"x","onFailure":"continue"`): "",
		`{"permissions":{"deny":[]},"disableAllHooks":false}`:       "",
		hook(`"type":"command","command":"x","timeout":0`):          "timeout is 0, want a number above 0",
		hook(`"type":"command","command":"x","timeout":"5"`):        `timeout is "5", want a number above 0`,
		hook(`"type":"command","command":"x","onFailure":"deny"`):   `onFailure is "deny", want "continue" or "block"`,
		hook(`"type":"command"`):                                    "a command hook of Stop has no string command",
		hook(`"command":"x"`):                                       `a hook of Stop has type ""`,
		hook(`"type":"shell","command":"x"`):                        `a hook of Stop has type "shell"`,
		hook(`"type":"command","command":"x","args":["a",1]`):       "args is an array, want an array of strings",
		hook(`"type":"command","command":"x","args":"a"`):           `args is "a", want an array of strings`,
		hook(`"type":"command","command":"x","async":"yes"`):        `async is "yes", want true or false`,
		`{"hooks":{"Stop":[{"matcher":1,"hooks":[]}]}}`:             "matcher is 1, want a string",
		`{"hooks":{"Stop":[{}]}}`:                                   "an entry of hooks.Stop has no array hooks",
		`{"hooks":{"Stop":["x"]}}`:                                  "an entry of hooks.Stop is a string",
		`{"hooks":{"Stop":{}}}`:                                     "hooks.Stop is an object",
		`{"hooks":null}`:                                            "hooks is null",
		`{"disableAllHooks":"true"}`:                                `disableAllHooks is "true"`,
		`[]`:                                                        "the file is an array",
	} {
		root, err := tree.Parse([]byte(doc))
		require.NoError(t, err, doc)
		got := settings.Mistakes(root)
		if want == "" {
			assert.Empty(t, got, doc)
			continue
		}
		require.Len(t, got, 1, doc)
		assert.Contains(t, got[0].Msg, want, doc)
	}
}

func TestFires(t *testing.T) {
	tests := []struct {
		matcher, tool string
		want          bool
	}{
		{"", "Bash", true}, {"*", "Bash", true}, {"Bash", "Bash", true}, {"bash", "Bash", false}, {"Bash", "BashOutput", false},
		{"Edit|Bash", "Bash", true}, {"Edit, Bash", "Bash", true}, {"^Bash$", "Bash", true}, {"B.sh", "Bash", true},
		{"Bash(touch:*)", "Bash", false}, {".*", "Write", true}, {"^(Write|Edit)$", "NotebookEdit", false}, {"Edit.?", "NotebookEdit", true},
	}
	for _, tt := range tests {
		got, err := fires(harness.Listed, tt.matcher, tt.tool)
		require.NoError(t, err)
		assert.Equal(t, tt.want, got, tt)
	}
	missing, err := deafTo(&harness.Find("claude").Registration().Hooks()[0], "Bash|Write")
	require.NoError(t, err)
	assert.Equal(t, []string{"PowerShell", "Edit", "MultiEdit", "NotebookEdit", "mcp__server__tool"}, missing)
}

func TestDecisionIn(t *testing.T) {
	good := `{"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"deny","permissionDecisionReason":"r"}}`
	decision, err := decisionIn(harness.Nested, 0, []byte(good+"\n"), "")
	require.NoError(t, err)
	assert.Equal(t, "deny", decision)
	decision, err = decisionIn(harness.Nested, 0, nil, "")
	require.NoError(t, err)
	assert.Empty(t, decision)
	for _, out := range []string{good + good, "ok " + good, good[:len(good)-1], `{}`, `[]`, strings.Replace(good, "PreToolUse", "Stop", 1), strings.Replace(good, `"r"`, `""`, 1)} {
		_, err := decisionIn(harness.Nested, 0, []byte(out), "")
		assert.Error(t, err, out)
	}
}
