package policy

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestAbbreviations: a verb's own options are told by fewer letters than those of
// the whole tool would leave (git reset --h is --hard: measured with 2.39).
func TestAbbreviations(t *testing.T) {
	for text, want := range map[string]Decision{
		"git reset --h": Ask, "git reset --har HEAD~1": Ask, "git gc --p=now": Ask, "git gc --prune=now": Ask,
		"git reset --soft HEAD~1": None, "git reset --help": None, "git gc": None,
	} {
		assert.Equal(t, want, Builtin().Evaluate(testCommand(text), testWorld()).Decision, text)
	}
}
