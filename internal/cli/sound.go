package cli

import (
	"tagout/internal/harness"
	"tagout/internal/settings"
	"tagout/internal/tree"
)

// sound reports whether a harness would read a settings file, or say what keeps
// it from that: many drop a whole file for one mistake, with every hook in it.
func (p *patient) sound(f *settingsFile) bool {
	if f.format != harness.JSON && f.format != harness.JSONC {
		return true
	}
	doc, err := tree.Read(f.data, f.format == harness.JSONC)
	if err != nil {
		return false // which was said when it was read
	}
	if key, at, twice := doc.Root.Repeated(); twice {
		p.bad(f.name+" settings", "remove one of them", "%s:%s: %q stands twice, and only the last counts", f.settings, tree.Place(f.data, at), key)
	}
	if !f.hooks {
		return true
	}
	mistakes := settings.MistakesFor(p.r, doc.Root)
	for _, m := range mistakes {
		p.bad(f.name+" settings", "mend or remove it", "%s:%s: %s drops the whole file, with every hook in it: %s",
			f.settings, tree.Place(f.data, m.At), p.h.Title, m.Msg)
	}
	if len(mistakes) == 0 {
		p.good(f.name+" settings", "%s is well formed", f.settings)
	}
	return len(mistakes) == 0
}
