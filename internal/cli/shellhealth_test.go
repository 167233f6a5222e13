package cli

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tagout/policy"
)

func TestGuardedFrom(t *testing.T) {
	for _, tt := range []struct {
		text, shell string
		at          int
		behind      string
	}{
		{"", "zsh", 0, ""},
		{"# eval \"$(tagout init zsh)\"\n", "zsh", 0, ""},
		{"a=1\neval \"$(tagout init zsh)\"\n", "zsh", 2, ""},
		{"eval \"$(~/bin/tagout init bash)\"\nexport A=1\nalias x=y\n", "bash", 1, ""},
		{"eval \"$(tagout init zsh)\"\n# end\nsource ~/.fzf.zsh\nbindkey -v\n", "zsh", 1, "source ~/.fzf.zsh"},
		{"eval \"$(tagout init zsh)\"\nsource x\neval \"$(tagout init zsh)\"\n", "zsh", 3, ""},
		{"if status is-interactive\n    tagout init fish | source\n    starship init fish | source\nend\n", "fish", 2, "starship init fish | source"},
		{"Invoke-Expression (& tagout init pwsh | Out-String)\r\nImport-Module x\r\n", "pwsh", 1, "Import-Module x"},
		{"eval \"$(tagout init bash)\"\n", "zsh", 0, ""},
	} {
		at, behind := guardedFrom(tt.text, tt.shell)
		assert.Equal(t, tt.at, at, tt.text)
		assert.Equal(t, tt.behind, behind, tt.text)
	}
}

func TestShellHealth(t *testing.T) {
	home := t.TempDir()
	env := map[string]string{"HOME": home, "ZDOTDIR": filepath.Join(home, "z"), "PATH": filepath.Join(home, "bin")}
	c := command{world: policy.World{Getenv: func(name string) (string, bool) { v, ok := env[name]; return v, ok }}}
	write := func(name, text string) {
		path := filepath.Join(home, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o755))
	}
	write("z/.zshrc", "eval \"$(tagout init zsh)\"\n")
	write(".bashrc", "# mine\n")
	write("bin/fish", "#!/bin/sh\n")
	p := &patient{}
	c.shellHealth(p)
	var lines []string
	for _, f := range p.out {
		assert.True(t, f.OK)
		lines = append(lines, f.Detail)
	}
	assert.Equal(t, []string{
		"bash: what is typed is not judged", "fish: what is typed is not judged", filepath.Join(home, "z", ".zshrc") + ": what is typed is judged",
	}, lines)
}
