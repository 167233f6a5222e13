// Package cli is tagout's command line, one file per subcommand.
package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"tagout/internal/safeguard"
	"tagout/internal/scan"
	"tagout/policy"
)

// Exit codes of check, and of every other command where they apply.
const (
	exitPass  = 0 // the harness may go on, or all is well
	exitAsk   = 1 // a person should be asked; doctor: something is wrong
	exitDeny  = 2 // refused
	exitUsage = 3 // wrong usage, or tagout itself failed
)

// command is one call of the program.
type command struct {
	in       io.Reader
	out, err io.Writer
	world    policy.World
	// audit reads a project; nil in a program that does not link what it takes.
	audit func(safeguard.Project) safeguard.Report
	// scanner looks for commands in a project's files; nil as audit is.
	scanner scan.Func
	// seams are where tests put a machine of their own.
	seams seams
}

// Main runs a command line, without the program's name, and returns the exit
// code. It is the hook's way too, which is why "hook" is looked at first. audit
// reads a project for safeguards, scanner for commands: they are given, since the
// hook's own program must not link what they take.
func Main(args []string, in io.Reader, out, errw io.Writer, audit func(safeguard.Project) safeguard.Report, scanner scan.Func) int {
	c := command{in: in, out: out, err: errw, world: policy.RealWorld(), audit: audit, scanner: scanner}
	if len(args) > 0 && args[0] == "hook" {
		return c.hook(args[1:])
	}
	return c.ends(c.run(args))
}

// ends tells of an error and returns the exit code.
func (c command) ends(code int, err error) int {
	if err != nil {
		fmt.Fprintf(c.err, "tagout: %v\n", err)
		var u *usageError
		if errors.As(err, &u) && u.hint != "" {
			fmt.Fprintf(c.err, "hint: %s\n", u.hint)
		}
		return exitUsage
	}
	return code
}

func (c command) run(args []string) (int, error) {
	if len(args) == 0 {
		fmt.Fprint(c.err, usage)
		return exitUsage, nil
	}
	switch name, rest := args[0], args[1:]; name {
	case "check":
		return c.check(rest)
	case "explain":
		return c.explain(rest)
	case "rules":
		return c.rules(rest)
	case "approve":
		return c.approveCommand(rest)
	case "pause":
		return c.pause(rest)
	case "log":
		return c.log(rest)
	case "replay":
		return c.replay(rest)
	case "stats":
		return c.stats(rest)
	case "policy":
		return c.policyCommand(rest)
	case "trust":
		return c.trust(rest)
	case "shell":
		return c.shell(rest)
	case "exec":
		return c.execute(rest)
	case "shim":
		return c.shimCommand(rest)
	case "lint":
		return c.lint(rest)
	case "test":
		return c.test(rest)
	case "install":
		return c.install(rest)
	case "uninstall":
		return c.uninstall(rest)
	case "doctor":
		return c.doctor(rest)
	case "safeguards":
		return c.safeguards(rest)
	case "scan":
		return c.scan(rest)
	case "init":
		return c.init(rest)
	case "prompt":
		return c.prompt(rest)
	case "version", "--version":
		return c.version(rest)
	case "help", "--help", "-h":
		_, err := fmt.Fprint(c.out, usage)
		return exitPass, err
	default:
		return exitUsage, wrong("want approve, check, doctor, exec, explain, hook, init, install, lint, log, pause, policy, prompt, replay, rules, safeguards, scan, shell, shim, stats, test, trust, uninstall or version", "unknown command %q", name)
	}
}

