package hook

import "tagout/internal/tree"

// readKiro reads a preToolUse event of Kiro's CLI. It is answered by exit
// code.
// https://kiro.dev/docs/cli/hooks
func readKiro(root *tree.Node) (Event, error) { return readTool(root, "preToolUse", kiroTool) }

// kiroTool knows the tools; the command of one that writes is what to do with
// the file.
func kiroTool(name string) use {
	switch name {
	case "execute_bash", "shell":
		return runs("command")
	case "execute_cmd":
		return use{kind: PowerShell, from: []string{"command"}}
	case "fs_write", "write":
		return writes("path", "file_path")
	}
	return use{}
}
