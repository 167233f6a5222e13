package match

import (
	"path"
	"slices"
	"strings"

	"tagout/internal/class"
	"tagout/internal/glob"
	"tagout/internal/reach"
	"tagout/internal/rule"
	"tagout/internal/shell"
	"tagout/internal/tri"
	"tagout/internal/word"
)

// word matches a word against alternatives; one that holds suffices.
func (t *terms) word(alts []rule.Atom, w word.Word) tri.Tri {
	best := tri.No
	for i := 0; i < len(alts) && best != tri.Yes; i++ {
		best = best.Or(t.atom(&alts[i], w))
	}
	return best
}

func (t *terms) atom(a *rule.Atom, w word.Word) tri.Tri {
	switch {
	case a.Classes != nil:
		return t.classes(a.Classes, w)
	case a.Glob != "" && t.strict:
		return t.glob(a.Glob, w).And(t.leads(w, a.Glob))
	case a.Glob != "":
		return t.glob(a.Glob, w)
	}
	return literal(a.Literal, w.Pieces)
}

// literal answers whether a text may be or is exactly s.
func literal(s string, text word.Text) tri.Tri {
	if known, ok := text.Known(); ok {
		return tri.Of(known == s)
	}
	prefix, suffix := text.Prefix(), text.Suffix()
	if len(prefix)+len(suffix) > len(s) || !strings.HasPrefix(s, prefix) || !strings.HasSuffix(s, suffix) {
		return tri.No
	}
	return tri.Maybe
}

func (t *terms) mode() glob.Mode {
	if t.strict {
		return glob.Strict
	}
	return glob.Loose
}

// longest bounds what is taken as a path, in bytes (PATH_MAX of Linux).
const longest = 4096

// glob matches a word as it is spelled and, for a pattern with a slash, as the
// path that it means in the call's directory.
func (t *terms) glob(pattern string, w word.Word) tri.Tri {
	if name, ok := w.Known(); ok {
		return tri.Of(t.globName(pattern, name))
	}
	res := glob.Match(pattern, w.Pieces, t.mode())
	if res != tri.No || t.strict || strings.IndexByte(pattern, '/') < 0 {
		return res
	}
	if dir, known := t.found.Call.Dir.Known(); known {
		return t.globHere(pattern, dir, w)
	}
	return res
}

// globName is glob for a word that is known. A name that stands as it is below the
// directory is not tried by itself on a pattern that begins anywhere.
func (t *terms) globName(pattern, name string) bool {
	if strings.IndexByte(pattern, '/') < 0 {
		return glob.MatchString(pattern, name, t.mode())
	}
	dir, known := t.found.Call.Dir.Known()
	if !known || len(name) > longest {
		return glob.MatchString(pattern, name, t.mode())
	}
	last := t.judge.absolute(dir, name)
	if !(last.below && strings.HasPrefix(pattern, "**/")) && glob.MatchString(pattern, name, t.mode()) {
		return true
	}
	return last.path != name && glob.MatchString(pattern, last.path, t.mode())
}

// absolute is the path that a name means in a directory. One name is tried on
// many patterns in a row.
func (j *Judge) absolute(dir, name string) *meaning {
	if last := &j.last; last.name != name || last.dir != dir {
		clean := path.Clean(name)
		*last = meaning{dir: dir, name: name, path: clean}
		if !path.IsAbs(name) {
			last.path = path.Join(dir, name)
			last.below = clean == name && strings.HasSuffix(last.path, "/"+name)
		}
	}
	return &j.last
}

// leads answers for a word that is spelled like one of the globs whether it leads
// there, too: "/opt/x/.." does not lead below "/opt/x", nor does what a link there
// points to. What lowers a decision must be so by every name of it.
func (t *terms) leads(w word.Word, globs ...string) tri.Tri {
	name, ok := w.Known()
	dir, known := t.found.Call.Dir.Known()
	if !ok { // of which only the directory is known
		if above(w.String()) {
			return tri.Maybe
		}
		prefix := w.Pieces.Prefix()
		name = prefix[:strings.LastIndexByte(prefix, '/')+1] + "*"
	}
	if !known || len(name) > longest || !path.IsAbs(name) && !above(name) && !t.strict {
		return tri.Yes
	}
	full := path.Clean(name)
	direct := full // where it is if there is no link between the directory and it
	if !path.IsAbs(name) {
		full = path.Join(dir, name)
		direct = path.Join(path.Dir(t.resolved(path.Join(dir, "x"))), name)
	}
	is := func(name string) bool {
		return slices.ContainsFunc(globs, func(g string) bool { return glob.MatchString(g, name, t.mode()) })
	}
	end := t.resolved(full)
	return tri.Of((!ok || is(path.Clean(name)) || is(full)) && (end == direct || is(end)))
}

