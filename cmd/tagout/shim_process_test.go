//go:build linux

package main

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// behindShim prepares a shim "p" and a script of that name behind it, and returns the
// directory, in which the PATH's parts lie, and a way to call it as an agent would.
func behindShim(t *testing.T, script string) (dir string, command func(path, line string) *exec.Cmd) {
	t.Helper()
	dir = t.TempDir()
	hook := build(t, ".", "../tagout-hook", filepath.Join(dir, "tagout-hook"))
	put(t, filepath.Join(dir, "real/p"), script, 0o755)
	require.NoError(t, os.Mkdir(filepath.Join(dir, "shims"), 0o755))
	require.NoError(t, os.Symlink(hook, filepath.Join(dir, "shims/p")))
	put(t, filepath.Join(dir, "config/tagout/policy.toml"), denials, 0o644)
	return dir, func(path, line string) *exec.Cmd {
		cmd := exec.Command("/bin/sh", "-c", line)
		cmd.Dir = dir
		cmd.Env = []string{"PATH=" + path, "HOME=" + dir, "XDG_CONFIG_HOME=" + dir + "/config", "XDG_STATE_HOME=" + dir + "/state", "CLAUDECODE=1"}
		return cmd
	}
}

// TestShimPaths: the program behind a shim is found, once, whatever the PATH is made of.
func TestShimPaths(t *testing.T) {
	dir, command := behindShim(t, "#!/bin/sh\necho \"real $*\"\n")
	put(t, filepath.Join(dir, "second/p"), "#!/bin/sh\necho second\n", 0o755)
	put(t, filepath.Join(dir, "none/p"), "#!/bin/sh\necho none\n", 0o644)
	put(t, filepath.Join(dir, "manager/p"), "#!/bin/sh\nPATH=\"$REAL\" exec p \"$@\"\n", 0o755)
	put(t, filepath.Join(dir, "itself/p"), "#!/bin/sh\n[ \"$DEEP\" ] && exec echo \"deep $*\"\nDEEP=1 p \"$@\"\n", 0o755)
	require.NoError(t, os.Symlink("shims", filepath.Join(dir, "linked")))
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "twice"), 0o755))
	require.NoError(t, os.Symlink("../shims/p", filepath.Join(dir, "twice/p")))
	at := func(names ...string) string {
		for i, name := range names {
			if name != "" && name[0] != '.' {
				names[i] = filepath.Join(dir, name)
			}
		}
		return strings.Join(names, ":") + ":/usr/bin:/bin"
	}
	for _, c := range []struct{ name, path, line, out string }{
		{"plain", at("shims", "real"), "p a", "real a\n"},
		{"shims by a link", at("linked", "real"), "p a", "real a\n"},
		{"shims by both names", at("linked", "shims", "real"), "p a", "real a\n"},
		{"twice in the PATH", at("shims", "shims", "real", "shims"), "p a", "real a\n"},
		{"an empty element", at("", "shims", "", "real"), "p a", "real a\n"},
		{"a relative element", at("./shims", "./real"), "p a", "real a\n"},
		{"a shim of a shim", at("twice", "shims", "real"), "p a", "real a\n"},
		{"what cannot be run is passed over", at("shims", "none", "real"), "p a", "real a\n"},
		{"the first of two", at("shims", "second", "real"), "p a", "second\n"},
		{"a manager's shim behind", at("shims", "manager", "real"), "REAL=\"" + at("shims", "real") + "\" p a", "real a\n"},
		{"a script that calls its own name", at("shims", "itself"), "p a", "deep a\n"},
		{"by its path", at("real"), "./shims/p a", "real a\n"},
		{"nothing behind", at("shims"), "p a; echo $?", "127\n"},
		{"nothing behind that can be run", at("shims", "none"), "p a; echo $?", "127\n"},
		{"refused in each", at("linked", "twice", "real"), "p 1; echo $?", "126\n"},
		{"exit code", at("shims", "real"), "p a; exit 7", "real a\n"},
	} {
		out, err := command(c.path, c.line).Output()
		if c.name == "exit code" {
			require.Error(t, err)
		} else {
			require.NoError(t, err, c.name)
		}
		assert.Equal(t, c.out, string(out), c.name)
	}
}

// TestShimBecomes: what stands behind a shim is the same process, with its signals, its
// terminal, its input and its name.
func TestShimBecomes(t *testing.T) {
	dir, command := behindShim(t, "#!/bin/sh\ncase $1 in\npid) echo $$ ;;\ntty) test -t 0 && test -t 1 && stty size ;;\ncat) cat ;;\nwait) trap 'echo got it; exit 9' TERM; echo ready; while :; do sleep 0.05; done ;;\nesac\n")
	path := filepath.Join(dir, "shims") + ":" + filepath.Join(dir, "real") + ":/usr/bin:/bin"

	cmd := command(path, "exec p pid")
	out, err := cmd.Output()
	require.NoError(t, err)
	assert.Equal(t, cmd.Process.Pid, atoi(t, out), "one process from the shell on")

	cmd = command(path, "exec p cat")
	cmd.Stdin = strings.NewReader("a\x00b\n")
	out, err = cmd.Output()
	require.NoError(t, err)
	assert.Equal(t, "a\x00b\n", string(out))

	cmd = command(path, "exec p wait")
	said, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	ready := make([]byte, len("ready\n"))
	_, err = io.ReadFull(said, ready)
	require.NoError(t, err)
	require.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
	rest, err := io.ReadAll(said)
	require.NoError(t, err)
	assert.Equal(t, "got it\n", string(rest))
	assert.Error(t, cmd.Wait())
	assert.Equal(t, 9, cmd.ProcessState.ExitCode())

	tty, err := pty.StartWithSize(command(path, "exec p tty"), &pty.Winsize{Rows: 31, Cols: 77})
	require.NoError(t, err)
	defer tty.Close()
	require.NoError(t, tty.SetReadDeadline(time.Now().Add(patience)))
	shown, _ := io.ReadAll(tty) // ends with an error where the terminal closes
	assert.Equal(t, "31 77", string(bytes.TrimSpace(shown)))
}

// TestShimName: a program that acts by its name gets it, and its ending by a signal is told.
func TestShimName(t *testing.T) {
	dir, command := behindShim(t, "")
	path := filepath.Join(dir, "shims") + ":" + filepath.Join(dir, "real") + ":/usr/bin:/bin"
	require.NoError(t, os.Remove(filepath.Join(dir, "real/p")))
	require.NoError(t, os.Symlink("/bin/sh", filepath.Join(dir, "real/p")))
	out, err := command(path, `p -c 'echo "$0"'`).Output()
	require.NoError(t, err)
	assert.Equal(t, "p\n", string(out))
	out, err = command(path, `p -c 'kill -9 $$'; echo $?`).Output()
	require.NoError(t, err)
	assert.Equal(t, "137\n", string(out))
}

func atoi(t *testing.T, out []byte) (n int) {
	t.Helper()
	for _, c := range bytes.TrimSpace(out) {
		require.True(t, c >= '0' && c <= '9', "%q is no number", out)
		n = n*10 + int(c-'0')
	}
	return n
}
