package settings

import (
	"fmt"
	"slices"
	"strings"

	"tagout/internal/harness"
	"tagout/internal/tree"
)

// Weakens says why an edit of a settings file leaves the guard's hook less effective
// than it was, or why that is not known; "" where the hook is called as before and
// nothing runs beside it that was not there.
func (f *File) Weakens(before, after string) string {
	old, err := f.read(before)
	if err != nil {
		return "what stands there cannot be read as " + f.form() + ", so what an edit changes cannot be told"
	}
	if old == nil {
		old = &tree.Node{Kind: tree.Object}
	}
	new, err := f.read(after)
	if err != nil || new == nil {
		return "it would not be " + f.form() + ", and the whole file is dropped with every hook in it"
	}
	if why := f.void(new); why != "" {
		return why
	}
	for _, look := range []func(old, new *tree.Node) string{f.switched, f.unhooked} {
		if why := look(old, new); why != "" {
			return why
		}
	}
	return f.changed(old, new, "")
}

// form is the language of the file.
func (f *File) form() string {
	switch f.file.Format {
	case harness.TOML:
		return "TOML"
	case harness.JSONC:
		return "JSON with comments"
	}
	return "JSON"
}

// void finds that for which a harness passes over a whole file.
func (f *File) void(root *tree.Node) string {
	if key, _, twice := root.Repeated(); twice {
		return fmt.Sprintf("%q would stand twice, and only the last counts", key)
	}
	if root.Kind != tree.Object {
		return "the file would be " + root.Kind.String() + ", want an object"
	}
	if f.file.Format == harness.TOML || f.shape.layout == agent {
		return ""
	}
	if found := MistakesFor(f.r, root); len(found) > 0 {
		return "the whole file is dropped with every hook in it: " + found[0].Msg
	}
	return ""
}

// switched finds what turns hooks off. A value that is the opposite may be what keeps
// them on against other settings, so it must stay.
func (f *File) switched(old, new *tree.Node) string {
	for i := range f.h.Off {
		s := &f.h.Off[i]
		if s.Kind != harness.Setting {
			continue
		}
		path := strings.Split(s.Name, ".")
		was, is := old.Get(path...), new.Get(path...)
		switch {
		case same(was, is), is != nil && opposite(s, is):
		case is != nil:
			return "it sets " + s.Name
		case opposite(s, was):
			return "it takes away " + s.Name + ": " + was.Text
		}
	}
	return ""
}

// opposite reports whether a value is the other of the two that a switch has.
func opposite(s *harness.Switch, v *tree.Node) bool {
	return s.Value == "true" && v.Kind == tree.False || s.Value == "false" && v.Kind == tree.True
}

// maxHooks bounds the hooks of a file that are compared.
const maxHooks = 200

// unhooked finds a hook of the guard's that is gone or another, and one that is
// new: what it runs, nobody judges, and before a tool it may change the call.
func (f *File) unhooked(old, new *tree.Node) string {
	was, _ := f.hooks(old)
	are, odd := f.hooks(new)
	ours := slices.ContainsFunc(was, func(h hook) bool { return own(h.node) })
	switch {
	case odd != nil && !same(odd, old.Get("hooks")):
		return "its hooks would not be laid out as " + f.h.Title + " reads them"
	case len(was) > maxHooks || len(are) > maxHooks:
		return "it holds more hooks than are compared"
	case !f.r.Whole && emptied(old.Get("hooks"), new.Get("hooks")):
		return "it holds a list without hooks, which may stand in the place of others"
	case f.shape.layout == agent && !ours:
		return "the agent of this file runs no hook of tagout's"
	case f.r.Trusts && ours && !same(old.Get("hooks"), new.Get("hooks")):
		return "it changes hooks, each of which " + f.h.Title + " runs only as it was trusted where it stands"
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

// emptied reports whether hooks are a new list of none, for all events or for one.
func emptied(was, is *tree.Node) bool {
	if is == nil || same(was, is) {
		return false
	}
	return len(is.Members)+len(is.Items) == 0 || slices.ContainsFunc(is.Members, func(m tree.Member) bool {
		return m.Value.Kind == tree.Array && len(m.Value.Items) == 0 && !same(was.Get(m.Name), m.Value)
	})
}

// changed finds other settings that are not known to leave hooks as they are, or
// whose new value may void the file.
func (f *File) changed(old, new *tree.Node, in string) string {
	for _, m := range slices.Concat(members(old), members(new)) {
		was, is, name := old.Get(m.Name), new.Get(m.Name), in+m.Name
		if f.holdsHooks(name, is) || same(was, is) || f.isSwitch(name) {
			continue
		}
		known, within := f.shape.key(name)
		switch {
		case known != nil:
			if why, ok := known.takes(was, is); why != "" {
				return why
			} else if !ok {
				return "what it makes of " + name + " is not known to leave hooks as they are"
			}
		case (within || f.isSwitch(name+".")) && (was == nil || was.Kind == tree.Object) && (is == nil || is.Kind == tree.Object):
			if why := f.changed(was, is, name+"."); why != "" {
				return why
			}
		default:
			return "what it makes of " + name + " is not known to leave hooks as they are"
		}
	}
	return ""
}

// holdsHooks reports whether a member was looked at with the hooks.
func (f *File) holdsHooks(name string, is *tree.Node) bool {
	if f.shape.layout == named {
		return is == nil
	}
	return name == "hooks"
}

func members(n *tree.Node) []tree.Member {
	if n == nil {
		return nil
	}
	return n.Members
}

// isSwitch reports whether a setting is one that turns hooks off, which was looked
// at; or, of a name that ends in a dot, whether one is in it.
func (f *File) isSwitch(name string) bool {
	return slices.ContainsFunc(f.h.Off, func(s harness.Switch) bool {
		return s.Kind == harness.Setting && (s.Name == name || strings.HasSuffix(name, ".") && strings.HasPrefix(s.Name, name))
	})
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
	for _, prefix := range []string{"CLAUDE", "CODEX_", "GEMINI_CLI", "QWEN_CODE", "COPILOT_HOME", "OPENCODE_", "KIMI_CODE_HOME", "TAGOUT_", "XDG_", "LD_", "DYLD_", "GO", "BUN_", "BASH_FUNC_"} {
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
