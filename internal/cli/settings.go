package cli

import (
	"bytes"
	"fmt"
	"slices"

	"tagout/internal/tree"
)

// preToolUse is the event before a tool is used.
const preToolUse = "PreToolUse"

// readSettings parses a settings file for editing; one that is blank is an
// empty object. A file of an odd shape is refused: Claude Code drops a whole
// file with one mistake in it, and an edit could hide where it is.
func readSettings(name string, data []byte) ([]byte, *tree.Node, error) {
	if len(bytes.TrimSpace(data)) == 0 {
		data = []byte("{}\n")
	}
	root, err := tree.Parse(data)
	if err != nil {
		return nil, nil, wrong("mend it first; nothing was changed", "%s cannot be read: %v", name, err)
	}
	if root.Kind != tree.Object {
		return nil, nil, odd(name, data, root, "the file", "an object")
	}
	if key, at, twice := root.Repeated(); twice {
		return nil, nil, wrong("remove one of them; nothing was changed", "%s:%s: %q stands twice", name, tree.Place(data, at), key)
	}
	if err := hookShape(name, data, root.Get("hooks")); err != nil {
		return nil, nil, err
	}
	return data, root, nil
}

// hookShape checks the containers that an edit walks through.
func hookShape(name string, data []byte, hooks *tree.Node) error {
	if hooks == nil {
		return nil
	}
	if hooks.Kind != tree.Object {
		return odd(name, data, hooks, "hooks", "an object")
	}
	for _, event := range hooks.Members {
		if event.Value.Kind != tree.Array {
			return odd(name, data, event.Value, "hooks."+event.Name, "an array")
		}
		for _, g := range event.Value.Items {
			if g.Kind != tree.Object {
				return odd(name, data, g, "an entry of hooks."+event.Name, "an object")
			}
			if list := g.Get("hooks"); list == nil || list.Kind != tree.Array {
				return odd(name, data, g, "an entry of hooks."+event.Name, "an object with an array hooks")
			}
		}
	}
	return nil
}

func odd(name string, data []byte, n *tree.Node, what, want string) error {
	return wrong("mend it first; nothing was changed", "%s:%s: %s is %s, want %s", name, tree.Place(data, n.Start), what, n.Kind, want)
}

// register puts a group into settings. It is put where an earlier one of
// tagout's stands; when that is the same already, nothing changes.
func register(name string, data, group []byte) ([]byte, error) {
	want, err := tree.Parse(group)
	if err != nil {
		return nil, err
	}
	edited, root, err := readSettings(name, data)
	if err != nil {
		return nil, err
	}
	own := findOwn(root)
	if len(own) == 1 && own[0].event == preToolUse && own[0].group.Equal(want) {
		return data, nil
	}
	for i := range own {
		if own[i].event == preToolUse && own[i].alone() {
			return removeOwn(name, tree.Replace(edited, root, own[i].group, group), want, nil)
		}
	}
	if edited, err = removeOwn(name, edited, nil, nil); err != nil {
		return nil, err
	}
	return addGroup(name, edited, group)
}

// addGroup appends a group, with the containers it needs.
func addGroup(name string, data, group []byte) ([]byte, error) {
	data, root, err := readSettings(name, data)
	if err != nil {
		return nil, err
	}
	hooks := root.Get("hooks")
	events := hooks.Get(preToolUse)
	switch {
	case hooks == nil:
		return tree.Add(data, root, root, "hooks", fmt.Appendf(nil, `{"%s":[%s]}`, preToolUse, group)), nil
	case events == nil:
		return tree.Add(data, root, hooks, preToolUse, fmt.Appendf(nil, `[%s]`, group)), nil
	}
	return tree.Add(data, root, events, "", group), nil
}

// removeOwn takes tagout's hooks out, but for those of one group that equals
// keep, with the containers that then are empty unless had says they were
// there before (nil: none were).
func removeOwn(name string, data []byte, keep *tree.Node, had func(path ...string) bool) ([]byte, error) {
	for {
		_, root, err := readSettings(name, data)
		if err != nil {
			return nil, err
		}
		own := except(findOwn(root), keep)
		if len(own) == 0 {
			return data, nil
		}
		f := own[0]
		hooks := root.Get("hooks")
		switch {
		case len(f.hooks.Items) > 1:
			data = tree.Remove(data, f.hooks, f.index)
		case len(f.groups.Items) > 1 || has(had, "hooks", f.event):
			data = tree.Remove(data, f.groups, f.at)
		case len(hooks.Members) > 1 || has(had, "hooks"):
			data = tree.Remove(data, hooks, memberIndex(hooks, f.event))
		default:
			data = tree.Remove(data, root, memberIndex(root, "hooks"))
		}
	}
}

// except drops the first hook whose group equals keep.
func except(own []found, keep *tree.Node) []found {
	for i := range own {
		if keep != nil && own[i].event == preToolUse && own[i].group.Equal(keep) {
			return slices.Delete(own, i, i+1)
		}
	}
	return own
}

func has(had func(...string) bool, path ...string) bool { return had != nil && had(path...) }

func memberIndex(n *tree.Node, name string) int {
	for i, m := range n.Members {
		if m.Name == name {
			return i
		}
	}
	return 0
}

// unregister takes tagout's hooks out of settings. Where what is left means
// the same as the backup, the backup's own bytes come back.
func unregister(name string, data, backup []byte) ([]byte, error) {
	var before *tree.Node
	if backup != nil {
		before, _ = tree.Parse(backup) // a blank or broken backup knows nothing
	}
	out, err := removeOwn(name, data, nil, func(path ...string) bool { return before.Get(path...) != nil })
	if err != nil || bytes.Equal(out, data) {
		return data, err
	}
	after, err := tree.Parse(out)
	if err != nil {
		return nil, err
	}
	blank := backup != nil && len(bytes.TrimSpace(backup)) == 0 && len(after.Members) == 0
	if blank || before != nil && before.Equal(after) {
		return backup, nil
	}
	return out, nil
}
