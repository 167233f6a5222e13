package lang

import (
	"slices"
	"strings"

	"tagout/internal/catalog"
	"tagout/internal/rule"
)

// item reads one term after the program.
func (s *stageParser) item(t token) {
	chars, not := negated(t.chars)
	value := s.value
	s.value = ""
	switch {
	case text(t.chars) == "!" && t.chars[0].is('!'):
		s.mistake(t.at, "nothing after !", "", "quote a literal !")
	case !s.ended && text(t.chars) == "--":
		s.end()
	case !s.ended && chars[0].is('-') && len(chars) > 1:
		s.option(t, chars, not)
	case !s.ended && keyEnd(chars) > 0:
		s.key(t, chars, not)
	case value != "" && !not && !s.ended:
		s.mistake(t.at, value+" takes a value", "", "write "+value+"="+text(t.chars)+", or move the option to the end if it may have any")
	default:
		s.plainWord(t, chars, not)
	}
}

// end reads "--". For a tool that lists it among its flags the call must have
// it too; for others it only ends the options of the pattern.
func (s *stageParser) end() {
	s.ended = true
	for _, t := range s.tools {
		if len(rows(t, "--")) > 0 {
			s.out.Items = append(s.out.Items, rule.Item{Kind: rule.Option, Names: []string{"--"}})
			return
		}
	}
}

// option reads "-x", "-x|--long" or "-x=alts".
func (s *stageParser) option(t token, chars []char, not bool) {
	names, alts := chars, []rule.Atom(nil)
	eq := find(chars, '=')
	if eq >= 0 {
		names = chars[:eq]
		if eq+1 == len(chars) {
			s.mistake(t.at, "no value after "+text(chars), "", text(chars)+"'' is the empty value")
			return
		}
		if alts = s.alts(chars[eq+1:], t.at, anyWord); alts == nil {
			return
		}
	}
	it := rule.Item{Kind: rule.Option, Not: not, Alts: alts}
	for _, n := range split(names, '|') {
		name := text(n)
		if !isOption(name) || name[0] != '-' || strings.ContainsAny(name, "?[{}") {
			s.mistake(where(n, t.at), "bad option "+quote(name), `"-x" or "-x|--long"`, optionHint(name))
			return
		}
		it.Names = append(it.Names, name)
	}
	if bundle := s.bundle(it.Names); bundle != "" {
		s.mistake(t.at, quote(it.Names[0])+" is several options", "", "write "+bundle)
		return
	}
	if eq < 0 && !not && s.takesValue(it.Names) {
		s.value = it.Names[0]
	}
	s.out.Items = append(s.out.Items, it)
}

func optionHint(name string) string {
	switch {
	case name == "":
		return "an alternative is empty"
	case !strings.HasPrefix(name, "-"):
		return "options and words are no alternatives of each other; match takes several patterns"
	case strings.ContainsAny(name, "*?["):
		return "options are named in full"
	}
	return ""
}

// bundle returns how to write "-rf" where the grammar knows no such option, but
// each letter as a flag of its own; else "".
func (s *stageParser) bundle(names []string) string {
	if len(names) != 1 || len(names[0]) < 3 || names[0][1] == '-' || !s.exact {
		return ""
	}
	var letters []string
	for _, t := range s.tools {
		if t.Options == catalog.Go || t.Options == catalog.Find || len(rows(t, names[0])) > 0 {
			return ""
		}
		letters = letters[:0]
		for _, c := range names[0][1:] {
			letter := "-" + string(c)
			if len(rows(t, letter)) == 0 {
				return ""
			}
			letters = append(letters, letter)
		}
	}
	return strings.Join(letters, " ")
}

// rows returns the rows of a tool that list a spelling.
func rows(t *catalog.Tool, name string) []*catalog.Opt {
	var list []*catalog.Opt
	for i := range t.Opts {
		if slices.Contains(t.Opts[i].Names, name) {
			list = append(list, &t.Opts[i])
		}
	}
	return list
}

