//go:build unix

package audit

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tagout/internal/safeguard"
	"tagout/internal/world"
)

// onDisk makes a project in a directory of its own.
func onDisk(t *testing.T, files map[string]string) (dir string, p safeguard.Project) {
	t.Helper()
	dir = t.TempDir()
	for name, text := range files {
		file := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
	}
	root, err := os.OpenRoot(dir)
	require.NoError(t, err)
	t.Cleanup(func() { _ = root.Close() })
	return dir, safeguard.Project{Root: root.FS(), Dir: dir, World: world.Real()}
}

// TestWhatIsNoFile proves that no link leads out, and that nothing waits for a
// writer.
func TestWhatIsNoFile(t *testing.T) {
	outside := filepath.Join(t.TempDir(), "secret.tf")
	require.NoError(t, os.WriteFile(outside, []byte(`resource "aws_lb" "outside" {}`), 0o644))
	dir, p := onDisk(t, map[string]string{"main.tf": sound, "shared/lb.tf": `resource "aws_lb" "inside" {}`})
	require.NoError(t, os.Symlink(outside, filepath.Join(dir, "out.tf")))
	require.NoError(t, os.Symlink("shared/lb.tf", filepath.Join(dir, "in.tf")))
	require.NoError(t, os.Symlink(".", filepath.Join(dir, "loop")))
	require.NoError(t, syscall.Mkfifo(filepath.Join(dir, "pipe.tf"), 0o644))
	require.NoError(t, syscall.Mkfifo(filepath.Join(dir, "Makefile"), 0o644))
	require.NoError(t, syscall.Mkfifo(filepath.Join(dir, "terraform.tfstate"), 0o644))
	require.NoError(t, os.Mkdir(filepath.Join(dir, ".claude"), 0o755))
	require.NoError(t, syscall.Mkfifo(filepath.Join(dir, ".claude/settings.json"), 0o644))

	done := make(chan safeguard.Report, 1)
	go func() { done <- Check(p) }()
	select {
	case r := <-done:
		all := strings.Join(short(r), "\n")
		assert.Contains(t, all, "SG-READ out.tf:0:0 not read: cannot be read: path escapes from parent")
		assert.Contains(t, all, "SG-READ pipe.tf:0:0 not read: is no regular file")
		assert.Contains(t, all, "SG-READ .claude/settings.json:0:0 not read: is no regular file")
		assert.Contains(t, all, "in.tf:1:1 aws_lb.inside")
		assert.NotContains(t, all, "aws_lb.outside")
		assert.NotContains(t, all, "loop/")
		assert.Contains(t, unseenText(r), "3 Makefile is no regular file")
	case <-time.After(10 * time.Second):
		t.Fatal("it waits for a pipe")
	}
}

// TestHostile feeds what makes a recursive parser deep, or slow.
func TestHostile(t *testing.T) {
	n := maxFile - 100
	if testing.Short() {
		n /= 8
	}
	for name, text := range map[string]string{
		"brackets":         "x = " + strings.Repeat("[", n),
		"not":              "x = " + strings.Repeat("!", n),
		"minus":            "x = " + strings.Repeat("-", n) + "1",
		"spaced not":       "x = (" + strings.Repeat("!\n", n/2) + "1)",
		"choices":          "x = " + strings.Repeat("a?b:", n/4) + "c",
		"templates":        "x = \"" + strings.Repeat(`${"`, n/3),
		"fewer directives": "x = \"" + strings.Repeat("%{if a}", maxTurns) + "\"",
		"fewer choices":    "x = " + strings.Repeat("a?b:", maxChoices) + "c",
		"fewer signs":      "x = " + strings.Repeat("!", maxSigns) + "c",
		"fewer brackets":   "x = " + strings.Repeat("[", maxNesting) + "c",
		"directives":       "x = \"" + strings.Repeat("%{if a}", n/7) + "\"",
		"blocks":           strings.Repeat("a {\n", n/4),
		"names":            "x = a" + strings.Repeat(".a", n/2),
		"sums":             "x = 1" + strings.Repeat("+1", n/2),
		"many":             strings.Repeat("resource \"aws_lb\" \"a\" {}\n", n/100),
		"many buckets":     strings.Repeat("resource \"aws_s3_bucket\" \"a\" {}\n", n/100),
		"bytes":            strings.Repeat("\xff\x00", n/2),
		"locals":           "locals {\n a = local.b\n b = local.a\n}\nresource \"aws_lb\" \"x\" {\n enable_deletion_protection = local.a\n}",
		"JSON":             strings.Repeat(`{"a":`, n/5),
		"module loops":     "module \"a\" {\n source = \"./\"\n}\nmodule \"b\" {\n source = \"./\"\n}",
	} {
		t.Run(name, func(t *testing.T) {
			file := "main.tf"
			if name == "JSON" {
				file = "main.tf.json"
			}
			start := time.Now()
			r := Check(project(map[string]string{file: text}))
			assert.Less(t, time.Since(start), 30*time.Second)
			assert.NotEmpty(t, append(short(r), unseenText(r)))
		})
	}
}

