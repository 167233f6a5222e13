// Package builtin holds the default policy as texts that are quick to read, and
// finds in it what one call needs. It does no work when a program starts; a tool
// or a rule is made of its text when it is first asked for, and kept.
package builtin

//go:generate go run tagout/internal/gen

import (
	"slices"
	"sync/atomic"

	"tagout/internal/catalog"
	"tagout/internal/rule"
)

// toolName is one name of a tool and its place in packedTools; toolNames is
// sorted by it.
type toolName struct {
	name string
	tool int32
}

// namedRules are the rules of a program or a verb; programs and verbs are sorted
// by it.
type namedRules struct {
	name  string
	rules []int32
}

// What has been made so far. Two goroutines may both make one; the first to be
// stored is the one that all get.
var (
	tools [len(packedTools)]atomic.Pointer[catalog.Tool]
	rules [len(packedRules)]atomic.Pointer[rule.Rule]
)

// Tool returns the grammar of the program called name, by its own name or
// another of the same grammar, or nil.
func Tool(name string) *catalog.Tool {
	lo, hi := 0, len(toolNames)
	for lo < hi {
		mid := int(uint(lo+hi) / 2)
		if toolNames[mid].name < name {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo == len(toolNames) || toolNames[lo].name != name {
		return nil
	}
	i := toolNames[lo].tool
	if t := tools[i].Load(); t != nil {
		return t
	}
	t := new(catalog.Tool)
	unpack(packedTools[i]).catalogTool(t)
	tools[i].CompareAndSwap(nil, t)
	return tools[i].Load()
}

// Tools returns the grammars of all tools, in the order of the policy files.
func Tools() []*catalog.Tool {
	var all []*catalog.Tool
	for _, text := range packedTools {
		t := new(catalog.Tool)
		unpack(text).catalogTool(t)
		all = append(all, t)
	}
	return all
}

// HasRule reports whether there is a rule of this name.
func HasRule(id string) bool { return slices.Contains(ruleIDs[:], id) }

// Count returns the number of rules.
func Count() int { return len(packedRules) }

// Rule returns a rule by its place in the order of the policy files and in them,
// of which the other functions speak. It must not be changed.
func Rule(i int32) *rule.Rule {
	if r := rules[i].Load(); r != nil {
		return r
	}
	r := new(rule.Rule)
	unpack(packedRules[i]).ruleRule(r)
	rules[i].CompareAndSwap(nil, r)
	return rules[i].Load()
}

// RulesFor returns the indices of the rules that name the program, in order.
// Together with Needing they are all that may match a call of it.
func RulesFor(name string) []int32 { return find(programs[:], name) }

// Verbless returns the indices of the rules of which a pattern wants no verb, and
// WithVerb of those of which a pattern wants this one. Together, over the words of
// a call, they and Always are all that may match where the program is not known.
func Verbless() []int32 { return verbless[:] }

// WithVerb returns the indices of the rules with a pattern that wants the verb.
func WithVerb(word string) []int32 { return find(verbs[:], word) }

func find(table []namedRules, name string) []int32 {
	lo, hi := 0, len(table)
	for lo < hi {
		mid := int(uint(lo+hi) / 2)
		if table[mid].name < name {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(table) && table[lo].name == name {
		return table[lo].rules
	}
	return nil
}

// Always returns the indices of the rules that may match whatever the program
// is: those with a pattern whose program is a glob or a class, or that judge a
// write or an assignment alone.
func Always() []int32 { return always[:] }

// Needing returns those of Always that may match a call which has what is named: a
// tool of a kind, or one of rule.Need….
func Needing(what string) []int32 { return find(needed[:], what) }

// Catalog is the default policy's catalogue.
type Catalog struct{}

// Tool finds a grammar, or nil.
func (Catalog) Tool(name string) *catalog.Tool { return Tool(name) }

// Policed reports whether a rule names the program.
func (Catalog) Policed(name string) bool { return RulesFor(name) != nil }
