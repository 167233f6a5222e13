package approve

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash/maphash"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
)

const (
	// maxFiles bounds the files of one command, and maxFile each, in bytes.
	maxFiles = 32
	maxFile  = 8 << 20
	// maxReadings bounds how often files are opened for one evaluation of which
	// each time is remembered.
	maxReadings = 8 * maxFiles
)

// File is a file and the SHA-256 of what is in it, "" where it cannot be read.
type File struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"`
}

// Readings are what an evaluation read of files.
type Readings struct {
	all []*reading
	// much is set where files were opened that are not among them.
	much bool
}

// reading is one opening of a file: whether it was there, and how much of it was
// read. sum is of these bytes, by a key of this process, so that it costs little
// and nobody can make other bytes of the same sum.
type reading struct {
	path   string
	absent bool
	n      int64
	sum    maphash.Hash
}

// Open opens a file by a function and remembers what is read of it.
func (r *Readings) Open(open func(string) (fs.File, error), path string) (fs.File, error) {
	f, err := open(path)
	one := &reading{path: path, absent: errors.Is(err, fs.ErrNotExist)}
	if len(r.all) == maxReadings {
		known := slices.ContainsFunc(r.all, func(o *reading) bool { return o.path == path })
		r.much = r.much || !known
		return f, err
	}
	r.all = append(r.all, one)
	if err != nil {
		return f, err
	}
	return watched{f, one}, nil
}

// watched is a file of which is remembered what is read in order. What is read at
// places is git's packs, whose content is named by its hash.
type watched struct {
	fs.File
	*reading
}

// Read implements io.Reader.
func (w watched) Read(p []byte) (int, error) {
	n, err := w.File.Read(p)
	_, _ = w.sum.Write(p[:n]) // it never fails
	w.n += int64(n)
	return n, err
}

// ReadAt implements io.ReaderAt.
func (w watched) ReadAt(p []byte, at int64) (int, error) {
	if r, ok := w.File.(io.ReaderAt); ok {
		return r.ReadAt(p, at)
	}
	return 0, fs.ErrInvalid
}

// Digests returns the digests of what was read. ok is false where the files are too
// many, where one is there and cannot be read whole, and where one is another by now
// than what was judged: nothing binds an approval to it.
func (r *Readings) Digests() (files []File, ok bool) {
	if r == nil {
		return nil, true
	}
	all := slices.Clone(r.all)
	slices.SortStableFunc(all, func(a, b *reading) int { return strings.Compare(a.path, b.path) })
	for len(all) > 0 {
		same := 1
		for same < len(all) && all[same].path == all[0].path {
			same++
		}
		sum, ok := digest(all[:same])
		if !ok || r.much || len(files) == maxFiles {
			return nil, false
		}
		files = append(files, File{Path: all[0].path, SHA256: sum})
		all = all[same:]
	}
	return files, true
}

// digest returns the digest of a file, "" for one that is not there, and a word for
// what holds no text. It compares with what was read of it.
func digest(was []*reading) (sum string, ok bool) {
	path := was[0].path
	info, err := os.Stat(path)
	absent := errors.Is(err, fs.ErrNotExist)
	if slices.ContainsFunc(was, func(r *reading) bool { return r.absent != absent }) {
		return "", false
	}
	switch {
	case absent:
		return "", true
	case err != nil || info.Mode().IsRegular() && info.Size() > maxFile:
		return "", false
	case !info.Mode().IsRegular():
		return info.Mode().Type().String(), info.Mode()&fs.ModeNamedPipe == 0
	}
	return compare(path, was)
}

// compare returns the digest of a file; ok is false where it does not begin with
// what was read of it.
func compare(path string, was []*reading) (sum string, ok bool) {
	f, err := os.Open(path)
	if err != nil {
		return "", false
	}
	defer f.Close()
	whole := sha256.New()
	into := []io.Writer{whole}
	var heads []*head
	for _, r := range was {
		h := &head{left: r.n}
		h.sum.SetSeed(r.sum.Seed())
		heads, into = append(heads, h), append(into, h)
	}
	n, err := io.Copy(io.MultiWriter(into...), io.LimitReader(f, maxFile+1))
	if err != nil || n > maxFile {
		return "", false
	}
	for i, h := range heads {
		if h.left > 0 || h.sum.Sum64() != was[i].sum.Sum64() {
			return "", false
		}
	}
	return hex.EncodeToString(whole.Sum(nil)), true
}

// head sums the first bytes that are written to it.
type head struct {
	sum  maphash.Hash
	left int64
}

// Write implements io.Writer.
func (h *head) Write(p []byte) (int, error) {
	some := p[:min(h.left, int64(len(p)))]
	_, _ = h.sum.Write(some) // it never fails
	h.left -= int64(len(some))
	return len(p), nil
}
