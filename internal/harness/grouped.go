package harness

// claudeEvent is Claude Code's event, which others took over.
const claudeEvent = `{"session_id":"tagout-doctor","transcript_path":"/dev/null","cwd":DIR,"permission_mode":"default","hook_event_name":"PreToolUse","tool_name":"Bash","tool_use_id":"tagout-doctor","tool_input":{"command":COMMAND,"description":"a question of tagout doctor's; nothing is run"}}`

// claudeStart is its event where a conversation begins.
const claudeStart = `{"session_id":"tagout-doctor","transcript_path":"/dev/null","cwd":DIR,"hook_event_name":"SessionStart","source":"startup"}`

// begins is a hook that is called where a conversation begins: a group without a
// matcher, which stands for every way to begin.
func begins(hook, canary string) []Hook {
	return []Hook{{Event: "SessionStart", Entry: `{"hooks":[` + hook + `]}`, Begins: true, Canary: canary}}
}

// byLine is a hook for a shell, in the layout of Claude Code.
const byLine = `{"type":"command","command":LINE,"timeout":10}`

// served is the name of a tool of an MCP server, as Claude Code and those that
// follow it have it. A matcher of exact names fires for none of them, and neither
// does one of a server's name alone: https://code.claude.com/docs/en/hooks
const served = "mcp__server__tool"

// grouped are the registrations in the layout of Claude Code: an event holds
// groups, and each of them a matcher and its hooks.
func grouped(name string) *Registration {
	r := likeClaude()
	switch name {
	case "claude":
		r.Whole, r.Last = true, true
		r.Match, r.Tools = Listed, []string{"Bash", "Monitor", "PowerShell", "Write", "Edit", "MultiEdit", "NotebookEdit", served}
		// The exec form: no shell stands between, so no quoting and no rc file
		// can change what runs. onFailure makes 2.1.295 and later refuse the
		// command when the hook cannot start, crashes or is late.
		r.Entry = `{"matcher":"^(Bash|Monitor|PowerShell|Write|Edit|MultiEdit|NotebookEdit|mcp__.*)$","hooks":[{"type":"command","command":PROGRAM,"args":["hook","--harness=claude"],"timeout":10,"onFailure":"block"}]}`
		r.Canary = claudeEvent
		r.Also = begins(`{"type":"command","command":PROGRAM,"args":["hook","--harness=claude"],"timeout":10}`, claudeStart)
	case "codex":
		r.Root, r.Trusts, r.Pins = []string{"description", "hooks"}, true, true
		r.Tools = []string{"Bash", "apply_patch", served}
		r.Entry = `{"matcher":"^(Bash|apply_patch|mcp__.*)$","hooks":[{"type":"command","command":CLOSED,"timeout":10}]}`
		r.Canary = `{"session_id":"tagout-doctor","turn_id":"tagout-doctor","transcript_path":null,"cwd":DIR,"hook_event_name":"PreToolUse","model":"tagout-doctor","permission_mode":"default","tool_name":"Bash","tool_input":{"command":COMMAND},"tool_use_id":"tagout-doctor"}`
		r.Also = begins(byLine, `{"session_id":"tagout-doctor","transcript_path":null,"cwd":DIR,"hook_event_name":"SessionStart","model":"tagout-doctor","permission_mode":"default","source":"startup"}`)
	case "gemini":
		r.Answer, r.Event, r.Tools = Decision, "BeforeTool", []string{"run_shell_command", "write_file", "replace", "mcp_server_tool"}
		r.Entry = `{"matcher":"run_shell_command|write_file|replace|^mcp_","hooks":[{"type":"command","name":"tagout","command":CLOSED,"timeout":10000}]}`
		r.Canary = `{"session_id":"tagout-doctor","transcript_path":"/dev/null","cwd":DIR,"hook_event_name":"BeforeTool","timestamp":"2026-01-01T00:00:00.000Z","tool_name":"run_shell_command","tool_input":{"command":COMMAND,"description":"a question of tagout doctor's"}}`
		r.Also = begins(`{"type":"command","name":"tagout","command":LINE,"timeout":10000}`, `{"session_id":"tagout-doctor","transcript_path":"/dev/null","cwd":DIR,"hook_event_name":"SessionStart","timestamp":"2026-01-01T00:00:00.000Z","source":"startup"}`)
	case "antigravity":
		r.Object, r.Answer = []string{"tagout"}, Decision // the hook's own name comes first
		r.Tools = []string{"run_command", "send_command_input", "write_to_file", "replace_file_content", "multi_replace_file_content"}
		r.Entry = `{"matcher":"run_command|send_command_input|write_to_file|replace_file_content|multi_replace_file_content","hooks":[{"type":"command","command":LINE,"timeout":10}]}`
		r.Canary = `{"toolCall":{"name":"run_command","args":{"CommandLine":COMMAND,"Cwd":DIR}},"workspacePaths":[DIR]}`
	default:
		return nil
	}
	return &r
}

