package hook

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"tagout/internal/harness"
	"tagout/internal/settings"
	"tagout/policy"
)

// write judges a tool that changes a file: the harness may read its settings
// anew before every command, so an edit there switches the hook off at once.
func (s *session) write(e Event) reply {
	what, names := s.guards(e.Text, e)
	if what == "" {
		return s.script(e)
	}
	why := "a change there can switch tagout off"
	if edited, told := s.edited(e, names); edited {
		if told == "" {
			return reply{}
		}
		why = "with this edit " + told
	}
	return s.reply(policy.Ask, fmt.Sprintf("ask own-files: %s is %s, and %s\n"+
		"  instead: tell the person which change is needed, and let them make it", e.Text, what, why))
}

// maxSettings bounds a settings file that is read, in bytes.
const maxSettings = 256 << 10

// edited judges an edit of harnesses' settings by what would stand there, for each of
// the names by which they are settings: ok is false where one is another file or what
// comes of it is not known, and why is "" where every hook stays as it is.
func (s *session) edited(e Event, names []string) (ok bool, why string) {
	if !e.Exact || e.Edits == nil {
		return false, ""
	}
	files := make([]settings.File, len(names))
	for i, name := range names {
		if files[i], ok = settings.Of(name, s.variable); !ok {
			return false, ""
		}
	}
	resolved, err := s.host.World.Resolve(s.absolute(e.Text, s.dir(e)))
	if err != nil {
		return false, ""
	}
	before, err := s.contents(resolved)
	if err != nil {
		return false, ""
	}
	after, err := settings.Apply(before, e.Edits)
	if err != nil {
		return true, err.Error()
	}
	for i := range files {
		if why := files[i].Weakens(before, after); why != "" {
			return true, why
		}
	}
	return len(files) > 0, ""
}

func (s *session) variable(name string) string {
	v, _ := s.host.World.Env(name)
	return v
}

// contents reads a file whole, "" for one that is not there.
func (s *session) contents(path string) (string, error) {
	if s.host.World.Open == nil {
		return "", nil
	}
	file, err := s.host.World.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxSettings {
		return "", fs.ErrInvalid
	}
	data, err := io.ReadAll(io.LimitReader(file, maxSettings))
	return string(data), err
}

const (
	inSettings  = "the harness's settings"
	ownPolicy   = "tagout's policy"
	ownProgram  = "tagout's program"
	ownState    = "what tagout trusts and remembers"
	ownSettings = "where tagout is registered"
)

// absolute is the path that a name stands for in a directory.
func (s *session) absolute(name, dir string) string {
	home, _ := s.host.World.Env("HOME")
	if rest, ok := strings.CutPrefix(name, "~/"); ok && home != "" {
		name = filepath.Join(home, rest)
	}
	if !filepath.IsAbs(name) {
		name = filepath.Join(dir, name)
	}
	return filepath.Clean(name)
}

// guards says what of the hook's own a file is, "" for nothing, and by which names.
// It looks at the path as written and as it resolves, without regard to case, and at
// what the guarded files are: one may be a link to another.
func (s *session) guards(name string, e Event) (what string, names []string) {
	home, _ := s.host.World.Env("HOME")
	name = s.absolute(name, s.dir(e))
	resolved, err := s.host.World.Resolve(name)
	if err != nil {
		return "behind a loop of symbolic links", []string{name}
	}
	for _, path := range slices.Compact([]string{name, resolved}) {
		if is := byName(path); is != "" {
			what, names = is, append(names, path)
		}
	}
	for _, g := range append(s.places(home), s.projectPlaces(s.dir(e), s.workspace(e))...) {
		target, err := s.host.World.Resolve(g.path)
		if err != nil {
			target = g.path
		}
		by := below(name, g.path)
		if by || below(resolved, target) || s.same(resolved, target) {
			if what == "" {
				what = g.what
			}
			if by { // the directory may be the place
				g.path = name
			}
			names = append(names, g.path)
		}
	}
	return what, names
}

// projectPlaces are the settings that a project brings with it where they are links,
// by which others are theirs.
func (s *session) projectPlaces(dirs ...string) (out []place) {
	all := harness.All()
	for i := range all {
		for _, f := range all[i].Files {
			if f.Of != "" || !f.Hooks || f.Scope != harness.Project && f.Scope != harness.Local {
				continue
			}
			for _, dir := range slices.Compact(dirs) {
				path := filepath.Join(dir, f.Path)
				if target, err := s.host.World.Resolve(path); filepath.IsAbs(dir) && err == nil && target != path {
					out = append(out, place{path, inSettings})
				}
			}
		}
	}
	return out
}

