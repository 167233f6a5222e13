package shell

import (
	"fmt"
	"io"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"tagout/internal/word"
)

// file is what this program's text has written to a path. Where a write may
// not happen, what was there stays before it: for a program text that is read
// back, both are what may run.
type file struct {
	text word.Text
	from []int
	// doubt: the text may be none that the file holds at any time, as two that
	// stand one behind the other do where one of them does.
	doubt bool
}

func (f *file) add(t word.Text, id int) {
	f.from = addID(f.from, id)
	for _, p := range t {
		for _, from := range p.From {
			f.from = addID(f.from, from)
		}
	}
	if textLen(f.text)+textLen(t) > maxGathered || len(f.text)+len(t) > maxPieces {
		f.text = word.Text{{Kind: word.Unknown, Text: "…", From: f.from}}
		return
	}
	f.text = append(f.text[:len(f.text):len(f.text)], t...)
}

// Oversize is the class of an unknown text that is all of a file too large to
// be read. Run as a program, it may do anything.
const Oversize = "oversize"

const tooLarge = "a program of more than 1 MiB"

// maxFile bounds one file that is read from disk, in bytes.
const maxFile = 1 << 20

// isAbs reports whether a path begins at the root or with something unknown
// that may.
func isAbs(t word.Text) bool {
	return len(t) > 0 && (t[0].Kind != word.Lit || strings.HasPrefix(t[0].Text, "/"))
}

// absolute returns a path relative to the shell's directory, cleaned when it
// is known.
func (in *interp) absolute(t word.Text) word.Text {
	t = in.inWorkspace(t)
	if name, ok := t.Known(); ok {
		if dir, known := in.dir.Known(); path.IsAbs(name) || known && dir != "" {
			return literal(joinPath(dir, name))
		}
	}
	if !isAbs(t) {
		t = append(append(in.dir[:len(in.dir):len(in.dir)], word.Piece{Kind: word.Lit, Text: "/"}), t...)
	}
	if s, ok := t.Known(); ok {
		return literal(path.Clean(s))
	}
	return tidied(compact(t))
}

// joinPath is the path of a name in a directory.
func joinPath(dir, name string) string {
	if path.IsAbs(name) {
		return path.Clean(name)
	}
	return path.Join(dir, name)
}

// tidied cleans what follows the last unknown part of a path.
func tidied(t word.Text) word.Text {
	last := t[len(t)-1]
	if last.Kind != word.Lit || !strings.HasPrefix(last.Text, "/") {
		return t
	}
	rel := path.Clean(strings.TrimLeft(last.Text, "/"))
	if rel == "." && len(t) > 1 {
		return t[:len(t)-1]
	}
	last.Text = "/" + rel
	return append(t[:len(t)-1:len(t)-1], last)
}

// key names a file in the overlay: its place, its path, and for an unknown
// path how it was spelled and the calls it came from.
func (in *interp) key(abs word.Text) string {
	var b strings.Builder
	if in.where.Place != Here {
		fmt.Fprintf(&b, "%d %s:", in.where.Place, in.where.Name)
	}
	for _, p := range abs {
		if p.Kind != word.Lit {
			b.WriteByte(0)
		}
		b.WriteString(p.Text)
		for _, id := range p.From {
			fmt.Fprintf(&b, "\x00%d", id)
		}
	}
	return b.String()
}

// open returns the overlay's file at a path, emptied unless add is set or the
// opening itself is uncertain.
func (in *interp) open(p word.Text, add bool) *file {
	abs := in.absolute(p)
	key := in.key(abs)
	in.opens++
	f, ok := in.files[key]
	if ok && (add || in.maybe > 0) {
		f.doubt = true
		return f
	}
	f = &file{doubt: ok}
	if add || in.maybe > 0 {
		if t, found := in.fromDisk(abs); found {
			f.text, f.doubt = t, in.maybe > 0
		}
	}
	if in.files == nil {
		in.files = make(map[string]*file)
	}
	in.files[key] = f
	return f
}

