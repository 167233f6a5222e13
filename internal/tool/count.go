package tool

import (
	"strings"

	"tagout/internal/catalog"
	"tagout/internal/tri"
	"tagout/internal/word"
)

// Counts says how much a tool's grammar knows.
type Counts struct {
	// Pure, Read, Write and Destroy are the verbs of which the effect is known,
	// each counted once, by what it does without further options; Unclassified
	// are the rest. A tool without verbs counts as one. A pattern that stands
	// for many verbs ("delete-*") is one as well.
	Pure, Read, Write, Destroy, Unclassified int
	// Options are those that the grammar lists, spellings of one joined.
	Options int
}

// Count counts a tool's verbs by effect, and its options.
func Count(t *catalog.Tool) Counts {
	c := Counts{Options: len(t.Opts)}
	seen := map[string]bool{}
	once := func(verb []string) bool {
		key := strings.Join(verb, " ")
		defer func() { seen[key] = true }()
		return !seen[key]
	}
	for _, row := range [][]catalog.Cond{t.Destroy, t.Write, t.Pure, t.Read} {
		for i := range row {
			for _, verb := range alternatives(row[i].Verb) {
				if once(verb) {
					c.add(bare(t, verb))
				}
			}
		}
	}
	for _, verb := range t.Verbs {
		if !wild(verb) && once(verb) {
			c.add(bare(t, verb))
		}
	}
	if len(t.Verbs) == 0 {
		c.add(bare(t, nil))
	}
	return c
}

// alternatives returns every verb that a condition names; none where it names no
// verb.
func alternatives(words []string) [][]string {
	if len(words) == 0 {
		return nil
	}
	out := [][]string{nil}
	for _, w := range words {
		var longer [][]string
		for _, verb := range out {
			for _, alt := range strings.Split(w, "|") {
				longer = append(longer, append(verb[:len(verb):len(verb)], alt))
			}
		}
		out = longer
	}
	return out
}

// wild reports whether a verb of the table says only where verbs stand.
func wild(words []string) bool {
	for _, w := range words {
		if w == "*" {
			return true
		}
	}
	return false
}

// bare is a call of the verb and nothing else.
func bare(t *catalog.Tool, verb []string) *Invocation {
	inv := &Invocation{Tool: t, Name: t.Name}
	for _, w := range verb {
		inv.Verb = append(inv.Verb, word.Literal(w))
	}
	return inv
}

func (c *Counts) add(inv *Invocation) {
	switch {
	case inv.Effect("destroy") == tri.Yes:
		c.Destroy++
	case inv.Effect("write") == tri.Yes:
		c.Write++
	case inv.Effect("pure") == tri.Yes:
		c.Pure++
	case inv.Effect("read") == tri.Yes:
		c.Read++
	default:
		c.Unclassified++
	}
}
