package cli

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tagout/internal/harness"
)

// readmeRow is what the README says of a harness.
func readmeRow(h *harness.Harness) string {
	f, _ := h.Into(h.Registration(), harness.User, "linux")
	ask := "refuses"
	if h.CanAsk() {
		ask = "asks"
	}
	scopes := strings.Join(scopeOptions(h)[1:], "`, `")
	if scopes != "" {
		scopes = "`" + scopes + "`"
	}
	return fmt.Sprintf("| %s | %s | `tagout install %s` | `%s` | %s | %s |", h.Title, h.Contract.Status, h.Name, f.Path, scopes, ask)
}

// TestReadmeTable keeps the README's table of harnesses what the rows say.
func TestReadmeTable(t *testing.T) {
	data, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	var rows []string
	for _, h := range harness.All() {
		if h.Registration() != nil {
			rows = append(rows, readmeRow(&h))
		}
	}
	want := strings.Join(rows, "\n") + "\n\n"
	assert.Contains(t, string(data), want, "the table should be:\n"+want)
}
