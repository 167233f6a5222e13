package hook

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tagout/policy"
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

// TestScriptIsNotedByEdits is the same where an edit makes the script what it is.
func TestScriptIsNotedByEdits(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "down.sh")
	require.NoError(t, os.WriteFile(file, []byte("terraform plan\nterraform plan\n"), 0o600))
	h := judged()
	h.World = policy.RealWorld()
	edit := func(from, to string, all bool) map[string]any {
		return map[string]any{"file_path": file, "old_string": from, "new_string": to, "replace_all": all}
	}
	book := map[string]any{"notebook_path": "/src/x.ipynb", "cell_id": "a"}
	cell := func(source string, more ...string) map[string]any {
		out := map[string]any{"new_source": source}
		for k, v := range book {
			out[k] = v
		}
		for i := 0; i+1 < len(more); i += 2 {
			out[more[i]] = more[i+1]
		}
		return out
	}
	for _, tt := range []struct {
		tool  string
		input map[string]any
		noted bool
	}{
		{"Edit", edit("plan", "destroy", true), true},
		{"Edit", edit("plan", "destroy", false), false}, // which one is not said, so that nothing is written
		{"Edit", edit("plan\nterraform plan", "destroy", false), true},
		{"Edit", edit("plan", "validate", true), false},
		{"MultiEdit", map[string]any{"file_path": file, "edits": []any{edit("plan", "x", true), edit("x\nterraform x", "destroy", false)}}, true},
		{"MultiEdit", map[string]any{"file_path": file, "edits": []any{edit("plan", "destroy", true), edit("destroy", "validate", true)}}, false},
		{"MultiEdit", map[string]any{"file_path": filepath.Join(dir, "new.sh"), "edits": []any{edit("", "terraform plan", false), edit("plan", "destroy", false)}}, true},
		{"NotebookEdit", cell("import os\nos.system('terraform destroy')"), true},
		{"NotebookEdit", cell("x = 1\n!terraform destroy\n"), true},
		{"NotebookEdit", cell("%%bash\nterraform destroy\n"), true},
		{"NotebookEdit", cell("terraform destroy", "cell_type", "markdown"), false},
		{"NotebookEdit", cell("!terraform destroy", "edit_mode", "delete"), false},
		{"NotebookEdit", cell("df.plot()\n%timeit x\n"), false},
	} {
		got := hear(claude, wrote(t, tt.tool, tt.input), h)
		assert.Equal(t, goes, understood(claude, got), "%s %v: %v", tt.tool, tt.input, got)
		assert.Equal(t, tt.noted, strings.Contains(got.out, "would be refused when it is run"), "%s %v: %v", tt.tool, tt.input, got.out)
	}
}

// TestScriptIsNotedElsewhere is the same by the file tools of the harnesses that
// can show a note.
func TestScriptIsNotedElsewhere(t *testing.T) {
	for name, event := range map[string]string{
		"codex":  `{"turn_id":"t","model":"m","session_id":"s","cwd":"/src","hook_event_name":"PreToolUse","tool_name":"apply_patch","tool_input":{"command":"*** Begin Patch\n*** Update File: a.go\n@@\n+terraform destroy\n*** Add File: down.sh\n+#!/bin/sh\n+terraform destroy\n*** End Patch"}}`,
		"gemini": `{"hook_event_name":"BeforeTool","session_id":"s","cwd":"/src","timestamp":"t","tool_name":"write_file","tool_input":{"file_path":"/src/down.sh","content":"terraform destroy"}}`,
		"qwen":   `{"hook_event_name":"PreToolUse","session_id":"s","cwd":"/src","permission_mode":"default","timestamp":"t","tool_call_id":"c","tool_name":"write_file","tool_input":{"file_path":"/src/down.sh","content":"terraform destroy"}}`,
		"droid":  `{"hook_event_name":"PreToolUse","session_id":"s","cwd":"/src","permission_mode":"off","tool_name":"Create","tool_input":{"file_path":"/src/down.sh","content":"terraform destroy"}}`,
		"vscode": `{"hookEventName":"PreToolUse","sessionId":"s","cwd":"/src","timestamp":"t","tool_name":"create_file","tool_input":{"filePath":"/src/down.sh","content":"terraform destroy"}}`,
	} {
		got := hear(name, []byte(event), judged())
		assert.Equal(t, goes, understood(name, got), "%s: %v", name, got)
		assert.Contains(t, got.out, "would be refused when it is run", name)
		assert.Contains(t, got.out, "down.sh", name)
		assert.NotContains(t, got.out, "a.go", name)
	}
}
