package settings

import (
	"strings"

	"tagout/internal/tree"
)

// layout is where a file holds its hooks. The zero value is a member "hooks" that
// holds the events.
type layout uint8

const (
	// listed: the member "hooks" is an array, and each hook names its event.
	listed layout = iota + 1
	// named: every member is a hook of that name, which holds the events.
	named
	// agent: the file is one agent's, which runs no hooks but its own.
	agent
)

// shape is what is known of a kind of files beside its hooks and the switches of
// its harness's row.
type shape struct {
	// harness are the names of those that have it, with a space between.
	harness string
	// end is how the path in the harness's row ends.
	end    string
	layout layout
	keys   []key
}

// key is a setting that has nothing to do with hooks, by the path of its names. A
// value of another kind may void the file, or more than that.
type key struct {
	name string
	// kinds are those that it may be: s string, b truth value, n number, o object,
	// a array, S array of strings, F false, P permissions of Claude Code's, E
	// variables, M servers; "" for none, so that it may be taken away alone.
	kinds string
	// among, where it is not "", are the strings that it may be, each behind a "|".
	among string
}

// rowsOf returns what is known of a harness's file, nil for nothing.
func rowsOf(name, path string) *shape {
	for i := range shapes {
		if s := &shapes[i]; strings.Contains(" "+s.harness+" ", " "+name+" ") && strings.HasSuffix(path, s.end) {
			return s
		}
	}
	return nil
}

