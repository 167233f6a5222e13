package main

import (
	"bytes"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The files in internal/builtin are what would be written now.
func TestGeneratedFilesAreCurrent(t *testing.T) {
	root, err := moduleRoot()
	require.NoError(t, err)
	set, files, err := generate(root)
	require.NoError(t, err)
	require.NoError(t, set.problems.Err())
	dir := filepath.Join(root, "internal", "builtin")
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		assert.True(t, bytes.Equal(want, got), "%s is stale: go generate ./internal/builtin", name)
	}
	old, err := filepath.Glob(filepath.Join(dir, "*"+suffix))
	require.NoError(t, err)
	assert.Len(t, old, len(files), "a generated file has no policy")
	got, err := os.ReadFile(filepath.Join(root, "policy", tableName))
	require.NoError(t, err)
	assert.True(t, bytes.Equal(table(set), got), "%s is stale: go generate ./internal/builtin", tableName)
}

// A tool's line has its counts, and what its pure verbs rest on.
func TestTable(t *testing.T) {
	root := module(t, "a.toml", firstPolicy, "b.toml", `
[tool.lister]
verbs = ["*"]
# pure: measured
# on Linux
pure = ["list|show", "drop -n"]
destroy = ["drop"]
write = ["set-*"]
flags = ["-n|--dry"]
[tool.other]
pure = ["*"]
`)
	var out bytes.Buffer
	require.Zero(t, run(nil, &out), "%s", &out)
	data, err := os.ReadFile(filepath.Join(root, "policy", tableName))
	require.NoError(t, err)
	for _, want := range []string{
		"| tf, tofu | a | 0 | 0 | 0 | 1 | 2 | 1 | 1 |\n",
		"| lister | b | 2 | 0 | 1 | 1 | 0 | 1 | 0 |\n",
		"| other | b | 1 | 0 | 0 | 0 | 0 | 0 | 0 |\n",
		"| 3 tools |  | 3 | 0 | 1 | 2 | 2 | 2 | 1 |\n",
		"| lister | measured on Linux |\n| other | not said |\n",
	} {
		assert.Contains(t, string(data), want)
	}
}

const firstPolicy = `
[class]
live = ["prod"]

[tool.tf]
same    = ["tofu"]
options = "go"
verbs   = ["plan"]
values  = ["plan: -out"]
destroy = ["destroy"]
writes  = ["plan @-out"]
runs    = [{ how = "rest", when = "exec", from = 2 }]
data    = true

[rule.tf-destroy]
match    = ["tf destroy", "tf plan -out='a\"b' | * {destroy}"]
decision = "deny"
reason   = "r"
when     = { branch = "!x" }
hits     = ["tf destroy"]
`

const secondPolicy = `
[rule.write]
match    = ["> {!temp} ", "tofu plan", "rm *"]
decision = "ask"
reason   = "r"
`

// module makes a module with these policies, and goes there.
func module(t *testing.T, policies ...string) string {
	t.Helper()
	root := t.TempDir()
	for _, dir := range []string{"policy/default", "internal/builtin"} {
		require.NoError(t, os.MkdirAll(filepath.Join(root, dir), 0o755))
	}
	require.NoError(t, os.WriteFile(filepath.Join(root, "go.mod"), []byte("module tagout\n"), 0o644))
	for i := 0; i+1 < len(policies); i += 2 {
		require.NoError(t, os.WriteFile(filepath.Join(root, "policy/default", policies[i]), []byte(policies[i+1]), 0o644))
	}
	t.Chdir(filepath.Join(root, "internal"))
	return root
}

func generated(t *testing.T, root, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root, "internal/builtin", name))
	require.NoError(t, err)
	return string(data)
}

var update = flag.Bool("update", false, "rewrite the expected texts in testdata")

