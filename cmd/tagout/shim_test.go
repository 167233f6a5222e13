//go:build linux

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"tagout/internal/oracle"
	"tagout/policy"
)

var shimmed = flag.Int("shimmed", 25, "how many random programs each shell runs before shims")

// stage is a program with two parts. In front it notes how it was called, starts
// the shim of its name with just that, and notes how that ended. Behind the shim it
// notes how it was called, and plays the stub. Each note is one line, by one write.
const stage = `package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"syscall"
	"unsafe"
)

type note struct {
	Call string   // the process in front
	Kind string   // begin, inner or end
	Argv []string
	Dir  string
	In   string   // what standard input is
	Env  int      // how many variables there are, but for the shim's own and ours
	Code int
	Waiting int // bytes in a pipe that is standard input
}

func waiting() (n int32) {
	syscall.Syscall(syscall.SYS_IOCTL, 0, 0x541b, uintptr(unsafe.Pointer(&n))) // FIONREAD
	return n
}

func write(n note) {
	line, _ := json.Marshal(n)
	f, err := os.OpenFile(os.Getenv("STAGE_LOG"), os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		os.Exit(99)
	}
	f.Write(append(line, '\n'))
	f.Close()
}

func input() string {
	var st syscall.Stat_t
	if err := syscall.Fstat(0, &st); err != nil {
		return err.Error()
	}
	at, err := syscall.Seek(0, 0, 1)
	return fmt.Sprint(st.Dev, st.Ino, st.Rdev, at, err)
}

func variables() (n int) {
	for _, kv := range os.Environ() {
		if len(kv) < 12 || kv[:12] != "TAGOUT_SHIM=" {
			n++
		}
	}
	return n
}

func main() {
	dir, _ := os.Getwd()
	n := note{Kind: "inner", Argv: os.Args, Dir: dir, In: input(), Env: variables(), Waiting: int(waiting())}
	self, _ := os.Executable()
	name := filepath.Base(self)
	if filepath.Base(filepath.Dir(self)) == "behind" {
		n.Call = os.Getenv("STAGE_CALL")
		if name == "no" {
			n.Code = 1 + len(os.Args)%20
		}
		write(n)
		if name == "out" {
			signal.Ignore(syscall.SIGPIPE)
			for _, arg := range os.Args[1:] {
				fmt.Println(arg)
			}
		}
		os.Exit(n.Code)
	}
	n.Kind, n.Call = "begin", strconv.Itoa(os.Getpid())
	write(n)
	os.Setenv("STAGE_CALL", n.Call)
	os.Setenv("PATH", os.Getenv("STAGE_PATH"))
	p, err := os.StartProcess(os.Getenv("STAGE_SHIMS")+"/"+name, os.Args, &os.ProcAttr{Files: []*os.File{os.Stdin, os.Stdout, os.Stderr}})
	if err != nil {
		os.Exit(98)
	}
	state, _ := p.Wait()
	n.Kind, n.Code = "end", state.ExitCode()
	write(n)
	os.Exit(n.Code)
}
`

// note is a line that the stage writes.
type note struct {
	Call, Kind string
	Argv       []string
	Dir, In    string
	Env, Code  int
	Waiting    int
}

// denials is a policy about stubs: some words destroy.
const denials = `version = 1
[tool.pq]
values = ["-o"]
[rule.p-destroys]
match    = ["p *foo*|1|2|k|d*|*in*", "p * *x*", "pq -o", "pq {unlikely}|*a*|*o*", "out *o*|x*", "no 1"]
decision = "deny"
reason   = "it is said to"
[class]
unlikely = ["5", "w"]
`

// theatre is a directory in which programs are run before shims.
type theatre struct {
	dir    string
	policy *policy.Policy
	runs   int
	// lax: the kernel grants no namespace.
	lax bool
}

