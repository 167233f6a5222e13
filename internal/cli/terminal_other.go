//go:build !linux && !darwin

package cli

import "os"

// insist does nothing: there are no such signals.
func insist() {}

// keyByKey leaves a terminal as it is: the answer arrives as a line.
func keyByKey(*os.File) (restore func(), err error) { return func() {}, nil }
