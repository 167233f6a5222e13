package lang

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite the expected texts in testdata")

const mistakesFile = "testdata/mistakes.txt"

// Every mistake with the text that a person would read. The file holds cases:
// "=== NAME", a policy, a line "---", and what it is told.
func TestMistakes(t *testing.T) {
	data, err := os.ReadFile(mistakesFile)
	require.NoError(t, err)
	var out strings.Builder
	cases := strings.Split(string(data), "\n=== ")
	out.WriteString(cases[0])
	for _, c := range cases[1:] {
		name, body, _ := strings.Cut(c, "\n")
		input, want, ok := strings.Cut(body, "\n---\n")
		require.True(t, ok, "case %s has no ---", name)
		_, problems := Parse("p.toml", []byte(input), tools(t))
		got := problems.Error()
		out.WriteString("\n=== " + name + "\n" + input + "\n---\n" + got + "\n")
		if !*update {
			t.Run(name, func(t *testing.T) {
				assert.Equal(t, strings.TrimSuffix(want, "\n"), got)
				assert.NotEmpty(t, problems)
			})
		}
	}
	assert.Greater(t, len(cases), 60)
	if *update {
		require.NoError(t, os.WriteFile(mistakesFile, []byte(out.String()), 0o644))
	}
}