func newTheatre(tb testing.TB) *theatre {
	tb.Helper()
	dir, err := os.MkdirTemp("", "shims")
	require.NoError(tb, err)
	tb.Cleanup(func() { os.RemoveAll(dir) })
	sub := func(name string) string {
		path := filepath.Join(dir, name)
		require.NoError(tb, os.MkdirAll(path, 0o777))
		require.NoError(tb, os.Chmod(path, 0o777))
		return path
	}
	sub("")
	src := sub("src")
	require.NoError(tb, os.WriteFile(filepath.Join(src, "main.go"), []byte(stage), 0o644))
	require.NoError(tb, os.WriteFile(filepath.Join(src, "go.mod"), []byte("module stage\n"), 0o644))
	build(tb, src, ".", filepath.Join(dir, "stage"))
	hook := build(tb, ".", "../tagout-hook", filepath.Join(dir, "tagout-hook"))
	program, err := os.ReadFile(filepath.Join(dir, "stage"))
	require.NoError(tb, err)
	for _, name := range oracle.Stubs() {
		require.NoError(tb, os.WriteFile(filepath.Join(sub("front"), name), program, 0o755))
		require.NoError(tb, os.WriteFile(filepath.Join(sub("behind"), name), program, 0o755))
		require.NoError(tb, os.Symlink(hook, filepath.Join(sub("shims"), name)))
	}
	for _, name := range oracle.Borrowed() {
		if path, err := exec.LookPath(name); err == nil {
			require.NoError(tb, os.Symlink(path, filepath.Join(sub("bin"), name)))
		}
	}
	sub("state")
	sub("config")
	sub("config/tagout")
	require.NoError(tb, os.WriteFile(filepath.Join(dir, "config/tagout/policy.toml"), []byte(denials), 0o644))
	p, err := policy.Layered(policy.Source{Layer: policy.UserLayer, File: "policy.toml", Data: []byte(denials)})
	require.NoError(tb, err)
	return &theatre{dir: dir, policy: p}
}

// env has the shims neither first nor last, so that they are found and passed.
func (th *theatre) env() []string {
	at := func(name string) string { return filepath.Join(th.dir, name) }
	out := []string{
		"PATH=" + strings.Join([]string{at("front"), at("bin")}, ":"),
		"STAGE_LOG=" + at("log"), "STAGE_SHIMS=" + at("shims"), "STAGE_PATH=" + at("bin") + ":" + at("shims") + ":" + at("behind"),
		"XDG_STATE_HOME=" + at("state"), "XDG_CONFIG_HOME=" + at("config"), "CLAUDECODE=1",
	}
	for name, value := range oracle.Environ() {
		out = append(out, name+"="+value)
	}
	return out
}

// play runs a program and returns what was noted. A loop that waits for what is
// refused is ended.
func (th *theatre) play(tb testing.TB, s *oracle.Shell, text string) []note {
	tb.Helper()
	th.runs++
	dir := filepath.Join(th.dir, "run", fmt.Sprint(th.runs), oracle.Deep, "sub")
	umask := syscall.Umask(0)
	require.NoError(tb, os.MkdirAll(dir, 0o777))
	require.NoError(tb, os.WriteFile(filepath.Join(th.dir, "log"), nil, 0o666))
	syscall.Umask(umask)
	require.NoError(tb, os.Chmod(filepath.Join(th.dir, "log"), 0o666))
	require.NoError(tb, os.Truncate(filepath.Join(th.dir, "log"), 0))
	th.start(tb, s, filepath.Dir(dir), text)
	data, err := os.ReadFile(filepath.Join(th.dir, "log"))
	require.NoError(tb, err)
	var notes []note
	for _, line := range bytes.Split(bytes.TrimSpace(data), []byte("\n")) {
		var n note
		if len(line) > 0 {
			require.NoError(tb, json.Unmarshal(line, &n), "%s", line)
			notes = append(notes, n)
		}
	}
	return notes
}

func (th *theatre) start(tb testing.TB, s *oracle.Shell, dir, text string) {
	tb.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, s.Name, append(slices.Clone(s.Args()), "-c", "ulimit -t 3; "+text)...)
	cmd.Dir, cmd.Env = dir, th.env()
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if !th.lax {
		oracle.Confine(cmd.SysProcAttr)
	}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = time.Second
	err := cmd.Run()
	if !th.lax && (errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOSPC)) {
		th.lax = true
		th.start(tb, s, dir, text)
	}
}

// call is what became of one call of a shim.
type call struct {
	begin note
	inner []note
	code  int
	ended bool
}

// calls puts notes together. A number is one process's until it ends.
func calls(notes []note) []*call {
	var out []*call
	open := map[string]*call{}
	for _, n := range notes {
		switch c := open[n.Call]; {
		case n.Kind == "begin":
			open[n.Call] = &call{begin: n}
			out = append(out, open[n.Call])
		case c == nil:
		case n.Kind == "inner":
			c.inner = append(c.inner, n)
		default:
			c.code, c.ended = n.Code, true
			delete(open, n.Call)
		}
	}
	return out
}

