package policy

import (
	"tagout/internal/rule"
	"tagout/internal/shell"
	"tagout/internal/word"
	"tagout/internal/world"
)

// Decision is what a policy wants done with a command.
type Decision = rule.Decision

// The decisions, from the mildest.
const (
	Allow = rule.Allow
	None  = rule.None
	Ask   = rule.Ask
	Deny  = rule.Deny
)

// Approvals is whose word lets a command pass that was stopped.
type Approvals = rule.Approvals

// Whose approvals count, from the mildest.
const (
	OwnApprovals  = rule.OwnApprovals
	HeldApprovals = rule.HeldApprovals
	NoApprovals   = rule.NoApprovals
)

// Reading is one [mcp] table: as which commands calls of a tool are judged.
type Reading = rule.Reading

// World is what an evaluation may ask of the machine, as functions: Getenv, Open,
// Lstat, Readlink, ReadDir, Now, and System, the name of its operating system. One
// that is nil answers that nothing is there, so that the zero World is a machine
// with an empty disk.
type World = world.World

// RealWorld returns the world of this process.
func RealWorld() World { return world.Real() }

// Command is what an agent or a person proposes to run.
type Command struct {
	// Text is the shell program, exactly as proposed.
	Text string
	// Dir is the directory in which it would run, absolute.
	Dir string
	// Workspace is the harness's project directory, absolute; "": the git
	// root above Dir, else Dir.
	Workspace string
	// Added are further directories that belong to the workspace.
	Added []string
	// Shell is "bash" (also ""), "sh", "dash", "zsh" or "fish".
	Shell string
	// On is where it runs, as conditions spell it: "" here, "ssh:HOST",
	// "exec:NAME" or "container:IMAGE". Elsewhere nothing of this machine's
	// environment is known.
	On string
	// Holes are the parts of Text that are not known, in order: what a template
	// fills in before a shell sees it.
	Holes []Span
	// Harness is the name of the harness that proposes it; "" for none.
	Harness string
	// Defined are the aliases and functions that the shell has already.
	Defined []Definition
	// Open: the text is what a shell at a terminal has read so far. That it only
	// ends too early is then no finding, but Verdict.Open.
	Open bool
	// Argv, where it is set, is what is judged instead of Text: the words of one
	// call that is made without a shell (execve(2)), the program first. Text is
	// then how they are told, as Exec spells them.
	Argv []string
	// Stdin is what is known to stand in a call's standard input, where Argv is
	// set; nil for a terminal's or the harness's own.
	Stdin *Input
	// LaterInput is set where the harness lets its agent send input to a program
	// that runs, and asks nobody about it.
	LaterInput bool
	// Patient: nobody waits for the verdict, as in a scan of files, so that longer
	// programs are judged to their end.
	Patient bool
}

// Input is what a call reads on its standard input. Unread is set where that is
// not known, and Text is empty.
type Input struct {
	Text   string
	Unread bool
}

// input is what the shell's reader is told of it.
func (i *Input) input() shell.Input {
	switch {
	case i == nil:
		return shell.Input{}
	case i.Unread:
		return shell.Input{Kind: shell.FedText, Text: word.Text{{Kind: word.Unknown, Text: "its standard input"}}}
	}
	return shell.Input{Kind: shell.FedText, Text: word.Literal(i.Text).Pieces}
}

// Exec is the command that runs one program with words which no shell reads any
// more.
func Exec(argv []string, dir string) Command {
	text, _ := shell.Spell(argv)
	return Command{Text: text, Dir: dir, Argv: argv}
}

// Definition is an alias or a function that a shell has before the command: its
// Name and Text, which is the declaration where Function is set.
type Definition = shell.Definition

// Span is a range of bytes of Command.Text, End exclusive.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Finding is one rule's answer to one call.
type Finding struct {
	Rule     string
	Decision Decision
	// Maybe is set when the rule would match if something unknown were so;
	// Unsure then says what could not be determined.
	Maybe   bool
	Unsure  string
	Reason  string
	Instead string
	// Span is the part of the proposed text that leads to the call.
	Span Span
	// Call is the call as it would run, and Via how it was reached.
	Call string
	Via  []string
	// Details are facts about what the call works on: what a plan deletes, what
	// a state holds.
	Details []string
}

// Verdict is the policy's answer to a command.
type Verdict struct {
	Decision Decision
	// Findings, strictest first, in order of the text among equals.
	Findings []Finding
	// Notes are remarks beside the decision.
	Notes []string
	// Observed is set where the policy's mode is observe: the verdict is for the
	// record, and nothing is blocked, asked or granted but what guards the guard.
	Observed bool
	// States are the state files that the command's calls would work on, for
	// whoever keeps a memory of them.
	States []State
	// Open is set where an open command's text ends too early.
	Open bool
}

// State is a state file of Terraform: whose it is and how far it has come, and
// nothing of what it holds.
type State struct {
	File, Lineage string
	Serial        int64
	Objects       int
}
