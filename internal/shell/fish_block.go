package shell

import (
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// compound reads what follows the keyword of a compound command.
func (r *fishReader) compound(name string, start int) syntax.Command {
	switch name {
	case "begin":
		b := r.scope(start, "end")
		r.end()
		return b.Cmd
	case "if":
		return r.ifClause(start)
	case "while":
		w := &syntax.WhileClause{WhilePos: r.pos(start), Cond: r.condition()}
		w.DoPos = r.pos(r.at)
		w.Do = []*syntax.Stmt{r.scope(r.at, "end")}
		w.DonePos = r.end()
		return w
	case "for":
		return r.forClause(start)
	case "switch":
		return r.switchClause(start)
	case "function":
		return r.function(start)
	}
	r.fail(start, name+" is not understood here")
	return nil
}

// end skips the "end" of a block.
func (r *fishReader) end() syntax.Pos {
	at := r.pos(r.at)
	if !r.takeKeyword("end") {
		r.fail(max(min(r.at, len(r.text)-1), 0), "a block without end")
	}
	return at
}

// scope reads a block's body, in which "set -l" makes variables of its own.
func (r *fishReader) scope(start int, ends ...string) *syntax.Stmt {
	b := &syntax.Block{Lbrace: r.pos(start), Stmts: r.block(ends...)}
	b.Rbrace = r.pos(r.at)
	return &syntax.Stmt{Position: b.Lbrace, Cmd: b}
}

// condition reads one statement and those that "and" and "or" add to it.
func (r *fishReader) condition() []*syntax.Stmt {
	r.space()
	list := r.conjunction(nil)
	for r.err == nil {
		at := r.at
		r.separators()
		if name, _ := r.keyword(); name != "and" && name != "or" {
			r.at = at
			break
		}
		list = r.conjunction(list)
	}
	return list
}

func (r *fishReader) ifClause(start int) *syntax.IfClause {
	first := &syntax.IfClause{Position: r.pos(start)}
	for c := first; r.err == nil; c = c.Else {
		c.Cond = r.condition()
		c.ThenPos = r.pos(r.at)
		c.Then = []*syntax.Stmt{r.scope(r.at, "else", "end")}
		at := r.at
		if !r.takeKeyword("else") {
			break
		}
		r.space()
		c.Else = &syntax.IfClause{Position: r.pos(at)}
		if !r.takeKeyword("if") {
			c.Else.Then = []*syntax.Stmt{r.scope(r.at, "end")}
			break
		}
	}
	first.FiPos = r.end()
	return first
}

func (r *fishReader) forClause(start int) syntax.Command {
	r.space()
	name := r.plainWord()
	if !syntax.ValidName(name) {
		r.fail(start, "a name was expected after for")
	}
	r.space()
	if !r.takeKeyword("in") {
		r.fail(start, "in was expected")
	}
	w := &syntax.WordIter{Name: &syntax.Lit{ValuePos: r.pos(start), ValueEnd: r.pos(start), Value: name}, InPos: r.pos(start)}
	w.Items = r.words()
	f := &syntax.ForClause{ForPos: r.pos(start), Loop: w, DoPos: r.pos(r.at)}
	f.Do = []*syntax.Stmt{r.scope(r.at, "end")}
	f.DonePos = r.end()
	return f
}

// words reads words to the end of the statement.
func (r *fishReader) words() (list []*syntax.Word) {
	for r.space(); r.err == nil && !r.wordEnds(); r.space() {
		list = append(list, r.word())
	}
	r.terminator()
	return list
}

// plainWord reads a word that must be literal, and returns its text.
func (r *fishReader) plainWord() string {
	if r.wordEnds() {
		return ""
	}
	s, ok := plainText(r.word())
	if !ok {
		r.fail(r.at-1, "a name that is computed")
	}
	return s
}

// plainText returns the text of a word in which nothing is expanded.
func plainText(w *syntax.Word) (string, bool) {
	var b strings.Builder
	for _, p := range w.Parts {
		switch p := p.(type) {
		case *syntax.Lit:
			if strings.ContainsAny(p.Value, "*?~") {
				return "", false
			}
			b.WriteString(p.Value)
		case *syntax.SglQuoted:
			b.WriteString(p.Value)
		case *syntax.DblQuoted:
			s, ok := plainText(&syntax.Word{Parts: p.Parts})
			if !ok {
				return "", false
			}
			b.WriteString(s)
		default:
			return "", false
		}
	}
	return b.String(), true
}

func (r *fishReader) switchClause(start int) *syntax.CaseClause {
	c := &syntax.CaseClause{Case: r.pos(start)}
	subject := r.words()
	if len(subject) != 1 {
		r.fail(start, "one word was expected after switch")
		return c
	}
	c.Word, c.In = subject[0], r.pos(r.at)
	for r.separators(); r.takeKeyword("case"); r.separators() {
		item := &syntax.CaseItem{Op: syntax.Break, OpPos: r.pos(r.at)}
		for _, w := range r.words() {
			item.Patterns = append(item.Patterns, r.casePattern(w))
		}
		item.Stmts = []*syntax.Stmt{r.scope(r.at, "case", "end")}
		c.Items = append(c.Items, item)
	}
	c.Esac = r.end()
	return c
}

// casePattern makes the wildcards of a case act where they are quoted too, as
// fish matches them.
func (r *fishReader) casePattern(w *syntax.Word) *syntax.Word {
	out := &syntax.Word{}
	for _, p := range w.Parts {
		switch q := p.(type) {
		case *syntax.SglQuoted:
			if !strings.ContainsAny(q.Value, `\[]{}()!^-`) {
				p = &syntax.Lit{ValuePos: q.Left, ValueEnd: q.Right, Value: q.Value}
			}
		case *syntax.DblQuoted:
			if s, ok := plainText(&syntax.Word{Parts: q.Parts}); ok && !strings.ContainsAny(s, `\[]{}()!^-`) {
				p = &syntax.Lit{ValuePos: q.Left, ValueEnd: q.Right, Value: s}
			}
		case *syntax.BraceExp:
			r.fail(int(q.Pos().Offset()), "braces in a case")
		}
		out.Parts = append(out.Parts, p)
	}
	return out
}

// function reads a definition. The names of its arguments are set where its
// body begins.
func (r *fishReader) function(start int) syntax.Command {
	words := r.words()
	var names, texts []string
	for _, w := range words {
		s, ok := plainText(w)
		if !ok {
			r.fail(start, "a function whose name or options are computed")
			return nil
		}
		texts = append(texts, s)
	}
	if len(texts) == 0 || !isFunctionName(texts[0]) {
		r.fail(start, "a name was expected after function")
		return nil
	}
	if ok := functionOptions(texts[1:], &names); !ok {
		r.fail(start, "a function with options that are not known, or one that an event runs")
		return nil
	}
	body := r.scope(r.at, "end")
	r.end()
	if b, ok := body.Cmd.(*syntax.Block); ok {
		b.Stmts = append(r.arguments(names, words[0]), b.Stmts...)
	}
	return &syntax.FuncDecl{Position: r.pos(start), Body: body,
		Name: &syntax.Lit{ValuePos: words[0].Pos(), ValueEnd: words[0].End(), Value: texts[0]}}
}

func isFunctionName(s string) bool {
	return s != "" && s[0] != '-' && !isFishKeyword(s) && !strings.ContainsAny(s, "/ \t\n$")
}

// functionOptions reads the options of a definition; false for one whose body
// runs at other times than when it is called.
func functionOptions(words []string, names *[]string) bool {
	taking := ""
	for i, s := range words {
		flag, value, attached := strings.Cut(s, "=")
		switch {
		case flag == "-a" || flag == "--argument-names" || flag == "--argument":
			taking = "names"
			if attached {
				*names = append(*names, value)
			}
		case flag == "-d" || flag == "--description" || flag == "-w" || flag == "--wraps":
			if taking = "value"; attached {
				taking = ""
			}
		case taking == "names" && syntax.ValidName(s):
			*names = append(*names, s)
		case taking == "value" && i > 0:
			taking = ""
		default:
			return false
		}
	}
	return true
}

// arguments are the statements that name a function's arguments.
func (r *fishReader) arguments(names []string, at *syntax.Word) (out []*syntax.Stmt) {
	lit := func(s string) *syntax.Lit {
		return &syntax.Lit{ValuePos: at.Pos(), ValueEnd: at.End(), Value: s}
	}
	for i, name := range names {
		arg := &syntax.ParamExp{Dollar: at.Pos(), Short: true, Param: lit("argv"),
			Index: &syntax.Word{Parts: []syntax.WordPart{lit(strconv.Itoa(i + 1))}}}
		call := &syntax.CallExpr{}
		for _, p := range []syntax.WordPart{lit("set"), lit("-l"), lit(name), arg} {
			call.Args = append(call.Args, &syntax.Word{Parts: []syntax.WordPart{p}})
		}
		out = append(out, &syntax.Stmt{Position: at.Pos(), Cmd: call})
	}
	return out
}