// wrong says what is not as it should be with a call; "" for nothing.
func (th *theatre) wrong(c *call) (denied bool, why string) {
	cmd := policy.Exec(c.begin.Argv, c.begin.Dir)
	denied = th.policy.Evaluate(cmd, policy.RealWorld()).Decision == policy.Deny
	switch {
	case denied && len(c.inner) > 0:
		return denied, "is denied, and was run"
	case denied && c.code != 126:
		return denied, fmt.Sprintf("is denied, and ended with %d", c.code)
	case denied:
		return denied, ""
	case len(c.inner) != 1:
		return denied, fmt.Sprintf("is not denied, and was run %d times", len(c.inner))
	}
	in := c.inner[0]
	if in.Waiting < c.begin.Waiting {
		return denied, fmt.Sprintf("found %d bytes of %d in its pipe", in.Waiting, c.begin.Waiting)
	}
	in.Waiting = c.begin.Waiting
	in.Kind, in.Env, in.Code = "begin", in.Env-1, c.begin.Code // STAGE_CALL
	if fmt.Sprint(in) != fmt.Sprint(c.begin) || !slices.Equal(in.Argv, c.begin.Argv) {
		return denied, fmt.Sprintf("was run as %+v", in)
	}
	if c.code != c.inner[0].Code {
		return denied, fmt.Sprintf("ended with %d instead of %d", c.code, c.inner[0].Code)
	}
	return denied, ""
}

// TestShimmed: programs that nobody has written, run by real shells before shims.
// Each call that the policy denies is refused, and each other is made once, with
// its words, its directory, its standard input and its exit code.
func TestShimmed(t *testing.T) {
	if testing.Short() {
		t.Skip("it starts thousands of processes")
	}
	th := newTheatre(t)
	for _, s := range oracle.Shells() {
		t.Run(s.Name, func(t *testing.T) {
			if !s.Available() {
				t.Skip("no", s.Name, "on this machine")
			}
			g := oracle.NewGenerator(s.Dialect, 1)
			denied, made, cut := 0, 0, 0
			for range *shimmed {
				text := g.Program()
				for _, c := range calls(th.play(t, s, text)) {
					if !c.ended {
						cut++
						continue
					}
					is, why := th.wrong(c)
					if why != "" {
						t.Errorf("%q in %s %s\n%s", c.begin.Argv, c.begin.Dir, why, text)
					}
					if is {
						denied++
					} else {
						made++
					}
				}
			}
			t.Logf("%d programs: %d calls refused, %d made, %d cut short", *shimmed, denied, made, cut)
			require.Positive(t, denied)
			require.Positive(t, made)
			require.Less(t, cut, 1+(made+denied)/50)
		})
	}
}

// BenchmarkShim compares a call of a stub with the same behind a shim, for an agent
// and for a person, the three in turn.
//
//	go test -run '^$' -bench Shim -benchtime 300x ./cmd/tagout
func BenchmarkShim(b *testing.B) {
	th := newTheatre(b)
	require.NoError(b, os.Rename(filepath.Join(th.dir, "config/tagout/policy.toml"), filepath.Join(th.dir, "aside.toml")))
	bare := filepath.Join(th.dir, "behind/p")
	require.NoError(b, os.Remove(bare))
	require.NoError(b, os.Symlink("/bin/true", bare))
	env := append(th.env(), "PATH="+filepath.Join(th.dir, "shims")+":"+filepath.Join(th.dir, "behind"))
	var stub, agent, person []time.Duration
	for range b.N {
		stub = append(stub, timed(b, bare, env))
		agent = append(agent, timed(b, filepath.Join(th.dir, "shims/p"), env))
		person = append(person, timed(b, filepath.Join(th.dir, "shims/p"), append(env, "CLAUDECODE=")))
	}
	mid := func(list []time.Duration) float64 {
		slices.Sort(list)
		return float64(list[len(list)/2]) / float64(time.Millisecond)
	}
	b.ReportMetric(mid(stub), "bare-ms")
	b.ReportMetric(mid(agent), "agent-ms")
	b.ReportMetric(mid(person), "person-ms")
	b.ReportMetric(mid(agent)/mid(stub), "agent-ratio")
	b.ReportMetric(mid(person)/mid(stub), "person-ratio")
	b.ReportMetric(0, "ns/op")
}

func timed(tb testing.TB, path string, env []string) time.Duration {
	cmd := exec.Command(path, "a", "b")
	cmd.Env = env
	start := time.Now()
	require.NoError(tb, cmd.Run())
	return time.Since(start)
}
