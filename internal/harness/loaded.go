package harness

// GenericEvent is an event in the form of the README, for callers of our own.
const GenericEvent = `{"command":COMMAND,"cwd":DIR,"shell":"bash","session":"tagout-doctor"}`

// loaded are the registrations that are a table of a TOML file, or a file of
// their own which the harness runs or loads.
func loaded(name string) *Registration {
	switch name {
	case "kimi":
		return &Registration{
			Format: TOML, Event: "hooks", Match: Pattern, Tools: []string{"Bash", "Write", "Edit"}, Canary: claudeEvent,
			Entry: "[[hooks]]\nevent = \"PreToolUse\"\nmatcher = \"Bash|Shell|Write|Edit|WriteFile|StrReplaceFile\"\ncommand = LINE\ntimeout = 10\n",
		}
	case "cline":
		return &Registration{
			Format: Script, Name: "PreToolUse", Answer: Cancel,
			Also: []Hook{{Event: "TaskStart", Begins: true,
				Canary: `{"clineVersion":"0","hookName":"TaskStart","timestamp":"0","taskId":"tagout-doctor","workspaceRoots":[DIR],"userId":"tagout-doctor","taskStart":{"taskMetadata":{"taskId":"tagout-doctor","ulid":"","initialTask":""}}}`}},
			Canary: `{"clineVersion":"0","hookName":"PreToolUse","timestamp":"0","taskId":"tagout-doctor","workspaceRoots":[DIR],"userId":"tagout-doctor","preToolUse":{"toolName":"execute_command","parameters":{"command":COMMAND}}}`,
			After:  "hooks have to be on in Cline's settings",
		}
	case "opencode":
		return &Registration{Format: TypeScript, Name: "tagout.js", Answer: Plain, Canary: GenericEvent}
	case "amp", "pi":
		return &Registration{Format: TypeScript, Name: "tagout.ts", Answer: Plain, Canary: GenericEvent}
	}
	return nil
}
