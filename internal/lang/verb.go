package lang

import (
	"strings"

	"tagout/internal/catalog"
	"tagout/internal/rule"
)

// verbPlace follows the words of a pattern through the verb tables of the
// programs it names.
type verbPlace struct {
	// phrases are the verbs that the words so far may begin, n how many words
	// there were.
	phrases [][]string
	n       int
	// open is set until a word was no verb.
	open bool
}

func newVerbPlace(tools []*catalog.Tool) verbPlace {
	v := verbPlace{open: true}
	for _, t := range tools {
		v.phrases = append(v.phrases, t.Verbs...)
	}
	return v
}

func (v *verbPlace) close() { v.open = false }

// next returns the words that may come next, sorted.
func (v *verbPlace) next() []string {
	var words []string
	for _, p := range v.phrases {
		if len(p) > v.n && p[v.n] != "*" {
			words = append(words, p[v.n])
		}
	}
	return sorted(words)
}

// fits reports whether an alternative may be the next word.
func (v *verbPlace) fits(a rule.Atom) bool {
	for _, p := range v.phrases {
		if len(p) > v.n && verbIs(a, p[v.n]) {
			return true
		}
	}
	return false
}

func verbIs(a rule.Atom, word string) bool {
	return word == "*" || a.Glob != "" && globMatch(a.Glob, word) || a.Glob == "" && a.Literal == word
}

// take keeps the phrases that some alternative continues, and reports whether
// there are any.
func (v *verbPlace) take(alts []rule.Atom) bool {
	var kept [][]string
	for _, p := range v.phrases {
		for _, a := range alts {
			if len(p) > v.n && verbIs(a, p[v.n]) {
				kept = append(kept, p)
				break
			}
		}
	}
	if kept == nil {
		return false
	}
	v.phrases = kept
	v.n++
	return true
}

// isVerb takes a plain word as the next of the verb where the tables have it.
// A first word that they lack is a mistake, because it would never match.
func (s *stageParser) isVerb(t token, alts []rule.Atom) bool {
	if len(s.verbs.phrases) == 0 {
		return false
	}
	before := s.verbs
	taken := s.verbs.take(alts)
	if !taken && before.n > 0 || !s.allHaveVerbs() {
		return taken
	}
	parts := split(t.chars, '|')
	for i, a := range alts {
		if before.fits(a) || i >= len(parts) || before.n > 0 && !taken {
			continue
		}
		s.unknownVerb(where(parts[i], t.at), text(parts[i]), before)
		return true
	}
	return taken
}

func (s *stageParser) allHaveVerbs() bool {
	for _, t := range s.tools {
		if len(t.Verbs) == 0 {
			return false
		}
	}
	return s.exact
}

func (s *stageParser) unknownVerb(at span, word string, v verbPlace) {
	names := make([]string, len(s.tools))
	for i, t := range s.tools {
		names[i] = t.Name
	}
	next := v.next()
	hint := meant(word, next)
	if hint == "" {
		hint = "list it in verbs, or write -- before an operand"
	}
	s.mistake(at, "unknown verb "+quote(word)+" of "+strings.Join(names, " and "), oneOf(next), hint)
}
