//go:build unix

package cli

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// keepOwner gives a file to whom another belongs. Root that installs for a person,
// as with sudo, would else leave settings that the person cannot read, and so no
// hook; and nobody else may take a file from its owner by replacing it.
func keepOwner(name string, like fs.FileInfo) error {
	st, ok := like.Sys().(*syscall.Stat_t)
	if !ok || int(st.Uid) == os.Geteuid() {
		return nil
	}
	if err := os.Lchown(name, int(st.Uid), int(st.Gid)); err != nil {
		return fmt.Errorf("it belongs to the user with the id %d, and would become yours: %w", st.Uid, err)
	}
	return nil
}

// ownDirs makes a directory and those above it, as far as they are missing, each
// the property of whom the one that was there belongs to where root makes them.
func ownDirs(dir string) error {
	var made []string
	at := dir
	for ; ; at = filepath.Dir(at) {
		if _, err := os.Stat(at); err == nil || at == filepath.Dir(at) {
			break
		}
		made = append(made, at)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil || len(made) == 0 || os.Geteuid() != 0 {
		return err
	}
	like, err := os.Stat(at)
	for _, name := range made {
		if err == nil {
			err = keepOwner(name, like)
		}
	}
	return err
}
