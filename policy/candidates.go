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
	var room [96]int32
	for _, i := range builtinFor(room[:0], f) {
		try(builtin.Rule(i), builtin.Classes)
	}
}

// builtinFor appends the built-in rules that could match a call.
func builtinFor(out []int32, f *reach.Found) []int32 {
	var room [4]string
	names := names(room[:0], f)
	if names == nil && len(f.Readings) > 0 {
		return builtinForAny(f)
	}
	for _, name := range names {
		out = append(out, builtin.RulesFor(name)...)
	}
	named := len(out)
	out = needed(out, f)
	slices.Sort(out[named:])
	kept := out[:0]
	for _, i := range out {
		if !slices.Contains(kept, i) {
			kept = append(kept, i)
		}
	}
	return kept
}

// needed appends the rules that name no program, of which a call has what they need.
func needed(out []int32, f *reach.Found) []int32 {
	has := func(what string) { out = append(out, builtin.Needing(what)...) }
	has(rule.NeedNothing)
	if len(f.Call.Assigns) > 0 {
		has(rule.NeedAssignment)
	}
	if len(f.Call.Code) > 0 {
		has(rule.NeedCode)
	}
	if f.Writes() {
		has(rule.NeedWrite)
	}
	if f.Unread {
		has("unread")
	}
	if f.Listens {
		has("listening")
	}
	for i := range f.Readings {
		if t := f.Readings[i].Tool; t != nil {
			for _, kind := range t.Kinds {
				has(kind)
			}
		}
	}
	return out
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

// names appends the program names by which rules may know a call; nil: the name is
// not known and may be any.
func names(out []string, f *reach.Found) []string {
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
