package shell

import (
	"math/rand"
	"testing"
	"time"
)

func BenchmarkArr(b *testing.B) {
	s := hostile()["doubling array"][0]
	for b.Loop() {
		runIn(s, Bash, testWorld(loginEnv(), nil))
	}
}
func BenchmarkBig(b *testing.B) {
	g := &generator{Rand: rand.New(rand.NewSource(2)), used: map[string]int{}}
	w := testWorld(map[string]string{"HOME": "/home/me", "USER": "me", "SET": "val"}, nil)
	var worst string
	var wd time.Duration
	for i := 0; i < 400; i++ {
		p := g.program()
		t0 := time.Now()
		runIn(p, Bash, w)
		if d := time.Since(t0); d > wd {
			wd = d
			worst = p
		}
	}
	for b.Loop() {
		runIn(worst, Bash, w)
	}
}
func BenchmarkTypical(b *testing.B) {
	b.ReportAllocs()
	w := testWorld(loginEnv(), nil)
	for b.Loop() {
		Run("git commit -m \"foo $SET\" && terraform -chdir=prod destroy | tee out.log", Config{Dir: "/w", World: w, Visit: (&recorder{}).visit})
	}
}
func BenchmarkPlain(b *testing.B) {
	b.ReportAllocs()
	w := testWorld(loginEnv(), nil)
	for b.Loop() {
		Run("git status --short && git diff --stat HEAD~1 -- src", Config{Dir: "/w", World: w, Visit: (&recorder{}).visit})
	}
}
