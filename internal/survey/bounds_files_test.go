//go:build unix

package survey

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tagout/internal/scan"
	"tagout/policy"
)

// destroyed lists the files in which terraform-destroy is found.
func destroyed(r scan.Report) (out []string) {
	for _, p := range r.Problems {
		if p.ID == "terraform-destroy" {
			out = append(out, fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col))
		}
	}
	return out
}

// TestOddFiles: links, pipes, devices, holes and what cannot be read hold up no
// scan, are not followed out of the tree, and hide nothing else.
func TestOddFiles(t *testing.T) {
	elsewhere := written(t, map[string]string{"out.sh": "terraform destroy\n"})
	dir := written(t, map[string]string{
		"a.sh": "#!/bin/sh\nterraform destroy\n", "closed.sh": "terraform destroy\n", "bad.sh": "echo \xff\xfe\n  terraform destroy\n",
		"zero.sh": "\x00\x01terraform destroy\n", strings.Repeat("d/", 200) + "deep.sh": "terraform destroy\n", "nofile": "text\n",
	})
	at := func(name string) string { return filepath.Join(dir, name) }
	require.NoError(t, os.Symlink(dir, at("loop")))
	require.NoError(t, os.Symlink("self.sh", at("self.sh")))
	require.NoError(t, os.Symlink(filepath.Join(elsewhere, "out.sh"), at("out.sh")))
	require.NoError(t, os.Symlink(elsewhere, at("outside")))
	require.NoError(t, os.Symlink("/dev/zero", at("Makefile")))
	require.NoError(t, syscall.Mkfifo(at("pipe.sh"), 0o644))
	require.NoError(t, syscall.Mkfifo(at("pipe"), 0o644))
	for _, name := range []string{"huge.sh", "huge"} {
		big, err := os.Create(at(name))
		require.NoError(t, err)
		require.NoError(t, big.Truncate(1<<30))
		require.NoError(t, big.Close())
	}
	require.NoError(t, os.Chmod(at("closed.sh"), 0))
	got := scanned(t, dir)
	want := []string{"a.sh:2:1", "bad.sh:2:3"}
	unread := []string{"huge.sh"}
	if os.Geteuid() == 0 {
		want = append(want, "closed.sh:1:1") // nothing is closed to root
	} else {
		unread = []string{"closed.sh", "huge.sh"}
	}
	assert.Equal(t, append(want, strings.Repeat("d/", 200)+"deep.sh:1:1"), destroyed(got))
	var told []string
	for _, p := range got.Problems {
		if p.ID == scan.Unread {
			told = append(told, p.File)
		}
	}
	assert.Equal(t, unread, told, messages(got))
}

// TestVanished: a file that is gone when its turn comes is passed over.
func TestVanished(t *testing.T) {
	dir := written(t, map[string]string{"b.sh": "terraform destroy\n"})
	results := all(scan.Request{Root: dir, Policy: policy.Builtin(), Progress: nil}, []string{"a.sh", "b.sh"}, nil)
	require.Len(t, results, 2)
	assert.False(t, results[0].read)
	assert.Empty(t, results[0].findings)
	assert.Len(t, results[1].findings, 1)
}

// TestHostile: files made to be slow or deep are read to a bound, and what is in
// others is found.
func TestHostile(t *testing.T) {
	bomb := "a: &a [x, x, x, x, x, x, x, x, x]\n"
	for c := 'b'; c < 'n'; c++ {
		bomb += fmt.Sprintf("%c: &%c [%s*%c]\n", c, c, strings.Repeat(fmt.Sprintf("*%c, ", c-1), 8), c-1)
	}
	deep := strings.Repeat("[", 100_000)
	dir := written(t, map[string]string{
		".github/workflows/bomb.yml": bomb + "jobs: {j: {runs-on: self-hosted, steps: *m}}\n",
		".gitlab-ci.yml":             bomb + "x: {script: *m}\n",
		".circleci/deep.yml":         "a: " + deep,
		"package.json":               "{\"scripts\": " + deep,
		".claude/settings.json":      "{\"permissions\": {\"allow\": " + deep,
		"deep.tf":                    "a = " + deep,
		"signs.tf":                   "a = " + strings.Repeat("!", 1_000_000) + "x\n",
		"asked.tf":                   "a = " + strings.Repeat("x ? ", 300_000) + "\n",
		"deep2.tf":                   strings.Repeat("a {\n", 50_000),
		"Makefile":                   "A0 = x\n" + doubling() + "a:\n\techo $(A40)\n",
		"deep.sh":                    strings.Repeat("$(", 100_000),
		"wide.sh":                    "echo " + strings.Repeat("a ", 500_000) + "\n",
		"Dockerfile":                 "FROM x\nRUN " + strings.Repeat("a \\\n", 200_000) + "b\n",
		"tasks/x.yml":                strings.Repeat("- block:\n  ", 1) + deep,
		"Jenkinsfile":                strings.Repeat("sh \"${", 100_000),
		"CLAUDE.md":                  strings.Repeat("```sh\n", 100_001),
		"z.sh":                       "terraform destroy\n",
	})
	assert.Equal(t, []string{"z.sh:1:1"}, destroyed(scanned(t, dir)))
}

