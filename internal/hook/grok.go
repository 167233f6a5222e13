package hook

import (
	"tagout/internal/mcp"
	"tagout/internal/tree"
	"tagout/policy"
)

// readGrok reads an event of Grok CLI, which runs Claude Code's and Cursor's
// hooks too, with members in camel case and tools under its own names.
// https://docs.x.ai/build/features/hooks.md
func readGrok(root *tree.Node) (Event, error) {
	e := Event{Name: first(root, "hookEventName", "hook_event_name"), Tool: first(root, "toolName", "tool_name"),
		Dir: first(root, "cwd", "workspaceRoot"), Workspace: first(root, "workspaceRoot")}
	if after(e.Name) {
		return e, nil
	}
	input := root.Get("toolInput")
	if input == nil {
		input = root.Get("tool_input")
	}
	if input == nil && e.Tool == "" && e.Name != "PreToolUse" && e.Name != "" {
		return e, nil
	}
	u := grokTool(e.Tool)
	_, served := mcp.Prefixed(e.Tool)
	if _, is := input.Get("command").Str(); is && u.kind == 0 && !served {
		u = runs("command")
	}
	if e.Tool == "" && u.kind == 0 {
		return toolless(e)
	}
	return take(e, input, u)
}

func grokTool(name string) use {
	switch name {
	case "run_terminal_command", "bash", "Bash":
		return runs("command")
	case "write", "Write", "Edit", "edit", "search_replace", "write_file", "create_file", "MultiEdit":
		return writes("filePath", "file_path", "path")
	}
	return use{}
}

// replyGrok refuses in the document and by exit code. There is no question,
// and allow grants nothing.
func replyGrok(e Event, d policy.Decision, reason string) (r reply) {
	if d, reason = unasked(e, d, reason); d == policy.Deny {
		r = reply{out: document(decided{"deny", reason}), err: reason, code: refused}
	}
	return r
}
