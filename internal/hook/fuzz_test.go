package hook

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tagout/internal/harness"
	"tagout/policy"
)

// FuzzHook: whatever an event or a command in one holds, and whichever harness
// is named, judged by the built-in policy, the answer is one that the harness
// which sent it takes; and it never speaks of a fault of ours.
func FuzzHook(f *testing.F) {
	files, _ := filepath.Glob("testdata/*/*.json")
	for _, file := range files {
		if event, err := os.ReadFile(file); err == nil {
			f.Add(event, "")
		}
	}
	for _, command := range []string{"T=terraform; $T dest''roy", "sudo rm -rf ~ && ls", "bash <<E\nrm -rf /\nE", "\xff\x00", "ls"} {
		f.Add([]byte(nil), command)
	}
	host := testHost()
	host.Judge = func(...string) (Judge, error) { return policy.Builtin(), nil }
	f.Fuzz(func(t *testing.T, event []byte, command string) {
		if command != "" {
			event = proposes(command)
		}
		named := append(harness.Names(), "")[len(event)%(len(harness.Names())+1)]
		got := hear(named, event, host)
		for _, fault := range []string{"internal-error", "could not be judged within"} {
			if strings.Contains(got.out+got.err, fault) {
				t.Fatalf("%q: %v", event, got)
			}
		}
		e, err := Read(bytes.NewReader(event), named)
		if err == nil && begins(e) {
			return // what is told then is no answer
		}
		if got.code == refused && !inProcess(e.Harness) && got.out == "" && blank(got.err) || understood(e.Harness, got) == fails {
			t.Fatalf("%q to %q as %q: %v", event, named, e.Harness, got)
		}
	})
}

// proposes is the event of a command.
func proposes(command string) []byte {
	event, _ := json.Marshal(map[string]any{"hook_event_name": "PreToolUse", "tool_name": "Bash",
		"permission_mode": bypass, "cwd": "/src", "tool_input": map[string]string{"command": command}})
	return event
}
