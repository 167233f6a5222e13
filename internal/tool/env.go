package tool

import (
	"strings"

	"tagout/internal/catalog"
	"tagout/internal/word"
)

// withEnv puts the options that a tool takes from its environment where the
// tool puts them: after the verb, or first when the words name none
// (TF_CLI_ARGS: terraform's documentation, "Environment Variables").
func withEnv(t *catalog.Tool, words []word.Word, env func(string) (word.Text, bool)) []word.Word {
	r := read(t, "", words, 0)
	var added []word.Word
	for _, name := range t.Env {
		if strings.IndexByte(name, '*') >= 0 {
			verb := joinVerb(r.Verb)
			if verb == "" {
				continue
			}
			name = strings.Replace(name, "*", verb, 1)
		}
		if text, ok := env(name); ok {
			added = append(added, Fields(text)...)
		}
	}
	if len(added) == 0 {
		return words
	}
	at := max(r.verbEnd, 1)
	out := make([]word.Word, 0, len(words)+len(added))
	out = append(append(out, words[:at]...), added...)
	return append(out, words[at:]...)
}

// joinVerb returns a verb as a variable's name has it, "" for none and for one
// that is not known.
func joinVerb(verb []word.Word) string {
	name := ""
	for i, w := range verb {
		s, ok := w.Known()
		if !ok {
			return ""
		}
		if i > 0 {
			name += "_"
		}
		name += s
	}
	return strings.ReplaceAll(name, "-", "_")
}
