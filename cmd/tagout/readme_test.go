package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// session is one command of a console block and what it prints.
type session struct {
	line          int
	command, want string
}

// sessions reads the ```console blocks: "$ " begins a command, what follows is
// its output.
func sessions(text string) []session {
	var out []session
	inside := false
	for i, line := range strings.Split(text, "\n") {
		switch {
		case line == "```console":
			inside = true
		case line == "```":
			inside = false
		case inside && strings.HasPrefix(line, "$ "):
			out = append(out, session{line: i + 1, command: line[2:]})
		case inside && strings.HasPrefix(line, "> ") && len(out) > 0 && out[len(out)-1].want == "":
			out[len(out)-1].command += "\n" + line[2:]
		case inside && len(out) > 0:
			out[len(out)-1].want += line + "\n"
		}
	}
	return out
}

// volatile stands in the README for what differs from machine to machine.
var volatile = regexp.MustCompile(`\\\.\\\.\\\.`)

// TestReadme runs every command that the README shows, in a home of its own,
// and compares what it prints. "..." in the README stands for any text.
func TestReadme(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	bin := t.TempDir()
	build(t, ".", ".", filepath.Join(bin, "tagout"))
	env := append(goEnv(t), "HOME="+t.TempDir(), "PATH="+bin+":"+os.Getenv("PATH"), "NO_COLOR=1", "CLAUDE_CONFIG_DIR=", "XDG_DATA_HOME=", "XDG_CONFIG_HOME=")
	list := sessions(string(text))
	if len(list) < 5 {
		t.Fatalf("only %d commands in the README", len(list))
	}
	for _, s := range list {
		if strings.HasPrefix(s.command, "go test") || strings.HasPrefix(s.command, "git clone") {
			continue // this very run; and the network
		}
		cmd := exec.Command("bash", "-c", s.command)
		cmd.Dir, cmd.Env = root, env
		got, _ := cmd.CombinedOutput() // exit statuses are what check answers with
		want := "^" + volatile.ReplaceAllString(regexp.QuoteMeta(strings.TrimSpace(s.want)), "(?s:.*)") + "$"
		if !regexp.MustCompile(want).MatchString(strings.TrimSpace(string(got))) {
			t.Errorf("README.md:%d: $ %s\ngot:\n%s\nwant:\n%s", s.line, s.command, got, s.want)
		}
	}
}

// goEnv keeps the go command's caches while HOME changes.
func goEnv(t *testing.T) []string {
	t.Helper()
	out, err := exec.Command("go", "env", "GOCACHE", "GOMODCACHE", "GOPATH", "GOPROXY", "GOFLAGS").Output()
	if err != nil {
		t.Skip("the go command is not here:", err)
	}
	v := strings.Split(string(out), "\n")
	return append(os.Environ(), "GOCACHE="+v[0], "GOMODCACHE="+v[1], "GOPATH="+v[2], "GOPROXY="+v[3], "GOFLAGS="+v[4])
}
