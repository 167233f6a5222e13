package hook

import "tagout/internal/tree"

// readAugment reads a PreToolUse event of Augment's Auggie, which is Claude
// Code's with tools of its own. It is answered by exit code.
// https://docs.augmentcode.com/cli/hooks.md
func readAugment(root *tree.Node) (Event, error) {
	e, err := readTool(root, "PreToolUse", augmentTool)
	e.Workspace = workspace(root, "workspace_roots")
	if e.Dir == "" {
		e.Dir = e.Workspace
	}
	e.in(root.Get("tool_input"), "cwd")
	return e, err
}

// augmentTool knows the tools; the command of str-replace-editor is what to do
// with the file.
func augmentTool(name string) use {
	switch name {
	case "launch-process":
		return runs("command")
	case "write-process":
		return runs("input_text")
	case "save-file", "str-replace-editor":
		return writes("path", "file_path")
	case "remove-files":
		return use{kind: Write, from: []string{"path"}, each: "file_paths"}
	case "apply_patch":
		return use{kind: Write, from: []string{"input", "patch"}, patch: true}
	}
	return claudeTool(name)
}
