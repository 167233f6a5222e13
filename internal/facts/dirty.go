package facts

import (
	"bytes"
	"crypto/sha1"
	"encoding/binary"
	"fmt"
	"path"
	"strings"

	"tagout/internal/tri"
	"tagout/internal/world"
)

const (
	// maxEntries bounds the files of a work tree that are looked at.
	maxEntries = 5000
	// maxPath is PATH_MAX of Linux, in bytes: no system call takes a longer one.
	maxPath = 4096
	// maxRehashed bounds those whose content is compared because their times tell
	// nothing.
	maxRehashed = 200
	// skipWorktree and intentToAdd are flags of an extended entry.
	skipWorktree = 0x4000
	intentToAdd  = 0x2000
)

// Dirty answers whether the work tree at or above a directory has changes to
// tracked files that no commit holds; Maybe where that cannot be told: outside
// git, with a split index, in a tree of more than 5,000 files.
//
// Files are compared as git does it, by size and time, and by content where their
// time is not before the index's (gitformat-index(5), racy-git). What is staged
// shows in the cached tree, which "git add" invalidates and a commit makes whole.
func Dirty(w world.World, dir string) tri.Tri {
	root, gitDir, ok := repository(w, dir)
	if !ok {
		return tri.Maybe
	}
	file := path.Join(gitDir, "index")
	info, err := w.Stat(file)
	index, read := bounded(w, file, maxIndex)
	if err != nil || !read || len(index) < 12 || binary.BigEndian.Uint32(index[8:]) > maxEntries {
		return tri.Maybe
	}
	d := differ{world: w, root: root, written: info.ModTime().Unix()}
	rest, ok := entries(index, d.visit)
	switch {
	case d.changed:
		return tri.Yes
	case !ok || d.unsure || rest == nil:
		return tri.Maybe
	}
	return staged(rest)
}

// Changed answers whether a tracked file at or below a path holds something else
// than the index; Maybe where that cannot be told. What is staged and what is not
// tracked does not count.
func Changed(w world.World, file string) tri.Tri {
	if len(file) > maxPath {
		return tri.Maybe
	}
	file = resolve(w, file)
	root, gitDir, ok := repository(w, path.Dir(file))
	if !ok {
		return tri.Maybe
	}
	rel, below := strings.CutPrefix(file, strings.TrimSuffix(resolve(w, root), "/")+"/")
	index, read := bounded(w, path.Join(gitDir, "index"), maxIndex)
	info, err := w.Stat(path.Join(gitDir, "index"))
	if !below || !read || err != nil {
		return tri.Maybe
	}
	d, n := differ{world: w, root: root, written: info.ModTime().Unix()}, 0
	_, ok = entries(index, func(e entry) bool {
		name := string(e.name)
		if name != rel && !strings.HasPrefix(name, rel+"/") {
			return true
		}
		n++
		return n <= maxEntries && d.visit(e)
	})
	switch {
	case d.changed:
		return tri.Yes
	case !ok || d.unsure || n > maxEntries:
		return tri.Maybe
	}
	return tri.No
}

// differ compares a work tree with its index.
type differ struct {
	world           world.World
	root            string
	written         int64 // when the index was, in seconds
	rehashed        int
	changed, unsure bool
}

func (d *differ) visit(e entry) bool {
	switch {
	case e.flags&skipWorktree != 0 || e.mode>>12 == 0o16: // not checked out, or a submodule
		return true
	case e.stage != 0 || e.flags&intentToAdd != 0:
		d.changed = true
		return false
	}
	file := d.root + "/" + string(e.name)
	info, err := d.world.Lstat(file)
	if err != nil {
		d.changed = true
		return false
	}
	at := info.ModTime()
	same := uint32(at.Unix()) == e.seconds && (e.ns == 0 || uint32(at.Nanosecond()) == e.ns) && uint32(info.Size()) == e.size
	if !same || at.Unix() >= d.written {
		d.compare(e, file)
	}
	return !d.changed
}

// compare compares a file's content with the index's.
func (d *differ) compare(e entry, file string) {
	if d.rehashed++; d.rehashed > maxRehashed || e.mode>>12 != 0o10 {
		d.unsure = true
		return
	}
	text, ok := bounded(d.world, file, maxTracked)
	switch {
	case !ok:
		d.unsure = true
	case sha1.Sum(append(fmt.Appendf(nil, "blob %d\x00", len(text)), text...)) != e.blob:
		d.changed = true
	}
}

// staged answers by the extensions of an index: the cached tree (TREE) is whole
// where nothing was added since the last commit, checkout or reset.
func staged(extensions []byte) tri.Tri {
	answer := tri.Maybe
	for len(extensions) >= 8+sha1.Size {
		size := int64(binary.BigEndian.Uint32(extensions[4:]))
		body := extensions[8:]
		if size > int64(len(body)) {
			return tri.Maybe
		}
		switch string(extensions[:4]) {
		case "link", "sdir": // a split or a sparse index
			return tri.Maybe
		case "TREE":
			// The root's entry: an empty name, a NUL, the number of entries, a space.
			answer = tri.Of(bytes.HasPrefix(body[:size], []byte("\x00-1 ")))
		}
		extensions = body[size:]
	}
	return answer
}
