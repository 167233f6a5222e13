package facts

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tagout/internal/tri"
	"tagout/internal/world"
)

// TestDirtyStates: states in which git reset --hard loses something, and the work
// tree or the index looks as if it had just been committed.
func TestDirtyStates(t *testing.T) {
	write := func(t *testing.T, root, name, text string) {
		t.Helper()
		require.NoError(t, os.WriteFile(filepath.Join(root, name), []byte(text), 0o644))
	}
	stage := func(t *testing.T, root string) {
		write(t, root, "a.sh", "staged\n")
		git(t, root, "add", "a.sh")
	}
	topic := func(t *testing.T, root string) {
		git(t, root, "checkout", "-qb", "topic")
		write(t, root, "a.sh", "topic\n")
		git(t, root, "commit", "-qam", "topic")
		git(t, root, "checkout", "-q", "-")
	}
	for name, change := range map[string]func(t *testing.T, root string){
		"staged, its tree written": func(t *testing.T, root string) { stage(t, root); git(t, root, "write-tree") },
		"a commit that a hook refused": func(t *testing.T, root string) {
			stage(t, root)
			hook := filepath.Join(root, ".git/hooks/commit-msg")
			require.NoError(t, os.MkdirAll(filepath.Dir(hook), 0o755))
			require.NoError(t, os.WriteFile(hook, []byte("#!/bin/sh\nexit 1\n"), 0o755))
			git(t, root, "-c", "alias.try=!git commit -qm x || true", "try")
		},
		"reset --soft": func(t *testing.T, root string) {
			stage(t, root)
			git(t, root, "commit", "-qm", "y")
			git(t, root, "reset", "-q", "--soft", "HEAD~1")
		},
		"merge --no-commit": func(t *testing.T, root string) {
			topic(t, root)
			git(t, root, "merge", "-q", "--no-ff", "--no-commit", "topic")
		},
		"merge --squash": func(t *testing.T, root string) { topic(t, root); git(t, root, "merge", "-q", "--squash", "topic") },
		"cherry-pick -n": func(t *testing.T, root string) { topic(t, root); git(t, root, "cherry-pick", "-n", "topic") },
		"read-tree": func(t *testing.T, root string) {
			topic(t, root)
			git(t, root, "read-tree", "-m", "-u", "HEAD", "topic")
		},
		"checkout of another's": func(t *testing.T, root string) {
			topic(t, root)
			git(t, root, "checkout", "-q", "topic", "--", ".")
			git(t, root, "write-tree")
		},
		"stash apply --index": func(t *testing.T, root string) {
			stage(t, root)
			git(t, root, "stash", "-q")
			git(t, root, "stash", "apply", "-q", "--index")
			git(t, root, "write-tree")
		},
		"no commit on this branch": func(t *testing.T, root string) { git(t, root, "checkout", "-q", "--orphan", "new") },
		"packed":                   func(t *testing.T, root string) { git(t, root, "gc", "-q"); stage(t, root); git(t, root, "write-tree") },
		"detached": func(t *testing.T, root string) {
			git(t, root, "checkout", "-q", "--detach")
			stage(t, root)
			git(t, root, "write-tree")
		},
		"another mode": func(t *testing.T, root string) { require.NoError(t, os.Chmod(filepath.Join(root, "a.sh"), 0o755)) },
		"a link in a file's place": func(t *testing.T, root string) {
			require.NoError(t, os.Rename(filepath.Join(root, "a.sh"), filepath.Join(root, "o")))
			require.NoError(t, os.Symlink("o", filepath.Join(root, "a.sh")))
		},
		"a directory in its place": func(t *testing.T, root string) {
			require.NoError(t, os.Remove(filepath.Join(root, "a.sh")))
			require.NoError(t, os.Mkdir(filepath.Join(root, "a.sh"), 0o755))
		},
		"assume-unchanged": func(t *testing.T, root string) {
			git(t, root, "update-index", "--assume-unchanged", "a.sh")
			write(t, root, "a.sh", "local\n")
		},
		"its times and size kept": func(t *testing.T, root string) {
			old := time.Now().Add(-time.Hour)
			file := filepath.Join(root, "a.sh")
			require.NoError(t, os.Chtimes(file, old, old))
			time.Sleep(1100 * time.Millisecond)
			git(t, root, "update-index", "--refresh")
			write(t, root, "a.sh", "ONE\n")
			require.NoError(t, os.Chtimes(file, old, old))
		},
		"skip-worktree": func(t *testing.T, root string) {
			git(t, root, "update-index", "--skip-worktree", "a.sh")
			write(t, root, "a.sh", "local\n")
		},
		"a work tree elsewhere": func(t *testing.T, root string) { git(t, root, "config", "core.worktree", t.TempDir()) },
		"a file of a submodule": func(t *testing.T, root string) { submodule(t, root); write(t, root, "sub/a.sh", "local\n") },
		"a staged change of a submodule": func(t *testing.T, root string) {
			submodule(t, root)
			write(t, root, "sub/a.sh", "local\n")
			git(t, filepath.Join(root, "sub"), "add", ".")
		},
	} {
		t.Run(name, func(t *testing.T) {
			root := repo(t, "2")
			git(t, root, "commit", "-qm", "x")
			require.Equal(t, tri.No, Dirty(world.Real(), root))
			change(t, root)
			assert.NotEqual(t, tri.No, Dirty(world.Real(), root))
		})
	}
}

