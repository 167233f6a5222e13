package shell

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// maxFishNesting bounds the recursion of the reader of fish.
const maxFishNesting = 100

// fishReader reads fish (fish-language(1), version 3) into the tree that the
// interpreter walks, so that flow, functions and redirections are walked as
// any shell's. Words keep fish's own meaning, see fishWords. A construct that
// it does not know is an error: the text is then unreadable, never shorter.
type fishReader struct {
	text  string
	at    int
	depth int
	err   error
}

// readFish returns the statements of a text, those before an error too.
func readFish(text string) ([]*syntax.Stmt, error) {
	if len(text) > maxMarks && countMarks(text) > maxMarks {
		return nil, errDense
	}
	r := &fishReader{text: text}
	list := r.block()
	if r.err == nil && r.at < len(r.text) {
		r.fail(r.at, r.text[r.at:r.at+1]+" closes nothing")
	}
	return list, r.err
}

// fail keeps the first error and ends the reading.
func (r *fishReader) fail(at int, msg string) {
	if r.err == nil {
		r.err = syntax.ParseError{Pos: r.pos(at), Text: msg}
	}
	r.at = len(r.text)
}

func (r *fishReader) pos(at int) syntax.Pos { return syntax.NewPos(uint(at), 1, 1) }

// enter counts one level of nesting; leave takes it back.
func (r *fishReader) enter() {
	if r.depth++; r.depth > maxFishNesting && r.err == nil {
		r.err = errDeep
		r.at = len(r.text)
	}
}

func (r *fishReader) leave() { r.depth-- }

// peek returns the next byte, 0 at the end.
func (r *fishReader) peek() byte {
	if r.at < len(r.text) {
		return r.text[r.at]
	}
	return 0
}

func (r *fishReader) next(s string) bool { return strings.HasPrefix(r.text[r.at:], s) }

// take skips s if it is next.
func (r *fishReader) take(s string) bool {
	if !r.next(s) {
		return false
	}
	r.at += len(s)
	return true
}

// space skips blanks and comments within a statement.
func (r *fishReader) space() {
	for r.at < len(r.text) {
		switch {
		case r.peek() == ' ' || r.peek() == '\t' || r.peek() == '\r':
			r.at++
		case r.next("\\\n"):
			r.at += 2
		case r.peek() == '#':
			end := strings.IndexByte(r.text[r.at:], '\n')
			if end < 0 {
				end = len(r.text) - r.at
			}
			r.at += end
		default:
			return
		}
	}
}

// separators skips everything between two statements.
func (r *fishReader) separators() {
	for {
		r.space()
		if c := r.peek(); c != '\n' && c != ';' {
			return
		}
		r.at++
	}
}

// newlines skips line ends where a statement goes on (after a pipe).
func (r *fishReader) newlines() {
	for r.space(); r.peek() == '\n'; r.space() {
		r.at++
	}
}

// keyword returns the word that comes next where it may be a keyword, and where
// it ends; fish takes quoted ones too.
func (r *fishReader) keyword() (name string, end int) {
	end = r.at
	for end < len(r.text) && (r.text[end] >= 'a' && r.text[end] <= 'z' || strings.IndexByte(`'"\!`, r.text[end]) >= 0) {
		end++
	}
	if end < len(r.text) && strings.IndexByte(" \t\r\n;)&|<>", r.text[end]) < 0 {
		return "", r.at
	}
	name = r.text[r.at:end]
	if strings.ContainsAny(name, `'"\`) {
		name = strings.Map(func(c rune) rune {
			if strings.ContainsRune(`'"\`, c) {
				return -1
			}
			return c
		}, name)
		if !isFishKeyword(name) {
			return "", r.at
		}
	}
	return name, end
}

func isFishKeyword(s string) bool {
	switch s {
	case "and", "or", "not", "!", "begin", "if", "else", "while", "for", "in", "switch", "case", "function", "end", "time":
		return true
	}
	return false
}

// takeKeyword skips a keyword if it is next.
func (r *fishReader) takeKeyword(want string) bool {
	name, end := r.keyword()
	if name != want {
		return false
	}
	r.at = end
	return true
}

// block reads statements up to a keyword that ends them, which is left, or to
// a ")" or the end of the text.
func (r *fishReader) block(ends ...string) []*syntax.Stmt {
	r.enter()
	defer r.leave()
	var out []*syntax.Stmt
	for {
		r.separators()
		if r.at == len(r.text) || r.peek() == ')' {
			if len(ends) > 0 && r.err == nil {
				r.fail(max(len(r.text)-1, 0), "a block without end")
			}
			return out
		}
		switch name, _ := r.keyword(); {
		case slices.Contains(ends, name):
			return out
		case name == "end" || name == "else" || name == "case":
			r.fail(r.at, name+" outside of its block")
			return out
		}
		out = r.conjunction(out)
	}
}

// conjunction reads one statement with what && and || join to it; "and" and
// "or" before it join it to the one that was read before.
func (r *fishReader) conjunction(before []*syntax.Stmt) []*syntax.Stmt {
	var op syntax.BinCmdOperator
	switch {
	case r.takeKeyword("and"):
		op = syntax.AndStmt
	case r.takeKeyword("or"):
		op = syntax.OrStmt
	}
	r.space()
	s := r.job()
	last := s
	for r.err == nil {
		r.space()
		by := syntax.AndStmt
		if r.take("||") {
			by = syntax.OrStmt
		} else if !r.take("&&") {
			break
		}
		r.newlines()
		last = r.job()
		s = chained(by, s, last)
	}
	if !last.Background {
		r.terminator()
	}
	n := len(before)
	switch {
	case r.err != nil: // what is half read has no shape
		return before
	case op != 0 && n > 0:
		before[n-1] = chained(op, before[n-1], s)
		return before
	}
	return append(before, s)
}

