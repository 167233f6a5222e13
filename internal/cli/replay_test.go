//go:build unix

package cli

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"math/rand"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"tagout/policy"
)

// proposals are what an agent runs all day, and a few that it should not.
func proposals() []string {
	return []string{
		"git status --short", "git diff HEAD~%d -- src | head -50", "go test ./pkg%d/... 2>&1 | tail -20", "npm run build && npm test -- --grep 'case %d'",
		"cd service%d && ls -la", "cat src/file%d.go | grep -n func", "for f in a b c; do wc -l $f.%d; done", "rg -n 'TODO %d' --type go",
		"sed -n '%d,200p' internal/x.go", "python3 -c 'print(%d)'", "curl -s https://localhost:8080/health/%d | jq .status",
		"find . -name '*.go' -newer go.mod | xargs grep -l x%d", "docker compose ps && docker logs --tail %d web", "kubectl get pods -n team%d -o wide",
		"mkdir -p build/%d && cp -r dist/* build/%d", "cat > notes%d.md <<'EOF'\n# terraform destroy is not run here\nEOF", "make -j8 target%d",
		"git commit -m 'never rm -rf / (%d)'", "gh pr view %d --json title", "terraform plan -out=plan%d", "aws s3 ls s3://bucket-%d",
		"ssh host%d 'uptime; df -h'", "FOO=%d ./run.sh --flag", "test -f x%d || echo missing", "tar czf out%d.tgz dist", "psql -c 'select count(*) from t%d'",
		"rm -rf node_modules/.cache%d", "git push --force origin branch%d", "terraform -chdir=env%d destroy -auto-approve", "rm -rf /srv/data%d",
	}
}

// conversation writes a transcript of n commands as Claude Code does, with as much
// talk and output between them.
func conversation(tb testing.TB, n int) string {
	name := filepath.Join(tb.TempDir(), "transcript.jsonl")
	f, err := os.Create(name)
	require.NoError(tb, err)
	w := bufio.NewWriter(f)
	r := rand.New(rand.NewSource(1))
	dir := tb.TempDir()
	for i := range n {
		form := proposals()[r.Intn(len(proposals()))]
		text, err := json.Marshal(strings.ReplaceAll(form, "%d", fmt.Sprint(i)))
		require.NoError(tb, err)
		fmt.Fprintf(w, `{"type":"assistant","sessionId":"s","cwd":%q,"message":{"role":"assistant","content":[{"type":"text","text":"now the next step"},{"type":"tool_use","id":"t%d","name":"Bash","input":{"command":%s,"description":"x"}}]}}`+"\n", dir, i, text)
		fmt.Fprintf(w, `{"type":"user","sessionId":"s","cwd":%q,"message":{"role":"user","content":[{"type":"tool_result","tool_use_id":"t%d","content":%q}]}}`+"\n", dir, i, strings.Repeat("line of output\n", 1+r.Intn(60)))
	}
	require.NoError(tb, w.Flush())
	require.NoError(tb, f.Close())
	return name
}

func replayed(tb testing.TB, args ...string) replayReport {
	var out, errs strings.Builder
	c := command{in: strings.NewReader(""), out: &out, err: &errs, world: policy.RealWorld()}
	code, err := c.replay(append(args, "--json"))
	require.NoError(tb, err)
	require.Zero(tb, code)
	var r replayReport
	require.NoError(tb, json.Unmarshal([]byte(out.String()), &r))
	return r
}

// TestReplayCountsAll: however many look at it, the sums are the same.
func TestReplayCountsAll(t *testing.T) {
	name := conversation(t, 3000)
	want := replayed(t, name)
	require.Equal(t, 3000, want.Total)
	require.Equal(t, 3000, want.Decision["deny"]+want.Decision["ask"]+want.Decision["none"]+want.Decision["allow"])
	require.NotEmpty(t, want.Rules)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	require.Equal(t, want, replayed(t, name), "with one processor, the same")
}

// BenchmarkReplay judges 100,000 commands and reports how many a second and how
// much memory the program took at most.
//
//	go test -run '^$' -bench Replay -benchtime 1x ./internal/cli
func BenchmarkReplay(b *testing.B) {
	name := conversation(b, 100_000)
	runtime.GC()
	var peak uint64
	done := make(chan struct{})
	go func() {
		for {
			select {
			case <-done:
				return
			case <-time.After(200 * time.Millisecond):
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				peak = max(peak, m.HeapInuse+m.StackInuse)
			}
		}
	}()
	before := processorTime(b)
	for b.Loop() {
		c := command{in: strings.NewReader(""), out: io.Discard, err: io.Discard, world: policy.RealWorld()}
		if _, err := c.replay([]string{name}); err != nil {
			b.Fatal(err)
		}
	}
	close(done)
	b.ReportMetric(float64(100_000*b.N)/b.Elapsed().Seconds(), "commands/s")
	b.ReportMetric(float64((processorTime(b)-before).Microseconds())/float64(100_000*b.N), "cpu-µs/command")
	b.ReportMetric(float64(peak)/(1<<20), "MB-in-use")
}

// processorTime is what this process used of all processors, which does not depend
// on who else does.
func processorTime(tb testing.TB) time.Duration {
	var u syscall.Rusage
	require.NoError(tb, syscall.Getrusage(syscall.RUSAGE_SELF, &u))
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
