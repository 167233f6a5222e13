package policy

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"
	"syscall"

	"tagout/internal/class"
	"tagout/internal/glob"
	"tagout/internal/shell"
	"tagout/internal/tool"
	"tagout/internal/tri"
	"tagout/internal/word"
)

// maxNames bounds how many names of directories are looked at for one call.
const maxNames = 4000

// sharedDirs hold what a system's packages put there for everybody to read.
var sharedDirs = [...]string{"/usr/", "/bin/", "/lib/", "/lib64/", "/nix/store/"}

// readsPlainly reports whether what a call reads are files of the workspace, or
// temporary or shared ones, and no secrets. Elsewhere (a home, /etc, /proc) lies
// too much that no list of names tells from secrets, and reading a device may do
// something.
func (j *judgement) readsPlainly(inv *tool.Invocation, c *shell.Call) bool {
	if len(inv.Tool.Reads) == 0 {
		return true
	}
	for _, p := range inv.Paths() {
		if !j.readable(c, p.Word) {
			return false
		}
	}
	for i := range inv.Options {
		if v := inv.Options[i].Value; v != nil && j.at(c).Is("secret", *v) != tri.No {
			return false
		}
	}
	return j.walksPlainly(inv, c)
}

// opensPlainly reports whether what a call reads by redirection is readable:
// bash makes a connection of /dev/tcp/HOST/PORT.
func (j *judgement) opensPlainly(c *shell.Call) bool {
	for _, r := range c.Redirects {
		if name, known := r.Path.Known(); !known || name != "/dev/null" && !j.readable(c, r.Path) {
			return false
		}
	}
	return true
}

// at is where a call's paths are.
func (j *judgement) at(c *shell.Call) *class.Place {
	p := &j.match.Place
	p.Dir, p.Here, p.Container, p.Follow = c.Dir, true, false, true
	return p
}

// readable reports whether a word names files that anyone may see.
func (j *judgement) readable(c *shell.Call, w word.Word) bool {
	if !isPattern(w.Pieces) {
		name, known := w.Known()
		return known && j.open(c, name)
	}
	names, ok := j.found(c, w)
	return ok && !slices.ContainsFunc(names, func(name string) bool { return !j.open(c, name) })
}

// open reports whether a file is one that anyone may see.
func (j *judgement) open(c *shell.Call, name string) bool {
	place, file := j.at(c), word.Literal(name)
	if place.Is("secret", file) != tri.No || place.Is("data", file) != tri.No || hushed(path.Base(name)) {
		return false
	}
	full, known := j.absolute(c, name)
	if !known || climbs(name) || strings.HasPrefix(full, "/proc/") { // of another process than ours
		return false
	}
	resolved, err := j.world.Resolve(full)
	if err != nil || hushed(path.Base(resolved)) {
		return false
	}
	within := word.Literal(resolved + "/x") // the directory itself, too
	if place.Is("inside", within) == tri.Yes || place.Is("temp", within) == tri.Yes && !strings.Contains(resolved, "/.cache/") {
		return true
	}
	return slices.ContainsFunc(sharedDirs[:], func(dir string) bool { return strings.HasPrefix(resolved, dir) })
}

// climbs reports whether a path goes up from where it has gone down: through a
// link, that is not where its text says.
func climbs(name string) bool {
	for strings.HasPrefix(name, "../") {
		name = name[len("../"):]
	}
	return name != ".." && slices.Contains(strings.Split(name, "/"), "..")
}

// hushed reports whether a name is one under which secrets are kept by some:
// more than are worth a question where the answer is to stop.
func hushed(name string) bool {
	name = strings.ToLower(name)
	switch {
	case strings.HasPrefix(name, ".env"), strings.HasPrefix(name, "id_"), strings.HasPrefix(name, "krb5cc"), strings.HasPrefix(name, ".terraformrc"),
		strings.HasSuffix(name, ".env"), strings.HasSuffix(name, ".tfvars"), strings.HasSuffix(name, "_history"), strings.Contains(name, ".tfstate"):
		return true
	}
	switch path.Ext(name) {
	case "", ".yml", ".yaml", ".json", ".toml", ".txt", ".ini":
		return strings.Contains(name, "secret") || strings.Contains(name, "credential")
	}
	return false
}

// absolute is a name as a path from the root.
func (j *judgement) absolute(c *shell.Call, name string) (string, bool) {
	if path.IsAbs(name) {
		return name, true
	}
	dir, known := c.Dir.Known()
	if !known || !path.IsAbs(dir) {
		return "", false
	}
	dir, err := j.world.Resolve(dir) // ".." is that of where it is
	return dir + "/" + name, err == nil
}

// isPattern reports whether a word finds names on disk.
func isPattern(t word.Text) bool {
	return slices.ContainsFunc(t, func(p word.Piece) bool { return p.Kind == word.Glob })
}

