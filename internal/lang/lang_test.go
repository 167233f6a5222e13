package lang

import (
	"testing"

	"tagout/internal/catalog"

	"github.com/stretchr/testify/require"
)

// shelf is a catalogue for tests.
type shelf []catalog.Tool

func (s shelf) Tool(name string) *catalog.Tool {
	for i := range s {
		if s[i].Name == name {
			return &s[i]
		}
		for _, same := range s[i].Same {
			if same == name {
				return &s[i]
			}
		}
	}
	return nil
}

func (s shelf) Policed(string) bool { return false }

const toolsText = `
[tool.terraform]
same    = ["tofu"]
options = "go"
values  = ["-chdir", "-var", "plan|apply: -out"]
flags   = ["-auto-approve", "-destroy", "-help"]
verbs   = ["apply", "plan", "workspace delete", "workspace list"]
read    = ["plan", "state list|show"]
destroy = ["destroy", "apply -destroy", "state rm"]
dry     = ["-help"]

[tool.rm]
flags   = ["-r|-R|--recursive", "-f|--force", "-i"]
deletes = ["@*"]

[tool.dd]
options = "dd"
writes  = ["@of="]

[tool.aws]
options = "aws"
verbs   = ["* *"]
destroy = ["rds delete-*"]

[tool.git]
verbs   = ["checkout", "push", "reset", "stash", "stash drop", "stash list"]
values  = ["-C", "-c"]
flags   = ["push: -f|--force", "reset: --hard", "checkout: --"]

[tool.bash]
kinds = ["shell"]
`

func tools(t testing.TB) shelf {
	list, problems := ParseTools("tools.toml", []byte(toolsText))
	require.NoError(t, problems.Err())
	return list
}
