// Package rule holds the rule language as data. Which rules a call matches is
// decided by package match.
//
// The data types here are what package lang compiles TOML into and what
// package builtin makes of its texts, so they are made of slices, strings and
// numbers only: a map would be built at every start of the hook.
package rule

// Decision is what a rule wants done, ordered from the mildest. The zero
// value is invalid.
type Decision uint8

const (
	// Allow grants the call.
	Allow Decision = iota + 1
	// None has no opinion.
	None
	// Ask puts the call to a person.
	Ask
	// Deny refuses it.
	Deny
)

// String returns the decision as policies spell it.
func (d Decision) String() string {
	switch d {
	case Allow:
		return "allow"
	case None:
		return "none"
	case Ask:
		return "ask"
	case Deny:
		return "deny"
	}
	return "invalid"
}

// Posture is how a policy stands towards what no rule speaks of. The zero value
// is Guard.
type Posture uint8

const (
	// Guard has no opinion on it.
	Guard Posture = iota
	// ReadOnly allows what is pure, leaves what only reads, and asks the rest.
	ReadOnly
	// Strict asks about everything that is not known.
	Strict
)

// String returns the posture as policies spell it.
func (p Posture) String() string {
	switch p {
	case ReadOnly:
		return "readonly"
	case Strict:
		return "strict"
	}
	return "guard"
}

// Approvals is whose word lets a command pass that was stopped, from the mildest.
type Approvals uint8

const (
	// OwnApprovals are those in the user's own store, and held ones.
	OwnApprovals Approvals = iota
	// HeldApprovals are those in a store that another user holds.
	HeldApprovals
	// NoApprovals: nobody's, and there is no pause.
	NoApprovals
)

// String returns it as policies spell it.
func (a Approvals) String() string {
	switch a {
	case HeldApprovals:
		return "held"
	case NoApprovals:
		return "none"
	}
	return "own"
}

// Rule is one [rule.ID] table, compiled.
type Rule struct {
	ID       string
	Decision Decision
	Reason   string
	Instead  string
	Match    []Pattern
	When     []When
}

// When is one condition on a fact; every one of a rule's must hold.
type When struct {
	// Fact is "harness", "dir" or "branch".
	Fact string
	// Any are glob alternatives, each negated by a leading "!".
	Any []string
}

// Pattern is one string of a rule's match.
type Pattern struct {
	// Text is the pattern as it was written, for messages.
	Text   string
	Stages []Stage
}

// Stage is one command of a pattern; the stages of "A | B" are joined by data
// flowing from A to B.
type Stage struct {
	Env []Env
	// Program are the names of the program; nil: the stage has none and judges
	// assignments and writes alone. An atom {Glob: "*"} is any program.
	Program []Atom
	Items   []Item
	Flows   []Flow
}

// What a call must have to match a pattern that names no program, besides kinds of
// tools. It spares most calls the trial of most such patterns.
const (
	// NeedNothing: there is no telling beforehand.
	NeedNothing = ""
	// NeedAssignment: it sets a variable.
	NeedAssignment = "="
	// NeedWrite: it writes to a file.
	NeedWrite = ">"
	// NeedCode: it carries code of another language.
	NeedCode = "{}"
)

// Env is "NAME=alts" or "!NAME=alts" before a program.
type Env struct {
	Not   bool
	Name  string // may hold "*"
	Value []Atom
}

// ItemKind says what an item of a stage is. The zero value is invalid.
type ItemKind uint8

const (
	// Verb is a word of the verb of a tool that has verbs; verb items stand
	// first and in order.
	Verb ItemKind = iota + 1
	// Operand is a word that one operand must match.
	Operand
	// Option is "-x", "-x|--long" or "-x=alts".
	Option
	// Key is "key=alts": a key=value operand (dd's of=).
	Key
	// Effect is {pure}, {read}, {write} or {destroy} in verb place.
	Effect
	// Code is {sql:…} or {call:…}: something that code of the call does.
	Code
)

// Item is one term of a stage after its program.
type Item struct {
	Kind ItemKind
	Not  bool
	// Names are an option's spellings, or one key.
	Names []string
	// Alts are the alternatives of a word or of an option's value. An option
	// without Alts tests whether it is on.
	Alts []Atom
}

// FlowKind says what a flow term tests. The zero value is invalid.
type FlowKind uint8

const (
	// Fed is "< alts": standard input is fed.
	Fed FlowKind = iota + 1
	// Replaces is "> alts": what is at a path is replaced.
	Replaces
	// WritesTo is ">> alts": any write to a path.
	WritesTo
)

// Flow is a redirect term.
type Flow struct {
	Kind FlowKind
	Alts []Atom
}

// Atom is one alternative: a glob, a literal (quoted in the pattern), or a
// brace group. Exactly one of the three is set.
type Atom struct {
	Glob    string
	Literal string
	// Quoted distinguishes a literal "" from an unset Literal.
	Quoted bool
	// Classes is {a&b|c}: any of the groups, all parts of the group.
	Classes [][]Class
}

// Class is one name within braces: "root", "!temp", "sql:drop".
type Class struct {
	Not  bool
	Name string
	Arg  string
}

// Named is one entry of a policy's [class] table.
type Named struct {
	Name string
	// Globs are its members; a word that matches one belongs.
	Globs []string
}
