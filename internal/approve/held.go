package approve

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"time"
)

// heldDir holds the stores that one user holds for another: the user whose commands
// are stopped can read in its own what was approved and cannot write it. It is no
// setting, since whoever could change that could approve.
const heldDir = "/var/lib/tagout/approvals"

// Held is the store that is held for a user, below a directory; "" is heldDir.
func Held(below string, user int, now func() time.Time) Store {
	if below == "" {
		below = heldDir
	}
	return Store{Dir: filepath.Join(below, strconv.Itoa(user)), Now: now, Held: true, User: user}
}

// There reports whether anybody has made the store.
func (s Store) There() bool {
	info, err := os.Lstat(s.Dir)
	return err == nil && info.IsDir()
}

// Hold makes a store for another user. What is stopped and what is claimed are that
// user's to write; the rest is not. lasting reports whether the user cannot take back
// that an approval was used: the file system then keeps what is in a directory.
func (s Store) Hold() (lasting bool, err error) {
	for _, dir := range []string{filepath.Dir(filepath.Dir(s.Dir)), filepath.Dir(s.Dir), s.Dir, s.grants(), filepath.Dir(s.pauseFile())} {
		if err := makeDir(dir, 0o755); err != nil {
			return false, err
		}
	}
	for _, dir := range []string{s.stopped(), s.claimed()} {
		if err := makeDir(dir, 0o700); err != nil {
			return false, err
		}
		if err := s.giveAway(dir); err != nil {
			return false, err
		}
	}
	if err := s.sound(s.grants()); err != nil {
		return false, err
	}
	s.keepMarks(true)
	return s.lasting(), nil
}

// giveAway makes a directory the other user's. One that only grows already is, and
// can be given to nobody any more.
func (s Store) giveAway(dir string) error {
	info, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	if owner, _ := ownerOf(info); owner == s.User {
		return nil
	}
	return os.Lchown(dir, s.User, -1)
}

// makeDir makes a directory of a mode, whatever the mask; one that is there stays.
func makeDir(dir string, mode fs.FileMode) error {
	err := os.Mkdir(dir, mode)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return os.Chmod(dir, mode)
}

// keepMarks lets, or does not let, the file system keep whatever is put into the
// directory of marks (chattr(1), chflags(1)). That it cannot is seen by lasting.
func (s Store) keepMarks(on bool) {
	name, args := "chattr", []string{map[bool]string{true: "+a", false: "-a"}[on]}
	if runtime.GOOS != "linux" {
		name, args = "chflags", []string{map[bool]string{true: "sappnd", false: "nosappnd"}[on]}
	}
	_ = exec.Command(name, append(args, s.claimed())...).Run()
}

// lasting tries whether a mark can be taken away.
func (s Store) lasting() bool {
	try := filepath.Join(s.claimed(), ".try."+rand.Text())
	f, err := os.OpenFile(try, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return false
	}
	_ = f.Close() // nothing is in it
	return os.Remove(try) != nil
}

// mark notes that an approval was used, which can be done once.
func (s Store) mark(id string) bool {
	if s.sound(s.claimed()) != nil || id == "" || filepath.Base(id) != id {
		return false
	}
	f, err := os.OpenFile(filepath.Join(s.claimed(), id), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	return err == nil && f.Close() == nil
}

// forget removes approvals that have ended and, where none is left that a mark could
// be of, the marks.
func (s Store) forget() {
	live := false
	for _, name := range names(s.grants()) {
		var g Grant
		if s.get(s.grants(), name, &g) == nil && s.holds(&g) {
			live = true
			continue
		}
		_ = os.Remove(filepath.Join(s.grants(), name)) // it holds nothing
	}
	if live {
		return
	}
	s.keepMarks(false)
	marks, _ := os.ReadDir(s.claimed()) // what cannot be read stays
	for _, m := range marks {
		_ = os.Remove(filepath.Join(s.claimed(), m.Name())) // one that stays is a mark of nothing
	}
	s.keepMarks(true)
}
