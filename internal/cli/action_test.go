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

// action is the composite action of the examples.
type action struct {
	Inputs  map[string]struct{ Default string }
	Outputs map[string]struct{ Value string }
	Runs    struct {
		Using string
		Steps []actionStep
	}
}

// actionStep is one of an action or of a workflow.
type actionStep struct {
	ID, Name, Shell, Run, Uses, If string
	Env, With                      map[string]string
}

const actionDir = "../../examples/github-action"

func readYAML(t *testing.T, name string, into any) {
	t.Helper()
	data, err := os.ReadFile(name)
	require.NoError(t, err)
	require.NoError(t, yaml.Unmarshal(data, into), name)
}

func readAction(t *testing.T) (a action) {
	t.Helper()
	readYAML(t, actionDir+"/action.yml", &a)
	require.Equal(t, "composite", a.Runs.Using)
	return a
}

// simulation does with an action what GitHub's runner does with a composite one:
// expressions become values of the environment, each step's text is a file for
// the shell, outputs are read from a file, and the first step that fails is the
// last.
type simulation struct {
	action
	inputs map[string]string
	dir    string // the repository
	path   string // PATH
	vars   []string
	// outputs are those of the steps, and in the end those of the action by the
	// name "".
	outputs map[string]map[string]string
	log     string
}

var expression = regexp.MustCompile(`\$\{\{ *(.*?) *\}\}`)

// expand gives text its expressions' values. One that is not of the forms below
// is none that the action may have.
func (s *simulation) expand(t *testing.T, text string) string {
	t.Helper()
	return expression.ReplaceAllStringFunc(text, func(m string) string {
		parts := strings.Split(expression.FindStringSubmatch(m)[1], ".")
		switch {
		case len(parts) == 2 && parts[0] == "inputs":
			in, ok := s.Inputs[parts[1]]
			require.True(t, ok, "%s is no input", m)
			if v, given := s.inputs[parts[1]]; given {
				return v
			}
			return in.Default
		case len(parts) == 4 && parts[0] == "steps" && parts[2] == "outputs":
			require.True(t, slices.ContainsFunc(s.Runs.Steps, func(st actionStep) bool { return st.ID == parts[1] }), m)
			return s.outputs[parts[1]][parts[3]]
		}
		t.Fatalf("unknown expression %s", m)
		return ""
	})
}

// run runs the steps and reports whether all went well.
func (s *simulation) run(t *testing.T) (ok bool) {
	t.Helper()
	s.outputs = map[string]map[string]string{}
	temp := t.TempDir()
	actionPath, err := filepath.Abs(actionDir)
	require.NoError(t, err)
	env := append([]string{"PATH=" + s.path, "HOME=" + temp + "/home", "RUNNER_TEMP=" + temp, "GITHUB_ACTION_PATH=" + actionPath,
		"GITHUB_WORKSPACE=" + s.dir, "GITHUB_ACTIONS=true", "CI=true", "NO_COLOR=1"}, s.vars...)
	ok = true
	for _, st := range s.Runs.Steps {
		if ok = s.step(t, st, temp, env); !ok {
			break
		}
	}
	s.outputs[""] = map[string]string{}
	for name, o := range s.Outputs {
		s.outputs[""][name] = s.expand(t, o.Value)
	}
	return ok
}

func (s *simulation) step(t *testing.T, st actionStep, temp string, env []string) bool {
	t.Helper()
	require.Equal(t, "bash", st.Shell, st.Name)
	script, output := temp+"/step.sh", temp+"/output-"+st.ID
	require.NoError(t, os.WriteFile(script, []byte(st.Run), 0o644))
	require.NoError(t, os.WriteFile(output, nil, 0o644))
	cmd := exec.Command("bash", "--noprofile", "--norc", "-e", "-o", "pipefail", script)
	cmd.Dir, cmd.Env = s.dir, append(slices.Clone(env), "GITHUB_OUTPUT="+output)
	for name, value := range st.Env {
		cmd.Env = append(cmd.Env, name+"="+s.expand(t, value))
	}
	log, err := cmd.CombinedOutput()
	s.log += string(log)
	data, readErr := os.ReadFile(output)
	require.NoError(t, readErr)
	s.outputs[st.ID] = map[string]string{}
	for line := range strings.Lines(string(data)) {
		name, value, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "=")
		require.True(t, ok, "%q in the outputs of %s", line, st.Name)
		s.outputs[st.ID][name] = value
	}
	return err == nil
}

