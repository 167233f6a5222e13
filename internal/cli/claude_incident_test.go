//go:build unix

package cli

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestClaudeIncident replays the incident of March 2026 through the real Claude
// Code: without a state, with the old laptop's state, with a saved plan. Terraform
// is a stub; the configuration, states and plans are real ones.
func TestClaudeIncident(t *testing.T) {
	lab := newLab(t, realProgram(t, e2eClaude))
	lab.install()
	put := func(from, to string) {
		data, err := os.ReadFile(filepath.Join("testdata/incident", from))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(lab.project, to), data, 0o644))
	}
	put("main.tf", "infra/main.tf")
	put("lock.hcl", "infra/.terraform.lock.hcl")
	require.NoError(t, os.Mkdir(filepath.Join(lab.project, "old"), 0o755))
	put("step3.terraform.tfstate", "old/terraform.tfstate")
	steps := []struct {
		command, want string // "" where it runs
	}{
		{"cd infra && terraform plan -out=tfplan", ""},
		{"terraform apply", "would be created, a second time"}, // the shell stays in infra
		{"cp ../old/terraform.tfstate .", "tfstate-replace"},
		{"terraform destroy -auto-approve", "aws_db_instance.production (course-management-prod)"},
		{"terraform plan -destroy -out=destroy.tfplan", ""},
		{"terraform apply destroy.tfplan", "deletes aws_db_instance.production (course-management-prod), which holds data"},
	}
	lab.before = func(turn int) error {
		switch turn {
		case 3: // a person let the state in
			put("step3.terraform.tfstate", "infra/terraform.tfstate")
		case 5: // what the stub did not write
			put("step4-destroy.tfplan", "infra/destroy.tfplan")
		}
		return nil
	}
	var proposals []proposal
	for _, s := range steps {
		proposals = append(proposals, bashCall(s.command))
	}
	for i, result := range lab.run(proposals) {
		s := steps[i]
		assert.Equal(t, s.want != "", result.failed, "%s: %s", s.command, result.text)
		assert.Contains(t, result.text, s.want, s.command)
		if ran := lab.ran(i); s.want == "" {
			assert.NotEmpty(t, ran, s.command)
		} else {
			assert.Empty(t, ran, s.command)
		}
	}
}
