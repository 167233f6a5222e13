package lang

import (
	"strings"

	"tagout/internal/rule"
)

// place says which classes a word may name.
type place uint8

const (
	// anyWord: classes of paths and the policy's own.
	anyWord place = iota
	// programWord: kinds of programs.
	programWord
	// operandWord: anyWord, and code.
	operandWord
	// verbWord: operandWord, and effects.
	verbWord
)

// alts reads alternatives joined by "|". at is the place of the whole word.
func (p *patternParser) alts(chars []char, at span, in place) []rule.Atom {
	var atoms []rule.Atom
	for _, part := range split(chars, '|') {
		if len(part) == 0 {
			p.mistake(at, "an alternative is empty", "", "'' is the empty word")
			continue
		}
		if a, ok := p.atom(part, in); ok {
			atoms = append(atoms, a)
		}
	}
	return atoms
}

// atom reads one alternative: a class in braces, a literal or a glob.
func (p *patternParser) atom(chars []char, in place) (rule.Atom, bool) {
	at := where(chars, span{})
	if chars[0].is('{') && chars[len(chars)-1].is('}') && closes(chars) {
		groups := p.groups(chars[1:len(chars)-1], at, in)
		return rule.Atom{Classes: groups}, len(groups) > 0
	}
	for _, c := range chars {
		if c.is('{') || c.is('}') {
			p.mistake(at, "braces within "+quote(text(chars)), "", "{class} stands alone between | and spaces; quote literal braces")
			return rule.Atom{}, false
		}
	}
	return plain(chars), true
}

// closes reports whether the first brace is closed by the last.
func closes(chars []char) bool {
	for _, c := range chars[1 : len(chars)-1] {
		if c.is('{') || c.is('}') {
			return false
		}
	}
	return true
}

// plain makes a literal, or a glob where an unquoted character asks for one.
// In a glob, quoted characters of patterns are put into brackets.
func plain(chars []char) rule.Atom {
	isGlob, quoted := false, false
	for i, c := range chars {
		isGlob = isGlob || globChar(chars, i)
		quoted = quoted || c.lit
	}
	if !isGlob {
		return rule.Atom{Literal: text(chars), Quoted: quoted}
	}
	var b strings.Builder
	for i, c := range chars {
		switch {
		case c.void:
		case !globChar(chars, i) && strings.IndexByte("*?[", c.b) >= 0:
			b.WriteString("[" + string(c.b) + "]")
		default:
			b.WriteByte(c.b)
		}
	}
	return rule.Atom{Glob: b.String()}
}

// globChar reports whether the character at i is a wildcard or opens a bracket
// expression that is closed.
func globChar(chars []char, i int) bool {
	switch c := chars[i]; {
	case c.is('*') || c.is('?'):
		return true
	case c.is('['):
		for j := i + 2; j < len(chars); j++ {
			if chars[j].is(']') {
				return true
			}
		}
	}
	return false
}

// groups reads what stands in braces: alternatives of parts joined by "&".
func (p *patternParser) groups(chars []char, at span, in place) [][]rule.Class {
	if len(chars) == 0 {
		p.mistake(at, "empty braces", oneOf(p.known(in)), "quote literal braces: '{}'")
		return nil
	}
	var groups [][]rule.Class
	for _, alt := range parts(chars) {
		var group []rule.Class
		for _, part := range split(alt, '&') {
			if c, ok := p.class(part, at, in); ok {
				group = append(group, c)
			}
		}
		if group != nil {
			groups = append(groups, group)
		}
	}
	return groups
}

// class reads "!name:arg".
func (p *patternParser) class(chars []char, at span, in place) (rule.Class, bool) {
	at = where(chars, at)
	chars, not := negated(chars)
	if len(chars) == 0 {
		p.mistake(at, "an alternative is empty", "", "")
		return rule.Class{}, false
	}
	name, arg, hasArg := strings.Cut(text(chars), ":")
	c := rule.Class{Not: not, Name: name, Arg: arg}
	known := p.known(in)
	if !isLater(known, name) {
		p.mistake(at, p.notClass(name, in), oneOf(known), p.classHint(name, known, in))
		return c, false
	}
	return c, p.argument(&c, at, hasArg)
}

// known returns the classes that a place takes, the built-in ones first.
func (p *patternParser) known(in place) []string {
	if in == programWord {
		return programs[:]
	}
	known := append([]string(nil), pathClasses[:]...)
	if in != anyWord {
		known = append(known, codes[:]...)
	}
	if in == verbWord {
		known = append(known, effects[:]...)
	}
	return append(known, p.classes...)
}

func (p *patternParser) notClass(name string, in place) string {
	if isBuiltin(name) || isLater(p.classes, name) {
		if in == programWord {
			return "class " + quote(name) + " in place of a program"
		}
		return "class " + quote(name) + " in place of a word"
	}
	return "unknown class " + quote(name)
}

func (p *patternParser) classHint(name string, known []string, in place) string {
	switch {
	case isLater(codes[:], name):
		return "{" + name + ":…} stands by itself: it speaks of all code that the call runs"
	case isLater(effects[:], name) && in != verbWord:
		return "{" + name + "} stands in place of a verb, before any operand"
	case strings.Contains(name, ","):
		return "alternatives are joined by |"
	}
	return meant(name, known)
}
