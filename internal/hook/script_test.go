package hook

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestScriptIsNoted lets a script be written whatever it would do, and says what
// would be refused.
func TestScriptIsNoted(t *testing.T) {
	for _, tt := range []struct {
		path, content string
		noted         bool
	}{
		{"/src/down.sh", "set -e\nterraform destroy -auto-approve\n", true},
		{"/src/down", "#!/usr/bin/env -S bash\nterraform destroy -auto-approve\n", true},
		{"/src/down.py", "import subprocess\nsubprocess.run(['terraform','destroy','-auto-approve'])\n", true},
		{"/src/up.sh", "terraform plan\n", false},
		{"/src/README.md", "terraform destroy -auto-approve\n", false},
		{"/src/down.sh", "echo terraform destroy\n", false},
		{"/src/bad.sh", "if [\n", false},
		{"/src/big.sh", "terraform destroy\n" + string(make([]byte, maxScript)), false},
	} {
		got := hear(claude, wrote(t, "Write", map[string]any{"file_path": tt.path, "content": tt.content}), judged())
		assert.Equal(t, goes, understood(claude, got), "%s: %v", tt.path, got)
		if tt.noted {
			assert.Contains(t, got.out, "would be refused when it is run", tt.path)
		} else {
			assert.Empty(t, got.out, tt.path)
		}
	}
}
