package facts

import (
	"encoding/json"
	"path"

	"tagout/internal/world"
)

// Ledger is what was last known of state files, by their paths. Terraform says
// nothing when a state is replaced by another (measured with 1.11.4: a copied
// file with another lineage is taken as it is), so that only a memory can.
type Ledger map[string]Seen

// Seen is what a ledger keeps of a state: nothing of what it holds.
type Seen struct {
	Lineage string `json:"lineage"`
	Serial  int64  `json:"serial"`
	Objects int    `json:"objects"`
	// Foreign is a state that stands in the place of this one, as it was first
	// seen there.
	Foreign *Seen `json:"foreign,omitempty"`
}

// maxLedger bounds the file, in bytes.
const maxLedger = 1 << 20

// LedgerFile is where the ledger is kept: "" where there is no home.
// https://specifications.freedesktop.org/basedir-spec (XDG_STATE_HOME)
func LedgerFile(env func(string) (string, bool)) string {
	if dir, ok := env("XDG_STATE_HOME"); ok && path.IsAbs(dir) {
		return path.Join(dir, "tagout/terraform.json")
	}
	home, _ := env("HOME")
	if home == "" {
		return ""
	}
	return path.Join(home, ".local/state/tagout/terraform.json")
}

// ReadLedger reads the ledger; one that cannot be read remembers nothing.
func ReadLedger(w world.World, file string) Ledger {
	l := Ledger{}
	if text, ok := bounded(w, file, maxLedger); !ok || json.Unmarshal(text, &l) != nil {
		return Ledger{}
	}
	return l
}

// Replaced returns what was known of a state file where another state stands
// there now: one of another lineage, or an older one.
func (l Ledger) Replaced(file string, now Seen) (was Seen, replaced bool) {
	was, known := l[file]
	if !known || was.adopts(now) {
		return Seen{}, false
	}
	return was, was.Lineage != now.Lineage || was.Serial > now.Serial
}

// adopts reports whether the state that took the place of another has been
// worked with since: somebody who was asked wanted it so.
func (s Seen) adopts(now Seen) bool {
	return s.Foreign != nil && s.Foreign.Lineage == now.Lineage && now.Serial > s.Foreign.Serial
}

// Note enters a state, and reports whether that changed anything. What stands in
// the place of another is noted beside it, and takes its place once it has been
// worked with.
func (l Ledger) Note(file string, now Seen) (changed bool) {
	was, known := l[file]
	next := now
	if _, replaced := l.Replaced(file, now); known && replaced {
		next = was
		if next.Foreign == nil || next.Foreign.Lineage != now.Lineage {
			next.Foreign = &now
		}
	}
	if known && was.same(next) {
		return false
	}
	l[file] = next
	return true
}

func (s Seen) same(o Seen) bool {
	if (s.Foreign == nil) != (o.Foreign == nil) || s.Foreign != nil && *s.Foreign != *o.Foreign {
		return false
	}
	s.Foreign, o.Foreign = nil, nil
	return s == o
}
