// Package safeguard says what is asked about the seven safeguards of the
// incident, and how the answer is shown: protection of single resources, a
// remote state, what an agent may run, backups out of the state's reach,
// development apart from production, restores that are tried, and refusals that
// are heeded. Package audit finds the answer; it is apart because its reader of
// configurations costs every program that links it some time at each start.
package safeguard

import (
	"io/fs"

	"tagout/internal/world"
)

// Severity says how much a missing safeguard may cost.
type Severity uint8

// The severities, the gravest last.
const (
	Low Severity = iota
	Medium
	High
)

// String returns the severity as it is printed.
func (s Severity) String() string {
	switch s {
	case High:
		return "high"
	case Medium:
		return "medium"
	}
	return "low"
}

// Finding is one missing safeguard.
type Finding struct {
	// ID names the check.
	ID       string
	Severity Severity
	// File is relative to the project, "" for the project as a whole; in the
	// user's home it begins with "~/".
	File string
	// Line and Col are counted from 1, Col in bytes; Line 0 is the whole file.
	Line, Col, Len int
	// Source is the text of the line.
	Source string
	// About is what the finding is about, such as a resource's address.
	About string
	// Msg says what is missing, Mend is the text to write.
	Msg, Mend string
}

// Unseen is something that no reading can know.
type Unseen struct {
	// Safeguard is its number, from 1 to 7.
	Safeguard int
	Text      string
}

// Report is what was found in a project.
type Report struct {
	Findings []Finding
	Unseen   []Unseen
	// Files counts the files that were read, Roots the directories that have a
	// state of their own.
	Files, Roots int
}

// Project is what is read.
type Project struct {
	// Root is the project. Links that lead out of it must fail to open.
	Root fs.FS
	// Dir is the project's absolute path, for what git says of it.
	Dir string
	// World answers for git, at or above Dir.
	World world.World
	// Home is the user's home; nil where it is nobody's, as in CI.
	Home fs.FS
	// Refused returns the rules of the policy for which it refuses a command.
	Refused func(command string) []string
	// Guard says what is known of the registration of tagout itself.
	Guard Guard
}

// Guard is the state of tagout's own registration with a harness.
type Guard struct {
	// Seen is set where there are settings to judge by.
	Seen bool
	// Faults are what keeps the hook from working; none: it is effective.
	Faults []Fault
}

// Fault is one of them.
type Fault struct{ Msg, Mend string }
