package approve

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
)

// notBelieved is why an entry does not count.
type notBelieved string

func (e notBelieved) Error() string { return string(e) }

// get reads an entry. One that somebody else could have written, or whose directory
// they could, is not believed.
func (s Store) get(dir, name string, v any) error {
	if err := s.sound(dir); err != nil {
		return err
	}
	f, err := openEntry(filepath.Join(dir, name))
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return notBelieved("it is no file")
	}
	if err := s.trusts(dir, info); err != nil {
		return err
	}
	data, err := io.ReadAll(io.LimitReader(f, maxEntry+1))
	switch {
	case err != nil:
		return err
	case len(data) > maxEntry:
		return notBelieved("it is too large")
	}
	if json.Unmarshal(data, v) != nil {
		return notBelieved("it cannot be read as JSON")
	}
	return nil
}

// sound reports whether nobody but who should can put entries into a directory.
func (s Store) sound(dir string) error {
	for _, d := range s.above(dir) {
		info, err := os.Lstat(d)
		switch {
		case err != nil:
			return err
		case !info.IsDir():
			return notBelieved(d + " is no directory")
		}
		if err := s.trusts(d, info); err != nil {
			return notBelieved(d + ": " + err.Error())
		}
	}
	return nil
}

// above are the directories of the store whose owners could change what is in one.
func (s Store) above(dir string) []string {
	if !s.Held {
		return []string{s.Dir, dir}
	}
	return []string{filepath.Dir(filepath.Dir(s.Dir)), filepath.Dir(s.Dir), s.Dir, dir}
}

// trusts reports whether what lies in a directory of the store, or the directory
// itself, was written by the right user alone.
func (s Store) trusts(dir string, info fs.FileInfo) error {
	owner, known := ownerOf(info)
	theirs := s.Held && dir != s.stopped() && dir != s.claimed()
	switch {
	case !known: // a mode says nothing then (Windows); its access list does
		return nil
	case info.Mode().Perm()&0o022 != 0:
		return notBelieved("others can write to it (mode " + info.Mode().Perm().String() + ")")
	case theirs && owner == s.User:
		return notBelieved("it belongs to user " + strconv.Itoa(owner) + ", whose commands are stopped")
	case !theirs && owner != s.User && owner != 0:
		return notBelieved("it belongs to user " + strconv.Itoa(owner))
	}
	return nil
}

// Doubt is an entry that does not count, and why.
type Doubt struct{ Path, Why string }

// Doubts lists what of the store is not believed.
func (s Store) Doubts() []Doubt {
	var out []Doubt
	for _, dir := range []string{s.grants(), s.stopped(), filepath.Dir(s.pauseFile())} {
		if err := s.sound(dir); err != nil {
			if d := (Doubt{dir, err.Error()}); !errors.Is(err, fs.ErrNotExist) && !slices.Contains(out, d) {
				out = append(out, d)
			}
			continue
		}
		for _, name := range names(dir) {
			var entry struct{}
			if err := s.get(dir, name, &entry); err != nil && !errors.Is(err, fs.ErrNotExist) {
				out = append(out, Doubt{filepath.Join(dir, name), err.Error()})
			}
		}
	}
	return out
}
