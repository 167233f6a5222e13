package cli

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tagout/policy"
)

// machine is a home, a project with a policy, and a person at a terminal.
type machine struct {
	home, project string
	types, agent  string
	noTerminal    bool
	seen          string
	out           bytes.Buffer
}

const weakening = `version = 1
[tool.terraform]
data = true
[rule.own]
match = "foo bar"
decision = "deny"
reason = "r"
[rule.grant]
match = "foo baz"
decision = "allow"
reason = "r"
[override.terraform-destroy]
decision = "note"
`

func newMachine(t *testing.T, text string) *machine {
	home, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	m := &machine{home: home, project: home + "/src/app", types: "yes\n"}
	require.NoError(t, os.MkdirAll(m.project+"/sub", 0o755))
	require.NoError(t, os.WriteFile(m.project+"/.tagout.toml", []byte(text), 0o644))
	return m
}

func (m *machine) command() command {
	w := policy.RealWorld()
	w.Getenv = only("HOME", m.home)
	return command{in: strings.NewReader("yes\n"), out: &m.out, err: io.Discard, world: w, seams: seams{
		etc:   m.home + "/etc",
		agent: func() string { return m.agent },
		terminal: func() (io.ReadWriteCloser, error) {
			if m.noTerminal {
				return nil, errors.New("no such device")
			}
			return &seat{strings.NewReader(m.types), m}, nil
		},
	}}
}

// only is an environment of one variable.
func only(name, value string) func(string) (string, bool) {
	return func(n string) (string, bool) {
		if n != name {
			return "", false
		}
		return value, true
	}
}

// seat is a terminal at which somebody types.
type seat struct {
	io.Reader
	m *machine
}

func (s *seat) Write(p []byte) (int, error) { s.m.seen += string(p); return len(p), nil }
func (s *seat) Close() error                { return nil }

// says is what becomes of a command in the project.
func (m *machine) says(t *testing.T, text string) string {
	p, err := m.command().policy("", m.project+"/sub")
	require.NoError(t, err)
	return p.Evaluate(policy.Command{Text: text, Dir: m.project + "/sub"}, policy.World{}).Decision.String()
}

func TestTrust(t *testing.T) {
	m := newMachine(t, weakening)
	file := m.project + "/.tagout.toml"
	assert.Equal(t, "deny", m.says(t, "terraform destroy"))
	code, err := m.command().run([]string{"trust", file})
	require.NoError(t, err)
	assert.Equal(t, exitPass, code)
	assert.Contains(t, m.seen, "2:7: tool terraform\n")
	assert.Contains(t, m.seen, "12:11: override terraform-destroy\n")
	assert.Contains(t, m.seen, "rule grant never counts: a project grants nothing")
	assert.NotContains(t, m.seen, "rule own")
	assert.Equal(t, "none", m.says(t, "terraform destroy"))
	assert.Equal(t, "deny", m.says(t, "foo bar"))
	assert.Equal(t, "none", m.says(t, "foo baz"), "a project grants nothing, trusted or not")
	info, err := os.Stat(m.home + "/.local/state/tagout/trust.json")
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o600), info.Mode().Perm())

	require.NoError(t, os.WriteFile(file, []byte(weakening+"# more\n"), 0o644))
	assert.Equal(t, "deny", m.says(t, "terraform destroy"), "other content is not trusted")
	require.NoError(t, os.WriteFile(file, []byte(weakening), 0o644))
	assert.Equal(t, "none", m.says(t, "terraform destroy"))
	require.NoError(t, os.WriteFile(m.project+"/sub/.tagout.toml", []byte(weakening), 0o644))
	assert.Equal(t, "none", m.says(t, "terraform destroy"), "the copy below adds nothing")
	require.NoError(t, os.Remove(file))
	assert.Equal(t, "deny", m.says(t, "terraform destroy"), "the same content elsewhere is not trusted")
}

func TestTrustIsAPersons(t *testing.T) {
	for _, tt := range []struct {
		name    string
		change  func(*machine)
		message string
	}{
		{"an agent", func(m *machine) { m.agent = "CLAUDECODE is set" }, "CLAUDECODE is set"},
		{"no terminal", func(m *machine) { m.noTerminal = true }, "there is no terminal"},
		{"no", func(m *machine) { m.types = "no\n" }, ""},
		{"y", func(m *machine) { m.types = "y\n" }, ""},
		{"nothing", func(m *machine) { m.types = "" }, ""},
		{"much", func(m *machine) { m.types = strings.Repeat(" ", 5000) + "yes\n" }, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := newMachine(t, weakening)
			tt.change(m)
			code, err := m.command().run([]string{"trust", m.project + "/.tagout.toml"})
			assert.NotEqual(t, exitPass, code)
			if tt.message != "" {
				assert.ErrorContains(t, err, tt.message)
			}
			assert.Equal(t, "deny", m.says(t, "terraform destroy"))
		})
	}
}

