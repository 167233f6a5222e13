package cli

import "syscall"

// Requests of tty(4). The last waits for what is written, and drops what was
// typed before.
const (
	getAttributes      = syscall.TIOCGETA
	setAttributes      = syscall.TIOCSETA
	setAttributesAfter = syscall.TIOCSETAF
)
