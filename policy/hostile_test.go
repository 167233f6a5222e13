package policy

import (
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"tagout/internal/builtin"
)

// hostile are commands that are meant to take too long, about a megabyte or
// what the shell makes as much of, and whether they must be asked about even by
// themselves. What is too much for the shell alone is tested there.
func hostile() []struct {
	name, text string
	asks       bool
} {
	rep := strings.Repeat
	return []struct {
		name, text string
		asks       bool
	}{
		{"a name", rep("a", 1<<20), false},
		{"many words", "rm " + rep("a ", 400_000), true},
		{"many options", "git " + rep("-x ", 300_000), true},
		{"an option a word", "unheard-of " + rep("--x y ", 150_000), true},
		{"a long bundle", "tar -" + rep("x", 900_000), false},
		{"a long bundle without a dash", "tar " + rep("x", 900_000), false},
		{"a bundle without a grammar", "unheard-of -" + rep("x", 900_000), false},
		{"a deep path", "rm -rf " + rep("a/", 500_000), true},
		{"a path that climbs", "rm -rf " + rep("../", 300_000), true},
		{"slashes", "rm -rf " + rep("/", 1_000_000), true},
		{"a deep redirection", "ls > " + rep("a/", 500_000), false},
		{"a long pattern", "rm -rf " + rep("*a", 200_000), true},
		{"unknown directories", "rm -rf " + rep("$a/", 200_000), true},
		{"unknown words", "git push " + rep("$a ", 100_000), true},
		{"unknown programs", rep("$a b;", 4000), true},
		{"many calls", rep("rm -rf $a/b;", 3000), true},
		{"wrappers", rep("sudo ", 200_000) + "ls", true},
		{"wrappers of text", rep("bash -c ", 100_000) + "ls", true},
		{"arguments that are programs", "unheard-of " + rep("rm ", 300_000), true},
		{"mounts", "docker run " + rep("-v /a:/b ", 80_000) + "img rm -rf /b", true},
		{"redirections", "ls " + rep("> a ", 200_000), true},
		{"targets", "make " + rep("a ", 300_000), true},
		{"items", "parallel rm ::: " + rep("a ", 300_000), true},
		{"SQL", "psql -c '" + rep("DROP TABLE a; ", 60_000) + "'", true},
		{"SQL comments", "psql -c '" + rep("/* ", 300_000) + "'", false},
		{"Python", "python3 -c '" + rep("f(", 400_000) + "'", false},
		{"calls of Perl", "perl -e '" + rep("system(\"ls\");", 60_000) + "'", true},
		{"awk", "awk '" + rep(`{ system("ls") }`, 50_000) + "'", true},
		{"what base64 holds", "base64 -d <<< " + rep("QUFB", 200_000) + " | sh", false},
		{"an array", "a=(" + rep("x ", 300_000) + `); rm "${a[@]}"`, true},
	}
}

// maxAlloc bounds what judging one command may ask of memory, all in all and
// given back or not. It stands for the time, which no test can be strict about.
const maxAlloc = 256 << 20

// TestHostile: the work is bounded, and nothing that follows or comes before a
// hostile text is passed.
func TestHostile(t *testing.T) {
	for _, h := range hostile() {
		t.Run(h.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			j := Builtin().judge(testCommand(h.text), testWorld(), options{})
			v := j.verdict()
			runtime.ReadMemStats(&after)
			assert.Less(t, j.tries, maxTries+3*builtin.Count(), "rules tried")
			assert.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(maxAlloc), "bytes")
			if h.asks {
				assert.GreaterOrEqual(t, v.Decision, Ask)
			}
			for _, text := range []string{h.text + "\nterraform destroy", "terraform destroy\n" + h.text} {
				assert.GreaterOrEqual(t, Builtin().Evaluate(testCommand(text), testWorld()).Decision, Ask)
			}
		})
	}
}

// TestTooManyCalls: what is over the bound is told of, where it stands.
func TestTooManyCalls(t *testing.T) {
	text := strings.Repeat("git add src;\n", 3000)
	v := Builtin().Evaluate(testCommand(text), testWorld())
	at := slices.IndexFunc(v.Findings, func(f Finding) bool { return f.Rule == TooComplex })
	if assert.GreaterOrEqual(t, at, 0) {
		assert.Equal(t, "git add src", text[v.Findings[at].Span.Start:v.Findings[at].Span.End])
	}
	assert.Equal(t, None, Builtin().Evaluate(testCommand(text[:len(text)/10]), testWorld()).Decision, "three hundred are no trouble")
}

// BenchmarkHostile tells how many everyday commands each hostile one costs, the
// two judged in turn so that a busy machine slows both. The budget of 100 ms is
// 5000 of 20 µs.
func BenchmarkHostile(b *testing.B) {
	p, w, cmds := Builtin(), testWorld(), everyday()
	for _, h := range hostile() {
		b.Run(strings.ReplaceAll(h.name, " ", "-"), func(b *testing.B) {
			var one, all time.Duration
			for range b.N {
				start := time.Now()
				p.Evaluate(testCommand(h.text), w)
				half := time.Now()
				for range 10 {
					for _, text := range cmds {
						p.Evaluate(testCommand(text), w)
					}
				}
				one, all = one+half.Sub(start), all+time.Since(half)
			}
			b.ReportMetric(float64(one)/float64(all)*float64(10*len(cmds)), "everydays")
			b.ReportMetric(0, "ns/op")
		})
	}
}
