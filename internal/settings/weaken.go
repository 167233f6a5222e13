package settings

import (
	"fmt"
	"slices"
	"strings"

	"tagout/internal/tree"
)

// Weakens says why Claude Code's settings leave the guard's hook less effective
// than they did, or why that is not known; "" where the hook is called as before
// and nothing runs beside it that was not there.
func Weakens(before, after string) string {
	old, err := &tree.Node{Kind: tree.Object}, error(nil)
	if strings.TrimSpace(before) != "" {
		if old, err = tree.Parse([]byte(before)); err != nil {
			return "what stands there is not JSON, so what an edit changes cannot be told"
		}
	}
	new, err := tree.Parse([]byte(after))
	if err != nil {
		return "it would not be JSON, and the whole file is dropped with every hook in it"
	}
	if key, _, twice := new.Repeated(); twice {
		return fmt.Sprintf("%q would stand twice, and only the last counts", key)
	}
	if found := Mistakes(new); len(found) > 0 {
		return "the whole file is dropped with every hook in it: " + found[0].Msg
	}
	for _, look := range []func(old, new *tree.Node) string{switched, unhooked, changed} {
		if why := look(old, new); why != "" {
			return why
		}
	}
	return ""
}

// switched finds what turns hooks off. A false may be what keeps them on
// against other settings, so it must stay.
func switched(old, new *tree.Node) string {
	for _, name := range []string{"disableAllHooks", "allowManagedHooksOnly"} {
		was, is := old.Get(name), new.Get(name)
		switch {
		case same(was, is), is != nil && is.Kind == tree.False:
		case is != nil:
			return "it sets " + name
		case was.Kind == tree.False:
			return "it takes away " + name + ": false"
		}
	}
	return ""
}

// hook is one hook of an event, and when it is called.
type hook struct {
	event         string
	matcher, node *tree.Node
}

// maxHooks bounds the hooks of a file that are compared.
const maxHooks = 200

func hooks(root *tree.Node) (out []hook) {
	events := root.Get("hooks")
	if events == nil {
		return nil
	}
	for _, event := range events.Members {
		for _, group := range event.Value.Items {
			list := group.Get("hooks")
			if list == nil {
				continue
			}
			for _, h := range list.Items {
				out = append(out, hook{event.Name, group.Get("matcher"), h})
			}
		}
	}
	return out
}

// unhooked finds a hook of the guard's that is gone or another, and one that is
// new: what it runs, nobody judges, and before a tool it may change the call.
func unhooked(old, new *tree.Node) string {
	was, are := hooks(old), hooks(new)
	if len(was) > maxHooks || len(are) > maxHooks {
		return "it holds more hooks than are compared"
	}
	for _, h := range was {
		if own(h.node) && !has(are, h) {
			return "it changes or removes the hook of tagout's"
		}
	}
	for _, h := range are {
		if !has(was, h) {
			return "it adds a hook for " + h.event + ", and what a hook runs is judged by nobody"
		}
	}
	return ""
}

func has(all []hook, h hook) bool {
	for _, o := range all {
		if o.event == h.event && same(o.matcher, h.matcher) && o.node.Equal(h.node) {
			return true
		}
	}
	return false
}

// own reports whether a hook is the guard's, in the exec form or as a line.
func own(h *tree.Node) bool {
	line, ok := h.Get("command").Str()
	args := h.Get("args")
	if !ok || args == nil {
		return ok && CallsHook(line)
	}
	argv := []string{line}
	for _, item := range args.Items {
		argv = append(argv, item.Text)
	}
	return StartsHook(argv)
}

func same(a, b *tree.Node) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return a.Equal(b)
}

