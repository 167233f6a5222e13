package approve

import "io/fs"

// own is not told by a mode on Windows: the directory's access list says it.
func own(fs.FileInfo) bool { return true }
