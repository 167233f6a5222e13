package shell

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// claim is a program and the calls it would make, one a line.
type claim struct {
	text string
	want []string
}

func check(t *testing.T, d Dialect, claims []claim) {
	t.Helper()
	w := testWorld(loginEnv(), nil)
	for _, c := range claims {
		calls, problems := runIn(c.text, d, w)
		assert.Equal(t, c.want, renderAll(calls), "program: %s", c.text)
		assert.Empty(t, problems, "program: %s", c.text)
	}
}
