// Package tool reads a call's words by its program's grammar: argv in,
// Invocation out. What the grammar is stands in the catalogue; how each style
// reads is one file here.
package tool

import (
	"tagout/internal/catalog"
	"tagout/internal/tri"
	"tagout/internal/word"
)

// Invocation is one reading of a call's words. A call has several readings
// when an option that the grammar lacks may or may not take the next word.
type Invocation struct {
	// Tool is the grammar by which it was read, nil for a program that the
	// catalogue lacks.
	Tool *catalog.Tool
	// Program is the first word, Name its base name without ".exe" and version
	// suffix where that names a tool; "" when it is not known.
	Program word.Word
	Name    string
	// Verb are the words that fill the tool's verb table. A word in it may be
	// unknown ("$1"), and then the verb may be any.
	Verb []word.Word
	// Options in order, those from the environment first.
	Options []Option
	// Operands in order, without the verb.
	Operands []Operand
	// Loose are unquoted unknown words ($ARGS, "$@"): each may be any number of
	// verbs, options and operands, or nothing.
	Loose []word.Word
	// Dry says whether the call does nothing by one of the tool's Dry rows.
	Dry tri.Tri
	// Guessed is set where a reading rests on an unknown option's taking a
	// value or not.
	Guessed bool
	// Runs are the programs that the call carries.
	Runs []Carried
	// paths are what Paths returns, once it has looked.
	paths  []Path
	looked bool
}

// Option is one option as given.
type Option struct {
	// Opt is the grammar's row, nil for an option that it lacks.
	Opt *catalog.Opt
	// Name is the spelling in the command, without an attached value.
	Name string
	// Value is the option's value; nil when none was given.
	Value *word.Word
	// Values are further values of an AWS-style list option, or the words that
	// an option like find's -exec carries.
	Values []word.Word
	// Implied marks an option that another one turned on.
	Implied bool
	// Off marks "--no-x" where the grammar has "--x"; Opt is then the row of
	// the latter.
	Off bool
	// Open marks an option of which Name is only the beginning ("--de$X").
	Open bool
	// Every marks an action of find that is taken on all it comes by.
	Every bool
	Span  word.Span
}

// Access says what happens to an operand's path. The zero value: nothing known.
type Access uint8

const (
	// Reads: read only.
	Reads Access = 1 << iota
	// Writes: content is replaced or changed.
	Writes
	// Appends: content is added.
	Appends
	// Deletes: the path is removed (or moved away).
	Deletes
	// Fetches: what is there is fetched into a file of the same base name.
	Fetches
)

// Operand is an argument that is neither an option nor a verb.
type Operand struct {
	Word word.Word
	// Access is what the grammar says of it, 0 where it says nothing.
	Access Access
	// Key and Val split a key=value operand of a dd-style tool.
	Key string
	Val word.Word
	// at is the word's index in the call.
	at int
}

// Carried is another program within a call.
type Carried struct {
	Run *catalog.Run
	// Maybe is set where it is not certain that the run's condition holds.
	Maybe bool
	// Words are the program and its arguments (Rest, Between), or what Text was
	// joined from (Joined, when words are added to it).
	Words []word.Word
	// Every: on all that a search comes by (Between).
	Every bool
	// Text is a program text (Script, Joined), Args its positional parameters
	// from $0 on.
	Text word.Text
	Args []word.Word
	// File is the file that holds the program text (File).
	File word.Word
	// Assigns are leading NAME=VALUE words.
	Assigns []word.Word
	// Place is the host, container or image that Run.At names.
	Place word.Word
	// Binds are the host paths that the options of Run.Binds mount for writing,
	// each with ":" and the path at which the container sees it.
	Binds []word.Word
	Span  word.Span
}