// TestCleanStates: everyday states with nothing to lose.
func TestCleanStates(t *testing.T) {
	for name, change := range map[string]func(t *testing.T, root string) string{
		"packed":   func(t *testing.T, root string) string { git(t, root, "gc", "-q"); return root },
		"detached": func(t *testing.T, root string) string { git(t, root, "checkout", "-q", "--detach"); return root },
		"a clone": func(t *testing.T, root string) string {
			git(t, root, "gc", "-q")
			to := t.TempDir()
			git(t, to, "clone", "-q", "--no-local", root, ".")
			return to
		},
		"a fresh clone of many files": func(t *testing.T, root string) string {
			for i := range 2 * maxRehashed {
				require.NoError(t, os.WriteFile(filepath.Join(root, fmt.Sprint("f", i)), []byte("x"), 0o644))
			}
			git(t, root, "add", ".")
			git(t, root, "commit", "-qm", "many")
			to := t.TempDir()
			git(t, to, "clone", "-q", root, ".")
			return to
		},
		"a worktree": func(t *testing.T, root string) string {
			to := filepath.Join(t.TempDir(), "w")
			git(t, root, "worktree", "add", "-q", to)
			return to
		},
		"a packed worktree": func(t *testing.T, root string) string {
			to := filepath.Join(t.TempDir(), "w")
			git(t, root, "worktree", "add", "-q", to)
			git(t, root, "pack-refs", "--all")
			git(t, root, "gc", "-q")
			return to
		},
		"a submodule":    func(t *testing.T, root string) string { submodule(t, root); return root },
		"in a submodule": func(t *testing.T, root string) string { submodule(t, root); return filepath.Join(root, "sub") },
		"merged": func(t *testing.T, root string) string {
			git(t, root, "checkout", "-qb", "b")
			git(t, root, "commit", "-q", "--allow-empty", "-m", "e")
			git(t, root, "checkout", "-q", "-")
			git(t, root, "merge", "-q", "--no-ff", "-m", "m", "b")
			return root
		},
		"amended": func(t *testing.T, root string) string {
			git(t, root, "commit", "-q", "--amend", "-m", "m")
			return root
		},
		"tagged": func(t *testing.T, root string) string {
			git(t, root, "tag", "-am", "m", "v1")
			git(t, root, "checkout", "-q", "v1")
			return root
		},
		"status":          func(t *testing.T, root string) string { git(t, root, "status"); return root },
		"sparse checkout": func(t *testing.T, root string) string { git(t, root, "sparse-checkout", "set", "dir"); return root },
		"many commits, packed tightly": func(t *testing.T, root string) string {
			for range 60 {
				git(t, root, "commit", "-q", "--allow-empty", "-m", "e")
			}
			git(t, root, "repack", "-qadf", "--depth=50", "--window=50")
			return root
		},
	} {
		t.Run(name, func(t *testing.T) {
			root := repo(t, "2")
			git(t, root, "commit", "-qm", "x")
			assert.Equal(t, tri.No, Dirty(world.Real(), change(t, root)))
		})
	}
}

// submodule adds and commits one at "sub".
func submodule(t *testing.T, root string) {
	t.Helper()
	other := repo(t, "2")
	git(t, other, "commit", "-qm", "x")
	git(t, root, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", other, "sub")
	git(t, root, "commit", "-qm", "sub")
}
