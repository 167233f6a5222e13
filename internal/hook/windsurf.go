package hook

import (
	"tagout/internal/mcp"
	"tagout/internal/tree"
)

// readWindsurf reads an event of Windsurf's Cascade. It is answered by exit
// code.
// https://docs.windsurf.com/windsurf/cascade/hooks
func readWindsurf(root *tree.Node) (Event, error) {
	e := Event{Name: first(root, "agent_action_name")}
	info := root.Get("tool_info")
	e.Dir = first(info, "cwd")
	e.Tool = e.Name
	switch e.Name {
	case "":
		return nameless(e)
	case "pre_run_command":
		return take(e, info, runs("command_line"))
	case "pre_write_code":
		if list := info.Get("edits"); list != nil && list.Kind == tree.Array {
			e.Edits, e.Exact = claudeReplaces(list.Items), true
		}
		return take(e, info, writes("file_path"))
	case "pre_mcp_tool_use":
		if e.Tool = first(info, "mcp_tool_name"); e.Tool == "" {
			return toolless(e)
		}
		return serve(e, info.Get("mcp_tool_arguments"), mcp.Name{Server: first(info, "mcp_server_name"), Tool: e.Tool})
	}
	return e, nil
}
