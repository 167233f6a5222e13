// Package word holds what is known of one shell word, or of a longer text
// such as a command's output: a sequence of pieces, each known or unknown.
//
// It is a leaf: every stage of the way from text to verdict speaks of words,
// and none of them may treat what it does not know as empty.
package word

import "strings"

// Kind says what a piece is. The zero value is invalid.
type Kind uint8

const (
	// Lit is text that is known exactly.
	Lit Kind = iota + 1
	// Glob is an active pattern character or bracket expression ("*", "?",
	// "[a-z]"). It expands to names that exist on disk, or stays as it is.
	Glob
	// Unknown is text that cannot be computed without running something.
	Unknown
)

// Piece is a part of a word.
type Piece struct {
	Kind Kind
	// Text is the text of a Lit, the spelling of a Glob, and for an Unknown
	// how it was written ("$X", "$(date)"), for messages only.
	Text string
	// Class is what is known of an Unknown: "" nothing, "temp" a fresh path
	// below a temporary directory, "workspace" the workspace's own path,
	// "dir" the current directory, "lost" one of several directories, "number"
	// decimal digits, "item" one name out of a directory listing or an input line,
	// "oversize" a file that is larger than what is read.
	Class string
	// Split marks an Unknown that was not quoted: it may become any number of
	// words, none included, options among them.
	Split bool
	// From lists the calls (shell.Call.ID) whose output this text is.
	From []int
	// Names are patterns of paths, one a line, where an Unknown is one of the names
	// that they match, or several (what a listing prints).
	Names string
	// Holds marks an Unknown that is what the files of those names hold.
	Holds bool
}

// Span is a range of bytes, End exclusive, in the text of a shell.Source.
type Span struct{ Start, End int }

// Text is a sequence of pieces that is not (or not yet) split into words.
type Text []Piece

// Word is one argument as far as it is known.
type Word struct {
	Pieces Text
	Span   Span
	// Quoted is set when any part of the word was quoted. It tells an empty
	// argument ('') from none, and a literal "*" from a pattern.
	Quoted bool
}

// Literal returns a fully known word without a position.
func Literal(s string) Word {
	return Word{Pieces: Text{{Kind: Lit, Text: s}}}
}

// Unknowable returns a word of which only the spelling is known. split says
// that it may stand for any number of words.
func Unknowable(spelling string, split bool) Word {
	return Word{Pieces: Text{{Kind: Unknown, Text: spelling, Split: split}}}
}

// Known returns the text and true when every piece is literal. A pattern is
// not known: what it expands to is on disk.
func (t Text) Known() (string, bool) {
	switch len(t) {
	case 0:
		return "", true
	case 1:
		return t[0].Text, t[0].Kind == Lit
	}
	size := 0
	for i := range t { // most texts of several pieces are not known: no memory for them
		if t[i].Kind != Lit {
			return "", false
		}
		size += len(t[i].Text)
	}
	var b strings.Builder
	b.Grow(size)
	for i := range t {
		b.WriteString(t[i].Text)
	}
	return b.String(), true
}

// Spelling returns the text with patterns and unknowns as they were written.
func (t Text) Spelling() string {
	if len(t) == 1 {
		return t[0].Text
	}
	var b strings.Builder
	for _, p := range t {
		b.WriteString(p.Text)
	}
	return b.String()
}

// HasUnknown reports whether any piece is Unknown.
func (t Text) HasUnknown() bool {
	for _, p := range t {
		if p.Kind == Unknown {
			return true
		}
	}
	return false
}

// From returns the calls whose output is in the text, in order of appearance.
func (t Text) From() []int {
	var ids []int
	for _, p := range t {
		ids = append(ids, p.From...)
	}
	return ids
}

// Prefix returns the literal text before the first piece that is not literal.
func (t Text) Prefix() string {
	if len(t) == 0 || t[0].Kind != Lit {
		return ""
	}
	if len(t) == 1 || t[1].Kind != Lit {
		return t[0].Text
	}
	var b strings.Builder
	for _, p := range t {
		if p.Kind != Lit {
			break
		}
		b.WriteString(p.Text)
	}
	return b.String()
}

// Suffix returns the literal text after the last piece that is not literal.
func (t Text) Suffix() string {
	for i := len(t) - 1; i >= 0; i-- {
		if t[i].Kind != Lit {
			s, _ := t[i+1:].Known()
			return s
		}
	}
	s, _ := t.Known()
	return s
}

// Known returns the word's text and true when all of it is literal.
func (w Word) Known() (string, bool) { return w.Pieces.Known() }

// String returns the word's spelling.
func (w Word) String() string { return w.Pieces.Spelling() }

// Wholly reports whether the word is one Unknown piece and nothing else, so
// that it may be any text at all, and whether it may be several words.
func (w Word) Wholly() (unknown, split bool) {
	for _, p := range w.Pieces {
		if p.Kind != Unknown {
			return false, false
		}
		split = split || p.Split
	}
	return len(w.Pieces) > 0, split
}
