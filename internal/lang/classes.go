package lang

import (
	"slices"
)

// pathClasses and effects are the built-in classes besides kinds; codes are
// those of code within a command, which take an argument.
var (
	pathClasses = [...]string{
		"data", "device", "existing", "generated", "home", "inside", "kept", "opaque", "outside",
		"path", "placed", "root", "secret", "system", "temp", "unknown", "vcs", "workspace",
	}
	effects = [...]string{"destroy", "pure", "read", "write"}
	codes   = [...]string{"call", "plan", "sql"}
)

func isBuiltin(name string) bool {
	for _, set := range [][]string{pathClasses[:], effects[:], codes[:], programs[:]} {
		if slices.Contains(set, name) {
			return true
		}
	}
	return false
}
