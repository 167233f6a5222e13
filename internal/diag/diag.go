// Package diag says where a mistake is and shows it: one Problem per mistake,
// one printer for all of them, and the same caret for a refused command.
package diag

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Problem is one mistake in a policy file.
type Problem struct {
	// File is the name under which the text was read.
	File string
	// Line and Col are where it stands, counted from 1, Col in bytes. A Line of
	// 0 is a mistake of the whole file.
	Line, Col int
	// Len is how many bytes of the line are meant; at least one is shown.
	Len int
	// Rule is the id of the rule or the name of the tool in which it stands.
	Rule string
	// Msg names the wrong thing, Want the allowed set, Hint what to do.
	Msg, Want, Hint string
	// Source is the text of the line.
	Source string
	// ID names the check that found it, "" for what a check did not find, and
	// Level says how bad it is.
	ID    string
	Level Level
}

// Error returns the place and the message on one line.
func (p Problem) Error() string {
	var b strings.Builder
	b.WriteString(Escape(p.File))
	if p.Line > 0 {
		b.WriteString(":" + strconv.Itoa(p.Line) + ":" + strconv.Itoa(p.Col))
	}
	b.WriteString(": ")
	if p.Level != Error {
		b.WriteString(p.Level.String() + ": ")
	}
	b.WriteString(Escape(p.Msg))
	if p.ID != "" {
		b.WriteString(" [" + p.ID + "]")
	}
	if p.Line == 0 && p.Want != "" {
		b.WriteString(", want " + Escape(p.Want))
	}
	return b.String()
}

// snippetWidth is how many columns of a line of a file are shown.
const snippetWidth = 100

// String returns the problem with its line, a caret below what is wrong, and
// the hint, each on lines of their own without a final newline.
func (p Problem) String() string {
	var b strings.Builder
	b.WriteString(p.Error())
	if p.Line > 0 {
		p.caret(&b)
	}
	if p.Hint != "" {
		b.WriteString("\nhint: " + Escape(p.Hint))
	}
	return b.String()
}

func (p Problem) caret(b *strings.Builder) {
	start := max(p.Col-1, 0)
	line, mark, _ := strings.Cut(Snippet(p.Source, start, start+p.Len, snippetWidth), "\n")
	number := strconv.Itoa(p.Line)
	gutter := strings.Repeat(" ", len(number)) + " |"
	b.WriteString("\n" + gutter)
	b.WriteString("\n" + strings.TrimRight(number+" | "+line, " "))
	b.WriteString("\n" + gutter + " " + mark)
	if p.Want != "" {
		b.WriteString(" want " + Escape(p.Want))
	}
}

// Problems are all mistakes of one or more files. A nil or empty one is no
// mistake, but not a nil error: use Err.
type Problems []Problem

// Error returns every problem as Problem.String does, with an empty line
// between two.
func (ps Problems) Error() string {
	texts := make([]string, len(ps))
	for i, p := range ps {
		texts[i] = p.String()
	}
	return strings.Join(texts, "\n\n")
}

// Err returns the problems as an error, nil when there is none.
func (ps Problems) Err() error {
	if len(ps) == 0 {
		return nil
	}
	return ps
}

// Sort orders problems by file, line and column, and leaves equals as they are.
func (ps Problems) Sort() {
	slices.SortStableFunc(ps, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
	})
}

// At returns the line and column of a byte offset, counted from 1, and the text
// of that line. An offset outside of the text is taken to its nearest end.
func At(text string, offset int) (line, col int, source string) {
	offset = min(max(offset, 0), len(text))
	from, to := lineAround(text, offset)
	return 1 + strings.Count(text[:from], "\n"), offset - from + 1, text[from:to]
}

// lineAround returns the bounds of the line that holds an offset, without its
// line end ("\n" or "\r\n").
func lineAround(text string, offset int) (from, to int) {
	from = strings.LastIndexByte(text[:offset], '\n') + 1
	to = len(text)
	if i := strings.IndexByte(text[offset:], '\n'); i >= 0 {
		to = offset + i
	}
	if to > from && text[to-1] == '\r' && to > offset {
		to--
	}
	return from, to
}
