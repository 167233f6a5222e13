package cli

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// docOf is what policy doc prints of the layers of an archive.
func docOf(t *testing.T, archive *txtar.Archive) string {
	t.Helper()
	root := t.TempDir()
	for _, f := range archive.Files {
		require.NoError(t, os.MkdirAll(root+"/home/project", 0o755))
		require.NoError(t, os.MkdirAll(root+"/etc", 0o755))
		require.NoError(t, os.WriteFile(root+"/"+f.Name, f.Data, 0o644))
	}
	t.Chdir(root + "/home/project")
	var out bytes.Buffer
	c := command{in: strings.NewReader(""), out: &out, err: &out, world: homeAt(root + "/home"), seams: seams{etc: root + "/etc"}}
	code, err := c.policyDoc([]string{"--policy", "../user.toml"})
	require.NoError(t, err)
	require.Zero(t, code)
	return strings.ReplaceAll(out.String(), root, "$ROOT")
}

// What is printed of the layers is what stands in the archive, twice the same,
// and every row of every table has as many cells as its head.
func TestPolicyDoc(t *testing.T) {
	const name = "testdata/policydoc.txtar"
	archive, err := txtar.ParseFile(name)
	require.NoError(t, err)
	want := archive.Files[len(archive.Files)-1]
	require.Equal(t, "home/want.md", want.Name)
	back, err := os.Getwd()
	require.NoError(t, err)
	doc := docOf(t, archive)
	assert.Equal(t, doc, docOf(t, archive))
	t.Chdir(back)
	own, rest, ok := strings.Cut(doc, "\n## Built in\n")
	require.True(t, ok)
	if *update {
		archive.Files[len(archive.Files)-1].Data = []byte(own)
		require.NoError(t, os.WriteFile(name, txtar.Format(archive), 0o644))
	} else {
		assert.Equal(t, string(want.Data), own)
	}
	assert.Greater(t, strings.Count(rest, "\n| deny "), 50)
	cells := 0
	for line := range strings.Lines(doc) {
		if !strings.HasPrefix(line, "|") {
			cells = 0
			continue
		}
		n := strings.Count(strings.ReplaceAll(line, `\|`, ""), "|")
		if cells == 0 {
			cells = n
		}
		assert.Equal(t, cells, n, line)
	}
}
