package shell

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"

	"tagout/internal/word"
)

// optional runs what may or may not run, and joins both ways.
func (in *interp) optional(f func(c *interp)) {
	c := in.branch()
	f(c)
	in.adopt(in, c)
}

// branch forks the shell for what may or may not run.
func (in *interp) branch() *interp {
	c := in.fork()
	c.unsure++
	c.maybe++
	return c
}

func (in *interp) stmts(list []*syntax.Stmt) {
	for i, s := range list {
		if in.halted {
			return
		}
		if in.gone() { // dead, as far as is known: seen, but of no effect
			in.fork().dead(list[i:])
			return
		}
		in.stmt(s)
	}
}

func (in *interp) dead(list []*syntax.Stmt) {
	in.exited, in.left = false, stays
	in.stmts(list)
}

func (in *interp) stmt(s *syntax.Stmt) {
	in.split, in.piped = nil, nil
	if !in.step() {
		return
	}
	if s.Background || s.Coprocess || s.Disown {
		in.apart(s)
		in.status = success
		return
	}
	in.foreground(s)
}

// apart runs a statement as a process beside the shell.
func (in *interp) apart(s *syntax.Stmt) {
	c, opens := in.subshell(), in.opens
	c.io.stdin = &Input{Kind: Null}
	c.foreground(s)
	in.heir(c, s)
	c.finish()
	in.doubted = in.doubted || in.opens > opens // when it writes is not known
}

func (in *interp) foreground(s *syntax.Stmt) {
	defer in.mayExit()
	switch cmd := s.Cmd.(type) {
	case *syntax.CallExpr:
		in.simple(cmd, s)
	case *syntax.DeclClause:
		in.declare(cmd, s)
	case nil:
		in.simple(nil, s)
	default:
		in.compound(s)
	}
	if s.Negated {
		in.status = in.status.not()
		if in.split != nil {
			in.split = &split{ok: in.split.bad, bad: in.split.ok}
		}
	}
}

// compound runs a compound command within its redirections.
func (in *interp) compound(s *syntax.Stmt) {
	if len(s.Redirs) == 0 {
		in.nested(s.Cmd)
		return
	}
	before := in.io
	later := in.redirect(in.evalRedirects(s.Redirs))
	in.nested(s.Cmd)
	in.io, in.split = before, nil
	in.deliver(later)
}

// maxNesting bounds the walk through nested syntax, below the parser's bound.
const maxNesting = 400

func (in *interp) nested(cmd syntax.Command) {
	if in.nesting++; in.nesting > maxNesting {
		in.tooComplex("nested too deeply to be walked", word.Span{})
	} else {
		in.command(cmd)
	}
	in.nesting--
}

func (in *interp) command(cmd syntax.Command) {
	switch c := cmd.(type) {
	case *syntax.Block:
		if in.dialect == Fish {
			in.fishBlock(c.Stmts)
			return
		}
		in.stmts(c.Stmts)
	case *syntax.Subshell:
		in.inSubshell(c.Stmts)
	case *syntax.BinaryCmd:
		in.binary(c)
	case *syntax.IfClause:
		in.ifClause(c)
	case *syntax.WhileClause:
		in.whileClause(c)
	case *syntax.ForClause:
		in.forClause(c)
	case *syntax.CaseClause:
		in.caseClause(c)
	case *syntax.FuncDecl:
		in.define(c)
	case *syntax.TimeClause:
		if c.Stmt != nil {
			in.foreground(in.timed(c.Stmt))
		}
	case *syntax.CoprocClause:
		in.coproc(c)
	case *syntax.TestClause:
		in.testClause(c)
	case *syntax.ArithmCmd:
		in.arithCmd(c.X)
	case *syntax.LetClause:
		in.arithCmd(c.Exprs...)
	}
}

