package hook

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tagout/internal/tree"
)

// program builds tagout once for all tests of this package.
var program = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "tagout-hook-")
	if err != nil {
		return "", err
	}
	out := filepath.Join(dir, "tagout")
	cmd := exec.Command("go", "build", "-o", out, "tagout/cmd/tagout")
	cmd.Stderr = os.Stderr
	return out, cmd.Run()
})

func TestMain(m *testing.M) {
	code := m.Run()
	if out, err := program(); err == nil {
		_ = os.RemoveAll(filepath.Dir(out))
	}
	os.Exit(code)
}

// outcome is what a harness sees of the process.
type outcome struct {
	out, err string
	code     int // -1: ended by a signal
}

func start(t *testing.T, prepare func(*exec.Cmd), args ...string) outcome {
	t.Helper()
	bin, err := program()
	require.NoError(t, err)
	var out, errw bytes.Buffer
	cmd := exec.Command(bin, append([]string{"hook"}, args...)...)
	cmd.Env = []string{"HOME=" + t.TempDir(), "PATH=/usr/bin:/bin"}
	cmd.Stdout, cmd.Stderr = &out, &errw
	prepare(cmd)
	_ = cmd.Run() // the exit code says all there is
	return outcome{out.String(), errw.String(), cmd.ProcessState.ExitCode()}
}

// blocks fails unless Claude Code would not run the command: one document that
// denies or asks, or exit code 2 with a reason on standard error.
func blocks(t *testing.T, o outcome) {
	t.Helper()
	if o.code == 2 && strings.TrimSpace(o.err) != "" {
		return
	}
	require.Equal(t, 0, o.code, o)
	root, err := tree.Parse([]byte(o.out))
	require.NoError(t, err, o.out)
	answer := root.Get("hookSpecificOutput")
	decision, _ := answer.Get("permissionDecision").Str()
	assert.Contains(t, []string{"deny", "ask"}, decision)
	reason, _ := answer.Get("permissionDecisionReason").Str()
	assert.NotEmpty(t, reason)
	event, _ := answer.Get("hookEventName").Str()
	assert.Equal(t, "PreToolUse", event)
}

// TestFailures starts the real program in each way a harness's hook can go
// wrong, and wants the command stopped.
func TestFailures(t *testing.T) {
	destroy := bash("terraform destroy")
	send := func(in string) func(*exec.Cmd) { return func(c *exec.Cmd) { c.Stdin = strings.NewReader(in) } }
	tests := []struct {
		name    string
		prepare func(*exec.Cmd)
	}{
		{"refused", send(destroy)},
		{"no input", send("")},
		{"null device", func(c *exec.Cmd) { c.Stdin = nil }},
		{"not JSON", send("hello")},
		{"cut short", send(destroy[:len(destroy)-4])},
		{"too large", send(bash(strings.Repeat("x", maxInput)))},
		{"deep", send(strings.Repeat(`{"a":`, 5000))},
		{"very deep", send(strings.Repeat(`[`, 3<<20))},
		{"not UTF-8", send(bash("ls \xff"))},
		{"NUL", send(bash(`ls\u0000`))},
		{"command twice", send(`{"hook_event_name":"PreToolUse","tool_name":"Bash","tool_input":{"command":"rm -rf /","command":"ls"}}`)},
		{"no command", send(`{"hook_event_name":"PreToolUse","tool_name":"Bash","tool_input":{}}`)},
		{"hostile nesting", send(bash(strings.Repeat("$(", 500_000)))},
		{"endless braces", send(bash("rm -rf {1..1000000000}" + strings.Repeat("{1..9}", 20)))},
		{"standard input is a directory", func(c *exec.Cmd) { c.Stdin = opened(t, t.TempDir()) }},
		{"standard input is closed", scripted(`exec "$0" hook --harness=claude <&-`)},
		{"standard input hangs", hanging(t)},
		{"standard output is closed", scripted(`printf '%s' "$1" | "$0" hook --harness=claude >&-`, destroy)},
		{"nobody reads standard output", func(c *exec.Cmd) { send(destroy)(c); c.Stdout = broken(t) }},
		{"the disk is full", func(c *exec.Cmd) { send(destroy)(c); c.Stdout = full(t) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			blocks(t, start(t, tt.prepare, "--harness=claude"))
		})
	}
}

// TestWrongUsage proves that a mistake in the registration stops commands
// instead of letting all of them run.
func TestWrongUsage(t *testing.T) {
	send := func(c *exec.Cmd) { c.Stdin = strings.NewReader(bash("ls")) }
	blocks(t, start(t, send, "--harnes=claude"))
	blocks(t, start(t, send, "--harness=claude", "surplus"))
	blocks(t, start(t, send, "--harness"))
	blocks(t, start(t, func(c *exec.Cmd) { c.Stdin = strings.NewReader(bash("make")) }, "--harness=claude", "--policy=/does/not/exist.toml"))
}

func TestNoOpinion(t *testing.T) {
	got := start(t, func(c *exec.Cmd) { c.Stdin = strings.NewReader(bash("ls -l")) }, "--harness=claude")
	assert.Equal(t, outcome{}, got)
}

// TestDiscarded answers as always when somebody does not want the answer: a
// benchmark, say.
func TestDiscarded(t *testing.T) {
	got := start(t, scripted(`printf '%s' "$1" | "$0" hook --harness=claude >/dev/null`, bash("terraform destroy")))
	assert.Equal(t, outcome{}, got)
}

// scripted runs the program from a shell script that gets it as $0.
func scripted(script string, args ...string) func(*exec.Cmd) {
	return func(c *exec.Cmd) {
		c.Args = append([]string{"sh", "-c", script, c.Path}, args...)
		c.Path = "/bin/sh"
	}
}

func opened(t *testing.T, path string) *os.File {
	f, err := os.Open(path)
	require.NoError(t, err)
	t.Cleanup(func() { f.Close() })
	return f
}

// hanging gives a standard input on which nothing ever comes.
func hanging(t *testing.T) func(*exec.Cmd) {
	return func(c *exec.Cmd) {
		r, w, err := os.Pipe()
		require.NoError(t, err)
		c.Stdin = r
		t.Cleanup(func() { r.Close(); w.Close() })
	}
}

// broken is the end of a pipe that nobody reads.
func broken(t *testing.T) io.Writer {
	r, w, err := os.Pipe()
	require.NoError(t, err)
	require.NoError(t, r.Close())
	t.Cleanup(func() { w.Close() })
	return w
}

// full is a device on which every write fails.
func full(t *testing.T) io.Writer {
	f, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("there is no /dev/full here")
	}
	t.Cleanup(func() { f.Close() })
	return f
}
