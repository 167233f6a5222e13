package facts

import (
	"bytes"
	"crypto/sha1"
	"encoding/binary"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"time"

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
	// regular and gitlink are the types of entries: a file, a submodule.
	regular = 0o10
	gitlink = 0o16
	// maxNested bounds submodules of submodules.
	maxNested = 4
)

// Dirty answers whether the work tree at or above a directory has changes to
// tracked files that no commit holds; Maybe where that cannot be told: outside
// git, with a split index, in a tree of more than 5,000 files.
//
// Files are compared as git does it, by size and times, and by content where a time
// differs or is not before the index's (gitformat-index(5), racy-git). What is staged
// shows in the cached tree, which "git add" invalidates; made whole again, by a
// commit that a hook refused, a merge or a cherry-pick, it is not the commit's.
func Dirty(w world.World, dir string) tri.Tri { return dirty(w, dir, 0) }

func dirty(w world.World, dir string, depth int) tri.Tri {
	root, gitDir, ok := repository(w, dir)
	if !ok || depth > maxNested {
		return tri.Maybe
	}
	conf := readConfig(w, gitDir)
	if conf.worktree != "" && resolve(w, Join(gitDir, conf.worktree)) != resolve(w, root) {
		return tri.Maybe
	}
	file := path.Join(gitDir, "index")
	info, err := w.Stat(file)
	index, read := bounded(w, file, maxIndex)
	if err != nil || !read || len(index) < 12 || binary.BigEndian.Uint32(index[8:]) > maxEntries {
		return tri.Maybe
	}
	d := differ{world: w, root: root, written: info.ModTime(), depth: depth, modeless: conf.modeless}
	rest, ok := entries(index, d.visit)
	switch {
	case d.changed:
		return tri.Yes
	case !ok || d.unsure || rest == nil:
		return tri.Maybe
	}
	return staged(w, gitDir, rest)
}

// config is what a repository's own settings say of its work tree.
type config struct {
	worktree string // core.worktree, "" where it is not set
	modeless bool   // core.fileMode is false
}

// readConfig reads the lines that git writes, "[section]" alone or before the
// first setting: what it does not understand is no setting, or another work tree.
func readConfig(w world.World, gitDir string) (c config) {
	for _, name := range []string{"config", "config.worktree"} {
		text, _ := bounded(w, path.Join(gitDir, name), maxTracked)
		section := ""
		for line := range strings.Lines(string(text)) {
			line = strings.TrimSpace(line)
			if head, rest, ok := strings.Cut(line, "]"); ok && line[0] == '[' {
				section, line = strings.ToLower(strings.TrimSpace(head[1:])), strings.TrimSpace(rest)
			}
			key, value, _ := strings.Cut(line, "=")
			switch section + "." + strings.ToLower(strings.TrimSpace(key)) {
			case "core.worktree":
				c.worktree = scalar(value)
			case "core.filemode":
				c.modeless = strings.EqualFold(scalar(value), "false")
			}
		}
	}
	return c
}

// Changed answers whether a tracked file at or below a path holds something else
// than the index; Maybe where that cannot be told. What is staged and what is not
// tracked does not count.
func Changed(w world.World, file string) tri.Tri {
	in, ok := indexOf(w, file)
	if !ok {
		return tri.Maybe
	}
	info, err := w.Stat(path.Join(in.gitDir, "index"))
	if err != nil {
		return tri.Maybe
	}
	d, n := differ{world: w, root: in.root, written: info.ModTime(), modeless: readConfig(w, in.gitDir).modeless}, 0
	_, ok = entries(in.index, func(e entry) bool {
		name := string(e.name)
		if name != in.name && !strings.HasPrefix(name, in.name+"/") {
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
	written         time.Time // when the index was
	rehashed        int
	changed, unsure bool
	depth           int  // of the submodule that this is
	modeless        bool // modes are not compared
}

func (d *differ) visit(e entry) bool {
	file := d.root + "/" + string(e.name)
	info, err := d.world.Lstat(file)
	switch {
	case e.mode>>12 == gitlink:
		d.submodule(file)
	case e.flags&skipWorktree != 0 && err != nil: // not checked out
	case err != nil || e.stage != 0 || e.flags&intentToAdd != 0:
		d.changed = true
	default:
		d.file(e, file, info)
	}
	return !d.changed
}

// submodule looks into one that is checked out: reset and checkout go there, too,
// where an option or a setting says so.
func (d *differ) submodule(dir string) {
	if !exists(d.world, dir+"/.git") {
		return
	}
	switch dirty(d.world, dir, d.depth+1) {
	case tri.Yes:
		d.changed = true
	case tri.Maybe:
		d.unsure = true
	}
}

func (d *differ) file(e entry, file string, info fs.FileInfo) {
	if e.mode>>12 == regular && (!info.Mode().IsRegular() || !d.modeless && (e.mode^uint32(info.Mode()))&0o100 != 0) {
		d.changed = true
		return
	}
	at, touched := info.ModTime(), changed(info)
	racy := !at.Before(d.written)
	if e.modified.ns == 0 || e.changed.ns == 0 || touched.ns == 0 { // seconds only
		racy = at.Unix() >= d.written.Unix()
	}
	modified := stamp{uint32(at.Unix()), uint32(at.Nanosecond())}
	if racy || uint32(info.Size()) != e.size || !modified.is(e.modified) || touched != (stamp{}) && e.changed != (stamp{}) && !touched.is(e.changed) {
		d.compare(e, file)
	}
}

// compare compares a file's content with the index's.
func (d *differ) compare(e entry, file string) {
	if d.rehashed++; d.rehashed > maxRehashed || e.mode>>12 != regular {
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

// staged answers by the extensions of an index: the cached tree (TREE) is that of
// the commit where nothing is staged.
func staged(w world.World, gitDir string, extensions []byte) tri.Tri {
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
			answer = otherTree(w, gitDir, body[:size])
		}
		extensions = body[size:]
	}
	return answer
}

// otherTree answers whether a cached tree is another than the commit's. Its first
// entry is the root's: an empty name, a NUL, the number of entries, a space, that
// of subtrees, a line feed, and the tree unless the number is -1.
func otherTree(w world.World, gitDir string, cached []byte) tri.Tri {
	head, tree, ok := bytes.Cut(cached, []byte("\n"))
	if bytes.HasPrefix(head, []byte("\x00-1 ")) {
		return tri.Yes
	}
	committed, known := headTree(w, gitDir)
	if !ok || !known || len(tree) < sha1.Size {
		return tri.Maybe
	}
	return tri.Of(object(tree[:sha1.Size]) != committed)
}
