package record

import (
	"errors"
	"os"
	"syscall"

	"golang.org/x/sys/windows"
)

// file is an open file.
type file struct{ *os.File }

// openFile opens a regular file.
func openFile(path string, flags int) (file, error) {
	f, err := os.OpenFile(path, flags, 0o600)
	if err != nil {
		return file{}, err
	}
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		_ = f.Close() // nothing is buffered
		return file{}, errors.Join(err, syscall.EINVAL)
	}
	return file{f}, nil
}

func (f file) close() {
	_ = f.Close() // nothing is buffered
}

func (f file) size() (int64, error) {
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

func (f file) readAt(p []byte, at int64) (int, error) { return f.ReadAt(p, at) }

func (f file) writeAt(p []byte, at int64) (int, error) { return f.WriteAt(p, at) }

// write adds to the end of a file that was opened to append.
func (f file) write(p []byte) (int, error) { return f.Write(p) }

// locked is the byte that a lock is on: far behind every end, since Windows keeps
// others from reading what is locked (LockFileEx).
const locked = 1 << 30

func (f file) lock(who sharing, wait bool) error {
	var how uint32
	if who == alone {
		how = windows.LOCKFILE_EXCLUSIVE_LOCK
	}
	if !wait {
		how |= windows.LOCKFILE_FAIL_IMMEDIATELY
	}
	at := windows.Overlapped{OffsetHigh: locked}
	return windows.LockFileEx(windows.Handle(f.Fd()), how, 0, 1, 0, &at)
}
