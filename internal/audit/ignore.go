package audit

import (
	"io"
	"path"
	"strings"

	"tagout/internal/glob"
	"tagout/internal/world"
)

// isIgnored reports whether git ignores a file below the top of a working tree,
// by gitignore(5). A person's own excludes are not read: they protect nobody
// else.
func isIgnored(w world.World, top, file string) bool {
	rel, ok := strings.CutPrefix(file, strings.TrimSuffix(top, "/")+"/")
	if !ok {
		return false
	}
	parts := strings.Split(rel, "/")
	for n := 1; n <= len(parts); n++ { // a directory that is ignored takes all below along
		if ignoredPath(w, top, parts[:n], n < len(parts)) {
			return true
		}
	}
	return false
}

// ignoredPath asks each .gitignore from the top down; the last word counts.
func ignoredPath(w world.World, top string, parts []string, isDir bool) bool {
	ignored := false
	files := []string{path.Join(top, ".git/info/exclude")}
	for n := range parts {
		files = append(files, path.Join(top, path.Join(parts[:n]...), ".gitignore"))
	}
	for i, file := range files {
		below := strings.Join(parts[max(i-1, 0):], "/")
		for line := range strings.Lines(textFile(w, file)) {
			if hit, not := ignoreLine(strings.TrimRight(line, " \r\n"), below, isDir); hit {
				ignored = !not
			}
		}
	}
	return ignored
}

// ignoreLine matches a pattern against a path below its file.
func ignoreLine(pattern, below string, isDir bool) (hit, not bool) {
	if pattern == "" || pattern[0] == '#' {
		return false, false
	}
	pattern, not = strings.CutPrefix(pattern, "!")
	pattern, dirOnly := strings.CutSuffix(pattern, "/")
	if dirOnly && !isDir {
		return false, false
	}
	if !strings.Contains(strings.TrimPrefix(pattern, "**/"), "/") {
		return glob.MatchString(strings.TrimPrefix(pattern, "**/"), path.Base(below), glob.Strict), not
	}
	pattern = strings.TrimPrefix(pattern, "/")
	if dir, ok := strings.CutSuffix(pattern, "/**"); ok && dir == below {
		return false, not // all that is in it, and not the directory itself
	}
	return glob.MatchString(pattern, below, glob.Strict), not
}

// textFile returns a small regular file, "" for anything else.
func textFile(w world.World, name string) string {
	info, err := w.Stat(name)
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxFile || w.Open == nil {
		return ""
	}
	f, err := w.Open(name)
	if err != nil {
		return ""
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxFile))
	if err != nil {
		return ""
	}
	return string(data)
}