// changed finds other settings that are not known to leave hooks as they are, or
// whose new value may void the file.
func changed(old, new *tree.Node) string {
	for _, m := range slices.Concat(old.Members, new.Members) {
		was, is := old.Get(m.Name), new.Get(m.Name)
		switch m.Name {
		case "hooks", "disableAllHooks", "allowManagedHooksOnly":
			continue
		case "env":
			if why := environment(was, is); why != "" {
				return why
			}
			continue
		}
		if !same(was, is) && !harmless(m.Name, is) {
			return "what it makes of " + m.Name + " is not known to leave hooks as they are"
		}
	}
	return ""
}

// harmless reports whether a setting is one that has nothing to do with hooks,
// runs nothing and deletes nothing, and its value of the kind that Claude Code
// reads; nil is no setting. Each was looked up in the schema of 2.1.330, where a
// value of another kind voids the file. What lets servers of a project start
// unasked, and how soon transcripts are deleted, is not among them.
// https://code.claude.com/docs/en/settings
func harmless(name string, v *tree.Node) bool {
	switch name {
	case "permissions":
		return v == nil || permissions(v)
	case "model", "outputStyle", "language", "$schema", "plansDirectory", "effortLevel", "editorMode", "theme":
		return v == nil || isString(v)
	case "includeCoAuthoredBy", "alwaysThinkingEnabled", "spinnerTipsEnabled", "respectGitignore", "showTurnDuration", "verbose",
		"prefersReducedMotion", "terminalProgressBarEnabled", "autoMemoryEnabled", "fastMode":
		return v == nil || isBool(v)
	case "disabledMcpjsonServers", "companyAnnouncements":
		return v == nil || isStrings(v)
	case "autoUpdatesChannel":
		return v == nil || isOneOf("latest", "stable", "rc")(v)
	case "enabledMcpjsonServers":
		return v == nil
	case "enableAllProjectMcpServers":
		return v == nil || v.Kind == tree.False
	}
	return false
}

// permissions reports whether each list is one of well-formed rules.
func permissions(v *tree.Node) bool {
	for _, m := range v.Members {
		switch m.Name {
		case "allow", "deny", "ask":
			if !isStrings(m.Value) || !wellFormed(m.Value.Items) {
				return false
			}
		case "additionalDirectories":
			if !isStrings(m.Value) {
				return false
			}
		case "defaultMode":
			if !isOneOf("default", "plan", "acceptEdits", "dontAsk", "auto")(m.Value) {
				return false
			}
		default:
			return false
		}
	}
	return v.Kind == tree.Object
}

// wellFormed reports whether rules are a tool's name, or one with something in
// parentheses.
func wellFormed(rules []*tree.Node) bool {
	for _, r := range rules {
		name, rest, found := strings.Cut(r.Text, "(")
		if name == "" || strings.ContainsAny(name, " )") || found && (len(rest) < 2 || !strings.HasSuffix(rest, ")")) {
			return false
		}
	}
	return true
}

// environment finds variables by which the harness or the hook takes other files
// for its own, or starts with something put into it.
func environment(was, is *tree.Node) string {
	for _, v := range []*tree.Node{was, is} {
		if v == nil {
			continue
		}
		if v.Kind != tree.Object {
			return "env would be " + v.Kind.String() + ", want an object"
		}
		for _, m := range v.Members {
			before, after := was.Get(m.Name), is.Get(m.Name)
			if same(before, after) {
				continue
			}
			if steers(m.Name) {
				return "it changes the variable " + m.Name + ", by which the hook or its harness may be led elsewhere"
			}
			if after != nil && after.Kind != tree.String {
				return "env." + m.Name + " would be " + after.Kind.String() + ", want a string"
			}
		}
	}
	return ""
}

func steers(name string) bool {
	for _, prefix := range []string{"CLAUDE", "TAGOUT_", "XDG_", "LD_", "DYLD_", "GO", "BUN_", "BASH_FUNC_"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	switch name {
	case "HOME", "PATH", "SHELL", "BASH_ENV", "ENV", "PROMPT_COMMAND", "ZDOTDIR", "NODE_OPTIONS", "IS_SANDBOX":
		return true
	}
	return false
}
