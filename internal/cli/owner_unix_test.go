//go:build unix

package cli

import (
	"io/fs"
	"os"
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
