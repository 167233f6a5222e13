package harness

import "strings"

// Registration is how tagout is made known to a harness: what is written where.
// The shapes are those of the row's Contract.
type Registration struct {
	// Format is that of the files to write.
	Format Format
	// Suffix chooses among the row's files where more than one of a scope has
	// hooks: the first whose path ends so is written.
	Suffix string
	// Name is the file's, where the row names a directory.
	Name string
	// Object holds the events, Event is the array in it.
	Object []string
	Event  string
	// Entry is what is put into the array, or what is appended to a TOML file,
	// or the text of a file of our own. PROGRAM stands for the program's path
	// and LINE for a shell's command line, each as a JSON string; CLOSED is a
	// line that refuses where the program does not answer. Measured: Codex 0.169
	// runs the command when a hook is missing, cannot be executed, is killed or
	// exits with 1, or with 2 and no word; Gemini CLI 0.61 when it is killed or
	// exits with 1.
	Entry string
	// Fresh is what a new file holds besides.
	Fresh string
	// Tools are those that the matcher must fire for, Match is how it matches.
	Tools []string
	Match Match
	// Also are the hooks that are registered beside the first.
	Also []Hook
	// Whole reports whether one entry of another shape makes it drop a file.
	Whole bool
	// Root are the members that the document may have, nil for any: another one
	// makes it drop the file.
	Root []string
	// Trusts reports whether it runs a hook only once that has been trusted as it
	// is, which its app server tells and keeps.
	Trusts bool
	// Last reports whether the managed settings have the last word on what turns
	// hooks off, and their own hooks are theirs alone to turn off. Pins is the
	// first half of that: unless they say that hooks are on, others may turn
	// theirs off too.
	Last, Pins bool
	// Shadow is a file beside the settings which is read in their place.
	Shadow string
	// Events are all that the harness knows, where one unknown name makes it
	// drop the whole file; nil where it does not.
	Events []string
	// Present is what gives the harness away besides its directory and its
	// programs: a directory.
	Present string
	// Answer is where it reads a hook's decision.
	Answer Answer
	// Canary is the harness's own event for a command: COMMAND and DIR stand
	// for JSON strings.
	Canary string
	// After is what a person has to do or to know once it is installed.
	After string
}

// Hook is one hook that is registered.
type Hook struct {
	// Event is the array, or for a harness that runs files the name of the file,
	// in which it stands.
	Event string
	// Entry is what is put there, see Registration; "" where it is the same file
	// as the first.
	Entry string
	// Tools are those that its matcher must fire for, and Match is how it matches.
	Tools []string
	Match Match
	// Begins reports whether it tells the agent something where a conversation
	// begins, and no more: without it nothing is let through.
	Begins bool
	// Canary is the harness's own event for it: COMMAND stands for a command, PATH
	// for a file that would be written, DIR for a directory, each as a JSON string.
	Canary string
}

// Hooks are all that are registered, the one that judges commands first.
func (r *Registration) Hooks() []Hook {
	first := Hook{Event: r.Event, Entry: r.Entry, Tools: r.Tools, Match: r.Match, Canary: r.Canary}
	return append([]Hook{first}, r.Also...)
}

// Match is how a harness compares a matcher with the name of a tool.
type Match uint8

const (
	// Unmatched looks at no matcher.
	Unmatched Match = iota
	// Listed compares names in a list whole, and takes anything else for an
	// unanchored pattern.
	Listed
	// Pattern is an unanchored regular expression.
	Pattern
)

// Answer is the form in which a harness reads a hook's decision.
type Answer uint8

const (
	// ByExit is exit code 2, with the reason on standard error. Every other form
	// but Cancel and Plain has it too.
	ByExit Answer = iota
	// Nested is permissionDecision in hookSpecificOutput, with a reason.
	Nested
	// Flat is permissionDecision at the top, with a reason.
	Flat
	// Permission is permission at the top.
	Permission
	// Decision is decision at the top.
	Decision
	// Cancel is a truth value cancel at the top.
	Cancel
	// Plain is decision at the top and an exit code that says the same.
	Plain
)

// Into returns the file of a scope that a registration is written to, on a
// system as GOOS spells it. ok is false where there is none.
func (h *Harness) Into(r *Registration, scope Scope, system string) (f File, ok bool) {
	for _, f := range h.On(system) {
		if f.Scope != scope || !f.Hooks || r.Suffix == "" && f.Of != "" || !strings.HasSuffix(f.Path, r.Suffix) {
			continue
		}
		if f.Format == r.Format || r.Format == JSON && f.Format == JSONC {
			if strings.HasSuffix(f.Path, "/") {
				f.Path += r.Name
			}
			return f, true
		}
	}
	return File{}, false
}

// Registration returns how tagout is made known to a harness, nil where it is
// not: the caller of a generic one calls tagout by itself.
func (h *Harness) Registration() *Registration {
	for _, find := range []func(string) *Registration{grouped, groupedToo, flat, loaded} {
		if r := find(h.Name); r != nil {
			return r
		}
	}
	return nil
}
