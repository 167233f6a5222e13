package tool

import (
	"tagout/internal/catalog"
	"tagout/internal/tri"
	"tagout/internal/word"
)

// MayHave reports whether a call of a tool with these words behind its name may
// have an effect for certain: whether some row that names the effect finds all the
// words of its verb among them. It is far cheaper than to parse the call.
func MayHave(t *catalog.Tool, effect string, words []word.Word) bool {
	switch effect {
	case "pure":
		return someRow(t.Pure, words)
	case "read":
		return someRow(t.Pure, words) || someRow(t.Read, words)
	case "write":
		return someRow(t.Write, words) || someRow(t.Destroy, words)
	case "destroy":
		return someRow(t.Destroy, words)
	}
	return true
}

func someRow(rows []catalog.Cond, words []word.Word) bool {
	for i := range rows {
		if allAmong(rows[i].Verb, words) {
			return true
		}
	}
	return false
}

// allAmong reports whether every word of a verb is certainly one of the words.
func allAmong(verb []string, words []word.Word) bool {
	for _, p := range verb {
		if p != "*" && !among(p, words) {
			return false
		}
	}
	return true
}

func among(pattern string, words []word.Word) bool {
	for i := range words {
		if matches(pattern, words[i].Pieces) == tri.Yes {
			return true
		}
	}
	return false
}
