package shell

import (
	"fmt"

	"mvdan.cc/sh/v3/syntax"

	"tagout/internal/word"
)

// Run says which calls a program text would make, by handing each to
// cfg.Visit in order of execution. It executes nothing. The problems are why
// some calls may have been missed; none means that all were seen.
//
// The builtins eval, source, ., exec, command, builtin, trap, and every
// function and alias of the text are led further by Run itself; a visitor must
// not follow them again.
func Run(text string, cfg Config) []Problem {
	r := &run{cfg: cfg, lim: cfg.Limits.filled()}
	src := &Source{Text: text}
	if p := Scan(text); p != nil {
		p.Source = src
		return []Problem{*p}
	}
	f := &frame{src: src, dialect: cfg.Dialect, where: cfg.Where, clean: cfg.Where.Place != Here}
	if len(cfg.Holes) > 0 {
		text, f.marks = marked(holed(text, cfg.Holes), src)
	}
	in := newInterp(r, f)
	in.have(cfg.Defined)
	in.program(text)
	in.finish()
	r.release()
	return r.problems
}

// holed is a text of which parts are not known. Parts that lie outside of the
// text or in each other are left out.
func holed(text string, holes []word.Span) (t word.Text) {
	last := 0
	for _, h := range holes {
		if h.Start < last || h.End <= h.Start || h.End > len(text) {
			continue
		}
		t = append(append(t, literal(text[last:h.Start])...), unknown(text[h.Start:h.End])...)
		last = h.End
	}
	return append(t, literal(text[last:])...)
}

// filled returns the limits with the defaults in place of zeros.
func (l Limits) filled() Limits {
	fill := func(n *int, to int) {
		if *n <= 0 {
			*n = to
		}
	}
	fill(&l.Calls, DefaultCalls)
	fill(&l.Depth, 40)
	fill(&l.Loop, 64)
	fill(&l.Alts, 16)
	fill(&l.Bytes, 4<<20)
	return l
}

// run is what all the shells of one Run share.
type run struct {
	cfg      Config
	lim      Limits
	problems []Problem
	calls    int
	steps    int
	bytes    int
	entries  int // of directories that were listed
	// marked counts the separators and operators of all texts that were parsed.
	marked  int
	depth   int
	nesting int
	// arithTexts counts the texts that were evaluated as expressions.
	arithTexts int
	// evaluated: a call has told of a text that is evaluated and not known.
	evaluated bool
	// handling: the function for programs that are not there runs.
	handling bool
	halted   bool
	files    map[string]*file
	// doubted: a text that a file may never hold was read, so that what comes of it
	// may never be.
	doubted bool
	// opens counts the files that were opened for writing.
	opens   int
	procs   int
	parsers [3]*syntax.Parser
	// fds are the variables that were given descriptors ({fd}<file), in order.
	fds []string
	// said are the words of every call so far that may make a directory.
	said [][]word.Word
}

// stepsPerCall bounds the statements walked for each call that is allowed, so
// that programs of functions that call nothing end too.
const stepsPerCall = 2

// frame is the text that is being walked, and where it runs. Frames are shared
// and never change.
type frame struct {
	src     *Source
	marks   []mark
	via     []string
	where   Where
	dialect Dialect
	// plain: what POSIX shells lack may not be there (see Sub.Plain).
	plain bool
	// clean: the program sees none of the hook's environment.
	clean bool
	guess bool
	// alike: the text stands for what does the like of it.
	alike bool
	// aliases are the names being expanded, which are not expanded again.
	aliases []string
}

// coprocess is a program beside the shell, and what the shell writes to it.
type coprocess struct {
	stmts []*syntax.Stmt
	frame *frame
	fed   *sink
}

// interp is one shell at one point of its program. It is copied to follow
// another way through the program.
type interp struct {
	*run
	*frame
	proc   *process
	env    *layer
	dir    word.Text
	old    word.Text
	stack  []word.Text
	params *params
	io     streams
	// exports are the names that may have to be shown in a call's environment.
	exports []string
	// unsure counts the reasons why what follows may not run at all, maybe
	// those why it may or may not have an effect.
	unsure int
	maybe  int
	status status
	// exited is set after exit, left after return, break or continue: what
	// follows is dead, as far as is known.
	exited    bool
	left      leaving
	levels    int
	loop      *exits
	fn        *exits
	locals    *locals
	allexport bool
	// shwords and extglob are zsh's options of those names.
	shwords, extglob bool
	// nocase is bash's option nocasematch, lastpipe the one of that name: the last
	// stage of a pipeline may be the shell itself.
	nocase, lastpipe bool
	// piped is what feeds a pipeline that has just run in the shell itself.
	piped *Input
	// keepsIO is set by exec, whose redirections stay.
	keepsIO bool
	// astray is set where the shell has moved to a directory that is not there.
	astray bool
	// ran is set by a command substitution.
	ran bool
	fan *fan
	// split holds the shell as it is after success and after failure of the
	// statement that has just run, where its readings tell them apart.
	split *split
	// outs are the output substitutions among the words being evaluated.
	outs []pending
}