func doubling() string {
	var b strings.Builder
	for i := 1; i <= 40; i++ {
		fmt.Fprintf(&b, "A%d = $(A%d)$(A%d)\n", i, i-1, i-1)
	}
	return b.String()
}

// repository makes a repository of files that are committed.
func repository(t *testing.T, files map[string]string) (dir string, run func(args ...string)) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not here")
	}
	dir = written(t, files)
	run = func(args ...string) {
		t.Helper()
		cmd := exec.Command("git", append([]string{"-C", dir, "-c", "user.name=a", "-c", "user.email=a@b", "-c", "init.defaultBranch=main", "-c", "protocol.file.allow=always"}, args...)...)
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, string(out))
	}
	run("init", "-q")
	run("add", "-A")
	run("commit", "-qm", "x")
	return dir, run
}

func since(base string) func(*scan.Request) { return func(r *scan.Request) { r.Base = base } }

// TestDiff: what is renamed counts by its changed lines, what is new as a whole,
// from the commit at which a branch left.
func TestDiff(t *testing.T) {
	lines := "#!/bin/sh\nterraform destroy\necho a\necho b\necho c\necho d\n"
	dir, run := repository(t, map[string]string{"old.sh": lines, "gone.sh": lines, "same.sh": lines, "sub/x é.sh": lines})
	run("branch", "base")
	run("mv", "old.sh", "new.sh")
	run("rm", "-q", "gone.sh")
	put := func(name, text string) {
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	put("new.sh", lines+"terraform -chdir=x destroy\n")
	put("fresh.sh", "terraform destroy\n")
	run("add", "-A")
	run("commit", "-qm", "y")
	put("sub/x é.sh", strings.Replace(lines, "echo c\n", "++ x\n terraform destroy\n", 1))
	put("untracked/y.sh", "terraform destroy\n")
	want := []string{"fresh.sh:1:1", "new.sh:7:1", "sub/x é.sh:6:2", "untracked/y.sh:1:1"}
	assert.Equal(t, want, destroyed(scanned(t, dir, since("base"))))
	assert.Equal(t, want[2:], destroyed(scanned(t, dir, since("HEAD"))))

	run("checkout", "-q", "base")
	run("checkout", "-q", "-B", "theirs")
	put("theirs.sh", "terraform destroy\n")
	run("add", "theirs.sh")
	run("commit", "-qm", "z")
	run("checkout", "-q", "main")
	assert.Equal(t, want, destroyed(scanned(t, dir, since("theirs"))), "what theirs has is not ours")

	shallow := t.TempDir()
	run("clone", "-q", "--depth", "1", "file://"+dir, shallow)
	require.NoError(t, os.WriteFile(filepath.Join(shallow, "same.sh"), []byte(lines+"terraform destroy\n"), 0o644))
	assert.Equal(t, []string{"same.sh:7:1"}, destroyed(scanned(t, shallow, since("HEAD"))))
}

// TestDiffMistakes: a commit that is none is a mistake, never a scan of nothing.
func TestDiffMistakes(t *testing.T) {
	dir, _ := repository(t, map[string]string{"a.sh": "terraform destroy\n"})
	for _, c := range []struct{ dir, base string }{
		{dir, "nowhere"}, {dir, "--output=x"}, {dir, "HEAD:a.sh"}, {t.TempDir(), "HEAD"}, {dir, "HEAD..nowhere"},
	} {
		_, err := Scan(scan.Request{Root: c.dir, Policy: policy.Builtin(), Base: c.base})
		assert.Error(t, err, c.base)
		assert.NoFileExists(t, filepath.Join(dir, "x"))
	}
}

// TestIgnoredByGit: nested and negated lines count as git has them, and what is
// tracked is looked at in spite of them.
func TestIgnoredByGit(t *testing.T) {
	text := "terraform destroy\n"
	dir, run := repository(t, map[string]string{
		".gitignore": "*.sh\n!keep.sh\n/build/\n", "sub/.gitignore": "!sub.sh\nkeep.sh\n",
		"a.sh": text, "keep.sh": text, "build/keep.sh": text, "sub/sub.sh": text, "sub/keep.sh": text, "forced.sh": text,
	})
	run("add", "-f", "forced.sh")
	assert.Equal(t, []string{"forced.sh:1:1", "keep.sh:1:1", "sub/sub.sh:1:1"}, destroyed(scanned(t, dir)))
}