// terminator checks that a statement ends where it was read to.
func (r *fishReader) terminator() {
	r.space()
	if c := r.peek(); r.at < len(r.text) && c != '\n' && c != ';' && c != ')' {
		r.fail(r.at, "not understood here: "+string(c))
	}
}

func chained(op syntax.BinCmdOperator, x, y *syntax.Stmt) *syntax.Stmt {
	return &syntax.Stmt{Position: x.Position, Cmd: &syntax.BinaryCmd{OpPos: y.Position, Op: op, X: x, Y: y}}
}

// job reads a pipeline and the "&" behind it.
func (r *fishReader) job() *syntax.Stmt {
	s := r.statement()
	for r.err == nil {
		r.space()
		op := syntax.Pipe
		switch {
		case r.next("||"):
			return s
		case r.take("|"):
		case r.take("&|"), r.take("2>|"), r.take("1>|"):
			op = syntax.PipeAll
		case r.peek() == '&' && !r.next("&&") && !r.next("&>"):
			r.at++
			s.Background = true
			return s
		default:
			return s
		}
		r.newlines()
		s = chained(op, s, r.statement())
	}
	return s
}

// statement reads one stage of a pipeline.
func (r *fishReader) statement() *syntax.Stmt {
	r.enter()
	defer r.leave()
	r.space()
	s := &syntax.Stmt{Position: r.pos(r.at)}
	start := r.at
	name, end := r.keyword()
	switch {
	case name == "not" || name == "!":
		r.at = end
		inner := r.statement()
		inner.Negated = !inner.Negated
		inner.Position = s.Position
		return inner
	case name == "time":
		r.at = end
		s.Cmd = &syntax.TimeClause{Time: s.Position, Stmt: r.statement()}
		return s
	case name == "in" || !isFishKeyword(name):
		r.simple(s)
		return s
	}
	r.at = end
	s.Cmd = r.compound(name, start)
	for r.err == nil {
		r.space()
		if !r.redirect(s) {
			break
		}
	}
	return s
}

// simple reads a command with its assignments and redirections.
func (r *fishReader) simple(s *syntax.Stmt) {
	call := &syntax.CallExpr{}
	for r.err == nil {
		r.space()
		if r.redirect(s) {
			continue
		}
		if r.wordEnds() || r.next("2>|") || r.next("1>|") {
			break
		}
		if a := r.assignment(len(call.Args) == 0); a != nil {
			call.Assigns = append(call.Assigns, a)
			continue
		}
		call.Args = append(call.Args, r.word())
	}
	if r.err == nil && len(call.Args) == 0 {
		r.fail(min(r.at, max(len(r.text)-1, 0)), "a command was expected")
	}
	if len(call.Args) > 0 {
		s.Cmd = call
		if lit, ok := onlyLit(call.Args[0]); ok && lit == "{" {
			r.fail(int(s.Position.Offset()), "a block in braces")
		}
	}
}

// assignment reads NAME=value before a command.
func (r *fishReader) assignment(head bool) *syntax.Assign {
	if !head {
		return nil
	}
	name, _, found := strings.Cut(r.text[r.at:], "=")
	if !found || !syntax.ValidName(name) {
		return nil
	}
	a := &syntax.Assign{Name: &syntax.Lit{ValuePos: r.pos(r.at), ValueEnd: r.pos(r.at + len(name)), Value: name}}
	r.at += len(name) + 1
	if !r.wordEnds() {
		a.Value = r.word()
	}
	return a
}

// redirect reads one redirection, if it is next.
func (r *fishReader) redirect(s *syntax.Stmt) bool {
	at := r.at
	for r.peek() >= '0' && r.peek() <= '9' {
		r.at++
	}
	digits := r.text[at:r.at]
	op, ok := r.redirectOp(digits == "")
	if !ok || r.next("|") && r.err == nil {
		r.at = at
		return false
	}
	rd := &syntax.Redirect{OpPos: r.pos(at), Op: op}
	if digits != "" {
		rd.N = &syntax.Lit{ValuePos: r.pos(at), ValueEnd: r.pos(at + len(digits)), Value: digits}
	}
	r.space()
	if r.wordEnds() {
		r.fail(at, "a redirection without a target")
		return false
	}
	rd.Word = r.word()
	s.Redirs = append(s.Redirs, rd)
	return true
}

func (r *fishReader) redirectOp(bare bool) (syntax.RedirOperator, bool) {
	for _, o := range [...]struct {
		text string
		op   syntax.RedirOperator
	}{
		{"&>>", syntax.AppAll}, {"&>", syntax.RdrAll}, {">>", syntax.AppOut}, {">&", syntax.DplOut}, {">", syntax.RdrOut},
		{"<&", syntax.DplIn}, {"<", syntax.RdrIn},
	} {
		if o.text[0] == '&' && !bare || !r.take(o.text) {
			continue
		}
		if o.text != ">&" && o.text != "<&" {
			r.take("?") // no clobber; of "<" only if it exists
		}
		return o.op, true
	}
	return 0, false
}
