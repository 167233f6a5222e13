package policy

import (
	"slices"
	"strings"

	"tagout/internal/reach"
	"tagout/internal/record/secret"
)

// madeHere reports whether a text that runs and could not be read comes of the
// command itself, which then quotes anew what it holds, and not from the network.
func madeHere(calls []*reach.Found, f *reach.Found) bool {
	return slices.ContainsFunc(f.ProgramFrom, func(id int) bool {
		if id < 0 || id >= len(calls) || calls[id] == nil || len(calls[id].Readings) == 0 {
			return false
		}
		t := calls[id].Readings[0].Tool
		return t == nil || !slices.Contains(t.Kinds, "fetcher")
	})
}

// enough is how many bytes of a secret in a row give it away.
const enough = 8

// survives reports whether a part of a secret is still in a text, whatever quotes
// and escapes stand between its bytes: two shells may read the same quotes
// differently, and then it stands where neither was looked for.
func survives(text string, values []string) bool {
	text = withoutQuoting(strings.ReplaceAll(text, secret.Mark, ""))
	for _, v := range values {
		v = withoutQuoting(v)
		for i := 0; i+enough <= len(v); i++ {
			if strings.Contains(text, v[i:i+enough]) {
				return true
			}
		}
	}
	return false
}

// withoutQuoting is a text without the characters that quote.
func withoutQuoting(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("\\'\"`$", r) {
			return -1
		}
		return r
	}, s)
}