func TestBounds(t *testing.T) {
	deep := strings.Repeat("d/", maxDeep+1) + "main.tf"
	r := Check(project(map[string]string{"main.tf": sound, deep: `resource "aws_lb" "a" {}`}))
	assert.Contains(t, holding(r, "SG-READ"), "lies deeper than 40 directories")
	assert.NotContains(t, strings.Join(short(r), "\n"), "aws_lb")

	one := "resource \"aws_lb\" \"a\" {}\n"
	r = Check(project(map[string]string{"a.tf": strings.Repeat(one, maxJudged/2), "b.tf": strings.Repeat(one, maxJudged/2+1)}))
	assert.Contains(t, holding(r, "SG-READ"), "there are more than 10,000 resources")

	if testing.Short() {
		return
	}
	many := map[string]string{"main.tf": sound}
	text := "# " + strings.Repeat("x", maxFile-10) + "\n"
	for i := range maxBytes/maxFile + 2 {
		many[fmt.Sprintf("m%03d.tf", i)] = text
	}
	assert.Contains(t, holding(Check(project(many)), "SG-READ"), "the project has more than 32 MB to read")
}

// TestBroken: a mistake in one place hides nothing elsewhere.
func TestBroken(t *testing.T) {
	r := Check(project(map[string]string{
		"main.tf":  sound,
		"a.tf":     "resource \"aws_lb\" \"before\" {}\nresource \"aws_lb\" \"broken\" {\n  x = = 1\n}\nresource \"aws_lb\" \"after\" {}\n",
		"b.tf":     `resource "aws_lb" "other" {}`,
		"v.tfvars": "= 1",
	}))
	all := strings.Join(short(r), "\n")
	assert.Contains(t, all, "SG-READ a.tf:3:")
	assert.Contains(t, all, "SG-READ v.tfvars:1:1 not read: is broken")
	assert.Contains(t, all, "a.tf:1:1 aws_lb.before: ")
	assert.Contains(t, all, "b.tf:1:1 aws_lb.other: ")
}

// TestStateInGit asks about files as the real git has them.
func TestStateInGit(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not here")
	}
	dir, p := onDisk(t, map[string]string{
		"infra/main.tf":                  sound,
		"infra/terraform.tfstate":        "{}",
		"infra/terraform.tfstate.backup": "{}",
		"ignored/main.tf":                sound,
		"ignored/terraform.tfstate":      "{}",
		".gitignore":                     "/ignored/*.tfstate\n*.backup\n",
	})
	for _, args := range [][]string{{"init", "-q"}, {"add", "infra/terraform.tfstate"}} {
		cmd := exec.Command("git", args...)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, string(out))
	}
	assert.Equal(t, "infra/terraform.tfstate:0:0 terraform.tfstate: is tracked by git: a checkout swaps the state, and its secrets are in the history", holding(Check(p), "SG-STATE-4"))
	require.NoError(t, os.WriteFile(filepath.Join(dir, ".gitignore"), nil, 0o644))
	got := holding(Check(p), "SG-STATE-4")
	assert.Contains(t, got, "ignored/terraform.tfstate:0:0 terraform.tfstate: is not ignored by git")
	assert.Contains(t, got, "infra/terraform.tfstate.backup:0:0 terraform.tfstate.backup: is not ignored by git")
}

// TestIgnored compares with what git itself says.
func TestIgnored(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not here")
	}
	dir, _ := onDisk(t, map[string]string{
		".gitignore":   "*.tfstate\n!keep.tfstate\n/top.x\nbuild/\na/*/c\n# comment\n\\#odd\n**/deep.x\nlogs/**\n",
		"a/.gitignore": "!x.tfstate\nlocal.x\n",
	})
	out, err := exec.Command("git", "-C", dir, "init", "-q").CombinedOutput()
	require.NoError(t, err, string(out))
	for _, name := range []string{
		"x.tfstate", "keep.tfstate", "a/x.tfstate", "b/x.tfstate", "top.x", "a/top.x", "build/x", "a/build/y/z", "a/b/c", "a/b/d/c", "b/a/b/c",
		"local.x", "a/local.x", "a/b/local.x", "deep.x", "p/q/deep.x", "logs/a/b", "logs", "comment", "x.tfstate.backup",
	} {
		err := exec.Command("git", "-C", dir, "check-ignore", "-q", "--no-index", name).Run()
		assert.Equal(t, err == nil, isIgnored(world.Real(), dir, filepath.Join(dir, name)), name)
	}
}