// resolved follows the symbolic links on the way to a path.
func (t *terms) resolved(full string) string {
	if t.found.Call.Where.Place != shell.Here {
		return full
	}
	dir, err := t.judge.Place.World.Resolve(path.Dir(full))
	if err != nil {
		return "" // a loop leads nowhere
	}
	return path.Join(dir, path.Base(full))
}

// kept is how many answers about a policy's own classes are remembered: rules ask for
// a few of them of the same words.
const kept = 8

// named is what was found of a word and a class. Both are known by where they lie.
type named struct {
	word           *word.Piece
	n              int
	globs          *string
	found          *reach.Found
	follow         bool
	strict         bool
	spelled, meant struct {
		tri   tri.Tri
		known bool
	}
}

// recall returns what is known of a word and a class.
func (t *terms) recall(w word.Word, globs []string) *named {
	if len(w.Pieces) == 0 || len(globs) == 0 {
		return &named{}
	}
	j, key := t.judge, named{word: &w.Pieces[0], n: len(w.Pieces), globs: &globs[0], found: t.found, follow: t.follow, strict: t.strict}
	for i := range j.classed {
		if m := &j.classed[i]; m.word == key.word && m.n == key.n && m.globs == key.globs && m.found == key.found && m.follow == key.follow && m.strict == key.strict {
			return m
		}
	}
	m := &j.classed[j.oldest]
	*m = key
	j.oldest = (j.oldest + 1) % kept
	return m
}

// spelled answers whether a word is spelled like one of the globs.
func (t *terms) spelled(w word.Word, globs []string) tri.Tri {
	m := t.recall(w, globs)
	if !m.spelled.known {
		best := tri.No
		for i := 0; i < len(globs) && best != tri.Yes; i++ {
			best = best.Or(t.glob(globs[i], w))
		}
		m.spelled.tri, m.spelled.known = best, true
	}
	return m.spelled.tri
}

// meant answers whether a word means what is spelled like one of the globs.
func (t *terms) meant(w word.Word, globs []string) tri.Tri {
	m := t.recall(w, globs)
	if !m.meant.known {
		m.meant.tri, m.meant.known = t.holds(w, globs).Or(t.linked(w, globs)), true
	}
	return m.meant.tri
}

// holds answers for what means a path of the globs without being spelled so: all that
// is in a directory stands for the directory, and a path in a container made for the
// call for what the container sees of this machine there.
func (t *terms) holds(w word.Word, globs []string) tri.Tri {
	best := tri.No
	if n := len(w.Pieces); n > 1 && w.Pieces[n-1].Kind == word.Glob && w.Pieces[n-1].Text == "*" && strings.HasSuffix(w.Pieces[n-2].Text, "/") {
		whole := w
		whole.Pieces = slices.Clone(w.Pieces[:n-1])
		whole.Pieces[n-2].Text = strings.TrimRight(whole.Pieces[n-2].Text, "/")
		for _, g := range globs {
			best = best.Or(t.glob(g, whole))
		}
	}
	if t.found.Call.Where.Place == shell.Container {
		for _, full := range t.place().OnHost(w) {
			best = best.Or(tri.Of(slices.ContainsFunc(globs, func(g string) bool { return glob.MatchString(g, full, t.mode()) })))
		}
	}
	return best
}

// place is where the call's paths are.
func (t *terms) place() *class.Place {
	place := &t.judge.Place // a pointer: it keeps what it has resolved
	place.Dir = t.found.Call.Dir
	place.Here = t.found.Call.Where.Place == shell.Here
	place.Container = t.found.Call.Where.Place == shell.Container
	place.Binds = t.found.Call.Where.Binds
	place.Follow = t.follow
	return place
}

