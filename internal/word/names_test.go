package word

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func lit(s string) Piece  { return Piece{Kind: Lit, Text: s} }
func glob(s string) Piece { return Piece{Kind: Glob, Text: s} }

func TestListed(t *testing.T) {
	names := Piece{Kind: Unknown, Text: "$(ls)", Names: "a*\nb"}
	held := Piece{Kind: Unknown, Text: "$(cat *)", Names: "a*", Holds: true}
	for _, c := range []struct {
		text Text
		want string
	}{
		{Text{lit("a b")}, ""},
		{Text{{Kind: Unknown, Text: "$x"}}, ""},
		{Text{held}, ""},
		{Text{glob("*"), lit(".sh")}, "*.sh"},
		{Text{lit("x[ "), glob("[!a]"), lit("\n")}, "x\\[\n[^a]"},
		{Text{lit("d/"), names, lit(".sh\n")}, "d/a*.sh\nd/b.sh"},
		{Text{names, {Kind: Unknown, Text: "$x"}, lit(" "), glob("?")}, "?"},
	} {
		assert.Equal(t, c.want, c.text.Listed(), c.text.Spelling())
	}
}

func TestPatterns(t *testing.T) {
	assert.Nil(t, Text{lit("*")}.Patterns(), "a known name is no pattern")
	assert.Equal(t, []string{`\*/*`}, Text{lit("*/"), glob("*")}.Patterns())
	assert.Nil(t, Text{glob("*"), {Kind: Unknown, Text: "$x"}}.Patterns())
}
