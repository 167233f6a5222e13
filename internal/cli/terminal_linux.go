package cli

import "syscall"

// Requests of ioctl_tty(2). The last waits for what is written, and drops what
// was typed before.
const (
	getAttributes      = syscall.TCGETS
	setAttributes      = syscall.TCSETS
	setAttributesAfter = 0x5404 // TCSETSF
)
