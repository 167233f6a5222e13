//go:build linux

package oracle

import (
	"flag"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"tagout/internal/shell"
)

var (
	programs = flag.Int("programs", 150, "how many random programs each shell runs")
	seed     = flag.Int64("seed", 1, "where the random programs begin")
	tolerate = flag.Int("tolerate", 0, "how many failures a run may have")
	shrunk   = flag.Int("shrunk", 2, "how many failures are shrunk")
	only     = flag.String("shell", "", "run this shell alone")
)

// batch is how many programs one process of a shell runs.
const batch = 250

func each(t *testing.T, f func(t *testing.T, s *Shell)) {
	for _, s := range Shells() {
		if *only != "" && *only != s.Name {
			continue
		}
		t.Run(s.Name, func(t *testing.T) {
			if !s.Available() {
				t.Skip("no", s.Name, "on this machine")
			}
			f(t, s)
		})
	}
}

// TestWritten: the programs written by hand, in the shells whose they are.
func TestWritten(t *testing.T) {
	each(t, func(t *testing.T, s *Shell) {
		var cov Coverage
		failures, err := s.Compare(written(s.Dialect), &cov)
		require.NoError(t, err)
		for _, f := range failures {
			t.Error(f)
		}
		t.Log(&cov)
	})
}

// TestGenerated: -programs random programs for each shell. Each batch has a
// seed of its own, so that a failure is found again by -seed alone.
func TestGenerated(t *testing.T) {
	each(t, func(t *testing.T, s *Shell) {
		s.group = 25
		r := &search{shell: s, seeds: make(chan int64)}
		var group sync.WaitGroup
		for range 2 {
			group.Go(func() { r.work(t) })
		}
		for n, at := *programs, *seed; n > 0; n, at = n-batch, at+1 {
			r.seeds <- at
		}
		close(r.seeds)
		group.Wait()
		if r.failed > *tolerate {
			t.Errorf("%d programs fail, %d may", r.failed, *tolerate)
		}
		t.Log(&r.cov)
		t.Log(r.counts.Counts())
	})
}

// search is a run over many seeds.
type search struct {
	shell *Shell
	seeds chan int64
	sync.Mutex
	cov    Coverage
	counts Generator
	failed int
}

// most is how many failures one run shows.
const most = 40

func (r *search) work(t *testing.T) {
	for at := range r.seeds {
		g := NewGenerator(r.shell.Dialect, at)
		texts := make([]string, min(batch, *programs))
		for i := range texts {
			texts[i] = g.Program()
		}
		var cov Coverage
		failures, err := r.shell.Compare(texts, &cov)
		r.Lock()
		if err != nil {
			t.Error(err)
		}
		r.add(g, &cov)
		for _, f := range failures {
			switch r.failed++; {
			case r.failed <= *shrunk:
				t.Logf("seed %d\n%s", at, r.smallest(f))
			case r.failed <= most:
				t.Logf("seed %d\n%s", at, f)
			}
		}
		r.Unlock()
	}
}

func (r *search) add(g *Generator, cov *Coverage) {
	r.cov.Programs += cov.Programs
	r.cov.Exact += cov.Exact
	r.cov.Unknown += cov.Unknown
	r.cov.Blind += cov.Blind
	r.cov.Over += cov.Over
	r.cov.GaveUp += cov.GaveUp
	if r.counts.used == nil {
		r.counts.used, r.counts.nests = map[string]int{}, map[int]int{}
	}
	for name, n := range g.used {
		r.counts.used[name] += n
	}
	for depth, n := range g.nests {
		r.counts.nests[depth] += n
	}
}

// smallest shrinks a failure to one of the same kind.
func (r *search) smallest(f *Failure) *Failure {
	small := f
	hasty := *r.shell
	hasty.patience = 5 * time.Second
	fails := func(texts []string) []bool {
		failed := make([]bool, len(texts))
		failures, err := hasty.Compare(texts, &Coverage{})
		if err != nil {
			return failed
		}
		for _, other := range failures {
			if len(other.Case.Ran) > 2*len(f.Case.Ran)+20 { // it has lost what ends a loop
				continue
			}
			for i, text := range texts {
				if text == other.Case.Text && other.Kind == f.Kind && other.Kind != "unreadable" && slices.Equal(other.Argv, f.Argv) {
					failed[i] = true
					if len(text) < len(small.Case.Text) {
						small = other
					}
				}
			}
		}
		return failed
	}
	Shrink(f.Case.Text, fails)
	return small
}

// FuzzGenerated: the fuzzer looks for seeds.
func FuzzGenerated(f *testing.F) {
	f.Add(int64(1), uint8(0))
	f.Add(int64(2), uint8(1))
	f.Add(int64(3), uint8(2))
	f.Fuzz(func(t *testing.T, at int64, n uint8) {
		s := Shells()[int(n)%len(Shells())]
		if !s.Available() {
			t.Skip("no", s.Name, "on this machine")
		}
		failures, err := s.Compare([]string{NewGenerator(s.Dialect, at).Program()}, &Coverage{})
		require.NoError(t, err)
		for _, failure := range failures {
			t.Error(failure)
		}
	})
}

// TestGeneratorCovers: every production of every shell is written.
func TestGeneratorCovers(t *testing.T) {
	for _, s := range Shells() {
		g := NewGenerator(s.Dialect, 1)
		for range 3000 {
			g.Program()
		}
		for part, list := range g.grammar {
			for _, p := range list {
				require.Positive(t, g.used[part+" "+p.name], "%s never writes: %s %s", s.Name, part, p.name)
			}
		}
	}
}

// TestShrink: what is left is what the failure needs.
func TestShrink(t *testing.T) {
	small := Shrink("p a; if x; then p b; q \"c d\"; fi\np e", func(texts []string) []bool {
		failed := make([]bool, len(texts))
		for i, text := range texts {
			failed[i] = strings.Contains(text, "q") && strings.Contains(text, "if")
		}
		return failed
	})
	require.Equal(t, "ifq", small)
}

// TestTells: the oracle finds each way of being wrong.
func TestTells(t *testing.T) {
	ran := func(argv ...string) Execution {
		return Execution{Argv: argv, Dir: "/w", TTY: true, whole: true}
	}
	for _, c := range []struct {
		text string
		ran  []Execution
		kind string
	}{
		{"p a", []Execution{ran("p", "a")}, ""},
		{"p a", []Execution{ran("p", "b")}, "missed"},
		{"p a", []Execution{ran("p", "a"), ran("q")}, "missed"},
		{"p a", nil, "wrong"},
		{"p a; p a", []Execution{ran("p", "a")}, "wrong"},
		{"p a || p b", []Execution{ran("p", "a")}, ""},
		{`p "$UNKNOWN"`, []Execution{ran("p", "x y")}, ""},
		{"cd sub && p a", []Execution{ran("p", "a")}, "missed"},
		{"p a <<< x", []Execution{ran("p", "a")}, "missed"},
		{"p (", nil, "unreadable"},
	} {
		k := &Case{Text: c.text, Dir: "/w", Ran: c.ran}
		k.Claims, k.Problems = claim(c.text, "/w", shell.Bash)
		kind := ""
		if f := k.judge(&Coverage{}); f != nil {
			kind = f.Kind
		}
		require.Equal(t, c.kind, kind, fmt.Sprint(c.text, c.ran))
	}
}
