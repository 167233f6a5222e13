package hook

import (
	"tagout/internal/tree"
	"tagout/policy"
)

// readQwen reads a PreToolUse event of Qwen Code: Claude Code's members, and
// Gemini CLI's tools.
// https://github.com/QwenLM/qwen-code/blob/main/docs/users/features/hooks.md
func readQwen(root *tree.Node) (Event, error) {
	e, err := readTool(root, "PreToolUse", qwenTool)
	e.in(root.Get("tool_input"), "directory", "dir_path")
	return e, err
}

func qwenTool(name string) use { return geminiTool(name) }

// replyQwen writes Claude Code's document. Where nobody can be asked, asking
// is refusing there.
func replyQwen(e Event, d policy.Decision, reason string) reply { return replyDroid(e, d, reason) }
