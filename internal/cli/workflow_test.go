package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestWorkflow runs what the example for GitHub runs, in a repository that holds
// the example policies.
func TestWorkflow(t *testing.T) {
	workflow, err := os.ReadFile("../../examples/github-workflow.yml")
	require.NoError(t, err)
	dir := t.TempDir()
	for _, part := range []string{"", "cases"} {
		require.NoError(t, os.MkdirAll(filepath.Join(dir, "policy", part), 0o755))
	}
	for _, name := range []string{"production.toml", "cases/production.toml"} {
		data, err := os.ReadFile("../../examples/" + name)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(dir, "policy", name), data, 0o644))
	}
	t.Chdir(dir)
	ran := 0
	for line := range strings.Lines(string(workflow)) {
		command, ok := strings.CutPrefix(strings.TrimSpace(line), "- run: tagout ")
		if !ok {
			continue
		}
		ran++
		var out, errs bytes.Buffer
		code := Main(globbed(t, strings.Fields(command)), strings.NewReader(""), &out, &errs, nil, nil)
		assert.Zero(t, code, "%s: %s%s", command, out.String(), errs.String())
	}
	assert.Equal(t, 2, ran)
	assert.FileExists(t, "tagout.xml")
}

// globbed expands the words that are patterns, as a shell does.
func globbed(t *testing.T, words []string) (out []string) {
	for _, w := range words {
		if !strings.Contains(w, "*") {
			out = append(out, w)
			continue
		}
		names, err := filepath.Glob(w)
		require.NoError(t, err)
		require.NotEmpty(t, names, w)
		out = append(out, names...)
	}
	return out
}