// timed is what bash's time measures: its options may end with "--", which the parser
// takes for a program, as it does a "!" after it.
func (in *interp) timed(s *syntax.Stmt) *syntax.Stmt {
	call, ok := s.Cmd.(*syntax.CallExpr)
	if !ok || in.dialect != Bash || len(call.Assigns) > 0 || len(call.Args) < 2 || call.Args[0].Lit() != "--" {
		return s
	}
	bare, command := *s, *call
	command.Args = call.Args[1:]
	for len(command.Args) > 1 && command.Args[0].Lit() == "!" {
		command.Args = command.Args[1:]
		bare.Negated = !bare.Negated
	}
	bare.Cmd = &command
	return &bare
}

func (in *interp) inSubshell(list []*syntax.Stmt) {
	c := in.subshell()
	c.stmts(list)
	c.finish()
	in.status = c.result()
}

// coproc runs beside the shell, fed by a pipe. What is written to it comes later:
// then it runs once more, with that.
func (in *interp) coproc(cc *syntax.CoprocClause) {
	if cc.Name != nil {
		in.setsPipes(cc.Name)
	}
	c := in.subshell()
	c.io.stdin = &Input{Kind: FedText, Text: unknown("coproc")}
	c.io.out = in.sink()
	c.foreground(cc.Stmt)
	c.finish()
	in.setInput(anyFD, c.io.out.input())
	in.status = success
	in.proc.coprocs = append(in.proc.coprocs, coprocess{stmts: []*syntax.Stmt{cc.Stmt}, frame: in.frame, fed: in.sink()})
}

// link is one statement of a list and the operator before it.
type link struct {
	op   syntax.BinCmdOperator
	stmt *syntax.Stmt
}

// links unfolds a chain of binary commands of one kind, which nests to the
// left, without recursion.
func links(b *syntax.BinaryCmd, in func(syntax.BinCmdOperator) bool) []link {
	var back []link
	for {
		back = append(back, link{b.Op, b.Y})
		x, ok := b.X.Cmd.(*syntax.BinaryCmd)
		if !ok || !in(x.Op) || len(b.X.Redirs) > 0 || b.X.Negated {
			back = append(back, link{stmt: b.X})
			break
		}
		b = x
	}
	for i, j := 0, len(back)-1; i < j; i, j = i+1, j-1 {
		back[i], back[j] = back[j], back[i]
	}
	return back
}

func isPipe(op syntax.BinCmdOperator) bool { return op == syntax.Pipe || op == syntax.PipeAll }

func isAndOr(op syntax.BinCmdOperator) bool { return !isPipe(op) }

func (in *interp) binary(b *syntax.BinaryCmd) {
	if isPipe(b.Op) {
		in.pipeline(links(b, isPipe))
		return
	}
	in.list(links(b, isAndOr))
}

// pipeline runs its stages as processes, each fed by the one before. In zsh
// the last one is the shell itself.
func (in *interp) pipeline(stages []link) {
	feed := in.io.stdin
	for i, l := range stages {
		if !in.step() {
			return
		}
		last := i == len(stages)-1
		if last && in.lastpipe && in.dialect == Bash {
			in.lastOf(feed, l.stmt)
			return
		}
		c := in
		if !last || in.dialect != Zsh && in.dialect != Fish {
			c = in.subshell()
		}
		before := c.io
		c.io.stdin = feed
		var out *sink
		if !last {
			out = in.sink()
			out.loose = in.dialect == Zsh && redirectsOutput(l.stmt)
			c.io.out = out
		}
		c.foreground(l.stmt)
		if c == in {
			c.io, c.piped = before, feed
			return
		}
		in.heir(c, l.stmt)
		c.finish()
		if last {
			in.status = c.result()
			return
		}
		feed = out.input()
	}
}

// lastOf runs the last stage of a pipeline in the shell itself, as bash's lastpipe
// does, unless jobs are controlled: then nothing of it stays.
func (in *interp) lastOf(feed *Input, s *syntax.Stmt) {
	c := in.fork()
	before := c.io
	c.io.stdin = feed
	c.foreground(s)
	c.io, c.piped = before, feed
	in.adopt(c, in.fork())
}

