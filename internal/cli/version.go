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

// release is the version, where the build names it:
//
//	go build -ldflags "-X tagout/internal/cli.release=v1.2.3" ./cmd/tagout
//
// The record has this one: to read the module's version out of the program, which
// has just started, takes 0.2 ms, as much as all else that the record does.
var release = "devel"

// programVersion is the version that the build names, the module's, or "devel" when
// it was built from a working tree.
func programVersion() string {
	if release != "devel" {
		return release
	}
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "devel"
	}
	return info.Main.Version
}
