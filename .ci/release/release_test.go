package main

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"debug/buildinfo"
	"debug/elf"
	"encoding/json"
	"flag"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var every = flag.Bool("every", false, "build for every system, not only this one's most common")

// copied puts the sources that git knows into another directory, without git.
func copied(t *testing.T, to string) {
	t.Helper()
	out, err := exec.Command("git", "-C", "../..", "ls-files", "-z").Output()
	if err != nil {
		t.Skip("these are no sources that git knows:", err)
	}
	for _, name := range strings.Split(strings.Trim(string(out), "\x00"), "\x00") {
		data, err := os.ReadFile(filepath.Join("../..", name))
		if os.IsNotExist(err) {
			continue
		}
		require.NoError(t, err)
		path := filepath.Join(to, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, data, 0o644))
	}
}

// TestReproducible: two builds, in directories of different names and with build
// caches of their own, are the same bytes.
func TestReproducible(t *testing.T) {
	if testing.Short() {
		t.Skip("it compiles everything twice")
	}
	t.Setenv("SOURCE_DATE_EPOCH", "1700000000")
	built := targets()[:1]
	if *every {
		built = targets()
	}
	var outs []string
	for i, name := range []string{"one", "another/further down"} {
		source, out := filepath.Join(t.TempDir(), name), t.TempDir()
		copied(t, source)
		r := release{source: source, out: out, targets: built}
		if i > 0 && !*every { // for all systems it would take a quarter of an hour
			r.cache = t.TempDir()
		}
		require.NoError(t, r.run())
		outs = append(outs, out)
	}
	names, err := os.ReadDir(outs[0])
	require.NoError(t, err)
	require.Len(t, names, 2*len(built)+1)
	for _, n := range names {
		one, err := os.ReadFile(filepath.Join(outs[0], n.Name()))
		require.NoError(t, err)
		other, err := os.ReadFile(filepath.Join(outs[1], n.Name()))
		require.NoError(t, err)
		require.True(t, string(one) == string(other), "%s differs", n.Name())
	}
	for _, tt := range built {
		check(t, outs[0], tt)
	}
}

// check looks into an archive.
func check(t *testing.T, dir string, tt target) {
	t.Helper()
	name := "tagout_devel_" + tt.os + "_" + tt.arch
	files := unpacked(t, dir, name, tt)
	for _, want := range []string{"tagout" + tt.suffix(), "tagout-hook" + tt.suffix(), "LICENSE", "README.md", "CHANGELOG.md", "NOTICES", "sbom.cdx.json"} {
		require.NotEmpty(t, files[name+"/"+want], want)
	}
	require.Contains(t, string(files[name+"/NOTICES"]), "==== mvdan.cc/sh/v3 v")
	var b bom
	require.NoError(t, json.Unmarshal(files[name+"/sbom.cdx.json"], &b))
	require.Equal(t, "2023-11-14T22:13:20Z", b.Metadata.Timestamp)
	program := filepath.Join(t.TempDir(), "tagout")
	require.NoError(t, os.WriteFile(program, files[name+"/tagout"+tt.suffix()], 0o755))
	info, err := buildinfo.ReadFile(program)
	require.NoError(t, err)
	require.NotEmpty(t, info.Deps)
	for _, m := range info.Deps {
		require.Contains(t, string(files[name+"/sbom.cdx.json"]), `"`+m.Path+`"`)
		require.Contains(t, string(files[name+"/sbom.cdx.json"]), m.Sum)
	}
	if tt.os == "linux" {
		exe, err := elf.Open(program)
		require.NoError(t, err)
		require.Equal(t, elf.ET_EXEC, exe.Type, "a position-independent program starts later")
		libraries, _ := exe.ImportedLibraries()
		require.Empty(t, libraries)
		require.NoError(t, exe.Close())
	}
}

// unpacked are an archive's files.
func unpacked(t *testing.T, dir, name string, tt target) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	if tt.os == "windows" {
		z, err := zip.OpenReader(filepath.Join(dir, name+".zip"))
		require.NoError(t, err)
		defer z.Close()
		for _, f := range z.File {
			r, err := f.Open()
			require.NoError(t, err)
			out[f.Name], err = io.ReadAll(r)
			require.NoError(t, err)
		}
		return out
	}
	f, err := os.Open(filepath.Join(dir, name+".tar.gz"))
	require.NoError(t, err)
	defer f.Close()
	z, err := gzip.NewReader(f)
	require.NoError(t, err)
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if err == io.EOF {
			return out
		}
		require.NoError(t, err)
		out[h.Name], err = io.ReadAll(r)
		require.NoError(t, err)
	}
}
