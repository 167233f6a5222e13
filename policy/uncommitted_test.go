package policy

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestUncommitted: with nothing uncommitted, throwing it away is no question.
func TestUncommitted(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("no git")
	}
	dir := t.TempDir()
	git := func(args ...string) {
		t.Helper()
		cmd := exec.Command("git", append([]string{"-c", "user.name=a", "-c", "user.email=a@b"}, args...)...)
		cmd.Dir, cmd.Env = dir, []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "GIT_CONFIG_NOSYSTEM=1"}
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, "%s: %s", args, out)
	}
	file := filepath.Join(dir, "a.go")
	require.NoError(t, os.WriteFile(file, []byte("one\n"), 0o644))
	git("init", "-q")
	git("add", ".")
	git("commit", "-qm", "x")
	discards := []string{"git reset --hard", "git reset --hard HEAD~1", "git checkout .", "git checkout -- a.go", "git switch -f main", "git restore .", "git -C . reset --hard", "git status; git reset --hard", "git fetch origin && git reset --hard origin/main", "git push; git restore .", "cd / && cd " + dir + " && git restore ."}
	for _, text := range discards {
		assert.Equal(t, None, judgeIn(dir, text).Decision, "clean: %s", text)
	}
	for _, text := range []string{
		"git stash pop && git reset --hard", "make; git checkout .", "echo x > a.go; git restore .", "git -C /nowhere reset --hard",
		"GIT_DIR=/x git reset --hard", "git --work-tree=/x reset --hard", "ssh host git reset --hard", "git clean -fd", "git stash drop", "cd $X; git reset --hard",
	} {
		assert.GreaterOrEqual(t, judgeIn(dir, text).Decision, Ask, "not known: %s", text)
	}
	nested := filepath.Join(dir, "nested")
	require.NoError(t, os.Mkdir(nested, 0o755))
	git("-C", "nested", "init", "-q")
	require.NoError(t, os.WriteFile(filepath.Join(nested, "b.go"), []byte("b\n"), 0o644))
	git("-C", "nested", "add", ".")
	for _, text := range []string{
		"git -C nested reset --hard", "git -C nested -C . reset --hard", "cd nested && git reset --hard", "git -C . -C nested checkout .", "git -c core.worktree=nested reset --hard", "git --config-env=core.worktree=W reset --hard",
		"pushd nested; git -C $PWD restore .", "git -C nested -C '' restore .",
	} {
		assert.Equal(t, Ask, judgeIn(dir, text).Decision, "in another repository: %s", text)
	}
	require.NoError(t, os.WriteFile(file, []byte("two\n"), 0o644))
	for _, text := range discards {
		assert.Equal(t, Ask, judgeIn(dir, text).Decision, "changed: %s", text)
	}

	// a directory is deleted with what no commit holds of it
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "src/sub"), 0o755))
	for _, name := range []string{"src/sub/b.go", "src/c.go"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte("x\n"), 0o644))
	}
	git("add", "src")
	git("commit", "-qm", "y", "src")
	for _, text := range []string{"rm -rf src", "rm -rf ./src/sub", "cd src && rm -rf sub", "rm -rf " + dir + "/src"} {
		assert.Equal(t, None, judgeIn(dir, text).Decision, "committed: %s", text)
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "src/sub/b.go"), []byte("yy\n"), 0o644))
	for _, text := range []string{"rm -rf src", "rm -rf ./src/sub", "cd src && rm -rf sub", "sudo rm -rf " + dir + "/src"} {
		assert.Equal(t, Ask, judgeIn(dir, text).Decision, "changed: %s", text)
	}
	for _, text := range []string{"rm src/c.go", "rm -rf src/none", "rm -rf build"} {
		assert.Equal(t, None, judgeIn(dir, text).Decision, "elsewhere: %s", text)
	}
}
