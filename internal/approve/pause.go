package approve

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Pause is a time in which nothing is stopped but what guards the guard.
type Pause struct {
	Given time.Time `json:"given"`
	Until time.Time `json:"until"`
}

func (s Store) pauseFile() string { return filepath.Join(s.Dir, "paused", "until") }

// Pause sets a pause.
func (s Store) Pause(until time.Time) error {
	return s.put(filepath.Dir(s.pauseFile()), "until", Pause{Given: s.Now(), Until: until})
}

// EndPause ends one; that there is none is no error.
func (s Store) EndPause() error {
	err := os.Remove(s.pauseFile())
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// Paused returns until when there is a pause, and whether there is one.
func (s Store) Paused() (time.Time, bool) {
	var p Pause
	if s.get(filepath.Dir(s.pauseFile()), filepath.Base(s.pauseFile()), &p) != nil {
		return time.Time{}, false
	}
	g := Grant{Given: p.Given, Until: p.Until}
	return p.Until, s.holds(&g)
}
