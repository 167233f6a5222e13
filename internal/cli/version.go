package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// version prints what this program is.
func (c command) version(args []string) (int, error) {
	if err := none(args); err != nil {
		return exitUsage, err
	}
	_, err := fmt.Fprintf(c.out, "tagout %s %s %s/%s\n", programVersion(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return exitPass, err
}

// programVersion is the module's version, or "devel" when it was built from a
// working tree.
func programVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "devel"
	}
	return info.Main.Version
}
