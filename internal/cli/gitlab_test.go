package cli

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v4"
)

const gitlabExample = "../../examples/gitlab-ci.yml"

// gitlabJob is the job of the example.
type gitlabJob struct {
	Variables    map[string]string
	BeforeScript []string `yaml:"before_script"`
	Script       []string
	Artifacts    struct {
		Paths   []string
		Reports map[string]string
	}
}

// gitlabFile is the example; variables of its own are what an including file may
// say otherwise.
type gitlabFile struct {
	Variables map[string]string
	Tagout    gitlabJob
}

func readGitLab(t *testing.T) (f gitlabFile) {
	t.Helper()
	readYAML(t, gitlabExample, &f)
	return f
}

// gitlab runs the job's scripts in a repository as GitLab's runner does: in one
// bash that ends at the first failure, with the variables in its environment.
func gitlab(t *testing.T, dir string, vars ...string) (string, int) {
	t.Helper()
	file := readGitLab(t)
	job := file.Tagout
	script := "set -eo pipefail\n" + strings.Join(slices.Concat(job.BeforeScript, job.Script), "\n")
	cmd := exec.Command("bash", "-c", script)
	cmd.Dir, cmd.Env = dir, []string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "TMPDIR=" + t.TempDir()}
	for _, vars := range []map[string]string{file.Variables, job.Variables} { // the job's count before the file's
		for name, value := range vars {
			cmd.Env = append(cmd.Env, name+"="+value)
		}
	}
	cmd.Env = append(cmd.Env, vars...)
	out, _ := cmd.CombinedOutput()
	for _, name := range append(job.Artifacts.Paths, job.Artifacts.Reports["junit"]) {
		assert.FileExists(t, dir+"/"+name, "%s", out)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

// TestGitLab: the job passes where all is well, runs all three in any case, and
// in a merge request tells only of what was changed.
func TestGitLab(t *testing.T) {
	needs(t, "bash", "git")
	good := map[string]string{"policy/production.toml": exampleText(t, "production.toml"), "policy/cases/production.toml": exampleText(t, "cases/production.toml"), "deploy.sh": "ls\n"}
	dir := repository(t, good)
	out, code := gitlab(t, dir)
	assert.Zero(t, code, out)
	assert.Contains(t, out, "3 of 3 rules hit")
	write(t, dir, map[string]string{"policy/b.toml": badPolicy, "policy/c.toml": goodPolicy, "policy/cases/b.toml": strings.Replace(goodCase, "deny", "ask", 1), "deploy.sh": badScript, "other.sh": "ls\n"})
	gitIn(t, dir, "add", "-A")
	gitIn(t, dir, "commit", "-q", "-m", "more")
	out, code = gitlab(t, dir)
	assert.Equal(t, 1, code, out)
	for _, want := range []string{`nothing is known of program "terrafrom"`, "policy/cases/b.toml:1: want ask, got deny", "deploy.sh:3:1"} {
		assert.Contains(t, out, want)
	}
	base := gitIn(t, dir, "rev-parse", "HEAD")
	write(t, dir, map[string]string{"other.sh": badScript})
	gitIn(t, dir, "commit", "-q", "-a", "-m", "yet more")
	out, _ = gitlab(t, dir, "CI_MERGE_REQUEST_DIFF_BASE_SHA="+base)
	assert.Contains(t, out, "other.sh:3:1")
	assert.NotContains(t, out, "deploy.sh:3:1")
	assert.NoError(t, sarifSchema(t).Validate(readJSON(t, dir+"/tagout.sarif")))
}

// Without a tagout in the image the job builds the one that it is told of.
func TestGitLabBuilds(t *testing.T) {
	needs(t, "bash", "git", "go")
	if testing.Short() {
		t.Skip("builds a program")
	}
	repo := sources(t)
	bin := t.TempDir()
	for _, p := range []string{"bash", "git", "go", "mktemp"} {
		at, err := exec.LookPath(p)
		require.NoError(t, err)
		require.NoError(t, os.Symlink(at, bin+"/"+p))
	}
	dir := repository(t, map[string]string{".tagout.toml": goodPolicy, "deploy.sh": badScript})
	vars := append(goCaches(t), "PATH="+bin, "TAGOUT_REPOSITORY=file://"+repo, "TAGOUT_VERSION=main", "TAGOUT_POLICIES=.tagout.toml", "TAGOUT_CASES=")
	out, code := gitlab(t, dir, vars...)
	assert.Equal(t, 1, code, out)
	assert.Contains(t, out, "deploy.sh:3:1")
}

// TestGitLabSchema: GitLab's own schema, as gitlab-ci-local carries it, takes the
// example and would not take another.
func TestGitLabSchema(t *testing.T) {
	program := os.Getenv("TAGOUT_GITLAB_CI_LOCAL")
	if program == "" {
		t.Skip("TAGOUT_GITLAB_CI_LOCAL names no gitlab-ci-local")
	}
	text, err := os.ReadFile(gitlabExample)
	require.NoError(t, err)
	for name, tt := range map[string]struct{ text, want string }{
		"good": {string(text), "json schema validated"},
		"bad":  {strings.Replace(string(text), "  artifacts:", "  artefacts:", 1), "'artefacts' property is not expected to be here"},
	} {
		dir := repository(t, map[string]string{".gitlab-ci.yml": tt.text})
		gitIn(t, dir, "remote", "add", "origin", "https://gitlab.com/o/p.git")
		cmd := exec.Command(program, "--list")
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "HOME="+t.TempDir())
		out, _ := cmd.CombinedOutput()
		assert.Contains(t, string(out), tt.want, name)
	}
}

