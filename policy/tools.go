package policy

import (
	"cmp"
	"slices"

	"tagout/internal/builtin"
	"tagout/internal/catalog"
	"tagout/internal/tool"
)

// Tool says what the policy knows of one program.
type Tool struct {
	Name string `json:"name"`
	// Same are other names of the same grammar.
	Same []string `json:"same,omitempty"`
	// Pure, Read, Write and Destroy are the verbs of known effect, Unclassified
	// the rest. A program without verbs counts as one verb, and so does a
	// pattern that stands for many ("delete-*").
	Pure         int `json:"pure"`
	Read         int `json:"read"`
	Write        int `json:"write"`
	Destroy      int `json:"destroy"`
	Unclassified int `json:"unclassified"`
	// Options are those that the grammar knows, spellings of one counted once.
	Options int `json:"options"`
	// Rules are those that name the program; the ones for any program count for
	// none.
	Rules int `json:"rules"`
}

// Tools lists the tools whose grammar the policy knows, sorted by name. A user's
// own stands for the built-in one of that name.
func (p *Policy) Tools() []Tool {
	var out []Tool
	for i := range p.tools {
		out = append(out, p.describeTool(&p.tools[i]))
	}
	own := len(out)
	for _, t := range builtin.Tools() {
		if !slices.ContainsFunc(out[:own], func(o Tool) bool { return o.Name == t.Name }) {
			out = append(out, p.describeTool(t))
		}
	}
	slices.SortStableFunc(out, func(a, b Tool) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

func (p *Policy) describeTool(t *catalog.Tool) Tool {
	c := tool.Count(t)
	return Tool{Name: t.Name, Same: t.Same, Pure: c.Pure, Read: c.Read, Write: c.Write, Destroy: c.Destroy,
		Unclassified: c.Unclassified, Options: c.Options, Rules: p.rulesOf(t)}
}

// rulesOf counts the rules that name a tool by any of its names.
func (p *Policy) rulesOf(t *catalog.Tool) int {
	names := append([]string{t.Name}, t.Same...)
	var ids []int32
	for _, name := range names {
		ids = append(ids, builtin.RulesFor(name)...)
	}
	slices.Sort(ids)
	n := len(slices.Compact(ids))
	for i := range p.rules {
		if slices.ContainsFunc(names, func(name string) bool { return policed(&p.rules[i], name) }) {
			n++
		}
	}
	return n
}
