//go:build unix

package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// agent is the real program of a harness, and how it is driven.
type agent struct {
	name, program string
	serve         func(*fakeModel, *http.ServeMux)
	// shell and write are calls of its tools.
	shell func(command string) proposal
	write func(path, text string) proposal
	// output is what a command printed, out of what the model is told of it.
	output func(told string) string
	env    func(l *lab, url string) []string
	args   func(l *lab, url string, turns int) []string
	// event is what its hook gets of a call.
	event func(l *lab, p proposal) map[string]any
}

// lab is a home, a project and a PATH of stubs for one session.
type lab struct {
	*testing.T
	agent
	tagout                    string
	home, project, bin, turns string
	model                     *fakeModel
	// before is called at the start of a turn.
	before func(turn int) error
	// extra are options of the program's.
	extra []string
	// said is what the program printed.
	said string
}

func newLabOf(t *testing.T, a agent, stubs ...string) *lab {
	t.Helper()
	dir := t.TempDir()
	l := &lab{T: t, agent: a, tagout: filepath.Join(dir, "build", "tagout"), home: filepath.Join(dir, "home"),
		project: filepath.Join(dir, "project"), bin: filepath.Join(dir, "bin"), turns: filepath.Join(dir, "turns")}
	for _, d := range []string{l.home, filepath.Join(l.project, "infra"), l.bin, l.turns} {
		require.NoError(t, os.MkdirAll(d, 0o755))
	}
	out, err := exec.Command("go", "build", "-o", filepath.Dir(l.tagout)+"/", "tagout/cmd/...").CombinedOutput()
	require.NoError(t, err, string(out))
	stub := "#!/bin/sh\nTAGOUT_TURNS='" + l.turns + "'\nprintf '%s\\n' \"${0##*/} $*\" >> \"$TAGOUT_TURNS/$(cat \"$TAGOUT_TURNS/turn\")\"\n"
	for _, name := range stubs {
		require.NoError(t, os.WriteFile(filepath.Join(l.bin, name), []byte(stub), 0o755))
	}
	require.NoError(t, os.Symlink(a.program, filepath.Join(l.bin, a.name))) // install looks for it
	// A login shell sets PATH anew.
	require.NoError(t, os.WriteFile(filepath.Join(l.home, ".bash_profile"), []byte("PATH='"+l.path()+"'\n"), 0o644))
	return l
}

// path has the stubs before everything else.
func (l *lab) path() string { return l.bin + ":/usr/bin:/bin" }

// environ is all that the session gets: no key, no way to the network.
func (l *lab) environ() []string {
	dead, url := "http://127.0.0.1:9", ""
	if l.model != nil {
		url = l.model.URL
	}
	env := []string{
		"PATH=" + l.path(), "HOME=" + l.home, "SHELL=/bin/bash", "TERM=dumb", "LANG=C.UTF-8", "TMPDIR=" + l.TempDir(),
		"HTTPS_PROXY=" + dead, "NO_PROXY=127.0.0.1",
	}
	return append(env, l.env(l, url)...)
}

// install registers the hook as a user would.
func (l *lab) install() {
	l.Helper()
	cmd := exec.Command(l.tagout, "install", l.name)
	cmd.Env, cmd.Dir = l.environ(), l.project
	out, err := cmd.CombinedOutput()
	require.NoError(l, err, string(out))
}

// run lets the agent make the proposals, one a turn, and returns what it was
// told of each.
func (l *lab) run(proposals []proposal) []toolResult {
	l.Helper()
	l.start(proposals)
	results := l.model.results()
	require.Len(l, results, len(proposals), l.said)
	return results
}

// start lets the agent make the proposals, as far as its harness goes on.
func (l *lab) start(proposals []proposal) {
	l.Helper()
	l.model = newFakeModel(l.serve, proposals, func(turn int) error {
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
	cmd := exec.CommandContext(ctx, l.program, l.args(l, l.model.URL, len(proposals))...)
	cmd.Env, cmd.Dir = l.environ(), l.project
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	l.said = stdout.String() + "\n" + stderr.String()
	require.NoError(l, err, l.said)
}

// reason is what tagout says of a proposal in the session's directory.
func (l *lab) reason(p proposal) string {
	l.Helper()
	in, err := json.Marshal(l.event(l, p))
	require.NoError(l, err)
	cmd := exec.Command(l.tagout, "hook", "--harness="+l.name)
	cmd.Env, cmd.Dir, cmd.Stdin = append(l.environ(), "CLAUDE_PROJECT_DIR="+l.project), l.project, bytes.NewReader(in)
	out, err := cmd.Output()
	require.NoError(l, err)
	var answer struct {
		Reason   string
		Specific struct{ PermissionDecisionReason string } `json:"hookSpecificOutput"`
	}
	require.NoError(l, json.Unmarshal(out, &answer))
	return answer.Reason + answer.Specific.PermissionDecisionReason
}

// ran returns what the stubs wrote down in a turn.
func (l *lab) ran(turn int) string {
	l.Helper()
	data, err := readIfThere(filepath.Join(l.turns, fmt.Sprint(turn)))
	require.NoError(l, err)
	return string(data)
}
