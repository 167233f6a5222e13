package policy

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A file's classes are its own: they may share a name with the default policy's
// or another file's, and change nothing for the rules of those.
func TestClassesAreOfTheirFile(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"managed.toml": `
version = 1
[class]
protected = ["main", "release/*"]
names = ["a"]
[rule.deploy-from]
match = ["deploy {protected}", "deploy {names}"]
decision = "deny"
reason = "r"
hits = ["deploy main"]
misses = ["deploy x"]
`,
		"project.toml": `
version = 1
[class]
protected = ["none"]
names = ["b"]
[rule.build-from]
match = ["build {protected}", "build {names}"]
decision = "ask"
reason = "r"
hits = ["build none"]
misses = ["build main"]
`,
	} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	p, err := Load(filepath.Join(dir, "managed.toml"), filepath.Join(dir, "project.toml"))
	require.NoError(t, err)
	for text, want := range map[string]Decision{
		"deploy release/1": Deny, "deploy main": Deny, "deploy a": Deny, "deploy none": None, "deploy b": None,
		"build none": Ask, "build b": Ask, "build main": None, "build a": None,
		"git push --force origin develop": Deny, "git push --force origin none": Ask,
	} {
		v := p.Evaluate(testCommand(text), testWorld())
		assert.Equal(t, want, v.Decision, "%s: %+v", text, v.Findings)
	}
	b := Builtin().Evaluate(testCommand("git push --force origin develop"), testWorld())
	assert.Equal(t, Deny, b.Decision)
}
