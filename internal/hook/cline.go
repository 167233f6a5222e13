package hook

import (
	"tagout/internal/mcp"
	"tagout/internal/tree"
	"tagout/policy"
)

// readCline reads a PreToolUse event of Cline, whose documentation has two
// names for the member with the tool's.
// https://docs.cline.bot/features/hooks/hook-reference
func readCline(root *tree.Node) (Event, error) {
	call := root.Get("preToolUse")
	e := Event{Name: first(root, "hookName"), Tool: first(call, "toolName", "tool")}
	e.Workspace = workspace(root, "workspaceRoots")
	e.Dir = e.Workspace
	switch {
	case e.Name == "" && call == nil:
		return nameless(e)
	case e.Name != "PreToolUse" && call == nil:
		return e, nil
	case e.Tool == "":
		return toolless(e)
	}
	parameters := call.Get("parameters")
	if tool := first(parameters, "tool_name"); e.Tool == "use_mcp_tool" && tool != "" {
		return serve(e, parameters.Get("arguments"), mcp.Name{Server: first(parameters, "server_name"), Tool: tool})
	}
	return take(e, parameters, clineTool(e.Tool))
}

func clineTool(name string) use {
	switch name {
	case "execute_command":
		return runs("command")
	case "write_to_file", "replace_in_file", "new_rule":
		return writes("path", "absolutePath")
	case "apply_patch":
		return use{kind: Write, from: []string{"input", "patch"}, patch: true}
	}
	return use{}
}

// replyCline always prints a document: what is none is a failure. There is no
// question.
func replyCline(e Event, d policy.Decision, reason string) reply {
	switch d, reason = unasked(e, d, reason); d {
	case policy.Deny:
		return reply{out: document(clineAnswer{Cancel: true, Error: reason})}
	case policy.None:
		return reply{out: document(clineAnswer{Context: reason})}
	}
	return reply{out: document(clineAnswer{})}
}

type clineAnswer struct {
	Cancel  bool   `json:"cancel"`
	Error   string `json:"errorMessage,omitempty"`
	Context string `json:"contextModification,omitempty"`
}

func beginCline(text string) reply { return reply{out: document(clineAnswer{Context: text})} }
