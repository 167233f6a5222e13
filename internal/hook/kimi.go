package hook

import "tagout/internal/tree"

// readKimi reads a PreToolUse event of Kimi Code, which is Claude Code's. It is
// answered by exit code.
// https://moonshotai.github.io/kimi-code/en/customization/hooks
func readKimi(root *tree.Node) (Event, error) { return readTool(root, "PreToolUse", kimiTool) }

func kimiTool(name string) use {
	switch name {
	case "Bash", "Shell":
		return runs("command")
	case "Write", "Edit", "WriteFile", "StrReplaceFile":
		return writes("file_path", "path")
	}
	return use{}
}
