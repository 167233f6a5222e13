package reach

import (
	"path"
	"slices"
	"strconv"

	"tagout/internal/shell"
	"tagout/internal/source"
	"tagout/internal/tool"
	"tagout/internal/tri"
	"tagout/internal/word"
)

// patched follows a text that says how files change: what a shell would do to the
// same effect on each file is judged, and what runs them later finds what the patch
// makes of them, where it applies as it stands, else a text that nobody has read.
// What a patch is not known to name, as what a pull or another branch brings,
// counts as the project's own.
func (w *walker) patched(f *Found, c *tool.Carried, text word.Text, s *shell.Scope, sub shell.Sub) {
	inv := &f.Readings[0]
	back := inv.On(c.Run.Reverse)
	changes, more := source.Changes(c.Run.Lang, text, back == tri.Yes)
	if len(changes) == 0 && opaque(text) {
		w.patches = append(w.patches, w.fetchers(text.From())...)
	}
	if more {
		w.tooMuch(f, inv.Name+" changes more files than are followed")
	}
	strip := -1
	for _, v := range inv.Values(c.Run.Strip) {
		if n, err := strconv.Atoi(v.String()); err == nil {
			strip = n
		}
	}
	for i := range changes {
		w.changed(f, &changes[i], strip, back != tri.Maybe && !c.Maybe, s, sub)
	}
}

// changed follows what a patch does to one file; exact where it is sure what.
func (w *walker) changed(f *Found, c *source.Change, strip int, exact bool, s *shell.Scope, sub shell.Sub) {
	depth, last := c.Depths(strip)
	var old word.Text
	for n, there := depth, false; n <= last && !there; n++ {
		from, _ := c.Named(n)
		if old, _, there = s.ReadFile(within(sub, from)); there {
			depth = n
		}
	}
	sub.Alike = true
	w.parts(f, nil, c.Shell(depth), s, sub)
	_, to := c.Named(depth)
	if to == nil || !c.Edits() {
		return
	}
	text, known := old.Known()
	if made, ok := c.Apply(text); ok && exact && (known || c.From == "") {
		s.Put(within(sub, to), word.Text{{Kind: word.Lit, Text: made}}, []int{f.Call.ID})
		return
	}
	f.Derived = true
	s.WriteFile(within(sub, to), onItsOwn(w.unknownFrom(f)), []int{f.Call.ID}, true)
}

// within is a path in the directory that a carried program runs in.
func within(sub shell.Sub, name word.Text) word.Word {
	if sub.Dir != nil && !path.IsAbs(name.Prefix()) {
		name = slices.Concat(*sub.Dir, word.Text{{Kind: word.Lit, Text: "/"}}, name)
	}
	return word.Word{Pieces: name}
}
