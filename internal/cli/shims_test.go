package cli

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// answers are what a program called by a shim may do, and what has to become of
// the command: only a plain pass lets it run, and only a plain question asks.
func answers() map[string]string {
	return map[string]string{
		`echo '{"decision":"none"}'`:                           "pass",
		`echo '{"decision":"allow","reason":"r"}'`:             "pass",
		`echo '{"decision":"ask","reason":"because"}'; exit 1`: "ask",
		`echo '{"decision":"deny","reason":"no"}'; exit 2`:     "deny",
		`echo '{"decision":"none"}'; exit 1`:                   "deny",
		`echo '{"decision":"none"}'; exit 2`:                   "deny",
		`echo '{"decision":"deny","reason":"no"}'`:             "deny",
		`echo '{"decision":"ask","reason":"no"}'`:              "deny",
		`echo '{"decision":"pass"}{"decision":"none"}'`:        "deny",
		`echo 'none'`:             "deny",
		`echo 'null'`:             "deny",
		`echo '"none"'`:           "deny",
		`echo '{"decision":'`:     "deny",
		`true`:                    "deny",
		`exit 7`:                  "deny",
		`kill -9 $$`:              "deny",
		`echo crashed >&2; false`: "deny",
	}
}

// drive is how each harness calls its shim, and how it takes what comes back:
// a person says yes to every question. It prints pass, or deny and the reason.
func drive(name string) string {
	head := "import * as shim from './shim.mjs';\nconst say = (word, why) => console.log(word, why ?? '');\nlet asked = false;\n"
	switch name {
	case "opencode":
		return head + `const hooks = await shim.Tagout({ directory: process.cwd() });
try {
  await hooks["tool.execute.before"]({ tool: "read", sessionID: "s" }, { args: { filePath: "x" } });
  await hooks["tool.execute.before"]({ tool: "bash", sessionID: "s" }, { args: { command: "ls" } });
  say("pass");
} catch (fault) { say("deny", fault.message); }`
	case "amp":
		return head + `let on;
const helpers = { shellCommandFromToolCall: (c) => c.tool === "Bash" ? { command: c.input.cmd } : null, filesModifiedByToolCall: () => null };
shim.default({ on: (name, f) => { if (name === "tool.call") on = f; }, helpers });
const ctx = { ui: { confirm: async () => (asked = true) } };
const other = await on({ tool: "Read", input: {} }, ctx);
const got = await on({ tool: "Bash", input: { cmd: "ls" } }, ctx);
say(other.action !== "allow" ? "broken" : got.action === "allow" ? (asked ? "ask" : "pass") : "deny", got.message);`
	}
	return head + `let on;
shim.default({ on: (name, f) => { if (name === "tool_call") on = f; } });
const ctx = { cwd: process.cwd(), hasUI: true, ui: { confirm: async () => (asked = true) } };
const other = await on({ toolName: "read", input: {} }, ctx);
const got = await on({ toolName: "bash", input: { command: "ls" } }, ctx);
say(other ? "broken" : got?.block === true ? "deny" : asked ? "ask" : "pass", got?.reason);`
}

// TestShimsFailClosed loads each shim as its harness does, in node, and lets the
// program that it calls do all that one can do.
func TestShimsFailClosed(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not here: the shims are not run")
	}
	for _, name := range []string{"opencode", "amp", "pi"} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			program := filepath.Join(dir, "a 'b", "tagout")
			require.NoError(t, os.MkdirAll(filepath.Dir(program), 0o755))
			text, err := (&ownFile{h: name, program: program}).add(nil)
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(filepath.Join(dir, "shim.mjs"), text, 0o644))
			require.NoError(t, os.WriteFile(filepath.Join(dir, "drive.mjs"), []byte(drive(name)), 0o644))
			run := func() string {
				cmd := exec.Command(node, "drive.mjs")
				cmd.Dir = dir
				out, err := cmd.CombinedOutput()
				require.NoError(t, err, string(out))
				return string(out)
			}
			assert.Contains(t, run(), "deny", "the program is not there")
			for body, want := range answers() {
				script := "#!/bin/sh\ncat > '" + filepath.Join(dir, "event.json") + "'\nprintf '%s\\n' \"$*\" > '" + filepath.Join(dir, "args") + "'\n" + body + "\n"
				require.NoError(t, os.WriteFile(program, []byte(script), 0o755))
				if name == "opencode" && want == "ask" {
					want = "deny" // it asks nobody
				}
				got := run()
				assert.Equal(t, want, strings.Fields(got)[0], "%s: %s", body, got)
			}
			args, err := os.ReadFile(filepath.Join(dir, "args"))
			require.NoError(t, err)
			assert.Equal(t, "hook --harness="+name+"\n", string(args))
			var event map[string]any
			data, err := os.ReadFile(filepath.Join(dir, "event.json"))
			require.NoError(t, err)
			require.NoError(t, json.Unmarshal(data, &event))
			assert.Equal(t, "ls", event["command"])
		})
	}
}

// TestShimsInExamples keeps the examples what install writes.
func TestShimsInExamples(t *testing.T) {
	for name, file := range map[string]string{"opencode": "opencode.js", "amp": "amp.ts", "pi": "pi.ts"} {
		want, err := (&ownFile{h: name, program: "/usr/local/lib/tagout/tagout"}).add(nil)
		require.NoError(t, err)
		have, err := os.ReadFile(filepath.Join("..", "..", "examples", "shims", file))
		require.NoError(t, err)
		assert.Equal(t, string(want), string(have), file)
	}
}
