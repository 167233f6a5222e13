package record

import (
	"errors"
	"syscall"
	"time"
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

// acquire locks a file, waiting no longer than it is told. Where it gives up, the
// file is closed, now or when the lock comes after all.
func acquire(f file, how int, wait time.Duration) bool {
	if flock(f, how|syscall.LOCK_NB) == nil {
		return true
	}
	got, gone := make(chan error), make(chan struct{})
	go func() {
		err := flock(f, how)
		select {
		case got <- err:
		case <-gone:
			f.close()
		}
	}()
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case err := <-got:
		if err != nil {
			f.close()
		}
		return err == nil
	case <-timer.C:
		close(gone)
		return false
	}
}

func flock(f file, how int) error {
	for {
		if err := syscall.Flock(f.fd, how); !errors.Is(err, syscall.EINTR) {
			return err
		}
	}
}