// redirectsOutput reports whether a stage sends its output elsewhere. In zsh it
// goes down the pipe as well (zshmisc(1), MULTIOS).
func redirectsOutput(s *syntax.Stmt) bool {
	return slices.ContainsFunc(s.Redirs, func(r *syntax.Redirect) bool { return r.N == nil && defaultFD(r.Op) == 1 })
}

// input returns what was gathered as the next stage's standard input.
func (s *sink) input() *Input {
	return &Input{Kind: FedText, Text: s.result(s.spelling()), From: s.sources()}
}

// spelling names an unknown output by its first unknown piece.
func (s *sink) spelling() string {
	for _, p := range s.text {
		if p.Kind == word.Unknown {
			return p.Text
		}
	}
	return "|"
}

// list runs a && b || c. What follows && is taken to run, as texts mean it to,
// but what it changes may not be so.
func (in *interp) list(items []link) {
	base := in.fork()
	base.stmt(items[0].stmt)
	ok, bad := outcomes(base)
	for _, l := range items[1:] {
		if !in.step() {
			break
		}
		if l.op == syntax.AndStmt {
			ok, bad = in.onSuccess(ok, bad, l.stmt)
		} else {
			ok, bad = in.onFailure(ok, bad, l.stmt)
		}
	}
	in.conclude(ok, bad)
}

// conclude joins a list's two ends; the directory is that of its success.
func (in *interp) conclude(ok, bad *interp) {
	unsure := -1
	for _, c := range []*interp{ok, bad} {
		if c != nil && !c.gone() && (unsure < 0 || c.unsure < unsure) {
			unsure = c.unsure
		}
	}
	defer func() { in.unsure = max(in.unsure, unsure) }()
	switch {
	case bad == nil:
		in.adopt(ok)
	case ok == nil:
		in.adopt(bad)
	case ok == bad:
		in.adopt(ok)
	default:
		apart := &split{ok: ok, bad: bad}
		in.adopt(ok, bad)
		in.split = apart
		if !ok.gone() {
			in.io = ok.io
			if bad.gone() || !ok.astray && !in.missing(ok.dir) {
				in.dir, in.old, in.stack = ok.dir, ok.old, ok.stack
			}
		}
	}
}

// outcomes returns the shell as it is after success and after failure.
func outcomes(c *interp) (ok, bad *interp) {
	if s := c.split; s != nil {
		c.split = nil
		return s.ok, s.bad
	}
	if c.status != failure {
		ok = c
	}
	if c.status != success {
		bad = c
	}
	return ok, bad
}

// onSuccess runs the right side of &&.
func (in *interp) onSuccess(ok, bad *interp, s *syntax.Stmt) (yes, no *interp) {
	if ok == nil {
		return nil, bad
	}
	c := ok
	if bad != nil {
		c = ok.fork()
		c.unsure++
		if ok.status != likely {
			c.maybe++
		}
	}
	c.stmt(s)
	if c.maybe = ok.maybe; !c.gone() {
		c.unsure = ok.unsure
	}
	yes, no = outcomes(c)
	return yes, in.either(bad, no)
}

// onFailure runs the right side of ||.
func (in *interp) onFailure(ok, bad *interp, s *syntax.Stmt) (yes, no *interp) {
	if bad == nil {
		return ok, nil
	}
	c := bad
	if ok != nil {
		c = bad.branch()
	}
	c.stmt(s)
	if ok != nil && !c.gone() {
		c.unsure, c.maybe = bad.unsure, bad.maybe
	}
	yes, no = outcomes(c)
	return in.either(ok, yes), no
}

// either joins two states of which one may be missing.
func (in *interp) either(a, b *interp) *interp {
	switch {
	case a == nil:
		return b
	case b == nil || a == b:
		return a
	case a.gone() && !b.gone():
		return b.without(a)
	case b.gone() && !a.gone():
		return a.without(b)
	case a.same(b):
		if a.status != b.status {
			c := *b
			c.status = perhapsOK
			return &c
		}
		return b
	}
	c := in.fork()
	c.adopt(a, b)
	c.unsure, c.maybe = min(a.unsure, b.unsure), min(a.maybe, b.maybe)
	return c
}