// projects are repositories' files.
const (
	goodPolicy = "version = 1\n\n[rule.seed]\nmatch = [\"make seed\"]\ndecision = \"deny\"\nreason = \"overwrites\"\nhits = [\"make seed\"]\nmisses = [\"make\"]\n"
	badPolicy  = "version = 1\n\n[rule.gone]\nmatch = [\"terrafrom destroy\"]\ndecision = \"ask\"\nreason = \"r\"\nhits = [\"terrafrom destroy\"]\nmisses = [\"make\"]\n"
	noPolicy   = "version = 1\n\n[rule.gone]\nmatch = [\"terraform detroy\"]\ndecision = \"ask\"\nreason = \"r\"\n"
	goodCase   = "[[case]]\ncommand = \"make seed\"\nexpect = \"deny\"\nrule = \"seed\"\n"
	badCase    = "[[case]]\ncommand = \"::add-mask::x; make seed\"\nexpect = \"none\"\n"
	badScript  = "#!/bin/sh\ncd infra\nterraform destroy -auto-approve\n"
)

func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		name = filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
		require.NoError(t, os.WriteFile(name, []byte(text), 0o755))
	}
}

// gitIn runs git in a directory, as nobody in particular.
func gitIn(t *testing.T, dir string, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", append([]string{"-c", "user.name=u", "-c", "user.email=u@example.org", "-c", "init.defaultBranch=main", "-c", "protocol.file.allow=always"}, args...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_SYSTEM="+os.DevNull)
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "git %v: %s", args, out)
	return strings.TrimSpace(string(out))
}

// repository is a throwaway repository with a commit of files.
func repository(t *testing.T, files map[string]string) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	write(t, dir, files)
	gitIn(t, dir, "init", "-q")
	gitIn(t, dir, "add", "-A")
	gitIn(t, dir, "commit", "-q", "--allow-empty", "-m", "begin")
	return dir
}

func needs(t *testing.T, programs ...string) {
	t.Helper()
	for _, p := range programs {
		if _, err := exec.LookPath(p); err != nil {
			t.Skip("there is no " + p + " here")
		}
	}
}

