package hook

import (
	"tagout/internal/tree"
	"tagout/policy"
)

// readVSCode reads an event of the agent in Visual Studio Code. It passes over
// the matchers of the settings that it reads, so any tool may come.
// https://code.visualstudio.com/docs/agents/reference/hooks-reference
func readVSCode(root *tree.Node) (Event, error) {
	e := snake(root)
	if e.Name == "" {
		e.Name = first(root, "hookEventName")
	}
	switch {
	case e.Name == "":
		return nameless(e)
	case e.Name != "PreToolUse":
		return e, nil
	case e.Tool == "":
		return toolless(e)
	}
	return take(e, root.Get("tool_input"), vscodeTool(e.Tool))
}

func vscodeTool(name string) use {
	switch name {
	case "run_in_terminal", "runInTerminal", "runTerminalCommand":
		return runs("command")
	case "send_to_terminal":
		return runs("command", "input", "text")
	case "create_file", "createFile", "replace_string_in_file", "insert_edit_into_file", "edit_notebook_file":
		return writes("filePath", "file_path", "path")
	case "multi_replace_string_in_file":
		return use{kind: Write, from: []string{"filePath", "file_path"}, each: "replacements"}
	case "editFiles", "edit_files":
		return use{kind: Write, from: []string{"filePath", "path"}, each: "files"}
	case "apply_patch":
		return use{kind: Write, from: []string{"input", "patch"}, patch: true}
	}
	return use{}
}

// replyVSCode writes Claude Code's document; allow is not said, since it would
// approve.
func replyVSCode(_ Event, d policy.Decision, reason string) reply {
	switch {
	case d >= policy.Ask:
		return reply{out: document(claudeAnswer{specific{"PreToolUse", d.String(), reason}})}
	case d == policy.None:
		return noteClaude(reason)
	}
	return reply{}
}
