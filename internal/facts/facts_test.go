package facts

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tagout/internal/world"
)

// tree writes files below a fresh directory and returns it.
func tree(t *testing.T, files map[string]string) string {
	root, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	for name, text := range files {
		file := filepath.Join(root, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
	}
	return root
}

func at(home string) world.World {
	w := world.Real()
	w.Getenv = func(name string) (string, bool) { return home, name == "HOME" && home != "" }
	return w
}

func TestBranch(t *testing.T) {
	root := tree(t, map[string]string{
		"a/.git/HEAD":              "ref: refs/heads/feature/x\n",
		"a/src/deep/x":             "",
		"a/.git/worktrees/wt/HEAD": "ref: refs/heads/wip\n",
		"wt/.git":                  "gitdir: ../a/.git/worktrees/wt\n",
		"detached/.git/HEAD":       "0123456789012345678901234567890123456789\n",
		"reftable/.git/HEAD":       "ref: refs/heads/.invalid\n",
		"tag/.git/HEAD":            "ref: refs/tags/v1\n",
		"empty/.git/HEAD":          "",
		"odd/.git":                 "not a pointer\n",
		"lost/.git":                "gitdir: /nowhere\n",
		"crlf/.git/HEAD":           "ref: refs/heads/main\r\n",
		"linked/.git/config":       "",
		"plain/x":                  "",
	})
	require.NoError(t, os.Symlink("refs/heads/old", filepath.Join(root, "linked/.git/HEAD")))
	for _, c := range []struct{ dir, want string }{
		{"a", "feature/x"}, {"a/src/deep", "feature/x"}, {"a/none/yet", "feature/x"}, {"wt", "wip"},
		{"crlf", "main"}, {"linked", "old"}, {"detached", ""}, {"reftable", ""}, {"tag", ""},
		{"empty", ""}, {"odd", ""}, {"lost", ""}, {"plain", ""},
	} {
		got, ok := Branch(world.Real(), filepath.Join(root, c.dir))
		assert.Equal(t, c.want, got, c.dir)
		assert.Equal(t, c.want != "", ok, c.dir)
	}
	_, ok := Branch(world.Real(), "relative")
	assert.False(t, ok)
	_, ok = Branch(world.World{}, "/")
	assert.False(t, ok, "a world without files has no branch")
}

func TestWorkspace(t *testing.T) {
	root := tree(t, map[string]string{
		"home/.git/HEAD":          "ref: refs/heads/dotfiles\n",
		"home/notes/x":            "",
		"home/proj/.git/HEAD":     "ref: refs/heads/main\n",
		"home/proj/src/x":         "",
		"home/proj/vendor/m/.git": "gitdir: ../../.git/modules/m\n",
		"srv/app/x":               "",
	})
	require.NoError(t, os.Symlink("home", filepath.Join(root, "alias")))
	in := func(dir string) string { return filepath.Join(root, dir) }
	for _, c := range []struct{ dir, want string }{
		{"home/proj/src", "home/proj"}, {"home/proj", "home/proj"}, {"home/proj/vendor/m", "home/proj/vendor/m"},
		{"home/notes", "home/notes"}, {"srv/app", "srv/app"}, {"home", ""}, {"alias", ""}, {".", ""},
	} {
		want := ""
		if c.want != "" {
			want = in(c.want)
		}
		assert.Equal(t, want, Workspace(at(in("home")), in(c.dir)), c.dir)
	}
	assert.Empty(t, Workspace(at(""), "/"))
	assert.Empty(t, Workspace(at(""), "relative"))
	assert.Equal(t, "/w", Workspace(world.World{}, "/w/"))
}
