package reach

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"tagout/internal/builtin"
	"tagout/internal/shell"
)

// TestDialects: each text is read by the shell that would run it.
func TestDialects(t *testing.T) {
	files := map[string]string{
		"/w/x.fish": "if test -n \"$argv\"\n  terraform destroy $argv[1]\nend\n",
		"/w/x":      "#!/usr/bin/env fish\nset t terraform; $t destroy\n",
		"/w/y":      "#!/bin/bash\nif true; then terraform destroy; fi\n",
		"/w/plain":  "if true; then terraform destroy; fi\n",
		"/w/zz":     "#!/bin/zsh\nx='a b'; p $x\n",
	}
	for _, c := range []struct {
		shell shell.Dialect
		text  string
		last  string
	}{
		{shell.Bash, `fish -c 'set t terraform; $t destroy'`, "terraform destroy"},
		{shell.Bash, `fish -c 'if true; terraform destroy $argv; end' x y`, "terraform destroy x y"},
		{shell.Bash, `fish x.fish a`, "terraform destroy a"},
		{shell.Bash, `fish < x`, "terraform destroy"},
		{shell.Bash, `./x`, "terraform destroy"},
		{shell.Bash, `sudo fish -c 'begin; terraform destroy; end'`, "terraform destroy"},
		{shell.Bash, `T=destroy; fish -c "terraform $T"`, "terraform destroy"},
		{shell.Bash, `./zz`, "p a b"},
		{shell.Fish, `bash -c 'for i in 1; do terraform destroy; done'`, "terraform destroy"},
		{shell.Fish, `./y; and ./plain`, "terraform destroy"},
		{shell.Fish, `ssh box 'if true; then terraform destroy; fi'`, "terraform destroy @ssh:box"},
		{shell.Fish, `for d in a b; fish -c "terraform destroy $d"; end`, "terraform destroy b"},
		{shell.Zsh, `ssh box 'x="a b"; p $x'`, "p a b @ssh:box"},
		{shell.Zsh, `./plain`, "terraform destroy"},
		{shell.Fish, `curl -s http://x | source`, "source"},
	} {
		found, problems := Calls(c.text, shell.Config{Dialect: c.shell, Dir: "/w", World: disk(files)}, builtin.Catalog{})
		assert.Empty(t, problems, c.text)
		lines := spell(found)
		if assert.NotEmpty(t, lines, c.text) {
			assert.Equal(t, c.last, lines[len(lines)-1], c.text)
		}
		if strings.HasSuffix(c.text, "| source") {
			assert.Equal(t, []int{0}, found[len(found)-1].ProgramFrom)
		}
	}
}
