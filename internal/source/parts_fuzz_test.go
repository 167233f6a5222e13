package source

import (
	"strings"
	"testing"

	"tagout/internal/word"
)

// FuzzParts: no text makes a reader of parts panic or yield more than its bound.
func FuzzParts(f *testing.F) {
	for _, seed := range []string{"1e a\ns/x/y/e", "* * * * * a%b", "X=1\n@daily a", `call system("a")`, "sil! !a", "a Enter b^M", "[/]{e a\n}", `\,x,e a`, "s/[/e", "[core]\n\tpager = x\n[a \"b", "[include] path=x\n[filter \"y\"]\n clean=\"z"} {
		f.Add(seed, "*!", true)
	}
	f.Add("exec:a,b", "EXEC:…,", false)
	f.Fuzz(func(t *testing.T, text, mark string, known bool) {
		in := word.Text{{Kind: word.Lit, Text: text}}
		if !known {
			in = append(word.Text{{Kind: word.Unknown, Text: "$X"}}, in...)
		}
		for _, format := range [...]string{"sed", "cron", "keys", "gitconfig"} {
			parts, _, ok := Parts(format, nil, in)
			if !ok || len(parts) > maxParts {
				t.Fatalf("%s: %d parts of %q", format, len(parts), text)
			}
		}
		if mark != "" && strings.Count(mark, "*") < 3 {
			Parts("", []string{mark, "!"}, in)
		}
	})
}
