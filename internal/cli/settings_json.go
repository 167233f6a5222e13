package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"tagout/internal/harness"
	"tagout/internal/settings"
	"tagout/internal/tree"
)

// jsonSettings is a JSON document with an array for an event's hooks, or
// groups of hooks.
type jsonSettings struct {
	name    string
	r       *harness.Registration
	relaxed bool // comments are allowed
	entries []entry
}

// entry is one of those that install puts into settings.
type entry struct {
	event string
	text  []byte
	node  *tree.Node
}

// entriesFor are the entries of a registration for a program.
func entriesFor(r *harness.Registration, name, program string) (out []entry, err error) {
	for _, hook := range r.Hooks() {
		text := render(hook.Entry, name, program)
		node, err := tree.Parse(text)
		if err != nil {
			return nil, err
		}
		out = append(out, entry{hook.Event, text, node})
	}
	return out, nil
}

// trigger is when an entry runs, for those that name it themselves: one array
// then holds them all.
func trigger(item *tree.Node) string {
	name, _ := item.Get("trigger").Str()
	return name
}

// fits reports whether a hook stands where an entry belongs; as it is, whether it
// says the same.
func (e *entry) fits(f *found) bool {
	return f.event == e.event && trigger(f.item) == trigger(e.node)
}

func (e *entry) is(f *found) bool { return e.fits(f) && f.item.Equal(e.node) }

// spot is where a hook stands in a JSON document.
type spot struct {
	items *tree.Node // the event's array
	index int        // the hook's, or its group's, in it
	item  *tree.Node
	hooks *tree.Node // the group's array; nil where the item is the hook
	inner int        // the hook's index in that
}

// read parses settings for editing; a file that is blank is a fresh one. A file
// of an odd shape is refused: many harnesses drop a whole file with one mistake
// in it, and an edit could hide where it is.
func (s *jsonSettings) read(data []byte) (*tree.Doc, error) {
	if len(bytes.TrimSpace(data)) == 0 {
		data = s.fresh()
	}
	doc, err := tree.Read(data, s.relaxed)
	if err != nil {
		return nil, s.unreadable(data, err)
	}
	if doc.Root.Kind != tree.Object {
		return nil, odd(s.name, data, doc.Root, "the file", "an object")
	}
	if key, at, twice := doc.Root.Repeated(); twice {
		return nil, wrong("remove one of them; nothing was changed", "%s:%s: %q stands twice", s.name, tree.Place(data, at), key)
	}
	return doc, s.shape(doc)
}

func (s *jsonSettings) unreadable(data []byte, err error) error {
	hint := "mend it first; nothing was changed"
	if _, relaxed := tree.Read(data, true); relaxed == nil {
		hint = "this file may hold no comments and no trailing commas; remove them first; nothing was changed"
	}
	return wrong(hint, "%s cannot be read: %v", s.name, err)
}

// fresh is a file before the first hook.
func (s *jsonSettings) fresh() []byte {
	if s.r.Fresh == "" {
		return []byte("{}\n")
	}
	var b bytes.Buffer
	_ = json.Indent(&b, []byte(s.r.Fresh), "", "  ") // the rows are well formed
	return append(b.Bytes(), '\n')
}

// shape checks the containers that an edit walks through, and every group where
// one of another shape voids the file.
func (s *jsonSettings) shape(doc *tree.Doc) error {
	node, path := doc.Root, ""
	for _, name := range s.r.Object {
		path = join(path, name)
		if node = node.Get(name); node == nil {
			return nil
		}
		if node.Kind != tree.Object {
			return odd(s.name, doc.Text, node, path, "an object")
		}
	}
	for _, event := range node.Members {
		if !s.r.Whole && !slices.ContainsFunc(s.entries, func(e entry) bool { return e.event == event.Name }) {
			continue
		}
		if event.Value.Kind != tree.Array {
			return odd(s.name, doc.Text, event.Value, join(path, event.Name), "an array")
		}
		if err := s.groups(doc, join(path, event.Name), event.Value); err != nil {
			return err
		}
	}
	return nil
}

