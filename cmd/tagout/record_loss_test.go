//go:build linux

package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestVerdictWithoutRecord: where the record cannot be kept it is lost, and answer,
// exit code and silence are those of a machine that can.
func TestVerdictWithoutRecord(t *testing.T) {
	dir, err := os.MkdirTemp("", "loss") // another user must come in
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	require.NoError(t, os.Chmod(dir, 0o755))
	hook := build(t, ".", "../tagout-hook", filepath.Join(dir, "tagout-hook"))
	run := func(t *testing.T, command, before, home string, nobody bool) (out, errs string, code int) {
		cmd := exec.Command("sh", "-c", before+`exec "$0" hook --harness=claude`, hook)
		cmd.Dir, cmd.Stdin = "/", strings.NewReader(event(command))
		cmd.Env = []string{"PATH=/usr/bin:/bin:/usr/sbin:/sbin"}
		if home != "" {
			cmd.Env = append(cmd.Env, "HOME="+home)
		}
		if nobody && os.Getuid() == 0 {
			cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		}
		var stdout, stderr bytes.Buffer
		cmd.Stdout, cmd.Stderr = &stdout, &stderr
		var exit *exec.ExitError
		if err := cmd.Run(); errors.As(err, &exit) {
			code = exit.ExitCode()
		} else {
			require.NoError(t, err)
		}
		return stdout.String(), stderr.String(), code
	}
	const inTmpfs = `unshare -m -- sh -c 'mount -t tmpfs -o size=16k none "$HOME" && mkdir -p "$HOME/.local/state/tagout" && `
	for name, tt := range map[string]struct {
		prepare func(t *testing.T, home string)
		before  string
		nobody  bool
		none    bool // there is no home
		mounts  bool
	}{
		"as it should be":          {},
		"no home":                  {none: true},
		"a home that is not there": {prepare: func(t *testing.T, home string) { require.NoError(t, os.Remove(home)) }, nobody: true},
		"a read-only home":         {prepare: func(t *testing.T, home string) { require.NoError(t, os.Chmod(home, 0o555)) }, nobody: true},
		"a file in its place": {prepare: func(t *testing.T, home string) {
			require.NoError(t, os.WriteFile(home+"/.local", nil, 0o644))
		}},
		"a link to nowhere": {prepare: func(t *testing.T, home string) { require.NoError(t, os.Symlink("/nowhere/at/all", home+"/.local")) }},
		"a full device": {prepare: func(t *testing.T, home string) {
			require.NoError(t, os.MkdirAll(home+"/.local/state/tagout", 0o700))
			require.NoError(t, os.Symlink("/dev/full", home+"/.local/state/tagout/audit.jsonl"))
		}},
		"a full disk":      {mounts: true, before: inTmpfs + `(dd if=/dev/zero of="$HOME/x" bs=4k count=99 2>/dev/null; true) && `},
		"no inodes":        {mounts: true, before: strings.Replace(inTmpfs, "size=16k", "size=16k,nr_inodes=5", 1)},
		"a read-only disk": {mounts: true, before: inTmpfs + `mount -o remount,ro "$HOME" && `},
		"no file may grow": {before: "ulimit -f 0; "},
		"no more files":    {before: "ulimit -n 8; "},
	} {
		t.Run(name, func(t *testing.T) {
			for command, want := range map[string]string{"terraform destroy": `"permissionDecision":"deny"`, "ls": ""} {
				home, err := os.MkdirTemp(dir, "home")
				require.NoError(t, err)
				require.NoError(t, os.Chmod(home, 0o777))
				if tt.prepare != nil {
					tt.prepare(t, home)
				}
				before := tt.before
				if tt.mounts {
					if exec.Command("unshare", "-m", "true").Run() != nil {
						t.Skip("this machine lets nobody mount")
					}
					before += `exec "$0" hook --harness=claude' "$0"; exit $?; `
				}
				if tt.none {
					home = ""
				}
				out, errs, code := run(t, command, before, home, tt.nobody)
				assert.Zero(t, code, command)
				assert.Empty(t, errs, command)
				if want == "" {
					assert.Empty(t, out, command)
				}
				assert.Contains(t, out, want, command)
			}
		})
	}
}
