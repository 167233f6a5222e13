package facts

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tagout/internal/tri"
	"tagout/internal/world"
)

func TestDirty(t *testing.T) {
	for _, version := range []string{"2", "4"} {
		root := repo(t, version)
		is := func(want tri.Tri, why string) {
			t.Helper()
			assert.Equal(t, want, Dirty(world.Real(), root), "%s, version %s", why, version)
		}
		write := func(name, text string) {
			t.Helper()
			require.NoError(t, os.WriteFile(filepath.Join(root, name), []byte(text), 0o644))
		}
		assert.NotEqual(t, tri.No, Dirty(world.Real(), root), "added, and never committed")
		git(t, root, "commit", "-qm", "x")
		is(tri.No, "committed")
		assert.Equal(t, tri.No, Dirty(world.Real(), filepath.Join(root, "dir")), "from below")
		write("new.sh", "untracked\n")
		is(tri.No, "untracked files are not lost")

		info, err := os.Stat(filepath.Join(root, "a.sh"))
		require.NoError(t, err)
		write("a.sh", "ONE\n")
		require.NoError(t, os.Chtimes(filepath.Join(root, "a.sh"), info.ModTime(), info.ModTime()))
		is(tri.Yes, "changed within the second of the index, its time set back")
		write("a.sh", "one\n")
		is(tri.No, "changed back: only its time is another")
		write("a.sh", "one more\n")
		is(tri.Yes, "changed")
		git(t, root, "add", "a.sh")
		is(tri.Yes, "staged")
		git(t, root, "commit", "-qm", "y")
		is(tri.No, "committed again")
		require.NoError(t, os.Remove(filepath.Join(root, "dir/b.sh")))
		is(tri.Yes, "deleted")
		git(t, root, "reset", "-q", "--hard")
		is(tri.No, "reset")
		git(t, root, "add", "-N", "new.sh")
		is(tri.Yes, "to be added")
		git(t, root, "rm", "-q", "--cached", "new.sh")
		git(t, root, "reset", "-q", "--hard")
		git(t, root, "checkout", "-q", "-b", "topic", "HEAD~1")
		is(tri.No, "another branch")

		later := time.Now().Add(time.Hour)
		require.NoError(t, os.Chtimes(filepath.Join(root, "zz/deep/down/d.sh"), later, later))
		is(tri.No, "only touched")
	}
	assert.Equal(t, tri.Maybe, Dirty(world.Real(), t.TempDir()), "outside git")
	assert.Equal(t, tri.Maybe, Dirty(world.World{}, "/x"))
	broken := tree(t, map[string]string{".git/HEAD": "ref: refs/heads/main\n", ".git/index": "DIRC\x00\x00\x00\x02\x00\x00\x00\x05abc"})
	assert.Equal(t, tri.Maybe, Dirty(world.Real(), broken))
	short := tree(t, map[string]string{".git/HEAD": "", ".git/index": "DI"})
	assert.Equal(t, tri.Maybe, Dirty(world.Real(), short))
}
