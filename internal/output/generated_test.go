package output

import (
	"math/rand"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// TestGeneratedAgainstReal compares scripts of random patterns with the real
// programs.
func TestGeneratedAgainstReal(t *testing.T) {
	needGNU(t)
	rnd := rand.New(rand.NewSource(7))
	parts := []string{
		"a", "b", "x", ".", "a*", "b*", ".*", "[ab]", "[^a]", "[a-c]*", `\(a\)`, `\(ab*\)`, `\(a\|b\)`, `\(a\|ab\)*`, `a\+`, `b\?`,
		"^", "$", `x\{2\}`, `\bb`, `\w*`, `\1`,
	}
	pick := func(from []string) string { return from[rnd.Intn(len(from))] }
	computed := 0
	for range 400 {
		pattern, in := "", ""
		for range 1 + rnd.Intn(4) {
			pattern += pick(parts)
		}
		for range rnd.Intn(12) {
			in += pick([]string{"a", "b", "x", " ", "c", "\n"})
		}
		args := [...][]string{
			{"sed", "s/" + pattern + "/<&>/" + pick([]string{"", "g", "2", "gp", "2g"})},
			{"sed", "-n", "/" + pattern + "/,/b/{s/a/Q/;p;}"},
			{"grep", "-o", pattern},
		}[rnd.Intn(3)]
		got, ok := Of(Call{Name: args[0], Words: words(args...), Input: input(in)})
		if !ok {
			continue
		}
		computed++
		cmd := exec.Command(args[0], args[1:]...)
		cmd.Env, cmd.Stdin = []string{"LC_ALL=C.UTF-8", "PATH=/usr/bin:/bin"}, strings.NewReader(in)
		want, _ := cmd.Output() // grep finds nothing, sed may know a mistake
		if text, _ := got.Known(); text != string(want) {
			t.Errorf("%q of %q: computed %q, the real program prints %q", args, in, text, want)
		}
	}
	t.Logf("%d of 400 computed", computed)
	if computed < 300 {
		t.Errorf("only %d of 400 are computed", computed)
	}
}

// TestHostilePatterns: a pattern that takes for ever is not computed.
func TestHostilePatterns(t *testing.T) {
	long := strings.Repeat("a", maxLine-1)
	for _, script := range []string{
		`s/\(a*\)*\(a*\)*b/x/`, `s/\(\(a*\)*\)*b/x/`, `s/a*a*a*a*a*b/x/`, `:a;s/a/aa/;ta`, `:a;ba`, `:a;H;G;ba`, `s/\(a\|a\|a\)*b/x/`, `s/\(.*\)*\1b/x/`,
	} {
		start := time.Now()
		Of(Call{Name: "sed", Words: words("sed", script), Input: input(long)})
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%s takes %v", script, took)
		}
	}
}
