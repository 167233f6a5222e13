package policy

import (
	"errors"
	"io"
	"io/fs"

	"tagout/internal/settings"
	"tagout/internal/world"
)

// maxSettings bounds a settings file that is read, in bytes.
const maxSettings = 256 << 10

// keeps says for a world why a text leaves the guard's hook less effective than it was in
// a file that is settings by some names, "" where it does not.
func keeps(w World) func(names []string, file, text string) (why string) {
	env := func(name string) string { v, _ := w.Env(name); return v }
	return func(names []string, file, text string) (why string) {
		before, ok := standing(w, file)
		if !ok || len(text) > maxSettings {
			return "it changes a file that cannot be read"
		}
		for _, name := range names {
			f, ok := settings.Of(name, env)
			if !ok {
				return "it changes a file whose content is not judged"
			}
			if why := f.Weakens(before, text); why != "" {
				return why
			}
		}
		return ""
	}
}

// standing is the text of a file, "" where there is none; ok is false where it cannot
// be read.
func standing(w world.World, name string) (text string, ok bool) {
	if w.Open == nil { // nobody has looked
		return "", false
	}
	file, err := w.Open(name)
	if err != nil {
		return "", errors.Is(err, fs.ErrNotExist)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxSettings {
		return "", false
	}
	data, err := io.ReadAll(io.LimitReader(file, maxSettings))
	return string(data), err == nil
}
