package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// empty is the least a hook could be: it reads its input and writes a line.
const empty = `package main

import (
	"io"
	"os"
)

func main() {
	io.ReadAll(os.Stdin)
	os.Stdout.WriteString("{}\n")
}
`

// build compiles a package without cgo, as releases are.
func build(tb testing.TB, dir, pkg, out string) string {
	tb.Helper()
	cmd := exec.Command("go", "build", "-trimpath", "-o", out, pkg)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "CGO_ENABLED=0")
	if text, err := cmd.CombinedOutput(); err != nil {
		tb.Fatalf("go build %s: %v\n%s", pkg, err, text)
	}
	return out
}

// buildText compiles the text of a program.
func buildText(tb testing.TB, text string) string {
	tb.Helper()
	dir := tb.TempDir()
	for name, text := range map[string]string{"main.go": text, "go.mod": "module text\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			tb.Fatal(err)
		}
	}
	return build(tb, dir, ".", filepath.Join(dir, "text"))
}

// event is a hook's input for a command.
func event(command string) string {
	return `{"session_id":"s","transcript_path":"/tmp/t.jsonl","cwd":"/tmp","permission_mode":"default",` +
		`"hook_event_name":"PreToolUse","tool_name":"Bash","tool_input":{"command":"` + command + `"},"tool_use_id":"t"}`
}

// once runs a program, which keeps its state in a directory, and returns how long
// it took, from start to reaped.
func once(tb testing.TB, state, input, name string, args ...string) time.Duration {
	cmd := exec.Command(name, args...)
	cmd.Stdin = strings.NewReader(input)
	cmd.Env = []string{"HOME=/root", "XDG_STATE_HOME=" + state, "PATH=/usr/bin:/bin"}
	start := time.Now()
	if err := cmd.Run(); err != nil {
		tb.Fatal(err)
	}
	return time.Since(start)
}

// BenchmarkProcess compares the whole hook process, of tagout-hook, with an empty
// Go program, the two in turn so that a busy machine slows both. It reports the minimum
// and the median of each in milliseconds and their differences.
//
//	go test -run '^$' -bench Process -benchtime 300x ./cmd/tagout
func BenchmarkProcess(b *testing.B) {
	alone := build(b, ".", "../tagout-hook", filepath.Join(b.TempDir(), "tagout-hook"))
	bare := buildText(b, empty)
	for _, c := range []struct{ name, command string }{
		{"harmless", "git status --short && go test ./..."},
		{"refused", "cd infra && sudo -E terraform -chdir=prod destroy -auto-approve"},
	} {
		b.Run(c.name, func(b *testing.B) {
			input, state := event(c.command), b.TempDir()
			var hook, none []time.Duration
			for range b.N {
				hook = append(hook, once(b, state, input, alone, "hook", "--harness=claude"))
				none = append(none, once(b, state, input, bare))
			}
			report(b, hook, none)
		})
	}
}

func report(b *testing.B, hook, none []time.Duration) {
	slices.Sort(hook)
	slices.Sort(none)
	ms := func(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
	mid := len(hook) / 2
	b.ReportMetric(ms(none[0]), "empty-min-ms")
	b.ReportMetric(ms(hook[0]), "hook-min-ms")
	b.ReportMetric(ms(none[mid]), "empty-median-ms")
	b.ReportMetric(ms(hook[mid]), "hook-median-ms")
	b.ReportMetric(ms(hook[mid])/ms(none[mid]), "median-ratio")
	b.ReportMetric(0, "ns/op")
}

// TestNothingInitialised reads the runtime's own account of package
// initialisation: no package of this module may have any work there, since
// every start of the hook would pay for it.
func TestNothingInitialised(t *testing.T) {
	bin := build(t, ".", "../tagout-hook", filepath.Join(t.TempDir(), "tagout-hook"))
	cmd := exec.Command(bin, "hook", "--harness=claude")
	cmd.Stdin = strings.NewReader(event("ls"))
	cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	var trace bytes.Buffer
	cmd.Stderr = &trace
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(trace.String(), "init runtime") {
		t.Fatalf("no init trace: %q", trace.String())
	}
	for _, line := range strings.Split(trace.String(), "\n") {
		if strings.HasPrefix(line, "init tagout/") {
			t.Errorf("package initialisation on the hook path: %s", line)
		}
	}
}

// TestHookLinksNoReaderOfConfigurations keeps what costs each start some 0.2 ms
// out of the hook's own program.
func TestHookLinksNoReaderOfConfigurations(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "../tagout-hook").Output()
	if err != nil {
		t.Skip("the go command cannot list the packages here:", err)
	}
	deps := strings.Fields(string(out))
	if !slices.Contains(deps, "tagout/internal/hook") {
		t.Fatalf("this is no list of what the hook links: %q", deps)
	}
	for _, d := range deps {
		if d == "tagout/internal/audit" || d == "tagout/internal/survey" || strings.HasPrefix(d, "go.yaml.in/") || strings.HasPrefix(d, "github.com/hashicorp/") || strings.HasPrefix(d, "github.com/zclconf/") {
			t.Errorf("tagout-hook links %s", d)
		}
	}
}
