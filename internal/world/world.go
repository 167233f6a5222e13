// Package world is the only door through which an evaluation sees the machine,
// so that tests, replay and CI judge the world they mean.
package world

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"runtime"
	"slices"
	"strings"
	"time"
)

// World answers what an evaluation may ask. A nil field answers "nothing
// there": an evaluation with a zero World reads no file and no variable.
// Paths are absolute.
type World struct {
	// Getenv returns a variable of the hook's environment and whether it is set.
	Getenv func(name string) (string, bool)
	// Open opens a file for reading. Callers bound what they read.
	Open func(path string) (fs.File, error)
	// Lstat describes a file without following a final symbolic link.
	Lstat func(path string) (fs.FileInfo, error)
	// Readlink returns the target of a symbolic link.
	Readlink func(path string) (string, error)
	// ReadDir lists a directory. One with too many entries is ErrCrowded.
	ReadDir func(path string) ([]fs.DirEntry, error)
	// Now returns the current time.
	Now func() time.Time
	// System is the operating system as GOOS spells it; "" for one with no ways
	// of its own.
	System string
}

// Real returns the world of this process.
func Real() World {
	return World{
		Getenv:   os.LookupEnv,
		Open:     func(path string) (fs.File, error) { return os.Open(path) },
		Lstat:    os.Lstat,
		Readlink: os.Readlink,
		ReadDir:  readDir,
		Now:      time.Now,
		System:   runtime.GOOS,
	}
}

// maxEntries bounds the entries of a directory: a hundred thousand take a tenth of a
// second to list.
const maxEntries = 1 << 13

// ErrCrowded is why a directory was not listed: it has too many entries.
var ErrCrowded = errors.New("too many entries")

// readDir is os.ReadDir for a directory of so many entries at most.
func readDir(path string) ([]fs.DirEntry, error) {
	f, err := os.Open(path + string(os.PathSeparator)) // so that nothing else is waited for
	if err != nil {
		return nil, err
	}
	defer f.Close()
	entries, err := f.ReadDir(maxEntries + 1)
	if err != nil && err != io.EOF {
		return nil, err
	}
	if len(entries) > maxEntries {
		return nil, ErrCrowded
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, nil
}

// Env returns a variable and whether it is set; a nil Getenv sets none.
func (w World) Env(name string) (string, bool) {
	if w.Getenv == nil {
		return "", false
	}
	return w.Getenv(name)
}

// Stat follows symbolic links in the last element, at most 40 as Linux does.
func (w World) Stat(path string) (fs.FileInfo, error) {
	if w.Lstat == nil {
		return nil, fs.ErrNotExist
	}
	resolved, err := w.Resolve(path)
	if err != nil {
		return nil, err
	}
	return w.Lstat(resolved)
}

// maxLinks bounds a chain of symbolic links, as Linux does (path_resolution(7)).
const maxLinks = 40

// Resolve follows symbolic links in every element of an absolute path. What
// does not exist stays as it is written, so that a path to be created resolves
// through the directories that do. It fails only on a loop.
func (w World) Resolve(p string) (string, error) {
	if w.Lstat == nil || w.Readlink == nil {
		return path.Clean(p), nil
	}
	full, links := path.Clean(p), 0
	if !path.IsAbs(full) {
		full = path.Join("/", full)
	}
	for end := 1; end < len(full); end++ {
		start := end
		if end = strings.IndexByte(full[start:], '/') + start; end < start {
			end = len(full)
		}
		target, ok := w.link(full[:end])
		if !ok {
			continue
		}
		if links++; links > maxLinks {
			return "", &fs.PathError{Op: "resolve", Path: p, Err: errLoop}
		}
		if !path.IsAbs(target) {
			target = path.Join(full[:start], target)
		}
		full, end = path.Join(target, full[end:]), 0
	}
	return full, nil
}

// link returns what a symbolic link points to.
func (w World) link(path string) (target string, ok bool) {
	info, err := w.Lstat(path)
	if err != nil || info.Mode()&fs.ModeSymlink == 0 {
		return "", false
	}
	target, err = w.Readlink(path)
	return target, err == nil
}

var errLoop = errors.New("too many levels of symbolic links")
