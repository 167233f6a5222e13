package facts

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tagout/internal/world"
)

func TestProjectPolicies(t *testing.T) {
	root, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	home := root + "/home/dev"
	for _, dir := range []string{"home/dev/src/app/api", "home/dev/fifo/.tagout.toml", "home/dev/big", "home/dev/in", "home/dev/out", "srv/app/x"} {
		require.NoError(t, os.MkdirAll(root+"/"+dir, 0o755))
	}
	for name, text := range map[string]string{
		"home/.tagout.toml": "above", "home/dev/.tagout.toml": "home", "home/dev/src/app/.tagout.toml": "app", "home/dev/src/app/api/.tagout.toml": "api",
		"home/dev/big/.tagout.toml": strings.Repeat("#", maxProjectPolicy+1), "home/dev/in/real.toml": "linked", "srv/app/.tagout.toml": "srv",
	} {
		require.NoError(t, os.WriteFile(root+"/"+name, []byte(text), 0o644))
	}
	require.NoError(t, os.Symlink("real.toml", home+"/in/.tagout.toml"))
	require.NoError(t, os.Symlink("../in/real.toml", home+"/out/.tagout.toml"))
	for _, tt := range []struct{ dirs, want string }{
		{"/home/dev", ""},
		{"/home", ""},
		{"/home/dev/src", ""},
		{"/home/dev/src/app", "app"},
		{"/home/dev/src/app/api", "app api"},
		{"/home/dev/src/app/gone/deeper", "app"},
		{"/home/dev/src/app/api /home/dev/src/app", "app api"},
		{"/srv/app/x /home/dev/src/app", "app srv"},
		{"/home/dev/in", "linked"},
		{"/home/dev/out", "!it is a link that leads out of its directory"},
		{"/home/dev/big", "!it is larger than 64 kB, or cannot be read"},
		{"/home/dev/fifo", "!it is no regular file"},
	} {
		var dirs, got []string
		for _, d := range strings.Fields(tt.dirs) {
			dirs = append(dirs, root+d)
		}
		for _, f := range ProjectPolicies(world.Real(), home, append(dirs, "", "relative")...) {
			if f.Err != nil {
				got = append(got, "!"+f.Err.Error())
			} else {
				got = append(got, string(f.Data))
			}
		}
		assert.Equal(t, tt.want, strings.Join(got, " "), tt.dirs)
	}
	assert.Empty(t, ProjectPolicies(world.World{}, home, home+"/src/app"))
}
