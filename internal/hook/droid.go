package hook

import (
	"tagout/internal/tree"
	"tagout/policy"
)

// readDroid reads a PreToolUse event of Factory's Droid, which is Claude
// Code's with tools of its own.
// https://docs.factory.ai/harness/hooks.md
func readDroid(root *tree.Node) (Event, error) { return readTool(root, "PreToolUse", droidTool) }

func droidTool(name string) use {
	switch name {
	case "Execute":
		return runs("command")
	case "Create", "Edit", "MultiEdit", "Write":
		return writes("file_path", "path")
	case "ApplyPatch":
		return use{kind: Write, from: []string{"input", "patch"}, patch: true}
	}
	return use{}
}

// replyDroid writes Claude Code's document. A note is shown to the person.
func replyDroid(_ Event, d policy.Decision, reason string) reply {
	switch {
	case d >= policy.Ask:
		return reply{out: document(claudeAnswer{specific{"PreToolUse", d.String(), reason}})}
	case d == policy.None && reason != "":
		return reply{out: document(shown{reason})}
	}
	return reply{}
}
