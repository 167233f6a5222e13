package plan

import "slices"

// Lang is the language of a plan, as a tool's row names it.
const Lang = "tfplan"

// kinds are what can be asked of a plan, sorted.
var kinds = [...]string{"action", "create", "deferred", "delete", "destroy", "forget", "read", "replace", "sets", "update"}

// Kinds returns what can be asked of a plan: what a change does to an object
// (create, read, update, delete, replace, forget), that an update sets an
// attribute (sets), that the plan is one for destroying everything (destroy),
// invokes actions of a provider (action) or puts changes off (deferred).
func Kinds() []string { return slices.Clone(kinds[:]) }

// Is reports whether the action is of a kind that Kinds has.
func (a Action) Is(kind string) bool {
	switch kind {
	case "create":
		return a.Creates()
	case "read":
		return a == ReadSource
	case "update":
		return a == Update
	case "delete":
		return a.Deletes()
	case "replace":
		return a.Replaces()
	case "forget":
		return a.Forgets()
	}
	return false
}
