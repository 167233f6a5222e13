package shell

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// maxWhole is the length up to which a text is read to its end before it is
// walked. Of a longer one only what the bounds let be walked is read: the tree of
// a megabyte takes a hundred.
const maxWhole = 1 << 14

// reading is a text that is walked while it is read.
type reading struct {
	in   *interp
	text string
	// list are the statements that have been read and not yet walked.
	list []*syntax.Stmt
	// fed: it may have here-documents; pending are those whose text has not been
	// read yet, for it stands behind the line.
	fed     bool
	pending []*syntax.Redirect
}

// stream walks a long text while it is read.
func (in *interp) stream(text string) {
	parser, dialect := in.parser(), in.dialect
	in.parsers[dialect] = nil // what the text leads to is read by another
	r := reading{in: in, text: text, fed: strings.Contains(text, "<<")}
	// The function is called, not ranged over: where a here-document is not whole
	// it goes on after it was told to stop.
	parser.StmtsSeq(in.guarded(text))(r.next)
	r.walk()
	in.parsers[dialect] = parser
}

// next takes a statement, or why there is none, and reports whether to read on.
func (r *reading) next(s *syntax.Stmt, err error) bool {
	if r.in.halted {
		return false
	}
	if s == nil {
		r.walk()
		r.in.unreadable(err)
		return false
	}
	if r.whole() {
		r.walk()
	}
	r.list = append(r.list, s)
	if r.fed {
		r.await(s)
	}
	return true
}

// walk walks what has been read. What follows the end of the shell is dead, as far
// as is known: seen, but of no effect.
func (r *reading) walk() {
	if r.in.gone() {
		r.in = r.in.fork()
		r.in.exited, r.in.left = false, stays
	}
	r.in.stmts(r.in.mended(&syntax.File{Stmts: r.list}, r.text))
	r.list = nil
}

// whole reports whether the statements have all of their here-documents. One that
// is empty looks like one that has not been read: then all is read to the end.
func (r *reading) whole() bool {
	for len(r.pending) > 0 && r.pending[0].Hdoc != nil {
		r.pending = r.pending[1:]
	}
	return len(r.pending) == 0
}

// await remembers the here-documents of a statement.
func (r *reading) await(s *syntax.Stmt) {
	syntax.Walk(s, func(n syntax.Node) bool {
		if to, ok := n.(*syntax.Redirect); ok && (to.Op == syntax.Hdoc || to.Op == syntax.DashHdoc) {
			r.pending = append(r.pending, to)
		}
		return true
	})
}
