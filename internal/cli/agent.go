package cli

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path"
	"slices"
	"strconv"
	"strings"

	"tagout/internal/harness"
)

// agent says why this process seems to be an agent's, "" where nothing does. It
// proves nothing: a process can shed its parent and its environment.
func (c command) agent() string {
	if c.seams.agent != nil {
		return c.seams.agent()
	}
	if _, name := c.marked(); name != "" {
		return name + " is set"
	}
	for pid, level := os.Getppid(), 0; pid > 1 && level < maxAncestors; level++ {
		parent, argv, err := process(pid)
		if err != nil {
			return "it cannot be told what started it"
		}
		if name, is := agentProgram(argv); is {
			return "it was started by " + name
		}
		pid = parent
	}
	return ""
}

// marked is the harness that has set a variable here, and which; "" for none.
// Where one runs inside another it cannot be told which is the inner one: the
// first in order of the rows is named, those that were measured before others.
func (c command) marked() (name, variable string) {
	for _, h := range harness.All() {
		for _, variable := range h.Env {
			if value, _ := c.world.Env(variable); value != "" {
				return h.Name, variable
			}
		}
	}
	return "", ""
}

// maxAncestors bounds the walk to the first process.
const maxAncestors = 128

// agentProgram looks at the program and, since many are scripts, at the first
// words after it.
func agentProgram(argv []string) (string, bool) {
	for _, word := range argv[:min(len(argv), 3)] {
		base := strings.TrimPrefix(path.Base(word), "-")
		base = strings.TrimSuffix(strings.TrimSuffix(base, ".js"), ".mjs")
		for _, h := range harness.All() {
			if slices.Contains(h.Programs, base) || h.Package != "" && strings.Contains(word, h.Package) {
				return word, true
			}
		}
	}
	return "", false
}

var errNoProcess = errors.New("no such process")

// process returns a process's parent and command line, from /proc where there is
// one, else from ps.
func process(pid int) (parent int, argv []string, err error) {
	id := strconv.Itoa(pid)
	if _, err := os.Stat("/proc/self/stat"); err != nil {
		out, err := exec.Command("ps", "-o", "ppid=,args=", "-p", id).Output()
		if err != nil {
			return 0, nil, err
		}
		return parsePS(string(out))
	}
	stat, err := os.ReadFile("/proc/" + id + "/stat")
	if err != nil {
		return 0, nil, err
	}
	line, err := os.ReadFile("/proc/" + id + "/cmdline")
	if err != nil {
		return 0, nil, err
	}
	for _, word := range bytes.Split(line, []byte{0}) {
		argv = append(argv, string(word))
	}
	// The name in parentheses may hold anything; the parent is the second after it.
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	if len(fields) < 2 {
		return 0, nil, errNoProcess
	}
	parent, err = strconv.Atoi(fields[1])
	return parent, argv, err
}

func parsePS(out string) (parent int, argv []string, err error) {
	fields := strings.Fields(out)
	if len(fields) < 2 {
		return 0, nil, errNoProcess
	}
	parent, err = strconv.Atoi(fields[0])
	return parent, fields[1:], err
}
