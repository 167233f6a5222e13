package cli

import (
	"path/filepath"
	"strings"
)

// startUp is the file that an interactive shell reads last, of those that are a
// person's own.
type startUp struct{ shell, path string }

// startUps are where each shell's line belongs: zsh(1), bash(1), fish's and
// PowerShell's documentation.
func (c command) startUps() []startUp {
	home := c.env("HOME")
	config := c.base("XDG_CONFIG_HOME", ".config")
	if home == "" || config == "" {
		return nil
	}
	zsh := c.env("ZDOTDIR")
	if zsh == "" {
		zsh = home
	}
	return []startUp{
		{"bash", filepath.Join(home, ".bashrc")},
		{"fish", filepath.Join(config, "fish", "config.fish")},
		{"pwsh", filepath.Join(config, "powershell", "Microsoft.PowerShell_profile.ps1")},
		{"zsh", filepath.Join(zsh, ".zshrc")},
	}
}

// shellHealth says of each interactive shell that is here whether its start-up
// file has what is typed judged, and whether something stands behind that may take
// the keys away again. None of it is a fault: a person need not be guarded.
func (c command) shellHealth(p *patient) {
	for _, s := range c.startUps() {
		data, err := readIfThere(s.path)
		if err != nil || data == nil && c.onPath(s.shell) == "" {
			continue
		}
		at, behind := guardedFrom(string(data), s.shell)
		f := finding{Check: "shell", OK: true}
		switch {
		case at == 0:
			f.Detail = s.shell + ": what is typed is not judged"
			f.Hint = "`tagout init " + s.shell + "` at the end of " + s.path + ", see the README"
		case behind != "":
			f.Detail = s.path + ": `tagout init` is followed by `" + behind + "`, which may bind the same keys"
			f.Hint = "move the line of tagout's to the end"
		default:
			f.Detail = s.path + ": what is typed is judged"
		}
		p.out = append(p.out, f)
	}
}

// guardedFrom is the number of the line that starts the guard, 0 for none, and the
// first line after it that may take its keys.
func guardedFrom(text, shell string) (at int, behind string) {
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case strings.Contains(line, "tagout") && strings.Contains(line, "init "+shell):
			at, behind = i+1, ""
		case at > 0 && behind == "" && binds(line):
			behind = line
		}
	}
	return at, behind
}

// binds reports whether a line begins with what binds keys, sets hooks, or reads
// more of the kind.
func binds(line string) bool {
	first, _, _ := strings.Cut(line, " ")
	switch strings.ToLower(first) {
	case "source", ".", "eval", "bindkey", "zle", "bind", "trap", "autoload", "add-zsh-hook", "zinit", "antigen",
		"invoke-expression", "iex", "set-psreadlinekeyhandler", "import-module":
		return true
	}
	return strings.HasPrefix(line, "PROMPT_COMMAND=") || strings.HasPrefix(line, "PS0=") || strings.HasSuffix(line, "| source")
}
