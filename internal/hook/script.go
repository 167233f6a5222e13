package hook

import (
	"path/filepath"
	"strings"

	"tagout/internal/settings"
	"tagout/policy"
)

// maxScript bounds a script that is judged when it is written, in bytes: that
// must never take the time in which the harness waits for an answer.
const maxScript = 64 << 10

// script tells the agent where a script that it writes would be refused when it
// is run. Writing it harms nothing, so that is a note and no more.
func (s *session) script(e Event) reply {
	if s.host.Judge == nil {
		return reply{}
	}
	if e.Cell != "" && len(e.Cell) <= maxScript {
		return s.wouldRun(e, "bash", notebook(e.Cell))
	}
	if e.Edits == nil {
		return reply{}
	}
	name := s.absolute(e.Text, s.dir(e))
	before, err := "", error(nil)
	if !e.Edits[0].Whole {
		before, err = s.contents(name)
	}
	if err != nil {
		return reply{}
	}
	text, err := settings.Apply(before, e.Edits)
	if err != nil || len(text) > maxScript {
		return reply{}
	}
	shell, program := dialect(name, text)
	if shell == "" {
		return reply{}
	}
	return s.wouldRun(e, shell, program)
}

// wouldRun tells of a program that would be refused.
func (s *session) wouldRun(e Event, shell, program string) reply {
	judge, _ := s.host.Judge(s.dir(e), s.workspace(e)) // what loads of a broken policy counts
	if judge == nil {
		return reply{}
	}
	v := judge.Evaluate(policy.Command{Text: program, Dir: s.dir(e), Workspace: s.workspace(e), Shell: shell, Harness: e.Harness}, s.host.World)
	if v.Decision != policy.Deny || v.Observed || len(v.Findings) == 0 {
		return reply{}
	}
	return s.reply(policy.None, "note script: "+e.Text+" may be written, and would be refused when it is run: "+v.Findings[0].Rule+": "+v.Findings[0].Reason)
}

// notebook is a cell's code as a program: what follows a "!" at the beginning of a
// line is a shell's, and so is a cell that begins with %%bash; the rest is
// Python's. https://ipython.readthedocs.io/en/stable/interactive/magics.html
func notebook(cell string) string {
	if first, rest, _ := strings.Cut(cell, "\n"); strings.HasPrefix(first, "%%bash") || strings.HasPrefix(first, "%%sh") || strings.HasPrefix(first, "%%script") {
		return rest
	}
	var commands, code strings.Builder
	for line := range strings.Lines(cell) {
		if command, is := strings.CutPrefix(strings.TrimLeft(line, " \t"), "!"); is {
			commands.WriteString(command)
		} else if !strings.HasPrefix(line, "%") {
			code.WriteString(line)
		}
	}
	_, program := dialect("cell.py", code.String())
	return commands.String() + "\n" + program
}

// dialect is the shell that reads a script, and the program in it that runs the
// script: its text, or an interpreter which is fed with that; "" for no script.
func dialect(name, text string) (shell, program string) {
	word := strings.ToLower(strings.TrimPrefix(filepath.Ext(name), "."))
	if line, _, _ := strings.Cut(text, "\n"); strings.HasPrefix(line, "#!") {
		word = interpreter(strings.Fields(line[2:]))
	}
	const end = "TAGOUT-END-OF-SCRIPT"
	fed := func(interpreter string) (string, string) {
		if strings.Contains(text, end) {
			return "", ""
		}
		return "bash", interpreter + " <<'" + end + "'\n" + text + "\n" + end + "\n"
	}
	switch word {
	case "sh", "bash", "zsh", "fish", "dash", "ksh":
		if word == "dash" || word == "ksh" {
			word = "sh"
		}
		return word, text
	case "py", "python", "python3":
		return fed("python3 -")
	case "js", "mjs", "cjs", "node":
		return fed("node -")
	case "rb", "ruby":
		return fed("ruby -")
	case "pl", "perl":
		return fed("perl -")
	case "php":
		return fed("php")
	}
	return "", ""
}

// interpreter is the program that a script's first line names.
func interpreter(words []string) string {
	for i, w := range words {
		base := filepath.Base(w)
		if i > 0 && strings.HasPrefix(w, "-") || base == "env" {
			continue
		}
		return base
	}
	return ""
}
