package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// shimCommand is "tagout shim": links to this program that stand before others.
func (c command) shimCommand(args []string) (int, error) {
	var dir string
	var always, asJSON bool
	names, err := words(args, []option{{name: "--dir", text: &dir}, {name: "--always", on: &always}, {name: "--json", on: &asJSON}})
	if err != nil {
		return exitUsage, err
	}
	if len(names) == 0 {
		return exitUsage, wrong("want add, list or remove", "nothing to do with shims")
	}
	s, err := c.shims(dir)
	if err != nil {
		return exitUsage, err
	}
	switch verb, names := names[0], names[1:]; verb {
	case "list":
		if err := none(names); err != nil {
			return exitUsage, err
		}
		return exitPass, s.list(asJSON)
	case "add", "remove":
		if len(names) == 0 {
			return exitUsage, wrong("tagout shim "+verb+" terraform aws", "no program named")
		}
		if err := checkNames(names); err != nil {
			return exitUsage, err
		}
		if verb == "add" {
			return exitPass, s.add(names, always)
		}
		return exitPass, s.remove(names)
	default:
		return exitUsage, wrong("want add, list or remove", "unknown verb %q", verb)
	}
}

// checkNames refuses what is no program's name, and tagout's own.
func checkNames(names []string) error {
	for _, name := range names {
		_, shell := shellLink(name)
		if name == "" || name[0] == '.' || name[0] == '-' || filepath.Base(name) != name || strings.ContainsRune(name, filepath.ListSeparator) || isOwnName(name) && !shell {
			return wrong("want the names under which programs are called: terraform", "no shim can be named %q", name)
		}
	}
	return nil
}

// shims are the links of one directory.
type shims struct {
	command
	dir, program string
}

func (c command) shims(dir string) (shims, error) {
	data := c.base("XDG_DATA_HOME", ".local/share")
	if data == "" {
		return shims{}, wrong("set HOME or XDG_DATA_HOME", "there is no place for shims")
	}
	dir, err := filepath.Abs(cmp.Or(dir, filepath.Join(data, "tagout", "shims")))
	return shims{command: c, dir: dir, program: filepath.Join(data, "tagout", "bin", "tagout")}, err
}

// add makes the links, to a copy of the program that stays where it is: the one
// that install keeps.
func (s *shims) add(names []string, always bool) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	from, to, note := toInstall(self, s.program)
	if note != "" {
		fmt.Fprintf(s.out, "note      %s, so shims start tagout itself\n", note)
	}
	if err := s.copyProgram(from, to); err != nil {
		return err
	}
	if err := os.MkdirAll(s.dir, 0o755); err != nil {
		return err
	}
	target := to
	if always {
		if err := s.link(alwaysName, to); err != nil {
			return err
		}
		target = alwaysName
	}
	for _, name := range names {
		if err := s.link(name, target); err != nil {
			return err
		}
		s.tell(name)
	}
	return s.hint()
}

// link puts a link into the directory, in one step and in the place of none but an
// older one.
func (s *shims) link(name, target string) error {
	path := filepath.Join(s.dir, name)
	if info, err := os.Lstat(path); err == nil && info.Mode()&fs.ModeSymlink == 0 {
		return fmt.Errorf("%s is there already, and is no shim", path)
	}
	next := filepath.Join(s.dir, fmt.Sprintf(".%s.%d", name, os.Getpid()))
	if err := os.Symlink(target, next); err != nil {
		return err
	}
	if err := os.Rename(next, path); err != nil {
		_ = os.Remove(next) // the first error is the one to tell
		return err
	}
	return nil
}

// tell says what a new shim stands before.
func (s *shims) tell(name string) {
	if _, shell := shellLink(name); shell {
		fmt.Fprintf(s.out, "shell     %s\n", filepath.Join(s.dir, name))
		return
	}
	if real, _ := s.behind(name, nil); real != "" {
		fmt.Fprintf(s.out, "shim      %s stands before %s\n", name, real)
		return
	}
	fmt.Fprintf(s.out, "shim      %s, of which there is no program on the PATH\n", name)
}

