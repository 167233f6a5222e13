// Package facts reads what an evaluation asks of the surroundings of a command:
// the branch, the workspace, what is tracked or not committed, which cluster,
// account or state the settings of a tool lead to. It runs nothing, and reads a few
// small regular files through a World, so that neither a pipe nor a huge file in
// their place can hold the hook up.
package facts

import (
	"io"
	"path"
	"strings"

	"tagout/internal/world"
)

const (
	// maxFile bounds what is read of a file: a branch name has at most 255
	// bytes each element on the file systems git runs on.
	maxFile = 4096
	// maxUp bounds the way up to the root.
	maxUp = 128
)

// Branch returns the name of the branch that is checked out in the git working
// tree at or above dir, an absolute path; false where there is none: outside
// git, on a detached HEAD, or where the file cannot be read as git writes it
// (gitrepository-layout(5)).
func Branch(w world.World, dir string) (string, bool) {
	_, gitDir, ok := repository(w, dir)
	if !ok {
		return "", false
	}
	head := path.Join(gitDir, "HEAD")
	ref, ok := small(w, head)
	if target, isLink := link(w, head); isLink {
		ref, ok = "ref: "+target, true
	}
	name, isBranch := strings.CutPrefix(ref, "ref: refs/heads/")
	if !ok || !isBranch || name == "" || name == ".invalid" {
		return "", false
	}
	return name, true
}

// Workspace returns the root of the git working tree at or above dir, else dir
// itself; "" rather than the root directory, the home directory or an ancestor
// of it: those are nobody's project.
func Workspace(w world.World, dir string) string {
	dir = path.Clean(dir)
	if root, _, ok := repository(w, dir); ok && project(w, root) {
		return root
	}
	if path.IsAbs(dir) && project(w, dir) {
		return dir
	}
	return ""
}

// project reports whether a directory may be a workspace.
func project(w world.World, dir string) bool {
	home, ok := w.Env("HOME")
	if dir == "/" {
		return false
	}
	if !ok || !path.IsAbs(home) {
		return true
	}
	return !atOrAbove(dir, path.Clean(home)) && !atOrAbove(resolve(w, dir), resolve(w, home))
}

func atOrAbove(dir, p string) bool {
	return p == dir || strings.HasPrefix(p, strings.TrimSuffix(dir, "/")+"/")
}

func resolve(w world.World, dir string) string {
	resolved, err := w.Resolve(dir)
	if err != nil {
		return path.Clean(dir)
	}
	return resolved
}

// repository finds the working tree at or above dir and its git directory,
// which a worktree or a submodule names in a file.
func repository(w world.World, dir string) (root, gitDir string, ok bool) {
	if !path.IsAbs(dir) {
		return "", "", false
	}
	dir = path.Clean(dir)
	for range maxUp {
		dot := path.Join(dir, ".git")
		if info, err := w.Stat(dot); err == nil {
			if info.IsDir() {
				return dir, dot, true
			}
			if to, found := pointer(w, dot); found {
				return dir, to, true
			}
		}
		if dir == "/" {
			break
		}
		dir = path.Dir(dir)
	}
	return "", "", false
}

// pointer reads "gitdir: PATH" of a worktree's or submodule's .git file.
func pointer(w world.World, file string) (string, bool) {
	text, ok := small(w, file)
	to, isPointer := strings.CutPrefix(text, "gitdir: ")
	if !ok || !isPointer || to == "" {
		return "", false
	}
	if !path.IsAbs(to) {
		to = path.Join(path.Dir(file), to)
	}
	return path.Clean(to), true
}

// small returns the first line of a regular file, without its end.
func small(w world.World, file string) (string, bool) {
	info, err := w.Stat(file)
	if err != nil || !info.Mode().IsRegular() || w.Open == nil {
		return "", false
	}
	f, err := w.Open(file)
	if err != nil {
		return "", false
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxFile))
	if err != nil {
		return "", false
	}
	line, _, _ := strings.Cut(string(data), "\n")
	return strings.TrimRight(line, "\r "), true
}

// link returns the target of HEAD where it is a symbolic link, as git wrote it
// until 2005 and still reads it.
func link(w world.World, file string) (string, bool) {
	if w.Readlink == nil {
		return "", false
	}
	target, err := w.Readlink(file)
	return target, err == nil && strings.HasPrefix(target, "refs/heads/")
}
