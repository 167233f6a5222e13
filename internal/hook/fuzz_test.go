package hook

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tagout/policy"
)

// FuzzHook: whatever an event or a command in one holds, judged by the built-in
// policy, the answer is silence, one document that a harness takes, or a refusal
// by exit code with a reason; and it never speaks of a fault of ours.
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
		var out, errw bytes.Buffer
		code := Run("", bytes.NewReader(event), &out, &errw, host)
		for _, fault := range []string{"internal-error", "could not be judged within"} {
			if strings.Contains(out.String()+errw.String(), fault) {
				t.Fatalf("%q: %s%s", event, out.String(), errw.String())
			}
		}
		if problem := malformed(code, out.Bytes(), errw.String()); problem != "" {
			t.Fatalf("%q: %s: exit %d, %q", event, problem, code, out.String())
		}
	})
}

// proposes is the event of a command.
func proposes(command string) []byte {
	event, _ := json.Marshal(map[string]any{"hook_event_name": "PreToolUse", "tool_name": "Bash",
		"permission_mode": bypass, "cwd": "/src", "tool_input": map[string]string{"command": command}})
	return event
}

// malformed says what is wrong with an answer, "" if nothing is.
func malformed(code int, out []byte, errw string) string {
	switch {
	case code == refused && strings.TrimSpace(errw) == "":
		return "a refusal without a reason"
	case code != 0 && code != refused:
		return "an exit code that lets the command run"
	case len(out) == 0:
		return ""
	}
	d := json.NewDecoder(bytes.NewReader(out))
	var a claudeAnswer
	if err := d.Decode(&a); err != nil {
		return err.Error()
	}
	if _, err := d.Token(); err != io.EOF {
		return "more than one document"
	}
	if code == 0 && !slices.Contains([]string{"deny", "ask", "allow"}, a.Specific.Decision) {
		return "no decision"
	}
	return ""
}
