package shell

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestDefined holds that what the shell had before is used as its own shell
// would, and is no call as long as nothing calls it.
func TestDefined(t *testing.T) {
	alias := func(name, text string) Definition { return Definition{Name: name, Text: text} }
	function := func(name, text string) Definition {
		return Definition{Function: true, Name: name, Text: name + " () {\n" + text + "\n}"}
	}
	fish := func(name, text string) Definition {
		return Definition{Function: true, Name: name, Text: "# Defined via `source`\nfunction " + name + "\n" + text + "\nend"}
	}
	for _, c := range []struct {
		dialect    Dialect
		text, want string
		defs       []Definition
	}{
		{Bash, "x", "x", []Definition{alias("tt", "touch evil")}},
		{Bash, "tt", "touch evil", []Definition{alias("tt", "touch evil")}},
		{Bash, "tt > log", "touch evil|tt", []Definition{alias("tt", "touch evil")}},
		{Bash, `\tt`, "tt", []Definition{alias("tt", "touch evil")}},
		{Bash, "ls a", "ls -l a", []Definition{alias("ls", "ls -l")}},
		{Bash, "w tt x", "run touch x", []Definition{alias("tt", "touch"), alias("w", "run ")}},
		{Bash, "sudo tt x", "sudo touch x|touch x", []Definition{alias("tt", "touch"), alias("sudo", "sudo ")}},
		{Bash, "a", "c d", []Definition{alias("a", "b d"), alias("b", "c")}},
		{Bash, "ff evil", "touch evil", []Definition{function("ff", `touch "$1"`)}},
		{Bash, "ff", "touch evil", []Definition{function("ff", "gg"), function("gg", "touch evil")}},
		{Bash, "ff() { true; }; ff", "true", []Definition{function("ff", "touch evil")}},
		{Bash, "$X && ff() { true; }; ff", "$X|true|touch evil", []Definition{function("ff", "touch evil")}},
		{Bash, "git x", "hub x", []Definition{function("git", `hub "$@"`)}},
		{Bash, "ff", "unreadable", []Definition{{Function: true, Name: "ff", Text: "ff () { ((; }"}}},
		{Bash, "x", "x", []Definition{{Function: true, Name: "ff", Text: "ff () { ((; }"}}},
		{Zsh, "ff evil", "touch evil", []Definition{function("ff", "touch $1")}},
		{Fish, "ff evil", "touch evil", []Definition{fish("ff", "touch $argv")}},
		{Fish, "gst -s", "git status -s", []Definition{alias("gst", "git status")}},
		{Fish, "ls", "ls -l", []Definition{alias("ls", "ls -l")}},
	} {
		r := &recorder{}
		problems := Run(c.text, Config{Dialect: c.dialect, World: testWorld(loginEnv(), nil), Dir: "/w", Visit: r.visit, Defined: c.defs})
		got := map[string]bool{}
		var list []string
		for _, call := range r.calls {
			words := make([]string, len(call.Words))
			for i, w := range call.Words {
				words[i] = w.String()
			}
			if s := strings.Join(words, " "); s != "command ls -l" && !got[s] {
				got[s] = true
				list = append(list, s)
			}
		}
		for _, p := range problems {
			list = append(list, p.Kind)
		}
		assert.Equal(t, c.want, strings.Join(list, "|"), "%s", c.text)
	}
}

// TestOpen tells a text that ends too early from one with a mistake.
func TestOpen(t *testing.T) {
	for text, open := range map[string]bool{
		"for i in 1; do": true, "cat <<E\nx": true, "echo 'x": true, "if x; then y": true, "a |": true, "( a": true, "a $(b": true,
		"echo )": false, "fi": false, "bash -c 'for i in 1; do'": false, "if; fi": false,
	} {
		r := &recorder{}
		problems := Run(text, Config{World: testWorld(nil, nil), Dir: "/w", Visit: r.visit})
		if assert.NotEmpty(t, problems, text) {
			assert.Equal(t, open, problems[0].Open, text)
		}
	}
}