// TestActionSchema: the schemas that SchemaStore has of GitHub's files, as
// action-validator carries them, take the examples and would not take others.
func TestActionSchema(t *testing.T) {
	program := os.Getenv("TAGOUT_ACTION_VALIDATOR")
	if program == "" {
		t.Skip("TAGOUT_ACTION_VALIDATOR names no action-validator")
	}
	for _, tt := range []struct{ file, as, from, to string }{
		{actionDir + "/action.yml", "action.yml", "shell:", "shel:"},
		{"../../examples/github-workflow.yml", ".github/workflows/w.yml", "runs-on:", "runs-in:"},
	} {
		text, err := os.ReadFile(tt.file)
		require.NoError(t, err)
		for _, data := range [][]byte{text, bytes.Replace(text, []byte(tt.from), []byte(tt.to), 1)} {
			dir := t.TempDir()
			write(t, dir, map[string]string{tt.as: string(data)})
			out, err := exec.Command(program, filepath.Join(dir, tt.as)).CombinedOutput()
			assert.Equal(t, bytes.Equal(data, text), err == nil, "%s: %s", tt.as, out)
		}
	}
}

// TestReadmeInCI: what the README has to copy fits the examples.
func TestReadmeInCI(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	_, section, ok := strings.Cut(string(readme), "\n## In CI\n")
	require.True(t, ok)
	section, _, _ = strings.Cut(section, "\n## ")
	blocks := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(section, -1)
	require.Len(t, blocks, 3)
	var uses []actionStep
	require.NoError(t, yaml.Unmarshal([]byte(blocks[0][1]), &uses))
	assert.Contains(t, uses[0].Uses, "/examples/github-action@")
	for name := range uses[0].With {
		assert.Contains(t, readAction(t).Inputs, name)
	}
	type hooks []struct{ ID, Files string }
	var repos []struct{ Hooks hooks }
	require.NoError(t, yaml.Unmarshal([]byte(blocks[1][1]), &repos))
	var known hooks
	readYAML(t, "../../.pre-commit-hooks.yaml", &known)
	for _, h := range repos[0].Hooks {
		assert.True(t, slices.ContainsFunc(known, func(k struct{ ID, Files string }) bool { return k.ID == h.ID }), h.ID)
		if h.Files != "" {
			assert.Regexp(t, h.Files, "policy/production.toml")
		}
	}
	var including gitlabFile
	require.NoError(t, yaml.Unmarshal([]byte(blocks[2][1]), &including))
	assert.Len(t, including.Variables, 4)
	for name := range including.Variables {
		assert.Contains(t, readGitLab(t).Variables, name)
	}
}
