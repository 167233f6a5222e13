package facts

import (
	"bytes"
	"crypto/sha1"
	"encoding/binary"
	"fmt"
	"io"
	"path"
	"strings"

	"tagout/internal/world"
)

const (
	// maxIndex bounds a git index: the Linux kernel's, of 90,000 files, has
	// 10 MB.
	maxIndex = 16 << 20
	// maxTracked bounds a file that is compared with the index.
	maxTracked = 1 << 20
)

// Unmodified reports whether a file is tracked by git and holds what the index
// says of it. It compares contents, never times, which anyone can set. What
// cannot be read as git writes it (gitformat-index(5)) is not tracked: an index
// that is split, sparse or of SHA-256, a conflict, a file that git filters.
func Unmodified(w world.World, file string) bool {
	in, ok := indexOf(w, file)
	if !ok {
		return false
	}
	text, ok := bounded(w, resolve(w, file), maxTracked)
	if !ok {
		return false
	}
	blob, ok := indexed(in.index, in.name)
	return ok && blob == sha1.Sum(append(fmt.Appendf(nil, "blob %d\x00", len(text)), text...))
}

// within is a place in a work tree, and the index that knows it by name.
type within struct {
	index              []byte
	root, gitDir, name string
}

// indexOf finds the index of the work tree that a file lies in.
func indexOf(w world.World, file string) (in within, ok bool) {
	if !path.IsAbs(file) || len(file) > maxPath {
		return in, false
	}
	file = resolve(w, file)
	if in.root, in.gitDir, ok = repository(w, path.Dir(file)); !ok {
		return in, false
	}
	if in.name, ok = strings.CutPrefix(file, strings.TrimSuffix(resolve(w, in.root), "/")+"/"); !ok {
		return in, false
	}
	in.index, ok = bounded(w, path.Join(in.gitDir, "index"), maxIndex)
	return in, ok
}

// bounded returns a regular file that is no longer than most.
func bounded(w world.World, file string, most int64) ([]byte, bool) {
	info, err := w.Stat(file)
	if err != nil || !info.Mode().IsRegular() || info.Size() > most || w.Open == nil {
		return nil, false
	}
	f, err := w.Open(file)
	if err != nil {
		return nil, false
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, most+1))
	return data, err == nil && int64(len(data)) <= most
}

// The parts of an index entry, in bytes.
const (
	entryMode  = 24 // where its mode stands
	entryBlob  = 40 // where its object's name stands
	entryFlags = 60 // where its flags stand
	entryName  = 62 // where its name begins
	isExtended = 0x4000
	stageMask  = 0x3000
)

// indexed finds a path's object in an index.
func indexed(index []byte, name string) (blob [sha1.Size]byte, ok bool) {
	_, _ = entries(index, func(e entry) bool {
		if string(e.name) != name {
			return true
		}
		blob, ok = e.blob, e.mode>>12 == 0o10 && e.stage == 0
		return false
	})
	return blob, ok
}

// entry is what an index says of one path.
type entry struct {
	name              []byte
	blob              [sha1.Size]byte
	mode              uint32
	stage             uint16 // of a conflict, 0 for none
	flags             uint16 // of an extended entry
	modified, changed stamp  // the times of the file's data, and of all about it
	size              uint32
}

// stamp is a time as the index writes it: seconds and nanoseconds, 0 where git or
// the file system knows none.
type stamp struct{ seconds, ns uint32 }

func stampAt(b []byte) stamp {
	return stamp{binary.BigEndian.Uint32(b), binary.BigEndian.Uint32(b[4:])}
}

// is reports whether two times are one, as far as both are known.
func (s stamp) is(o stamp) bool {
	return s.seconds == o.seconds && (s.ns == o.ns || s.ns == 0 || o.ns == 0)
}

// entries visits the entries of an index of version 2, 3 or 4 until visit wants
// no more, and returns what stands behind them. ok is false where it cannot be
// read.
func entries(index []byte, visit func(entry) bool) (rest []byte, ok bool) {
	if len(index) < 12 || string(index[:4]) != "DIRC" {
		return nil, false
	}
	version := binary.BigEndian.Uint32(index[4:])
	count := binary.BigEndian.Uint32(index[8:])
	if version < 2 || version > 4 {
		return nil, false
	}
	var last []byte
	for rest = index[12:]; count > 0; count-- {
		if len(rest) <= entryName+2 {
			return nil, false
		}
		flags := binary.BigEndian.Uint16(rest[entryFlags:])
		begin := entryName
		if version > 2 && flags&isExtended != 0 {
			begin += 2
		}
		name, next, valid := entryPath(rest, begin, last, version)
		if !valid {
			return nil, false
		}
		if !visit(entryAt(rest, name, flags, begin)) {
			return nil, true
		}
		last, rest = name, rest[next:]
	}
	return rest, true
}

func entryAt(b, name []byte, flags uint16, begin int) entry {
	e := entry{
		name: name, mode: binary.BigEndian.Uint32(b[entryMode:]), stage: flags & stageMask,
		changed: stampAt(b), modified: stampAt(b[8:]), size: binary.BigEndian.Uint32(b[36:]),
	}
	copy(e.blob[:], b[entryBlob:])
	if begin > entryName {
		e.flags = binary.BigEndian.Uint16(b[entryName:])
	}
	return e
}

// entryPath reads the name of an entry, which version 4 writes as what it does
// not share with the last one, and where the next entry begins.
func entryPath(rest []byte, begin int, last []byte, version uint32) (name []byte, next int, ok bool) {
	if begin > len(rest) {
		return nil, 0, false
	}
	if version < 4 {
		n := bytes.IndexByte(rest[begin:], 0)
		next = (begin + n + 8) &^ 7
		return rest[begin : begin+max(n, 0)], next, n >= 0 && next <= len(rest)
	}
	drop, n := offset(rest[begin:])
	if n == 0 || drop > len(last) {
		return nil, 0, false
	}
	begin += n
	end := bytes.IndexByte(rest[begin:], 0)
	if end < 0 {
		return nil, 0, false
	}
	keep := len(last) - drop
	return append(last[:keep:keep], rest[begin:begin+end]...), begin + end + 1, true
}

// offset reads a number of variable length as packs write it (gitformat-pack(5)).
func offset(b []byte) (value, n int) {
	for n < len(b) && n < 4 {
		c := b[n]
		if n++; n > 1 {
			value++
		}
		value = value<<7 | int(c&0x7f)
		if c&0x80 == 0 {
			return value, n
		}
	}
	return 0, 0
}
