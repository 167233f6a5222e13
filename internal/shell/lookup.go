package shell

import (
	"path"
	"slices"
	"strings"

	"tagout/internal/word"
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
