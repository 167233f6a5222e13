package lang

import (
	"strconv"
	"strings"

	"tagout/internal/catalog"
	"tagout/internal/glob"
)

// globMatch matches a word of a verb, which holds no slash.
func globMatch(pattern, text string) bool {
	return pattern == text || isGlob(pattern) && glob.MatchString(pattern, text, glob.Loose)
}

func isGlob(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c == '*' || c == '?' || c == '[' {
			return true
		}
	}
	return false
}

// conds reads conditions; verbs says that they name verbs of the tool.
func (t *toolRow) conds(n *node, verbs bool) []catalog.Cond {
	var list []catalog.Cond
	for _, e := range t.strs(n, n.key, t.owner) {
		words := strings.Fields(e.text)
		if len(words) == 0 {
			t.report(e.node.at, t.owner, "empty condition in "+n.key+of(t.owner), "a verb or an option", "")
			continue
		}
		if len(words) == 1 && words[0] == "*" {
			list = append(list, catalog.Cond{}) // every call
			continue
		}
		if c, ok := t.cond(e, words, n.key); ok {
			list = append(list, c)
			t.names(c.Verb, e.node.at, n.key, verbs)
		}
	}
	return list
}

// names notes the verb of a condition: one that makes verbs of what it names, or
// one of which the tool must have the verb.
func (t *toolRow) names(verb []string, at span, in string, makes bool) {
	switch {
	case len(verb) == 0:
	case makes:
		t.implied = append(t.implied, phraseAt{verb, at, in})
	default:
		t.phrases = append(t.phrases, phraseAt{verb, at, in})
	}
}

// cond reads the words of a condition: those of the verb, then options that
// must be on or, after "!", off. "!@" is no operand.
func (t *toolRow) cond(e textAt, words []string, in string) (catalog.Cond, bool) {
	var c catalog.Cond
	for _, w := range words {
		name, off := strings.CutPrefix(w, "!")
		switch {
		case strings.HasPrefix(name, "-") || strings.HasPrefix(name, "+"):
			if !t.condOption(e, name, in) {
				return c, false
			}
			if off {
				c.Off = append(c.Off, name)
			} else {
				c.On = append(c.On, name)
			}
		case off && name == "@":
			c.Off = append(c.Off, name)
		case off || len(c.On)+len(c.Off) > 0 || strings.HasPrefix(w, "@"):
			t.badCond(e, in, w)
			return c, false
		case strings.HasPrefix(w, "|") || strings.HasSuffix(w, "|") || strings.Contains(w, "||"):
			t.badCond(e, in, w)
			return c, false
		default:
			c.Verb = append(c.Verb, w)
		}
	}
	return c, true
}

func (t *toolRow) badCond(e textAt, in, word string) {
	t.report(e.node.at, t.owner, "unexpected "+quote(word)+" in "+in+of(t.owner), `the verb's words, then "-on" and "!-off" options and "!@"`, "")
}

// condOption checks "-x" or "-x=glob" of a condition.
func (t *toolRow) condOption(e textAt, text, in string) bool {
	name, _, _ := strings.Cut(text, "=")
	if strings.Contains(name, "|") {
		t.report(e.node.at, t.owner, "alternatives "+quote(name)+" in "+in+of(t.owner), "one spelling of one option", "flags joins spellings; other alternatives are conditions of their own")
		return false
	}
	t.mention([]string{name}, e.node.at, in)
	return t.spellings(e, []string{name}, in)
}

// roles reads a condition and "@" with what it selects.
func (t *toolRow) roles(n *node) []catalog.Role {
	var list []catalog.Role
	for _, e := range t.strs(n, n.key, t.owner) {
		words := strings.Fields(e.text)
		if len(words) == 0 || !strings.HasPrefix(words[len(words)-1], "@") {
			t.report(e.node.at, t.owner, "no @ at the end of "+quote(e.text)+" in "+n.key+of(t.owner), roleForms, "")
			continue
		}
		last := len(words) - 1
		c, ok := t.cond(e, words[:last], n.key)
		if !ok {
			continue
		}
		r, ok := selector(words[last][1:])
		if !ok {
			t.report(e.node.at, t.owner, "bad selector "+quote(words[last])+" in "+n.key+of(t.owner), roleForms, "")
			continue
		}
		r.Cond = c
		t.names(c.Verb, e.node.at, n.key, false)
		if strings.HasPrefix(r.Option, "-") {
			t.mention([]string{r.Option}, e.node.at, n.key)
		}
		list = append(list, r)
	}
	return list
}

const roleForms = "@*, @2, @2.., @-1, @..-2, @-o, @--output or @of="

// selector reads what follows "@".
func selector(s string) (r catalog.Role, ok bool) {
	if s == "*" {
		return catalog.Role{From: 1, To: -1}, true
	}
	if from, to, isRange := strings.Cut(s, ".."); isRange {
		r.From, r.To = position(from, 1), position(to, -1)
		return r, r.From != 0 && r.To != 0 && from+to != ""
	}
	if r.From = position(s, 0); r.From != 0 {
		return r, true
	}
	if key, isKey := strings.CutSuffix(s, "="); isKey {
		r.Option = key
		return r, isKeyName(key)
	}
	r.Option = s
	return r, isOption(s)
}

// position reads an operand's number, def where there is none and 0 where it
// is no number.
func position(s string, def int) int {
	if s == "" {
		return def
	}
	n, err := strconv.Atoi(s)
	if err != nil || n > 100 || n < -100 {
		return 0
	}
	return n
}

// isKeyName reports whether s can be the key of a key=value operand.
func isKeyName(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		letter := 'a' <= c|0x20 && c|0x20 <= 'z'
		if !letter && (i == 0 || c != '-' && c != '_' && c != '.' && (c < '0' || c > '9')) {
			return false
		}
	}
	return s != ""
}
