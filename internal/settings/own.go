// Package settings knows what of a harness's settings file decides whether the
// guard's hook runs: what voids the file, which hooks are the guard's own, and
// whether an edit leaves them as they were.
package settings

import (
	"path/filepath"
	"strings"
)

// Twin is the program that is the hook alone.
const Twin = "tagout-hook"

// CallsHook reports whether a line for a shell starts tagout's hook.
func CallsHook(line string) bool {
	words := strings.Fields(line)
	for i := range len(words) - 1 {
		if namesUs(words[i]) && words[i+1] == "hook" {
			return true
		}
	}
	return false
}

// StartsHook reports whether the words of a program's start are tagout's hook.
func StartsHook(argv []string) bool { return len(argv) > 1 && namesUs(argv[0]) && argv[1] == "hook" }

func namesUs(program string) bool {
	base := strings.TrimSuffix(filepath.Base(strings.Trim(program, `"'`)), ".exe")
	return base == "tagout" || base == Twin
}
