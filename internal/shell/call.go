package shell

import "tagout/internal/word"

// Source is a text in which calls were found: the command as proposed, or a
// program text reached from it.
type Source struct {
	// Name says what the text is, for messages: "" for the proposed command,
	// else "bash -c", "ssh host", "cleanup.sh", "alias ll" …
	Name string
	Text string
	// In is the source that led here and By the span there that did; nil for
	// the proposed command.
	In *Source
	By word.Span
	// File marks a text read from a file on disk, with its path in Name.
	File bool
	// Path is the absolute path of such a file as it is on disk; "" where it is
	// not known, or this program wrote the file.
	Path string
}

// Call is one program that would be run, one bare assignment, or one bare
// redirection.
type Call struct {
	// ID is the call's index in the order in which calls were found.
	ID int
	// Words are the program and its arguments after every expansion. Empty for
	// a bare assignment or a bare redirection.
	Words []word.Word
	// Assigns are the variables that this program text put into the call's
	// environment by any means, last one last: exported assignments, prefix
	// assignments, and what wrappers such as env set. For a bare assignment,
	// the assignment.
	Assigns []Assign
	// Redirects are the files opened for the call, compound commands' included.
	Redirects []Redirect
	// Stdin is what feeds standard input.
	Stdin Input
	// Dir is the directory in which it would run, as far as it is known.
	Dir word.Text
	// Where is the machine or container in which it would run.
	Where Where
	// Source and Span say where the call is written.
	Source *Source
	Span   word.Span
	// Via are the names of what carried the call, outermost first: "sudo",
	// "bash -c", "xargs", "function f".
	Via []string
	// Sure is set when the call runs whenever the proposed text does, in these
	// words: no exit status and no value that is not known decides about it,
	// and nothing before it may have left its loop, function or shell.
	Sure bool
	// Guess marks a call that an unknown program may or may not make of its
	// arguments. Nothing found in it is more than a maybe.
	Guess bool
	// Alike marks a call that stands for what does the like of it: what it leaves in a
	// file is not told.
	Alike bool
	// Unseen is set when the call runs a text that is not wholly known, which
	// may hold calls that no other stands for.
	Unseen bool
	// Evaluates is set on a call without words that stands for this: the shell
	// evaluates a text of which not all is known as arithmetic, where a subscript
	// may run anything, or opens a file of a name that is not known.
	Evaluates bool
	// Shadowed is set when a function or an alias of this text, or a changed
	// PATH, may stand where the program's name points.
	Shadowed bool
	// Code is what the call carries in another language, for the classes
	// sql:… and call:….
	Code []Code
	// made are the files that it writes by its operands.
	made []made
}

// Code is a text in a language other than the shell's.
type Code struct {
	Lang string
	Text word.Text
}

// Assign is NAME=VALUE. Unset marks a variable that was removed.
type Assign struct {
	Name  string
	Value word.Text
	Unset bool
	Span  word.Span
}

// Access says what a redirection does to its file. The zero value is invalid.
type Access uint8

const (
	// Reads opens for reading (<).
	Reads Access = iota + 1
	// Replaces truncates (>, >|, &>).
	Replaces
	// Appends adds (>>, &>>), or opens for reading and writing (<>).
	Appends
)

// Redirect is a file that a redirection opens. Duplications of descriptors
// (2>&1) are none.
type Redirect struct {
	Access Access
	// FD is the descriptor, -1 when it is not a plain number.
	FD   int
	Path word.Word
	to   *sink
}

// InputKind says what standard input is. The zero value is the harness's own.
type InputKind uint8

const (
	// Inherited is the harness's own, or a terminal's.
	Inherited InputKind = iota
	// Null is /dev/null or closed.
	Null
	// FedText is a pipe, here-document or here-string.
	FedText
	// FedFile is a file.
	FedFile
)

// Input is what standard input holds.
type Input struct {
	Kind InputKind
	// Text is what will be read, for FedText and for a FedFile whose content is
	// known; with an Unknown piece where it is not.
	Text word.Text
	// From are the calls whose output reaches this input, directly or through
	// filters, substitutions and files written before.
	From []int
	// Path is the file of a FedFile.
	Path word.Word
}

// Place is a kind of place where a program runs. The zero value is here.
type Place uint8

const (
	// Here is the machine on which the hook runs.
	Here Place = iota
	// SSH is another machine.
	SSH
	// Exec is in a container or pod that already runs.
	Exec
	// Container is in a container made for the call.
	Container
)

// Where is a place and its name: a host, a container, an image.
type Where struct {
	Place Place
	Name  string
	// Binds are the host paths that a new container can write to, each with ":"
	// and the path at which it sees them.
	Binds []word.Word
}
