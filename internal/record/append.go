package record

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"strconv"
	"syscall"
	"time"
)

// Log is a record in a directory.
type Log struct {
	Dir string
	// Max is the size in bytes from which a file is put aside, and Keep how many
	// of these there are.
	Max  int64
	Keep int
	// Wait bounds the wait for a place in the chain.
	Wait time.Duration
}

// At is the record in a directory, with the bounds that hold in use.
func At(dir string) Log {
	return Log{Dir: dir, Max: 5 << 20, Keep: 5, Wait: 50 * time.Millisecond}
}

// File is the file to which lines are appended.
func (l Log) File() string { return l.Dir + "/audit.jsonl" }

// aside is the n-th file that was put aside, the youngest being 1.
func (l Log) aside(n int) string { return l.File() + "." + strconv.Itoa(n) }

func (l Log) lockFile() string { return l.Dir + "/audit.lock" }

// Append writes a line: in its place in the chain, or without one where that would
// take too long.
func (l Log) Append(line Line) error {
	text := line.encode()
	lock, err := openFile(l.lockFile(), syscall.O_RDWR|syscall.O_CREAT)
	if errors.Is(err, os.ErrNotExist) {
		if err := os.MkdirAll(l.Dir, 0o700); err != nil {
			return err
		}
		lock, err = openFile(l.lockFile(), syscall.O_RDWR|syscall.O_CREAT)
	}
	if err != nil || !acquire(lock, alone, l.Wait) {
		return l.unchained(text)
	}
	defer lock.close()
	return l.chained(lock, text)
}

// unchained writes a line that has no place in the chain.
func (l Log) unchained(text []byte) error {
	f, err := openFile(l.File(), syscall.O_RDWR|syscall.O_APPEND|syscall.O_CREAT)
	if err != nil {
		return err
	}
	defer f.close()
	return f.line(append(text, `,"chain":false}`...))
}

// chained writes a line in its place. The head is written first: a process that is
// killed in between leaves a gap that shows.
func (l Log) chained(lock file, text []byte) error {
	f, err := l.current()
	if err != nil {
		return err
	}
	defer f.close()
	h, known := lock.head()
	if !known {
		h = l.tail()
	}
	h.seq++
	text = append(text, `,"seq":`...)
	text = strconv.AppendUint(text, h.seq, 10)
	text = append(member(text, "prev", h.sum), '}')
	sum := sha256.Sum256(text)
	h.sum = hex.EncodeToString(sum[:])
	if err := lock.setHead(h); err != nil {
		return err
	}
	return f.line(text)
}

// current opens the file to append to, a new one where it is full.
func (l Log) current() (file, error) {
	const flags = syscall.O_RDWR | syscall.O_APPEND | syscall.O_CREAT
	f, err := openFile(l.File(), flags)
	if err != nil {
		return f, err
	}
	if size, err := f.size(); err != nil || size < l.Max {
		return f, err
	}
	f.close()
	l.rotate()
	return openFile(l.File(), flags)
}

// rotate puts the file aside. Only files below the first gap move up, so that
// a process killed in the middle of this costs none; what cannot be renamed is
// written to further.
func (l Log) rotate() {
	gap := 1
	for gap < l.Keep {
		if _, err := os.Lstat(l.aside(gap)); err != nil {
			break
		}
		gap++
	}
	for ; gap > 1; gap-- {
		if os.Rename(l.aside(gap-1), l.aside(gap)) != nil {
			return
		}
	}
	_ = os.Rename(l.File(), l.aside(1))
}

// head is the end of the chain: the last line's number and hash. It stands in the
// lock file, so that nothing needs to be read again and a lost end shows.
type head struct {
	seq uint64
	sum string
}

// headSize is the size of a head as it is written.
const headSize = 20 + 1 + 2*sha256.Size + 1

func (f file) head() (h head, ok bool) {
	buf := make([]byte, headSize)
	if n, err := f.readAt(buf, 0); err != nil || n != headSize || buf[20] != ' ' || buf[headSize-1] != '\n' {
		return head{}, false
	}
	seq, err := strconv.ParseUint(string(buf[:20]), 10, 64)
	if err != nil {
		return head{}, false
	}
	h = head{seq: seq, sum: string(buf[21 : headSize-1])}
	_, err = hex.DecodeString(h.sum)
	return h, err == nil
}

func (f file) setHead(h head) error {
	seq := strconv.FormatUint(h.seq, 10)
	n, err := f.writeAt([]byte("00000000000000000000"[len(seq):]+seq+" "+h.sum+"\n"), 0)
	if err == nil && n < headSize {
		err = io.ErrShortWrite
	}
	return err
}

// line appends a line by one write. What stands before it may be the beginning of
// one for which the disk had no room.
func (f file) line(text []byte) error {
	text = append(text, '\n')
	if size, err := f.size(); err == nil && size > 0 {
		last := make([]byte, 1)
		if n, err := f.readAt(last, size-1); err == nil && n == 1 && last[0] != '\n' {
			text = append([]byte{'\n'}, text...)
		}
	}
	n, err := f.write(text)
	if err == nil && n < len(text) {
		err = io.ErrShortWrite
	}
	return err
}
