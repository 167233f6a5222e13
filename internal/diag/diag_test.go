package diag

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The form of section 7 of the design, to the byte.
func TestProblemString(t *testing.T) {
	p := Problem{
		File: "policy.toml", Line: 14, Col: 12, Len: 7, Rule: "git-reset-hard",
		Msg: `unknown decision "denny" in rule git-reset-hard`, Want: "allow, ask or deny",
		Source: `decision = "denny"`,
	}
	assert.Equal(t, `policy.toml:14:12: unknown decision "denny" in rule git-reset-hard
   |
14 | decision = "denny"
   |            ^~~~~~~ want allow, ask or deny`, p.String())
}

func TestProblemForms(t *testing.T) {
	tests := []struct {
		name string
		p    Problem
		want string
	}{
		{"hint", Problem{File: "p", Line: 1, Col: 1, Len: 3, Msg: "m", Hint: "h", Source: "abc"},
			"p:1:1: m\n  |\n1 | abc\n  | ^~~\nhint: h"},
		{"whole file", Problem{File: "p", Msg: "the file has 9 bytes", Want: "at most 8"},
			"p: the file has 9 bytes, want at most 8"},
		{"empty line", Problem{File: "p", Line: 3, Col: 1, Msg: "m"},
			"p:3:1: m\n  |\n3 |\n  | ^"},
		{"column past the line", Problem{File: "p", Line: 3, Col: 9, Len: 4, Msg: "m", Source: "ab"},
			"p:3:9: m\n  |\n3 | ab\n  |   ^"},
		{"wide number", Problem{File: "p", Line: 1000, Col: 2, Len: 1, Msg: "m", Source: "ab"},
			"p:1000:2: m\n     |\n1000 | ab\n     |  ^"},
		{"escapes in every part", Problem{File: "a\x1b", Line: 1, Col: 1, Len: 1, Msg: "m\n\x1b[2J", Want: "w\x07", Hint: "h\u202e", Source: "\x1b"},
			`a\x1b:1:1: m\n\x1b[2J` + "\n  |\n1 | \\x1b\n  | ^~~~ want w\\x07\nhint: h\\u202e"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { assert.Equal(t, tt.want, tt.p.String()) })
	}
}

func TestProblemsAreAnError(t *testing.T) {
	ps := Problems{{File: "b", Line: 2, Col: 1, Msg: "two"}, {File: "b", Line: 1, Col: 5, Msg: "one"}, {File: "a", Msg: "whole"}}
	ps.Sort()
	lines := strings.Split(ps.Error(), "\n\n")
	require.Len(t, lines, 3)
	for i, want := range []string{"a: whole", "b:1:5: one", "b:2:1: two"} {
		assert.True(t, strings.HasPrefix(lines[i], want), lines[i])
	}
	var back Problems
	assert.True(t, errors.As(ps.Err(), &back))
	assert.NoError(t, Problems(nil).Err())
	assert.NoError(t, Problems{}.Err())
}

func TestAt(t *testing.T) {
	const text = "one\ntwo\r\n\nfour"
	tests := []struct {
		offset, line, col int
		source            string
	}{
		{0, 1, 1, "one"}, {3, 1, 4, "one"}, {4, 2, 1, "two"}, {6, 2, 3, "two"},
		{9, 3, 1, ""}, {10, 4, 1, "four"}, {14, 4, 5, "four"}, {99, 4, 5, "four"}, {-1, 1, 1, "one"},
	}
	for _, tt := range tests {
		line, col, source := At(text, tt.offset)
		assert.Equal(t, tt.line, line, "line of %d", tt.offset)
		assert.Equal(t, tt.col, col, "column of %d", tt.offset)
		assert.Equal(t, tt.source, source, "source of %d", tt.offset)
	}
}