func (s *jsonSettings) groups(doc *tree.Doc, path string, array *tree.Node) error {
	for _, g := range array.Items {
		if g.Kind != tree.Object {
			return odd(s.name, doc.Text, g, "an entry of "+path, "an object")
		}
		if list := g.Get("hooks"); s.r.Whole && (list == nil || list.Kind != tree.Array) {
			return odd(s.name, doc.Text, g, "an entry of "+path, "an object with an array hooks")
		}
	}
	return nil
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func odd(name string, data []byte, n *tree.Node, what, want string) error {
	return wrong("mend it first; nothing was changed", "%s:%s: %s is %s, want %s", name, tree.Place(data, n.Start), what, n.Kind, want)
}

func (s *jsonSettings) add(before []byte) ([]byte, error) {
	doc, err := s.read(before)
	if err != nil {
		return nil, err
	}
	if s.settled(s.own(doc.Root)) {
		return before, nil
	}
	data := doc.Text
	for i := range s.entries {
		if data, err = s.put(data, &s.entries[i]); err != nil {
			return nil, err
		}
	}
	return s.removeOwn(data, s.entries, nil)
}

// settled reports whether tagout's hooks are those that install writes.
func (s *jsonSettings) settled(own []found) bool {
	return len(own) == len(s.entries) && len(except(own, s.entries)) == 0
}

// put writes one entry: nothing where it stands, else over a hook that is in its
// place alone, else last, with the containers that it needs.
func (s *jsonSettings) put(data []byte, e *entry) ([]byte, error) {
	doc, err := s.read(data)
	if err != nil {
		return nil, err
	}
	own := s.own(doc.Root)
	if slices.ContainsFunc(own, func(f found) bool { return e.is(&f) }) {
		return data, nil
	}
	for i := range own {
		if e.fits(&own[i]) && own[i].alone() {
			return doc.Replace(own[i].item, e.text), nil
		}
	}
	node, path := doc.Root, append(slices.Clone(s.r.Object), e.event)
	for i, name := range path {
		next := node.Get(name)
		if next == nil {
			value := fmt.Appendf(nil, "[%s]", e.text)
			for k := len(path) - 1; k > i; k-- {
				value = fmt.Appendf(nil, "{%s:%s}", quoted(path[k]), value)
			}
			return doc.Add(node, name, value), nil
		}
		node = next
	}
	return doc.Add(node, "", e.text), nil
}

// removeOwn takes tagout's hooks out, but for one of each entry to keep, with the
// containers that then are empty unless had says they were there before (nil:
// none were) or a comment stands in them.
func (s *jsonSettings) removeOwn(data []byte, keep []entry, had func(path ...string) bool) ([]byte, error) {
	for {
		doc, err := s.read(data)
		if err != nil {
			return nil, err
		}
		own := except(s.own(doc.Root), keep)
		if len(own) == 0 {
			return data, nil
		}
		data = s.cut(doc, &own[0], had)
	}
}

// except drops the first hook that is each of the entries.
func except(own []found, keep []entry) []found {
	own = slices.Clone(own)
	for k := range keep {
		if i := slices.IndexFunc(own, func(f found) bool { return keep[k].is(&f) }); i >= 0 {
			own = slices.Delete(own, i, i+1)
		}
	}
	return own
}

// cut takes one hook out, and what it leaves empty.
func (s *jsonSettings) cut(doc *tree.Doc, f *found, had func(...string) bool) []byte {
	path := append(slices.Clone(s.r.Object), f.event)
	switch {
	case f.hooks != nil && len(f.hooks.Items) > 1:
		return doc.Remove(f.hooks, f.inner)
	case len(f.items.Items) > 1 || has(had, path...) || doc.Remarked(f.items, f.item):
		return doc.Remove(f.items, f.index)
	}
	for {
		parent, name := doc.Root.Get(path[:len(path)-1]...), path[len(path)-1]
		path = path[:len(path)-1]
		if len(path) == 0 || len(parent.Members) > 1 || has(had, path...) || doc.Remarked(parent, parent.Get(name)) {
			return doc.Remove(parent, memberIndex(parent, name))
		}
	}
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

func (s *jsonSettings) remove(now, backup []byte) ([]byte, error) {
	var before *tree.Doc
	if backup != nil {
		before, _ = s.read(backup) // a broken backup knows nothing
	}
	had := func(path ...string) bool { return before != nil && before.Root.Get(path...) != nil }
	out, err := s.removeOwn(now, nil, had)
	if err != nil || bytes.Equal(out, now) {
		return now, err
	}
	after, err := s.read(out)
	if err != nil {
		return nil, err
	}
	if before == nil {
		if fresh, err := s.read(nil); backup == nil && err == nil && s.bare(after, fresh) {
			return nil, nil
		}
		return out, nil
	}
	rest, err := s.removeOwn(before.Text, nil, had)
	if err != nil {
		return out, nil // the backup is of no use, which is no mistake in the file
	}
	if without, err := s.read(rest); err == nil && without.Same(after) {
		return backup, nil
	}
	return out, nil
}

// bare reports whether a document holds nothing that a fresh one does not.
func (s *jsonSettings) bare(doc, fresh *tree.Doc) bool {
	return len(doc.Comments()) == 0 && (len(doc.Root.Members) == 0 || doc.Root.Equal(fresh.Root))
}

func (s *jsonSettings) find(data []byte) ([]found, error) {
	doc, err := tree.Read(data, s.relaxed)
	if err != nil {
		return nil, err
	}
	return s.own(doc.Root), nil
}

// own returns tagout's hooks in document order, whatever event they are
// registered for. Parts of another shape than hooks have are passed over.
func (s *jsonSettings) own(root *tree.Node) []found {
	events := root.Get(s.r.Object...)
	if events == nil {
		return nil
	}
	var out []found
	for _, event := range events.Members {
		for i, item := range event.Value.Items {
			at := spot{items: event.Value, index: i, item: item}
			list := item.Get("hooks")
			if list == nil {
				list = &tree.Node{Items: []*tree.Node{item}}
			} else {
				at.hooks = list
			}
			for k, h := range list.Items {
				at.inner = k
				if f, ok := hookOf(h); ok {
					f.event, f.spot = event.Name, at
					f.matcher, _ = item.Get("matcher").Str()
					out = append(out, f)
				}
			}
		}
	}
	return out
}

// alone reports whether a group holds only tagout's hooks.
func (f *found) alone() bool {
	if f.hooks == nil {
		return true
	}
	for _, h := range f.hooks.Items {
		if _, ok := hookOf(h); !ok {
			return false
		}
	}
	return true
}

// hookOf reads a hook and reports whether it is tagout's, in exec form or, as a
// person might write it, as a line for a shell.
func hookOf(h *tree.Node) (found, bool) {
	f := found{at: h.Start, node: h}
	if program, ok := h.Get("exec").Str(); ok {
		f.argv = append([]string{program}, texts(h.Get("args"))...)
		return f, settings.StartsHook(f.argv)
	}
	line, ok := "", false
	for _, path := range [][]string{{"command"}, {"bash"}, {"action", "command"}} {
		if line, ok = h.Get(path...).Str(); ok {
			break
		}
	}
	if !ok {
		return f, false
	}
	if args := h.Get("args"); args != nil {
		f.argv = append([]string{line}, texts(args)...)
		return f, settings.StartsHook(f.argv)
	}
	f.argv, f.shell = []string{"/bin/sh", "-c", line}, true
	return f, settings.CallsHook(line)
}

func texts(list *tree.Node) []string {
	if list == nil {
		return nil
	}
	out := make([]string, 0, len(list.Items))
	for _, item := range list.Items {
		out = append(out, item.Text)
	}
	return out
}
