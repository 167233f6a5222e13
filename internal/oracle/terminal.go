//go:build linux

package oracle

import (
	"fmt"
	"io"
	"os"
	"syscall"
	"unsafe"
)

// terminal opens a pseudo-terminal (pty(7), ioctl_tty(2)). Whoever reads from
// it finds its end.
func terminal() (tty, master *os.File, err error) {
	master, err = os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		return nil, nil, err
	}
	unlock, n := 0, 0
	if err = ioctl(master, syscall.TIOCSPTLCK, &unlock); err == nil {
		err = ioctl(master, syscall.TIOCGPTN, &n)
	}
	if err == nil {
		tty, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|syscall.O_NOCTTY, 0)
	}
	if err != nil {
		master.Close()
		return nil, nil, err
	}
	go io.Copy(io.Discard, master)
	go func() { // an end of file for every read, until the master is closed
		for err := error(nil); err == nil; {
			_, err = master.WriteString("\x04")
		}
	}()
	return tty, master, nil
}

func ioctl(f *os.File, request uintptr, n *int) error {
	if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, f.Fd(), request, uintptr(unsafe.Pointer(n))); errno != 0 {
		return errno
	}
	return nil
}
