package shell

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"tagout/internal/word"
	"tagout/internal/world"
)

// maxMatches bounds the names that a pattern is expanded to, maxListed the
// directories that are listed for it, and maxEntries what all of a run hold.
const (
	maxMatches = 64
	maxListed  = 256
	maxEntries = 1 << 15
)

// entriesOfNone is how many entries a directory without any counts for.
const entriesOfNone = 8

// anywhere stands for any number of directories, none included.
const anywhere = "**"

// Matches returns the files that a path with patterns in it, or one out of a
// listing, may name: those on disk, and those that this program has written. more:
// there are others.
func (s *Scope) Matches(p word.Word) (names []word.Word, more bool) {
	found, more := s.at().matches(p.Pieces)
	for _, name := range found {
		names = append(names, word.Word{Pieces: literal(name), Span: p.Span, Quoted: true})
	}
	return names, more
}

func (in *interp) matches(t word.Text) (names []string, more bool) {
	dir, placed := in.dir.Known()
	if in.where.Place != Here {
		return nil, false
	}
	l := listing{in: in}
	for _, pattern := range in.inWorkspace(t).Patterns() {
		if !path.IsAbs(pattern) {
			if !placed || !path.IsAbs(dir) {
				continue
			}
			pattern = word.Escape(dir) + "/" + pattern
		}
		steps := stepsOf(pattern)
		l.look("/", steps)
		l.written(steps)
	}
	slices.Sort(l.found)
	names = slices.Compact(l.found)
	return names[:min(len(names), maxMatches)], l.more || len(names) > maxMatches
}

// stepsOf are the elements of an absolute pattern, without "." and "..".
func stepsOf(pattern string) []string {
	var steps []string
	for _, s := range strings.Split(pattern, "/") {
		switch {
		case s == "" || s == ".":
		case s == ".." && len(steps) > 0:
			steps = steps[:len(steps)-1]
		default:
			steps = append(steps, s)
		}
	}
	return steps
}

// listing gathers the files that patterns match.
type listing struct {
	in     *interp
	found  []string
	listed int
	more   bool
}

// look gathers what the steps match below a directory.
func (l *listing) look(dir string, steps []string) {
	if len(steps) == 0 || len(l.found) > maxMatches {
		return
	}
	step, last := steps[0], len(steps) == 1
	if plain(step) {
		l.step(path.Join(dir, unguarded(step)), steps[1:])
		return
	}
	if step == anywhere && !last {
		l.look(dir, steps[1:])
	}
	for _, e := range l.entries(dir) {
		name := path.Join(dir, e.Name())
		switch {
		case step == anywhere && e.IsDir():
			if !skipped(e.Name()) {
				l.look(name, steps)
			}
		case e.IsDir() == last || !fits(step, e.Name()):
		case last:
			l.found = append(l.found, name)
		default:
			l.look(name, steps[1:])
		}
	}
}

// step goes on below a name that is known.
func (l *listing) step(name string, rest []string) {
	if len(rest) > 0 {
		l.look(name, rest)
		return
	}
	if info, err := l.in.cfg.World.Stat(name); err == nil && info.Mode().IsRegular() {
		l.found = append(l.found, name)
	}
}

func (l *listing) entries(dir string) []fs.DirEntry {
	if l.in.cfg.World.ReadDir == nil {
		return nil
	}
	if l.listed++; l.listed > maxListed || l.in.entries > maxEntries {
		l.more = true
		return nil
	}
	entries, err := l.in.cfg.World.ReadDir(dir)
	l.in.entries += len(entries) + entriesOfNone
	l.more = l.more || errors.Is(err, world.ErrCrowded)
	return entries
}

// written gathers the files of the overlay that the steps match.
func (l *listing) written(steps []string) {
	if len(l.in.files) > maxWritten {
		l.more = true
		return
	}
	for key := range l.in.files {
		if strings.HasPrefix(key, "/") && strings.IndexByte(key, 0) < 0 && reaches(steps, strings.Split(key[1:], "/")) {
			l.found = append(l.found, key)
		}
	}
}

// reaches reports whether steps lead to a path by its elements.
func reaches(steps, elements []string) bool {
	for len(steps) > 0 && steps[0] != anywhere {
		if len(elements) == 0 || !fits(steps[0], elements[0]) {
			return false
		}
		steps, elements = steps[1:], elements[1:]
	}
	if len(steps) < 2 { // all that is below
		return len(elements) == 0 || len(steps) == 1
	}
	for i := range elements {
		if reaches(steps[1:], elements[i:]) {
			return true
		}
	}
	return false
}

// fits reports whether a name matches one step. Hidden ones match no pattern that
// begins with another sign.
func fits(step, name string) bool {
	if step == anywhere {
		return true
	}
	ok, _ := path.Match(step, name)
	return ok && (name[0] != '.' || step[0] == '.')
}

// skipped are the directories in which too many files lie that are not the
// project's own.
func skipped(name string) bool { return name == ".git" || name == "node_modules" }

// plain reports whether every pattern sign of a step is escaped.
func plain(step string) bool {
	for i := 0; i < len(step); i++ {
		switch step[i] {
		case '\\':
			i++
		case '*', '?', '[':
			return false
		}
	}
	return true
}

// unguarded removes the backslashes of a step without patterns.
func unguarded(step string) string {
	var b strings.Builder
	for i := 0; i < len(step); i++ {
		if step[i] == '\\' && i+1 < len(step) {
			i++
		}
		b.WriteByte(step[i])
	}
	return b.String()
}