// hint says how shims come to be called.
func (s *shims) hint() error {
	dirs, _ := s.world.Env("PATH")
	if list := filepath.SplitList(dirs); len(list) > 0 && filepath.Clean(list[0]) == s.dir {
		return nil
	}
	_, err := fmt.Fprintf(s.out, "hint: they work where %s is first in the PATH: export PATH=\"%s:$PATH\"\n", s.dir, s.dir)
	return err
}

// remove takes links away, and the program for people with the last of them.
func (s *shims) remove(names []string) error {
	for _, name := range names {
		path := filepath.Join(s.dir, name)
		switch own, err := s.own(path); {
		case errors.Is(err, fs.ErrNotExist):
			fmt.Fprintf(s.out, "shim      %s is not there\n", name)
			continue
		case err != nil:
			return err
		case !own:
			return fmt.Errorf("%s is no shim", path)
		}
		if err := os.Remove(path); err != nil {
			return err
		}
		fmt.Fprintf(s.out, "shim      %s removed\n", name)
	}
	left, err := s.read()
	if err != nil {
		return err
	}
	for _, shim := range left {
		if shim.Always {
			return nil
		}
	}
	if err := os.Remove(filepath.Join(s.dir, alwaysName)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// own reports whether a file is a link to a tagout.
func (s *shims) own(path string) (bool, error) {
	target, err := os.Readlink(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	return err == nil && (target == alwaysName || isOwnName(baseOf(target))), nil
}

// shim is one link, as list tells it.
type shim struct {
	Name    string `json:"name"`
	Program string `json:"program"`
	Always  bool   `json:"always"`
	// Trouble is why it would not be asked, "" where it would.
	Trouble string `json:"trouble,omitempty"`
}

// read lists the directory's links, in the order of their names.
func (s *shims) read() ([]shim, error) {
	files, err := os.ReadDir(s.dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	out := []shim{}
	for _, f := range files {
		path := filepath.Join(s.dir, f.Name())
		if own, _ := s.own(path); !own || f.Name() == alwaysName {
			continue
		}
		out = append(out, s.describe(f.Name(), path))
	}
	return out, nil
}

func (s *shims) describe(name, path string) shim {
	out := shim{Name: name, Always: isAlways(path)}
	link, err := os.Stat(path)
	if err != nil {
		out.Trouble = "the program it leads to is gone: tagout shim add " + name
		return out
	}
	if _, shell := shellLink(name); shell {
		return out
	}
	out.Program, _ = s.behind(name, []string{path})
	first, _ := s.firstOnPath(name)
	switch {
	case first == nil || !os.SameFile(first, link):
		out.Trouble = s.dir + " is not first in the PATH"
	case out.Program == "":
		out.Trouble = "there is no such program on the PATH"
	}
	return out
}

// firstOnPath describes what a name stands for now.
func (s *shims) firstOnPath(name string) (fs.FileInfo, string) {
	dirs, _ := s.world.Env("PATH")
	for _, dir := range filepath.SplitList(dirs) {
		path := filepath.Join(dir, name)
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() && executable(path, info) {
			return info, path
		}
	}
	return nil, ""
}

func (s *shims) list(asJSON bool) error {
	all, err := s.read()
	if err != nil {
		return err
	}
	if asJSON {
		return s.printJSON(all)
	}
	for _, shim := range all {
		who := "agents"
		if shim.Always {
			who = "always"
		}
		fmt.Fprintf(s.out, "%s\t%s\t%s\n", shim.Name, who, cmp.Or(shim.Program, "-"))
		if shim.Trouble != "" {
			fmt.Fprintf(s.out, "  %s\n", shim.Trouble)
		}
	}
	if len(all) == 0 {
		fmt.Fprintf(s.out, "no shims in %s\n", s.dir)
	}
	return nil
}
