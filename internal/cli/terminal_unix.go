//go:build linux || darwin

package cli

import (
	"os"
	"os/signal"
	"syscall"
	"unsafe"
)

// insist lets the program go on where the shell has put it in the background of
// the terminal, and where keys would end it.
func insist() {
	signal.Ignore(syscall.SIGTTOU, syscall.SIGTTIN, syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTSTP)
}

// keyByKey puts a terminal into a mode in which each key arrives as it is typed
// and none is a signal (termios(3)), whatever the shell has left it in. restore
// takes that back. Two calls are not worth a library on the hook's path.
func keyByKey(tty *os.File) (restore func(), err error) {
	var before syscall.Termios
	if err := attributes(tty, getAttributes, &before); err != nil {
		return func() {}, err
	}
	now := before
	now.Lflag &^= syscall.ICANON | syscall.ECHO | syscall.ISIG | syscall.IEXTEN
	now.Oflag |= syscall.OPOST | syscall.ONLCR
	now.Cc[syscall.VMIN], now.Cc[syscall.VTIME] = 1, 0
	if err := attributes(tty, setAttributesAfter, &now); err != nil {
		return func() {}, err
	}
	return func() { _ = attributes(tty, setAttributes, &before) }, nil
}

func attributes(tty *os.File, request uintptr, t *syscall.Termios) error {
	if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, tty.Fd(), request, uintptr(unsafe.Pointer(t))); errno != 0 {
		return errno
	}
	return nil
}