// byName knows the files that are guarded wherever they lie: those that a
// project brings with it.
func byName(path string) string {
	lower := strings.ToLower(filepath.ToSlash(path))
	if strings.HasSuffix(lower, "/.tagout.toml") {
		return ownPolicy
	}
	for _, h := range harness.All() {
		for _, f := range h.Files {
			if f.Of == "" && f.Hooks && (f.Scope == harness.Project || f.Scope == harness.Local) && brought(lower, strings.ToLower(f.Path)) {
				return inSettings
			}
		}
	}
	return ""
}

// brought reports whether a path is a project's file, or one in its directory
// where that ends in a slash.
func brought(path, file string) bool {
	if strings.HasSuffix(file, "/") {
		return strings.Contains(path, "/"+file)
	}
	return strings.HasSuffix(path, "/"+file)
}

// place is a file, or a directory with all in it.
type place struct{ path, what string }

func (s *session) places(home string) []place {
	env := func(name, fallback string) string {
		if v, _ := s.host.World.Env(name); filepath.IsAbs(v) {
			return v
		}
		return filepath.Join(home, fallback)
	}
	out := append(s.settingsPlaces(home), place{"/etc/tagout", ownPolicy}, place{"/usr/local/lib/tagout", ownProgram}, place{"/var/lib/tagout", ownState})
	if config := env("CLAUDE_CONFIG_DIR", ".claude"); filepath.IsAbs(config) {
		out = append(out,
			place{filepath.Join(config, ".claude.json"), inSettings},
			place{filepath.Join(config, "settings.local.json"), inSettings},
			place{filepath.Join(config, "settings.json.tagout-backup"), ownSettings},
			place{filepath.Join(config, "plugins", "installed_plugins.json"), inSettings},
			place{filepath.Join(config, "plugins", "cache", "tagout"), ownSettings})
	}
	if config := env("CODEX_HOME", ".codex"); filepath.IsAbs(config) {
		out = append(out, place{filepath.Join(config, "plugins", "cache", "tagout"), ownSettings})
	}
	if home != "" {
		extensions := filepath.Join(home, ".gemini", "extensions")
		out = append(out,
			place{filepath.Join(extensions, "tagout"), ownSettings},
			place{filepath.Join(extensions, "extension-enablement.json"), inSettings},
			place{filepath.Join(env("XDG_CONFIG_HOME", ".config"), "tagout"), ownPolicy},
			place{filepath.Join(env("XDG_STATE_HOME", ".local/state"), "tagout"), ownState},
			place{filepath.Join(env("XDG_DATA_HOME", ".local/share"), "tagout"), ownProgram})
	}
	if s.host.Program != "" {
		out = append(out, place{s.host.Program, ownProgram})
	}
	return out
}

// settingsPlaces are where a person and the machine's owner keep the settings of
// each harness: by its row, with the variables that lead elsewhere and without,
// on any system. What lies beside managed settings is read with them.
func (s *session) settingsPlaces(home string) (out []place) {
	here := func(name string) string { v, _ := s.host.World.Env(name); return v }
	usual := func(string) string { return "" }
	all := harness.All()
	for i := range all {
		for _, f := range all[i].Files {
			if f.Of != "" || f.Scope == harness.Project || f.Scope == harness.Local {
				continue
			}
			for _, env := range []func(string) string{here, usual} {
				path := all[i].Resolve(f, home, "", env)
				if f.Scope == harness.Managed {
					path = filepath.Dir(path)
				}
				if filepath.IsAbs(path) {
					out = append(out, place{filepath.Clean(path), inSettings})
				}
			}
		}
	}
	return out
}

// below reports whether path is root or lies in it, without regard to case:
// the file systems of macOS and Windows have none.
func below(path, root string) bool {
	if len(path) < len(root) || !strings.EqualFold(path[:len(root)], root) {
		return false
	}
	return len(path) == len(root) || path[len(root)] == filepath.Separator
}

// same reports whether two names are one file.
func (s *session) same(a, b string) bool {
	if s.host.World.Lstat == nil {
		return false
	}
	one, err := s.host.World.Lstat(a)
	if err != nil || one.IsDir() {
		return false
	}
	other, err := s.host.World.Lstat(b)
	return err == nil && os.SameFile(one, other)
}