// TestAction: the action's steps, with what a job may give it.
func TestAction(t *testing.T) {
	needs(t, "bash", "git")
	policies := map[string]string{"policies": "policy/*.toml", "cases": "policy/cases/*"}
	with := func(more ...string) map[string]string {
		out := map[string]string{}
		for k, v := range policies {
			out[k] = v
		}
		for i := 0; i < len(more); i += 2 {
			out[more[i]] = more[i+1]
		}
		return out
	}
	good := map[string]string{"policy/a.toml": goodPolicy, "policy/cases/a.toml": goodCase, "build.sh": "go build ./...\n"}
	bad := map[string]string{"policy/a.toml": goodPolicy, "policy/b.toml": badPolicy, "policy/cases/a.toml": badCase, "deploy.sh": badScript}
	for _, tt := range []struct {
		name     string
		files    map[string]string
		inputs   map[string]string
		ok       bool
		findings string
		log      []string // regular expressions
	}{
		{"all is well", good, with(), true, "false", []string{`(?m)^3 passed, 0 failed$`}},
		{"findings", bad, with(), false, "true", []string{
			`(?m)^::warning file=policy/b.toml,line=4,col=10,endColumn=29,title=tagout unknown-tool::`,
			`(?m)^::error file=policy/cases/a.toml,line=1,col=1,endColumn=2,title=tagout test::want none, got deny%0A`,
			`(?m)^::error file=deploy.sh,line=3,col=1,endColumn=32,title=tagout terraform-destroy::`,
		}},
		{"findings are only told", bad, with("fail", "false"), true, "true", []string{`title=tagout unknown-tool`}},
		{"a policy that is none", map[string]string{".tagout.toml": noPolicy}, map[string]string{"fail": "false"}, false, "", []string{`(?m)^::error file=.tagout.toml,line=4,col=21,endColumn=27,title=tagout unknown-verb::`, `not all could be checked`}},
		{"no policy", map[string]string{"deploy.sh": "ls\n"}, nil, true, "false", []string{`there is no policy to lint`}},
		{"the project's policy", map[string]string{".tagout.toml": badPolicy}, nil, false, "true", []string{`file=.tagout.toml,line=4,`}},
		{"nothing to scan", map[string]string{"deploy.sh": badScript}, map[string]string{"paths": ""}, true, "false", nil},
		{"what is scanned", map[string]string{"a b/deploy.sh": badScript, "c/deploy.sh": badScript}, map[string]string{"paths": "a b\n\n"}, false, "true", []string{`^[^\0]*file=a b/deploy.sh[^\n]*\n$`}},
		{"a level", map[string]string{"deploy.sh": "git push --force\n"}, map[string]string{"level": "warning"}, false, "true", []string{`::warning file=deploy.sh`}},
		{"milder than the level", map[string]string{"deploy.sh": "git push --force\n"}, nil, true, "false", nil},
		{"no such level", good, with("level", "mild"), false, "", []string{`unknown value "mild"`, `not all could be checked`}},
		{"no such level, only told", good, with("level", "mild", "fail", "false"), false, "", nil},
		{"no such policy", good, with("policies", "policy/x.toml"), false, "", []string{`no such file`}},
		{"a pattern of nothing", good, with("cases", "cases/*.toml"), false, "", []string{`the input cases has a pattern that no file matches`}},
		{"no such program", good, with("program", "/nowhere/tagout"), false, "", nil},
		{"no such commit", good, with("base", "0123456"), false, "", []string{`not all could be checked`}},
		{"names like options", map[string]string{"--fix.toml": badPolicy, "--update.toml": badCase}, map[string]string{"policies": "--f*.toml", "cases": "--u*.toml"}, false, "true", []string{`file=--fix.toml,line=4`}},
		{"inputs like programs", good, with("policies", "$(touch pwned)\n`touch pwned`\n\"; touch pwned; \"", "paths", "$(touch pwned)\n\"; touch pwned #", "level", "\"; touch pwned; \"", "base", "--output=pwned", "baseline", "$(touch pwned)", "fail", "x; touch pwned"), false, "", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := simulation{action: readAction(t), inputs: tt.inputs, dir: repository(t, tt.files), path: os.Getenv("PATH")}
			assert.Equal(t, tt.ok, s.run(t), s.log)
			assert.Equal(t, tt.findings, s.outputs[""]["findings"], s.log)
			for _, want := range tt.log {
				_, after, _ := strings.Cut(s.log, "\n") // the version
				assert.Regexp(t, want, after)
			}
			assert.NotRegexp(t, `(?m)^\s*::add-mask|##\[`, s.log)
			assert.NoFileExists(t, s.dir+"/pwned")
			for name, text := range tt.files {
				data, err := os.ReadFile(s.dir + "/" + name)
				require.NoError(t, err)
				assert.Equal(t, text, string(data), "%s is as it was", name)
			}
		})
	}
}

// What the action leaves behind is a SARIF log of each, and JUnit.
func TestActionReports(t *testing.T) {
	needs(t, "bash", "git")
	s := simulation{action: readAction(t), path: os.Getenv("PATH"), inputs: map[string]string{"policies": ".tagout.toml"},
		dir: repository(t, map[string]string{".tagout.toml": badPolicy, "deploy.sh": badScript})}
	require.False(t, s.run(t), s.log)
	reports := s.outputs[""]["reports"]
	for name, want := range map[string]string{"lint.sarif": "unknown-tool", "scan.sarif": "terraform-destroy", "test.xml": `tests="2" failures="0"`} {
		data, err := os.ReadFile(reports + "/" + name)
		require.NoError(t, err)
		assert.Contains(t, string(data), want)
	}
	schema := sarifSchema(t)
	for _, name := range []string{"lint.sarif", "scan.sarif"} {
		assert.NoError(t, schema.Validate(readJSON(t, reports+"/"+name)), name)
	}
}

