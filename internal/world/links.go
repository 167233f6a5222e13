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

// link describes a symbolic link by its path.
type link string

func (l link) Name() string     { return path.Base(string(l)) }
func (link) Size() int64        { return 0 }
func (link) Mode() fs.FileMode  { return fs.ModeSymlink | 0o777 }
func (link) ModTime() time.Time { return time.Time{} }
func (link) IsDir() bool        { return false }
func (link) Sys() any           { return nil }
