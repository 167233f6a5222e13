package hook

import (
	"strings"

	"tagout/internal/harness"
	"tagout/internal/tree"
	"tagout/policy"
)

// adapter is how the hook speaks with one harness.
type adapter struct {
	// read reads an event. One that needs no opinion has a zero Kind.
	read func(*tree.Node) (Event, error)
	// reply says what was decided about an event; policy.None is no opinion, or
	// a note where there is a reason. It never asks where nobody is asked.
	reply func(e Event, d policy.Decision, reason string) reply
	// begin tells the agent something where a conversation begins; nil where
	// nothing can be told.
	begin func(text string) reply
}

// adapterFor returns the adapter of a harness, and that of all that are not
// known for "" and any other name.
func adapterFor(name string) adapter {
	switch name {
	case claude:
		return adapter{readClaude, replyClaude, beginClaude}
	case "codex":
		return adapter{readCodex, replyCodex, beginClaude}
	case "gemini":
		return adapter{readGemini, replyGemini, beginClaude}
	case "antigravity":
		return adapter{readAntigravity, replyAntigravity, nil}
	case "cursor":
		return adapter{readCursor, replyCursor, beginCursor}
	case "copilot":
		return adapter{readCopilot, replyCopilot, beginCopilot}
	case "vscode":
		return adapter{readVSCode, replyVSCode, beginClaude}
	case "windsurf":
		return adapter{readWindsurf, replyByExit, nil}
	case "cline":
		return adapter{readCline, replyCline, beginCline}
	case "kiro":
		return adapter{readKiro, replyByExit, beginPlain}
	case "droid":
		return adapter{readDroid, replyDroid, beginClaude}
	case "qwen":
		return adapter{readQwen, replyQwen, beginClaude}
	case "grok":
		return adapter{readGrok, replyGrok, nil}
	case "kimi":
		return adapter{readKimi, replyByExit, nil}
	case "augment":
		return adapter{readAugment, replyByExit, nil}
	case "generic", "amp", "opencode", "pi":
		return adapter{readGeneric, replyGeneric, beginGeneric}
	}
	return adapter{readAny, replyAny, nil}
}

// recognise names the harness that sent a payload, "" for one that is not
// known. What only one of them sends is believed before the name given on the
// command line, since others run the hooks they find in Claude Code's
// settings; what several send alike is believed to be from the one named.
func recognise(root *tree.Node, named string) string {
	if name := telltale(root); name != "" {
		return name
	}
	switch {
	case inProcess(named) && !enveloped(root), likeClaude(named):
		return named
	case claudeShaped(root):
		return claudeKin(root)
	case stamped(root) != "":
		return stamped(root)
	case named == claude, inProcess(named):
		return ""
	}
	return named
}

// telltale names a harness by what no other one sends.
func telltale(root *tree.Node) string {
	event := first(root, "hook_event_name")
	has := func(name string) bool { return root.Get(name) != nil }
	switch {
	case has("cursor_version"), has("generation_id"), cursorEvent(event):
		return "cursor"
	case has("agent_action_name"):
		return "windsurf"
	case has("clineVersion"), has("hookName"):
		return "cline"
	case has("toolCall"):
		return "antigravity"
	case has("toolArgs"), event == "" && has("sessionId") && has("timestamp") && !has("hookEventName"):
		return "copilot"
	case has("toolInput"):
		return "grok"
	case has("hookEventName"):
		return "vscode"
	case has("turn_id") && event != "":
		return "codex"
	case geminiEvent(event):
		return "gemini"
	}
	return ""
}

// claudeKin tells those apart that send what Claude Code sends, by their own
// tools. Each of their answers stops a command in Claude Code as well.
func claudeKin(root *tree.Node) string {
	tool := first(root, "tool_name")
	switch {
	case strings.HasPrefix(first(root, "hook_event_name"), "pre"):
		return "kiro"
	case root.Get("tool_call_id") != nil && root.Get("tool_use_id") == nil:
		return "kimi"
	case claudeTool(tool).kind != 0:
		return claude
	case droidTool(tool).kind != 0:
		return "droid"
	case augmentTool(tool).kind != 0:
		return "augment"
	}
	return claude
}

// stamped tells those apart that add a time to what Claude Code sends, "" where
// none is known.
func stamped(root *tree.Node) string {
	tool := first(root, "tool_name")
	switch {
	case root.Get("timestamp") == nil || root.Get("hook_event_name") == nil:
		return ""
	case root.Get("permission_mode") != nil, root.Get("tool_call_id") != nil, qwenTool(tool).kind != 0:
		return "qwen"
	case claudeTool(tool).kind != 0:
		return "copilot"
	case vscodeTool(tool).kind != 0:
		return "vscode"
	}
	return ""
}

// enveloped reports whether a payload has an event by a name that no caller
// of the generic form gives.
func enveloped(root *tree.Node) bool {
	return root.Get("hook_event_name") != nil || root.Get("tool_input") != nil
}

// likeClaude reports whether a harness reads what Claude Code sends, and
// answers so that Claude Code too stops.
func likeClaude(name string) bool {
	switch name {
	case "augment", "codex", "copilot", "droid", "kimi", "kiro", "qwen", "vscode":
		return true
	}
	return false
}

// inProcess reports whether a harness speaks the generic form, most of them
// through a shim that it loads.
func inProcess(name string) bool {
	switch name {
	case "amp", "generic", "opencode", "pi":
		return true
	}
	return false
}

// approval says how a person allows what could only be refused.
const approval = "a person may allow it: tagout approve"

// unasked turns a question into a refusal where a harness asks nobody.
func unasked(e Event, d policy.Decision, reason string) (policy.Decision, string) {
	if d != policy.Ask {
		return d, reason
	}
	who := "this harness is not known to ask a person"
	if h := harness.Find(e.Harness); h != nil {
		who = h.Title + " does not put it to a person"
	}
	return policy.Deny, reason + "\n" + who + ", so it is refused; " + approval
}

// replyByExit refuses as all those do that know exit codes alone: by code 2,
// with the reason on standard error. Nothing else stops them, and there is no
// way to add a note.
func replyByExit(e Event, d policy.Decision, reason string) (r reply) {
	if d, reason = unasked(e, d, reason); d == policy.Deny {
		r.err, r.code = reason, refused
	}
	return r
}

// beginPlain tells the agent a text on standard output as it is.
func beginPlain(text string) reply { return reply{out: text + "\n"} }
