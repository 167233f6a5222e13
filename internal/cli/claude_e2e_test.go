//go:build unix

package cli

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// e2eClaude names the real program, as in
//
//	npm install @anthropic-ai/claude-code@2.1.330
//	TAGOUT_E2E_CLAUDE=$PWD/node_modules/@anthropic-ai/claude-code-linux-x64/claude go test ./internal/cli -run Claude
const e2eClaude = "TAGOUT_E2E_CLAUDE"

// TestClaude drives the real Claude Code against a model of our own, with the
// hook put in place by install, and no permission of the harness's in the way.
// Every program that the commands name is a stub which writes down that it ran
// and does nothing, so nothing could be lost if the hook failed.
func TestClaude(t *testing.T) {
	lab := newLab(t, realProgram(t, e2eClaude))
	lab.install()
	settings := filepath.Join(lab.project, ".claude", "settings.json")
	stopped := append(destructive(), proposal{"Write", map[string]string{"file_path": settings, "content": `{"disableAllHooks":true}`}})
	results := lab.run(append(slices.Clone(stopped), harmless()...))
	for i, p := range stopped {
		t.Run("stopped "+p.tool+" "+p.input["command"], func(t *testing.T) {
			assert.True(t, results[i].failed, "the tool call succeeded")
			want := lab.reason(p)
			assert.NotEmpty(t, want)
			assert.Contains(t, results[i].text, want, "the agent was not told why")
			assert.Empty(t, lab.ran(i), "programs ran")
		})
	}
	assert.NoFileExists(t, settings)
	for k, p := range harmless() {
		t.Run("ran "+p.input["command"], func(t *testing.T) {
			i := len(stopped) + k
			assert.False(t, results[i].failed, results[i].text)
			assert.Equal(t, strings.ReplaceAll(p.input["command"], `"`, "")+"\n", lab.ran(i))
		})
	}
}

// TestClaudeWithoutHook is the control: what is stopped above does run when
// nothing stops it, and leaves its mark. Claude Code itself refuses to delete
// a home, so that one proves nothing here.
func TestClaudeWithoutHook(t *testing.T) {
	lab := newLab(t, realProgram(t, e2eClaude))
	proposals := slices.DeleteFunc(destructive(), func(p proposal) bool { return strings.Contains(p.input["command"], "rm -rf ~") })
	results := lab.run(proposals)
	for i, p := range proposals {
		assert.False(t, results[i].failed, results[i].text)
		assert.NotEmpty(t, lab.ran(i), p.input["command"])
	}
}

// TestClaudeSteps goes through the steps that the other harnesses go through too.
func TestClaudeSteps(t *testing.T) {
	t.Parallel()
	l := newLabOf(t, claudeAgent(realProgram(t, e2eClaude)), "terraform", "kubectl")
	l.install()
	settings := filepath.Join(l.project, ".claude", "settings.json")
	question := l.stops("a question", "kubectl delete pod web", "ask kubectl-delete: deletes objects of a live cluster")
	guarded := step{name: "the settings", proposal: l.write(settings, `{"disableAllHooks":true}`), stopped: true, told: "ask own-files"}
	l.follow(slices.Concat(l.steps(), []step{question, guarded}, l.failures()))
	l.written()
	l.hears()
	assert.NoFileExists(t, settings)
}

func destructive() []proposal {
	return []proposal{
		bashCall("terraform destroy -auto-approve"),
		bashCall("cd infra && sudo -E terraform -chdir=prod apply -auto-approve"),
		bashCall("aws --profile prod rds delete-db-instance --db-instance-identifier x --skip-final-snapshot"),
		bashCall(`bash -lc "rm -rf ~"`),
		bashCall("git push --force origin main"),
	}
}

func harmless() []proposal {
	return []proposal{
		bashCall("terraform plan"),
		bashCall("git status"),
		bashCall("go test ./..."),
		bashCall("rm -rf node_modules"),
		bashCall(`git commit -m "never terraform destroy"`),
	}
}

// newLab is a lab of Claude Code's.
func newLab(t *testing.T, claude string) *lab {
	return newLabOf(t, claudeAgent(claude), "terraform", "aws", "git", "rm", "go", "sudo", "bash")
}

func claudeAgent(program string) agent {
	return agent{
		name: "claude", program: program, serve: serveMessages, shell: bashCall,
		write: func(path, text string) proposal {
			return proposal{"Write", map[string]string{"file_path": path, "content": text}}
		},
		output: func(told string) string {
			told, _, _ = strings.Cut(told, "\n<system-reminder>")
			return strings.TrimPrefix(told, "(Bash completed with no output)\n")
		},
		env: func(l *lab, url string) []string {
			return []string{
				"CLAUDE_CONFIG_DIR=" + filepath.Join(l.home, ".claude"), "CLAUDE_CODE_SHELL=/bin/bash", "ANTHROPIC_BASE_URL=" + url,
				"ANTHROPIC_API_KEY=dummy-not-a-key", "API_TIMEOUT_MS=20000", "CLAUDE_CODE_MAX_RETRIES=1",
				"CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC=1", "DISABLE_TELEMETRY=1", "DISABLE_AUTOUPDATER=1",
				"DISABLE_ERROR_REPORTING=1", "DISABLE_BUG_COMMAND=1", "ENABLE_TOOL_SEARCH=false",
				"IS_SANDBOX=1", // bypassPermissions is refused to root otherwise
			}
		},
		args: func(l *lab, _ string, turns int) []string {
			return append(slices.Clone(l.extra), "-p", "--output-format", "stream-json", "--verbose", "--no-session-persistence",
				"--permission-mode", "bypassPermissions", "--model", "claude-sonnet-4-5", "--max-turns", fmt.Sprint(turns+3), "--", "do the task")
		},
		event: func(l *lab, p proposal) map[string]any {
			return map[string]any{"hook_event_name": "PreToolUse", "permission_mode": "bypassPermissions", "cwd": l.project, "tool_name": p.tool, "tool_input": p.input}
		},
	}
}
