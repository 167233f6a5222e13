package cli

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"tagout/policy"
)

// shells are those whose programs are read.
func shells() []string { return []string{"bash", "sh", "dash", "ash", "ksh", "zsh", "fish"} }

// shellLink is the shell for which a link is named: tagout-bash.
func shellLink(name string) (real string, is bool) {
	real, is = strings.CutPrefix(name, "tagout-")
	return real, is && slices.Contains(shells(), real)
}

// shell is "tagout shell", a drop-in for a shell.
func (c command) shell(args []string) (int, error) {
	return c.standShell(append([]string{"shell"}, args...), ""), nil
}

// standShell judges the program that a shell is given and becomes that shell, with
// the very words. name is the shell's, "" for the one that the environment tells.
func (c command) standShell(args []string, name string) int {
	path, why := c.realShell(name)
	if path == "" {
		return c.fail(exitNotFound, "%s", why)
	}
	if base := baseOf(path); !slices.Contains(shells(), base) {
		return c.fail(exitRefused, "%s is a shell that is not read\nhint: set TAGOUT_SHELL to one of %s", path, list(shells()))
	}
	argv := append([]string{path}, args[1:]...)
	if strings.HasPrefix(args[0], "-") { // a login shell
		argv[0] = "-" + filepath.Base(path)
	}
	next := replacement{path: path, argv: argv, env: os.Environ()}
	cmd, err := c.program(path, args[1:], &next)
	if err != nil {
		return c.fail(exitRefused, "the program on standard input cannot be read: %v", err)
	}
	if code := c.admit("shell", cmd); code != exitPass {
		return code
	}
	return c.become(next)
}

// realShell is the shell that runs what is let through: the one that a link is
// named for; else TAGOUT_SHELL; else SHELL, bash or sh, whichever is not this program.
func (c command) realShell(name string) (path, why string) {
	told, _ := c.world.Env("TAGOUT_SHELL")
	if name == "" && told != "" {
		name = told
	}
	if name != "" {
		if path, _ := c.behind(name, nil); path != "" {
			return path, ""
		}
		return "", name + ": there is no such shell on the PATH"
	}
	login, _ := c.world.Env("SHELL")
	for _, name := range []string{login, "/bin/bash", "/bin/sh", "bash", "sh"} {
		if _, link := shellLink(baseOf(name)); link || isOwnName(baseOf(name)) || name == "" {
			continue
		}
		if path, _ := c.behind(name, nil); path != "" {
			return path, ""
		}
	}
	return "", "there is no shell to hand over to\nhint: set TAGOUT_SHELL to its path"
}

// program is what a shell would run. Where that is standard input, it is read to
// its end before the shell sees it, and handed on in next.
func (c command) program(path string, args []string, next *replacement) (policy.Command, error) {
	dir := workingDir()
	if text, ok := scriptOf(args); ok {
		return policy.Command{Text: text, Dir: dir, Shell: baseOf(path)}, nil
	}
	cmd := policy.Exec(append([]string{path}, args...), dir)
	if !readsInput(args) {
		return cmd, nil
	}
	if isTerminal(c.in) {
		c.fail(exitPass, "what is typed into this shell is not judged\nhint: eval \"$(tagout init %s)\" in its start-up file guards it", baseOf(path))
		return cmd, nil
	}
	input, mode := peek(c.in)
	if mode.IsRegular() || mode&fs.ModeCharDevice != 0 {
		cmd.Stdin = input
		return cmd, nil
	}
	text, err := io.ReadAll(io.LimitReader(c.in, maxPeek+1))
	if err != nil {
		return cmd, err
	}
	next.stdin = text
	cmd.Stdin = &policy.Input{Text: string(text)}
	if len(text) > maxPeek {
		cmd.Stdin = &policy.Input{Unread: true}
	}
	return cmd, nil
}

// scriptOf is the text of a plain "-c TEXT", as harnesses and editors call a shell:
// then it is judged as a harness's hook would judge it.
func scriptOf(args []string) (text string, ok bool) {
	for i, arg := range args {
		switch {
		case arg == "-l", arg == "-i", arg == "--login", arg == "--norc", arg == "--noprofile":
		case arg == "-c", arg == "-lc", arg == "-ic", arg == "-lic", arg == "-ilc":
			return args[len(args)-1], i == len(args)-2
		default:
			return "", false
		}
	}
	return "", false
}

// readsInput reports whether a shell takes its program from standard input. What
// this gets wrong costs a question: a program there which was not read is unknown.
func readsInput(args []string) bool {
	asked := false
	for i := 0; i < len(args); i++ {
		arg := args[i]
		switch {
		case arg == "--" || arg == "-":
			return asked || i == len(args)-1
		case arg == "--rcfile", arg == "--init-file":
			i++
		case strings.HasPrefix(arg, "--"):
		case len(arg) > 1 && (arg[0] == '-' || arg[0] == '+'):
			if strings.Contains(arg, "c") {
				return false
			}
			asked = asked || strings.Contains(arg, "s")
			if last := arg[len(arg)-1]; last == 'o' || last == 'O' {
				i++
			}
		default:
			return asked
		}
	}
	return true
}