// shapes are static data. Where a file holds nothing but hooks there are no keys.
// What is not here may be harmless, and is asked about.
var shapes = [...]shape{
	{"claude", ".claude.json", 0, []key{{"mcpServers", "M", ""}, {"theme", "s", ""}, {"verbose", "b", ""}, {"editorMode", "s", ""}}},
	// Each was looked up in the schema of 2.1.330. What lets servers of a project
	// start unasked, and how soon transcripts are deleted, is not among them.
	// https://code.claude.com/docs/en/settings
	{"claude", ".json", 0, []key{
		{"permissions", "P", ""}, {"env", "E", ""},
		{"model", "s", ""}, {"outputStyle", "s", ""}, {"language", "s", ""}, {"$schema", "s", ""}, {"plansDirectory", "s", ""}, {"effortLevel", "s", ""}, {"editorMode", "s", ""}, {"theme", "s", ""},
		{"includeCoAuthoredBy", "b", ""}, {"alwaysThinkingEnabled", "b", ""}, {"spinnerTipsEnabled", "b", ""}, {"respectGitignore", "b", ""}, {"showTurnDuration", "b", ""}, {"verbose", "b", ""},
		{"prefersReducedMotion", "b", ""}, {"terminalProgressBarEnabled", "b", ""}, {"autoMemoryEnabled", "b", ""}, {"fastMode", "b", ""},
		{"disabledMcpjsonServers", "S", ""}, {"companyAnnouncements", "S", ""}, {"autoUpdatesChannel", "s", "|latest|stable|rc"},
		{"enabledMcpjsonServers", "", ""}, {"enableAllProjectMcpServers", "F", ""},
	}},
	{"codex", "hooks.json", 0, []key{{"description", "s", ""}}},
	// https://developers.openai.com/codex/config-reference. A profile may hold
	// features, a trusted project hooks of its own, and notify is a program.
	{"codex", "config.toml", 0, []key{
		{"model", "s", ""}, {"model_provider", "s", ""}, {"model_reasoning_effort", "s", ""}, {"model_reasoning_summary", "s", ""}, {"model_verbosity", "s", ""}, {"model_context_window", "n", ""},
		{"plan_mode_reasoning_effort", "s", ""}, {"review_model", "s", ""}, {"service_tier", "s", ""}, {"personality", "s", ""}, {"web_search", "s", ""},
		{"approval_policy", "so", ""}, {"sandbox_mode", "s", ""}, {"sandbox_workspace_write", "o", ""}, {"mcp_servers", "M", ""}, {"model_providers", "o", ""}, {"tui", "o", ""}, {"history", "o", ""},
		{"hide_agent_reasoning", "b", ""}, {"show_raw_agent_reasoning", "b", ""}, {"file_opener", "s", ""}, {"project_doc_max_bytes", "n", ""}, {"project_doc_fallback_filenames", "S", ""}, {"check_for_update_on_startup", "b", ""},
	}},
	// https://github.com/google-gemini/gemini-cli/blob/main/docs/reference/configuration.md
	// https://github.com/QwenLM/qwen-code/blob/main/docs/users/configuration/settings.md
	// Trust in folders, a sandbox and the tools' own programs are not among them.
	{"gemini qwen", "settings.json", 0, []key{
		{"$schema", "s", ""}, {"$version", "n", ""}, {"theme", "s", ""}, {"model", "so", ""}, {"general", "o", ""}, {"ui", "o", ""}, {"ide", "o", ""}, {"output", "o", ""}, {"context", "o", ""}, {"privacy", "o", ""},
		{"telemetry", "o", ""}, {"modelConfigs", "o", ""}, {"modelProviders", "o", ""}, {"mcpServers", "M", ""}, {"mcp.allowed", "S", ""}, {"mcp.excluded", "S", ""}, {"vimMode", "b", ""}, {"preferredEditor", "s", ""}, {"autoAccept", "b", ""},
		{"tools.allowed", "S", ""}, {"tools.core", "S", ""}, {"tools.exclude", "S", ""}, {"tools.autoAccept", "b", ""}, {"tools.approvalMode", "s", ""}, {"tools.useRipgrep", "b", ""}, {"tools.truncateToolOutputThreshold", "n", ""},
		{"coreTools", "S", ""}, {"excludeTools", "S", ""}, {"allowMCPServers", "S", ""}, {"excludeMCPServers", "S", ""}, {"fileFiltering", "o", ""}, {"contextFileName", "sS", ""}, {"usageStatisticsEnabled", "b", ""}, {"env", "E", ""},
		{"permissions.allow", "S", ""}, {"permissions.ask", "S", ""}, {"permissions.deny", "S", ""},
	}},
	{"antigravity", "hooks.json", named, nil},
	{"cursor", "hooks.json", 0, nil},
	{"windsurf", "hooks.json", 0, nil},
	{"grok", "/hooks/", 0, nil},
	{"copilot", "/hooks/", 0, nil},
	// https://docs.github.com/en/copilot/reference/copilot-cli-reference
	{"copilot", ".json", 0, []key{
		{"model", "s", ""}, {"theme", "s", ""}, {"banner", "s", ""}, {"beep", "b", ""}, {"allowed_urls", "S", ""}, {"denied_urls", "S", ""}, {"allowedUrls", "S", ""}, {"deniedUrls", "S", ""},
		{"render_markdown", "b", ""}, {"renderMarkdown", "b", ""}, {"stream", "b", ""}, {"effortLevel", "s", ""}, {"includeCoAuthoredBy", "b", ""}, {"screen_reader", "b", ""}, {"log_level", "s", ""}, {"logLevel", "s", ""},
	}},
	{"kiro", "/hooks/", listed, nil},
	{"kiro", "/agents/", agent, []key{
		{"description", "s", ""}, {"prompt", "s", ""}, {"model", "s", ""}, {"tools", "S", ""}, {"allowedTools", "S", ""}, {"resources", "a", ""}, {"mcpServers", "M", ""}, {"toolAliases", "o", ""}, {"toolsSettings", "o", ""}, {"includeMcpJson", "b", ""},
	}},
	// https://docs.factory.ai/cli/configuration/settings
	{"droid", ".json", 0, []key{
		{"model", "s", ""}, {"reasoningEffort", "s", ""}, {"autonomyLevel", "s", ""}, {"diffMode", "s", ""}, {"theme", "s", ""}, {"completionSound", "s", ""}, {"cloudSessionSync", "b", ""}, {"includeCoAuthoredByDroid", "b", ""},
		{"commandAllowlist", "S", ""}, {"commandDenylist", "S", ""}, {"enableDroidShield", "b", ""}, {"showThinkingInMainView", "b", ""}, {"customModels", "a", ""},
	}},
	// https://opencode.ai/docs/config
	{"opencode", "opencode.json", 0, []key{
		{"$schema", "s", ""}, {"model", "s", ""}, {"small_model", "s", ""}, {"theme", "s", ""}, {"username", "s", ""}, {"share", "s", ""}, {"autoupdate", "bs", ""}, {"instructions", "S", ""}, {"mcp", "M", ""}, {"permission", "so", ""},
		{"provider", "o", ""}, {"agent", "o", ""}, {"command", "o", ""}, {"keybinds", "o", ""}, {"tools", "o", ""}, {"disabled_providers", "S", ""}, {"enabled_providers", "S", ""}, {"default_agent", "s", ""}, {"snapshot", "b", ""},
	}},
	// https://moonshotai.github.io/kimi-code/en/configuration/config-files
	{"kimi", "config.toml", listed, []key{
		{"default_model", "s", ""}, {"default_thinking", "b", ""}, {"default_yolo", "b", ""}, {"default_editor", "s", ""}, {"theme", "s", ""}, {"providers", "o", ""}, {"models", "o", ""}, {"services", "o", ""}, {"loop_control", "o", ""}, {"mcp", "o", ""},
	}},
	// https://docs.augmentcode.com/cli/permissions
	{"augment", ".json", 0, []key{{"model", "s", ""}, {"theme", "s", ""}, {"toolPermissions", "a", ""}, {"mcpServers", "M", ""}, {"autoUpdate", "b", ""}, {"notificationMode", "s", ""}}},
}