// likeClaude is what they have in common.
func likeClaude() Registration {
	return Registration{Format: JSON, Object: []string{"hooks"}, Event: "PreToolUse", Match: Pattern, Answer: Nested}
}

// groupedToo are the other half of them.
func groupedToo(name string) *Registration {
	r := likeClaude()
	switch name {
	case "droid":
		// 0.186 was reported to read hooks from settings.json alone, whatever
		// its documentation says: https://github.com/Factory-AI/factory/issues/3
		r.Suffix, r.Shadow = "/settings.json", "hooks.json"
		r.Match, r.Tools = Listed, []string{"Execute", "Create", "Edit", "ApplyPatch", served}
		r.Entry = `{"matcher":"^(Execute|Create|Edit|MultiEdit|ApplyPatch|mcp__.*)$","hooks":[{"type":"command","command":LINE,"timeout":10}]}`
		r.Canary = `{"session_id":"tagout-doctor","transcript_path":"/dev/null","cwd":DIR,"permission_mode":"off","hook_event_name":"PreToolUse","tool_name":"Execute","tool_input":{"command":COMMAND}}`
		r.Also = begins(byLine, claudeStart)
	case "qwen":
		r.Tools = []string{"run_shell_command", "write_file", "edit", served}
		r.Entry = `{"matcher":"^(run_shell_command|write_file|edit|replace|mcp__.*)$","hooks":[{"type":"command","name":"tagout","command":LINE,"timeout":10000}]}`
		r.Canary = `{"session_id":"tagout-doctor","transcript_path":"/dev/null","cwd":DIR,"permission_mode":"default","hook_event_name":"PreToolUse","timestamp":"2026-01-01T00:00:00.000Z","tool_call_id":"tagout-doctor","tool_name":"run_shell_command","tool_input":{"command":COMMAND}}`
		r.Also = begins(`{"type":"command","name":"tagout","command":LINE,"timeout":10000}`, `{"session_id":"tagout-doctor","transcript_path":"/dev/null","cwd":DIR,"hook_event_name":"SessionStart","timestamp":"2026-01-01T00:00:00.000Z","permission_mode":"default","source":"startup"}`)
	case "augment":
		r.Answer = ByExit
		r.Tools = []string{"launch-process", "write-process", "save-file", "str-replace-editor", "remove-files"}
		r.Entry = `{"matcher":"launch-process|write-process|save-file|str-replace-editor|remove-files|apply_patch","hooks":[{"type":"command","command":LINE,"timeout":10000}]}`
		r.Canary = `{"hook_event_name":"PreToolUse","conversation_id":"tagout-doctor","workspace_roots":[DIR],"cwd":DIR,"tool_name":"launch-process","tool_input":{"command":COMMAND,"cwd":DIR}}`
	case "grok":
		r.Name, r.Tools, r.Answer = "tagout.json", []string{"Bash", "Write", "Edit"}, Decision
		r.Entry = `{"matcher":"Bash|Write|Edit","hooks":[{"type":"command","command":LINE,"timeout":10}]}`
		r.Canary = `{"hookEventName":"PreToolUse","sessionId":"tagout-doctor","cwd":DIR,"workspaceRoot":DIR,"toolName":"run_terminal_command","toolInput":{"command":COMMAND}}`
		r.After = "hooks of a project run once its folder is trusted: /hooks-trust"
	default:
		return nil
	}
	return &r
}
