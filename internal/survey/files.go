package survey

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"tagout/internal/diag"
	"tagout/internal/scan"
)

const (
	// maxFile bounds a file that is read, in bytes, and maxFiles how many are
	// looked at.
	maxFile  = 2 << 20
	maxFiles = 500_000
)

// errMany says that a bound was hit: what is beyond it would not be looked at.
var errMany = fmt.Errorf("more than %d files", maxFiles)

// list returns the files below paths, relative to root with slashes, sorted. What
// git ignores is left out, and what others wrote (vendor, node_modules).
func list(root string, paths []string) ([]string, error) {
	if len(paths) == 0 {
		paths = []string{root}
	}
	var out []string
	for _, p := range paths {
		info, err := os.Stat(p)
		if err != nil {
			return nil, err
		}
		rel, err := filepath.Rel(root, p)
		if err != nil {
			return nil, err
		}
		if !info.IsDir() {
			out = append(out, filepath.ToSlash(rel))
			continue
		}
		below, err := listDir(p)
		if err != nil {
			return nil, err
		}
		for _, name := range below {
			out = append(out, filepath.ToSlash(filepath.Join(rel, name)))
		}
	}
	slices.Sort(out)
	if out = slices.Compact(out); len(out) > maxFiles {
		return nil, errMany
	}
	return out, nil
}

func listDir(dir string) ([]string, error) {
	if out, err := git(dir, "ls-files", "-z", "--cached", "--others", "--exclude-standard"); err == nil {
		var names []string
		for name := range strings.SplitSeq(strings.TrimSuffix(out, "\x00"), "\x00") {
			if name != "" && !others(name) {
				names = append(names, name)
			}
		}
		return names, nil
	}
	return walk(dir)
}

// others reports whether a path is below a directory of what others wrote.
func others(name string) bool {
	for part := range strings.SplitSeq(filepath.ToSlash(filepath.Dir(name)), "/") {
		if foreign(part) {
			return true
		}
	}
	return false
}

func foreign(dir string) bool { return dir == "node_modules" || dir == "vendor" || dir == ".git" }

// walk lists the files below a directory that is in no repository. Links are not
// followed.
func walk(dir string) (names []string, err error) {
	err = filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil && p != dir:
			return nil // one directory that cannot be read does not end the scan
		case err != nil:
			return err
		case d.IsDir() && p != dir && foreign(d.Name()):
			return fs.SkipDir
		case d.Type().IsRegular():
			rel, err := filepath.Rel(dir, p)
			if err != nil {
				return err
			}
			names = append(names, rel)
		}
		if len(names) > maxFiles {
			return errMany
		}
		return nil
	})
	return names, err
}

// git runs git in a directory and returns its output. No program that the
// repository's configuration names is run.
func git(dir string, args ...string) (string, error) {
	cmd := exec.Command("git", append([]string{"-C", dir, "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.quotePath=false"}, args...)...)
	var out, msg bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &msg
	if err := cmd.Run(); err != nil {
		if text := strings.TrimSpace(msg.String()); text != "" {
			err = errors.New("git " + args[0] + ": " + text)
		}
		return "", err
	}
	return out.String(), nil
}

// file is a file that is being read, what has been found in it, and what could
// not be read of it.
type file struct {
	root string
	// name is relative to root, with slashes.
	name     string
	text     string
	items    []item
	lets     []lets
	findings []finding
	// size is of the texts of all items, in bytes; starts are where lines begin.
	size   int
	starts []int
}

// maxSize bounds the texts that are judged of one file: what stands in it once may
// be given to every command.
const maxSize = 8 << 20

// add keeps an item.
func (f *file) add(i item) {
	if f.full() {
		return
	}
	f.items = append(f.items, i)
	if f.size += len(i.text); f.full() {
		f.problem(0, 0, diag.Warning, scan.Unread, fmt.Sprintf("of the commands of the file only the first %d bytes are judged", maxSize))
	}
}

