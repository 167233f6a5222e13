package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v4"
)

// sources is a repository that holds what of this one a user of it builds.
func sources(t *testing.T) string {
	t.Helper()
	dir := repository(t, nil)
	root, err := filepath.Abs("../..")
	require.NoError(t, err)
	for _, name := range []string{"go.mod", "go.sum", ".pre-commit-hooks.yaml"} {
		data, err := os.ReadFile(root + "/" + name)
		require.NoError(t, err)
		write(t, dir, map[string]string{name: string(data)})
	}
	for _, name := range []string{"cmd", "internal", "policy"} {
		require.NoError(t, os.CopyFS(dir+"/"+name, os.DirFS(root+"/"+name)))
	}
	gitIn(t, dir, "add", "-A")
	gitIn(t, dir, "commit", "-q", "-m", "sources")
	return dir
}

// preCommit is the real pre-commit with a home and a store of its own.
func preCommit(t *testing.T, env []string, dir string, args ...string) (string, error) {
	t.Helper()
	cmd := exec.Command("pre-commit", args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// TestPreCommit: the real pre-commit builds the hooks from a repository and runs
// them, as the example configures them, before commits.
func TestPreCommit(t *testing.T) {
	needs(t, "pre-commit", "git", "go")
	if testing.Short() {
		t.Skip("builds the programs")
	}
	home := t.TempDir()
	env := append(goCaches(t), "HOME="+home, "PRE_COMMIT_HOME="+home+"/store", "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_SYSTEM="+os.DevNull,
		"GIT_AUTHOR_NAME=u", "GIT_AUTHOR_EMAIL=u@example.org", "GIT_COMMITTER_NAME=u", "GIT_COMMITTER_EMAIL=u@example.org", "XDG_CONFIG_HOME=")
	for _, check := range [][]string{{"validate-manifest", "../../.pre-commit-hooks.yaml"}, {"validate-config", "../../examples/pre-commit-config.yaml"}} {
		out, err := preCommit(t, env, ".", check...)
		assert.NoError(t, err)
		assert.Empty(t, out, check)
	}
	dir := repository(t, map[string]string{".pre-commit-config.yaml": exampleHooks(t, sources(t)),
		"policy/production.toml": exampleText(t, "production.toml"), "policy/cases/production.toml": exampleText(t, "cases/production.toml"), "deploy.sh": "ls\n"})
	out, err := preCommit(t, env, dir, "install")
	require.NoError(t, err, out)
	out, err = preCommit(t, env, dir, "run", "--all-files")
	require.NoError(t, err, out)
	assert.Equal(t, 3, strings.Count(out, "Passed"), out)
	for _, tt := range []struct {
		name  string
		files map[string]string
		want  []string // no text: the commit is made
	}{
		{"nothing wrong", map[string]string{"build.sh": "go build ./...\n", "policy/more.toml": goodPolicy}, nil},
		{"a policy", map[string]string{"policy/b.toml": badPolicy}, []string{"tagout lint...", "Failed", `nothing is known of program "terrafrom"`}},
		{"cases", map[string]string{"policy/cases/production.toml": strings.Replace(exampleText(t, "cases/production.toml"), "\"deny\"", "\"none\"", 1)}, []string{"tagout test...", "Failed", "policy/cases/production.toml:2: want none, got deny"}},
		{"a script with a space", map[string]string{"ops/tear down.sh": badScript}, []string{"tagout scan...", "Failed", "ops/tear down.sh:3:1: deletes every resource"}},
		{"a question only", map[string]string{"push.sh": "git push --force\n"}, nil},
		{"a binary file", map[string]string{"x.sh": "\x00\x01terraform destroy\n"}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before := gitIn(t, dir, "rev-parse", "HEAD")
			write(t, dir, tt.files)
			gitIn(t, dir, "add", "-A")
			cmd := exec.Command("git", "commit", "-q", "-m", tt.name)
			cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
			out, err := cmd.CombinedOutput()
			assert.Equal(t, tt.want == nil, err == nil, "%s", out)
			assert.Equal(t, tt.want == nil, before != gitIn(t, dir, "rev-parse", "HEAD"))
			for _, want := range tt.want {
				assert.Contains(t, string(out), want)
			}
			gitIn(t, dir, "reset", "-q", "--hard", before)
		})
	}
}

func exampleText(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile("../../examples/" + name)
	require.NoError(t, err)
	return string(data)
}

// exampleHooks is the example's configuration with another repository.
func exampleHooks(t *testing.T, repo string) string {
	t.Helper()
	var config struct {
		Repos []map[string]any `yaml:"repos"`
	}
	readYAML(t, "../../examples/pre-commit-config.yaml", &config)
	require.Len(t, config.Repos, 1)
	config.Repos[0]["repo"], config.Repos[0]["rev"] = repo, gitIn(t, repo, "rev-parse", "HEAD")
	data, err := yaml.Marshal(config)
	require.NoError(t, err)
	return string(data)
}
