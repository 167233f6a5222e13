// Command release builds what is given to users: both programs for every system,
// packed with licences and a bill of materials, and the checksums of all. The same
// sources and the same Go give the same bytes, wherever they lie.
//
//	go run ./.ci/release [-out DIR] [-only OS/ARCH]
package main

import (
	"cmp"
	"crypto/sha256"
	"debug/buildinfo"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"
)

func main() {
	out := flag.String("out", "dist", "where to put the archives")
	only := flag.String("only", "", "build this target alone: linux/amd64")
	flag.Parse()
	r := release{source: ".", out: *out}
	for _, t := range targets() {
		if *only == "" || *only == t.String() {
			r.targets = append(r.targets, t)
		}
	}
	if err := r.run(); err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

// target is a system to build for.
type target struct{ os, arch string }

func targets() []target {
	var out []target
	for _, system := range []string{"linux", "darwin", "windows"} {
		out = append(out, target{system, "amd64"}, target{system, "arm64"})
	}
	return out
}

func (t target) String() string { return t.os + "/" + t.arch }

func (t target) suffix() string {
	if t.os == "windows" {
		return ".exe"
	}
	return ""
}

// release is one run.
type release struct {
	source, out string
	targets     []target
	// cache is another build cache, "" for the user's.
	cache string
}

// programs are in every archive.
func programs() []string { return []string{"tagout", "tagout-hook"} }

func (r *release) run() error {
	if len(r.targets) == 0 {
		return fmt.Errorf("no such target, want one of %v", targets())
	}
	if err := os.MkdirAll(r.out, 0o755); err != nil {
		return err
	}
	var sums []string
	for _, t := range r.targets {
		files, err := r.target(t)
		if err != nil {
			return fmt.Errorf("%s: %w", t, err)
		}
		for _, name := range files {
			data, err := os.ReadFile(filepath.Join(r.out, name))
			if err != nil {
				return err
			}
			sums = append(sums, fmt.Sprintf("%x  %s\n", sha256.Sum256(data), name))
			fmt.Fprintln(os.Stderr, name)
		}
	}
	return os.WriteFile(filepath.Join(r.out, "SHA256SUMS"), []byte(strings.Join(sums, "")), 0o644)
}

// target builds and packs one, and returns the names of the files it made.
func (r *release) target(t target) ([]string, error) {
	work, err := os.MkdirTemp("", "tagout-release-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(work)
	if err := r.build(t, work); err != nil {
		return nil, err
	}
	infos, err := read(t, work)
	if err != nil {
		return nil, err
	}
	made := when(infos[0])
	name := fmt.Sprintf("tagout_%s_%s_%s", version(infos[0]), t.os, t.arch)
	bill, err := materials(name, t, infos, made)
	if err != nil {
		return nil, err
	}
	files, err := r.contents(t, work, infos)
	if err != nil {
		return nil, err
	}
	files = append(files, file{name: "sbom.cdx.json", data: bill, mode: 0o644})
	archive, err := pack(filepath.Join(r.out, name), name, t, files, made)
	if err != nil {
		return nil, err
	}
	return []string{archive, name + ".cdx.json"}, os.WriteFile(filepath.Join(r.out, name+".cdx.json"), bill, 0o644)
}

// build compiles both programs. What the environment could change is set: an
// empty GOFLAGS, the oldest processors, no C.
func (r *release) build(t target, to string) error {
	mode := "-buildmode=exe"
	if t.os == "darwin" { // which runs nothing but PIE on arm64
		mode = "-buildmode=default"
	}
	for _, p := range programs() {
		cmd := exec.Command("go", "build", "-trimpath", mode, "-ldflags=-s -w -buildid=", "-o", filepath.Join(to, p+t.suffix()), "./cmd/"+p)
		cmd.Dir = r.source
		cmd.Env = append(os.Environ(), "GOOS="+t.os, "GOARCH="+t.arch, "CGO_ENABLED=0", "GOFLAGS=-mod=readonly", "GOAMD64=v1", "GOARM64=v8.0",
			"GOEXPERIMENT=", "GODEBUG=", "GOFIPS140=off", "GOWORK=off")
		if r.cache != "" {
			cmd.Env = append(cmd.Env, "GOCACHE="+r.cache)
		}
		if text, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("go build: %w\n%s", err, text)
		}
	}
	return nil
}

// read is what the programs tell of how they were built.
func read(t target, dir string) ([]*debug.BuildInfo, error) {
	var out []*debug.BuildInfo
	for _, p := range programs() {
		info, err := buildinfo.ReadFile(filepath.Join(dir, p+t.suffix()))
		if err != nil {
			return nil, err
		}
		out = append(out, info)
	}
	return out, nil
}

// version is the tag that the sources were checked out at, as the go command has
// found it; "devel" without one.
func version(info *debug.BuildInfo) string {
	return cmp.Or(strings.Trim(info.Main.Version, "()"), "devel")
}

// when is the time that everything in an archive bears: SOURCE_DATE_EPOCH
// (reproducible-builds.org), else that of the commit, else the first that a zip
// file can tell.
func when(info *debug.BuildInfo) time.Time {
	if epoch, err := strconv.ParseInt(os.Getenv("SOURCE_DATE_EPOCH"), 10, 64); err == nil {
		return time.Unix(epoch, 0).UTC()
	}
	at := slices.IndexFunc(info.Settings, func(s debug.BuildSetting) bool { return s.Key == "vcs.time" })
	if at >= 0 {
		if commit, err := time.Parse(time.RFC3339, info.Settings[at].Value); err == nil {
			return commit.UTC()
		}
	}
	return time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)
}
