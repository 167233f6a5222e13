package transcript

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func all(t *testing.T, text string) (out []Command, hidden, bad int) {
	t.Helper()
	require.NoError(t, Lines(strings.NewReader(text), func(l Line) bool {
		commands, isHidden, err := l.Commands()
		if isHidden {
			hidden++
		}
		if err != nil {
			bad++
		}
		out = append(out, commands...)
		return true
	}))
	return out, hidden, bad
}

// claudes and codexs are what they would have sent before the use of a tool.
func claudes(tool, input, dir string) Command {
	return Command{Event: []byte(`{"hook_event_name":"PreToolUse","tool_name":"` + tool + `","tool_input":` + input + `,"cwd":"` + dir + `"}`), Dir: dir, Harness: "claude"}
}

func codexs(tool, input, dir string) Command {
	return Command{Event: []byte(`{"hook_event_name":"PreToolUse","turn_id":"past","tool_name":"` + tool + `","tool_input":` + input + `,"cwd":"` + dir + `"}`), Dir: dir, Harness: "codex"}
}

func TestCommands(t *testing.T) {
	for _, c := range []struct {
		name, text  string
		want        []Command
		hidden, bad int
	}{
		{name: "nothing"},
		{name: "a plain list", text: "ls\n\n# a comment\n{ ls; }\nrm x",
			want: []Command{{Text: "ls"}, {Text: "{ ls; }"}, {Text: "rm x"}}},
		{name: "a plain list that begins with a brace", text: "{ ls; }\nrm x\n", want: []Command{{Text: "{ ls; }"}, {Text: "rm x"}}},
		{name: "claude", text: `{"type":"user","cwd":"/w","message":{"role":"user","content":"run tool_use \"tool_use\""}}
{"type":"assistant","cwd":"/w","message":{"content":[{"type":"text","text":"x"},{"type":"tool_use","name":"Bash","input":{"command":"ls\npwd"}},{"type":"tool_use","name":"Read","input":{"file_path":"/x"}},{"type":"tool_use","name":"Monitor","input":{"command":"tail x"}}]}}
{"type":"assistant","cwd":"/v","message":{"content":[{"type":"tool_use","name":"mcp__x","input":{"command":["a"]}}]}}
`,
			want: []Command{claudes("Bash", `{"command":"ls\npwd"}`, "/w"), claudes("Read", `{"file_path":"/x"}`, "/w"), claudes("Monitor", `{"command":"tail x"}`, "/w"),
				claudes("mcp__x", `{"command":["a"]}`, "/v")}},
		{name: "codex", text: `{"type":"session_meta","payload":{"id":"1","cwd":"/s"}}
{"type":"response_item","payload":{"type":"function_call","name":"shell","arguments":"{\"command\":[\"bash\",\"-lc\",\"ls -l\"]}"}}
{"type":"turn_context","payload":{"cwd":"/t"}}
{"type":"response_item","payload":{"type":"function_call","name":"exec_command","arguments":"{\"cmd\":\"pwd\",\"workdir\":\"/u\"}"}}
{"type":"response_item","payload":{"type":"function_call","name":"shell_command","arguments":"{\"command\":\"id\"}"}}
{"type":"response_item","payload":{"type":"local_shell_call","action":{"type":"exec","command":["rm","it's"]}}}
{"type":"response_item","payload":{"type":"function_call","name":"update_plan","arguments":"{\"plan\":[]}"}}
{"type":"response_item","payload":{"type":"function_call_output","output":"x"}}
{"type":"response_item","payload":{"type":"function_call","name":"mcp__db__run_sql","arguments":"{\"sql\":\"x\"}"}}
{"type":"response_item","payload":{"type":"function_call","name":"run_sql","namespace":"mcp__db__","arguments":"{}"}}
{"type":"response_item","payload":{"type":"function_call","name":"mcp__db__run_sql","arguments":"{"}}
{"type":"response_item","payload":{"type":"custom_tool_call","name":"apply_patch","input":"*** Begin Patch"}}
{"type":"response_item","payload":{"type":"custom_tool_call","name":"exec","input":"text()"}}
`,
			want: []Command{{Text: "ls -l", Dir: "/s", Shell: "bash", Harness: "codex"}, {Text: "pwd", Dir: "/u", Harness: "codex"},
				{Text: "id", Dir: "/t", Harness: "codex"}, {Text: `rm 'it'\''s'`, Dir: "/t", Harness: "codex"},
				codexs("mcp__db__run_sql", `{"sql":"x"}`, "/t"), codexs("mcp__db__run_sql", `{}`, "/t"), {Event: []byte("{}"), Dir: "/t", Harness: "codex"},
				codexs("apply_patch", `{"input":"*** Begin Patch"}`, "/t")}},
		{name: "the record", text: `{"time":"2026-01-01T00:00:00Z","harness":"claude","tool":"Bash","decision":"none","command":"ls","dir":"/d"}
{"time":"2026-01-01T00:00:00Z","harness":"claude","tool":"Write","decision":"ask","command":"/w/.claude/settings.json","dir":"/d"}
{"time":"2026-01-01T00:00:00Z","harness":"claude","tool":"Bash","decision":"ask","command":"echo … (9 bytes)","whole":true,"dir":"/d"}
{"id":1,"command":"pwd","cwd":"/c"}
{"command":`,
			want: []Command{{Text: "ls", Dir: "/d", Harness: "claude"}, {Text: "pwd", Dir: "/c"}}, hidden: 1, bad: 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, hidden, bad := all(t, c.text)
			require.Equal(t, c.want, got)
			require.Equal(t, c.hidden, hidden)
			require.Equal(t, c.bad, bad)
		})
	}
}

func TestLinesThatAreTooLong(t *testing.T) {
	long := `{"command":"` + strings.Repeat("x", maxLine) + `"}` + "\n"
	got, _, bad := all(t, `{"command":"a"}`+"\n"+long+`{"command":"b"}`+"\n")
	require.Equal(t, []Command{{Text: "a"}, {Text: "b"}}, got)
	require.Equal(t, 1, bad)
}
