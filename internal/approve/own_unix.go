//go:build unix

package approve

import (
	"io/fs"
	"os"
	"syscall"
)

// ownerOf is the number of a file's owner.
func ownerOf(info fs.FileInfo) (owner int, known bool) {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return -1, true
	}
	return int(stat.Uid), true
}

// openEntry opens a file that is no link, and does not wait for who writes to a pipe.
func openEntry(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0)
}
