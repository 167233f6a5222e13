//go:build unix

package cli

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func ownerOf(info fs.FileInfo) uint32 { return info.Sys().(*syscall.Stat_t).Uid }

// TestOwnerIsKept proves that root, installing for a person, leaves files that are
// the person's.
func TestOwnerIsKept(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can give files away")
	}
	const person = 4711
	home := t.TempDir()
	require.NoError(t, os.Chown(home, person, person))
	fresh, there := filepath.Join(home, "a", "b", "new"), filepath.Join(home, "there")
	require.NoError(t, replaceFile(fresh, nil, []byte("x"), 0o600))
	require.NoError(t, os.WriteFile(there, []byte("x"), 0o400))
	require.NoError(t, os.Chown(there, person, person))
	_, err := backUp(there, []byte("x"))
	require.NoError(t, err)
	require.NoError(t, replaceFile(there, []byte("x"), []byte("y"), 0o600))
	for _, name := range []string{fresh, filepath.Dir(fresh), filepath.Dir(filepath.Dir(fresh)), there, there + backupSuffix} {
		info, err := os.Stat(name)
		require.NoError(t, err)
		assert.EqualValues(t, person, ownerOf(info), name)
	}
	info, err := os.Stat(there)
	require.NoError(t, err)
	assert.Equal(t, fs.FileMode(0o400), info.Mode().Perm(), "what its owner has made read-only stays so")
}

// TestOwnerIsNotReplaced proves that nobody takes a file from its owner by installing
// into a directory of his own.
func TestOwnerIsNotReplaced(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can give files away")
	}
	const person = 65534
	dir, err := os.MkdirTemp("", "tagout-owner-")
	require.NoError(t, err)
	defer os.RemoveAll(dir)
	require.NoError(t, os.Chmod(dir, 0o755))
	home := filepath.Join(dir, "home")
	file := filepath.Join(home, ".claude", "settings.json")
	require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
	require.NoError(t, os.Chown(home, person, person))
	require.NoError(t, os.Chown(filepath.Dir(file), person, person))
	require.NoError(t, os.WriteFile(file, []byte("{}\n"), 0o644))
	program := filepath.Join(dir, "tagout")
	out, err := exec.Command("go", "build", "-o", program, "tagout/cmd/tagout").CombinedOutput()
	require.NoError(t, err, string(out))
	cmd := exec.Command(program, "install", "claude")
	cmd.Dir, cmd.Env = home, []string{"HOME=" + home, "PATH=/usr/bin:/bin"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: person, Gid: person}}
	out, err = cmd.CombinedOutput()
	require.Error(t, err, string(out))
	assert.Contains(t, string(out), file+" belongs to the user with the id 0, and would become yours; nothing was changed")
	assert.Equal(t, "{}\n", read(t, file))
	left, err := os.ReadDir(filepath.Dir(file))
	require.NoError(t, err)
	assert.Len(t, left, 1)
}
