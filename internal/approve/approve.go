// Package approve keeps what was stopped lately, and what of it a person has
// approved. An approval is for one text in one directory, with the files that it
// runs as they were, and for one use where nothing else was said.
//
// It holds against an agent that runs as the same user only as far as the policy's
// own rules keep that agent from these files; against one that runs as another
// user it holds by the files' owner and mode.
package approve

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

const (
	// kept and most bound what was stopped: how long it can be approved, and how
	// much of it is kept.
	kept = 24 * time.Hour
	most = 50
	// maxText bounds a command that can be approved, in bytes.
	maxText = 64 << 10
	// maxFiles bounds the files of one command, and maxFile each, in bytes.
	maxFiles = 32
	maxFile  = 8 << 20
	// maxEntry bounds a file of the store, in bytes.
	maxEntry = 256 << 10
	// Once is how long an approval for one use waits for it.
	Once = 10 * time.Minute
	// skew is how far the clock may have gone back since an approval.
	skew = time.Minute
)

// Stopped is a command that was refused or asked about. Its text is exact, secrets
// and all, since another text is another command: the file is the user's own.
type Stopped struct {
	Time     time.Time `json:"time"`
	Text     string    `json:"text"`
	Dir      string    `json:"dir"`
	Session  string    `json:"session,omitempty"`
	Harness  string    `json:"harness,omitempty"`
	Decision string    `json:"decision"`
	Rules    []string  `json:"rules"`
	Reason   string    `json:"reason"`
	// Call is the call that decided, as it would run.
	Call string `json:"call,omitempty"`
	// Input is the digest of what it reads on standard input, "" where nothing is
	// known to stand there.
	Input string `json:"input,omitempty"`
	// Files are those that were read to judge it, and their digests.
	Files []File `json:"files,omitempty"`
}

// File is a file and the SHA-256 of what is in it, "" where it cannot be read.
type File struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"`
}

// Grant is an approval.
type Grant struct {
	Stopped
	Given time.Time `json:"given"`
	Until time.Time `json:"until"`
	// Once: it is used up by its first use. ForSession: it is for the conversation
	// in which the command was stopped.
	Once       bool `json:"once,omitempty"`
	ForSession bool `json:"for_session,omitempty"`
}

// Store is a directory.
type Store struct {
	Dir string
	Now func() time.Time
}

// Digests reads files and returns their digests. ok is false where they are too
// many, or one is there and cannot be read whole: nothing binds an approval to it.
func Digests(paths []string) (files []File, ok bool) {
	paths = slices.Clone(paths)
	slices.Sort(paths)
	paths = slices.Compact(paths)
	if len(paths) > maxFiles {
		return nil, false
	}
	for _, path := range paths {
		sum, ok := digest(path)
		if !ok {
			return nil, false
		}
		files = append(files, File{Path: path, SHA256: sum})
	}
	return files, true
}

// digest returns the digest of a file, "" for one that is not there, and a word for
// what holds no text.
func digest(path string) (sum string, ok bool) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", true
	case err != nil || info.Mode().IsRegular() && info.Size() > maxFile:
		return "", false
	case !info.Mode().IsRegular():
		return info.Mode().Type().String(), info.Mode()&fs.ModeNamedPipe == 0
	}
	f, err := os.Open(path)
	if err != nil {
		return "", false
	}
	defer f.Close()
	h := sha256.New()
	n, err := io.Copy(h, io.LimitReader(f, maxFile+1))
	return hex.EncodeToString(h.Sum(nil)), err == nil && n <= maxFile
}

// key names a command's entries.
func key(text, dir string) string {
	sum := sha256.Sum256([]byte(dir + "\x00" + text))
	return hex.EncodeToString(sum[:16])
}

func (s Store) stopped() string { return filepath.Join(s.Dir, "stopped") }
func (s Store) grants() string  { return filepath.Join(s.Dir, "granted") }

// Keep keeps a command that was stopped, and forgets the oldest ones. One that is
// too long cannot be approved.
func (s Store) Keep(c Stopped) error {
	if len(c.Text) > maxText {
		return nil
	}
	if err := s.put(s.stopped(), key(c.Text, c.Dir), c); err != nil {
		return err
	}
	// Forgetting reads the whole directory, and so is not done each time.
	all, err := os.ReadDir(s.stopped())
	if err != nil || len(all) <= 2*most {
		return err
	}
	for _, name := range latest(s.stopped(), len(all))[most:] {
		_ = os.Remove(filepath.Join(s.stopped(), name)) // another hook may have
	}
	return nil
}

