package match

import (
	"path"
	"slices"
	"strings"

	"tagout/internal/glob"
	"tagout/internal/reach"
	"tagout/internal/shell"
	"tagout/internal/tool"
	"tagout/internal/tri"
	"tagout/internal/word"
)

// keptClass is the class of a settings file whose new text is known and leaves the
// guard's hook as effective as it was. It stands beside one that names the files.
const keptClass = "kept"

// keeps answers whether a word names such a file, by whatever name it belongs to the
// globs. What is not known is no.
func (t *terms) keeps(w word.Word, globs []string) tri.Tri {
	c := t.found.Call
	name, ok := w.Known()
	dir, known := c.Dir.Known()
	if t.judge.Keeps == nil || !ok || !known || c.Where.Place != shell.Here || c.Guess || len(name) > longest || t.judge.sly() {
		return tri.No
	}
	full := t.judge.absolute(dir, name).path
	texts, ok := c.Makes(full)
	end := t.judge.end(full, true)
	if !ok || !t.judge.calm(c.ID) || t.reread(end) {
		return tri.No
	}
	is := func(name string) bool {
		return slices.ContainsFunc(globs, func(g string) bool { return glob.MatchString(g, name, t.mode()) })
	}
	names := slices.DeleteFunc(slices.Compact([]string{full, end}), func(name string) bool { return !is(name) })
	names = append(names, t.judge.leading(end, globs)...)
	for _, text := range texts {
		if why := t.judge.Keeps(names, end, text); why != "" {
			t.judge.Why = why
			return tri.No
		}
	}
	return tri.Of(len(names) > 0)
}

// reread reports whether a call that feeds this one reads the file that it writes: which
// of them comes first is not known.
func (t *terms) reread(end string) bool {
	is := func(w word.Word, dir word.Text) bool {
		name, known := w.Known()
		in, placed := dir.Known()
		return !known || !placed || t.judge.end(t.judge.absolute(in, name).path, true) == end
	}
	feeds := map[int]bool{}
	for _, id := range t.found.Call.Stdin.From {
		feeds[id] = true
	}
	for id := min(t.found.Call.ID, len(t.judge.Calls)) - 1; id >= 0 && len(feeds) > 0; id-- {
		f := t.judge.Calls[id]
		if f == nil || !feeds[id] {
			continue
		}
		in := &f.Call.Stdin
		if in.Kind == shell.FedFile && is(in.Path, f.Call.Dir) || len(f.Readings) > 0 && slices.ContainsFunc(f.Readings[0].Paths(), func(p tool.Path) bool { return p.Access&tool.Reads != 0 && is(p.Word, f.Call.Dir) }) {
			return true
		}
		for _, from := range in.From {
			feeds[from] = true
		}
	}
	return false
}

// sly reports whether a call of the program may be of another one than its name says,
// or be led by what the program puts around it.
func (j *Judge) sly() bool {
	return slices.ContainsFunc(j.Calls, func(f *reach.Found) bool {
		return f != nil && (f.Call.Shadowed || f.Call.Guess || len(f.Call.Words) > 0 && len(f.Call.Assigns) > 0)
	})
}

// calm reports whether every call before one does no more than read, print and copy,
// so that what is read of files is what they will hold, and what is moved as it was
// written: its mode, too.
func (j *Judge) calm(before int) bool {
	return !slices.ContainsFunc(j.Calls[:min(before, len(j.Calls))], func(f *reach.Found) bool {
		if f == nil || len(f.Readings) == 0 {
			return false
		}
		inv := &f.Readings[0]
		if inv.Tool != nil && kindOf(inv.Tool, "shell") && !f.Call.Unseen && !f.Unread {
			return false // what it runs stands among the calls
		}
		return inv.Tool == nil || !inv.Tool.Filter && !inv.Tool.Copies && inv.Effect("read") != tri.Yes && inv.Effect("spares") != tri.Yes
	})
}

// led answers for a class beside which kept stands whether what it names, at home or in
// the workspace, leads by links to where a word does.
func (t *terms) led(w word.Word, class string) tri.Tri {
	globs, ok := t.judge.named(class)
	name, all := w.Known()
	dir, known := t.found.Call.Dir.Known()
	if !ok || !all || !known || t.found.Call.Where.Place != shell.Here || len(name) > longest {
		return tri.No
	}
	return tri.Of(len(t.judge.leading(t.judge.end(t.judge.absolute(dir, name).path, t.follow), globs)) > 0)
}

// lead is a path that leads to another one, and to all below it where deep is set.
type lead struct {
	name, end string
	deep      bool
}

// leads are the paths that the globs of a class name, at home or in the workspace, and
// that lead elsewhere by links.
type leads struct {
	globs *string
	paths []lead
}

// base is a directory in which those are looked for, and what of it is known to be
// there.
type base struct {
	dir, end string
	there    map[string]bool
}

// leading are those by which a path without links is the globs'.
func (j *Judge) leading(end string, globs []string) (names []string) {
	for _, l := range j.leads(globs) {
		if l.end == end || l.deep && strings.HasPrefix(end, l.end+"/") {
			names = append(names, l.name)
		}
	}
	return names
}

func (j *Judge) leads(globs []string) []lead {
	if len(globs) == 0 || j.Place.World.Lstat == nil {
		return nil
	}
	for i := range j.ways {
		if j.ways[i].globs == &globs[0] {
			return j.ways[i].paths
		}
	}
	found := leads{globs: &globs[0]}
	for _, g := range globs {
		rest, anywhere := strings.CutPrefix(g, "**/")
		rest, deep := strings.CutSuffix(rest, "/**")
		if !anywhere || strings.ContainsAny(rest, "*?[{") {
			continue
		}
		for _, b := range j.homes() {
			if l, ok := j.follow(b, rest); ok {
				l.deep = deep
				found.paths = append(found.paths, l)
			}
		}
	}
	j.ways = append(j.ways, found)
	return found.paths
}

// homes are the user's home and the workspace.
func (j *Judge) homes() []*base {
	if j.bases == nil {
		for _, dir := range slices.Compact([]string{j.Place.Home, j.Place.Workspace}) {
			if end, err := j.Place.World.Resolve(dir); path.IsAbs(dir) && err == nil {
				j.bases = append(j.bases, &base{dir, end, map[string]bool{}})
			}
		}
	}
	return j.bases
}

// follow is where a path in a directory leads by links in it; ok is false where there
// are none.
func (j *Judge) follow(b *base, rest string) (l lead, ok bool) {
	first, _, _ := strings.Cut(rest, "/")
	there, asked := b.there[first]
	if !asked {
		_, err := j.Place.World.Lstat(b.dir + "/" + first)
		there = err == nil
		b.there[first] = there
	}
	if !there {
		return l, false
	}
	l.name = path.Join(b.dir, rest)
	end, err := j.Place.World.Resolve(l.name)
	l.end = end
	return l, err == nil && end != path.Join(b.end, rest)
}
