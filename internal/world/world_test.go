package world

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestResolve(t *testing.T) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range []string{"real/sub", "other"} {
		if err := os.MkdirAll(filepath.Join(dir, d), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for name, target := range map[string]string{"link": "real", "abs": dir + "/other", "chain": "link", "loop": "loop", "up": "../.."} {
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range map[string]string{
		"link/sub": dir + "/real/sub", "abs/new": dir + "/other/new", "chain/sub/../x": dir + "/real/x",
		"missing/x": dir + "/missing/x", "real/../other": dir + "/other",
	} {
		got, err := Real().Resolve(dir + "/" + name)
		if err != nil || got != want {
			t.Errorf("Resolve(%s) = %s, %v, want %s", name, got, err, want)
		}
	}
	if _, err := Real().Resolve(dir + "/loop"); err == nil {
		t.Error("a loop resolves")
	}
	if got, _ := (World{}).Resolve("/a/../b"); got != "/b" {
		t.Errorf("without a disk: %s", got)
	}
}

func TestRemembering(t *testing.T) {
	asked := 0
	w := World{Lstat: func(string) (fs.FileInfo, error) { asked++; return nil, errors.New("no") }}.Remembering()
	for range 3 {
		if _, err := w.Lstat("/a"); err == nil {
			t.Error("an error was forgotten")
		}
	}
	w.Lstat("/b")
	if asked != 2 {
		t.Errorf("asked %d times, want 2", asked)
	}
	if (World{}).Remembering().Lstat != nil {
		t.Error("a world without a disk got one")
	}
}
