package settings

import "tagout/internal/tree"

// hook is one hook of an event, and when it is called: what its group says besides.
type hook struct {
	event       string
	group, node *tree.Node
}

// hooks are those of a file; odd is what holds them and is not laid out as the
// harness reads it, nil where all is.
func (f *File) hooks(root *tree.Node) (out []hook, odd *tree.Node) {
	switch f.shape.layout {
	case named:
		for _, m := range members(root) {
			if m.Value.Kind != tree.Object {
				return nil, root
			}
			under, not := eventsOf(m.Value)
			if not != nil {
				return nil, root
			}
			for _, h := range under {
				h.event = m.Name + "." + h.event
				out = append(out, h)
			}
		}
		return out, nil
	case listed:
		list := root.Get("hooks")
		if list == nil {
			return nil, nil
		}
		if list.Kind != tree.Array {
			return nil, list
		}
		return items("hooks", list), nil
	}
	return eventsOf(root.Get("hooks"))
}

// state is the member beside the events in which Codex keeps what a person trusts; it
// is one of its switches.
const state = "state"

// eventsOf are the hooks of an object that holds the events.
func eventsOf(events *tree.Node) (out []hook, odd *tree.Node) {
	if events == nil {
		return nil, nil
	}
	if events.Kind != tree.Object {
		return nil, events
	}
	for _, e := range events.Members {
		switch {
		case e.Value.Kind == tree.Array:
			out = append(out, items(e.Name, e.Value)...)
		case e.Name != state:
			odd = events
		}
	}
	return out, odd
}

// items are the hooks of an event, which may stand in groups.
func items(event string, list *tree.Node) (out []hook) {
	for _, item := range list.Items {
		inner := item.Get("hooks")
		if inner == nil || inner.Kind != tree.Array {
			out = append(out, hook{event, nil, item})
			continue
		}
		group := &tree.Node{Kind: tree.Object}
		for _, m := range item.Members {
			if m.Name != "hooks" {
				group.Members = append(group.Members, m)
			}
		}
		for _, h := range inner.Items {
			out = append(out, hook{event, group, h})
		}
	}
	return out
}

func has(all []hook, h hook) bool {
	for _, o := range all {
		if o.event == h.event && same(o.group, h.group) && o.node.Equal(h.node) {
			return true
		}
	}
	return false
}

// own reports whether a hook is the guard's, in the exec form or as a line, for any
// of the shells that it has one for.
func own(h *tree.Node) bool {
	if action := h.Get("action"); action != nil {
		return own(action)
	}
	for _, name := range []string{"command", "bash", "powershell", "exec"} {
		line, ok := h.Get(name).Str()
		if !ok {
			continue
		}
		argv := []string{line}
		if args := h.Get("args"); args != nil {
			for _, item := range args.Items {
				argv = append(argv, item.Text)
			}
		}
		if CallsHook(line) || StartsHook(argv) {
			return true
		}
	}
	return false
}

func same(a, b *tree.Node) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return a.Equal(b)
}
