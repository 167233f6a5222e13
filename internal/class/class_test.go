package class

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tagout/internal/tri"
	"tagout/internal/word"
	"tagout/internal/world"
)

// read writes words as the tests do: "$X" is unknown, "$temp", "$item" and
// "$workspace" are unknowns of that class, "*", "?" and "[…]" are patterns.
func read(s string) word.Word {
	var w word.Word
	for _, part := range regexp.MustCompile(`\$\w+|[*?]|\[[^]]*\]|[^$*?[]+`).FindAllString(s, -1) {
		piece := word.Piece{Kind: word.Lit, Text: part}
		switch {
		case part[0] == '$':
			piece.Kind = word.Unknown
			if slices.Contains([]string{"temp", "item", "workspace", "dir", "number"}, part[1:]) {
				piece.Class = part[1:]
			}
		case part[0] == '*' || part[0] == '?' || part[0] == '[':
			piece.Kind = word.Glob
		}
		w.Pieces = append(w.Pieces, piece)
	}
	return w
}

func place() *Place {
	return &Place{Dir: read("/home/me/ws").Pieces, Home: "/home/me", Workspace: "/home/me/ws", Here: true}
}

type check struct {
	class          string
	yes, maybe, no []string
}

func (c check) run(t *testing.T, p func() *Place) {
	t.Helper()
	for want, words := range map[tri.Tri][]string{tri.Yes: c.yes, tri.Maybe: c.maybe, tri.No: c.no} {
		for _, w := range words {
			assert.Equal(t, want.String(), p().Is(c.class, read(w)).String(), "%s %s", c.class, w)
		}
	}
}

