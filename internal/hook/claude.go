package hook

import (
	"tagout/internal/settings"
	"tagout/internal/tree"
	"tagout/policy"
)

// claude is the name of Claude Code, as --harness spells it.
const claude = "claude"

// claudeShaped reports whether the payload is spelled as Claude Code's own.
// Codex adds a turn_id; Copilot, Gemini and Qwen a timestamp; VS Code and Grok
// spell the names in camel case.
func claudeShaped(root *tree.Node) bool {
	if root.Get("turn_id") != nil || root.Get("timestamp") != nil {
		return false
	}
	event, named := root.Get("hook_event_name").Str()
	return named && (root.Get("tool_name") != nil || aside(event))
}

// readClaude reads a PreToolUse event of Claude Code. Other events, and tools
// that neither run a command nor write a file, need no opinion.
// https://code.claude.com/docs/en/hooks
func readClaude(root *tree.Node) (Event, error) {
	e := snake(root)
	if e.Name != "PreToolUse" {
		return e, nil
	}
	if _, is := root.Get("tool_name").Str(); !is {
		return e, ask("the event's tool_name is %s, want a string", root.Get("tool_name").Kind)
	}
	input := root.Get("tool_input")
	if e.Tool == "Monitor" && input.Get("command") == nil && input.Get("ws") != nil {
		return e, nil // it watches a socket, and runs nothing
	}
	e, err := take(e, input, claudeTool(e.Tool))
	e.Edits = claudeEdits(e.Tool, input)
	e.Exact = e.Kind == Write
	if e.Tool == "NotebookEdit" && first(input, "cell_type") != "markdown" && first(input, "edit_mode") != "delete" {
		e.Cell = first(input, "new_source")
	}
	return e, err
}

func claudeTool(name string) use {
	switch name {
	case "Bash", "Monitor":
		return runs("command")
	case "PowerShell":
		return use{kind: PowerShell, from: []string{"command"}}
	case "Write", "Edit", "MultiEdit":
		return writes("file_path")
	case "NotebookEdit":
		return writes("notebook_path")
	}
	return use{}
}

// maxEdits bounds the parts that one call replaces.
const maxEdits = 100

// claudeEdits reads what a file tool would make of its file, nil where the input
// is not as documented, and for a notebook: no settings are one, so that a cell
// put into them is a question whatever it holds.
func claudeEdits(tool string, input *tree.Node) []settings.Edit {
	switch tool {
	case "Write":
		if text, is := input.Get("content").Str(); is {
			return []settings.Edit{{Whole: true, New: text}}
		}
	case "Edit":
		return claudeReplaces([]*tree.Node{input})
	case "MultiEdit":
		if list := input.Get("edits"); list != nil && list.Kind == tree.Array {
			return claudeReplaces(list.Items)
		}
	}
	return nil
}

func claudeReplaces(list []*tree.Node) (out []settings.Edit) {
	if len(list) > maxEdits {
		return nil
	}
	for _, item := range list {
		from, is := item.Get("old_string").Str()
		to, too := item.Get("new_string").Str()
		if !is || !too {
			return nil
		}
		all := item.Get("replace_all")
		out = append(out, settings.Edit{Old: from, New: to, All: all != nil && all.Kind == tree.True})
	}
	return out
}

// bypass is the mode in which Claude Code puts no questions of its own. It
// then drops a hook's question as well wherever it would have had one itself:
// in 2.1.330, attended or not, Write and Bash changed files below .claude and
// .git, .bashrc and .mcp.json although the hook had asked. Which calls these
// are is not documented, so in this mode asking is refusing.
const bypass = "bypassPermissions"

// replyClaude writes an answer as Claude Code 2.1 reads it: one JSON document
// and exit code 0. Nothing at all is "no opinion"; allow is a grant that skips
// the question the harness would ask.
func replyClaude(e Event, d policy.Decision, reason string) reply {
	if d == policy.None {
		return noteClaude(reason)
	}
	if d == policy.Ask && e.Mode == bypass {
		d = policy.Deny
		reason += "\nin " + bypass + " mode a question may be dropped, so this is refused; a person may run it, change the mode, or allow it: tagout approve"
	}
	return reply{out: document(claudeAnswer{Specific: specific{
		Event:    "PreToolUse",
		Decision: d.String(),
		Reason:   reason,
	}})}
}

// noteClaude tells the agent and the person something, and leaves the decision
// to the harness: additionalContext reaches the model with its next request,
// systemMessage the person alone (measured with the real program).
func noteClaude(note string) reply {
	if note == "" {
		return reply{}
	}
	return reply{out: document(claudeNote{Specific: context{Event: "PreToolUse", Context: note}, System: note})}
}

type claudeNote struct {
	Specific context `json:"hookSpecificOutput"`
	System   string  `json:"systemMessage"`
}

type context struct {
	Event   string `json:"hookEventName"`
	Context string `json:"additionalContext"`
}

type claudeAnswer struct {
	Specific specific `json:"hookSpecificOutput"`
}

type specific struct {
	Event    string `json:"hookEventName"`
	Decision string `json:"permissionDecision"`
	Reason   string `json:"permissionDecisionReason"`
}
