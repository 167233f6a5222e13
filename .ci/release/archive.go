package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"
)

// file is one of an archive.
type file struct {
	name string
	data []byte
	mode fs.FileMode
}

// contents are the programs, what a user reads, and the licences of all that the
// programs are made of.
func (r *release) contents(t target, built string, infos []*debug.BuildInfo) ([]file, error) {
	var out []file
	for _, p := range programs() {
		data, err := os.ReadFile(filepath.Join(built, p+t.suffix()))
		if err != nil {
			return nil, err
		}
		out = append(out, file{p + t.suffix(), data, 0o755})
	}
	for _, name := range []string{"LICENSE", "README.md", "CHANGELOG.md"} {
		data, err := os.ReadFile(filepath.Join(r.source, name))
		if err != nil {
			return nil, err
		}
		out = append(out, file{name, data, 0o644})
	}
	notices, err := r.notices(infos)
	return append(out, file{"NOTICES", notices, 0o644}), err
}

// notices are the licences of the modules and of Go itself, which they want to go
// with every copy.
func (r *release) notices(infos []*debug.BuildInfo) ([]byte, error) {
	var b bytes.Buffer
	goroot, err := r.golang("env", "GOROOT")
	if err != nil {
		return nil, err
	}
	if err := license(&b, "Go "+runtime.Version(), goroot); err != nil {
		return nil, err
	}
	for _, m := range modules(infos) {
		dir, err := r.golang("list", "-m", "-f", "{{.Dir}}", m.Path)
		if err != nil {
			return nil, err
		}
		if err := license(&b, m.Path+" "+m.Version, dir); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}

func (r *release) golang(args ...string) (string, error) {
	cmd := exec.Command("go", args...)
	cmd.Dir, cmd.Stderr = r.source, os.Stderr
	out, err := cmd.Output()
	return strings.TrimSpace(string(out)), err
}

// license adds every file of a directory that by its name is a licence or a notice.
// A module without one cannot be given away.
func license(w io.Writer, what, dir string) error {
	names, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	found := false
	for _, n := range names {
		upper := strings.ToUpper(n.Name())
		if n.IsDir() || !slices.ContainsFunc([]string{"LICENSE", "LICENCE", "COPYING", "NOTICE"}, func(p string) bool { return strings.HasPrefix(upper, p) }) {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, n.Name()))
		if err != nil {
			return err
		}
		found = true
		fmt.Fprintf(w, "==== %s: %s\n\n%s\n", what, n.Name(), data)
	}
	if !found {
		return fmt.Errorf("%s has no licence in %s", what, dir)
	}
	return nil
}

// modules are those that any of the programs is built of, in order of their paths.
func modules(infos []*debug.BuildInfo) []*debug.Module {
	var out []*debug.Module
	for _, info := range infos {
		for _, m := range info.Deps {
			if !slices.ContainsFunc(out, func(o *debug.Module) bool { return o.Path == m.Path }) {
				out = append(out, m)
			}
		}
	}
	slices.SortFunc(out, func(a, b *debug.Module) int { return strings.Compare(a.Path, b.Path) })
	return out
}

// pack writes an archive in the system's usual form, with one directory in it.
func pack(path, dir string, t target, files []file, made time.Time) (name string, err error) {
	var b bytes.Buffer
	suffix, write := ".tar.gz", tarball
	if t.os == "windows" {
		suffix, write = ".zip", zipped
	}
	if err := write(&b, dir, files, made); err != nil {
		return "", err
	}
	return filepath.Base(path) + suffix, os.WriteFile(path+suffix, b.Bytes(), 0o644)
}

func tarball(w io.Writer, dir string, files []file, made time.Time) error {
	z, err := gzip.NewWriterLevel(w, gzip.BestCompression)
	if err != nil {
		return err
	}
	t := tar.NewWriter(z)
	for _, f := range files {
		h := tar.Header{Name: dir + "/" + f.name, Mode: int64(f.mode), Size: int64(len(f.data)), ModTime: made, Format: tar.FormatUSTAR}
		if err := t.WriteHeader(&h); err != nil {
			return err
		}
		if _, err := t.Write(f.data); err != nil {
			return err
		}
	}
	if err := t.Close(); err != nil {
		return err
	}
	return z.Close()
}

func zipped(w io.Writer, dir string, files []file, made time.Time) error {
	z := zip.NewWriter(w)
	for _, f := range files {
		h := zip.FileHeader{Name: dir + "/" + f.name, Method: zip.Deflate, Modified: made}
		h.SetMode(f.mode)
		entry, err := z.CreateHeader(&h)
		if err != nil {
			return err
		}
		if _, err := entry.Write(f.data); err != nil {
			return err
		}
	}
	return z.Close()
}
