package record

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"
)

// Tail is the end of a record, from which it can be read on.
type Tail struct {
	log  Log
	f    *os.File
	r    *bufio.Reader
	part []byte
	// Pause is the time between two looks.
	Pause time.Duration
}

// Tail calls visit with every entry that is there, as Read does, and stays at
// the end.
func (l Log) Tail(visit func(*Entry) bool) (*Tail, error) {
	parts, _, _, err := l.snapshot()
	if err != nil {
		closeAll(parts)
		return nil, err
	}
	t := &Tail{log: l, Pause: 200 * time.Millisecond}
	for i, p := range parts {
		if i == len(parts)-1 && base(p.File) == filepath.Base(l.File()) {
			t.f = p.File
		} else {
			defer p.Close() // only read
		}
	}
	return t, entries(parts, visit)
}

// Close ends the reading.
func (t *Tail) Close() {
	if t.f != nil {
		_ = t.f.Close() // only read
	}
}

// Follow calls visit with each new entry until it returns false, also where the
// file is put aside meanwhile.
func (t *Tail) Follow(visit func(*Entry) bool) error {
	for {
		more, err := t.more(visit)
		if err != nil || !more {
			return err
		}
		more, err = t.next(visit)
		if err != nil || !more {
			return err
		}
	}
}

// more reads what has been added.
func (t *Tail) more(visit func(*Entry) bool) (bool, error) {
	if t.f == nil {
		return true, nil
	}
	if t.r == nil {
		t.r = bufio.NewReader(t.f)
	}
	for {
		text, err := t.r.ReadBytes('\n')
		t.part = append(t.part, text...)
		if errors.Is(err, io.EOF) {
			return true, nil
		}
		if err != nil {
			return false, err
		}
		e, ok := parseEntry(bytes.TrimSuffix(t.part, []byte{'\n'}))
		t.part = nil
		if ok && !visit(&e) {
			return false, nil
		}
	}
}

// next goes on to a new file where there is one, and waits where there is none.
func (t *Tail) next(visit func(*Entry) bool) (bool, error) {
	info, err := os.Stat(t.log.File())
	if err != nil {
		time.Sleep(t.Pause)
		return true, nil // between two files, or none yet
	}
	if t.f != nil {
		have, err := t.f.Stat()
		if err != nil {
			return false, err
		}
		if os.SameFile(have, info) {
			time.Sleep(t.Pause)
			return true, nil
		}
		// It was put aside; what was added to it before that is its last.
		if more, err := t.more(visit); err != nil || !more {
			return false, err
		}
	}
	f, err := os.Open(t.log.File())
	if err != nil {
		return false, err
	}
	t.Close()
	t.f, t.r, t.part = f, nil, nil
	return true, nil
}
