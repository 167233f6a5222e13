package main

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

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

// TestKilledHooks kills every eighth of the hooks in the middle of it: nothing is
// lost but what those would have written, no line is broken, and a gap is told.
//
//	go test ./cmd/tagout -run KilledHooks -hooks 10000 -v
func TestKilledHooks(t *testing.T) {
	const parallel, eachKilled = 64, 8
	tagout := build(t, ".", ".", filepath.Join(t.TempDir(), "tagout"))
	state, env := t.TempDir(), func(state string) []string {
		return []string{"HOME=/root", "XDG_STATE_HOME=" + state, "PATH=/usr/bin:/bin"}
	}
	var wait sync.WaitGroup
	numbers, sums := make(chan int), make([][sha256.Size]byte, *hooks)
	excused := make([]bool, *hooks)
	for range parallel {
		wait.Go(func() {
			for n := range numbers {
				text := fmt.Sprintf("terraform destroy # %d %s", n, strings.Repeat("x", min(12_000_000 / *hooks, 12_000)))
				sums[n] = sha256.Sum256([]byte(text))
				ctx, cancel := context.WithCancel(context.Background())
				if n%eachKilled == 0 {
					time.AfterFunc(time.Duration(rand.IntN(400))*time.Millisecond, cancel)
				}
				cmd := exec.CommandContext(ctx, tagout, "hook", "--harness=claude")
				cmd.Stdin, cmd.Env = strings.NewReader(event(text)), env(state)
				out, err := cmd.Output()
				killed := ctx.Err() != nil
				cancel()
				excused[n] = killed || strings.Contains(string(out), "could not be judged within")
				if !killed && (err != nil || !strings.Contains(string(out), `"permissionDecision":"deny"`) && !excused[n]) {
					t.Errorf("hook %d: %v %.200q", n, err, out)
				}
				if !killed && len(out) > 0 && !json.Valid(out) {
					t.Errorf("hook %d is half an answer: %.200q", n, out)
				}
			}
		})
	}
	killed := 0
	for n := range *hooks {
		numbers <- n
	}
	close(numbers)
	wait.Wait()
	read := func(args ...string) string {
		cmd := exec.Command(tagout, args...)
		cmd.Env = env(state)
		out, _ := cmd.Output() // a gap is an exit code
		return string(out)
	}
	all := read("log", "-n", "0", "--json")
	for n := range *hooks {
		switch seen := strings.Count(all, fmt.Sprintf("%x", sums[n])); {
		case excused[n]:
			killed++
			require.LessOrEqual(t, seen, 1, "hook %d", n)
		default:
			require.Equal(t, 1, seen, "hook %d", n)
		}
	}
	for line := range strings.Lines(all) {
		require.True(t, json.Valid([]byte(line)), line)
	}
	problems := strings.Split(strings.TrimSpace(read("log", "verify")), "\n")
	for _, p := range problems[:len(problems)-1] {
		require.Contains(t, p, "missing", "the only fault is a gap")
	}
	require.LessOrEqual(t, len(problems)-1, killed)
	t.Logf("%d of %d killed or late, %d gaps; %s", killed, *hooks, len(problems)-1, problems[len(problems)-1])
}
