package reach

import (
	"strings"

	"tagout/internal/catalog"
	"tagout/internal/shell"
	"tagout/internal/tool"
	"tagout/internal/tri"
)

// listens reports whether a call takes its program from the harness's own input:
// what is typed into it later is in no command. What comes through a filter is
// unread already. It is no where that is not certain, since a program that is started
// for nothing (--version) does no harm.
func listens(f *Found, inv *tool.Invocation, c *tool.Carried) bool {
	if c.Maybe || inv.Dry == tri.Yes || inv.Guessed || f.Call.Guess || !session(inv.Tool, c.Run) {
		return false
	}
	if prog, _ := inv.Program.Known(); strings.Contains(prog, "/") && prog[0] != '/' {
		return false // ./script is no script(1)
	}
	for i := range inv.Options {
		if inv.Options[i].Opt == nil {
			return false
		}
	}
	return f.Call.Stdin.Kind == shell.Inherited
}

// session reports whether a tool that reads its standard input as a program
// waits there for one: a shell, an interpreter, a client, or what a condition
// says of it.
func session(t *catalog.Tool, run *catalog.Run) bool {
	if len(run.Marks) > 0 {
		return false
	}
	for _, kind := range []string{"shell", "interpreter", "database", "embedded"} {
		if has(t.Kinds, kind) {
			return true
		}
	}
	return run.Lang == "" || len(run.Verb)+len(run.On)+len(run.Off) > 0
}
