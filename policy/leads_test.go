package policy

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestExcludedPaths: what a class leaves out of a danger is left out by where it
// leads, not by how it is spelled.
func TestExcludedPaths(t *testing.T) {
	for _, text := range []string{
		"rm -rf /opt/", "rm -rf /opt/.", "rm -rf /opt/x/..", "rm -rf /usr/local/", "rm -rf /usr/local/../bin", "rm -rf /opt/../etc",
		"rm -rf /usr/local/lib/node_modules/foo/../../..", "rm -rf /usr/local/x/../lib/", "cd /opt/x && rm -rf ../../etc",
	} {
		assert.Equal(t, Deny, judgeIn("/w", text).Decision, text)
	}
	for _, text := range []string{"rm -rf /usr/local/go", "rm -rf /usr/local/go/", "rm -rf /opt/app/releases/../old", "cd /usr/local && rm -rf go", "cd /opt/app/x && rm -rf ../y"} {
		assert.Equal(t, Ask, judgeIn("/w", text).Decision, text)
	}
}

// TestAllowedPaths: an allow of a directory does not reach out of it.
func TestAllowedPaths(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(dir, "scratch"), 0o755))
	require.NoError(t, os.Symlink("/etc", filepath.Join(dir, "scratch/link")))
	file := filepath.Join(dir, "p.toml")
	require.NoError(t, os.WriteFile(file, []byte("version = 1\n[rule.scratch]\nmatch = \"cat "+dir+"/scratch/**\"\ndecision = \"allow\"\nreason = \"x\"\n"+
		"hits = [\"cat "+dir+"/scratch/a\"]\nmisses = [\"cat x\"]\n"), 0o644))
	p, err := Load(file)
	require.NoError(t, err)
	for text, want := range map[string]Decision{
		"cat " + dir + "/scratch/a":                            Allow,
		"cat " + dir + "/scratch/b/../a":                       Allow,
		"cat " + dir + "/scratch/../a":                         None,
		"cat " + dir + "/scratch/a/../../../etc":               None,
		"cat " + dir + "/scratch/link/hosts":                   None,
		"cat " + dir + "/scratch/link/*":                       None,
		"cat scratch/a":                                        Allow,
		"cat scratch/link/hosts":                               None,
		"cat scratch/link/*":                                   None,
		"cat scratch/../a":                                     None,
		"cat " + dir + "/scratch/../*":                         None,
		"cd scratch/link && cat " + dir + "/scratch/a/../../x": None,
	} {
		v := p.Evaluate(Command{Text: text, Dir: dir, Workspace: dir}, RealWorld())
		assert.Equal(t, want, v.Decision, text)
	}
}
