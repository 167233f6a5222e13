package settings

import (
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"tagout/internal/harness"
	"tagout/internal/tree"
)

// File is a settings file of which it is known what decides there whether hooks run.
type File struct {
	h     *harness.Harness
	r     *harness.Registration
	file  harness.File
	shape *shape
}

// Of returns the settings file that a path is by its name, a person's or a
// project's, with the variables that lead a harness elsewhere. ok is false for one
// that is none, or whose content cannot be judged: a program, a file of the
// machine's owner, which is his to change, and one that another takes the place of.
func Of(name string, env func(string) string) (f File, ok bool) {
	all := harness.All()
	for i := range all {
		h := &all[i]
		for _, file := range h.Files {
			if file.Of != "" || file.Scope == harness.Managed || !is(name, h, file, env) {
				continue
			}
			f := File{h, h.Registration(), file, rowsOf(h.Name, file.Path)}
			return f, f.r != nil && f.shape != nil && (f.r.Shadow == "" || path.Base(file.Path) != f.r.Shadow)
		}
	}
	return File{}, false
}

// is reports whether a path is a harness's file, or one in its directory.
func is(name string, h *harness.Harness, f harness.File, env func(string) string) bool {
	name = filepath.ToSlash(name)
	here := strings.TrimPrefix(f.Path, "~")
	if !strings.HasPrefix(here, "/") {
		here = "/" + here
	}
	if _, rest, below := strings.Cut(f.Path, path.Base(h.Home)+"/"); below && h.HomeEnv != "" {
		if own := env(h.HomeEnv); filepath.IsAbs(own) && at(name, filepath.ToSlash(filepath.Clean(own))+"/"+rest, true) {
			return true
		}
	}
	return at(name, here, false)
}

// at reports whether a path ends in a file's, or is it where whole is set. Of a
// directory only the JSON files in it count.
func at(name, file string, whole bool) bool {
	if dir, is := strings.CutSuffix(file, "/"); is {
		if !strings.HasSuffix(name, ".json") {
			return false
		}
		name, file = path.Dir(name), dir
	}
	return name == file || !whole && strings.HasSuffix(name, file)
}

// read parses a text of the file's, nil for one that is blank.
func (f *File) read(text string) (*tree.Node, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	if f.file.Format == harness.TOML {
		return fromTOML(text)
	}
	doc, err := tree.Read([]byte(text), f.file.Format == harness.JSONC)
	if err != nil {
		return nil, err
	}
	return doc.Root, nil
}

// MistakesFor are those for which a harness drops a whole file in JSON with every
// hook in it.
func MistakesFor(r *harness.Registration, root *tree.Node) []Mistake {
	if r.Whole {
		return Mistakes(root)
	}
	var s schema
	for _, m := range root.Members {
		if r.Root != nil && !slices.Contains(r.Root, m.Name) {
			s.out = append(s.out, Mistake{m.Start, fmt.Sprintf("%q is none of %s", m.Name, strings.Join(r.Root, ", "))})
		}
	}
	if events := root.Get(r.Object...); r.Events != nil && events != nil {
		for _, e := range events.Members {
			if !slices.Contains(r.Events, e.Name) {
				s.out = append(s.out, Mistake{e.Start, fmt.Sprintf("it knows no event %q", e.Name)})
			}
		}
	}
	return s.out
}
