package main

import (
	"reflect"
	"strconv"

	"tagout/internal/catalog"
	"tagout/internal/rule"
)

// The names of the enumerations' values, from 1.
var (
	styleNames    = [...]string{"GNU", "POSIX", "Go", "BSD", "DD", "Find", "AWS", "None"}
	argNames      = [...]string{"Flag", "Value", "Optional"}
	howNames      = [...]string{"Rest", "Script", "Joined", "Between", "Stdin", "File", "Target"}
	decisionNames = [...]string{"Allow", "None", "Ask", "Deny"}
	itemNames     = [...]string{"Verb", "Operand", "Option", "Key", "Effect"}
	flowNames     = [...]string{"Fed", "Replaces", "WritesTo"}
)

// constant names an enumeration's value, so that literals can be read. A value
// without a name is written as a number.
func constant(v reflect.Value) string {
	pkg, names := "", []string(nil)
	switch v.Interface().(type) {
	case catalog.Style:
		pkg, names = "catalog.", styleNames[:]
	case catalog.Arg:
		pkg, names = "catalog.", argNames[:]
	case catalog.How:
		pkg, names = "catalog.", howNames[:]
	case rule.Decision:
		pkg, names = "rule.", decisionNames[:]
	case rule.ItemKind:
		pkg, names = "rule.", itemNames[:]
	case rule.FlowKind:
		pkg, names = "rule.", flowNames[:]
	}
	if n := v.Uint(); n >= 1 && n <= uint64(len(names)) {
		return pkg + names[n-1]
	}
	return strconv.FormatUint(v.Uint(), 10)
}
