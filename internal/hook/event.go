// Package hook speaks with agent harnesses: it reads what one proposes from
// standard input and answers in the form that harness acts on. One file per
// harness; a harness it does not know gets the one answer that stopped the
// command in every harness measured.
//
// Nothing here ends without an answer. A harness that hears nothing, or
// something it cannot read, runs the command.
package hook

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"tagout/internal/mcp"
	"tagout/internal/settings"
	"tagout/internal/tree"
	"tagout/policy"
)

// Event is what a harness proposes.
type Event struct {
	// Harness is the name of the harness that sent it, as --harness spells it;
	// "" when it is not known.
	Harness string
	// Name is the event's name, "PreToolUse" for Claude Code.
	Name string
	// Tool is the name of the tool the agent wants to use.
	Tool string
	// Kind is what the tool does with Text.
	Kind Kind
	// Text is the shell program, or the path of the file to write.
	Text string
	// Files are the paths of further files that the same call would write.
	Files []string
	// Call is the call of a tool of a server.
	Call mcp.Call
	// Edits are what would become of the file at Text, one after another, and
	// FileEdits what would become of each of Files; nil where that is not known.
	Edits     []settings.Edit
	FileEdits [][]settings.Edit
	// Exact reports whether the edits are all that the call does: it says nothing
	// besides, whatever the tool makes of it.
	Exact bool
	// Cell is the code that would stand in a cell of the notebook at Text.
	Cell string
	// Dir is the directory the harness named, "" for none.
	Dir string
	// Workspace is the project directory the harness named, "" for none.
	Workspace string
	// Shell is the shell the harness named, "" for none.
	Shell string
	// Session is the conversation it happens in, "" when the harness names none.
	Session string
	// Mode is the harness's permission mode, "" when it names none.
	Mode string
	// line is what the event was made of, at a prompt.
	line *Line
	// known is set once the payload was looked at; until then Harness is only
	// what the command line says.
	known bool
}

// Kind says what a proposal would do. The zero value is nothing we judge.
type Kind uint8

const (
	// Shell runs Text in a POSIX shell.
	Shell Kind = iota + 1
	// PowerShell runs Text in PowerShell.
	PowerShell
	// Write changes the file at Text.
	Write
	// Serve calls a tool of an MCP server. What that is as good as is Text, once the
	// policy has said so.
	Serve
)

// maxInput bounds an event, in bytes. Claude Code sends a whole file for
// Write, so it stands well above any command.
const maxInput = 4 << 20

// unreadable is an event that could not be understood, and what to answer.
type unreadable struct {
	decision policy.Decision
	reason   string
}

func (u *unreadable) Error() string { return u.reason }

func ask(format string, args ...any) error {
	return &unreadable{policy.Ask, fmt.Sprintf(format, args...)}
}

func deny(format string, args ...any) error {
	return &unreadable{policy.Deny, fmt.Sprintf(format, args...)}
}

// Read reads one event. harness is the name given on the command line, ""
// for none; the payload may say otherwise. Whatever cannot be read is an error, never an empty event: an
// event with a zero Kind is one that was understood and needs no opinion.
func Read(in io.Reader, harness string) (Event, error) {
	data, err := io.ReadAll(io.LimitReader(in, maxInput+1))
	if err != nil {
		return Event{Harness: harness}, ask("the event could not be read from standard input: %v", err)
	}
	root, err := parse(data)
	if err != nil {
		return Event{Harness: harness}, err
	}
	name := recognise(root, harness)
	e, err := adapterFor(name).read(root)
	e.Harness, e.known = name, true
	e.Session = first(root, "session_id", "sessionId", "conversation_id", "trajectory_id", "taskId", "session")
	if err == nil && strings.IndexByte(e.Text, 0) >= 0 {
		err = deny("the command holds a NUL byte, which no shell can be given; write it without")
	}
	return e, err
}

func parse(data []byte) (*tree.Node, error) {
	switch {
	case len(data) > maxInput:
		return nil, ask("the event is larger than %d MiB, more than is read", maxInput>>20)
	case len(strings.TrimSpace(string(data[:min(len(data), 512)]))) == 0 && len(data) <= 512:
		return nil, ask("the harness sent no event on standard input")
	case !utf8.Valid(data):
		return nil, ask("the event is not valid UTF-8, so what would run cannot be told")
	}
	root, err := tree.Parse(data)
	if errors.Is(err, tree.ErrDepth) {
		return nil, ask("the event is nested deeper than %d levels, more than is read", tree.MaxDepth)
	}
	if err != nil {
		return nil, ask("the event is not JSON: %v", err)
	}
	if root.Kind != tree.Object {
		return nil, ask("the event is %s, want an object", root.Kind)
	}
	if name, _, twice := root.Repeated(); twice {
		return nil, deny("the event holds %q twice, so which one would run cannot be told", name)
	}
	return root, nil
}
