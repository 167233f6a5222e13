package facts

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tagout/internal/world"
)

// git runs git in a directory, apart from any settings of this machine.
func git(t *testing.T, dir string, args ...string) {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@b", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@b"}
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s: %s", args, out)
}

func repo(t *testing.T, version string) string {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("no git")
	}
	root := tree(t, map[string]string{
		"a.sh": "one\n", "dir/b.sh": "two\n", "dir/c.sh": "three\n", "dir.sh": "four\n", "empty": "", "zz/deep/down/d.sh": "five\n",
	})
	git(t, root, "init", "-q")
	git(t, root, "config", "index.version", version)
	git(t, root, "add", ".")
	return root
}

// TestUnmodified: what is tracked and as it was added, in every version of the
// index.
func TestUnmodified(t *testing.T) {
	for _, version := range []string{"2", "3", "4"} {
		root := repo(t, version)
		in := func(name string) bool { return Unmodified(world.Real(), filepath.Join(root, name)) }
		for _, name := range []string{"a.sh", "dir/b.sh", "dir/c.sh", "dir.sh", "empty", "zz/deep/down/d.sh"} {
			assert.True(t, in(name), "%s in version %s", name, version)
		}
		require.NoError(t, os.WriteFile(filepath.Join(root, "new.sh"), []byte("one\n"), 0o644))
		require.NoError(t, os.Symlink("a.sh", filepath.Join(root, "link.sh")))
		assert.False(t, in("new.sh"))
		assert.True(t, in("link.sh"), "what a link leads to is judged")
		assert.False(t, in("none.sh"))
		assert.False(t, in("dir"))
		changed := filepath.Join(root, "dir/b.sh")
		info, err := os.Stat(changed)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(changed, []byte("TWO\n"), 0o644))
		require.NoError(t, os.Chtimes(changed, time.Now(), info.ModTime()))
		assert.False(t, in("dir/b.sh"), "of the same size and time")
		git(t, root, "add", "--intent-to-add", "new.sh")
		assert.False(t, in("new.sh"))
		assert.True(t, in("zz/deep/down/d.sh"), "behind an extended entry")
	}
}

// TestUnmodifiedWorktree: a worktree has an index of its own.
func TestUnmodifiedWorktree(t *testing.T) {
	root := repo(t, "2")
	git(t, root, "commit", "-qm", "x")
	tree := filepath.Join(root, "wt")
	git(t, root, "worktree", "add", "-q", tree)
	assert.True(t, Unmodified(world.Real(), filepath.Join(tree, "a.sh")))
	require.NoError(t, os.WriteFile(filepath.Join(tree, "a.sh"), []byte("ONE\n"), 0o644))
	assert.False(t, Unmodified(world.Real(), filepath.Join(tree, "a.sh")))
	assert.True(t, Unmodified(world.Real(), filepath.Join(root, "a.sh")))
}

// TestUnmodifiedBroken: an index that is cut or made up at any place is never a
// panic, and an index that says nothing of a file does not vouch for it.
func TestUnmodifiedBroken(t *testing.T) {
	root := repo(t, "4")
	file := filepath.Join(root, ".git/index")
	whole, err := os.ReadFile(file)
	require.NoError(t, err)
	for n := range whole {
		_, ok := indexed(whole[:n], "none")
		assert.False(t, ok)
		bad := append([]byte{}, whole...)
		bad[n] ^= 0xff
		indexed(bad, "zz/deep/down/d.sh")
	}
	for _, text := range []string{"", "DIRC", "DIRC\x00\x00\x00\x05\x00\x00\x00\x01", strings.Repeat("x", 300)} {
		require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
		assert.False(t, Unmodified(world.Real(), filepath.Join(root, "a.sh")))
	}
	assert.False(t, Unmodified(world.World{}, "/a"))
	assert.False(t, Unmodified(world.Real(), "a.sh"))
}