// params are $0, $1 and so on.
type params struct {
	zero word.Text
	list []word.Word
	// world marks the parameters of the shell that runs the proposed text.
	world bool
}

func newInterp(r *run, f *frame) *interp {
	one := &struct { // in one piece of memory
		interp
		proc   process
		env    layer
		params params
		stdin  Input
	}{params: params{world: true}}
	in := &one.interp
	in.run, in.frame, in.proc, in.env, in.params = r, f, &one.proc, &one.env, &one.params
	in.dir = literal(r.cfg.Dir)
	if r.cfg.Dir == "" {
		in.dir = unknownClass("$PWD", "lost")
	}
	in.io.stdin = &one.stdin
	return in
}

// fork copies the shell so that what it does can be dropped or joined.
func (in *interp) fork() *interp {
	c := *in
	c.env = in.env.child()
	return &c
}

// subshell copies the shell as a process of its own.
func (in *interp) subshell() *interp {
	c := in.fork()
	c.proc = &process{outer: in.proc.mayEnd || in.proc.outer, brittle: in.proc.brittle}
	if in.mayHaveLeft() {
		c.unsure++
	}
	c.fan, c.loop, c.piped = nil, nil, nil
	if in.locals != nil {
		l := *in.locals
		c.locals = &l
	}
	return c
}

// deeper runs f one level deeper, or reports that it is too deep.
func (in *interp) deeper(f func()) {
	if in.depth >= in.lim.Depth {
		in.tooComplex(fmt.Sprintf("nested more than %d deep", in.lim.Depth), word.Span{})
		return
	}
	in.depth++
	f()
	in.depth--
}

// step counts one statement and reports whether the run goes on.
func (in *interp) step() bool {
	if in.halted {
		return false
	}
	if in.steps++; in.steps > stepsPerCall*in.lim.Calls {
		in.halt("more than %d statements are walked", stepsPerCall*in.lim.Calls)
	}
	return !in.halted
}

func (in *interp) halt(format string, n int) {
	in.halted = true
	in.tooComplex(fmt.Sprintf(format, n), word.Span{})
}

// tooComplex reports a bound that was hit, each only once.
func (in *interp) tooComplex(msg string, span word.Span) {
	in.report(Problem{Kind: "too-complex", Msg: msg, Source: in.src, Span: span})
}

func (in *interp) report(p Problem) {
	for i := range in.problems {
		if in.problems[i].Kind == p.Kind && in.problems[i].Msg == p.Msg {
			return
		}
	}
	in.problems = append(in.problems, p)
}

// visit hands a call to the visitor and returns what it would print, nil when
// nobody can know.
func (in *interp) visit(c *Call) word.Text {
	if in.halted {
		return nil
	}
	if in.calls >= in.lim.Calls {
		in.halt("more than %d calls", in.lim.Calls)
		return nil
	}
	c.ID = in.calls
	in.calls++
	if in.cfg.Visit == nil {
		return nil
	}
	out := in.cfg.Visit(c, &Scope{in: in, call: c})
	if len(c.Words) > 0 && !looks(c.Words[0].String()) {
		in.said = append(in.said, c.Words)
	}
	return out
}

// newCall returns a call of the words, with what the shell's state says of it.
func (in *interp) newCall(words []word.Word, span word.Span) *Call {
	return &Call{
		Words: words, Span: span, Source: in.src, Dir: in.dir, Where: in.where, Via: in.via,
		Assigns: in.exported(), Redirects: in.io.redirects, Stdin: *in.io.stdin,
		Sure: in.unsure == 0 && !in.proc.mayEnd && !in.proc.outer && !in.mayHaveLeft(), Guess: in.guess, Alike: in.alike,
	}
}

// within returns a frame that says by what its calls were reached.
func (f *frame) within(via string) *frame {
	c := *f
	if via != "" {
		c.via = append(f.via[:len(f.via):len(f.via)], via)
	}
	return &c
}
