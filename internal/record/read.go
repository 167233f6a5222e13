package record

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"syscall"
)

// part is one file of the record, and how much of it was there.
type part struct {
	*os.File
	size int64
}

// open opens the files of the record that are there, the oldest first. A file that
// is put aside meanwhile is read twice by nobody: the opened ones keep what they
// are.
func (l Log) open() (parts []part, err error) {
	names := []string{l.File()}
	for n := 1; n <= l.Keep; n++ {
		names = append([]string{l.aside(n)}, names...)
	}
	for _, name := range names {
		f, openErr := os.Open(name)
		if errors.Is(openErr, os.ErrNotExist) {
			continue
		}
		if openErr != nil {
			err = openErr
			break
		}
		info, statErr := f.Stat()
		if statErr != nil {
			return nil, errors.Join(statErr, f.Close())
		}
		parts = append(parts, part{f, info.Size()})
	}
	return parts, err
}

// snapshot opens the files of the record as they are at one time, and tells where
// the chain ends.
func (l Log) snapshot() (parts []part, end head, known bool, err error) {
	lock, lockErr := openFile(l.lockFile(), syscall.O_RDONLY)
	if lockErr == nil && acquire(lock, together, 20*l.Wait) {
		defer lock.close()
		end, known = lock.head()
	}
	parts, err = l.open()
	return parts, end, known, err
}

// Read calls visit with every entry, the oldest first, until it returns false.
// Lines that are no entries are passed over; Verify tells of them.
func (l Log) Read(visit func(*Entry) bool) error {
	parts, _, _, err := l.snapshot()
	defer closeAll(parts)
	if err != nil {
		return err
	}
	return entries(parts, visit)
}

// entries calls visit with the entries of files until it returns false.
func entries(parts []part, visit func(*Entry) bool) error {
	for _, p := range parts {
		more := true
		if err := eachLine(io.LimitReader(p, p.size), func(_ int, text []byte, _ bool) bool {
			if e, ok := parseEntry(text); ok {
				more = visit(&e)
			}
			return more
		}); err != nil || !more {
			return err
		}
	}
	return nil
}

func closeAll(parts []part) {
	for _, p := range parts {
		_ = p.Close() // only read
	}
}

func parseEntry(text []byte) (e Entry, ok bool) {
	return e, json.Unmarshal(text, &e) == nil && !e.Time.IsZero()
}

// eachLine calls visit with each line of a stream, its number from 1, and whether
// it is ended.
func eachLine(in io.Reader, visit func(n int, text []byte, ended bool) bool) error {
	r := bufio.NewReaderSize(in, 64<<10)
	for n := 1; ; n++ {
		text, err := r.ReadBytes('\n')
		if len(text) > 0 && !visit(n, bytes.TrimSuffix(text, []byte{'\n'}), err == nil) {
			return nil
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// maxTail is how much of a file's end is looked at for its last line.
const maxTail = 256 << 10

// tail is the end of the chain by the last line of it that is there, for a record
// that lost its head.
func (l Log) tail() (last head) {
	for _, name := range []string{l.File(), l.aside(1)} {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		if info, err := f.Stat(); err == nil {
			_, _ = f.Seek(max(0, info.Size()-maxTail), io.SeekStart) // from the start is right, too
		}
		_ = eachLine(f, func(_ int, text []byte, _ bool) bool {
			if e, ok := parseEntry(text); ok && !e.unchained() {
				last = head{e.Seq, sumOf(text)}
			}
			return true
		})
		_ = f.Close()
		if last.seq > 0 {
			return last
		}
	}
	return last
}

func sumOf(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

func base(f *os.File) string { return filepath.Base(f.Name()) }
