// Package safeguard reads a project and says which of the seven safeguards of
// the incident it lacks: protection of single resources, a remote state, what an
// agent may run, backups out of the state's reach, development apart from
// production, restores that are tried, and refusals that are heeded.
//
// It only reads. What reading cannot know (an expression that is computed, what
// an account really holds) is neither a finding nor a pass: it is said so.
package safeguard

import (
	"cmp"
	"io/fs"
	"slices"

	"tagout/internal/diag"
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

// Check reads a project.
func Check(p Project) Report {
	c := checker{project: p, table: readTable(), sources: map[string]*source{}}
	c.tree()
	c.modules()
	c.roots()
	c.agent()
	c.wrapped()
	c.restores()
	c.unseen(7, "whether a refusal was overridden of late: there is no log of decisions yet")
	c.sort()
	return c.report
}

// checker is one reading of a project.
type checker struct {
	project Project
	table   *table
	report  Report
	// files are the names of all files that the walk found, sorted.
	files   []string
	sources map[string]*source
	left    int64 // bytes that may still be read
	dirs    map[string]*module
	// remote is a bucket or such that a root keeps its state in.
	guardIsUp bool
}

// source is the text of a file.
type source struct{ name, text string }

// place is a span in a file.
type place struct {
	in         *source
	start, end int
}

// found adds a finding at a place, unless it is there: a module may be used
// more than once.
func (c *checker) found(f Finding, at place) {
	if at.in != nil {
		f.File = at.in.name
		f.Line, f.Col, f.Source = diag.At(at.in.text, at.start)
		f.Len = min(at.end-at.start, len(f.Source)-f.Col+1)
	}
	if !slices.Contains(c.report.Findings, f) {
		c.report.Findings = append(c.report.Findings, f)
	}
}

func (c *checker) unseen(safeguard int, text string) {
	u := Unseen{safeguard, text}
	if !slices.Contains(c.report.Unseen, u) {
		c.report.Unseen = append(c.report.Unseen, u)
	}
}

func (c *checker) sort() {
	slices.SortStableFunc(c.report.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col),
			cmp.Compare(b.Severity, a.Severity), cmp.Compare(a.ID, b.ID))
	})
	slices.SortStableFunc(c.report.Unseen, func(a, b Unseen) int { return cmp.Compare(a.Safeguard, b.Safeguard) })
}
