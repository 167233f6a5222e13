//go:build unix

package cli

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestClaudeBegins proves with the real Claude Code that what is told where a
// conversation begins, by the hook that install registers, reaches the model, and
// that the settings as they stand still stop what is refused: one entry which it
// did not read would void them whole.
func TestClaudeBegins(t *testing.T) {
	lab := newLab(t, realProgram(t, e2eClaude))
	lab.install()
	results := lab.run([]proposal{bashCall("terraform destroy -auto-approve"), bashCall("terraform plan")})
	assert.Contains(t, lab.model.heard.String(), "tagout judges every shell command here before it runs")
	assert.Contains(t, results[0].text, "terraform-destroy")
	assert.Empty(t, lab.ran(0), "programs ran")
	assert.Equal(t, "terraform plan\n", lab.ran(1))
}
