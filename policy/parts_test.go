package policy

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestWordOfManyParts: a script in quotes is read however often a quote is written
// in it.
func TestWordOfManyParts(t *testing.T) {
	for _, n := range []int{10, 70, 200, 2000} {
		script := "echo " + strings.Repeat("'a' ", n) + "; terraform destroy"
		quoted := "'" + strings.ReplaceAll(script, "'", `'\''`) + "'"
		for _, carrier := range []string{"bash -c ", "ssh host ", "sudo sh -c "} {
			v := Builtin().Evaluate(Command{Text: carrier + quoted, Dir: "/w"}, World{})
			assert.Equal(t, Deny, v.Decision, "%s, %d words in quotes", carrier, n)
		}
	}
}
