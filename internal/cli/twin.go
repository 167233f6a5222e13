package cli

import (
	"debug/buildinfo"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"

	"tagout/internal/settings"
)

// twinName is the program that is the hook alone.
const twinName = settings.Twin

// twin looks for tagout-hook beside a program, through symbolic links too. ok is
// false where there is none, and why then says what is wrong with the one there
// is, "" for nothing.
func twin(program string) (path, why string, ok bool) {
	beside := []string{program}
	if real, err := filepath.EvalSymlinks(program); err == nil && real != program {
		beside = append(beside, real)
	}
	for _, p := range beside {
		path = filepath.Join(filepath.Dir(p), twinName+filepath.Ext(p))
		if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
			continue
		}
		if !sameVersion(program, path) {
			return path, path + " is built from another version", false
		}
		return path, "", true
	}
	return "", "", false
}

// sameVersion reports whether two programs were built from the same sources by
// the same Go, as far as they tell.
func sameVersion(a, b string) bool {
	one, err := buildinfo.ReadFile(a)
	if err != nil {
		return false
	}
	other, err := buildinfo.ReadFile(b)
	return err == nil && slices.Equal(origin(one), origin(other))
}

// origin is what a program tells of its sources.
func origin(info *debug.BuildInfo) []string {
	out := []string{info.GoVersion, info.Main.Path, info.Main.Version, info.Main.Sum}
	for _, s := range info.Settings {
		if strings.HasPrefix(s.Key, "vcs.") || s.Key == "GOOS" || s.Key == "GOARCH" {
			out = append(out, s.Key+"="+s.Value)
		}
	}
	return out
}

// toInstall returns the program that install copies and registers, and where to:
// tagout-hook where it stands beside the running program, else that. note says
// why it is not the former.
func toInstall(program, to string) (from, dest, note string) {
	path, why, ok := twin(program)
	if !ok {
		return program, to, why
	}
	return path, filepath.Join(filepath.Dir(to), twinName+filepath.Ext(to)), ""
}
