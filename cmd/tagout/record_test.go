package main

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

var hooks = flag.Int("hooks", 600, "how many hooks run, 64 at a time")

// TestManyHooks runs 64 hooks at a time while the record rotates: every answer is
// the right one, and every decision is in the record.
//
//	go test ./cmd/tagout -run ManyHooks -hooks 10000 -v
func TestManyHooks(t *testing.T) {
	const parallel = 64
	tagout := build(t, ".", ".", filepath.Join(t.TempDir(), "tagout"))
	state := t.TempDir()
	run := func(input string, args ...string) (string, error) {
		cmd := exec.Command(tagout, args...)
		cmd.Stdin = strings.NewReader(input)
		cmd.Env = []string{"HOME=/root", "XDG_STATE_HOME=" + state, "PATH=/usr/bin:/bin"}
		out, err := cmd.Output()
		return string(out), err
	}
	size := 12_000_000 / *hooks // so that the record rotates twice, and loses nothing by that
	var wait sync.WaitGroup
	numbers, sums := make(chan int), make([][sha256.Size]byte, *hooks)
	late := make([]bool, *hooks)
	for range parallel {
		wait.Go(func() {
			for n := range numbers {
				command, want := "terraform destroy", `"permissionDecision":"deny"`
				if n%2 == 0 {
					command, want = "terraform plan", ""
				}
				text := fmt.Sprintf("%s # %d %s", command, n, strings.Repeat("x", min(size, 12_000)))
				sums[n] = sha256.Sum256([]byte(text))
				out, err := run(event(text), "hook", "--harness=claude")
				if strings.Contains(out, "could not be judged within") {
					late[n] = true // on a busy machine that is an answer, too, of an event that was not read
					continue
				}
				if err != nil || !strings.Contains(out, want) || want == "" && out != "" {
					t.Errorf("hook %d: %v %.200q", n, err, out)
				}
			}
		})
	}
	for n := range *hooks {
		numbers <- n
	}
	close(numbers)
	wait.Wait()
	out, err := run("", "log", "verify")
	require.NoError(t, err, out)
	require.True(t, strings.HasPrefix(out, fmt.Sprintf("%d lines, ", *hooks)), out)
	require.FileExists(t, state+"/tagout/audit.jsonl.1", "it rotated meanwhile")
	all, err := run("", "log", "-n", "0", "--json")
	require.NoError(t, err)
	for n := range *hooks {
		if late[n] {
			continue
		}
		require.Equal(t, 1, strings.Count(all, fmt.Sprintf("%x", sums[n])), "hook %d", n)
	}
	t.Log(strings.TrimSpace(out))
}
