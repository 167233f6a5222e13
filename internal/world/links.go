package world

import (
	"io/fs"
	"path"
	"time"
)

// Linked is the world with symbolic links added: by their absolute path, what each
// points to. What is there already stays as it is.
func (w World) Linked(links map[string]string) World {
	if len(links) == 0 {
		return w
	}
	out := w
	out.Lstat = func(name string) (fs.FileInfo, error) {
		if w.Lstat != nil {
			if info, err := w.Lstat(name); err == nil {
				return info, nil
			}
		}
		if _, ok := links[name]; ok {
			return link(name), nil
		}
		return nil, &fs.PathError{Op: "lstat", Path: name, Err: fs.ErrNotExist}
	}
	out.Readlink = func(name string) (string, error) {
		if w.Readlink != nil {
			if target, err := w.Readlink(name); err == nil {
				return target, nil
			}
		}
		if target, ok := links[name]; ok {
			return target, nil
		}
		return "", &fs.PathError{Op: "readlink", Path: name, Err: fs.ErrNotExist}
	}
	return out
}

// Mounted is the world with other directories in the place of some: by their absolute
// path, which.
func (w World) Mounted(mounts map[string]string) World {
	if len(mounts) == 0 {
		return w
	}
	out := w
	out.Lstat = func(name string) (fs.FileInfo, error) {
		if _, ok := mounts[name]; ok {
			return link(name), nil
		}
		if w.Lstat == nil {
			return nil, &fs.PathError{Op: "lstat", Path: name, Err: fs.ErrNotExist}
		}
		return w.Lstat(name)
	}
	out.Readlink = func(name string) (string, error) {
		if target, ok := mounts[name]; ok {
			return target, nil
		}
		if w.Readlink == nil {
			return "", &fs.PathError{Op: "readlink", Path: name, Err: fs.ErrNotExist}
		}
		return w.Readlink(name)
	}
	return out
}

// link describes a symbolic link by its path.
type link string

func (l link) Name() string     { return path.Base(string(l)) }
func (link) Size() int64        { return 0 }
func (link) Mode() fs.FileMode  { return fs.ModeSymlink | 0o777 }
func (link) ModTime() time.Time { return time.Time{} }
func (link) IsDir() bool        { return false }
func (link) Sys() any           { return nil }