const usage = `tagout keeps a coding agent from running what cannot be undone

  tagout check [--json] [--dir DIR] [--policy FILE] [--shell bash|sh|zsh|fish] [--batch] [--] [COMMAND]
        judge a command, or standard input: exit 0 pass, 1 ask, 2 deny
  tagout explain [--json] [--dir DIR] [--policy FILE] [--shell bash|sh|zsh|fish] COMMAND|RULE|CHECK
        show what a command would run and which rules were tried, a rule, or a check of lint
  tagout rules [--tools] [--json] [--policy FILE]
        list the rules, or what is known of each tool
  tagout policy show|diff [--json] [--policy FILE]
        what counts here, from which layer; or only what the layers change
  tagout policy init [--project]
        write a policy to begin with, and its schema for editors
  tagout policy doc [--policy FILE]
        what counts here as Markdown, for review
  tagout policy schema
        the JSON Schema of policies
  tagout trust [--show|--revoke] [--json] [FILE]
        trust a project's policy as it is: a person, at a terminal
  tagout lint [--format text|json|sarif|github] [--quiet] [--fix] [FILES...]
        find mistakes and doubtful rules in policies: exit 0 none, 1 some
  tagout test [--json] [--junit FILE] [--update] [FILES...]
        run the examples of policies, and files of cases: exit 0 all pass, 1 some fail
  tagout install [HARNESS...] [--user|--project|--managed] [--dry-run]
        register the hook with a harness
  tagout uninstall HARNESS... [--user|--project|--managed] [--dry-run]
        take it out again
  tagout init zsh|bash|fish|pwsh
        print what judges the lines that you type at a shell's prompt, for its rc file
  tagout doctor [HARNESS...] [--json]
        find what would silently keep the hook from working
  tagout safeguards [DIR] [--json|--sarif]
        read a project and say which safeguards it lacks: exit 0 none, 1 some
  tagout scan [--diff BASE] [--baseline FILE] [--write-baseline] [--level error|warning|note] [--format text|json|sarif|github] [--policy FILE] [PATHS...]
        find commands in scripts, build files, workflows, images: exit 0 none found, 1 some
  tagout approve [--session|--for 2h] [--list] [--json] [--revoke] [--hold] [--of NAME]
        let one command run that was stopped: a person, at a terminal
  tagout pause DURATION|--end [--of NAME]
        stop nothing for a while: a person, at a terminal
  tagout log [--since 2h] [--decision deny|ask|none|allow] [--rule ID] [--dir DIR] [-n N] [--follow] [--json]
        show what was decided; tagout log verify: is any of it missing or changed
  tagout stats [--since 7d] [--json]
        count what was decided by rule, tool, harness and day
  tagout replay [--policy FILE] [--against FILE] [--json] FILE...
        what the policy would have said to commands of transcripts, the record or lists
  tagout hook [--harness=NAME] [--policy FILE]
        answer a harness's event on standard input
  tagout shell [-c TEXT|FILE|-s] ...
        judge a shell's program, then become that shell: exit 126 refused
  tagout exec -- CMD...
        judge a program's words, then become that program: exit 126 refused
  tagout shim add [--always] NAMES...|remove NAMES...|list [--dir DIR] [--json]
        put links first in the PATH that judge what programs are called with
  tagout version
`

// usageError is a mistake of the caller's, with a hint at what is wanted.
type usageError struct{ msg, hint string }

func (u *usageError) Error() string { return u.msg }

func wrong(hint, format string, args ...any) error {
	return &usageError{msg: fmt.Sprintf(format, args...), hint: hint}
}

// option is one option of a subcommand: a flag, or a value when text is set.
type option struct {
	name string // with its dashes
	on   *bool
	text *string
	want []string // the allowed values; nil: any
}

// parse reads options, as "--name value" or "--name=value", up to the first
// word that is none, or "--". It returns the words after them.
func parse(args []string, opts []option) ([]string, error) {
	for len(args) > 0 {
		arg := args[0]
		if arg == "--" {
			return args[1:], nil
		}
		if len(arg) < 2 || arg[0] != '-' {
			return args, nil
		}
		args = args[1:]
		name, value, attached := strings.Cut(arg, "=")
		o, err := find(opts, name)
		if err != nil {
			return nil, err
		}
		if o.text == nil {
			if attached {
				return nil, wrong("", "option %s takes no value", name)
			}
			*o.on = true
			continue
		}
		if !attached {
			if len(args) == 0 {
				return nil, wrong("", "option %s needs a value", name)
			}
			value, args = args[0], args[1:]
		}
		if err := o.set(value); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

func find(opts []option, name string) (*option, error) {
	var names []string
	for i := range opts {
		if opts[i].name == name {
			return &opts[i], nil
		}
		names = append(names, opts[i].name)
	}
	if len(names) == 0 {
		return nil, wrong("this command takes no options", "unknown option %q", name)
	}
	return nil, wrong("want "+list(names), "unknown option %q", name)
}

func (o *option) set(value string) error {
	for _, w := range o.want {
		if w == value {
			*o.text = value
			return nil
		}
	}
	if o.want != nil {
		return wrong("want "+list(o.want), "unknown value %q for %s", value, o.name)
	}
	*o.text = value
	return nil
}

// list joins alternatives: "a, b or c".
func list(names []string) string {
	last := len(names) - 1
	if last <= 0 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " or " + names[last]
}

// options reads options where no words follow.
func options(args []string, opts []option) error {
	rest, err := parse(args, opts)
	if err == nil {
		err = none(rest)
	}
	return err
}

// none refuses words after the options.
func none(rest []string) error {
	if len(rest) > 0 {
		return wrong("this command takes only options", "unexpected %q", rest[0])
	}
	return nil
}

// isTerminal reports whether a stream is one that a person looks at.
func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return false
	}
	null, err := os.Stat(os.DevNull)
	return err != nil || !os.SameFile(info, null)
}
