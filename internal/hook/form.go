package hook

import (
	"path/filepath"
	"strings"

	"tagout/internal/mcp"
	"tagout/internal/tree"
)

// use is what a tool does with its input.
type use struct {
	kind Kind
	// from are the members that may hold the command, or the path of the file;
	// the first that is there counts.
	from []string
	// each is a list in the input, of paths or of objects with one.
	each string
	// patch: what from names is a text that says which files it changes.
	patch bool
}

func runs(from ...string) use   { return use{kind: Shell, from: from} }
func writes(from ...string) use { return use{kind: Write, from: from} }

// take reads from a tool's input what would be done. A tool of which nothing is
// known needs no opinion, unless it bears the name of a shell.
func take(e Event, input *tree.Node, u use) (Event, error) {
	input = inside(input)
	if u.kind == 0 && runsShell(e.Tool) {
		u = runs("command", "commandLine", "CommandLine")
		if strings.EqualFold(e.Tool, "powershell") {
			u.kind = PowerShell
		}
	}
	if names, is := mcp.Prefixed(e.Tool); is && u.kind == 0 {
		return serve(e, input, names...)
	}
	if u.kind == 0 {
		return e, nil
	}
	e.Kind = u.kind
	if u.each != "" {
		if list := input.Get(u.each); list != nil && list.Kind == tree.Array {
			return takeEach(e, list, u)
		}
	}
	e.Text = first(input, u.from...)
	if u.patch && e.Text != "" {
		e.Exact = len(present(input, u.from)) == 1 && !strings.Contains(e.Text, "\n\n")
		e.Files, e.FileEdits = patched(e.Text)
		e.Text = ""
		return named(e, "a patch that names its files")
	}
	if u.kind == Write && e.Edits == nil {
		if e.Edits = exactly(input, u.from); e.Edits != nil {
			e.Exact = true
		} else {
			e.Edits = written(input)
		}
	}
	if e.Text == "" && empty(input, u.from) {
		return e, nothing(e, "tool_input."+strings.Join(u.from, " or ")+" that is a string")
	}
	return e, nil
}

// serve is an event of a tool of a server.
func serve(e Event, input *tree.Node, names ...mcp.Name) (Event, error) {
	input = inside(input)
	if input != nil && input.Kind != tree.Object && input.Kind != tree.Null {
		return e, ask("the arguments for %s are %s, want an object", e.Tool, input.Kind)
	}
	e.Kind, e.Call = Serve, mcp.Call{Names: mcp.Behind(names), Input: input}
	return e, nil
}

// empty reports whether an input lacks all of the members; a command may be
// empty, and then it does nothing.
func empty(input *tree.Node, names []string) bool {
	for _, name := range names {
		if _, is := input.Get(name).Str(); is {
			return false
		}
	}
	return true
}

// takeEach reads a list of paths.
func takeEach(e Event, list *tree.Node, u use) (Event, error) {
	for _, item := range list.Items {
		path, is := item.Str()
		if !is {
			path = first(item, u.from...)
		}
		if path == "" {
			return e, nothing(e, "a path in every entry of "+u.each)
		}
		e.Files = append(e.Files, path)
	}
	return named(e, "a path in "+u.each)
}

// named puts the first of several files where that of a tool with one stands.
func named(e Event, want string) (Event, error) {
	if len(e.Files) == 0 {
		return e, nothing(e, want)
	}
	e.Text, e.Files = e.Files[0], e.Files[1:]
	if len(e.FileEdits) > 0 {
		e.Edits, e.FileEdits = e.FileEdits[0], e.FileEdits[1:]
	}
	return e, nil
}

func nothing(e Event, want string) error {
	return ask("the event for %s has no %s, so what it would do cannot be told", e.Tool, want)
}

// snake reads the parts of an event that is spelled as Claude Code's are.
func snake(root *tree.Node) Event {
	return Event{
		Name: first(root, "hook_event_name"),
		Tool: first(root, "tool_name"),
		Dir:  first(root, "cwd"),
		Mode: first(root, "permission_mode"),
	}
}

// readTool reads an event that is spelled as Claude Code's are: one before the
// use of a tool by its name, any other as needing no opinion.
func readTool(root *tree.Node, event string, tools func(string) use) (Event, error) {
	e := snake(root)
	switch {
	case e.Name == "":
		return nameless(e)
	case !strings.EqualFold(e.Name, event):
		return e, nil
	case e.Tool == "":
		return toolless(e)
	}
	return take(e, root.Get("tool_input"), tools(e.Tool))
}

// nameless is an event that does not say what it is about.
func nameless(e Event) (Event, error) {
	return e, ask("the event has no name, so what would run cannot be told")
}

// toolless is an event before the use of a tool that does not say of which.
func toolless(e Event) (Event, error) {
	return e, ask("the event %s names no tool, so what would run cannot be told", e.Name)
}

// in moves an event to a directory that the tool's input names.
func (e *Event) in(input *tree.Node, names ...string) {
	switch dir := first(input, names...); {
	case dir == "":
	case filepath.IsAbs(dir):
		e.Dir = dir
	default:
		e.Dir = filepath.Join(e.Dir, dir)
	}
}

// workspace returns the first of the folders that a harness has open.
func workspace(root *tree.Node, name string) string {
	if list := root.Get(name); list != nil && len(list.Items) > 0 {
		dir, _ := list.Items[0].Str()
		return dir
	}
	return ""
}
