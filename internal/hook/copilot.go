package hook

import (
	"tagout/internal/tree"
	"tagout/policy"
)

// readCopilot reads an event of Copilot CLI or its cloud agent, in either of
// the two spellings: its own, without the event's name, for events registered
// in camel case, else that of Claude Code with its names for tools.
// https://docs.github.com/en/copilot/reference/hooks-reference
func readCopilot(root *tree.Node) (Event, error) {
	if root.Get("hook_event_name") != nil {
		return readTool(root, "PreToolUse", copilotTool)
	}
	e := Event{Tool: first(root, "toolName"), Dir: first(root, "cwd")}
	args := root.Get("toolArgs")
	switch {
	case e.Tool == "" && args == nil && root.Get("source") != nil:
		e.Name = "sessionStart"
		return e, nil
	case e.Tool == "" && args == nil && root.Get("timestamp") != nil, root.Get("toolResult") != nil, root.Get("error") != nil:
		e.Name = "postToolUse" // or another after which nothing can be stopped
		return e, nil
	}
	if e.Name = "preToolUse"; e.Tool == "" {
		return toolless(e)
	}
	return take(e, args, copilotTool(e.Tool))
}

// inside returns the arguments of a tool, which may be JSON within a string.
func inside(n *tree.Node) *tree.Node {
	text, is := n.Str()
	if !is {
		return n
	}
	inner, err := tree.Parse([]byte(text))
	if err != nil {
		return n
	}
	if _, _, twice := inner.Repeated(); twice {
		return n // which one counts cannot be told
	}
	return inner
}

func copilotTool(name string) use {
	switch name {
	case "bash", "Bash":
		return runs("command")
	case "powershell":
		return use{kind: PowerShell, from: []string{"command"}}
	case "write_bash", "write_powershell":
		return runs("input")
	case "create", "edit", "str_replace_editor", "Write", "Edit":
		return writes("path", "file_path")
	case "apply_patch":
		return use{kind: Write, from: []string{"input", "patch"}, patch: true}
	}
	return use{}
}

// replyCopilot writes the flat document of Copilot; for an event in the other
// spelling that of Claude Code beside it. It asks in the terminal, and its
// cloud agent takes asking for refusing.
func replyCopilot(e Event, d policy.Decision, reason string) reply {
	if d < policy.Ask {
		return reply{}
	}
	a := copilotAnswer{Decision: d.String(), Reason: reason}
	if e.Name == "PreToolUse" {
		a.Specific = &specific{"PreToolUse", d.String(), reason}
	}
	return reply{out: document(a)}
}

type copilotAnswer struct {
	Decision string    `json:"permissionDecision"`
	Reason   string    `json:"permissionDecisionReason"`
	Specific *specific `json:"hookSpecificOutput,omitempty"`
}

func beginCopilot(text string) reply {
	return reply{out: document(struct {
		Context string `json:"additionalContext"`
	}{text})}
}
