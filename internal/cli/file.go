package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"tagout/internal/world"
)

// backupSuffix names the copy of a settings file as it was before the first
// install.
const backupSuffix = ".tagout-backup"

// readIfThere returns a file's bytes; nil without an error when there is none.
func readIfThere(path string) ([]byte, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err == nil && data == nil {
		data = []byte{}
	}
	return data, err
}

// replaceFile writes a file so that a reader sees the old or the new bytes,
// never a part: a temporary file beside it is renamed over it. A symbolic link
// stays one, and its target is replaced. mode is for a file that is not there
// yet; one that is keeps its own. before are the bytes the new ones were made
// from (nil: no file): when someone else has written meanwhile, nothing is.
func replaceFile(path string, before, data []byte, mode fs.FileMode) error {
	whole, err := filepath.Abs(path) // the world knows no present directory
	if err != nil {
		return err
	}
	target, err := world.Real().Resolve(whole)
	if err != nil {
		return err
	}
	dir := filepath.Dir(target)
	if err := ownDirs(dir); err != nil {
		return err
	}
	if info, err := os.Stat(target); err == nil {
		mode = info.Mode().Perm()
	}
	name, err := writeTemp(dir, data, mode)
	if err != nil {
		return err
	}
	if err = ownedLike(name, target); err != nil {
		err = fmt.Errorf("%s: %w; nothing was written", path, err)
	}
	var now []byte
	if err == nil {
		now, err = readIfThere(target)
	}
	if err == nil && (!bytes.Equal(now, before) || (now == nil) != (before == nil)) {
		err = fmt.Errorf("%s was changed by someone else meanwhile; nothing was written", path)
	}
	if err == nil {
		err = os.Rename(name, target)
	}
	if err != nil {
		_ = os.Remove(name) // the first error is the one to tell
		return err
	}
	return syncDir(dir)
}

// ownedLike gives a new file to whom the one belongs that it replaces. Where there
// is none, and root makes it, it is for the owner of the directory.
func ownedLike(name, target string) error {
	info, err := os.Stat(target)
	if errors.Is(err, fs.ErrNotExist) {
		if os.Geteuid() != 0 {
			return nil
		}
		info, err = os.Stat(filepath.Dir(target))
	}
	if err != nil {
		return err
	}
	return keepOwner(name, info)
}

// writeTemp writes a whole file to a new name in dir, down to the disk.
func writeTemp(dir string, data []byte, mode fs.FileMode) (name string, err error) {
	f, err := os.CreateTemp(dir, ".tagout-*")
	if err != nil {
		return "", err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Chmod(mode)
	}
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return "", err
	}
	return f.Name(), nil
}

// syncDir makes a rename last through a crash, where directories can be synced.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, fs.ErrInvalid) {
		return err
	}
	return nil
}

// backUp keeps a copy of a settings file, unless there is one: the first
// original is the one worth keeping. It reports whether it wrote one.
func backUp(path string, data []byte) (bool, error) {
	mode := fs.FileMode(0o600)
	if info, err := os.Stat(path); err == nil {
		mode = info.Mode().Perm()
	}
	f, err := os.OpenFile(path+backupSuffix, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if errors.Is(err, fs.ErrExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	_, err = f.Write(data)
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = ownedLike(path+backupSuffix, path)
	}
	return true, err
}
