package plan_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"tagout/internal/plan"
)

// shown is what "terraform show -json" says of a plan.
type shown struct {
	Version string `json:"terraform_version"`
	Errored bool   `json:"errored"`
	Changes []struct {
		Address  string `json:"address"`
		Previous string `json:"previous_address"`
		Type     string `json:"type"`
		Deposed  string `json:"deposed"`
		Reason   string `json:"action_reason"`
		Change   struct {
			Actions []string `json:"actions"`
			Before  any      `json:"before"`
			After   any      `json:"after"`
			Unknown any      `json:"after_unknown"`
		} `json:"change"`
	} `json:"resource_changes"`
}

// rows spells the changes of a plan, one a line, for comparison.
func rows(p *plan.Plan) (all []string) {
	for i := range p.Changes {
		c := &p.Changes[i]
		all = append(all, strings.Join([]string{c.Address, c.Deposed, c.Previous, c.Type(), c.Action.String(), c.Reason}, " | "))
	}
	slices.Sort(all)
	return all
}

// rows spells the changes that Terraform shows in the same way.
func (s *shown) rows() (all []string) {
	for _, c := range s.Changes {
		if c.Previous == c.Address {
			c.Previous = ""
		}
		actions := strings.Join(c.Change.Actions, ",")
		all = append(all, strings.Join([]string{c.Address, c.Deposed, c.Previous, c.Type, actions, c.Reason}, " | "))
	}
	slices.Sort(all)
	return all
}

// same compares a plan file with what Terraform shows of it.
func same(t *testing.T, file, shownAs []byte) *plan.Plan {
	t.Helper()
	var want shown
	d := json.NewDecoder(bytes.NewReader(shownAs))
	d.UseNumber()
	require.NoError(t, d.Decode(&want))
	got, err := plan.Read(file)
	require.NoError(t, err)
	require.Equal(t, want.rows(), rows(got))
	require.Equal(t, want.Version, got.Version)
	require.Equal(t, want.Errored, got.Errored)
	sameSets(t, got, &want)
	return got
}

// TestSamples reads the plans of the incident and its kin, which lie outside of
// the repository.
func TestSamples(t *testing.T) {
	dir := os.Getenv("TAGOUT_SAMPLES")
	if dir == "" {
		dir = "../../../shared/terraform-samples"
	}
	if _, err := os.Stat(dir); err != nil {
		t.Skip("no samples: TAGOUT_SAMPLES names their directory:", err)
	}
	sameAll(t, filepath.Join(dir, "*", "*.show.json"))
	data, err := os.ReadFile(filepath.Join(dir, "09-backend-s3", "s3.tfplan"))
	require.NoError(t, err)
	p, err := plan.Read(data)
	require.NoError(t, err)
	require.Equal(t, [2]string{"s3", "prod"}, [2]string{p.Backend, p.Workspace})
}

// TestFixtures reads plans that TestTerraform made with Terraform 1.11.4.
func TestFixtures(t *testing.T) { sameAll(t, "testdata/*.show.json") }

// sameAll compares plan files with what lies beside them.
func sameAll(t *testing.T, pattern string) {
	files, err := filepath.Glob(pattern)
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			want, err := os.ReadFile(file)
			require.NoError(t, err)
			data, err := os.ReadFile(strings.TrimSuffix(file, ".show.json") + ".tfplan")
			require.NoError(t, err)
			same(t, data, want)
		})
	}
}