// The texts of one policy, the tables over two, and what reads the texts.
func TestGolden(t *testing.T) {
	want, err := filepath.Abs("testdata")
	require.NoError(t, err)
	root := module(t, "my-tools.toml", firstPolicy, "z.toml", secondPolicy)
	require.Zero(t, run(nil, io.Discard))
	for _, name := range []string{"my-tools_gen.go", "index_gen.go", "unpack_gen.go"} {
		golden, got := filepath.Join(want, name+".golden"), generated(t, root, name)
		if *update {
			require.NoError(t, os.WriteFile(golden, []byte(got), 0o644))
		}
		text, err := os.ReadFile(golden)
		require.NoError(t, err)
		assert.Equal(t, string(text), got, name)
	}
}

func TestMistakesStopIt(t *testing.T) {
	root := module(t, "a.toml", firstPolicy, "b.toml", "[rule.bad]\nmatch = \"tf detroy\"\n", "c.toml", secondPolicy)
	var out bytes.Buffer
	assert.Equal(t, 1, run(nil, &out))
	assert.Contains(t, out.String(), `policy/default/b.toml:2:13: unknown verb "detroy" of tf in rule bad`)
	assert.NoFileExists(t, filepath.Join(root, "internal/builtin/index_gen.go"))

	assert.Equal(t, 1, run([]string{"-keep-going"}, io.Discard), "the mistakes are still an error")
	assert.Contains(t, generated(t, root, "index_gen.go"), "cRule0")
	assert.NotContains(t, generated(t, root, "index_gen.go"), "bRule")
}

func TestNamesOfTwoFiles(t *testing.T) {
	module(t, "a.toml", firstPolicy, "b.toml", firstPolicy)
	var out bytes.Buffer
	assert.Equal(t, 1, run(nil, &out))
	for _, want := range []string{
		`b.toml: program "tf" of tool tf belongs to tool tf of policy/default/a.toml already`,
		`b.toml: program "tofu" of tool tf belongs to tool tf of policy/default/a.toml already`,
		"b.toml: rule tf-destroy is defined in policy/default/a.toml already",
		"b.toml: class live is defined in policy/default/a.toml already",
	} {
		assert.Contains(t, out.String(), "policy/default/"+want)
	}
}

// A tool of one file is the grammar of another's rules, in whatever order.
func TestToolsOfAllFiles(t *testing.T) {
	module(t, "a.toml", strings.ReplaceAll(secondPolicy, "tofu plan", "tofu fly"), "b.toml", firstPolicy)
	var out bytes.Buffer
	assert.Equal(t, 1, run(nil, &out))
	assert.Contains(t, out.String(), `a.toml:3:33: unknown verb "fly" of tf`)
}

func TestWriteTouchesOnlyWhatChanged(t *testing.T) {
	root := module(t, "a.toml", firstPolicy, "b.toml", secondPolicy)
	require.Zero(t, run(nil, io.Discard))
	name := filepath.Join(root, "internal/builtin/a_gen.go")
	old := time.Unix(1e9, 0)
	require.NoError(t, os.Chtimes(name, old, old))
	require.NoError(t, os.Remove(filepath.Join(root, "policy/default/b.toml")))
	require.Zero(t, run(nil, io.Discard))
	info, err := os.Stat(name)
	require.NoError(t, err)
	assert.True(t, info.ModTime().Equal(old))
	assert.NoFileExists(t, filepath.Join(root, "internal/builtin/b_gen.go"))
}

func TestFailures(t *testing.T) {
	root := module(t, "a.toml", firstPolicy)
	assert.Equal(t, 2, run([]string{"-nonsense"}, io.Discard))
	require.NoError(t, os.RemoveAll(filepath.Join(root, "internal/builtin")))
	var out bytes.Buffer
	assert.Equal(t, 2, run(nil, &out))
	assert.Contains(t, out.String(), "internal/builtin")
	t.Chdir(t.TempDir())
	assert.Equal(t, 2, run(nil, io.Discard), "outside of any module")
}

func TestIdent(t *testing.T) {
	for name, want := range map[string]string{
		"policy/default/git.toml": "git", "my-tools.toml": "myTools", "a_b-c.toml": "aBC", "s3.toml": "s3", "7zip.toml": "zip",
	} {
		assert.Equal(t, want, ident(name), name)
	}
}
