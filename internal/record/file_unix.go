//go:build unix

package record

import (
	"errors"
	"syscall"
)

// file is an open file. The hook's way is a handful of system calls, for which
// os.File brings more than they cost.
type file struct{ fd int }

// openFile opens a regular file. It never waits: opening a pipe without a reader
// would, until the harness loses patience and runs the command.
func openFile(path string, flags int) (file, error) {
	fd, err := syscall.Open(path, flags|syscall.O_NONBLOCK|syscall.O_CLOEXEC, 0o600)
	if err != nil {
		return file{-1}, err
	}
	f := file{fd}
	var st syscall.Stat_t
	if err := syscall.Fstat(fd, &st); err != nil || st.Mode&syscall.S_IFMT != syscall.S_IFREG {
		f.close()
		return file{-1}, errors.Join(err, syscall.EINVAL)
	}
	return f, nil
}

func (f file) close() {
	_ = syscall.Close(f.fd) // nothing is buffered
}

func (f file) size() (int64, error) {
	var st syscall.Stat_t
	err := syscall.Fstat(f.fd, &st)
	return st.Size, err
}

func (f file) readAt(p []byte, at int64) (int, error) { return syscall.Pread(f.fd, p, at) }

func (f file) writeAt(p []byte, at int64) (int, error) { return syscall.Pwrite(f.fd, p, at) }

// write adds to the end of a file that was opened to append.
func (f file) write(p []byte) (int, error) { return syscall.Write(f.fd, p) }

func (f file) lock(who sharing, wait bool) error {
	how := syscall.LOCK_EX
	if who == together {
		how = syscall.LOCK_SH
	}
	if !wait {
		how |= syscall.LOCK_NB
	}
	for {
		if err := syscall.Flock(f.fd, how); !errors.Is(err, syscall.EINTR) {
			return err
		}
	}
}