func (f *file) full() bool { return f.size > maxSize }

// open reads a file; ok is false where it holds no text that could be looked at.
func open(root, name string) (*file, bool) {
	f := &file{root: root, name: name}
	full := filepath.Join(root, filepath.FromSlash(name))
	info, err := os.Lstat(full)
	if err != nil || !info.Mode().IsRegular() || !likely(name) {
		return f, false
	}
	in, err := os.Open(full)
	if err != nil {
		f.problem(0, 0, diag.Warning, scan.Unread, "the file cannot be opened: "+errors.Unwrap(err).Error())
		return f, false
	}
	defer in.Close()
	if !telling(name) && !script(in) {
		return f, false
	}
	if info.Size() > maxFile {
		f.problem(0, 0, diag.Warning, scan.Unread, fmt.Sprintf("the file has %d bytes, more than the %d that are read", info.Size(), maxFile))
		return f, false
	}
	data, err := io.ReadAll(io.LimitReader(in, maxFile+1))
	if err != nil || len(data) > maxFile || bytes.IndexByte(data[:min(len(data), 512)], 0) >= 0 {
		return f, false
	}
	// The readers know one line end; lines and columns are the same with either.
	f.text = readable(strings.ReplaceAll(string(data), "\r\n", "\n"))
	return f, true
}

// readable puts a letter for every byte that is none of UTF-8: shells run such
// texts, which are in an older encoding.
func readable(text string) string {
	if utf8.ValidString(text) {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if r == utf8.RuneError && n == 1 {
			b.WriteByte('_')
		} else {
			b.WriteString(text[i : i+n])
		}
		i += n
	}
	return b.String()
}

// script reports whether a file begins as one of a shell's, and goes back to its
// beginning.
func script(in *os.File) bool {
	head := make([]byte, 128)
	n, _ := in.ReadAt(head, 0)
	_, ok := shebang(string(head[:n]))
	return ok
}

// sibling reads another file of the project, for those that include others.
func (f *file) sibling(name string) (string, bool) {
	if name == f.name {
		return f.text, true
	}
	other, err := os.OpenInRoot(f.root, filepath.FromSlash(name))
	if err != nil {
		return "", false
	}
	defer other.Close()
	if info, err := other.Stat(); err != nil || !info.Mode().IsRegular() || info.Size() > maxFile {
		return "", false
	}
	data, err := io.ReadAll(io.LimitReader(other, maxFile))
	return strings.ReplaceAll(string(data), "\r\n", "\n"), err == nil
}

// problem notes what is wrong with n bytes of the file.
func (f *file) problem(at, n int, level diag.Level, id, msg string) {
	if len(f.findings) > maxFindings {
		return
	}
	f.findings = append(f.findings, f.finding(at, at+n, diag.Problem{Level: level, ID: id, Msg: msg}))
}

// unread notes where a file cannot be read, by line and column.
func (f *file) unread(line, col int, msg string) {
	at := f.lineStart(line) + max(col-1, 0)
	f.problem(at, 1, diag.Warning, scan.Unread, msg)
}

// lineStart is the byte at which a line begins, counted from 1.
func (f *file) lineStart(line int) int {
	if f.starts == nil {
		f.starts = []int{0}
		for at := range len(f.text) {
			if f.text[at] == '\n' {
				f.starts = append(f.starts, at+1)
			}
		}
	}
	return f.starts[min(max(line, 1), len(f.starts))-1]
}

// finding places a problem.
func (f *file) finding(start, end int, p diag.Problem) finding {
	p.File = f.name
	if f.text == "" {
		return finding{Problem: p}
	}
	p.Line, p.Col, p.Source = diag.At(f.text, start)
	last := p.Line
	if end > start {
		end = min(end, len(f.text))
		last += strings.Count(f.text[min(start, end):end], "\n")
		p.Len = min(end-start, len(p.Source)-p.Col+1)
	}
	return finding{Problem: p, last: last}
}
