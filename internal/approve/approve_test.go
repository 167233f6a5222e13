package approve

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// lab is a store with a clock, and a script that a command reads.
type lab struct {
	Store
	now    time.Time
	script string
}

func newLab(t *testing.T) *lab {
	dir := t.TempDir()
	l := &lab{now: time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC), script: filepath.Join(dir, "x.sh")}
	l.Store = Store{Dir: filepath.Join(dir, "approvals"), Now: func() time.Time { return l.now }, User: os.Getuid()}
	require.NoError(t, os.WriteFile(l.script, []byte("terraform destroy\n"), 0o644))
	return l
}

func (l *lab) stop() Stopped {
	return Stopped{Time: l.now, Text: "bash x.sh", Dir: "/p", Session: "s", Rules: []string{"r"}, Files: digests([]string{l.script})}
}

// readings are those of an evaluation that reads files whole.
func readings(paths ...string) *Readings {
	r := &Readings{}
	for _, path := range paths {
		f, err := r.Open(func(path string) (fs.File, error) { return os.Open(path) }, path)
		if err == nil {
			_, _ = io.Copy(io.Discard, f) // of a directory nothing is read
			_ = f.Close()
		}
	}
	return r
}

func digests(paths []string) []File {
	files, _ := readings(paths...).Digests()
	return files
}

// TestUnbound: what cannot be bound cannot be approved.
func TestUnbound(t *testing.T) {
	dir := t.TempDir()
	var many []string
	for i := range maxFiles + 1 {
		many = append(many, filepath.Join(dir, string(rune('a'+i))))
	}
	_, ok := readings(many...).Digests()
	assert.False(t, ok, "too many")
	_, ok = readings(many[1:]...).Digests()
	assert.True(t, ok, "files that are not there")
	large := filepath.Join(dir, "large")
	require.NoError(t, os.WriteFile(large, nil, 0o644))
	require.NoError(t, os.Truncate(large, maxFile+1))
	_, ok = readings(large).Digests()
	assert.False(t, ok, "too large")
	_, ok = readings(dir, os.DevNull).Digests()
	assert.True(t, ok, "what holds no text")
	l := newLab(t)
	c := l.stop()
	c.Session = ""
	require.NoError(t, l.Give(c, l.now.Add(Once), false, true))
	assert.False(t, l.claim("bash x.sh", "/p", ""), "no conversation is nobody's")
}

// TestJudgedBytes: an approval is bound to what was judged, and so to nothing where
// another text lies there when its digest is taken.
func TestJudgedBytes(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	head := func(r *Readings, name string, n int64) {
		f, err := r.Open(func(path string) (fs.File, error) { return os.Open(path) }, filepath.Join(dir, name))
		if err != nil {
			return
		}
		_, err = io.CopyN(io.Discard, f, n)
		require.NoError(t, err)
		require.NoError(t, f.Close())
	}
	for name, tt := range map[string]struct {
		read   func(*Readings)
		change func()
		want   bool
	}{
		"as it was":             {func(r *Readings) { head(r, "x", 5) }, func() {}, true},
		"rewritten as it was":   {func(r *Readings) { head(r, "x", 5) }, func() { write("x", "abcdefgh") }, true},
		"other text":            {func(r *Readings) { head(r, "x", 5) }, func() { write("x", "abcdEfgh") }, false},
		"shorter":               {func(r *Readings) { head(r, "x", 5) }, func() { write("x", "abcd") }, false},
		"past what was judged":  {func(r *Readings) { head(r, "x", 5) }, func() { write("x", "abcdefgH") }, true},
		"nothing read":          {func(r *Readings) { head(r, "x", 0) }, func() { write("x", "z") }, true},
		"gone":                  {func(r *Readings) { head(r, "x", 5) }, func() { require.NoError(t, os.Remove(filepath.Join(dir, "x"))) }, false},
		"come":                  {func(r *Readings) { head(r, "y", 0) }, func() { write("y", "z") }, false},
		"changed between reads": {func(r *Readings) { head(r, "x", 5); write("x", "ABCDEFGH"); head(r, "x", 5) }, func() {}, false},
		"changed, and back":     {func(r *Readings) { head(r, "x", 5); write("x", "ABCDEFGH"); head(r, "x", 5) }, func() { write("x", "abcdefgh") }, false},
		"opened beyond counting": {func(r *Readings) {
			for range maxReadings + 1 {
				head(r, "x", 1)
			}
		}, func() {}, true},
		"another beyond counting": {func(r *Readings) {
			for range maxReadings {
				head(r, "x", 1)
			}
			head(r, "z", 0)
		}, func() {}, false},
	} {
		_ = os.Remove(filepath.Join(dir, "y")) // of the last case
		write("x", "abcdefgh")
		r := &Readings{}
		tt.read(r)
		tt.change()
		_, ok := r.Digests()
		assert.Equal(t, tt.want, ok, name)
	}
}

func (l *lab) give(t *testing.T, once, forSession bool) {
	require.NoError(t, l.Give(l.stop(), l.now.Add(Once), once, forSession))
}

func (l *lab) claim(text, dir, session string) bool {
	return l.Claim(Stopped{Text: text, Dir: dir, Session: session, Rules: []string{"r"}}, readings(l.script))
}

