//go:build unix

package cli

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

// e2eCodex names the real program, as in
//
//	npm install @openai/codex@0.169.0
//	TAGOUT_E2E_CODEX=$PWD/node_modules/@openai/codex-linux-x64/vendor/x86_64-unknown-linux-musl/bin/codex go test ./internal/cli -run Codex
const e2eCodex = "TAGOUT_E2E_CODEX"

func codexAgent(program string) agent {
	return agent{
		name: "codex", program: program, serve: serveResponses, shell: codexShell, write: codexWrite,
		output: func(told string) string { return after(told, "\nOutput:\n", "") },
		env: func(l *lab, _ string) []string {
			return []string{"CODEX_HOME=" + filepath.Join(l.home, ".codex"), "FAKE_KEY=dummy-not-a-key"}
		},
		args: func(l *lab, url string, _ int) []string {
			provider := `{name="fake",base_url="` + url + `/v1",wire_api="responses",env_key="FAKE_KEY",request_max_retries=0,stream_max_retries=0,supports_websockets=false}`
			return []string{"exec", "--json", "--skip-git-repo-check", "--ephemeral", "-c", `model="gpt-5.5"`, "-c", `model_provider="fake"`,
				"-c", "model_providers.fake=" + provider, "-c", "check_for_update_on_startup=false", "-c", "analytics.enabled=false",
				"-c", `otel.exporter="none"`, "-s", "danger-full-access", "-C", l.project, "do the task"}
		},
	}
}

// TestCodex drives the real Codex against a model of our own, with the hook put in
// place and trusted by install, and no permission of Codex's in the way.
func TestCodex(t *testing.T) {
	t.Parallel()
	l := newLabOf(t, codexAgent(realProgram(t, e2eCodex)), "terraform", "kubectl")
	l.install()
	settings := filepath.Join(l.project, ".codex", "config.toml")
	question := l.stops("a question is a refusal", "kubectl delete pod web", "ask kubectl-delete: deletes objects of a live cluster")
	question.told = "a person may allow it: tagout approve"
	// Codex takes such a here-document for its own tool, and runs no shell.
	patched := l.stops("the settings by a here-document", "apply_patch <<'EOF'\n*** Begin Patch\n*** Add File: .codex/config.toml\n+[features]\n+hooks = false\n*** End Patch\nEOF", "ask guard-changed")
	waits := l.stops("a shell that waits for commands", "bash", "ask unseen-input")
	guarded := step{name: "the settings", proposal: l.write(settings, "[features]\nhooks = false\n"), stopped: true, told: "ask own-files"}
	l.follow(slices.Concat(l.steps(), []step{question, guarded, patched, waits}, l.failures()))
	l.written()
	l.hears()
	assert.NoFileExists(t, settings)
}
