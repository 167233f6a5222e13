package shell

import (
	"errors"
	"path"
	"slices"
	"strings"

	"tagout/internal/word"
	"tagout/internal/world"
)

// IsDir reports whether a path is known to name a directory here.
func (s *Scope) IsDir(p word.Word) bool {
	in := s.at()
	name, known := in.absolute(p.Pieces).Known()
	if !known || in.where.Place != Here {
		return false
	}
	info, err := in.cfg.World.Stat(name)
	return err == nil && info.IsDir()
}

// Wrote reports whether this program has written the file here at an absolute
// path.
func (s *Scope) Wrote(path string) bool {
	_, ok := s.in.files[path]
	return ok
}

// WroteAny reports whether this program has written any file.
func (s *Scope) WroteAny() bool { return len(s.in.files) > 0 }

// maxWritten bounds the written files that are looked through.
const maxWritten = 128

// Written returns the absolute paths of the files here that this program has
// written, in order; none where there are more than are looked through.
func (s *Scope) Written() (paths []string, more bool) {
	if len(s.in.files) > maxWritten {
		return nil, true
	}
	var out []string
	for key := range s.in.files {
		if strings.HasPrefix(key, "/") && strings.IndexByte(key, 0) < 0 {
			out = append(out, key)
		}
	}
	slices.Sort(out)
	return out, false
}

// maxMatches bounds the names that a pattern is expanded to.
const maxMatches = 16

// Matches returns the files that a path with a pattern in its last element
// names: those on disk, and those that this program has written. more: there
// are others.
func (s *Scope) Matches(p word.Word) (names []word.Word, more bool) {
	in := s.at()
	dir, pattern, ok := in.pathPattern(p.Pieces)
	if !ok || in.where.Place != Here {
		return nil, false
	}
	var found []string
	if in.cfg.World.ReadDir != nil {
		entries, err := in.cfg.World.ReadDir(dir)
		more = errors.Is(err, world.ErrCrowded)
		for _, e := range entries {
			if !e.IsDir() {
				found = append(found, e.Name())
			}
		}
	}
	written, many := s.Written()
	more = more || many
	for _, name := range written {
		if path.Dir(name) == dir {
			found = append(found, path.Base(name))
		}
	}
	slices.Sort(found)
	for _, name := range slices.Compact(found) {
		hidden := strings.HasPrefix(name, ".") && !strings.HasPrefix(pattern, ".")
		if ok, _ := path.Match(pattern, name); !ok || hidden {
			continue
		}
		if len(names) >= maxMatches {
			return names, true
		}
		names = append(names, word.Word{Pieces: literal(path.Join(dir, name)), Span: p.Span, Quoted: true})
	}
	return names, more
}

// pathPattern splits a path at the directory in which its pattern is.
func (in *interp) pathPattern(t word.Text) (dir, pattern string, ok bool) {
	var b strings.Builder
	active := false
	for _, p := range in.absolute(t) {
		switch {
		case p.Kind == word.Lit && active:
			b.WriteString(p.Text)
		case p.Kind == word.Lit:
			b.WriteString(escaped(p.Text))
		case p.Kind == word.Glob:
			b.WriteString(strings.Replace(p.Text, "[!", "[^", 1))
			active = true
		default:
			return "", "", false
		}
	}
	dir, pattern = path.Split(b.String())
	dir = path.Clean(strings.ReplaceAll(dir, `\`, ""))
	return dir, pattern, active && !strings.ContainsAny(dir, "*?[")
}

// escaped protects what path.Match would take for a pattern.
func escaped(s string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(s)
}

// maxParents bounds the search for the workspace in the directories above.
const maxParents = 64

// inWorkspace puts the workspace's path for what git says of it.
func (in *interp) inWorkspace(t word.Text) word.Text {
	if len(t) == 0 || t[0].Kind != word.Unknown || t[0].Class != "workspace" || in.where.Place != Here || in.cfg.World.Lstat == nil {
		return t
	}
	dir, known := in.dir.Known()
	for range maxParents {
		if !known || dir == "/" || dir == "." || dir == "" {
			break
		}
		if _, err := in.cfg.World.Lstat(path.Join(dir, ".git")); err == nil {
			return compact(append(literal(dir), t[1:]...))
		}
		dir = path.Dir(dir)
	}
	return t
}

// onHost returns where on this machine a path in a container lies that is
// mounted from here.
func (in *interp) onHost(abs word.Text) (word.Text, bool) {
	name, known := abs.Known()
	if !known || in.where.Place != Container {
		return nil, false
	}
	for _, b := range in.where.Binds {
		text, known := b.Known()
		host, at, _ := strings.Cut(text, ":")
		rel, below := strings.CutPrefix(name, strings.TrimRight(at, "/")+"/")
		if known && below && path.IsAbs(host) {
			return literal(path.Join(host, rel)), true
		}
	}
	return nil, false
}
