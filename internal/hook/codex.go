package hook

import (
	"tagout/internal/tree"
	"tagout/policy"
)

// readCodex reads a PreToolUse event of Codex. Its shell is "Bash" whatever
// tool the model called, and cwd is the directory of the call (measured, 0.169).
// https://developers.openai.com/codex/hooks.md
func readCodex(root *tree.Node) (Event, error) { return readTool(root, "PreToolUse", codexTool) }

func codexTool(name string) use {
	switch name {
	case "Bash":
		return runs("command")
	case "apply_patch":
		return use{kind: Write, from: []string{"command", "input", "patch"}, patch: true}
	}
	return claudeTool(name)
}

// replyCodex writes an answer as Codex 0.169 reads it: its schema knows no
// member but its own, no question, and a refusal only with a reason; allow
// alone is a failure of the hook. What it cannot read runs the command.
func replyCodex(e Event, d policy.Decision, reason string) reply {
	switch d, reason = unasked(e, d, reason); {
	case d == policy.Deny:
		return reply{out: document(claudeAnswer{specific{"PreToolUse", policy.Deny.String(), reason}})}
	case d == policy.None && reason != "":
		return reply{out: document(shown{reason})}
	}
	return reply{}
}

// shown is a note for the person alone.
type shown struct {
	System string `json:"systemMessage"`
}
