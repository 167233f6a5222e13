//go:build unix

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

// mcpServer is a server of the Model Context Protocol on standard input and
// output, whose tools write down that they were called and do nothing.
// https://modelcontextprotocol.io/specification/2025-06-18/basic/transports
const mcpServer = `import json, os, sys
tools = ["start_process", "execute_sql", "delete_project", "get_issue", "do_it"]
for line in sys.stdin:
    m = json.loads(line)
    if "id" not in m:
        continue
    r = {}
    if m["method"] == "initialize":
        r = {"protocolVersion": m["params"]["protocolVersion"], "capabilities": {"tools": {}}, "serverInfo": {"name": "fake", "version": "1"}}
    elif m["method"] == "tools/list":
        r = {"tools": [{"name": t, "description": t, "inputSchema": {"type": "object"}} for t in tools]}
    elif m["method"] == "tools/call":
        turns = os.environ["TAGOUT_TURNS"]
        with open(turns + "/" + open(turns + "/turn").read(), "a") as f:
            f.write("served " + m["params"]["name"] + "\n")
        r = {"content": [{"type": "text", "text": "done"}]}
    print(json.dumps({"jsonrpc": "2.0", "id": m["id"], "result": r}), flush=True)
`

// TestClaudeServed drives the real Claude Code with a server of tools: the hook
// that install registers is called for them, and what it refuses is not called.
func TestClaudeServed(t *testing.T) {
	claude := os.Getenv(e2eClaude)
	// What is on the PATH may be a script, whose shell is a stub in the lab.
	python, err := exec.Command("python3", "-c", "import sys; print(sys.executable, end='')").Output()
	if claude == "" || err != nil {
		t.Skipf("%s is not set, or there is no python3: the real Claude Code is not driven", e2eClaude)
	}
	lab := newLab(t, claude)
	lab.install()
	server, config := filepath.Join(lab.home, "server.py"), filepath.Join(lab.home, "servers.json")
	require.NoError(t, os.WriteFile(server, []byte(mcpServer), 0o644))
	text, err := json.Marshal(map[string]any{"mcpServers": map[string]any{"fake": map[string]any{"command": string(python), "args": []string{server}, "env": map[string]string{"TAGOUT_TURNS": lab.turns}}}})
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(config, text, 0o644))
	lab.extra = []string{"--mcp-config", config, "--strict-mcp-config"}
	call := func(tool, field, value string) proposal {
		return proposal{"mcp__fake__" + tool, map[string]string{field: value}}
	}
	stopped := []proposal{call("start_process", "command", "terraform destroy"), call("execute_sql", "query", "drop database shop"),
		call("delete_project", "id", "x"), call("do_it", "command", "terraform destroy"), call("start_process", "text", "ls")}
	passed := []proposal{call("start_process", "command", "ls"), call("execute_sql", "query", "select 1"), call("get_issue", "number", "3"), call("do_it", "command", "make")}
	// The first gives the server the time to connect.
	results := lab.run(append(append([]proposal{bashCall("go test ./...")}, stopped...), passed...))
	for i, p := range stopped {
		assert.True(t, results[i+1].failed, "%s %v", p.tool, p.input)
		why, _, _ := strings.Cut(lab.reason(p), "\n")
		assert.NotEmpty(t, why)
		assert.Contains(t, results[i+1].text, why, "the agent was not told why")
		assert.Empty(t, lab.ran(i+1), "the tool was called")
	}
	for k, p := range passed {
		i := 1 + len(stopped) + k
		assert.False(t, results[i].failed, results[i].text)
		assert.Contains(t, lab.ran(i), "served", p.tool)
	}
}
