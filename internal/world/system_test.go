package world

import (
	"io/fs"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestSlashedAndNative(t *testing.T) {
	for _, tt := range []struct{ windows, posix, back string }{
		{`C:\Users\me`, "/c/Users/me", `C:\Users\me`},
		{`c:/Users/me`, "/c/Users/me", `C:\Users\me`},
		{`C:\`, "/c/", `C:\`}, {`C:`, "/c", `C:\`}, {`D:/x y`, "/d/x y", `D:\x y`},
		{`\\?\C:\long`, "/c/long", `C:\long`},
		{`\\server\share\x`, "//server/share/x", `\\server\share\x`},
		{`src\x`, "src/x", `src\x`}, {"", "", ""}, {"C:x", "C:x", "C:x"}, {"/usr/bin", "/usr/bin", `\usr\bin`},
	} {
		assert.Equal(t, tt.posix, Slashed(tt.windows), tt.windows)
		assert.Equal(t, tt.back, Native(tt.posix), tt.posix)
	}
}

func TestPosix(t *testing.T) {
	asked := ""
	w := World{System: Windows,
		Getenv: func(name string) (string, bool) {
			env := map[string]string{"USERPROFILE": `C:\Users\me`, "PATH": `C:\bin`}
			v, ok := env[name]
			return v, ok
		},
		Lstat: func(path string) (fs.FileInfo, error) { asked = path; return nil, fs.ErrNotExist },
	}.Posix()
	home, ok := w.Env("HOME")
	assert.True(t, ok)
	assert.Equal(t, "/c/Users/me", home)
	path, _ := w.Env("PATH")
	assert.Equal(t, `C:\bin`, path)
	_, _ = w.Lstat("/c/Users/me/x")
	assert.Equal(t, `C:\Users\me\x`, asked)
	assert.Nil(t, w.Open)
	assert.True(t, w.Folds())
	assert.False(t, World{System: "linux"}.Posix().Folds())
}
