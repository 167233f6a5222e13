package source

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"tagout/internal/word"
)

// TestSedPrints: only what every sed reads as printing is printing.
func TestSedPrints(t *testing.T) {
	for want, scripts := range map[bool][]string{
		true: {
			"", "p", "1,80p", "$p", "/a/,/b/p", "/a/I!d", "s/a/b/", "s|a|b|gI2p", `s/a\/b/c/`, "y/ab/cd/", "2{p;q}", "/x/{n;p\n}", "10q", "$=", "s/[a-z]*/x/",
			"1~2p", "/a/,+3p", "N;P;D", "s/a/b/;s/c/d/",
		},
		false: {
			"w x", "p;w x", "1w x", "s/a/b/w x", "s/a/b/e", "s/a/b/pw x", "e", "e cmd", "r x", "R x", "W x", "a x", `i\`, "c x", ":a", "b", "ta", "F", "#n", "1",
			"s/[/]w x/b/", "s/[]/]w x/b/", "s/[^]/]w x/b/", "s/[[:alpha:]/]w x/b/", `s/[\]/]w x/b/`, "s/a/b", "/a", "y/a/b/w", "s a b w ", `\,a,p`, "s/a/b/ x", "p w x",
			"s/a/b\\\nw x/", "s/a\nw x/b/",
		},
	} {
		for _, s := range scripts {
			assert.Equal(t, want, SedPrints(word.Literal(s).Pieces), "%q", s)
		}
	}
	assert.False(t, SedPrints(word.Unknowable("$X", false).Pieces))
}
