package policy

import (
	"slices"

	"tagout/internal/builtin"
	"tagout/internal/reach"
	"tagout/internal/rule"
)

// candidates calls try for each rule that could match a call.
func (p *Policy) candidates(f *reach.Found, try func(*rule.Rule, []rule.Named)) {
	for i := range p.rules {
		try(&p.rules[i], p.scopes[i])
	}
	for _, i := range builtinFor(f) {
		try(builtin.Rule(i), builtin.Classes)
	}
}

// builtinFor are the built-in rules that could match a call.
func builtinFor(f *reach.Found) []int32 {
	names := names(f)
	if names == nil && len(f.Readings) > 0 {
		return builtinForAny(f)
	}
	var out []int32
	for _, name := range names {
		out = append(out, builtin.RulesFor(name)...)
	}
	out = append(out, builtin.Always()...)
	kept := out[:0]
	for _, i := range out {
		if !slices.Contains(kept, i) {
			kept = append(kept, i)
		}
	}
	return kept
}

// builtinForAny are the built-in rules that could match a call of which the
// program is not known. Whatever it is, its verb is among the words.
func builtinForAny(f *reach.Found) []int32 {
	out := slices.Concat(builtin.Always(), builtin.Verbless())
	for i := range f.Call.Words {
		if word, known := f.Call.Words[i].Known(); known {
			out = append(out, builtin.WithVerb(word)...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// names are the program names by which rules may know a call; nil: the name is
// not known and may be any.
func names(f *reach.Found) []string {
	var out []string
	for i := range f.Readings {
		inv := &f.Readings[i]
		if inv.Name == "" {
			return nil
		}
		if !slices.Contains(out, inv.Name) {
			out = append(out, inv.Name)
		}
		if inv.Tool != nil && !slices.Contains(out, inv.Tool.Name) {
			out = append(out, inv.Tool.Name)
		}
	}
	return out
}
