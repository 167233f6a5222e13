package facts

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"
	"syscall"

	"tagout/internal/world"
)

// ProjectPolicy is the name of a project's policy file.
const ProjectPolicy = ".tagout.toml"

const (
	// maxLevels bounds how many directories are looked at.
	maxLevels = 64
	// maxProjectPolicy bounds such a file, in bytes: reading it costs a
	// microsecond a byte, and anybody may have written it.
	maxProjectPolicy = 64 << 10
)

// ProjectFile is a project's policy, or why it cannot be read.
type ProjectFile struct {
	Path string
	Data []byte
	Err  error
}

// projectError says why a file is not read.
type projectError string

func (e projectError) Error() string { return string(e) }

const (
	errNotRegular projectError = "it is no regular file"
	errLeads      projectError = "it is a link that leads out of its directory"
	errUnread     projectError = "it is larger than 64 kB, or cannot be read"
)

// ProjectPolicies finds the policies of projects at the directories and above,
// the outermost first, but none at a home or above it, nor at the root. All count:
// otherwise a file nearer by would take away what one further up forbids.
func ProjectPolicies(w world.World, home string, dirs ...string) []ProjectFile {
	if w.Lstat == nil {
		return nil
	}
	var seen []string
	var found []ProjectFile
	for _, dir := range dirs {
		if !path.IsAbs(dir) {
			continue
		}
		dir = path.Clean(dir)
		for level := 0; level < maxLevels && dir != "/" && !holds(dir, home) && !slices.Contains(seen, dir); level++ {
			seen = append(seen, dir)
			if f, ok := projectFile(w, dir); ok {
				found = append(found, f)
			}
			dir = path.Dir(dir)
		}
	}
	slices.Reverse(found)
	return found
}

// holds reports whether a directory is a home or above it.
func holds(dir, home string) bool {
	return home != "" && (dir == home || strings.HasPrefix(home, dir+"/"))
}

// projectFile reads the policy in a directory. A link is followed as long as it
// stays there.
func projectFile(w world.World, dir string) (ProjectFile, bool) {
	f := ProjectFile{Path: dir + "/" + ProjectPolicy}
	info, err := w.Lstat(f.Path)
	if err != nil {
		f.Err = err
		return f, !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscall.ENOTDIR)
	}
	if info.Mode()&fs.ModeSymlink != 0 {
		target, err := w.Resolve(f.Path)
		inside, failed := w.Resolve(dir)
		if err != nil || failed != nil || !strings.HasPrefix(target, inside+"/") {
			f.Err = errLeads
			return f, true
		}
		if info, err = w.Lstat(target); err != nil {
			f.Err = err
			return f, true
		}
	}
	if !info.Mode().IsRegular() {
		f.Err = errNotRegular
		return f, true
	}
	data, ok := bounded(w, f.Path, maxProjectPolicy)
	if !ok {
		f.Err = errUnread
	}
	f.Data = data
	return f, true
}
