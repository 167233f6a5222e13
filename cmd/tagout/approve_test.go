//go:build unix

package main

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/creack/pty"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// guarded is a home in which the real hook stops commands.
type guarded struct {
	*testing.T
	home, tagout, hook string
}

func newGuarded(t *testing.T) *guarded {
	dir := t.TempDir()
	g := &guarded{T: t, home: dir + "/home", tagout: build(t, ".", ".", dir+"/tagout"), hook: build(t, ".", "../tagout-hook", dir+"/tagout-hook")}
	require.NoError(t, os.MkdirAll(g.home+"/src", 0o755))
	return g
}

func (g *guarded) env(more ...string) []string {
	return append(more, "HOME="+g.home, "PATH=/usr/bin:/bin", "NO_COLOR=1", "TERM=xterm")
}

// propose is the hook's answer to a command, "" for no opinion.
func (g *guarded) propose(command string) string {
	g.Helper()
	event, err := json.Marshal(map[string]any{"session_id": "s", "cwd": g.home + "/src", "permission_mode": "default", "hook_event_name": "PreToolUse",
		"tool_name": "Bash", "tool_input": map[string]string{"command": command}})
	require.NoError(g, err)
	cmd := exec.Command(g.hook, "hook", "--harness=claude")
	cmd.Env, cmd.Stdin = g.env("CLAUDECODE=1"), strings.NewReader(string(event))
	out, err := cmd.Output()
	require.NoError(g, err)
	return string(out)
}

// seated is a program at a terminal of its own.
type seated struct {
	*atPrompt
	cmd *exec.Cmd
}

func (g *guarded) seat(env []string, argv ...string) *seated {
	g.Helper()
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Env, cmd.Dir = env, g.home
	tty, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 50, Cols: 200})
	require.NoError(g, err)
	s := &seated{&atPrompt{T: g.T, home: g.home, log: g.home + "/none", tty: tty, more: make(chan struct{}, 1)}, cmd}
	go s.listen()
	g.Cleanup(func() {
		_ = cmd.Process.Kill() // it may have ended
		_ = tty.Close()
	})
	return s
}

// approve starts tagout approve; a machine where this test is an agent's own process
// has no person.
func (g *guarded) approve(args ...string) *seated {
	s := g.seat(g.env(), append([]string{g.tagout, "approve"}, args...)...)
	s.until("a list", func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return strings.Contains(string(s.output), "type its number") || strings.Contains(string(s.output), "tagout: ")
	})
	s.mu.Lock()
	refused := strings.Contains(string(s.output), "this is an agent's process")
	s.mu.Unlock()
	if refused {
		g.Skip("an agent has started this test, and only a person approves")
	}
	return s
}

// ends waits for the program and returns its exit code, -1 for a signal.
func (s *seated) ends() int {
	s.Helper()
	err := s.cmd.Wait()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode()
	}
	require.NoError(s, err)
	return 0
}

// pick approves the command that was stopped last.
func (s *seated) pick(keys ...string) {
	s.Helper()
	s.see("type its number: ")
	for _, k := range keys {
		if k == answer {
			s.see("type ")
			s.see(" to approve it")
			s.mu.Lock()
			before := strings.TrimSuffix(string(s.output[:s.seen]), " to approve it")
			k = before[strings.LastIndexByte(before, ' ')+1:]
			s.mu.Unlock()
		} else if text, is := strings.CutPrefix(k, shown); is {
			s.see(text)
			continue
		}
		_, err := s.tty.WriteString(k)
		require.NoError(s, err)
	}
}

const destroys = "terraform destroy"

