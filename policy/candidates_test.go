package policy

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"tagout/internal/builtin"
)

// TestUnnamedCandidates: where the program is not known, no rule that is left out
// would have matched. The first example of each rule will do.
func TestUnnamedCandidates(t *testing.T) {
	tried := 0
	for _, file := range examples(t) {
		for i, e := range file {
			if !e.Hit || i > 0 && file[i-1].Rule == e.Rule {
				continue
			}
			_, rest, _ := strings.Cut(e.Run, " ")
			j := Builtin().judge(testCommand("$CMD "+rest), testWorld(), options{})
			for _, f := range j.calls {
				if f == nil || names(nil, f) != nil || len(f.Readings) == 0 {
					continue
				}
				some := builtinFor(nil, f)
				for i := range int32(builtin.Count()) {
					r := builtin.Rule(i)
					if _, matches := j.rule(r, r.Decision, builtin.Classes, f); matches {
						tried++
						assert.True(t, slices.Contains(some, i), "%s: $CMD %s", builtin.Rule(i).ID, rest)
					}
				}
			}
		}
	}
	assert.Greater(t, tried, 50, "rules that match a program not known")
}

// TestCandidates: no rule that a call is not tried on would have matched it.
func TestCandidates(t *testing.T) {
	spared := 0
	for _, file := range examples(t) {
		for _, e := range file {
			j := Builtin().judge(testCommand(e.Run), testWorld(), options{})
			for _, f := range j.calls {
				if f == nil || names(nil, f) == nil && len(f.Readings) > 0 {
					continue
				}
				some := builtinFor(nil, f)
				for i := range int32(builtin.Count()) {
					if slices.Contains(some, i) {
						continue
					}
					spared++
					r := builtin.Rule(i)
					_, matches := j.rule(r, r.Decision, builtin.Classes, f)
					assert.False(t, matches, "%s: %s", r.ID, e.Run)
				}
			}
		}
	}
	assert.Greater(t, spared, 100_000)
}
