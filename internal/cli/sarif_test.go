package cli

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tagout/internal/audit"
	"tagout/internal/survey"
)

func readJSON(t *testing.T, name string) any {
	t.Helper()
	data, err := os.ReadFile(name)
	require.NoError(t, err)
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	require.NoError(t, err)
	return doc
}

// sarifSchema finds the schema of SARIF 2.1.0 as OASIS publishes it, in a module
// that carries it for its own tests. It is OASIS's, so that it is not copied into
// this repository; .ci/run downloads the module.
func sarifSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	cache, err := exec.Command("go", "env", "GOMODCACHE").Output()
	if err != nil {
		t.Skip("no go command that says where modules are:", err)
	}
	name := strings.TrimSpace(string(cache)) + "/github.com/securego/gosec/v2@v2.30.0/report/sarif/testdata/sarif-schema-2.1.0.json"
	data, err := os.ReadFile(name)
	if err != nil {
		t.Skip("no schema of SARIF here; go mod download github.com/securego/gosec/v2@v2.30.0 in any module brings it")
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	require.NoError(t, err)
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	require.NoError(t, c.AddResource("sarif.json", doc))
	schema, err := c.Compile("sarif.json")
	require.NoError(t, err)
	return schema
}

// TestSARIFIsValid: every log that a command writes is one by the schema, with
// findings and without, with places and without.
func TestSARIFIsValid(t *testing.T) {
	schema := sarifSchema(t)
	incident, err := filepath.Abs("testdata/incident")
	require.NoError(t, err)
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_CONFIG_HOME", "")
	t.Setenv("CLAUDE_CONFIG_DIR", "")
	t.Chdir(t.TempDir())
	for name, text := range map[string]string{
		"good.toml":               "version = 1\n\n[rule.seed]\nmatch = [\"make seed\"]\ndecision = \"deny\"\nreason = \"overwrites\"\nhits = [\"make seed\"]\nmisses = [\"make\"]\n",
		"bad ü.toml":              "[rule.seed]\nmatch = [\"terraform detroy\"] # 𝄞\ndesicion = \"ask\"\n",
		"broken.toml":             "x = \"\n",
		"empty.toml":              "",
		"nul.toml":                "version = 1\x00",
		"quiet.sh":                "ls\n",
		"loud ü.sh":               "#!/bin/sh\n# 𝄞\n: 𝄞; terraform destroy\ngit push --force\n",
		"Dockerfile":              "FROM x\nRUN cd / && \\\n  rm -rf /\n",
		".github/workflows/w.yml": "on: push\njobs: {a: {runs-on: x, steps: [{run: \"terraform destroy\"}]}}\n",
		".claude/settings.json":   `{"permissions":{"allow":["Bash(terraform:*)"]}}`,
	} {
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
		require.NoError(t, os.WriteFile(name, []byte(text), 0o644))
	}
	for _, args := range [][]string{
		{"lint", "--format", "sarif", "good.toml"},
		{"lint", "--format", "sarif", "bad ü.toml"},
		{"lint", "--format", "sarif", "good.toml", "bad ü.toml", "broken.toml", "empty.toml", "nul.toml"},
		{"safeguards", "--sarif", incident},
		{"safeguards", "--sarif", "."},
		{"scan", "--format", "sarif", "--level", "note", "."},
		{"scan", "--format", "sarif", "quiet.sh"},
	} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			var out, errs bytes.Buffer
			code := Main(args, strings.NewReader(""), &out, &errs, audit.Check, survey.Scan)
			require.LessOrEqual(t, code, exitFindings, errs.String())
			text := out.String()
			log, err := jsonschema.UnmarshalJSON(&out)
			require.NoError(t, err)
			assert.NoError(t, schema.Validate(log))
			wrong := code == exitFindings
			assert.Equal(t, wrong, strings.Contains(text, `"ruleId"`), text)
		})
	}
	t.Run("can fail", func(t *testing.T) {
		log, err := jsonschema.UnmarshalJSON(strings.NewReader(`{"version":"2.1.0","runs":[{"tool":{"driver":{}},"results":[{}]}]}`))
		require.NoError(t, err)
		assert.Error(t, schema.Validate(log))
	})
}
