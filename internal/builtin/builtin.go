// Package builtin holds the default policy as Go literals, and finds in it what
// one call needs. It has no state and does no work when a program starts: every
// table is laid out when linking.
package builtin

//go:generate go run tagout/internal/gen

import (
	"tagout/internal/catalog"
	"tagout/internal/rule"
)

// toolName is one name of a tool; tools is sorted by it.
type toolName struct {
	name string
	tool *catalog.Tool
}

// programRules are the rules that name a program; programs is sorted by it.
type programRules struct {
	name  string
	rules []int32
}

// Tool returns the grammar of the program called name, by its own name or
// another of the same grammar, or nil.
func Tool(name string) *catalog.Tool {
	lo, hi := 0, len(tools)
	for lo < hi {
		mid := int(uint(lo+hi) / 2)
		if tools[mid].name < name {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(tools) && tools[lo].name == name {
		return tools[lo].tool
	}
	return nil
}

// Rules returns all rules, in the order of the policy files and in them. The
// other functions return indices into it. It must not be changed.
func Rules() []*rule.Rule { return rules[:] }

// RulesFor returns the indices of the rules that name the program, in order.
// Together with Always they are all that may match a call of it.
func RulesFor(name string) []int32 {
	lo, hi := 0, len(programs)
	for lo < hi {
		mid := int(uint(lo+hi) / 2)
		if programs[mid].name < name {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(programs) && programs[lo].name == name {
		return programs[lo].rules
	}
	return nil
}

// Always returns the indices of the rules that may match whatever the program
// is: those with a pattern whose program is a glob or a class, or that judge a
// write or an assignment alone.
func Always() []int32 { return always[:] }

// Catalog is the default policy's catalogue.
type Catalog struct{}

// Tool finds a grammar, or nil.
func (Catalog) Tool(name string) *catalog.Tool { return Tool(name) }

// Policed reports whether a rule names the program.
func (Catalog) Policed(name string) bool { return RulesFor(name) != nil }
