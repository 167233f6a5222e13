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

// Grant is an approval.
type Grant struct {
	Stopped
	// ID is its own, and Sum the digest of the text and the directory: a held
	// approval, which others can read, has no text.
	ID    string    `json:"id"`
	Sum   string    `json:"sum"`
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
	// Held is set where another user than the one whose commands are stopped
	// writes what is approved, and User is that one's number.
	Held bool
	User int
}

// key names a command's entries.
func key(text, dir string) string {
	sum := sha256.Sum256([]byte(dir + "\x00" + text))
	return hex.EncodeToString(sum[:])
}

func (s Store) stopped() string { return filepath.Join(s.Dir, "stopped") }
func (s Store) grants() string  { return filepath.Join(s.Dir, "granted") }
func (s Store) claimed() string { return filepath.Join(s.Dir, "claimed") }

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
	if !s.Held {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return err
		}
	}
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	next, mode := filepath.Join(dir, "."+name+"."+rand.Text()), fs.FileMode(0o600)
	if s.Held && dir != s.stopped() {
		mode = 0o644 // the hook reads it as another user
	}
	err = os.WriteFile(next, data, mode)
	if err == nil && s.Held {
		err = os.Chmod(next, mode) // whatever the mask
	}
	if err != nil {
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
		if s.get(s.stopped(), name, &c) == nil && s.Now().Sub(c.Time) < kept {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b Stopped) int { return b.Time.Compare(a.Time) })
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
	name := key(c.Text, c.Dir)
	g := Grant{Stopped: c, ID: rand.Text(), Sum: name, Given: s.Now(), Until: until, Once: once, ForSession: forSession}
	if s.Held {
		g.Text, g.Call, g.Reason = "", "", ""
		s.forget()
	}
	return s.put(s.grants(), name, g)
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
// approval for one use: of many that claim it at once, one gets it. read is what was
// read to judge it.
func (s Store) Claim(c Stopped, read *Readings) bool {
	var g Grant
	name := key(c.Text, c.Dir)
	if s.get(s.grants(), name, &g) != nil || !s.holds(&g) || g.Sum != name || !g.covers(&c) {
		return false
	}
	if now, ok := read.Digests(); !ok || !slices.Equal(now, g.Files) {
		return false
	}
	return !g.Once || s.take(name, g.ID)
}

// covers reports whether an approval is for a command of the same text, for which
// nothing speaks against it that the person was not told.
func (g *Grant) covers(c *Stopped) bool {
	if g.Input != c.Input || g.ForSession && (c.Session == "" || g.Session != c.Session) {
		return false
	}
	return !slices.ContainsFunc(c.Rules, func(rule string) bool { return !slices.Contains(g.Rules, rule) })
}

// take uses an approval up; only one of many succeeds, since a file can be moved
// away once, and made once.
func (s Store) take(name, id string) bool {
	if s.Held {
		return s.mark(id)
	}
	mine := filepath.Join(s.grants(), ".used."+rand.Text())
	if os.Rename(filepath.Join(s.grants(), name), mine) != nil {
		return false
	}
	return os.Remove(mine) == nil
}

// holds reports whether an approval's time is now.
func (s Store) holds(g *Grant) bool {
	now := s.Now()
	return now.Before(g.Until) && now.After(g.Given.Add(-skew))
}
