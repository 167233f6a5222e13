package cli

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestTaplo: the editors' own checker, with what policy init wrote, takes a file
// that is one and refuses one that is none.
func TestTaplo(t *testing.T) {
	taplo := os.Getenv("TAGOUT_TAPLO")
	if taplo == "" {
		t.Skip("TAGOUT_TAPLO names no taplo")
	}
	t.Chdir(t.TempDir())
	var out bytes.Buffer
	require.Zero(t, Main([]string{"policy", "init", "--project"}, strings.NewReader(""), &out, &out, nil, nil), out.String())
	text, err := os.ReadFile(".tagout.toml")
	require.NoError(t, err)
	for _, tt := range []struct{ lines, want string }{
		{"decision = \"deny\"\n", ""},
		{"decision = \"denny\"\n", `"denny" is not one of`},
	} {
		rule := "\n[rule.x]\nmatch = [\"make\"]\nreason = \"r\"\n" + tt.lines + "[exception.x]\nrule = \"x\"\nmatch = \"make x\"\nreason = \"r\"\nuntil = 2099-01-31\n"
		require.NoError(t, os.WriteFile(".tagout.toml", []byte(string(text)+rule), 0o644))
		got, err := exec.Command(taplo, "lint", ".tagout.toml").CombinedOutput()
		assert.Equal(t, tt.want == "", err == nil, "%s", got)
		assert.Contains(t, string(got), tt.want)
	}
}
