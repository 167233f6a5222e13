package facts

import (
	"path"
	"strings"

	"tagout/internal/world"
)

// Repository returns the root of the git working tree at or above an absolute
// directory.
func Repository(w world.World, dir string) (root string, ok bool) {
	root, _, ok = repository(w, dir)
	return root, ok
}

// Tracked reports whether git's index holds a regular file, whatever it says of
// its contents. An index that cannot be read tracks nothing.
func Tracked(w world.World, file string) bool {
	if !path.IsAbs(file) {
		return false
	}
	file = resolve(w, file)
	root, gitDir, ok := repository(w, path.Dir(file))
	if !ok {
		return false
	}
	rel, below := strings.CutPrefix(file, strings.TrimSuffix(resolve(w, root), "/")+"/")
	index, readable := bounded(w, path.Join(gitDir, "index"), maxIndex)
	if !below || !readable {
		return false
	}
	_, ok = indexed(index, rel)
	return ok
}
