package facts

import (
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
	in, ok := indexOf(w, file)
	if !ok {
		return false
	}
	_, ok = indexed(in.index, in.name)
	return ok
}
