package shell

import (
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"tagout/internal/word"
)

// redirection is one evaluated redirection, not yet applied.
type redirection struct {
	op    syntax.RedirOperator
	fd    int // anyFD: one that a variable is given
	path  word.Word
	text  word.Text // a here-document's or here-string's
	inner *syntax.ProcSubst
}

// anyFD is a descriptor of which the number is not known: a coprocess's, and what a
// variable names. Those of {fd}<file are below it, one for each variable.
const anyFD = -1

// fdOf is the descriptor that a word names by its number.
func (in *interp) fdOf(t word.Text) int {
	if s, known := t.Known(); known {
		if n, err := strconv.Atoi(s); err == nil && n >= 0 {
			return n
		}
	}
	if len(t) == 1 {
		if i := slices.Index(in.fds, strings.Trim(t[0].Text, "${}")); i >= 0 {
			return anyFD - 1 - i
		}
	}
	return anyFD
}

// evalRedirects evaluates the words of redirections.
func (in *interp) evalRedirects(list []*syntax.Redirect) []redirection {
	if len(list) == 0 {
		return nil
	}
	out := make([]redirection, 0, len(list))
	for _, r := range list {
		out = append(out, in.evalRedirect(r))
	}
	return out
}

func (in *interp) evalRedirect(r *syntax.Redirect) redirection {
	e := redirection{op: r.Op, fd: defaultFD(r.Op)}
	if r.N != nil {
		n, err := strconv.Atoi(r.N.Value)
		if err != nil {
			n = in.setsFD(r.N)
		}
		e.fd = n
	}
	switch r.Op {
	case syntax.Hdoc, syntax.DashHdoc:
		e.text = in.document(r)
	case syntax.WordHdoc:
		e.text = append(in.textOf(r.Word), word.Piece{Kind: word.Lit, Text: "\n"})
	default:
		if ps := outSubst(r.Word); ps != nil {
			e.inner = ps
			return e
		}
		e.path = word.Word{Pieces: in.target(r.Word), Span: in.span(r.Word)}
	}
	return e
}

// outSubst returns the substitution of a word that is nothing but >(…).
func outSubst(w *syntax.Word) *syntax.ProcSubst {
	if w == nil || len(w.Parts) != 1 {
		return nil
	}
	if ps, ok := w.Parts[0].(*syntax.ProcSubst); ok && ps.Op == syntax.CmdOut {
		return ps
	}
	return nil
}

func defaultFD(op syntax.RedirOperator) int {
	switch op {
	case syntax.RdrIn, syntax.RdrInOut, syntax.DplIn, syntax.Hdoc, syntax.DashHdoc, syntax.WordHdoc:
		return 0
	}
	return 1
}

// pending is an output substitution that runs when its writer is done.
type pending struct {
	subst *syntax.ProcSubst
	out   *sink
	path  word.Text // as a word, until something is written to it
	from  []int
}

// redirect applies redirections in order.
func (in *interp) redirect(list []redirection) (later []pending) {
	for _, r := range list {
		if r.inner != nil {
			out := in.sink()
			in.direct(r, out)
			later = append(later, pending{subst: r.inner, out: out})
			continue
		}
		in.redirectOne(r)
	}
	return later
}

func (in *interp) redirectOne(r redirection) {
	switch r.op {
	case syntax.Hdoc, syntax.DashHdoc, syntax.WordHdoc:
		in.setInput(r.fd, &Input{Kind: FedText, Text: r.text, From: r.text.From()})
	case syntax.RdrIn:
		in.opened(Reads, r, nil)
		in.setInput(r.fd, in.fileInput(r.path))
	case syntax.RdrInOut:
		in.opened(Appends, r, nil)
		in.setInput(r.fd, in.fileInput(r.path))
		if r.fd < 0 || r.fd > 2 {
			in.setOutput(r.fd, in.fileSink(r.path, true))
		}
	case syntax.DplIn:
		in.duplicateInput(r)
	case syntax.DplOut:
		in.duplicate(r)
	case syntax.AppOut, syntax.AppClob, syntax.AppAll, syntax.AppAllClob:
		in.direct(r, in.opened(Appends, r, in.fileSink(r.path, true)))
	default:
		in.direct(r, in.opened(Replaces, r, in.fileSink(r.path, false)))
	}
}

// opened notes a file that a redirection opens.
func (in *interp) opened(a Access, r redirection, to *sink) *sink {
	list := in.io.redirects
	in.io.redirects = append(list[:len(list):len(list)], Redirect{Access: a, FD: r.fd, Path: r.path, to: to})
	return to
}

// direct points descriptors at a sink.
func (in *interp) direct(r redirection, s *sink) {
	switch r.op {
	case syntax.RdrAll, syntax.RdrAllClob, syntax.AppAll, syntax.AppAllClob:
		in.io.out, in.io.err = s, s
		s.doubt(true) // of what is said of mistakes nothing is known
		return
	}
	in.setOutput(r.fd, s)
}

