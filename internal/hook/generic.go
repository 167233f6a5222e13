package hook

import (
	"tagout/internal/tree"
	"tagout/policy"
)

// readGeneric reads the form that the README gives to whatever has none of its
// own: {"command","cwd","shell","session"}, or "file" in place of the command
// for a file that is to be written. The shims of OpenCode, Amp and Pi send it.
func readGeneric(root *tree.Node) (Event, error) {
	e := Event{Name: first(root, "event"), Tool: first(root, "tool"), Dir: first(root, "cwd"),
		Shell: first(root, "shell"), Workspace: first(root, "workspace"), Mode: first(root, "mode")}
	_, runs := root.Get("command").Str()
	_, writes := root.Get("file").Str()
	switch {
	case e.Name == "start":
		return e, nil
	case runs && writes:
		return e, ask("the event has a command and a file, want one of them")
	case runs:
		e.Kind = Shell
		if e.Shell == "powershell" || e.Shell == "pwsh" {
			e.Kind = PowerShell
		}
		e.Text = first(root, "command")
	case writes:
		e.Kind, e.Text = Write, first(root, "file")
	default:
		return e, ask(`the event has no "command" and no "file" that is a string, want one of them`)
	}
	return e, nil
}

const (
	// passes, asks: the exit codes of what is not refused. They are those of
	// tagout check.
	passes = 0
	asks   = 1
)

// replyGeneric always prints what was decided, and says it by exit code: 0
// goes on, 1 asks a person, 2 is refused. For OpenCode, which asks nobody, a
// question is a refusal.
func replyGeneric(e Event, d policy.Decision, reason string) reply {
	if e.Harness == "opencode" {
		d, reason = unasked(e, d, reason)
	}
	a := genericAnswer{Decision: d.String(), Reason: reason, Rule: ruleOf(reason)}
	code := passes
	switch d {
	case policy.Ask:
		code = asks
	case policy.Deny:
		code = refused
	}
	return reply{out: document(a), code: code}
}

type genericAnswer struct {
	Decision string `json:"decision"`
	Rule     string `json:"rule,omitempty"`
	Reason   string `json:"reason,omitempty"`
	// Context is for the agent, where a conversation begins.
	Context string `json:"context,omitempty"`
}

func beginGeneric(text string) reply {
	return reply{out: document(genericAnswer{Decision: policy.None.String(), Context: text})}
}