// takesValue reports whether every grammar says that the option takes one.
func (s *stageParser) takesValue(names []string) bool {
	if !s.exact {
		return false
	}
	for _, t := range s.tools {
		list := rows(t, names[0])
		if len(list) == 0 {
			return false
		}
		for _, o := range list {
			if o.Arg != catalog.Value {
				return false
			}
		}
	}
	return true
}

// keyEnd returns where the "=" of a key=value operand stands, or -1.
func keyEnd(chars []char) int {
	eq := find(chars, '=')
	if eq <= 0 || !isKeyName(text(chars[:eq])) {
		return -1
	}
	for _, c := range chars[:eq] {
		if c.lit {
			return -1
		}
	}
	return eq
}

// key reads "of=alts". A tool that takes no keys sees one word, so there it is
// an operand of which each alternative begins with the key.
func (s *stageParser) key(t token, chars []char, not bool) {
	eq := keyEnd(chars)
	name := text(chars[:eq])
	if eq+1 == len(chars) {
		s.mistake(t.at, "no value after "+text(chars), "", text(chars)+"'' is the empty value")
		return
	}
	alts := s.alts(chars[eq+1:], t.at, anyWord)
	if alts == nil {
		return
	}
	it := rule.Item{Kind: rule.Key, Not: not, Names: []string{name}, Alts: alts}
	if s.exact && !s.takesKey(name) && !hasClasses(alts) {
		it = rule.Item{Kind: rule.Operand, Not: not, Alts: prefixed(name+"=", alts)}
		s.verbs.close()
	}
	s.out.Items = append(s.out.Items, it)
}

func (s *stageParser) takesKey(name string) bool {
	for _, t := range s.tools {
		if t.Options == catalog.DD {
			return true
		}
		for _, roles := range [][]catalog.Role{t.Reads, t.Writes, t.Appends, t.Deletes} {
			for i := range roles {
				if roles[i].Option == name {
					return true
				}
			}
		}
	}
	return false
}

func hasClasses(alts []rule.Atom) bool {
	return slices.ContainsFunc(alts, func(a rule.Atom) bool { return a.Classes != nil })
}

// prefixed puts a text before each alternative.
func prefixed(prefix string, alts []rule.Atom) []rule.Atom {
	for i := range alts {
		if alts[i].Glob != "" {
			alts[i].Glob = prefix + alts[i].Glob
		} else {
			alts[i].Literal = prefix + alts[i].Literal
		}
	}
	return alts
}

// plainWord reads a word of the verb, an effect, or an operand.
func (s *stageParser) plainWord(t token, chars []char, not bool) {
	in := operandWord
	if s.verbs.open && !s.ended {
		in = verbWord
	}
	alts := s.alts(chars, t.at, in)
	if alts == nil {
		return
	}
	if isCode(alts) {
		s.codeItem(t, alts, not)
		return
	}
	it := rule.Item{Kind: rule.Operand, Not: not, Alts: alts}
	switch {
	case isEffect(alts):
		it.Kind = rule.Effect
		if in != verbWord || !allEffects(alts) {
			s.mistake(t.at, "effects and other classes in one word", "", "write them as two words: {destroy} {root}")
		}
	case in == verbWord && !not && !hasClasses(alts) && s.isVerb(t, alts):
		it.Kind = rule.Verb
	default:
		s.verbs.close()
	}
	s.out.Items = append(s.out.Items, it)
}

// isEffect reports whether any class of the alternatives is an effect.
func isEffect(alts []rule.Atom) bool {
	return eachClass(alts, func(name string) bool { return !slices.Contains(effects[:], name) }) == false
}

func allEffects(alts []rule.Atom) bool {
	for _, a := range alts {
		if a.Classes == nil {
			return false
		}
	}
	return eachClass(alts, func(name string) bool { return slices.Contains(effects[:], name) })
}

// eachClass reports whether test holds for every class.
func eachClass(alts []rule.Atom, test func(name string) bool) bool {
	for _, a := range alts {
		for _, g := range a.Classes {
			for _, c := range g {
				if !test(c.Name) {
					return false
				}
			}
		}
	}
	return true
}