func TestTrustRevoked(t *testing.T) {
	m := newMachine(t, weakening)
	file := m.project + "/.tagout.toml"
	for _, args := range []string{"trust " + file, "trust --revoke " + file} {
		_, err := m.command().run(strings.Fields(args))
		require.NoError(t, err)
	}
	assert.Contains(t, m.out.String(), "no longer trusted")
	assert.Equal(t, "deny", m.says(t, "terraform destroy"))
}

// TestTrustStore: a store that others can write to, or that is damaged, is none.
func TestTrustStore(t *testing.T) {
	m := newMachine(t, weakening)
	_, err := m.command().run([]string{"trust", m.project + "/.tagout.toml"})
	require.NoError(t, err)
	store := m.home + "/.local/state/tagout/trust.json"
	good, err := os.ReadFile(store)
	require.NoError(t, err)
	require.NoError(t, os.Chmod(store, 0o666))
	assert.Equal(t, "deny", m.says(t, "terraform destroy"))
	require.NoError(t, os.Chmod(store, 0o600))
	assert.Equal(t, "none", m.says(t, "terraform destroy"))
	require.NoError(t, os.WriteFile(store, good[:len(good)/2], 0o600))
	assert.Equal(t, "deny", m.says(t, "terraform destroy"))
}

func TestTrustNothing(t *testing.T) {
	m := newMachine(t, "version = 1\n[rule.x]\nmatch = \"foo\"\ndecision = \"ask\"\nreason = \"r\"\n")
	code, err := m.command().run([]string{"trust", m.project + "/.tagout.toml"})
	require.NoError(t, err)
	assert.Equal(t, exitPass, code)
	assert.Contains(t, m.seen, "nothing in it needs trust")
	assert.NoFileExists(t, m.home+"/.local/state/tagout/trust.json")

	broken := newMachine(t, "version = 2\n")
	_, err = broken.command().run([]string{"trust", broken.project + "/.tagout.toml"})
	assert.ErrorContains(t, err, ".tagout.toml:1:11")
	_, err = broken.command().run([]string{"trust", broken.project + "/other.toml"})
	assert.ErrorContains(t, err, "cannot trust")
	_, err = broken.command().run([]string{"trust", broken.project + "/sub/.tagout.toml"})
	assert.ErrorContains(t, err, "there is no .tagout.toml")
}

func TestManagedLayers(t *testing.T) {
	m := newMachine(t, "version = 1\n")
	write := func(name, text string) {
		require.NoError(t, os.MkdirAll(filepath.Dir(m.home+"/"+name), 0o755))
		require.NoError(t, os.WriteFile(m.home+"/"+name, []byte(text), 0o644))
	}
	write("etc/policy.toml", "lock = [\"mode\"]\n")
	write("etc/policy.d/20.toml", "[override.git-push-force]\ndecision = \"deny\"\n")
	write("etc/policy.d/10.toml", "[override.git-push-force]\ndecision = \"note\"\n")
	write("etc/policy.d/readme", "no policy")
	write(".config/tagout/policy.toml", "mode = \"observe\"\n")
	assert.Equal(t, "deny", m.says(t, "git push --force"))
	p, err := m.command().policy("", m.project)
	require.NoError(t, err)
	assert.False(t, p.Observes())
	require.Len(t, p.Ignored(), 1)

	write("etc/policy.d/30.toml", "verson = 1\n")
	_, err = m.command().policy("")
	var broken *policy.Broken
	require.True(t, errors.As(err, &broken))
	assert.Equal(t, policy.Deny, broken.Decision)
}

func TestAgentProgram(t *testing.T) {
	for _, tt := range []struct {
		argv string
		want bool
	}{
		{"claude", true}, {"/home/u/.local/bin/claude -p x", true}, {"node /usr/lib/node_modules/@anthropic-ai/claude-code/cli.js", true},
		{"node /opt/codex.js exec", true}, {"-bash", false}, {"zsh -l", false}, {"python3 -m venv claude-x", false}, {"vim claude.md", false}, {"", false},
	} {
		_, is := agentProgram(strings.Fields(tt.argv))
		assert.Equal(t, tt.want, is, tt.argv)
	}
	parent, argv, err := process(os.Getpid())
	require.NoError(t, err)
	assert.Equal(t, os.Getppid(), parent)
	assert.NotEmpty(t, argv)
	parent, argv, err = parsePS("  501 /bin/zsh -l\n")
	require.NoError(t, err)
	assert.Equal(t, 501, parent)
	assert.Equal(t, []string{"/bin/zsh", "-l"}, argv)
	_, _, err = parsePS("")
	assert.Error(t, err)
	c := command{world: policy.World{Getenv: only("CLAUDECODE", "1")}}
	assert.Equal(t, "CLAUDECODE is set", c.agent())
}
