//go:build unix

package facts

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tagout/internal/world"
)

func TestBranchReadsOnlySmallRegularFiles(t *testing.T) {
	root := tree(t, map[string]string{
		"pipe/.git/config": "",
		"big/.git/HEAD":    "ref: refs/heads/" + strings.Repeat("x", 2*maxFile),
	})
	require.NoError(t, syscall.Mkfifo(filepath.Join(root, "pipe/.git/HEAD"), 0o644))
	_, ok := Branch(world.Real(), filepath.Join(root, "pipe"))
	assert.False(t, ok)
	name, _ := Branch(world.Real(), filepath.Join(root, "big"))
	assert.LessOrEqual(t, len(name), maxFile)

	require.NoError(t, syscall.Mkfifo(filepath.Join(root, ".git"), 0o644))
	assert.Equal(t, filepath.Join(root, "none"), Workspace(at(""), filepath.Join(root, "none")))
}
