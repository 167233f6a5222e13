package cli

import (
	"encoding/json"
	"os"
	"path/filepath"

	"tagout/internal/facts"
	"tagout/policy"
)

// remember enters state files in the ledger. What cannot be written is not
// remembered: the answer is given, and no answer is wrong for it.
func (c command) remember(states []policy.State) {
	file := facts.LedgerFile(c.world.Env)
	if file == "" {
		return
	}
	ledger, changed := facts.ReadLedger(c.world, file), false
	for _, s := range states {
		changed = ledger.Note(s.File, facts.Seen{Lineage: s.Lineage, Serial: s.Serial, Objects: s.Objects}) || changed
	}
	if !changed {
		return
	}
	data, err := json.MarshalIndent(ledger, "", "  ")
	if err != nil || os.MkdirAll(filepath.Dir(file), 0o700) != nil {
		return
	}
	if name, err := writeTemp(filepath.Dir(file), append(data, '\n'), 0o600); err == nil && os.Rename(name, file) != nil {
		_ = os.Remove(name) // it stays as it was
	}
}
