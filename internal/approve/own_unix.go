//go:build unix

package approve

import (
	"io/fs"
	"os"
	"syscall"
)

// own reports whether only the user, or root, can write there.
func own(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && (int(stat.Uid) == os.Getuid() || stat.Uid == 0) && info.Mode().Perm()&0o022 == 0
}
