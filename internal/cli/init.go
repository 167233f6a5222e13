package cli

import (
	_ "embed" // the shells' scripts
	"fmt"
	"os"
	"strings"
)

// The scripts, one for each shell. What stands for the program in them is
// programMark.
var (
	//go:embed init/init.zsh
	initZsh string
	//go:embed init/init.bash
	initBash string
	//go:embed init/init.fish
	initFish string
	//go:embed init/init.ps1
	initPwsh string
)

// programMark is a word of the scripts that stands for the program's path.
const programMark = "@PROGRAM@"

// promptShells are those whose lines are judged.
func promptShells() []string { return []string{"bash", "fish", "pwsh", "zsh"} }

// init prints a shell's script. The program's path is part of it: PATH may change
// later.
func (c command) init(args []string) (int, error) {
	rest, err := parse(args, nil)
	if err != nil {
		return exitUsage, err
	}
	if len(rest) != 1 {
		return exitUsage, wrong("want "+list(promptShells()), "init takes the name of one shell")
	}
	if rest[0] == "nu" || rest[0] == "nushell" {
		return exitUsage, wrong("use one of "+list(promptShells()), "nushell's language is not read, and its hooks cannot keep a line from running")
	}
	script, quote := initScript(rest[0])
	if script == "" {
		return exitUsage, wrong("want "+list(promptShells()), "unknown shell %q", rest[0])
	}
	program, err := os.Executable()
	if err != nil {
		return exitUsage, err
	}
	if small, _, ok := twin(program); ok {
		program = small
	}
	script = strings.ReplaceAll(script, programMark, quote(program))
	_, err = fmt.Fprint(c.out, unaliased(rest[0], script, quote))
	return exitPass, err
}

// initScript returns a shell's script and how that shell quotes a word.
func initScript(shell string) (script string, quote func(string) string) {
	quoted := func(old, escaped string) func(string) string {
		return func(s string) string { return "'" + strings.ReplaceAll(s, old, escaped) + "'" }
	}
	switch shell {
	case "zsh":
		return initZsh, quoted("'", `'\''`)
	case "bash":
		return initBash, quoted("'", `'\''`)
	case "fish":
		return initFish, func(s string) string { return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(s) + "'" }
	case "pwsh", "powershell":
		return initPwsh, quoted("'", "''")
	}
	return "", nil
}

// unaliased has a script read without the aliases of the person whose shell reads
// it. Those that can, do so in the script: zsh reads all of it first.
func unaliased(shell, script string, quote func(string) string) string {
	if shell != "zsh" {
		return script
	}
	return "() { builtin setopt localoptions noaliases; builtin eval \"$1\" } " + quote(script) + "\n"
}