// linked answers for a path that is spelled like none of the globs whether a link on
// the way to it leads to one.
func (t *terms) linked(w word.Word, globs []string) tri.Tri {
	name, ok := w.Known()
	dir, known := t.found.Call.Dir.Known()
	if !ok || !known || t.found.Call.Where.Place != shell.Here || len(name) > longest || !slices.ContainsFunc(globs, spansDirs) {
		return tri.No
	}
	full := t.judge.absolute(dir, name).path
	end := t.judge.end(full, t.follow)
	return tri.Of(end != full && slices.ContainsFunc(globs, func(g string) bool { return glob.MatchString(g, end, t.mode()) }))
}

func spansDirs(pattern string) bool { return strings.Contains(pattern, "/") }

// end is where a path leads that runs through links, and as a whole where follow is
// set; the path itself where they lead nowhere. It is remembered like absolute.
func (j *Judge) end(full string, follow bool) string {
	last := &j.led
	if last.full == full && last.follow == follow {
		return last.end
	}
	last.full, last.follow, last.end = full, follow, full
	if follow {
		if end, err := j.Place.World.Resolve(full); err == nil {
			last.end = end
		}
	} else if dir, err := j.Place.World.Resolve(path.Dir(full)); err == nil {
		last.end = path.Join(dir, path.Base(full))
	}
	return last.end
}

// above reports whether a path has an element that leads up.
func above(name string) bool { return slices.Contains(strings.Split(name, "/"), "..") }

// classes is {a&b|c}: any group, all of its parts.
func (t *terms) classes(groups [][]rule.Class, w word.Word) tri.Tri {
	best := tri.No
	for _, g := range groups {
		all := tri.Yes
		for _, c := range g {
			is := t.class(c, w)
			switch {
			case c.Name == keptClass:
				is = t.keeps(w, t.judge.firstNamed(g))
			case !c.Not && is != tri.Yes && slices.ContainsFunc(g, func(c rule.Class) bool { return c.Name == keptClass }):
				is = is.Or(t.led(w, c.Name))
			}
			if c.Not {
				is = is.Not()
			}
			if all = all.And(is); all == tri.No {
				break
			}
		}
		if best = best.Or(all); best == tri.Yes {
			break
		}
	}
	return best
}

func (t *terms) class(c rule.Class, w word.Word) tri.Tri {
	if class.Known(c.Name) { // no policy's own class has such a name
		return t.place().Is(c.Name, w)
	}
	globs, ok := t.judge.named(c.Name)
	if !ok {
		return tri.No
	}
	best := t.spelled(w, globs)
	switch {
	case best == tri.Yes && (c.Not || t.strict):
		return t.leads(w, globs...)
	case c.Not || t.strict:
		return best
	}
	return best.Or(t.meant(w, globs))
}

// firstNamed are the globs of the first class of a group that is the policy's own.
func (j *Judge) firstNamed(group []rule.Class) []string {
	for _, c := range group {
		if globs, ok := j.named(c.Name); ok && !c.Not {
			return globs
		}
	}
	return nil
}

func (j *Judge) named(name string) ([]string, bool) {
	i, ok := slices.BinarySearchFunc(j.Named, name, func(n rule.Named, name string) int { return strings.Compare(n.Name, name) })
	if !ok {
		return nil, false
	}
	return j.Named[i].Globs, true
}

// globHere answers whether a path may match of which the beginning is known, and
// that it lies below a directory: ".claude/set*".
func (t *terms) globHere(pattern, dir string, w word.Word) tri.Tri {
	prefix := w.Pieces.Prefix()
	if prefix == "" || path.IsAbs(prefix) || len(dir)+len(prefix) > longest {
		return tri.No
	}
	n, skip := 0, len(prefix) // the pieces that the beginning is made of
	for ; skip > 0; n++ {
		skip -= len(w.Pieces[n].Text)
	}
	begin := path.Join(dir, prefix)
	if strings.HasSuffix(prefix, "/") || strings.HasSuffix(prefix, "/.") {
		begin += "/"
	}
	full := append(word.Literal(begin).Pieces, w.Pieces[n:]...)
	if glob.Match(pattern, full, t.mode()) == tri.No {
		return tri.No
	}
	return tri.Maybe
}

// globProgram matches a program's name; only "*" matches a name not known.
func globProgram(pattern, name string) bool {
	return pattern == "*" || name != "" && glob.MatchString(pattern, name, glob.Loose)
}

// baseMay reports whether the base name of a partly known program may be name.
func baseMay(w word.Word, name string) bool {
	return glob.Match("**/"+name, w.Pieces, glob.Loose) != tri.No || literal(name, w.Pieces) != tri.No
}