func TestIs(t *testing.T) {
	for _, c := range []check{
		{
			class: "root",
			yes:   []string{"/", "//", "/./", "/../..", "/*", "/.*", "/??*", "/*/*", "/*/", "../../..", "//*"},
			maybe: []string{"$X", "/$X", "$X/*", "$X/", "$X/$Y", "/$X/*"},
			no:    []string{"/etc", "/e*", "/tmp/*", "*", ".", "$X/build", "/$X/build", "$temp", "/$item", "/x-$X", "$X/*.log"},
		}, {
			class: "home",
			yes:   []string{"/home/me", "/home/me/", "/home/me/*", "/home/me/.*", "/home/bob", "/home", "/home/*", "/home/*/*", "/Users/ann", "/root", "/root/*", "..", "../", "../*", "/ho*", "/home/b*"},
			maybe: []string{"$X", "/home/$X", "/home/me/$X", "/home/$X/*", "/$X"},
			no:    []string{"/", "/*", "/home/me/ws", "/home/me/x", "/home/me/*.txt", "/Users/Shared", "build", "$X/x", "/home/$X/x", "/home/me/x/$X", "$temp"},
		}, {
			class: "workspace",
			yes:   []string{".", "./", "*", "./*", ".*", "/home/me/ws", "/home/me/ws/*", "$workspace", "$workspace/*", "..", "../*", "../../*", "/", "/home/*", "/home/m*/*", "*/", "src/..", "../w*", "$dir"},
			maybe: []string{"$X", "./$X", "$X/*", "/home/me/$X", "/$X", "../$item"},
			no:    []string{"build", "src/*", "*.go", "../other", "/home/me/other/*", "/tmp", "$X/src", "./$item", "$workspace/build", "src/$X", "./src"},
		}, {
			class: "inside",
			yes:   []string{"src", "src/*", "*", "build/$X", "./$X", "$workspace/x", "../ws/src", "a/../b"},
			maybe: []string{"$X", "$X/a", "/$X", "../*/a"},
			no:    []string{".", "..", "../other", "/tmp/x", "/home/me/ws2/x", "/home/me"},
		}, {
			class: "system",
			yes:   []string{"/etc", "/etc/hosts", "/etc/*", "/usr/local/bin/x", "/e*", "/et?", "/dev", "/dev/*", "/var/log/x", "/System/x", "../../../etc/passwd", "/etc/$X"},
			maybe: []string{"$X", "$X/a", "/$X", "/*/passwd", "/$X/passwd"},
			no:    []string{"/", "/tmp/x", "/var/tmp/x", "/var/tmp", "/home/me/x", "/dev/null", "/dev/sda", "src", "*", "/etcetera", "/x-$X", "$temp", "/proc/self/fd/3"},
		}, {
			class: "temp",
			yes:   []string{"/tmp/x", "/tmp/*", "/tmp/$X", "/tmp/x-$X", "$temp", "$temp/x", "/var/tmp/x", "/var/folders/a/b", "/home/me/.cache/pip", "/home/me/.npm/_cacache", "/dev/shm/x"},
			maybe: []string{"$X", "$X/a", "/$X/a"},
			no:    []string{"/tmp", "/tmp/", "/tmp/..", "/tmpx", "/home/me/.cache", "src", "/etc/x"},
		}, {
			class: "outside",
			yes:   []string{"..", "../*", "/", "/*", "../other", "/etc/x", "/tmp", "/home/me/x", "/dev/sda", "/home/me/ws2"},
			maybe: []string{"$X", "$X/a", "/home/$X"},
			no:    []string{"src", "*", ".", "./", "/tmp/x", "/dev/fd", "/dev/null", "/dev/stderr", "/dev/fd/3", "$temp", "./$X", "src/$X"},
		}, {
			class: "device",
			yes:   []string{"/dev/sda", "/dev/nvme0n1p2", "/dev/mapper/vg-root", "/dev/disk/by-id/x", "/dev/rdisk2", "/dev/mem", "/dev/pmem0", "/dev/dax0.0", "/dev/ada0p2", "/dev/da0", "/dev/nvd0", "/dev/sd*", "/dev/*", "/dev/sd$X", "/dev/vd[ab]", "/dev/disk/$X"},
			maybe: []string{"$X", "/dev/$X", "/dev/s*", "/$X", "$X/sda", "/$X/nvme0n1"},
			no:    []string{"$X/disk.go/x", "$X/x.img", "/*/x", "/dev/null", "/dev/zero", "/dev/urandom", "/dev/tty", "/dev", "/dev/shm/x", "dev/sda", "/tmp/sda", "/dev/snd", "/dev/stdout", "/etc/*"},
		}, {
			class: "vcs",
			yes:   []string{".git", ".git/", ".git/objects/*", "../x/.git/config", "$X/.git", ".hg", "/srv/x/.git", "repo.git/objects", "*.git"},
			maybe: []string{"$X", ".g*", ".gi?"},
			no:    []string{".gitignore", "src", "*", ".git/index.lock", "$X/src", "x.gitx", "src/$X", ".github/x"},
		}, {
			class: "generated",
			yes:   []string{"node_modules", "node_modules/*", "$X/node_modules", "$X/build", "pkg/a/dist/x.js", "build/$X", "../other/node_modules", "../other/build", "*.pyc", "x.o", "$X.pyc", "/srv/x/dist/*", "foo.egg-info"},
			maybe: []string{"$X", "build*", "node_mod*"},
			no:    []string{"src", ".", "*", "/usr/lib/node_modules", "/srv/out/customers", "builder", "$X/src", "/etc/build"},
		}, {
			class: "secret",
			yes:   []string{".env", ".env.local", "x/.env.production", "/home/me/.ssh/id_rsa", "/home/me/.ssh", "/home/me/.ssh/*", "k.pem", "*.pem", "$X/.env", "/home/me/.aws/credentials", "/home/me/.kube/config", "/etc/shadow", "/home/me/.config/gh/hosts.yml"},
			maybe: []string{"$X", ".en*"},
			no:    []string{".env.example", "id_rsa.pub", "/home/me/.ssh/known_hosts", "env", "src/main.go", "*", "/home/me/.aws/config", "a/config.json"},
		}, {
			class: "data",
			yes:   []string{"app.db", "x/prod.sqlite3", "*.sqlite", "$X.db", "terraform.tfstate", "terraform.tfstate.backup", "pg.dump.gz", "backup.sql", "db-dump.sql.gz", "/var/lib/mysql", "/var/lib/docker/volumes/x"},
			maybe: []string{"$X"},
			no:    []string{"test.db", "app_test.sqlite3", "001_init.sql", "main.go", "x.bak", "/var/lib/dpkg", "/tmp/tmp.db", "$X/y"},
		}, {
			class: "unknown",
			yes:   []string{"$X", "a/$X", "$temp"},
			no:    []string{"a", "*", "."},
		}, {
			class: "placed",
			yes:   []string{"/etc/$item", "a/$item.log", "/etc/passwd", "/var/log/*/$item"},
			no:    []string{"$item", "$X", "/etc/$X", "a"},
		}, {
			class: "opaque",
			yes:   []string{"$X"},
			no:    []string{"a", "*", ".", "a/$X"},
		},
	} {
		t.Run(c.class, func(t *testing.T) { c.run(t, place) })
	}
}