// found are the names that a pattern may find, as the shell would put them in
// its place; not ok where they are too many, or not to be seen.
func (j *judgement) found(c *shell.Call, w word.Word) (names []string, ok bool) {
	names = []string{""}
	left := maxNames
	if deep(w.Pieces) {
		return nil, false
	}
	elems := elements(w.Pieces)
	for i, elem := range elems {
		slash := "/"
		if i == len(elems)-1 {
			slash = ""
		}
		var next []string
		for _, name := range names {
			more, ok := j.matching(c, name, elem, &left)
			if !ok {
				return nil, false
			}
			for _, m := range more {
				next = append(next, name+m+slash)
			}
		}
		names = next
	}
	return names, true
}

// matching are the names in a directory that one element of a pattern may find.
func (j *judgement) matching(c *shell.Call, dir string, elem word.Text, left *int) (names []string, ok bool) {
	if lit, known := elem.Known(); known {
		return []string{lit}, true
	}
	entries, ok := j.list(c, dir, left)
	for _, e := range entries {
		if strings.ContainsAny(e.Name(), "*?[") || glob.Match(e.Name(), elem, glob.Loose) != tri.No {
			names = append(names, e.Name())
		}
	}
	return names, ok
}

// list are the entries of a directory, none of one that is not there; not ok
// where it cannot be read, or has more than are left to look at.
func (j *judgement) list(c *shell.Call, dir string, left *int) ([]fs.DirEntry, bool) {
	full, known := j.absolute(c, dir)
	if !known || j.world.ReadDir == nil {
		return nil, false
	}
	entries, err := j.world.ReadDir(path.Clean(full))
	if err != nil {
		return nil, errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
	}
	*left -= len(entries)
	return entries, *left >= 0
}

// deep reports whether a pattern may find names at any depth (**).
func deep(t word.Text) bool {
	for i, p := range t {
		if p.Kind == word.Glob && (strings.Contains(p.Text, "**") || p.Text == "*" && i > 0 && t[i-1].Kind == word.Glob && t[i-1].Text == "*") {
			return true
		}
	}
	return false
}

// elements cuts a pattern at its slashes. A group may find anything there.
func elements(t word.Text) []word.Text {
	elems := []word.Text{nil}
	for _, p := range t {
		last := len(elems) - 1
		switch {
		case isGroup(p):
			elems[last] = append(elems[last], word.Piece{Kind: word.Unknown})
		case p.Kind == word.Glob:
			elems[last] = append(elems[last], p)
		default:
			for i, part := range strings.Split(p.Text, "/") {
				if i > 0 {
					elems = append(elems, nil)
				}
				elems[len(elems)-1] = append(elems[len(elems)-1], word.Piece{Kind: word.Lit, Text: part})
			}
		}
	}
	return elems
}

// walksPlainly reports whether a call that reads all that lies below a directory
// comes to no secret there. Hidden names count too: a file of the workspace may
// say that they are none (.ignore of rg).
func (j *judgement) walksPlainly(inv *tool.Invocation, c *shell.Call) bool {
	walks, itself := false, false
	for _, cond := range inv.Tool.Walks {
		walks = walks || inv.Holds(cond) != tri.No
		itself = itself || len(cond.Verb)+len(cond.On)+len(cond.Off) == 0
	}
	if !walks {
		return true
	}
	if some, harmless := j.only(inv, c); some {
		return harmless
	}
	w := walk{j: j, c: c, left: maxNames}
	for _, p := range inv.Paths() {
		if name, known := p.Word.Known(); !known || !w.below(name) {
			return false
		}
	}
	fed := c.Stdin.Kind == shell.FedText || c.Stdin.Kind == shell.FedFile
	return len(inv.Paths()) > 0 || itself && fed || w.below(".")
}

// only reports whether a walk reads only files of some names, and whether these
// are such as no secret has. One that follows links reads what they point to.
func (j *judgement) only(inv *tool.Invocation, c *shell.Call) (some, harmless bool) {
	follows := inv.On([]string{"-R"}) != tri.No || inv.On([]string{"-L"}) != tri.No
	for _, v := range inv.Values([]string{"--include", "-g"}) {
		name, known := v.Known()
		if strings.HasPrefix(name, "!") {
			continue
		}
		some = true
		if !known || follows || !j.dull(c, name) {
			return true, false
		}
	}
	return some, some
}

// dull reports whether a glob of names ends in a way that no secret's name does.
func (j *judgement) dull(c *shell.Call, pattern string) bool {
	end := pattern[strings.LastIndexAny(pattern, "*?[]{},/")+1:]
	ends := word.Word{Pieces: word.Text{{Kind: word.Unknown, Text: "*"}, {Kind: word.Lit, Text: end}}}
	return strings.Contains(end, ".") && !hushed(end) && !hushed("x"+end) && j.at(c).Is("secret", ends) == tri.No
}

// walk goes through what lies below a directory.
type walk struct {
	j    *judgement
	c    *shell.Call
	left int
}

// below reports whether nothing below a directory is a secret, or a link to what
// is none of everybody's business. Of a file nothing is below.
func (w *walk) below(dir string) bool {
	entries, ok := w.j.list(w.c, dir, &w.left)
	for _, e := range entries {
		name := dir + "/" + e.Name()
		switch {
		case strings.HasSuffix(name, ".git/objects"):
		case !w.j.open(w.c, name), e.IsDir() && !w.below(name):
			return false
		}
	}
	return ok
}
