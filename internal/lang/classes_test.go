package lang

import (
	"slices"
	"testing"

	"tagout/internal/class"

	"github.com/stretchr/testify/assert"
)

// The classes that patterns may name are those that package class answers for.
func TestPathClassesAreKnown(t *testing.T) {
	assert.Equal(t, class.Names(), slices.Clone(pathClasses[:]))
}
