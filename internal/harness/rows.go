package harness

// measuredOn is the day on which the programs were driven against a model of
// our own, and the documentation of the others was read.
const measuredOn = "2026-11-23"

// rows are static data: nothing is done for them at a program's start.
var rows = [...]Harness{
	{
		Name: "claude", Title: "Claude Code",
		Contract: Contract{Measured, "2.1.330", measuredOn, "https://code.claude.com/docs/en/hooks"},
		// Measured.
		Env:      []string{"CLAUDECODE", "CLAUDE_CODE_ENTRYPOINT", "CLAUDE_CODE_SESSION_ID", "CLAUDE_PID"},
		Programs: []string{"claude"}, Package: "/@anthropic-ai/claude-code/",
		Project:  "CLAUDE_PROJECT_DIR",
		Question: Question{Prompts, Refuses},
		Start:    []string{"SessionStart"},
		Home:     "~/.claude", HomeEnv: "CLAUDE_CONFIG_DIR",
		Files: []File{
			{Scope: Managed, Path: "/etc/claude-code/managed-settings.json", Format: JSON, Hooks: true},
			{Scope: Managed, Path: "/Library/Application Support/ClaudeCode/managed-settings.json", Format: JSON, Hooks: true, OS: "darwin"},
			{Scope: Managed, Path: `C:\Program Files\ClaudeCode\managed-settings.json`, Format: JSON, Hooks: true, OS: "windows"},
			{Scope: Managed, Path: "/etc/claude-code/managed-settings.d/", Format: JSON, Hooks: true},
			{Scope: User, Path: "~/.claude/settings.json", Format: JSON, Hooks: true},
			{Scope: User, Path: "~/.claude.json", Format: JSON},
			{Scope: Project, Path: ".claude/settings.json", Format: JSON, Hooks: true},
			{Scope: Local, Path: ".claude/settings.local.json", Format: JSON, Hooks: true},
		},
		Off: []Switch{
			{Setting, "disableAllHooks", "true"}, {Setting, "allowManagedHooksOnly", "true"},
			{Variable, "CLAUDE_CODE_SIMPLE", "1"},
			{Option, "--bare", ""}, {Option, "--safe-mode", ""}, {Option, "--setting-sources", ""}, {Option, "--settings", ""},
		},
	},
	{
		Name: "codex", Title: "Codex CLI",
		Contract: Contract{Measured, "0.169.0", measuredOn, "https://developers.openai.com/codex/hooks.md"},
		// Measured, but for the two of its sandbox, which stand in
		// https://github.com/openai/codex/blob/main/AGENTS.md and are not set without.
		Env:      []string{"CODEX_THREAD_ID", "CODEX_TOOL_CALL_ID", "CODEX_CI", "CODEX_SANDBOX", "CODEX_SANDBOX_NETWORK_DISABLED"},
		Programs: []string{"codex"}, Package: "/@openai/codex/",
		Question:   Question{Runs, Runs},
		LaterInput: true, // write_stdin, https://github.com/openai/codex/issues/46372, and measured
		Start:      []string{"SessionStart"},
		Home:       "~/.codex", HomeEnv: "CODEX_HOME",
		Files: []File{
			// What lies beside the system's configuration is managed: measured with
			// hooks/list, and https://developers.openai.com/codex/hooks.md.
			{Scope: Managed, Path: "/etc/codex/hooks.json", Format: JSON, Hooks: true},
			{Scope: Managed, Path: "/etc/codex/requirements.toml", Format: TOML, Hooks: true},
			// Of hooks.json there it is not verified.
			{Scope: Managed, Path: `C:\ProgramData\OpenAI\Codex\hooks.json`, Format: JSON, Hooks: true, OS: "windows"},
			{Scope: Managed, Path: `C:\ProgramData\OpenAI\Codex\requirements.toml`, Format: TOML, Hooks: true, OS: "windows"},
			{Scope: User, Path: "~/.codex/hooks.json", Format: JSON, Hooks: true},
			{Scope: User, Path: "~/.codex/config.toml", Format: TOML, Hooks: true},
			{Scope: Project, Path: ".codex/hooks.json", Format: JSON, Hooks: true},
			{Scope: Project, Path: ".codex/config.toml", Format: TOML, Hooks: true},
		},
		Off: []Switch{
			{Setting, "features.hooks", "false"}, {Setting, "allow_managed_hooks_only", "true"}, {Setting, "hooks.state", ""},
			{Option, "--disable", "hooks"},
		},
	},
	{
		Name: "gemini", Title: "Gemini CLI",
		Contract: Contract{Measured, "0.61.0", measuredOn, "https://github.com/google-gemini/gemini-cli/tree/main/docs/hooks"},
		Env:      []string{"GEMINI_CLI"}, // measured
		Programs: []string{"gemini"}, Package: "/@google/gemini-cli/",
		// Headless, the session ends there, with exit code 0 and no result.
		Project: "GEMINI_PROJECT_DIR", Shell: "bash",
		Question: Question{Prompts, Refuses},
		Start:    []string{"SessionStart"},
		Home:     "~/.gemini",
		Files: []File{
			{Scope: Managed, Path: "/etc/gemini-cli/settings.json", Format: JSONC, Hooks: true, Env: "GEMINI_CLI_SYSTEM_SETTINGS_PATH"},
			{Scope: Managed, Path: "/Library/Application Support/GeminiCli/settings.json", Format: JSONC, Hooks: true, OS: "darwin", Env: "GEMINI_CLI_SYSTEM_SETTINGS_PATH"},
			{Scope: Managed, Path: `C:\ProgramData\gemini-cli\settings.json`, Format: JSONC, Hooks: true, OS: "windows", Env: "GEMINI_CLI_SYSTEM_SETTINGS_PATH"},
			{Scope: User, Path: "~/.gemini/settings.json", Format: JSONC, Hooks: true},
			{Scope: Project, Path: ".gemini/settings.json", Format: JSONC, Hooks: true},
		},
		Off: []Switch{{Setting, "hooksConfig.enabled", "false"}, {Setting, "hooksConfig.disabled", ""}},
	},
	{
		Name: "antigravity", Title: "Antigravity CLI",
		Contract: Contract{SecondHand, "1.1.2", measuredOn, "https://docs.rs/safe-chains/0.230.5/src/safe_chains/targets/agy.rs.html"},
		// Second-hand: https://github.com/vercel/vercel/tree/main/packages/detect-agent.
		Env:        []string{"ANTIGRAVITY_AGENT"},
		Programs:   []string{"agy"},
		Question:   Question{Prompts, Refuses},
		LaterInput: true, // send_command_input
		Home:       "~/.gemini/config",
		Files: []File{
			{Scope: User, Path: "~/.gemini/config/hooks.json", Format: JSON, Hooks: true},
			{Scope: Project, Path: ".agents/hooks.json", Format: JSON, Hooks: true},
		},
	},
	{
		Name: "cursor", Title: "Cursor",
		Contract: Contract{SecondHand, "2026.09.10", measuredOn, "https://cursor.com/docs/hooks"},
		// Second-hand: https://github.com/vercel/vercel/tree/main/packages/detect-agent.
		// CURSOR_TRACE_ID stands in the terminals of people, too.
		Env:      []string{"CURSOR_AGENT"},
		Programs: []string{"cursor-agent"},
		// Its documentation has ask; cursor-agent was reported to pass over it.
		Project:  "CURSOR_PROJECT_DIR",
		Question: Question{Runs, Runs},
		Start:    []string{"sessionStart"},
		Home:     "~/.cursor",
		Files: []File{
			{Scope: Managed, Path: "/etc/cursor/hooks.json", Format: JSON, Hooks: true},
			{Scope: Managed, Path: "/Library/Application Support/Cursor/hooks.json", Format: JSON, Hooks: true, OS: "darwin"},
			{Scope: Managed, Path: `C:\ProgramData\Cursor\hooks.json`, Format: JSON, Hooks: true, OS: "windows"},
			{Scope: User, Path: "~/.cursor/hooks.json", Format: JSON, Hooks: true},
			{Scope: Project, Path: ".cursor/hooks.json", Format: JSON, Hooks: true},
		},
	},
	{
		Name: "copilot", Title: "GitHub Copilot CLI and cloud agent",
		Contract: Contract{Documented, "1.0.71", measuredOn, "https://docs.github.com/en/copilot/reference/hooks-reference"},
		// The first as its change log of 0.0.421 has it, both as seen in 1.0.55; that
		// the cloud agent sets them is not verified.
		Env:      []string{"COPILOT_CLI", "COPILOT_AGENT_SESSION_ID"},
		Programs: []string{"copilot"}, Package: "/@github/copilot/",
		Shell:      "bash",
		Question:   Question{Prompts, Refuses},
		LaterInput: true, // write_bash
		Start:      []string{"sessionStart"},
		Home:       "~/.copilot", HomeEnv: "COPILOT_HOME",
		Files: []File{
			{Scope: Managed, Path: "/etc/github-copilot/policy.d/", Format: JSON, Hooks: true},
			{Scope: Managed, Path: `C:\ProgramData\GitHub\Copilot\policy.d/`, Format: JSON, Hooks: true, OS: "windows"},
			{Scope: User, Path: "~/.copilot/hooks/", Format: JSON, Hooks: true},
			{Scope: User, Path: "~/.copilot/settings.json", Format: JSONC, Hooks: true},
			{Scope: Project, Path: ".github/hooks/", Format: JSON, Hooks: true},
			{Scope: Project, Path: ".github/copilot/settings.json", Format: JSONC, Hooks: true},
			{Scope: Local, Path: ".github/copilot/settings.local.json", Format: JSONC, Hooks: true},
			{Scope: Project, Path: ".claude/settings.json", Format: JSON, Hooks: true, Of: "claude"},
		},
		Off: []Switch{{Setting, "disableAllHooks", "true"}},
	},
	{
		Name: "vscode", Title: "Visual Studio Code",
		Contract:   Contract{Documented, "", measuredOn, "https://code.visualstudio.com/docs/copilot/customization/hooks"},
		Question:   Question{Prompts, Refuses},
		LaterInput: true, // send_to_terminal
		Start:      []string{"SessionStart"},
		Home:       "~/.copilot",
		Files: []File{
			{Scope: User, Path: "~/.copilot/hooks/", Format: JSON, Hooks: true, Of: "copilot"},
			{Scope: User, Path: "~/.claude/settings.json", Format: JSON, Hooks: true, Of: "claude"},
			{Scope: Project, Path: ".github/hooks/", Format: JSON, Hooks: true, Of: "copilot"},
			{Scope: Project, Path: ".claude/settings.json", Format: JSON, Hooks: true, Of: "claude"},
			{Scope: Local, Path: ".claude/settings.local.json", Format: JSON, Hooks: true, Of: "claude"},
		},
	},
	{
		Name: "windsurf", Title: "Windsurf Cascade",
		Contract: Contract{Documented, "", measuredOn, "https://docs.windsurf.com/windsurf/cascade/hooks"},
		Question: Question{Runs, Runs},
		Home:     "~/.codeium/windsurf",
		Files: []File{
			{Scope: Managed, Path: "/etc/windsurf/hooks.json", Format: JSON, Hooks: true},
			{Scope: Managed, Path: "/Library/Application Support/Windsurf/hooks.json", Format: JSON, Hooks: true, OS: "darwin"},
			{Scope: Managed, Path: `C:\ProgramData\Windsurf\hooks.json`, Format: JSON, Hooks: true, OS: "windows"},
			{Scope: User, Path: "~/.codeium/windsurf/hooks.json", Format: JSON, Hooks: true},
			{Scope: Project, Path: ".windsurf/hooks.json", Format: JSON, Hooks: true},
		},
	},
	{
		Name: "cline", Title: "Cline",
		Contract: Contract{Documented, "", measuredOn, "https://docs.cline.bot/features/hooks/hook-reference"},
		// In the terminals that it opens; not verified for its command line.
		// https://docs.cline.bot/troubleshooting/terminal-integration-guide
		Env:      []string{"CLINE_ACTIVE"},
		Programs: []string{"cline"},
		Question: Question{Runs, Runs},
		Start:    []string{"TaskStart"},
		Home:     "~/Documents/Cline",
		Files: []File{
			{Scope: User, Path: "~/Documents/Cline/Hooks/", Format: Script, Hooks: true},
			{Scope: User, Path: "~/Documents/Cline/Rules/Hooks/", Format: Script, Hooks: true},
			{Scope: Project, Path: ".clinerules/hooks/", Format: Script, Hooks: true},
		},
		Off: []Switch{{Setting, "hooks_enabled", "false"}},
	},
	{
		Name: "kiro", Title: "Kiro",
		Contract: Contract{Documented, "2.x", measuredOn, "https://kiro.dev/docs/cli/hooks"},
		Programs: []string{"kiro-cli"},
		Question: Question{Runs, Runs},
		Start:    []string{"agentSpawn", "SessionStart"}, // of its CLI 2, and of 3
		Home:     "~/.kiro",
		Files: []File{
			{Scope: User, Path: "~/.kiro/agents/", Format: JSON, Hooks: true},
			{Scope: User, Path: "~/.kiro/hooks/", Format: JSON, Hooks: true},
			{Scope: Project, Path: ".kiro/agents/", Format: JSON, Hooks: true},
			{Scope: Project, Path: ".kiro/hooks/", Format: JSON, Hooks: true},
		},
	},
	{
		Name: "droid", Title: "Factory Droid",
		Contract: Contract{Documented, "", measuredOn, "https://docs.factory.ai/harness/hooks.md"},
		Programs: []string{"droid"},
		Project:  "FACTORY_PROJECT_DIR",
		Question: Question{Prompts, Refuses},
		Start:    []string{"SessionStart"},
		Home:     "~/.factory",
		Files: []File{
			// Whoever writes these takes the place of the organisation's policy, which
			// is then not fetched any more: install has to leave them alone.
			{Scope: Managed, Path: "/etc/factory/settings.json", Format: JSONC},
			{Scope: Managed, Path: "/Library/Application Support/Factory/settings.json", Format: JSONC, OS: "darwin"},
			{Scope: Managed, Path: `C:\Program Files\Factory\settings.json`, Format: JSONC, OS: "windows"},
			{Scope: User, Path: "~/.factory/hooks.json", Format: JSON, Hooks: true},
			{Scope: User, Path: "~/.factory/settings.json", Format: JSONC, Hooks: true},
			{Scope: Project, Path: ".factory/hooks.json", Format: JSON, Hooks: true},
			{Scope: Project, Path: ".factory/hooks/hooks.json", Format: JSON, Hooks: true},
			{Scope: Project, Path: ".factory/settings.json", Format: JSONC, Hooks: true},
			{Scope: Local, Path: ".factory/settings.local.json", Format: JSONC, Hooks: true},
		},
	},
	{
		Name: "qwen", Title: "Qwen Code",
		Contract: Contract{Documented, "", measuredOn, "https://github.com/QwenLM/qwen-code/blob/main/docs/users/features/hooks.md"},
		Env:      []string{"QWEN_CODE"}, // packages/core/src/services/shellExecutionService.ts
		Programs: []string{"qwen"}, Package: "/@qwen-code/qwen-code/",
		Project: "QWEN_PROJECT_DIR", Shell: "bash",
		Question: Question{Prompts, Refuses},
		Start:    []string{"SessionStart"},
		Home:     "~/.qwen",
		Files: []File{
			{Scope: Managed, Path: "/etc/qwen-code/settings.json", Format: JSONC, Hooks: true, Env: "QWEN_CODE_SYSTEM_SETTINGS_PATH"},
			{Scope: Managed, Path: "/Library/Application Support/QwenCode/settings.json", Format: JSONC, Hooks: true, OS: "darwin", Env: "QWEN_CODE_SYSTEM_SETTINGS_PATH"},
			{Scope: Managed, Path: `C:\ProgramData\qwen-code\settings.json`, Format: JSONC, Hooks: true, OS: "windows", Env: "QWEN_CODE_SYSTEM_SETTINGS_PATH"},
			{Scope: User, Path: "~/.qwen/settings.json", Format: JSONC, Hooks: true},
			{Scope: Project, Path: ".qwen/settings.json", Format: JSONC, Hooks: true},
		},
		Off: []Switch{{Setting, "disableAllHooks", "true"}},
	},
	{
		Name: "opencode", Title: "OpenCode",
		Contract: Contract{Documented, "", measuredOn, "https://opencode.ai/docs/plugins"},
		Env:      []string{"OPENCODE"}, // packages/opencode/src/index.ts
		Programs: []string{"opencode"},
		Question: Question{Runs, Runs}, // its permission.ask was reported never to be called
		Start:    []string{"start"},    // sent by the shim
		Home:     "~/.config/opencode", HomeEnv: "OPENCODE_CONFIG_DIR",
		Files: []File{
			{Scope: User, Path: "~/.config/opencode/plugins/", Format: TypeScript, Hooks: true},
			{Scope: User, Path: "~/.config/opencode/opencode.json", Format: JSONC},
			{Scope: Project, Path: ".opencode/plugins/", Format: TypeScript, Hooks: true},
			{Scope: Project, Path: "opencode.json", Format: JSONC},
		},
	},
	{
		Name: "amp", Title: "Amp",
		Contract: Contract{Documented, "", measuredOn, "https://ampcode.com/manual/plugin-api"},
		Env:      []string{"AMP_CURRENT_THREAD_ID"}, // second-hand, of its shell tool
		Programs: []string{"amp"}, Package: "/@sourcegraph/amp/",
		Question: Question{Prompts, Refuses}, // by the shim, which asks with ctx.ui.confirm
		Start:    []string{"start"},          // sent by the shim
		Home:     "~/.config/amp",
		Files: []File{
			{Scope: User, Path: "~/.config/amp/plugins/", Format: TypeScript, Hooks: true},
			{Scope: Project, Path: ".amp/plugins/", Format: TypeScript, Hooks: true},
		},
	},
	{
		Name: "pi", Title: "Pi",
		Contract: Contract{Documented, "", measuredOn, "https://github.com/earendil-works/pi/blob/main/packages/coding-agent/docs/extensions.md"},
		Env:      []string{"PI_CODING_AGENT"}, // packages/coding-agent/src/cli.ts
		Programs: []string{"pi"},
		Question: Question{Prompts, Refuses}, // by the shim, which asks with ctx.ui.confirm
		Start:    []string{"start"},          // sent by the shim
		Home:     "~/.pi",
		Files: []File{
			{Scope: User, Path: "~/.pi/agent/extensions/", Format: TypeScript, Hooks: true},
			{Scope: Project, Path: ".pi/extensions/", Format: TypeScript, Hooks: true},
		},
	},
	{
		Name: "grok", Title: "Grok CLI",
		Contract: Contract{SecondHand, "0.2.106", measuredOn, "https://docs.x.ai/build/features/hooks.md"},
		Programs: []string{"grok"},
		Question: Question{Runs, Runs},
		Home:     "~/.grok",
		Files: []File{
			{Scope: User, Path: "~/.grok/hooks/", Format: JSON, Hooks: true},
			{Scope: User, Path: "~/.grok/trusted_folders.toml", Format: TOML},
			{Scope: User, Path: "~/.claude/settings.json", Format: JSON, Hooks: true, Of: "claude"},
			{Scope: Project, Path: ".grok/hooks/", Format: JSON, Hooks: true},
			{Scope: Project, Path: ".claude/settings.json", Format: JSON, Hooks: true, Of: "claude"},
			{Scope: Project, Path: ".cursor/hooks.json", Format: JSON, Hooks: true, Of: "cursor"},
		},
	},
	{
		Name: "kimi", Title: "Kimi Code",
		Contract: Contract{Documented, "", measuredOn, "https://moonshotai.github.io/kimi-code/en/customization/hooks"},
		Programs: []string{"kimi"},
		Question: Question{Runs, Runs},
		Home:     "~/.kimi-code", HomeEnv: "KIMI_CODE_HOME",
		Files: []File{{Scope: User, Path: "~/.kimi-code/config.toml", Format: TOML, Hooks: true}},
	},
	{
		Name: "augment", Title: "Augment (Auggie)",
		Contract: Contract{Documented, "1.x", measuredOn, "https://docs.augmentcode.com/cli/hooks.md"},
		Env:      []string{"AUGMENT_AGENT"}, // https://docs.augmentcode.com/cli/reference
		Programs: []string{"auggie"}, Package: "/@augmentcode/auggie/",
		Question: Question{Runs, Runs},
		Home:     "~/.augment",
		Files: []File{
			{Scope: Managed, Path: "/etc/augment/settings.json", Format: JSON, Hooks: true},
			{Scope: Managed, Path: `C:\ProgramData\Augment\settings.json`, Format: JSON, Hooks: true, OS: "windows"},
			{Scope: User, Path: "~/.augment/settings.json", Format: JSON, Hooks: true},
			{Scope: Project, Path: ".augment/settings.json", Format: JSON, Hooks: true},
			{Scope: Local, Path: ".augment/settings.local.json", Format: JSON, Hooks: true},
		},
	},
	{
		// Whatever has no row of its own, and speaks the form of the README.
		Name: "generic", Title: "any other harness",
		Contract: Contract{Measured, "1", measuredOn, "README.md"},
		Env:      []string{"AI_AGENT", "GOOSE_TERMINAL"},
		Programs: []string{"goose", "aider", "crush"},
		Start:    []string{"start"},
		Question: Question{Prompts, Refuses}, // what it asks is the caller's to put to a person
	},
}
