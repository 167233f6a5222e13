package harness

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestLets(t *testing.T) {
	for _, c := range []struct {
		rule, command string
		exact, begins bool
	}{
		{"Bash", "a b", true, true}, {"Bash(*)", "a b", true, true}, {"Read(*)", "a b", false, false}, {"Bash(a", "a", false, false},
		{"Bash(a)", "a", true, true}, {"Bash(a)", "a b", false, true}, {"Bash(a)", "ab", false, false},
		{"Bash(a:*)", "a", true, true}, {"Bash(a:*)", "a b", true, true}, {"Bash(a:*)", "ab", false, false}, {"Bash(a * c:*)", "a b c d", true, true},
		{"Bash(a *)", "a", true, true}, {"Bash(a *)", "a b", true, true}, {"Bash(a *)", "ab", false, false},
		{"Bash(* -x)", "a -x", true, true}, {"Bash(* -x)", "a -x b", false, false}, {"Bash(a*c*e)", "abcde", true, true}, {"Bash(a*c*e)", "abde", false, false},
	} {
		l := Lists{Tools: []string{"Bash"}}
		assert.Equal(t, c.exact, l.Lets(c.rule, c.command), "%s about %s", c.rule, c.command)
		l.Begins = true
		assert.Equal(t, c.begins, l.Lets(c.rule, c.command), "%s about %s, which begins so", c.rule, c.command)
		assert.Equal(t, c.begins, l.Held([]string{"Read", c.rule}, c.command))
	}
}
