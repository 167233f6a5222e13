//go:build unix

package record

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestMain lets the test program be one of many writers.
func TestMain(m *testing.M) {
	if dir := os.Getenv("RECORD_WRITER"); dir != "" {
		os.Exit(writer(dir, os.Getenv("RECORD_NAME"), os.Getenv("RECORD_LINES")))
	}
	os.Exit(m.Run())
}

// writer appends lines; the count of those that failed is its exit code. It
// starts when standard input ends, so that all start at once.
func writer(dir, name, lines string) int {
	_, _ = io.ReadAll(os.Stdin)
	n, _ := strconv.Atoi(lines)
	failed := 0
	for i := range n {
		if busyLog(dir).Append(line(fmt.Sprintf("%s-%d", name, i))) != nil {
			failed++
		}
	}
	return failed
}

// busyLog is rotated often, and keeps everything.
func busyLog(dir string) Log {
	return Log{Dir: dir, Max: 256 << 10, Keep: 1000, Wait: 50 * time.Millisecond}
}

func line(command string) Line {
	return Line{Time: time.Now(), Harness: "claude", Session: "s", Tool: "Bash", Decision: "deny", Rules: []string{"a", "b"},
		Command: command, Dir: "/w", Call: "rm -rf \"x\"\n\x01\xff", Version: "v", Took: 1500 * time.Microsecond}
}

func start(t *testing.T, dir, name string, lines int) (*exec.Cmd, io.Closer) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "RECORD_WRITER="+dir, "RECORD_NAME="+name, fmt.Sprintf("RECORD_LINES=%d", lines))
	in, err := cmd.StdinPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	return cmd, in
}

// commands reads the record back; every line must be one.
func commands(t *testing.T, l Log) map[string]int {
	t.Helper()
	seen := map[string]int{}
	require.NoError(t, l.Read(func(e *Entry) bool { seen[e.Command]++; return true }))
	return seen
}

func TestManyProcessesLoseNothing(t *testing.T) {
	const processes, total = 64, 10_000
	dir := filepath.Join(t.TempDir(), "state")
	var cmds []*exec.Cmd
	var starts []io.Closer
	for p := range processes {
		lines := total / processes
		if p < total%processes {
			lines++
		}
		cmd, in := start(t, dir, fmt.Sprint(p), lines)
		cmds, starts = append(cmds, cmd), append(starts, in)
	}
	for _, in := range starts {
		require.NoError(t, in.Close())
	}
	for _, cmd := range cmds {
		require.NoError(t, cmd.Wait())
	}
	report, err := busyLog(dir).Verify()
	require.NoError(t, err)
	require.Empty(t, report.Problems)
	require.Equal(t, total, report.Lines)
	require.Len(t, commands(t, busyLog(dir)), total, "every line once")
	require.FileExists(t, busyLog(dir).aside(3), "it rotated meanwhile")
	t.Logf("%d lines, %d of them unchained", report.Lines, report.Unchained)
}

func TestKilledWritersLeaveOnlyGaps(t *testing.T) {
	dir := t.TempDir()
	var cmds []*exec.Cmd
	for p := range 16 {
		cmd, in := start(t, dir, fmt.Sprint(p), 100_000)
		require.NoError(t, in.Close())
		cmds = append(cmds, cmd)
	}
	for _, cmd := range cmds {
		time.Sleep(20 * time.Millisecond)
		require.NoError(t, cmd.Process.Kill())
		require.Error(t, cmd.Wait())
	}
	l := busyLog(dir)
	require.NoError(t, l.Append(line("after")))
	report, err := l.Verify()
	require.NoError(t, err)
	require.LessOrEqual(t, len(report.Problems), len(cmds))
	for _, p := range report.Problems {
		require.Contains(t, p, "missing")
	}
	require.Equal(t, 1, commands(t, l)["after"])
	t.Logf("%d lines, %d unchained, gaps: %q", report.Lines, report.Unchained, report.Problems)
}

