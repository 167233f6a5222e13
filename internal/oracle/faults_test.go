//go:build linux

package oracle

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/stretchr/testify/require"
)

var faults = flag.Bool("faults", false, "build the interpreter with each single fault, and look for it")

// fault is one change that makes the interpreter wrong.
type fault struct{ Name, File, Old, New string }

func readFaults(t *testing.T) []fault {
	var list struct{ Fault []fault }
	_, err := toml.DecodeFile("testdata/faults.toml", &list)
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(list.Fault), 30)
	return list.Fault
}

// TestFaultsApply: every fault still has a place in the interpreter.
func TestFaultsApply(t *testing.T) {
	for _, f := range readFaults(t) {
		text, err := os.ReadFile(filepath.Join("../..", f.File))
		require.NoError(t, err)
		require.Equal(t, 1, strings.Count(string(text), f.Old), "%s: %q stands once in %s", f.Name, f.Old, f.File)
	}
}

// TestFaults: a generator is worth the faults it finds. Each is found within
// 20,000 programs of one of the shells.
func TestFaults(t *testing.T) {
	if !*faults {
		t.Skip("run with -faults: it builds the interpreter once for each")
	}
	sound := fault{File: "internal/shell/shell.go"}.build(t)
	for _, f := range readFaults(t) {
		t.Run(f.Name, func(t *testing.T) {
			t.Log(f.hunt(t, sound))
		})
	}
}

// hunt says by how many programs of which shell the fault was found: more of
// them fail than do without it.
func (f fault) hunt(t *testing.T, sound string) string {
	program := f.build(t)
	for n := 500; n <= 20000; n *= 6 {
		for _, s := range Shells() {
			if !s.Available() {
				continue
			}
			failed, why := failures(program, s.Name, n)
			if failed == 0 {
				continue
			}
			if before, _ := failures(sound, s.Name, n); failed > before {
				return fmt.Sprintf("found within %d programs of %s: %s", n, s.Name, why)
			}
		}
	}
	t.Error("not found")
	return ""
}

// failures runs a test program and counts the programs that fail; a panic is
// more than any of them.
func failures(program, shell string, n int) (int, string) {
	cmd := exec.Command(program, "-test.v", "-test.run=Generated", "-shell="+shell, "-programs="+strconv.Itoa(n), "-seed=1000", "-shrunk=0")
	out, err := cmd.CombinedOutput()
	if err == nil {
		return 0, ""
	}
	for _, line := range strings.Split(string(out), "\n") {
		_, rest, found := strings.Cut(line, ".go:")
		_, rest, _ = strings.Cut(rest, ": ")
		if count, _, ok := strings.Cut(rest, " programs fail, "); found && ok {
			if k, err := strconv.Atoi(count); err == nil {
				return k, kindOf(string(out))
			}
		}
	}
	return n, kindOf(string(out))
}

// kindOf returns the first line that says what went wrong.
func kindOf(out string) string {
	for _, line := range strings.Split(out, "\n") {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "missed: ") || strings.HasPrefix(line, "wrong: ") || strings.HasPrefix(line, "panic: ") {
			return line
		}
	}
	return "the run failed"
}

// build makes a test program of the interpreter with the fault in it, by an
// overlay: no file is changed.
func (f fault) build(t *testing.T) string {
	dir := t.TempDir()
	original, err := filepath.Abs(filepath.Join("../..", f.File))
	require.NoError(t, err)
	text, err := os.ReadFile(original)
	require.NoError(t, err)
	changed := filepath.Join(dir, "changed.go")
	require.NoError(t, os.WriteFile(changed, []byte(strings.Replace(string(text), f.Old, f.New, 1)), 0o644))
	overlay, err := json.Marshal(map[string]map[string]string{"Replace": {original: changed}})
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "overlay.json"), overlay, 0o644))
	program := filepath.Join(dir, "oracle.test")
	out, err := exec.Command("go", "test", "-c", "-vet=off", "-overlay", filepath.Join(dir, "overlay.json"), "-o", program, ".").CombinedOutput()
	require.NoError(t, err, "%s", out)
	return program
}
