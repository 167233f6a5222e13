package hook

import (
	"tagout/internal/mcp"
	"tagout/internal/tree"
	"tagout/policy"
)

// geminiEvent reports whether an event is one of Gemini CLI's alone.
func geminiEvent(name string) bool {
	switch name {
	case "BeforeTool", "AfterTool", "BeforeAgent", "AfterAgent", "BeforeModel", "AfterModel", "BeforeToolSelection":
		return true
	}
	return false
}

// readGemini reads a BeforeTool event of Gemini CLI.
// https://github.com/google-gemini/gemini-cli/tree/main/docs/hooks
func readGemini(root *tree.Node) (Event, error) {
	e, err := readTool(root, "BeforeTool", geminiTool)
	e.in(root.Get("tool_input"), "dir_path", "directory")
	if from := root.Get("mcp_context"); err == nil && e.Name == "BeforeTool" && first(from, "tool_name") != "" {
		return serve(e, root.Get("tool_input"), mcp.Name{Server: first(from, "server_name"), Tool: first(from, "tool_name")})
	}
	return e, err
}

func geminiTool(name string) use {
	switch name {
	case "run_shell_command":
		return runs("command")
	case "write_file", "replace", "edit":
		return writes("file_path", "absolute_path", "path")
	}
	return use{}
}

// replyGemini writes an answer as Gemini CLI 0.61 reads it: a document whose
// decision counts whatever the exit code is. Without a decision the call goes
// on as it would; allow is not said, since what it grants was not measured.
func replyGemini(_ Event, d policy.Decision, reason string) reply {
	switch {
	case d >= policy.Ask:
		return reply{out: document(decided{d.String(), reason})}
	case d == policy.None && reason != "":
		return reply{out: document(shown{reason})}
	}
	return reply{}
}

type decided struct {
	Decision string `json:"decision"`
	Reason   string `json:"reason,omitempty"`
}
