package hook

import (
	"strings"

	"tagout/internal/mcp"
	"tagout/internal/tree"
	"tagout/policy"
)

// cursorEvent reports whether an event is one of Cursor's alone.
func cursorEvent(name string) bool {
	switch name {
	case "beforeShellExecution", "afterShellExecution", "beforeMCPExecution", "afterMCPExecution",
		"beforeReadFile", "afterFileEdit", "beforeSubmitPrompt", "beforeTabFileRead", "afterTabFileEdit", "afterAgentResponse", "afterAgentThought":
		return true
	}
	return false
}

// readCursor reads an event before a command, or before any tool.
// https://cursor.com/docs/hooks
func readCursor(root *tree.Node) (Event, error) {
	e := snake(root)
	e.Workspace = workspace(root, "workspace_roots")
	if e.Dir == "" {
		e.Dir = e.Workspace
	}
	switch {
	case e.Name == "":
		return nameless(e)
	case e.Name == "beforeShellExecution":
		e.Tool = "Shell"
		return take(e, root, runs("command"))
	case e.Name == "beforeMCPExecution":
		if e.Tool == "" {
			return toolless(e)
		}
		return serve(e, root.Get("tool_input"), mcp.Name{Tool: strings.TrimPrefix(e.Tool, "MCP:")})
	case !strings.EqualFold(e.Name, "preToolUse"):
		return e, nil
	case e.Tool == "":
		return toolless(e)
	}
	input := root.Get("tool_input")
	if tool, is := strings.CutPrefix(e.Tool, "MCP:"); is {
		return serve(e, input, mcp.Name{Tool: tool})
	}
	e.in(input, "working_directory", "cwd")
	return take(e, input, cursorTool(e.Tool))
}

func cursorTool(name string) use {
	switch name {
	case "Shell":
		return runs("command")
	case "Write", "StrReplace", "Edit", "MultiEdit", "EditNotebook", "Delete":
		return writes("file_path", "path", "target_file", "target_notebook")
	}
	return claudeTool(name)
}

// replyCursor always prints a document, since one that is missing is a failure
// where failClosed is set. Its question was reported to be passed over, and
// its allow to grant nothing, so neither is used. A hook that it found in
// Claude Code's settings answers it in every form, with exit code 2.
func replyCursor(e Event, d policy.Decision, reason string) reply {
	d, reason = unasked(e, d, reason)
	switch {
	case d == policy.Deny && e.Name == "PreToolUse":
		return refuseAll(reason)
	case d == policy.Deny:
		return reply{out: document(cursorAnswer{"deny", reason, reason})}
	}
	return reply{out: "{}\n"}
}

type cursorAnswer struct {
	Permission string `json:"permission"`
	User       string `json:"user_message"`
	Agent      string `json:"agent_message"`
}

func beginCursor(text string) reply {
	return reply{out: document(struct {
		Context string `json:"additional_context"`
	}{text})}
}