func TestClaim(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(*testing.T, *lab)
		text   string
		dir    string
		want   bool
	}{
		"as it was":         {want: true},
		"another text":      {text: "bash  x.sh"},
		"another directory": {dir: "/q"},
		"late":              {change: func(_ *testing.T, l *lab) { l.now = l.now.Add(Once) }},
		"clock gone back":   {change: func(_ *testing.T, l *lab) { l.now = l.now.Add(-time.Hour) }},
		"clock mended":      {change: func(_ *testing.T, l *lab) { l.now = l.now.Add(-skew / 2) }, want: true},
		"changed script": {change: func(t *testing.T, l *lab) {
			require.NoError(t, os.WriteFile(l.script, []byte("terraform destroy # more\n"), 0o644))
		}},
		"script gone":   {change: func(t *testing.T, l *lab) { require.NoError(t, os.Remove(l.script)) }},
		"group's store": {change: func(t *testing.T, l *lab) { require.NoError(t, os.Chmod(l.grants(), 0o770)) }},
		"all's store":   {change: func(t *testing.T, l *lab) { require.NoError(t, os.Chmod(l.Dir, 0o777)) }},
		"all's entry": {change: func(t *testing.T, l *lab) {
			require.NoError(t, os.Chmod(filepath.Join(l.grants(), key("bash x.sh", "/p")), 0o666))
		}},
		"linked entry": {change: func(t *testing.T, l *lab) {
			entry := filepath.Join(l.grants(), key("bash x.sh", "/p"))
			require.NoError(t, os.Rename(entry, entry+".x"))
			require.NoError(t, os.Symlink(entry+".x", entry))
		}},
		"linked store": {change: func(t *testing.T, l *lab) {
			require.NoError(t, os.Rename(l.Dir, l.Dir+".x"))
			require.NoError(t, os.Symlink(l.Dir+".x", l.Dir))
		}},
		"broken entry": {change: func(t *testing.T, l *lab) {
			require.NoError(t, os.WriteFile(filepath.Join(l.grants(), key("bash x.sh", "/p")), []byte("{"), 0o600))
		}},
		"revoked": {change: func(t *testing.T, l *lab) {
			n, err := l.Revoke()
			require.NoError(t, err)
			require.Equal(t, 1, n)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLab(t)
			l.give(t, true, false)
			if tt.change != nil {
				tt.change(t, l)
			}
			text, dir := "bash x.sh", "/p"
			if tt.text != "" {
				text = tt.text
			}
			if tt.dir != "" {
				dir = tt.dir
			}
			assert.Equal(t, tt.want, l.claim(text, dir, "t"))
			assert.False(t, l.claim(text, dir, "t"), "a second time")
		})
	}
	l := newLab(t)
	l.give(t, true, false)
	now := l.stop()
	assert.False(t, l.Claim(now, nil), "a file less is read")
	assert.False(t, l.Claim(now, readings(l.script, l.script+"2")), "a file more is read")
	now.Rules = []string{"r", "another"}
	assert.False(t, l.Claim(now, readings(l.script)), "another rule speaks against it")
	now = l.stop()
	now.Input = "abc"
	assert.False(t, l.Claim(now, readings(l.script)), "another input")
}

func TestSessionsAndTimes(t *testing.T) {
	l := newLab(t)
	l.give(t, false, true)
	assert.False(t, l.claim("bash x.sh", "/p", "another"))
	assert.True(t, l.claim("bash x.sh", "/p", "s"))
	assert.True(t, l.claim("bash x.sh", "/p", "s"), "again")
	l.give(t, false, false)
	assert.True(t, l.claim("bash x.sh", "/p", "another"))
}

// TestRace: of 32 that claim an approval for one use at once, one gets it.
func TestRace(t *testing.T) {
	for range 50 {
		l := newLab(t)
		l.give(t, true, false)
		var won atomic.Int32
		var group sync.WaitGroup
		start := make(chan struct{})
		for range 32 {
			group.Go(func() {
				<-start
				if l.claim("bash x.sh", "/p", "s") {
					won.Add(1)
				}
			})
		}
		close(start)
		group.Wait()
		require.EqualValues(t, 1, won.Load())
	}
}

func TestKeep(t *testing.T) {
	l := newLab(t)
	for i := range most + 20 {
		c := l.stop()
		c.Text += string(rune('a' + i))
		require.NoError(t, l.Keep(c))
		l.now = l.now.Add(time.Second)
	}
	list := l.List()
	assert.Len(t, list, most)
	assert.Equal(t, "bash x.sh"+string(rune('a'+most+19)), list[0].Text)
	long := l.stop()
	long.Text = string(make([]byte, maxText+1))
	require.NoError(t, l.Keep(long))
	assert.Len(t, l.List(), most, "what is too long is not kept")
	l.now = l.now.Add(kept)
	assert.Empty(t, l.List(), "what is old is not shown")
	info, err := os.Stat(l.stopped())
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o700), info.Mode().Perm())
}

func TestPause(t *testing.T) {
	l := newLab(t)
	_, paused := l.Paused()
	assert.False(t, paused)
	require.NoError(t, l.EndPause())
	require.NoError(t, l.Pause(l.now.Add(time.Minute)))
	_, paused = l.Paused()
	assert.True(t, paused)
	l.now = l.now.Add(time.Minute)
	_, paused = l.Paused()
	assert.False(t, paused, "it ends by itself")
	l.now = l.now.Add(-time.Minute)
	require.NoError(t, l.EndPause())
	_, paused = l.Paused()
	assert.False(t, paused)
}