// Only what was changed since a commit is told.
func TestActionBase(t *testing.T) {
	needs(t, "bash", "git")
	dir := repository(t, map[string]string{"old.sh": badScript, "new.sh": "ls\n"})
	base := gitIn(t, dir, "rev-parse", "HEAD")
	s := simulation{action: readAction(t), inputs: map[string]string{"base": base}, dir: dir, path: os.Getenv("PATH")}
	assert.True(t, s.run(t), s.log)
	write(t, dir, map[string]string{"new.sh": "ls\n" + badScript})
	gitIn(t, dir, "commit", "-q", "-a", "-m", "more")
	s.log = ""
	assert.False(t, s.run(t), s.log)
	assert.Contains(t, s.log, "file=new.sh,line=4")
	assert.NotContains(t, s.log, "old.sh")
}

// Without a tagout in the PATH the action builds it; without Go it says so.
func TestActionBuilds(t *testing.T) {
	needs(t, "bash", "git", "go")
	if testing.Short() {
		t.Skip("builds a program")
	}
	bin := t.TempDir()
	link := func(programs ...string) {
		for _, p := range programs {
			at, err := exec.LookPath(p)
			require.NoError(t, err)
			require.NoError(t, os.Symlink(at, bin+"/"+p))
		}
	}
	link("bash", "mktemp", "git", "rm")
	s := simulation{action: readAction(t), dir: repository(t, map[string]string{"deploy.sh": badScript}), path: bin}
	assert.False(t, s.run(t), s.log)
	assert.Contains(t, s.log, "::error title=tagout::there is no tagout in the PATH, and none can be built")
	link("go")
	s.log, s.vars = "", goCaches(t)
	assert.False(t, s.run(t), s.log)
	assert.Contains(t, s.log, "file=deploy.sh,line=3")
}

// goCaches keep the go command from the network and from building all anew in a
// home that is not its person's.
func goCaches(t *testing.T) []string {
	t.Helper()
	out, err := exec.Command("go", "env", "GOCACHE", "GOMODCACHE").Output()
	require.NoError(t, err)
	cache, modules, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	return []string{"GOCACHE=" + cache, "GOMODCACHE=" + modules, "GOPROXY=off", "GOTOOLCHAIN=local", "GOFLAGS=-trimpath"}
}

// No input is text of a program, each is used, and each step says what runs it.
func TestActionIsSafe(t *testing.T) {
	data, err := os.ReadFile(actionDir + "/action.yml")
	require.NoError(t, err)
	a := readAction(t)
	for _, st := range a.Runs.Steps {
		assert.NotContains(t, st.Run, "${{", st.Name)
		assert.Equal(t, "bash", st.Shell, st.Name)
		for name := range st.Env {
			assert.Contains(t, st.Run, "$"+name, "%s uses what it is given", st.Name)
		}
	}
	for name := range a.Inputs {
		assert.Equal(t, 1, bytes.Count(data, []byte("${{ inputs."+name+" }}")), name)
	}
}

// The workflow gives the action what it takes, and passes with it where the
// example policies are.
func TestWorkflow(t *testing.T) {
	needs(t, "bash", "git")
	var w struct {
		Jobs map[string]struct{ Steps []actionStep }
	}
	readYAML(t, "../../examples/github-workflow.yml", &w)
	files := map[string]string{}
	for _, name := range []string{"production.toml", "cases/production.toml", "cases/production.jsonl"} {
		data, err := os.ReadFile("../../examples/" + name)
		require.NoError(t, err)
		files["policy/"+name] = string(data)
	}
	ran := 0
	for _, st := range w.Jobs["tagout"].Steps {
		assert.NotContains(t, st.Run, "${{")
		if !strings.Contains(st.Uses, "/examples/github-action@") {
			continue
		}
		ran++
		s := simulation{action: readAction(t), inputs: st.With, dir: repository(t, files), path: os.Getenv("PATH")}
		for name := range st.With {
			assert.Contains(t, s.Inputs, name)
		}
		assert.Equal(t, "${{ github.event.pull_request.base.sha }}", st.With["base"])
		for _, base := range []string{"", "HEAD"} { // of a push, and of a pull request
			st.With["base"] = base
			assert.True(t, s.run(t), s.log)
		}
		assert.Contains(t, s.log, "3 of 3 rules hit")
	}
	assert.Equal(t, 1, ran)
}
