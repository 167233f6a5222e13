package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tagout/policy"
)

// TestLintSamples: every check has an archive testdata/lint/ID.txtar of a machine
// on which something is wrong, one on which it is not, and what lint says of the
// first. What is wrong and right in the check's own explanation stands in them to
// the letter. The comment of an archive is the command line.
func TestLintSamples(t *testing.T) {
	dir, err := filepath.Abs("testdata/lint")
	require.NoError(t, err)
	archives, err := filepath.Glob(dir + "/*.txtar")
	require.NoError(t, err)
	assert.Len(t, archives, len(policy.Checks()), "an archive for each check and none besides")
	for _, k := range policy.Checks() {
		t.Run(k.ID, func(t *testing.T) {
			name := dir + "/" + k.ID + ".txtar"
			archive, err := txtar.ParseFile(name)
			require.NoError(t, err)
			args := strings.Fields(string(archive.Comment))
			bad, told := lintSample(t, archive, "wrong/", args)
			good, quiet := lintSample(t, archive, "right/", args)
			assert.Contains(t, told, "["+k.ID+"]")
			assert.NotContains(t, quiet, "["+k.ID+"]")
			for _, line := range strings.Split(k.Wrong, "\n") {
				assert.Contains(t, bad, line, "the sample has what explain says is wrong")
			}
			for _, line := range strings.Split(k.Right, "\n") {
				assert.Contains(t, good, line, "the sample has what explain says is right")
			}
			compareSample(t, name, archive, "want.txt", told)
			assert.Equal(t, "0 errors, 0 warnings, 0 notes in 1 file\n", quiet)
		})
	}
}

// compareSample compares a file of an archive, or writes it with -update.
func compareSample(t *testing.T, name string, archive *txtar.Archive, file, got string) {
	t.Helper()
	for i := range archive.Files {
		if f := &archive.Files[i]; f.Name == file {
			if *update && string(f.Data) != got {
				f.Data = []byte(got)
				require.NoError(t, os.WriteFile(name, txtar.Format(archive), 0o644))
			}
			assert.Equal(t, string(f.Data), got)
			return
		}
	}
	t.Errorf("%s has no %s", name, file)
}

// lintSample lints the part of an archive below a prefix as a machine of its own.
// It returns the names and the texts of its files, and what lint says.
func lintSample(t *testing.T, archive *txtar.Archive, prefix string, args []string) (files, told string) {
	t.Helper()
	root, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	for _, f := range archive.Files {
		name, ok := strings.CutPrefix(f.Name, prefix)
		if !ok {
			continue
		}
		files += "# " + "/" + name + "\n" + string(f.Data)
		require.NoError(t, os.MkdirAll(filepath.Dir(root+"/"+name), 0o755))
		require.NoError(t, os.WriteFile(root+"/"+name, f.Data, 0o644))
	}
	require.NoError(t, os.MkdirAll(root+"/home/project", 0o755))
	t.Chdir(root + "/home/project")
	var out bytes.Buffer
	c := command{in: strings.NewReader(""), out: &out, err: &out, world: homeAt(root + "/home"), seams: seams{etc: root + "/etc/tagout"}}
	for i := range args {
		args[i] = strings.ReplaceAll(args[i], "$ROOT", root)
	}
	_, err = c.lint(args)
	require.NoError(t, err)
	return files, strings.ReplaceAll(out.String(), root, "$ROOT")
}

// homeAt is this machine with another home and no settings.
func homeAt(home string) policy.World {
	w := policy.RealWorld()
	w.Getenv = func(name string) (string, bool) {
		if name == "HOME" {
			return home, true
		}
		return "", false
	}
	return w
}

// Where tagout is registered with a harness that cannot ask, files whose rules ask
// are told of, once.
func TestLintHarnessInUse(t *testing.T) {
	rule := "version = 1\n[rule.seed]\nmatch = [\"make seed\"]\ndecision = \"ask\"\nreason = \"r\"\nhits = [\"make seed\"]\nmisses = [\"make\"]\n"
	hooks := `{"hooks":{"PreToolUse":[{"hooks":[{"type":"command","command":"/opt/tagout hook --harness=codex"}]}]}}`
	for _, tt := range []struct{ settings, text, want string }{
		{"", rule, "0 notes"},
		{hooks, rule, "rules of this file ask (1), and tagout is registered with a harness that puts no question to a person: Codex CLI ($ROOT/home/.codex/hooks.json) [cannot-ask]"},
		{strings.ReplaceAll(hooks, "tagout", "other"), rule, "0 notes"},
		{hooks, strings.Replace(rule, "\"ask\"", "\"deny\"", 1), "0 notes"},
	} {
		archive := &txtar.Archive{Files: []txtar.File{{Name: "home/project/.tagout.toml", Data: []byte(tt.text)}, {Name: "home/.codex/hooks.json", Data: []byte(tt.settings)}}}
		_, told := lintSample(t, archive, "", nil)
		assert.Contains(t, told, tt.want)
	}
}
