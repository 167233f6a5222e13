//go:build linux

package oracle

import "syscall"

// Stubs are the names of the programs that generated programs call.
func Stubs() []string { return stubs() }

// Borrowed are the names of the real programs that they may use besides.
func Borrowed() []string { return borrowed() }

// Environ is what every program finds in its environment.
func Environ() map[string]string { return environ() }

// Confine keeps a process from the network, and from files that are not its own.
func Confine(a *syscall.SysProcAttr) { confine(a) }

// Args are what a real shell is started with, before "-c".
func (s *Shell) Args() []string { return s.args }

// Deep is where a program should run below a directory of its own, so that one
// that goes up does not leave it.
const Deep = deep
