package cli

import (
	"fmt"
	"slices"

	"tagout/internal/harness"
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
	mistakes := p.mistakes(f, doc.Root)
	for _, m := range mistakes {
		p.bad(f.name+" settings", "mend or remove it", "%s:%s: %s drops the whole file, with every hook in it: %s",
			f.settings, tree.Place(f.data, m.at), p.h.Title, m.msg)
	}
	if len(mistakes) == 0 {
		p.good(f.name+" settings", "%s is well formed", f.settings)
	}
	return len(mistakes) == 0
}

// mistakes are those for which this harness drops a file.
func (p *patient) mistakes(f *settingsFile, root *tree.Node) []mistake {
	if p.r.Whole {
		return schemaMistakes(root)
	}
	var out []mistake
	for _, m := range root.Members {
		if p.r.Root != nil && !slices.Contains(p.r.Root, m.Name) {
			out = append(out, mistake{m.Start, fmt.Sprintf("%q is none of %s", m.Name, list(p.r.Root))})
		}
	}
	if p.r.Events == nil {
		return out
	}
	if events := root.Get(p.r.Object...); events != nil {
		for _, e := range events.Members {
			if !slices.Contains(p.r.Events, e.Name) {
				out = append(out, mistake{e.Start, fmt.Sprintf("it knows no event %q", e.Name)})
			}
		}
	}
	return out
}
