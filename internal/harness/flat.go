package harness

// flat are the registrations where an event holds the hooks themselves.
func flat(name string) *Registration {
	r := Registration{Format: JSON, Object: []string{"hooks"}}
	switch name {
	case "cursor":
		r.Answer, r.Event, r.Fresh, r.Present = Permission, "beforeShellExecution", `{"version":1}`, "~/.cursor"
		r.Entry = `{"command":LINE,"timeout":10,"failClosed":true}`
		r.Events = cursorEvents()
		r.Canary = `{"hook_event_name":"beforeShellExecution","command":COMMAND,"cwd":DIR,"conversation_id":"tagout-doctor","generation_id":"tagout-doctor","workspace_roots":[DIR],"model":"tagout-doctor","cursor_version":"0"}`
		r.Also = cursorToo()
		r.After = "Cursor before 2.4 knows neither preToolUse nor sessionStart, and may drop a file that names them: update it"
	case "copilot":
		r.Suffix, r.Name, r.Event, r.Fresh = "/", "tagout.json", "preToolUse", `{"version":1}`
		r.Match, r.Tools = Pattern, []string{"bash", "powershell", "write_bash", "create", "edit"}
		r.Answer, r.Last = Flat, true
		r.Entry = `{"type":"command","matcher":"bash|powershell|write_bash|write_powershell|create|edit|str_replace_editor|apply_patch","bash":LINE,"powershell":CALL,"timeoutSec":10}`
		r.Canary = `{"sessionId":"tagout-doctor","timestamp":1767225600000,"cwd":DIR,"toolName":"bash","toolArgs":{"command":COMMAND}}`
		r.Also = []Hook{{Event: "sessionStart", Begins: true, Entry: `{"type":"command","bash":LINE,"powershell":CALL,"timeoutSec":10}`,
			Canary: `{"sessionId":"tagout-doctor","timestamp":1767225600000,"cwd":DIR,"source":"new","initialPrompt":""}`}}
		r.After = "a hook that is late lets the command run; the cloud agent reads only .github/hooks of the default branch, and needs tagout in its sandbox"
	case "vscode":
		r.Suffix, r.Name, r.Event, r.Present = "/hooks/", "tagout-vscode.json", "PreToolUse", "~/.vscode"
		r.Answer = Nested
		r.Entry = `{"type":"command","command":LINE,"timeout":10}`
		r.Canary = `{"timestamp":"2026-01-01T00:00:00.000Z","cwd":DIR,"sessionId":"tagout-doctor","hookEventName":"PreToolUse","transcript_path":"/dev/null","tool_name":"run_in_terminal","tool_input":{"command":COMMAND},"tool_use_id":"tagout-doctor"}`
		r.Also = []Hook{{Event: "SessionStart", Begins: true, Entry: r.Entry,
			Canary: `{"timestamp":"2026-01-01T00:00:00.000Z","cwd":DIR,"sessionId":"tagout-doctor","hookEventName":"SessionStart","transcript_path":"/dev/null","source":"new"}`}}
		r.After = "agent hooks are a preview of VS Code's: look for tagout in the chat's diagnostics"
	case "windsurf":
		r.Event = "pre_run_command"
		r.Entry = `{"command":LINE,"show_output":true}`
		r.Canary = `{"agent_action_name":"pre_run_command","trajectory_id":"tagout-doctor","execution_id":"tagout-doctor","timestamp":"2026-01-01T00:00:00Z","tool_info":{"command_line":COMMAND,"cwd":DIR}}`
		r.Also = []Hook{{Event: "pre_write_code", Entry: r.Entry,
			Canary: `{"agent_action_name":"pre_write_code","trajectory_id":"tagout-doctor","execution_id":"tagout-doctor","timestamp":"2026-01-01T00:00:00Z","tool_info":{"file_path":PATH,"edits":[]}}`},
			{Event: "pre_mcp_tool_use", Entry: r.Entry,
				Canary: `{"agent_action_name":"pre_mcp_tool_use","trajectory_id":"tagout-doctor","execution_id":"tagout-doctor","timestamp":"2026-01-01T00:00:00Z","tool_info":{"mcp_server_name":"tagout-doctor","mcp_tool_name":"start_process","mcp_tool_arguments":{"command":COMMAND}}}`}}
	case "kiro":
		r.Suffix, r.Name, r.Fresh = "/hooks/", "tagout.json", `{"version":"v1"}`
		r.Object, r.Event = nil, "hooks"
		r.Match, r.Tools = Pattern, []string{"shell", "execute_bash", "fs_write", "write"}
		r.Entry = `{"name":"tagout","trigger":"PreToolUse","matcher":"shell|execute_bash|execute_cmd|fs_write|write","action":{"type":"command","command":LINE},"timeout":10,"enabled":true}`
		r.Canary = `{"hook_event_name":"preToolUse","cwd":DIR,"session_id":"tagout-doctor","tool_name":"execute_bash","tool_input":{"command":COMMAND}}`
		r.Also = []Hook{{Event: "hooks", Begins: true, Canary: `{"hook_event_name":"SessionStart","cwd":DIR,"session_id":"tagout-doctor"}`,
			Entry: `{"name":"tagout-start","trigger":"SessionStart","action":{"type":"command","command":LINE},"timeout":10,"enabled":true}`}}
		r.After = "Kiro CLI 2 reads the hooks of each agent's own file instead: add the same command to preToolUse there"
	default:
		return nil
	}
	return &r
}

// cursorToo are the hooks beside that for commands: preToolUse is called for the
// tools that write files, which beforeShellExecution does not see, and
// afterFileEdit comes too late; tools of MCP servers have an event of their own.
func cursorToo() []Hook {
	const common = `"conversation_id":"tagout-doctor","generation_id":"tagout-doctor","workspace_roots":[DIR],"model":"tagout-doctor","cursor_version":"0"`
	return []Hook{
		{Event: "preToolUse", Match: Pattern, Tools: []string{"Write", "Delete"},
			Entry:  `{"command":LINE,"matcher":"Write|StrReplace|Edit|Delete","timeout":10,"failClosed":true}`,
			Canary: `{"hook_event_name":"preToolUse","tool_name":"Write","tool_input":{"file_path":PATH,"content":""},"cwd":DIR,` + common + `}`},
		{Event: "beforeMCPExecution", Entry: `{"command":LINE,"timeout":10,"failClosed":true}`,
			Canary: `{"hook_event_name":"beforeMCPExecution","tool_name":"start_process","tool_input":{"command":COMMAND},"command":"",` + common + `}`},
		{Event: "sessionStart", Begins: true, Entry: `{"command":LINE,"timeout":10}`,
			Canary: `{"hook_event_name":"sessionStart","session_id":"tagout-doctor","is_background_agent":false,` + common + `}`},
	}
}

// cursorEvents are those of https://cursor.com/docs/hooks (2026-09-07).
func cursorEvents() []string {
	return []string{
		"sessionStart", "sessionEnd", "preToolUse", "postToolUse", "postToolUseFailure", "subagentStart", "subagentStop",
		"beforeShellExecution", "afterShellExecution", "beforeMCPExecution", "afterMCPExecution", "beforeReadFile", "afterFileEdit",
		"beforeSubmitPrompt", "preCompact", "stop", "afterAgentResponse", "afterAgentThought", "beforeTabFileRead", "afterTabFileEdit",
		"workspaceOpen",
	}
}
