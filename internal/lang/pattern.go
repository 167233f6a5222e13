package lang

import (
	"tagout/internal/catalog"
	"tagout/internal/rule"
)

// mistake is one wrong part of a pattern, placed in its text.
type mistake struct {
	at              span
	msg, want, hint string
}

// maxPattern bounds a pattern, in bytes.
const maxPattern = 4096

// patternParser compiles one pattern.
type patternParser struct {
	text     string
	cat      catalog.Catalog
	classes  []string
	mistakes []mistake
}

func (p *patternParser) mistake(at span, msg, want, hint string) {
	p.mistakes = append(p.mistakes, mistake{at, msg, want, hint})
}

// parse reads the stages that lone "|" separate.
func (p *patternParser) parse() rule.Pattern {
	pat := rule.Pattern{Text: p.text}
	if len(p.text) > maxPattern {
		p.mistake(span{0, 1}, "the pattern has "+plural(len(p.text), "byte"), "at most 4096", "")
		return pat
	}
	toks := p.tokens()
	if len(toks) == 0 {
		p.mistake(span{0, len(p.text)}, "the pattern is empty", "a command such as \"PROGRAM VERB\"", "")
		return pat
	}
	from := 0
	for i := 0; i <= len(toks); i++ {
		if i < len(toks) && toks[i].kind != pipeToken {
			continue
		}
		if i == from {
			p.mistake(toks[min(i, len(toks)-1)].at, "no command on one side of |", "", "within a word, | joins alternatives without spaces")
		} else {
			pat.Stages = append(pat.Stages, p.stage(toks[from:i]))
		}
		from = i + 1
	}
	return pat
}

// stage reads one command: variables, a program, its terms, its flows.
func (p *patternParser) stage(toks []token) rule.Stage {
	s := stageParser{patternParser: p}
	for i := 0; i < len(toks); i++ {
		switch t := toks[i]; {
		case t.kind == flowToken && i+1 < len(toks) && toks[i+1].kind == wordToken:
			s.flow(t, toks[i+1])
			i++
		case t.kind == flowToken:
			p.mistake(t.at, "nothing after "+text(t.chars), `a path such as "*" or {root}`, "")
		default:
			s.term(t)
		}
	}
	if s.prog == nil && len(s.out.Items) == 0 && !s.shellSyntax {
		s.incomplete(toks)
	}
	return s.out
}

// stageParser is one stage under compilation.
type stageParser struct {
	*patternParser
	out rule.Stage
	// prog is the word of the program, once it was read.
	prog *token
	// tools are the grammars of the programs named, exact says that there is one
	// for each of them.
	tools []*catalog.Tool
	exact bool
	verbs verbPlace
	// ended is set after "--", value is an option just read that takes one.
	ended bool
	value string
	// shellSyntax is set after a mistake that leaves no program to be expected.
	shellSyntax bool
}

// incomplete reports a stage of which nothing can be matched.
func (s *stageParser) incomplete(toks []token) {
	if len(s.out.Env) == 0 && len(s.out.Flows) == 0 && len(s.mistakes) == 0 {
		s.mistake(toks[0].at, "the pattern names no program", "", `"*" is any program`)
	}
}

func (s *stageParser) flow(sign, target token) {
	f := rule.Flow{Kind: rule.Fed}
	switch text(sign.chars) {
	case ">":
		f.Kind = rule.Replaces
	case ">>":
		f.Kind = rule.WritesTo
	}
	if target.chars[0].is('!') && len(target.chars) > 1 {
		s.mistake(target.at, "unexpected ! after "+text(sign.chars), "", "negate a class within its braces: {!temp}")
		return
	}
	f.Alts = s.alts(target.chars, target.at, anyWord)
	s.out.Flows = append(s.out.Flows, f)
}

// term reads a word that is a variable, the program, or a term of it.
func (s *stageParser) term(t token) {
	if s.isShellSyntax(t) {
		return
	}
	if len(s.out.Flows) > 0 {
		s.mistake(t.at, "unexpected "+quote(text(t.chars))+" after a redirection", "", "redirections stand last")
		return
	}
	switch {
	case s.prog != nil:
		s.item(t)
	case s.env(t):
	default:
		s.program(t)
	}
}

// isShellSyntax reports what looks like shell but means nothing in a pattern.
func (s *stageParser) isShellSyntax(t token) bool {
	word := text(t.chars)
	bare := !t.chars[0].lit
	switch {
	case !bare:
		return false
	case word == "&&" || word == "||" || word == ";" || word == "&":
		s.mistake(t.at, "unexpected "+quote(word), "", "a pattern is one command; match takes several")
	case len(word) > 1 && t.chars[0].is('$'):
		s.mistake(t.at, "unexpected variable "+quote(word), "", "{unknown} is a word that is not known, {home} the home directory; quote a literal $")
	case find(t.chars, '<') >= 0 || find(t.chars, '>') >= 0:
		s.mistake(t.at, "unexpected redirection in "+quote(word), "", `write "> PATH" with a space, and quote a literal < or >`)
	default:
		return false
	}
	s.shellSyntax = true
	return true
}

// env reads "NAME=alts" before the program, and reports whether it was one.
func (s *stageParser) env(t token) bool {
	chars, not := negated(t.chars)
	eq := find(chars, '=')
	if eq <= 0 {
		return false
	}
	name := text(chars[:eq])
	if !isVariable(name) || name == "*" || 'a' <= name[0] && name[0] <= 'z' {
		return false
	}
	e := rule.Env{Not: not, Name: name}
	if eq+1 == len(chars) {
		e.Value = []rule.Atom{{Quoted: true}}
	} else {
		e.Value = s.alts(chars[eq+1:], t.at, anyWord)
	}
	s.out.Env = append(s.out.Env, e)
	return true
}

// negated takes a leading "!" off.
func negated(chars []char) ([]char, bool) {
	if len(chars) > 1 && chars[0].is('!') {
		return chars[1:], true
	}
	return chars, false
}

// program reads the program's names and finds their grammars.
func (s *stageParser) program(t token) {
	s.prog = &t
	switch name := text(t.chars); {
	case t.chars[0].is('-'):
		s.mistake(t.at, "option "+quote(name)+" before a program", "", `"*" is any program`)
		return
	case t.chars[0].is('!'):
		s.mistake(t.at, "unexpected ! before a program", "", "negate a class within its braces: {!shell}")
		return
	case find(t.chars, '=') >= 0:
		s.mistake(t.at, quote(name)+" is neither a program nor a variable", "", "a variable begins with a capital or _; a key=value operand stands after its program, * is any")
		return
	}
	s.out.Program = s.alts(t.chars, t.at, programWord)
	s.exact = len(s.out.Program) > 0
	for _, a := range s.out.Program {
		var tool *catalog.Tool
		if a.Literal != "" && s.cat != nil {
			tool = s.cat.Tool(a.Literal)
		}
		if tool == nil {
			s.exact = false
			continue
		}
		s.tools = append(s.tools, tool)
	}
	s.verbs = newVerbPlace(s.tools)
}
