package cli

import (
	"fmt"
	"strconv"

	"tagout/internal/tree"
)

// mistake is a part of a settings file for which Claude Code drops the whole
// file: every hook in it and every permission rule, without a word.
type mistake struct {
	at  int
	msg string
}

// schemaMistakes checks what Claude Code 2.1.330 checks of hooks. Each row was
// measured: a file with one such entry had none of its hooks run.
func schemaMistakes(root *tree.Node) []mistake {
	if root.Kind != tree.Object {
		return []mistake{{root.Start, "the file is " + root.Kind.String() + ", want an object"}}
	}
	var s schema
	for _, name := range []string{"disableAllHooks", "allowManagedHooksOnly"} {
		s.optional(root, name, "true or false", isBool)
	}
	hooks := root.Get("hooks")
	if hooks == nil {
		return s.out
	}
	if hooks.Kind != tree.Object {
		s.add(hooks, "hooks is %s, want an object", hooks.Kind)
	}
	for _, event := range hooks.Members {
		if event.Value.Kind != tree.Array {
			s.add(event.Value, "hooks.%s is %s, want an array", event.Name, event.Value.Kind)
		}
		for _, g := range event.Value.Items {
			s.group(event.Name, g)
		}
	}
	return s.out
}

type schema struct{ out []mistake }

func (s *schema) add(n *tree.Node, format string, args ...any) {
	s.out = append(s.out, mistake{n.Start, fmt.Sprintf(format, args...)})
}

func (s *schema) optional(n *tree.Node, name, want string, ok func(*tree.Node) bool) {
	if v := n.Get(name); v != nil && !ok(v) {
		s.add(v, "%s is %s, want %s", name, spelled(v), want)
	}
}

// spelled shows a value short enough for a message.
func spelled(v *tree.Node) string {
	if v == nil {
		return "nothing"
	}
	switch v.Kind {
	case tree.String:
		return strconv.Quote(v.Text)
	case tree.Number, tree.True, tree.False:
		return v.Text
	}
	return v.Kind.String()
}

func (s *schema) group(event string, g *tree.Node) {
	if g.Kind != tree.Object {
		s.add(g, "an entry of hooks.%s is %s, want an object", event, g.Kind)
		return
	}
	s.optional(g, "matcher", "a string", isString)
	list := g.Get("hooks")
	if list == nil || list.Kind != tree.Array {
		s.add(g, "an entry of hooks.%s has no array hooks", event)
		return
	}
	for _, h := range list.Items {
		s.hook(event, h)
	}
}

func (s *schema) hook(event string, h *tree.Node) {
	kind, ok := h.Get("type").Str()
	needs := neededBy(kind)
	if !ok || needs == "" {
		s.add(h, "a hook of %s has type %q, want command, prompt, agent, http or mcp_tool", event, kind)
		return
	}
	if _, ok := h.Get(needs).Str(); !ok {
		s.add(h, "a %s hook of %s has no string %s", kind, event, needs)
	}
	s.optional(h, "timeout", "a number above 0", isPositive)
	s.optional(h, "onFailure", `"continue" or "block"`, isOneOf("continue", "block"))
	s.optional(h, "shell", `"bash" or "powershell"`, isOneOf("bash", "powershell"))
	s.optional(h, "args", "an array of strings", isStrings)
	for _, name := range []string{"if", "statusMessage"} {
		s.optional(h, name, "a string", isString)
	}
	for _, name := range []string{"once", "async", "asyncRewake"} {
		s.optional(h, name, "true or false", isBool)
	}
}

// neededBy is the member a type of hook cannot be without; "" for no type.
func neededBy(kind string) string {
	switch kind {
	case "command":
		return "command"
	case "prompt", "agent":
		return "prompt"
	case "http":
		return "url"
	case "mcp_tool":
		return "tool"
	}
	return ""
}

func isBool(n *tree.Node) bool   { return n.Kind == tree.True || n.Kind == tree.False }
func isString(n *tree.Node) bool { return n.Kind == tree.String }

func isPositive(n *tree.Node) bool {
	f, err := strconv.ParseFloat(n.Text, 64)
	return n.Kind == tree.Number && err == nil && f > 0
}

func isOneOf(words ...string) func(*tree.Node) bool {
	return func(n *tree.Node) bool {
		for _, w := range words {
			if n.Kind == tree.String && n.Text == w {
				return true
			}
		}
		return false
	}
}

func isStrings(n *tree.Node) bool {
	for _, item := range n.Items {
		if item.Kind != tree.String {
			return false
		}
	}
	return n.Kind == tree.Array
}
