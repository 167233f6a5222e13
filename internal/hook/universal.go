package hook

import (
	"encoding/json"
	"slices"
	"strings"

	"tagout/internal/mcp"
	"tagout/internal/tree"
	"tagout/policy"
)

// readAny reads an event of a harness that is not known, by the places where
// harnesses put a command. It judges whatever carries one, except what is
// reported after the fact.
func readAny(root *tree.Node) (Event, error) {
	var e Event
	e.Name = first(root, "hook_event_name", "hookEventName", "hookName", "agent_action_name")
	e.Tool = first(root, "tool_name", "toolName")
	e.Dir = first(root, "cwd", "workspaceRoot")
	if after(e.Name) || aside(e.Name) {
		return e, nil
	}
	if _, is := mcp.Prefixed(e.Tool); is {
		return take(e, arguments(root), use{})
	}
	if text, found := command(root); found {
		e.Kind, e.Text = Shell, text
		if strings.EqualFold(e.Tool, "powershell") {
			e.Kind = PowerShell
		}
		return e, nil
	}
	input := arguments(root)
	if path := first(input, "file_path", "filePath", "notebook_path", "path"); path != "" && !reads(e.Tool) {
		e.Kind, e.Text = Write, path
		return e, nil
	}
	if e.Tool == "" || runsShell(e.Tool) {
		return e, ask("the event names no command, so what would run cannot be told")
	}
	return e, nil
}

// arguments are a tool's.
func arguments(root *tree.Node) *tree.Node {
	if input := root.Get("tool_input"); input != nil {
		return input
	}
	return root.Get("toolInput")
}

// first returns the first of the named members that is a string.
func first(n *tree.Node, names ...string) string {
	for _, name := range names {
		if s, ok := n.Get(name).Str(); ok {
			return s
		}
	}
	return ""
}

// command finds the shell program in an event.
func command(root *tree.Node) (string, bool) {
	for _, path := range [][]string{
		{"tool_input", "command"},
		{"toolInput", "command"},
		{"toolArgs", "command"},
		{"tool_info", "command_line"},
		{"preToolUse", "parameters", "command"},
		{"toolCall", "args", "CommandLine"},
		{"command"},
	} {
		if s, ok := root.Get(path...).Str(); ok {
			return s, true
		}
	}
	// Copilot may send the arguments as JSON inside a string.
	if s, ok := root.Get("toolArgs").Str(); ok {
		if inner, err := tree.Parse([]byte(s)); err == nil {
			return inner.Get("command").Str()
		}
	}
	return "", false
}

// after reports whether an event comes after the tool has run.
func after(name string) bool {
	lower := strings.ToLower(name)
	return strings.HasPrefix(lower, "post") || strings.HasPrefix(lower, "after")
}

// aside reports whether an event of that name is about no tool.
func aside(name string) bool {
	switch strings.ToLower(name) {
	case "sessionstart", "sessionend", "agentspawn", "stop", "agentstop", "subagentstart", "subagentstop", "notification",
		"userpromptsubmit", "userpromptsubmitted", "precompact", "taskstart", "taskresume", "taskcancel", "taskcomplete", "setup":
		return true
	}
	return false
}

// runsShell reports whether a tool of that name is a shell in any harness we
// know of.
func runsShell(tool string) bool {
	return slices.Contains([]string{
		"bash", "execute", "execute_bash", "execute_command", "launch-process", "monitor", "powershell",
		"run_command", "run_in_terminal", "run_shell_command", "run_terminal_command", "runinterminal", "runterminalcommand", "shell",
	}, strings.ToLower(tool))
}

func reads(tool string) bool {
	lower := strings.ToLower(tool)
	return strings.HasPrefix(lower, "read") || strings.HasPrefix(lower, "view") || strings.HasPrefix(lower, "list")
}

// replyAny refuses in the one form that stopped the command in Claude Code,
// Codex and Gemini alike. Asking is refusing here, because where it is not
// understood the command runs; and allow is silence, because it may be a
// grant.
func replyAny(e Event, d policy.Decision, reason string) reply {
	if d, reason = unasked(e, d, reason); d != policy.Deny {
		return reply{}
	}
	return refuseAll(reason)
}

// refuseAll gives the answers of all harnesses in one document, the reason on
// standard error too, and exit code 2.
func refuseAll(reason string) reply {
	return reply{
		out: document(anyAnswer{
			Decision: "block",
			Reason:   reason,
			Specific: specific{Event: "PreToolUse", Decision: policy.Deny.String(), Reason: reason},
		}),
		err:  reason,
		code: refused,
	}
}

type anyAnswer struct {
	Decision string   `json:"decision"`
	Reason   string   `json:"reason"`
	Specific specific `json:"hookSpecificOutput"`
}

// document renders an answer on one line, and ends it.
func document(answer any) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(answer); err != nil {
		return "" // unreachable: strings always encode; an empty answer is refused by exit code
	}
	return b.String()
}
