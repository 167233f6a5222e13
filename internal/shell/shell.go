// Package shell is an abstract interpreter of shell programs: it says which
// calls a text would make, and executes nothing. It knows shells; it knows no
// rule and no tool.
//
// Run walks the syntax tree in the order of execution with an environment of
// possible values. Each call it comes to is handed to Config.Visit, which may
// lead it further (a wrapper's program, a nested shell's text) through the
// Scope it is given, and says what the call would print.
//
// No type of the parser leaves this package.
package shell

import (
	"tagout/internal/word"
	"tagout/internal/world"
)

// Dialect is the shell whose grammar and expansions hold. The zero value is
// bash.
type Dialect uint8

const (
	// Bash is GNU bash 5.
	Bash Dialect = iota
	// POSIX is sh and dash.
	POSIX
	// Zsh is zsh 5, which splits no unquoted variables.
	Zsh
	// Fish is fish 3, whose text is read by this package itself.
	Fish
)

// Config is what a run needs to know.
type Config struct {
	Dialect Dialect
	World   world.World
	// Dir is the directory in which the program starts, absolute.
	Dir string
	// Defined are the aliases and functions that the shell has already.
	Defined []Definition
	// Visit is called for every call in order of execution, with the scope in
	// which it was found. It returns what the call would write to standard
	// output: nil for an output nobody can know. Visit must append the call to
	// its own list; Run keeps none.
	Visit func(*Call, *Scope) word.Text
	// Where the program runs; the zero value is here. Elsewhere nothing of this
	// machine's environment is known.
	Where Where
	// Holes are the parts of the text that are not known, in order and apart from
	// each other: what a template fills in before a shell sees it.
	Holes []word.Span
	// Limits bound the run; zero fields take the defaults.
	Limits Limits
}

// DefaultCalls is how many calls a run makes where nothing else is said.
const DefaultCalls = 4000

// Limits bound a run. Hitting one is reported as TooComplex, never passed over.
type Limits struct {
	Calls int // calls handed to Visit; default DefaultCalls
	Depth int // nested programs, functions, substitutions; default 40
	Loop  int // values a loop is unrolled for; default 64
	Alts  int // possible values of one call's words taken together; default 16
	Bytes int // bytes of program text read in all; default 4 MiB
}

// Problem is why a run does not know everything that would be executed.
type Problem struct {
	// Kind is "unreadable" (a syntax error), "too-complex" (a bound was hit)
	// or "too-large".
	Kind   string
	Msg    string
	Source *Source
	Span   word.Span
	// Open is set where the text only ends too early, so that a shell at a
	// terminal reads on.
	Open bool
}
