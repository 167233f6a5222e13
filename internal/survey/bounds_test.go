package survey

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tagout/internal/diag"
	"tagout/internal/scan"
)

// messages lists the findings as LEVEL MESSAGE.
func messages(r scan.Report) (out []string) {
	for _, p := range r.Problems {
		out = append(out, p.Level.String()+" "+p.Msg)
	}
	return out
}

// TestPatience: what there was no time for is told, and the first is judged always.
func TestPatience(t *testing.T) {
	dir := written(t, map[string]string{"Makefile": "a:\n\tterraform destroy\n\tls\n\tls -l\n"})
	got := scanned(t, dir, func(r *scan.Request) { r.Patience = 1 })
	require.Len(t, got.Problems, 2)
	assert.Equal(t, "warning 1 of the 3 commands of the file were judged, for that takes too long", messages(got)[0])
	assert.Equal(t, "terraform-destroy", got.Problems[1].ID)
}

// TestVariants: of a recipe of many targets some are judged, those at both ends
// among them, and that there are more is told.
func TestVariants(t *testing.T) {
	var targets []string
	for i := range 100 {
		targets = append(targets, fmt.Sprintf("t%d", i))
	}
	text := strings.Join(targets, " ") + ":\n\techo $@\nb c:\n\tterraform -chdir=$@ destroy\n"
	got := scanned(t, written(t, map[string]string{"Makefile": text}))
	assert.Equal(t, []string{"note of the texts that this line expands to 12 were judged, which are not all"}, messages(got)[:1])
	require.Len(t, got.Problems, 2)
	assert.Equal(t, []int{2, 4}, []int{got.Problems[0].Line, got.Problems[1].Line})
	assert.Equal(t, diag.Error, got.Problems[1].Level)
	list, left := varied(variants(100))
	assert.Equal(t, "echo t0", list[0].text)
	assert.Equal(t, "echo t99", list[len(list)-1].text)
	assert.Len(t, left, 1)
	list, left = varied(variants(maxVariants))
	assert.Len(t, list, maxVariants)
	assert.Empty(t, left)
}

func variants(n int) (out []item) {
	for i := range n {
		out = append(out, piece(fmt.Sprintf("echo t%d", i), 0))
	}
	for i := range out {
		for k := range out[i].at {
			out[i].at[k] = 7
		}
	}
	return out
}
