package facts

import (
	"io/fs"
	"syscall"
)

// changed is when a file's data or its description last changed, which no program
// can set; zero where that is not known.
func changed(info fs.FileInfo) stamp {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return stamp{uint32(s.Ctimespec.Sec), uint32(s.Ctimespec.Nsec)}
	}
	return stamp{}
}