func (in *interp) setOutput(fd int, s *sink) {
	switch fd {
	case 1:
		in.io.out = s
	case 2:
		in.io.err = s
		s.doubt(true)
	default:
		in.io.extra = append(in.io.extra[:len(in.io.extra):len(in.io.extra)], stream{fd: fd, out: s})
	}
}

func (in *interp) setInput(fd int, i *Input) {
	if fd == 0 {
		in.io.stdin = i
		return
	}
	in.io.extra = append(in.io.extra[:len(in.io.extra):len(in.io.extra)], stream{fd: fd, in: i})
}

// duplicate is n>&m, n>&-, and >&file, which means &>file.
func (in *interp) duplicate(r redirection) {
	s, ok := r.path.Known()
	switch n, err := strconv.Atoi(s); {
	case ok && s == "-":
		in.setOutput(r.fd, nil)
	case ok && err == nil:
		in.setOutput(r.fd, in.outputAt(n))
	case !ok && r.path.Pieces.Prefix() == "":
		in.evaluates(r.path.Pieces, r.path.Span)
		in.setOutput(r.fd, in.outputAt(in.fdOf(r.path.Pieces)))
	default:
		in.io.out = in.opened(Replaces, r, in.fileSink(r.path, false))
		in.io.err = in.io.out
		in.io.err.doubt(true)
	}
}

// toCoprocess is what the last coprocess reads, nil where there is none: a
// descriptor whose number is not known may lead to it.
func (in *interp) toCoprocess() *sink {
	if n := len(in.proc.coprocs); n > 0 {
		return in.proc.coprocs[n-1].fed
	}
	return nil
}

func (in *interp) outputAt(fd int) *sink {
	switch fd {
	case 1:
		return in.io.out
	case 2:
		return in.io.err
	}
	if to := in.toCoprocess(); fd == anyFD && to != nil {
		return to
	}
	for i := len(in.io.extra) - 1; i >= 0; i-- {
		if e := &in.io.extra[i]; e.fd == fd || fd == anyFD && e.fd < 0 && e.out != nil {
			return e.out
		}
	}
	return nil
}

func (in *interp) duplicateInput(r redirection) {
	s, ok := r.path.Known()
	n, err := strconv.Atoi(s)
	switch {
	case ok && s == "-":
		in.setInput(r.fd, &Input{Kind: Null})
	case ok && err == nil:
		in.setInput(r.fd, in.inputAt(n))
	default:
		in.setInput(r.fd, in.inputAt(in.fdOf(r.path.Pieces)))
	}
}

func (in *interp) inputAt(fd int) *Input {
	if fd == 0 {
		return in.io.stdin
	}
	for i := len(in.io.extra) - 1; i >= 0; i-- {
		if in.io.extra[i].fd == fd && in.io.extra[i].in != nil {
			return in.io.extra[i].in
		}
	}
	if fd == anyFD {
		return in.inputAtAny()
	}
	return &Input{Kind: FedText, Text: unknown("<&" + strconv.Itoa(fd))}
}

// inputAtAny is what a descriptor may hold that a variable was given, whichever: all
// of it, one after the other.
func (in *interp) inputAtAny() *Input {
	all := &Input{Kind: FedText}
	for _, e := range in.io.extra {
		if e.fd < 0 && e.in != nil {
			all.Text = append(all.Text[:len(all.Text):len(all.Text)], e.in.Text...)
			for _, id := range e.in.From {
				all.From = addID(all.From, id)
			}
		}
	}
	if all.Text == nil {
		all.Text = unknown("<&")
	}
	return all
}

// sink returns a new sink at the shell's present certainty.
func (in *interp) sink() *sink { return &sink{maybe: in.maybe} }

// fileSink opens a file for writing.
func (in *interp) fileSink(p word.Word, add bool) *sink {
	switch s, _ := p.Known(); s {
	case "/dev/null", "/dev/tty":
		return nil
	case "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1":
		return in.io.out
	case "/dev/stderr", "/dev/fd/2", "/proc/self/fd/2":
		return in.io.err
	}
	abs := in.absolute(p.Pieces)
	_, before := in.files[in.key(abs)]
	f := in.open(p.Pieces, add)
	s := &sink{maybe: in.maybe, file: f, path: abs, loose: add && before}
	if add {
		s.base = f.text
	}
	return s
}

// fileInput opens a file for reading.
func (in *interp) fileInput(p word.Word) *Input {
	if s, _ := p.Known(); s == "/dev/null" {
		return &Input{Kind: Null}
	}
	if fd, ok := in.descriptor(p.Pieces); ok {
		return in.inputAt(fd)
	}
	i := &Input{Kind: FedFile, Path: p, From: p.Pieces.From()}
	t, from, ok := in.read(p.Pieces)
	if !ok {
		t = unknown("<" + p.String())
		t[0].From = i.From
	}
	i.Text = t
	for _, id := range from {
		i.From = addID(i.From, id)
	}
	if strings.HasPrefix(p.String(), "<(") {
		i.Kind = FedText
	}
	return i
}
