package tool

import (
	"tagout/internal/catalog"
	"tagout/internal/word"
)

// maxReadings bounds how many readings of one call are kept. Beyond it only
// the two extremes are: every guess answered no, and every guess answered yes.
const maxReadings = 16

// Parse reads a call's words, the program first, by the grammar that cat has
// of the program. env looks up a variable of the call's environment; it may be
// nil. The readings are in order of likelihood as far as that is known: first
// the one in which no unknown option takes a value and no loose word a place.
// It returns none only for no words.
func Parse(cat catalog.Catalog, words []word.Word, env func(name string) (word.Text, bool)) []Invocation {
	if len(words) == 0 {
		return nil
	}
	name := programName(cat, words[0])
	var t *catalog.Tool
	if name != "" {
		t = cat.Tool(name)
	}
	return parse(t, name, words, env)
}

// ParseAs reads the words by a given grammar, whatever the program word says:
// for a program that is not known and might be this one. Invocation.Name is
// the word's base name, "" where it is unknown.
func ParseAs(t *catalog.Tool, words []word.Word, env func(name string) (word.Text, bool)) []Invocation {
	if len(words) == 0 {
		return nil
	}
	name, _ := baseName(words[0])
	return parse(t, name, words, env)
}

func parse(t *catalog.Tool, name string, words []word.Word, env func(string) (word.Text, bool)) []Invocation {
	if t != nil && len(t.Env) > 0 && env != nil {
		words = withEnv(t, words, env)
	}
	var out []Invocation
	for bits := uint32(0); ; {
		r := read(t, name, words, bits)
		out = append(out, r.Invocation)
		next, more := advance(bits, r.points)
		if !more {
			return out
		}
		if len(out) == maxReadings || r.points > 31 {
			all := read(t, name, words, ^uint32(0))
			return []Invocation{out[0], all.Invocation}
		}
		bits = next
	}
}

// advance counts through the answers to the guesses of a reading. A reading
// that met n of them has its own answers in the lowest n bits; the last one
// that was no becomes yes, and those after it are met anew.
func advance(bits uint32, n int) (next uint32, more bool) {
	for i := min(n, 32) - 1; i >= 0; i-- {
		if bits&(1<<i) == 0 {
			return bits&(1<<i-1) | 1<<i, true
		}
	}
	return 0, false
}
