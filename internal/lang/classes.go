package lang

import (
	"slices"
)

// pathClasses, effects and codes are the built-in classes besides kinds.
var (
	pathClasses = [...]string{
		"data", "device", "existing", "generated", "home", "inside", "outside",
		"path", "root", "secret", "system", "temp", "unknown", "vcs", "workspace",
	}
	effects = [...]string{"destroy", "pure", "read", "write"}
	codes   = [...]string{"call", "sql"}
)

// sqlArgs are what {sql:…} takes.
var sqlArgs = [...]string{"delete-all", "drop", "truncate"}

func isBuiltin(name string) bool {
	for _, set := range [][]string{pathClasses[:], effects[:], codes[:], kinds[:]} {
		if slices.Contains(set, name) {
			return true
		}
	}
	return false
}