// TestApproveAtTerminal is a person at a real terminal, and the real hook.
func TestApproveAtTerminal(t *testing.T) {
	g := newGuarded(t)
	put(t, g.home+"/src/x.sh", "terraform destroy\n", 0o644)
	const command = "API_TOKEN=s3cr3tv4lu3 bash x.sh"
	require.Contains(t, g.propose(command), `"deny"`)

	s := g.approve()
	s.pick("1\r", answer, "\r", shown+"have the agent try that very command again")
	assert.Zero(t, s.ends())
	s.mu.Lock()
	screen := string(s.output)
	s.mu.Unlock()
	for _, want := range []string{command, "in " + g.home + "/src", "reads " + g.home + "/src/x.sh", "sha256 ", "deletes every resource in the state"} {
		assert.Contains(t, screen, want)
	}
	assert.Empty(t, g.propose(command), "approved")
	assert.Contains(t, g.propose(command), `"deny"`, "once")

	list := exec.Command(g.tagout, "approve", "--list")
	list.Env = g.env("CLAUDECODE=1")
	out, err := list.Output()
	require.NoError(t, err)
	assert.Contains(t, string(out), "deletes every resource in the state")
	assert.NotContains(t, string(out), "s3cr3t", "secrets are for a person at a terminal")

	for name, keys := range map[string][]string{
		"Enter":              {"\r", shown + "none approved"},
		"a number, Enter":    {"1\r", shown + "to approve it: ", "\r", shown + "not approved"},
		"a number, yes":      {"1\r", shown + "to approve it: ", "yes\r", shown + "not approved"},
		"another's number":   {"7\r", shown + "none approved"},
		"^C":                 {ctrlC},
		"a number, ^C":       {"1\r", shown + "to approve it: ", ctrlC},
		"^D":                 {"\x04", shown + "none approved"},
		"the word, and more": {"1\r", answer, "x\r", shown + "not approved"},
	} {
		s := g.approve()
		s.pick(keys...)
		assert.NotZero(t, s.ends(), name)
		assert.Contains(t, g.propose(command), `"deny"`, name)
	}
}

// TestApproveIsRefused where there is no terminal, and where an agent asks.
func TestApproveIsRefused(t *testing.T) {
	g := newGuarded(t)
	require.Contains(t, g.propose(destroys), `"deny"`)
	g.approve().pick("\r", shown+"none approved")

	alone := exec.Command(g.tagout, "approve")
	alone.Env, alone.Stdin = g.env(), strings.NewReader("1\n")
	alone.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	out, err := alone.CombinedOutput()
	require.Error(t, err)
	assert.Contains(t, string(out), "there is no terminal")

	s := g.seat(g.env("CLAUDECODE=1"), g.tagout, "approve")
	s.see("CLAUDECODE is set")
	assert.NotZero(t, s.ends())

	put(t, g.home+"/claude", "#!/bin/sh\n\"$@\"\nexit $?\n", 0o755)
	s = g.seat(g.env(), g.home+"/claude", g.tagout, "approve")
	s.see("it was started by " + g.home + "/claude")
	assert.NotZero(t, s.ends())
	assert.Contains(t, g.propose(destroys), `"deny"`)
}

// TestApproveRace: of 32 real hooks that come at once for one approval, one has it.
func TestApproveRace(t *testing.T) {
	g := newGuarded(t)
	require.Contains(t, g.propose(destroys), `"deny"`)
	s := g.approve()
	s.pick("1\r", answer, "\r", shown+"have the agent try that very command again")
	require.Zero(t, s.ends())
	var passed atomic.Int32
	var group sync.WaitGroup
	for range 32 {
		group.Go(func() {
			if g.propose(destroys) == "" {
				passed.Add(1)
			}
		})
	}
	group.Wait()
	if passed.Load() == 0 && g.propose(destroys) == "" { // all were late on a busy machine
		passed.Add(1)
	}
	assert.EqualValues(t, 1, passed.Load())
	assert.Contains(t, g.propose(destroys), `"deny"`)
	used, err := filepath.Glob(g.home + "/.local/state/tagout/approvals/granted/*")
	require.NoError(t, err)
	assert.Empty(t, used)
}
