//go:build unix

package cli

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// e2eGemini names the real program, as in
//
//	npm install @google/gemini-cli@0.61.0
//	TAGOUT_E2E_GEMINI=$PWD/node_modules/.bin/gemini go test ./internal/cli -run Gemini
const e2eGemini = "TAGOUT_E2E_GEMINI"

func geminiAgent(program string) agent {
	return agent{
		name: "gemini", program: program, serve: serveGenerate, shell: geminiShell, write: geminiWrite,
		output: func(told string) string {
			return strings.TrimPrefix(after(told, "Output: ", "Process Group PGID: "), "(empty)\n")
		},
		env: func(_ *lab, url string) []string {
			return []string{"GEMINI_API_KEY=dummy-not-a-key", "GEMINI_CLI_NO_RELAUNCH=true", "NO_COLOR=1", "GOOGLE_GEMINI_BASE_URL=" + url, "GEMINI_CLI_TRUST_WORKSPACE=true"}
		},
		args: func(*lab, string, int) []string {
			return []string{"-p", "do the task", "--approval-mode", "yolo", "--output-format", "stream-json", "-m", "gemini-2.5-flash"}
		},
	}
}

// TestGemini drives the real Gemini CLI against a model of our own, with the hook
// put in place by install, and no permission of its own in the way.
func TestGemini(t *testing.T) {
	t.Parallel()
	l := newGeminiLab(t)
	l.install()
	l.follow(slices.Concat(l.steps(), l.failures()))
	l.written()
	l.hears()
}

func newGeminiLab(t *testing.T) *lab {
	l := newLabOf(t, geminiAgent(realProgram(t, e2eGemini)), "terraform", "kubectl")
	settings := filepath.Join(l.home, ".gemini", "settings.json")
	require.NoError(t, os.MkdirAll(filepath.Dir(settings), 0o755))
	require.NoError(t, os.WriteFile(settings, []byte(`{
  "security": {"auth": {"selectedType": "gemini-api-key"}, "folderTrust": {"enabled": false}},
  "general": {"enableAutoUpdate": false}, // no network
  "privacy": {"usageStatisticsEnabled": false}
}
`), 0o644))
	return l
}

// TestGeminiAsks: with nobody there to be asked, a question ends the conversation
// before the call is made, and the program ends as if all were well.
func TestGeminiAsks(t *testing.T) {
	t.Parallel()
	l := newGeminiLab(t)
	l.install()
	settings := filepath.Join(l.project, ".gemini", "settings.json")
	for _, p := range []proposal{l.shell("kubectl delete pod web"), l.write(settings, `{"hooksConfig":{"enabled":false}}`)} {
		t.Run(p.tool, func(t *testing.T) {
			l.start([]proposal{p, l.shell("terraform plan")})
			assert.Empty(t, l.model.results(), l.said)
			assert.Empty(t, l.ran(0)+l.ran(1))
		})
	}
	assert.NoFileExists(t, settings)
}
