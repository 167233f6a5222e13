package cli

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(data)
}

func TestReplaceFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "new", "file")
	require.NoError(t, replaceFile(path, nil, []byte("a"), 0o600))
	assert.Equal(t, "a", read(t, path))
	require.NoError(t, os.Chmod(path, 0o640))
	require.NoError(t, replaceFile(path, []byte("a"), []byte("b"), 0o600))
	assert.Equal(t, "b", read(t, path))
	info, err := os.Stat(path)
	require.NoError(t, err)
	assert.Equal(t, fs.FileMode(0o640), info.Mode().Perm(), "a file that is there keeps its mode")

	err = replaceFile(path, []byte("not what is there"), []byte("c"), 0o600)
	assert.ErrorContains(t, err, "changed by someone else")
	assert.Equal(t, "b", read(t, path))
	assert.ErrorContains(t, replaceFile(path, nil, []byte("c"), 0o600), "changed by someone else")
	left, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	assert.Len(t, left, 1, "no temporary file is left")
}

func TestReplaceFileThroughLinks(t *testing.T) {
	dir := t.TempDir()
	real, link, dangling := filepath.Join(dir, "dots", "settings.json"), filepath.Join(dir, "link"), filepath.Join(dir, "dangling")
	require.NoError(t, replaceFile(real, nil, []byte("a"), 0o600))
	require.NoError(t, os.Symlink("dots/settings.json", link))
	require.NoError(t, replaceFile(link, []byte("a"), []byte("b"), 0o600))
	assert.Equal(t, "b", read(t, real))
	target, err := os.Readlink(link)
	require.NoError(t, err)
	assert.Equal(t, "dots/settings.json", target, "the link stays a link")

	require.NoError(t, os.Symlink("dots/later.json", dangling))
	require.NoError(t, replaceFile(dangling, nil, []byte("c"), 0o600))
	assert.Equal(t, "c", read(t, filepath.Join(dir, "dots", "later.json")))
}

func TestBackUp(t *testing.T) {
	path := filepath.Join(t.TempDir(), "settings.json")
	require.NoError(t, os.WriteFile(path, []byte("first"), 0o600))
	saved, err := backUp(path, []byte("first"))
	require.NoError(t, err)
	assert.True(t, saved)
	info, err := os.Stat(path + backupSuffix)
	require.NoError(t, err)
	assert.Equal(t, fs.FileMode(0o600), info.Mode().Perm(), "a backup is no more public than the file")
	saved, err = backUp(path, []byte("second"))
	require.NoError(t, err)
	assert.False(t, saved)
	assert.Equal(t, "first", read(t, path+backupSuffix))
}

func TestReadIfThere(t *testing.T) {
	dir := t.TempDir()
	data, err := readIfThere(filepath.Join(dir, "none"))
	require.NoError(t, err)
	assert.Nil(t, data)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "empty"), nil, 0o600))
	data, err = readIfThere(filepath.Join(dir, "empty"))
	require.NoError(t, err)
	assert.NotNil(t, data, "an empty file is not a missing one")
	_, err = readIfThere(dir)
	assert.Error(t, err)
}
