//go:build unix

package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
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
	claude := os.Getenv(e2eClaude)
	if claude == "" {
		t.Skipf("%s is not set: the real Claude Code is not driven", e2eClaude)
	}
	lab := newLab(t, claude)
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
	claude := os.Getenv(e2eClaude)
	if claude == "" {
		t.Skipf("%s is not set: the real Claude Code is not driven", e2eClaude)
	}
	lab := newLab(t, claude)
	proposals := slices.DeleteFunc(destructive(), func(p proposal) bool { return strings.Contains(p.input["command"], "rm -rf ~") })
	results := lab.run(proposals)
	for i, p := range proposals {
		assert.False(t, results[i].failed, results[i].text)
		assert.NotEmpty(t, lab.ran(i), p.input["command"])
	}
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

// lab is a home, a project and a PATH of stubs for one session.
type lab struct {
	*testing.T
	claude, tagout            string
	home, project, bin, turns string
	model                     *fakeModel
	// options are further ones of Claude Code's.
	options []string
	// before is called at the start of a turn.
	before func(turn int) error
}

func newLab(t *testing.T, claude string) *lab {
	t.Helper()
	dir := t.TempDir()
	l := &lab{T: t, claude: claude, tagout: filepath.Join(dir, "build", "tagout"), home: filepath.Join(dir, "home"),
		project: filepath.Join(dir, "project"), bin: filepath.Join(dir, "bin"), turns: filepath.Join(dir, "turns")}
	for _, d := range []string{l.home, filepath.Join(l.project, "infra"), l.bin, l.turns} {
		require.NoError(t, os.MkdirAll(d, 0o755))
	}
	out, err := exec.Command("go", "build", "-o", filepath.Dir(l.tagout)+"/", "tagout/cmd/...").CombinedOutput()
	require.NoError(t, err, string(out))
	stub := "#!/bin/sh\nprintf '%s\\n' \"${0##*/} $*\" >> \"$TAGOUT_TURNS/$(cat \"$TAGOUT_TURNS/turn\")\"\n"
	for _, name := range []string{"terraform", "aws", "git", "rm", "go", "sudo", "bash"} {
		require.NoError(t, os.WriteFile(filepath.Join(l.bin, name), []byte(stub), 0o755))
	}
	return l
}

// env is all that the session gets: no key, no way to the network, the stubs
// before everything else.
func (l *lab) env() []string {
	dead := "http://127.0.0.1:9"
	env := []string{
		"PATH=" + l.bin + ":/usr/bin:/bin", "HOME=" + l.home, "CLAUDE_CONFIG_DIR=" + filepath.Join(l.home, ".claude"),
		"SHELL=/bin/bash", "CLAUDE_CODE_SHELL=/bin/bash", "TERM=dumb", "LANG=C.UTF-8", "TMPDIR=" + l.TempDir(), "TAGOUT_TURNS=" + l.turns,
		"ANTHROPIC_API_KEY=dummy-not-a-key", "HTTPS_PROXY=" + dead, "NO_PROXY=127.0.0.1", "API_TIMEOUT_MS=20000",
		"CLAUDE_CODE_MAX_RETRIES=1", "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC=1", "DISABLE_TELEMETRY=1", "DISABLE_AUTOUPDATER=1",
		"DISABLE_ERROR_REPORTING=1", "DISABLE_BUG_COMMAND=1",
		"ENABLE_TOOL_SEARCH=false", "IS_SANDBOX=1", // bypassPermissions is refused to root otherwise
	}
	if l.model != nil {
		env = append(env, "ANTHROPIC_BASE_URL="+l.model.URL)
	}
	return env
}

// install registers the hook as a user would.
func (l *lab) install() {
	l.Helper()
	cmd := exec.Command(l.tagout, "install", "claude")
	cmd.Env, cmd.Dir = l.env(), l.project
	out, err := cmd.CombinedOutput()
	require.NoError(l, err, string(out))
}

// run lets the agent make the proposals, one a turn, and returns what it was
// told of each.
func (l *lab) run(proposals []proposal) []toolResult {
	l.Helper()
	l.model = newFakeModel(proposals, func(turn int) error {
		if l.before != nil {
			if err := l.before(turn); err != nil {
				return err
			}
		}
		return os.WriteFile(filepath.Join(l.turns, "turn"), fmt.Appendf(nil, "%d", turn), 0o644)
	})
	defer l.model.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	args := append(slices.Clone(l.options), "-p", "--output-format", "stream-json", "--verbose", "--no-session-persistence",
		"--permission-mode", "bypassPermissions", "--model", "claude-sonnet-4-5", "--max-turns", fmt.Sprint(len(proposals)+3), "--", "do the task")
	cmd := exec.CommandContext(ctx, l.claude, args...)
	cmd.Env, cmd.Dir = l.env(), l.project
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	require.NoError(l, cmd.Run(), "%s\n%s", stdout.String(), stderr.String())

	results := l.model.results()
	require.Len(l, results, len(proposals), stdout.String())
	return results
}

// reason is what tagout says of a proposal in the session's directory.
func (l *lab) reason(p proposal) string {
	l.Helper()
	in, err := json.Marshal(map[string]any{"hook_event_name": "PreToolUse", "permission_mode": "bypassPermissions", "cwd": l.project,
		"tool_name": p.tool, "tool_input": p.input})
	require.NoError(l, err)
	cmd := exec.Command(l.tagout, "hook", "--harness=claude")
	cmd.Env, cmd.Dir, cmd.Stdin = append(l.env(), "CLAUDE_PROJECT_DIR="+l.project), l.project, bytes.NewReader(in)
	out, err := cmd.Output()
	require.NoError(l, err)
	var answer struct {
		Specific struct{ PermissionDecisionReason string } `json:"hookSpecificOutput"`
	}
	require.NoError(l, json.Unmarshal(out, &answer))
	return answer.Specific.PermissionDecisionReason
}

// ran returns what the stubs wrote down in a turn.
func (l *lab) ran(turn int) string {
	l.Helper()
	data, err := readIfThere(filepath.Join(l.turns, fmt.Sprint(turn)))
	require.NoError(l, err)
	return string(data)
}
