package facts

import (
	"bytes"
	"compress/zlib"
	"crypto/sha1"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io"
	"path"
	"strings"

	"tagout/internal/world"
)

const (
	// maxPackedRefs bounds the file of packed refs, in bytes.
	maxPackedRefs = 4 << 20
	// maxPacks bounds the packs that are searched: git gc leaves at most 50.
	maxPacks = 64
	// maxSymrefs bounds a chain of symbolic refs, as git does.
	maxSymrefs = 5
)

// object is the name of a git object.
type object = [sha1.Size]byte

// headTree returns the tree of the commit that is checked out, of the repository
// of a git directory. ok is false where there is none yet, or it cannot be read
// here: in a repository of SHA-256 or of reftables, as a delta in a pack.
func headTree(w world.World, gitDir string) (tree object, ok bool) {
	common := gitDir
	if to, linked := small(w, path.Join(gitDir, "commondir")); linked {
		common = Join(gitDir, to)
	}
	text, ok := small(w, path.Join(gitDir, "HEAD"))
	for range maxSymrefs {
		name, symbolic := strings.CutPrefix(text, "ref: refs/heads/")
		if !symbolic {
			break
		}
		text, ok = ref(w, common, "refs/heads/"+name)
	}
	commit, valid := objectName(text)
	if !ok || !valid {
		return object{}, false
	}
	header, ok := loose(w, common, commit)
	if !ok {
		header, ok = packed(w, common, commit)
	}
	name, isCommit := bytes.CutPrefix(header, []byte("tree "))
	if !ok || !isCommit || len(name) < 2*sha1.Size {
		return object{}, false
	}
	return objectName(string(name[:2*sha1.Size]))
}

func objectName(text string) (o object, ok bool) {
	b, err := hex.DecodeString(text)
	if err != nil || len(b) != sha1.Size {
		return o, false
	}
	return object(b), true
}

// ref reads a ref from its file, else from the packed refs.
func ref(w world.World, gitDir, name string) (string, bool) {
	if text, ok := small(w, path.Join(gitDir, name)); ok {
		return text, true
	}
	refs, ok := bounded(w, path.Join(gitDir, "packed-refs"), maxPackedRefs)
	before, _, found := bytes.Cut(refs, []byte(" "+name+"\n"))
	if !ok || !found || len(before) < 2*sha1.Size {
		return "", false
	}
	return string(before[len(before)-2*sha1.Size:]), true
}

// loose returns the beginning of a commit that has a file of its own.
func loose(w world.World, gitDir string, name object) ([]byte, bool) {
	digits := hex.EncodeToString(name[:])
	file := path.Join(gitDir, "objects", digits[:2], digits[2:])
	if info, err := w.Stat(file); err != nil || !info.Mode().IsRegular() || w.Open == nil {
		return nil, false
	}
	f, err := w.Open(file)
	if err != nil {
		return nil, false
	}
	defer f.Close()
	text, ok := inflate(f)
	header, body, found := bytes.Cut(text, []byte{0})
	return body, ok && found && bytes.HasPrefix(header, []byte("commit "))
}

// inflate returns the beginning of what a stream holds.
func inflate(r io.Reader) ([]byte, bool) {
	z, err := zlib.NewReader(r)
	if err != nil {
		return nil, false
	}
	text := make([]byte, 128)
	n, err := io.ReadFull(z, text)
	return text[:n], err == nil || errors.Is(err, io.ErrUnexpectedEOF)
}

// packed returns the beginning of a commit that stands in a pack
// (gitformat-pack(5)).
func packed(w world.World, gitDir string, name object) ([]byte, bool) {
	dir := path.Join(gitDir, "objects/pack")
	if w.ReadDir == nil || w.Open == nil {
		return nil, false
	}
	files, err := w.ReadDir(dir)
	if err != nil || len(files) > 4*maxPacks {
		return nil, false
	}
	for _, f := range files {
		pack, isIndex := strings.CutSuffix(f.Name(), ".idx")
		if !isIndex || !f.Type().IsRegular() {
			continue
		}
		if at, found := inPack(w, path.Join(dir, f.Name()), name); found {
			return commitAt(w, path.Join(dir, pack+".pack"), at)
		}
	}
	return nil, false
}

// inPack finds where in its pack an object stands, by the pack's index.
func inPack(w world.World, index string, name object) (at int64, found bool) {
	const fan, names = 8, 8 + 256*4
	f, err := w.Open(index)
	if err != nil {
		return 0, false
	}
	defer f.Close()
	r, ok := f.(io.ReaderAt)
	head := make([]byte, names)
	if !ok || !fill(r, head, 0) || string(head[:fan]) != "\xfftOc\x00\x00\x00\x02" {
		return 0, false
	}
	count := func(first int) int64 { return int64(binary.BigEndian.Uint32(head[fan+4*first:])) }
	low, high, all := int64(0), count(int(name[0])), count(255)
	if name[0] > 0 {
		low = count(int(name[0]) - 1)
	}
	for low < high {
		var it object
		mid := (low + high) / 2
		if !fill(r, it[:], names+mid*sha1.Size) {
			return 0, false
		}
		switch bytes.Compare(it[:], name[:]) {
		case 0:
			var offset [4]byte // behind the names and a checksum of each
			ok := fill(r, offset[:], names+all*(sha1.Size+4)+mid*4)
			at = int64(binary.BigEndian.Uint32(offset[:]))
			return at, ok && at < 1<<31
		case -1:
			low = mid + 1
		default:
			high = mid
		}
	}
	return 0, false
}

func fill(r io.ReaderAt, into []byte, at int64) bool {
	n, _ := r.ReadAt(into, at)
	return n == len(into)
}

// commitAt returns the beginning of the commit at a place of a pack.
func commitAt(w world.World, pack string, at int64) ([]byte, bool) {
	const isCommit, more = 1, 0x80
	f, err := w.Open(pack)
	if err != nil {
		return nil, false
	}
	defer f.Close()
	r, ok := f.(io.ReaderAt)
	if !ok {
		return nil, false
	}
	in := io.NewSectionReader(r, at, 4096)
	var b [1]byte
	for first := true; first || b[0]&more != 0; first = false {
		if _, err := io.ReadFull(in, b[:]); err != nil || first && b[0]>>4&7 != isCommit {
			return nil, false
		}
	}
	return inflate(in)
}