// TestKilledBetweenHeadAndLine is the one moment in which a killed writer loses a
// line that had its place.
func TestKilledBetweenHeadAndLine(t *testing.T) {
	l := At(t.TempDir())
	require.NoError(t, l.Append(line("one")))
	lock, err := openFile(l.lockFile(), syscall.O_RDWR)
	require.NoError(t, err)
	h, ok := lock.head()
	require.True(t, ok)
	h.seq++
	require.NoError(t, lock.setHead(h))
	lock.close()
	require.Equal(t, []string{"audit.lock: line 2 of the chain is missing at the end"}, problems(t, l))
	require.NoError(t, l.Append(line("three")))
	require.Equal(t, []string{"audit.jsonl:2: line 2 of the chain is missing before it"}, problems(t, l))
}

func problems(t *testing.T, l Log) []string {
	t.Helper()
	report, err := l.Verify()
	require.NoError(t, err)
	return report.Problems
}

// filled is a record of eight lines in two files or more.
func filled(t *testing.T) Log {
	t.Helper()
	l := Log{Dir: t.TempDir(), Max: 1200, Keep: 5, Wait: time.Second}
	for i := range 8 {
		require.NoError(t, l.Append(line(fmt.Sprint("c", i+1))))
	}
	require.FileExists(t, l.aside(1))
	require.Empty(t, problems(t, l))
	return l
}

// edit changes the lines of a file.
func edit(t *testing.T, name string, change func([]string) []string) {
	t.Helper()
	data, err := os.ReadFile(name)
	require.NoError(t, err)
	lines := change(strings.SplitAfter(string(data), "\n"))
	require.NoError(t, os.WriteFile(name, []byte(strings.Join(lines, "")), 0o600))
}

func TestVerifyShowsTampering(t *testing.T) {
	for _, c := range []struct {
		name, want string
		tamper     func(*testing.T, Log)
	}{
		{"a line changed", "was changed", func(t *testing.T, l Log) {
			edit(t, l.aside(1), func(s []string) []string { s[0] = strings.Replace(s[0], "deny", "none", 1); return s })
		}},
		{"a line taken out", "is missing before it", func(t *testing.T, l Log) {
			edit(t, l.aside(1), func(s []string) []string { return append(s[:1:1], s[2:]...) })
		}},
		{"the first line taken out", "is missing before it", func(t *testing.T, l Log) {
			edit(t, oldest(l), func(s []string) []string { return s[1:] })
		}},
		{"the last line changed", "the last, was changed", func(t *testing.T, l Log) {
			edit(t, l.File(), func(s []string) []string {
				s[len(s)-2] = strings.Replace(s[len(s)-2], "deny", "none", 1)
				return s
			})
		}},
		{"the last file taken away", "missing at the end", func(t *testing.T, l Log) { require.NoError(t, os.Remove(l.File())) }},
		{"a file put aside taken away", "missing before it", func(t *testing.T, l Log) { require.NoError(t, os.Remove(l.aside(1))) }},
		{"everything taken away", "are missing at the end", func(t *testing.T, l Log) {
			for n := range l.Keep {
				_ = os.Remove(l.aside(n + 1))
			}
			require.NoError(t, os.Remove(l.File()))
		}},
		{"the head taken away", "the end of the chain is not known", func(t *testing.T, l Log) { require.NoError(t, os.Remove(l.lockFile())) }},
		{"a line cut", "not whole", func(t *testing.T, l Log) {
			edit(t, l.aside(1), func(s []string) []string { s[0] = s[0][:40] + "\n"; return s })
		}},
		{"a line repeated", "comes after line", func(t *testing.T, l Log) {
			edit(t, l.aside(1), func(s []string) []string { return append([]string{s[0], s[0]}, s[1:]...) })
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := filled(t)
			c.tamper(t, l)
			require.Contains(t, strings.Join(problems(t, l), "\n"), c.want)
		})
	}
}

func oldest(l Log) string {
	for n := l.Keep; n > 0; n-- {
		if _, err := os.Stat(l.aside(n)); err == nil {
			return l.aside(n)
		}
	}
	return l.File()
}

func TestRotationKeepsSome(t *testing.T) {
	l := Log{Dir: t.TempDir(), Max: 1, Keep: 3, Wait: time.Second} // every line is put aside
	for i := range 10 {
		require.NoError(t, l.Append(line(fmt.Sprint(i))))
	}
	report, err := l.Verify()
	require.NoError(t, err)
	require.Equal(t, Report{Lines: 4, First: 7, Last: 10}, report)
}

