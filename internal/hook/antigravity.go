package hook

import (
	"tagout/internal/tree"
	"tagout/policy"
)

// readAntigravity reads an event of the Antigravity CLI (agy), which spells
// the arguments of tools as they are in its own code.
func readAntigravity(root *tree.Node) (Event, error) {
	call := root.Get("toolCall")
	e := Event{Name: first(root, "hookEventName", "hook_event_name", "event"), Tool: first(call, "name", "toolName", "tool")}
	e.Workspace = workspace(root, "workspacePaths")
	e.Dir = e.Workspace
	args := call.Get("args")
	switch {
	case after(e.Name), call == nil && e.Name != "":
		return e, nil
	case call == nil:
		return nameless(e)
	case e.Tool == "" && first(args, "CommandLine") != "":
		e.Tool = "run_command"
	}
	e.in(args, "Cwd", "cwd")
	if e.Tool == "" {
		return toolless(e)
	}
	return take(e, args, antigravityTool(e.Tool))
}

func antigravityTool(name string) use {
	switch name {
	case "run_command":
		return runs("CommandLine", "command")
	case "send_command_input":
		return runs("Input")
	case "write_to_file", "replace_file_content", "multi_replace_file_content":
		return writes("TargetFile", "AbsolutePath", "file_path")
	}
	return use{}
}

// replyAntigravity always decides: without a decision the call is refused.
// Its allow grants nothing, since its own question still comes; force_ask asks
// whatever a person has allowed for ever, which ask does not.
// https://docs.rs/safe-chains/0.230.5/src/safe_chains/targets/agy.rs.html
func replyAntigravity(_ Event, d policy.Decision, reason string) reply {
	switch d {
	case policy.Deny:
		return reply{out: document(decided{"deny", reason})}
	case policy.Ask:
		return reply{out: document(decided{"force_ask", reason})}
	}
	return reply{out: document(decided{"allow", reason})}
}
