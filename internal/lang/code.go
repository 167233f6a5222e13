package lang

import (
	"slices"
	"strings"

	"tagout/internal/code"
	"tagout/internal/plan"
	"tagout/internal/rule"
)

// parts splits what stands in braces at "|", except within the argument of a
// class, which runs to "&" or the end.
func parts(chars []char) [][]char {
	var out [][]char
	from, arg := 0, false
	for i, c := range chars {
		switch {
		case c.is(':'):
			arg = true
		case c.is('&'):
			arg = false
		case c.is('|') && !arg:
			out = append(out, chars[from:i])
			from = i + 1
		}
	}
	return append(out, chars[from:])
}

// argument reports what is wrong with the argument of a class, if anything.
func (p *patternParser) argument(c *rule.Class, at span, has bool) bool {
	if !slices.Contains(codes[:], c.Name) {
		if has {
			p.mistake(at, "class "+quote(c.Name)+" takes no argument", "{"+c.Name+"}", "")
		}
		return !has
	}
	if c.Arg == "" {
		p.mistake(at, "class "+quote(c.Name)+" lacks an argument", example(c.Name), "")
		return false
	}
	kinds := kindsOf(c.Name)
	for _, arg := range strings.Split(c.Arg, "|") {
		switch {
		case arg == "":
			p.mistake(at, "an alternative is empty", "", "")
		case kinds == nil || slices.Contains(kinds, arg):
			continue
		case strings.Contains(arg, ":"):
			p.mistake(at, "class "+quote(arg)+" within the argument of "+quote(c.Name), "", "alternatives of two classes: {sql:drop}|{call:NAME}")
		default:
			what := map[bool]string{true: "statement", false: "change"}[c.Name == "sql"]
			p.mistake(at, "unknown kind of "+what+" "+quote(arg), oneOf(kinds), meant(arg, kinds))
		}
		return false
	}
	return true
}

// kindsOf are the arguments that a class takes; nil: any.
func kindsOf(class string) []string {
	switch class {
	case "sql":
		return code.SQLKinds()
	case "plan":
		return plan.Kinds()
	}
	return nil
}

func example(class string) string {
	switch class {
	case "sql":
		return "{sql:drop}"
	case "plan":
		return "{plan:delete}"
	}
	return "{call:NAME}"
}

// isCode reports whether any class of the alternatives speaks of code.
func isCode(alts []rule.Atom) bool {
	return !eachClass(alts, func(name string) bool { return !slices.Contains(codes[:], name) })
}

// codeItem makes an item of a word that speaks of code: every alternative says
// which statement or call it is of, and what else that must be.
func (s *stageParser) codeItem(t token, alts []rule.Atom, not bool) {
	for _, a := range alts {
		if a.Classes == nil || slices.ContainsFunc(a.Classes, func(g []rule.Class) bool { return !s.saysCode(g) }) {
			s.mistake(t.at, "code and other classes in one word", "", "write them as two words: {sql:drop} {data}")
			return
		}
	}
	s.out.Items = append(s.out.Items, rule.Item{Kind: rule.Code, Not: not, Alts: alts})
}

// saysCode reports whether a group asks for code, and besides only for the
// name of what it is about.
func (s *stageParser) saysCode(group []rule.Class) bool {
	asks := false
	for _, c := range group {
		if slices.Contains(codes[:], c.Name) {
			asks = asks || !c.Not
		} else if c.Name != "unknown" && !slices.Contains(s.classes, c.Name) {
			return false
		}
	}
	return asks
}