func TestNamesAreTheClassesIsAnswers(t *testing.T) {
	require.True(t, slices.IsSorted(Names()))
	for _, name := range Names() {
		assert.True(t, Known(name), name)
		if name != "placed" { // which says that something is known
			assert.NotEqual(t, tri.No, place().Is(name, read("$X")), "%s holds no unknown word", name)
		}
	}
	assert.False(t, Known("shell"))
	assert.Equal(t, tri.No, place().Is("shell", read("$X")))
	assert.Equal(t, tri.No, place().Is("home", word.Word{}))
}

// TestPlaceForgets: what is kept of the last word does not outlive a change.
func TestPlaceForgets(t *testing.T) {
	p, w := place(), read("x/*")
	assert.Equal(t, tri.Yes, p.Is("inside", w))
	p.Dir = read("/etc").Pieces
	assert.Equal(t, tri.No, p.Is("inside", w))
	assert.Equal(t, tri.Yes, p.Is("system", w))
	p.Here, p.Dir = false, read("/home/me/ws").Pieces
	assert.Equal(t, tri.Yes, p.Is("outside", w))
	p.Here, p.Container = true, true
	assert.Equal(t, tri.No, p.Is("outside", w))
	p.Container = false
	assert.Equal(t, tri.No, p.Is("outside", w))
	assert.Equal(t, tri.Yes, p.Is("home", read("/home/me")))
}

func TestDirectoryUnknown(t *testing.T) {
	lost := func() *Place {
		p := place()
		p.Dir = read("$X").Pieces
		return p
	}
	for _, c := range []check{
		{class: "root", maybe: []string{"*", ".", "..", "./*"}, no: []string{"foo", "*.txt"}},
		{class: "home", maybe: []string{"*", "../.."}, no: []string{"foo", "../foo"}},
		{class: "workspace", maybe: []string{"*"}, no: []string{"foo"}},
		{class: "system", yes: []string{"/etc/x"}, maybe: []string{"*"}, no: []string{"foo", "*.txt", "../foo"}},
		{class: "outside", yes: []string{"/srv/x"}, maybe: []string{"foo", "*"}},
		{class: "inside", maybe: []string{"foo"}},
		{class: "generated", yes: []string{"node_modules", "build/x"}, no: []string{"foo"}},
		{class: "vcs", yes: []string{".git"}, no: []string{"foo"}},
		{class: "device", yes: []string{"/dev/sda"}, no: []string{"foo"}},
	} {
		c.run(t, lost)
	}
	partly := func() *Place {
		p := place()
		p.Dir = read("/home/me/ws/$X").Pieces
		return p
	}
	check{class: "inside", yes: []string{"foo", "*"}}.run(t, partly)
	check{class: "system", no: []string{"foo", "*"}}.run(t, partly)
}

func TestElsewhere(t *testing.T) {
	remote := func() *Place { return &Place{Workspace: "/home/me/ws"} }
	for _, c := range []check{
		{class: "root", yes: []string{"/", "/*"}, maybe: []string{"*"}, no: []string{"x"}},
		{class: "home", yes: []string{"/root", "/home/bob/*", "$HOME", "$HOME/*"}, maybe: []string{"*", "$X"}, no: []string{"$HOME/x"}},
		{class: "system", yes: []string{"/etc/x"}, no: []string{"x"}},
		{class: "workspace", no: []string{"/home/me/ws", ".", "$X"}},
		{class: "inside", no: []string{"/home/me/ws/x", "x"}},
		{class: "outside", yes: []string{"/srv/x", "/home/me/ws/x", "$HOME/x"}, maybe: []string{"x", "$X"}, no: []string{"/tmp/x"}},
		{class: "existing", maybe: []string{"/etc", "x"}},
	} {
		c.run(t, remote)
	}
}

