package world

import "strings"

// Windows and Darwin are systems as GOOS spells them.
const (
	Windows = "windows"
	Darwin  = "darwin"
)

// Folds reports whether names of files have no case: /bin/RM is rm there, and so is
// RM.EXE. It is the default of both systems' file systems; one that was made to mind
// case costs a question too many.
func (w World) Folds() bool { return w.System == Windows || w.System == Darwin }

// Posix returns the world as a shell of Git for Windows or MSYS2 sees it, with
// drives at /c: an evaluation knows no other paths. Elsewhere it is the world itself.
// https://www.msys2.org/docs/filesystem-paths/
func (w World) Posix() World {
	if w.System != Windows {
		return w
	}
	out := w
	out.Getenv = func(name string) (string, bool) {
		value, ok := w.Env(name)
		if name == "HOME" && value == "" {
			value, ok = w.Env("USERPROFILE")
		}
		switch name {
		case "HOME", "USERPROFILE", "PWD", "OLDPWD", "TMPDIR", "TEMP", "TMP":
			value = Slashed(value)
		}
		return value, ok
	}
	out.Open, out.Lstat, out.Readlink, out.ReadDir = native(w.Open), native(w.Lstat), native(w.Readlink), native(w.ReadDir)
	if w.Readlink != nil {
		out.Readlink = func(path string) (string, error) {
			target, err := w.Readlink(Native(path))
			return Slashed(target), err
		}
	}
	return out
}

// native asks with the path as Windows spells it.
func native[T any](ask func(string) (T, error)) func(string) (T, error) {
	if ask == nil {
		return nil
	}
	return func(path string) (T, error) { return ask(Native(path)) }
}

// Slashed spells a path of Windows as a POSIX shell there does: C:\Users\me is
// /c/Users/me. What has no drive only gets other slashes.
func Slashed(path string) string {
	path = strings.ReplaceAll(path, `\`, "/")
	if rest, ok := strings.CutPrefix(path, "//?/"); ok {
		path = rest
	}
	if len(path) > 1 && path[1] == ':' && letter(path[0]) && (len(path) == 2 || path[2] == '/') {
		return "/" + strings.ToLower(path[:1]) + path[2:]
	}
	return path
}

// Native spells it as Windows does.
func Native(path string) string {
	if len(path) > 1 && path[0] == '/' && letter(path[1]) && (len(path) == 2 || path[2] == '/') {
		rest := path[2:]
		if rest == "" {
			rest = "/"
		}
		path = strings.ToUpper(path[1:2]) + ":" + rest
	}
	return strings.ReplaceAll(path, "/", `\`)
}

func letter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }
