package source

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"tagout/internal/word"
)

func TestGitSettings(t *testing.T) {
	marks := []string{"core.pager=", "filter.*.clean=", "alias.*=!", "submodule.*.update=!"}
	for _, c := range []struct{ text, want string }{
		{"core.pager=less -R", "less -R"},
		{"core.pager less -R", "less -R"},
		{"Core.Pager=x", "x"},
		{"core.pager", ""},
		{"core.pager=", ""},
		{"user.name=x", ""},
		{"[core]\n\tpager = \"a b\" # c\n", "a b"},
		{"[core] pager = x\n", "x"},
		{"[filter \"l f\"]\n\tclean = a\\\nb\n", "ab"},
		{"[filter.lfs]\nclean=x\n[user]\nclean=y\n", "x"},
		{"alias.x=!y z", "y z"},
		{"alias.x=reset --hard", ""},
		{"[submodule \"a\"]\n\tupdate = !x\n\turl = y\n", "x"},
		{"[include]\n\tpath = a\n[includeIf \"gitdir:b/\"]\n\tpath = c\n", "more a & more c"},
		{"core.hooksPath=h", "all h"},
		{"[init]\n\ttemplateDir = t\n", "all t/hooks"},
		{"# [core]\n; pager = x\n", ""},
	} {
		list, more, ok := Parts("gitconfig", marks, word.Text{{Kind: word.Lit, Text: c.text}})
		assert.True(t, ok)
		assert.False(t, more)
		var out []string
		for _, p := range list {
			kind := ""
			switch {
			case p.Includes:
				kind = "more "
			case p.Scripts:
				kind = "all "
			}
			out = append(out, kind+p.Text.Spelling())
		}
		assert.Equal(t, c.want, strings.Join(out, " & "), c.text)
	}
}