func TestTempIsWhatTheWorldSays(t *testing.T) {
	p := place()
	p.World.Getenv = func(name string) (string, bool) {
		return map[string]string{"TMPDIR": "/scratch/", "XDG_CACHE_HOME": "/home/me"}[name], true
	}
	assert.Equal(t, tri.Yes, p.Is("temp", read("/scratch/x")))
	assert.Equal(t, tri.No, p.Is("temp", read("/scratch")))
	assert.Equal(t, tri.No, p.Is("temp", read("/home/me/x")), "a home directory is no cache")
}

func TestWorkspaceInOddPlaces(t *testing.T) {
	at := func(ws string) func() *Place {
		return func() *Place { return &Place{Dir: read(ws).Pieces, Workspace: ws, Home: "/var/lib/ci", Here: true} }
	}
	for _, c := range []check{
		{class: "temp", yes: []string{"/tmp/other"}, maybe: []string{"/tmp/$X"}, no: []string{"/tmp/ws/x", "/tmp/ws", "/tmp/*"}},
		{class: "workspace", yes: []string{"/tmp/*", "/tmp/ws"}, maybe: []string{"/tmp/$X"}, no: []string{"/tmp/x-$X"}},
	} {
		c.run(t, at("/tmp/ws"))
	}
	check{class: "system", yes: []string{"/opt", "/opt/other"}, no: []string{"/opt/ws/x", "x", "/var/lib/ci/x"}}.run(t, at("/opt/ws"))
	check{class: "generated", yes: []string{"build", "/srv/build/ws/dist"}, no: []string{"src", "/srv/build/ws/src"}}.run(t, at("/srv/build/ws"))
	check{class: "inside", yes: []string{"x"}, no: []string{".", "/srv/lib/x"}}.run(t, at("/srv/lib2"))
	added := func() *Place { p := place(); p.Added = []string{"/srv/lib", "relative"}; return p }
	check{class: "inside", yes: []string{"/srv/lib/x"}, no: []string{"/srv/lib", "/srv/x"}}.run(t, added)
	check{class: "workspace", yes: []string{"/srv/lib", "/srv"}, no: []string{"/srv/lib/x"}}.run(t, added)
}

func onDisk(t *testing.T) (*Place, string) {
	root, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	ws := filepath.Join(root, "ws")
	require.NoError(t, os.MkdirAll(filepath.Join(ws, "src"), 0o755))
	require.NoError(t, os.MkdirAll(filepath.Join(root, "other"), 0o755))
	for link, to := range map[string]string{
		"ws/all": "/", "ws/up": "..", "ws/loop": "loop", "ws/etc": "/etc", "ws/in": "src", "alias": "ws",
	} {
		require.NoError(t, os.Symlink(to, filepath.Join(root, link)))
	}
	require.NoError(t, os.WriteFile(filepath.Join(ws, "a.go"), nil, 0o644))
	return &Place{World: world.Real(), Dir: read(ws).Pieces, Workspace: ws, Here: true}, root
}

func TestSymbolicLinks(t *testing.T) {
	p, root := onDisk(t)
	for _, c := range []check{
		{class: "root", yes: []string{"all/", "all/*", "all/."}, no: []string{"all", "in/"}},
		{class: "system", yes: []string{"etc/hosts", "all/etc", "etc/"}, no: []string{"etc"}},
		{class: "workspace", yes: []string{"up/", "up/*", "up/ws", root + "/alias/", root + "/alias/*"}, no: []string{"up", "up/other", "in/"}},
		{class: "inside", yes: []string{"in/x", "up/ws/src", root + "/alias/x", "loop/x"}, no: []string{"up/other", "all/x"}},
		{class: "outside", yes: []string{"etc/hosts", "all/srv/x"}, no: []string{"etc", "in/x"}},
		{class: "existing", yes: []string{"a.go", "*.go", "src", "loop"}, no: []string{"b.go", "*.c", "none/*"}, maybe: []string{"$X", "*/x"}},
		{class: "path", yes: []string{"a.go", ".", "./x", "../x", "x/", "*.go", "/x"}, no: []string{"main", "b.go", "feature/x", "-", "@{u}"}, maybe: []string{"$X"}},
	} {
		c.run(t, func() *Place { return p })
	}
	p.Follow = true
	check{class: "system", yes: []string{"etc"}}.run(t, func() *Place { return p })
	p.Workspace, p.roots = filepath.Join(root, "alias"), nil
	check{class: "inside", yes: []string{"src/x"}, no: []string{"."}}.run(t, func() *Place { return p })
}