func TestRotationInterruptedLosesNothing(t *testing.T) {
	l := filled(t)
	before := len(commands(t, l))
	require.NoError(t, os.Rename(l.aside(1), l.aside(4))) // as if killed halfway
	l.Max = 1
	require.NoError(t, l.Append(line("more")))
	require.Len(t, commands(t, l), before+1)
}

func TestLockedOutIsUnchained(t *testing.T) {
	l := At(t.TempDir())
	require.NoError(t, l.Append(line("one")))
	lock, err := openFile(l.lockFile(), syscall.O_RDWR)
	require.NoError(t, err)
	require.NoError(t, lock.lock(alone, true))
	began := time.Now()
	require.NoError(t, l.Append(line("two")))
	require.Less(t, time.Since(began), 10*time.Second)
	lock.close()
	require.NoError(t, l.Append(line("three")))
	report, err := l.Verify()
	require.NoError(t, err)
	require.Equal(t, Report{Lines: 3, Unchained: 1, First: 1, Last: 2}, report)
}

func TestHeadLostIsFoundAgain(t *testing.T) {
	l := filled(t)
	require.NoError(t, os.WriteFile(l.lockFile(), []byte("nonsense"), 0o600))
	require.NoError(t, l.Append(line("more")))
	require.Empty(t, problems(t, l))
}

// TestWhatCannotBeWritten loses the line in no time, whatever stands there.
func TestWhatCannotBeWritten(t *testing.T) {
	for name, prepare := range map[string]func(*testing.T, Log){
		"a pipe as the file": func(t *testing.T, l Log) { require.NoError(t, syscall.Mkfifo(l.File(), 0o600)) },
		"a directory":        func(t *testing.T, l Log) { require.NoError(t, os.Mkdir(l.File(), 0o700)) },
		"a full disk":        func(t *testing.T, l Log) { require.NoError(t, os.Symlink("/dev/full", l.File())) },
		"a file above": func(t *testing.T, l Log) {
			require.NoError(t, os.Remove(l.Dir))
			require.NoError(t, os.WriteFile(l.Dir, nil, 0o600))
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := At(filepath.Join(t.TempDir(), "state"))
			require.NoError(t, os.Mkdir(l.Dir, 0o700))
			prepare(t, l)
			began := time.Now()
			require.Error(t, l.Append(line("lost")))
			require.Less(t, time.Since(began), 10*time.Second)
		})
	}
}

// TestDiskFullInTheMiddle: the next line begins on its own.
func TestDiskFullInTheMiddle(t *testing.T) {
	l := At(t.TempDir())
	require.NoError(t, l.Append(line("one")))
	f, err := os.OpenFile(l.File(), os.O_WRONLY|os.O_APPEND, 0)
	require.NoError(t, err)
	_, err = f.WriteString(`{"time":"2026-`)
	require.NoError(t, err)
	require.NoError(t, f.Close())
	require.NoError(t, l.Append(line("two")))
	require.Equal(t, []string{"audit.jsonl:2: the line is not whole"}, problems(t, l))
	require.Len(t, commands(t, l), 2)
}

func TestLineReadsBack(t *testing.T) {
	l := At(filepath.Join(t.TempDir(), "a/b"))
	require.NoError(t, l.Append(line("tab\t \"q\" \\ é \u2028 <&> \x7f")))
	info, err := os.Stat(l.File())
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode())
	data, err := os.ReadFile(l.File())
	require.NoError(t, err)
	require.True(t, json.Valid(data), "%s", data)
	require.NoError(t, l.Read(func(e *Entry) bool {
		require.Equal(t, "tab\t \"q\" \\ é \u2028 <&> \x7f", e.Command)
		require.Equal(t, "rm -rf \"x\"\n\x01\ufffd", e.Call)
		require.Equal(t, []string{"a", "b"}, e.Rules)
		require.Equal(t, int64(1500), e.Micros)
		require.Equal(t, uint64(1), e.Seq)
		require.WithinDuration(t, time.Now(), e.Time, time.Minute)
		return true
	}))
}

func BenchmarkAppend(b *testing.B) {
	l := At(b.TempDir())
	for b.Loop() {
		if err := l.Append(line("terraform destroy")); err != nil {
			b.Fatal(err)
		}
	}
}
