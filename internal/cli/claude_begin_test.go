//go:build unix

package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestClaudeBegins proves with the real Claude Code that what is told where a
// conversation begins reaches the model, and that the command which tells it
// still stops what is refused.
func TestClaudeBegins(t *testing.T) {
	claude := os.Getenv(e2eClaude)
	if claude == "" {
		t.Skipf("%s is not set: the real Claude Code is not driven", e2eClaude)
	}
	lab := newLab(t, claude)
	settings := filepath.Join(lab.home, ".claude", "settings.json")
	hook := map[string]any{"type": "command", "command": lab.tagout, "args": []string{"hook", "--harness=claude"}, "timeout": 10, "onFailure": "block"}
	data, err := json.Marshal(map[string]any{"hooks": map[string]any{
		"PreToolUse":   []any{map[string]any{"matcher": "Bash", "hooks": []any{hook}}},
		"SessionStart": []any{map[string]any{"hooks": []any{hook}}},
	}})
	require.NoError(t, err)
	require.NoError(t, os.MkdirAll(filepath.Dir(settings), 0o755))
	require.NoError(t, os.WriteFile(settings, data, 0o600))
	results := lab.run([]proposal{bashCall("terraform destroy -auto-approve"), bashCall("terraform plan")})
	assert.Contains(t, lab.model.heard.String(), "tagout judges every shell command here before it runs")
	assert.Contains(t, results[0].text, "terraform-destroy")
	assert.Empty(t, lab.ran(0), "programs ran")
	assert.Equal(t, "terraform plan\n", lab.ran(1))
}