func TestPathWithoutDisk(t *testing.T) {
	check{
		class: "path",
		yes:   []string{".", "./x", "src/"},
		maybe: []string{"a.go", "src/a.go", "$X"},
		no:    []string{"main", "v1.2", "feature/x", "HEAD", ""},
	}.run(t, place)
}

func TestContainer(t *testing.T) {
	with := func(binds ...string) func() *Place {
		return func() *Place {
			p := place()
			p.Here, p.Container = false, true
			for _, b := range binds {
				p.Binds = append(p.Binds, read(b))
			}
			return p
		}
	}
	for _, c := range []check{
		{class: "root", no: []string{"/", "/*", "$X"}},
		{class: "outside", no: []string{"/etc", "/srv/x", "$X", "x"}},
	} {
		c.run(t, with())
		c.run(t, with("volume:/data", "/src"))
	}
	for _, c := range []check{
		{class: "outside", yes: []string{"/data", "/data/*", "/data/x", "/"}, no: []string{"/etc", "x", "*"}},
		{class: "generated", yes: []string{"/data/node_modules"}, no: []string{"/data/x"}},
		{class: "system", no: []string{"/data/x", "/data"}},
	} {
		c.run(t, with("volume:/data"))
	}
	for _, c := range []check{
		{class: "workspace", yes: []string{"/app", "/app/*", "/", "/*"}, maybe: []string{"*", "$X"}, no: []string{"/app/src", "/etc", "x"}},
		{class: "inside", yes: []string{"/app/src"}, maybe: []string{"src"}, no: []string{"/etc/x"}},
		{class: "outside", no: []string{"/app/src", "src", "/etc/x"}},
		{class: "generated", yes: []string{"/app/node_modules"}, maybe: []string{"node_modules"}, no: []string{"/node_modules"}},
	} {
		c.run(t, with("$workspace:/app"))
		c.run(t, with("/home/me/ws:/app:rw"))
	}
	for _, c := range []check{
		{class: "root", yes: []string{"/host", "/host/*"}, no: []string{"/host/etc", "/etc"}},
		{class: "system", yes: []string{"/host/etc/x"}, no: []string{"/etc/x"}},
		{class: "existing", maybe: []string{"/host/etc"}, no: []string{"/etc"}},
	} {
		c.run(t, with("/:/host"))
	}
}

func FuzzIs(f *testing.F) {
	for _, s := range []string{"/", "a/../..", "$X/*", "[", "/dev/[!a]*", "~/$temp", "\x00", "//$item"} {
		f.Add(s, "/home/me/ws")
	}
	f.Fuzz(func(t *testing.T, s, dir string) {
		p := place()
		p.Dir = read(dir).Pieces
		for _, name := range Names() {
			p.Is(name, read(s))
		}
	})
}

// TestTooLong: a path that is longer than any system opens may be any, and does
// not cost more than one that is read.
func TestTooLong(t *testing.T) {
	asked := 0
	p := place()
	p.World.Lstat = func(string) (fs.FileInfo, error) { asked++; return nil, fs.ErrNotExist }
	p.World.Readlink = func(string) (string, error) { return "", fs.ErrNotExist }
	for _, text := range []string{strings.Repeat("a/", 200_000), "/" + strings.Repeat("a/../", 100_000), strings.Repeat("$X/", 100_000)} {
		assert.Equal(t, tri.Maybe, p.Is("root", read(text)), text[:8])
	}
	assert.Zero(t, asked)
	assert.Equal(t, tri.No, p.Is("root", read(strings.Repeat("a/", 2000))))
}
