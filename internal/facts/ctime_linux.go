package facts

import (
	"io/fs"
	"syscall"
)

// changed is when a file's data or its description last changed, in seconds,
// which no program can set; 0 where that is not known.
func changed(info fs.FileInfo) uint32 {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return uint32(s.Ctim.Sec)
	}
	return 0
}