// key returns what is known of a setting, nil for nothing; within reports whether
// something is known of one in it.
func (s *shape) key(name string) (k *key, within bool) {
	for i := range s.keys {
		switch k := &s.keys[i]; {
		case k.name == name:
			return k, false
		case strings.HasPrefix(k.name, name+"."):
			within = true
		}
	}
	return nil, within
}

// takes reports whether a value is one that the setting may have; nil is none.
func (k *key) takes(was, is *tree.Node) (why string, ok bool) {
	for i := range len(k.kinds) {
		switch c := k.kinds[i]; {
		case c == 'E':
			why = environment(was, is)
			return why, why == ""
		case c == 'M':
			why = servers(was, is)
			return why, why == ""
		case is != nil && kindIs(c, is) && (k.among == "" || strings.Contains(k.among+"|", "|"+is.Text+"|")):
			return "", true
		}
	}
	return "", is == nil
}

func kindIs(c byte, n *tree.Node) bool {
	switch c {
	case 's':
		return isString(n)
	case 'b':
		return isBool(n)
	case 'n':
		return n.Kind == tree.Number
	case 'o':
		return n.Kind == tree.Object
	case 'a':
		return n.Kind == tree.Array
	case 'S':
		return isStrings(n)
	case 'F':
		return n.Kind == tree.False
	case 'P':
		return permissions(n)
	}
	return false
}

// servers finds a change of an MCP server that is the guard's own, and what is no
// list of servers.
func servers(was, is *tree.Node) string {
	if is != nil && is.Kind != tree.Object {
		return "the servers would be " + is.Kind.String() + ", want an object"
	}
	if was != nil {
		for _, m := range was.Members {
			if speaksOfUs(m.Value) && !same(m.Value, is.Get(m.Name)) {
				return "it changes or removes the server " + m.Name + " of tagout's"
			}
		}
	}
	if is != nil {
		for _, m := range is.Members {
			if m.Value.Kind != tree.Object {
				return "the server " + m.Name + " would be " + m.Value.Kind.String() + ", want an object"
			}
		}
	}
	return ""
}

// speaksOfUs reports whether a text in a value starts tagout.
func speaksOfUs(n *tree.Node) bool {
	if text, is := n.Str(); is {
		for _, w := range strings.Fields(text) {
			if namesUs(w) {
				return true
			}
		}
	}
	for _, item := range n.Items {
		if speaksOfUs(item) {
			return true
		}
	}
	for _, m := range n.Members {
		if speaksOfUs(m.Value) {
			return true
		}
	}
	return false
}