// read returns what a file would hold now, and the calls that wrote it.
func (in *interp) read(p word.Text) (word.Text, []int, bool) {
	abs := in.absolute(p)
	if fd, ok := in.descriptor(abs); ok {
		return in.input(fd)
	}
	if len(in.files) > 0 {
		if f, ok := in.files[in.key(abs)]; ok {
			in.doubted = in.doubted || f.doubt
			return compact(f.text), f.from, true
		}
	}
	if host, ok := in.onHost(abs); ok {
		c := *in
		f := *in.frame
		f.where = Where{}
		c.frame = &f
		return c.read(host)
	}
	t, ok := in.fromDisk(abs)
	return t, nil, ok
}

// diskPath is Scope.DiskPath.
func (in *interp) diskPath(p word.Text) string {
	abs := in.absolute(p)
	name, known := abs.Known()
	if _, written := in.files[in.key(abs)]; written || !known || in.where.Place != Here || !strings.HasPrefix(name, "/") {
		return ""
	}
	return name
}

// descriptor is the one that a path names (/dev/fd/3).
func (in *interp) descriptor(path word.Text) (fd int, ok bool) {
	name := path.Prefix()
	if name == "/dev/stdin" && len(path) == 1 {
		return 0, true
	}
	unsaid := len(path) > 1 // "/dev/fd/$n"
	for _, dir := range [...]string{"/dev/fd/", "/proc/self/fd/"} {
		if n, found := strings.CutPrefix(name, dir); found {
			if unsaid {
				return in.fdOf(path[len(path)-1:]), n == ""
			}
			fd, err := strconv.Atoi(n)
			return fd, err == nil
		}
	}
	return 0, false
}

// input is what a descriptor holds, for the names that mean it.
func (in *interp) input(fd int) (word.Text, []int, bool) {
	s := in.inputAt(fd)
	switch {
	case s == nil || s.Kind != FedText && s.Kind != FedFile:
		return nil, nil, false
	case s.Kind == FedFile && s.Text == nil:
		return in.read(s.Path.Pieces)
	}
	return s.Text, s.From, true
}

// fromDisk reads a regular file of this machine within the run's bounds. A
// binary or an oversized file exists, but its text is unknown.
func (in *interp) fromDisk(abs word.Text) (word.Text, bool) {
	name, ok := abs.Known()
	if !ok || name == "" || name[0] != '/' || in.where.Place != Here || in.cfg.World.Open == nil {
		return nil, false
	}
	if info, err := in.cfg.World.Stat(name); err != nil || !info.Mode().IsRegular() {
		return nil, false
	}
	if in.bytes > in.lim.Bytes { // which has been reported
		return unknown(name), true
	}
	f, err := in.cfg.World.Open(name)
	if err != nil {
		return nil, false
	}
	defer f.Close()
	data, err := readBounded(f)
	if err != nil {
		return nil, false
	}
	if in.bytes += len(data); in.bytes > in.lim.Bytes {
		in.tooComplex(fmt.Sprintf("more than %d bytes of program text", in.lim.Bytes), word.Span{})
		return unknown(name), true
	}
	if len(data) > maxFile {
		return unknownClass(name, Oversize), true
	}
	if binary(data) {
		return unknown(name), true
	}
	return word.Text{{Kind: word.Lit, Text: data}}, true
}

// binary reports whether a file is none that bash runs: one with a NUL in its first
// line, or the one behind its "#!" (measured, 5.2). It runs one that has them later.
func binary(data string) bool {
	head, rest, _ := strings.Cut(data[:min(len(data), 512)], "\n")
	if strings.HasPrefix(head, "#!") {
		second, _, _ := strings.Cut(rest, "\n")
		head += second
	}
	return strings.IndexByte(head, 0) >= 0
}

// readBounded reads a file up to one byte over the bound, and of a binary only
// the beginning.
func readBounded(f fs.File) (string, error) {
	head := make([]byte, 512)
	n, err := io.ReadFull(f, head)
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return string(head[:n]), nil
	}
	if err != nil {
		return "", err
	}
	if binary(string(head)) {
		return string(head), nil
	}
	rest, err := io.ReadAll(io.LimitReader(f, maxFile+1-512))
	return string(head) + string(rest), err
}