// latest returns the names of the newest files of a directory, the newest first.
func latest(dir string, n int) []string {
	entries, _ := os.ReadDir(dir) // none yet
	type file struct {
		name string
		at   time.Time
	}
	var files []file
	for _, e := range entries {
		if info, err := e.Info(); err == nil && !strings.HasPrefix(e.Name(), ".") {
			files = append(files, file{e.Name(), info.ModTime()})
		}
	}
	slices.SortStableFunc(files, func(a, b file) int { return b.at.Compare(a.at) })
	out := make([]string, 0, min(n, len(files)))
	for _, f := range files[:min(n, len(files))] {
		out = append(out, f.name)
	}
	return out
}

// put writes an entry in one step.
func (s Store) put(dir, name string, v any) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	next := filepath.Join(dir, "."+name+"."+rand.Text())
	if err := os.WriteFile(next, data, 0o600); err != nil {
		return err
	}
	if err := os.Rename(next, filepath.Join(dir, name)); err != nil {
		_ = os.Remove(next) // the first error is the one to tell
		return err
	}
	return nil
}

// List returns what was stopped lately, the latest first.
func (s Store) List() []Stopped { return s.Latest(most) }

// Latest returns the last n commands that were stopped, the latest first.
func (s Store) Latest(n int) []Stopped {
	var out []Stopped
	for _, name := range latest(s.stopped(), n) {
		var c Stopped
		if s.get(filepath.Join(s.stopped(), name), &c) == nil && s.Now().Sub(c.Time) < kept {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b Stopped) int { return b.Time.Compare(a.Time) })
	return out
}

// Grants returns the approvals that hold, the latest first.
func (s Store) Grants() []Grant {
	var out []Grant
	for _, name := range names(s.grants()) {
		var g Grant
		if s.get(filepath.Join(s.grants(), name), &g) == nil && s.holds(&g) {
			out = append(out, g)
		}
	}
	slices.SortStableFunc(out, func(a, b Grant) int { return b.Given.Compare(a.Given) })
	return out
}

func names(dir string) []string {
	entries, _ := os.ReadDir(dir) // none yet
	var out []string
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") {
			out = append(out, e.Name())
		}
	}
	return out
}

// Give approves a command as it was stopped: for one use, or until a time.
func (s Store) Give(c Stopped, until time.Time, once, forSession bool) error {
	return s.put(s.grants(), key(c.Text, c.Dir), Grant{Stopped: c, Given: s.Now(), Until: until, Once: once, ForSession: forSession})
}

// Revoke takes every approval back, and returns how many there were.
func (s Store) Revoke() (int, error) {
	n := 0
	for _, name := range names(s.grants()) {
		if err := os.Remove(filepath.Join(s.grants(), name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return n, err
		}
		n++
	}
	return n, nil
}

// Claim reports whether a command that is stopped now is approved, and uses up an
// approval for one use: of many that claim it at once, one gets it. read are the
// files that were opened to judge it.
func (s Store) Claim(c Stopped, read []string) bool {
	path := filepath.Join(s.grants(), key(c.Text, c.Dir))
	var g Grant
	if s.get(path, &g) != nil || !s.holds(&g) || !g.covers(&c) {
		return false
	}
	if now, ok := Digests(read); !ok || !slices.Equal(now, g.Files) {
		return false
	}
	if !g.Once {
		return true
	}
	return s.take(path)
}

// covers reports whether an approval is for a command, for which nothing speaks
// against it that the person was not told.
func (g *Grant) covers(c *Stopped) bool {
	if g.Text != c.Text || g.Dir != c.Dir || g.Input != c.Input || g.ForSession && (c.Session == "" || g.Session != c.Session) {
		return false
	}
	return !slices.ContainsFunc(c.Rules, func(rule string) bool { return !slices.Contains(g.Rules, rule) })
}

// take removes an approval; only one of many succeeds, since a file can be moved
// away once.
func (s Store) take(path string) bool {
	mine := filepath.Join(filepath.Dir(path), ".used."+rand.Text())
	if os.Rename(path, mine) != nil {
		return false
	}
	return os.Remove(mine) == nil
}

// holds reports whether an approval's time is now.
func (s Store) holds(g *Grant) bool {
	now := s.Now()
	return now.Before(g.Until) && now.After(g.Given.Add(-skew))
}

// errNotOwn is a file that somebody else could have written.
const errNotOwn = notOwn("it is not the user's alone")

type notOwn string

func (e notOwn) Error() string { return string(e) }

// get reads an entry. One that others can write to, or whose directory they can,
// is not believed.
func (s Store) get(path string, v any) error {
	for _, p := range []string{s.Dir, filepath.Dir(path)} {
		info, err := os.Lstat(p)
		if err != nil {
			return err
		}
		if !info.IsDir() || !own(info) {
			return errNotOwn
		}
	}
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() || info.Size() > maxEntry || !own(info) {
		return errNotOwn
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return json.Unmarshal(data, v)
}
