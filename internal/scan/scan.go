// Package scan says what is asked of a scan of a project's files for commands,
// and what it answers. Package survey does it; it is apart because its readers of
// configurations cost every program that links them some time at each start.
package scan

import (
	"time"

	"tagout/internal/diag"
	"tagout/policy"
)

// Func scans.
type Func func(Request) (Report, error)

// Request is what to look at, and what to tell.
type Request struct {
	// Root is the project's directory, absolute.
	Root string
	// Paths are files and directories, absolute; none: Root.
	Paths []string
	// Policy judges what is found.
	Policy *policy.Policy
	// Level is the mildest that is told.
	Level diag.Level
	// Base is the commit since which lines must have changed; "": all count.
	Base string
	// Baseline holds the fingerprints of what is known already.
	Baseline map[string]bool
	// Patience bounds how long the commands of one file are judged; 0: as long as
	// no file needs that nobody made to be slow.
	Patience time.Duration
	// Progress is told how many files are done; nil: nobody looks.
	Progress func(done, total int)
}

// Report is what was found.
type Report struct {
	// Problems in order of file and place, and the fingerprint of each.
	Problems     diag.Problems
	Fingerprints []string
	// Files were read, Commands found in them: one is a text that runs at once,
	// of one line or many.
	Files, Commands int
	// Known were left out since the baseline has them, Ignored since a comment
	// says so, Mild since they are below the level.
	Known, Ignored, Mild int
}

// Checks are what a scan finds besides rules of the policy.
func Checks() [][2]string {
	return [][2]string{
		{Allows, "agent settings let a command run unasked that the policy denies"},
		{BadIgnore, "a tagout:ignore comment without a rule or a reason"},
		{Unread, "a file, or a part of one, that cannot be read"},
		{UnusedIgnore, "a tagout:ignore comment that holds nothing back"},
	}
}

// Ids of the findings that no rule makes.
const (
	Allows       = "scan-allows"
	BadIgnore    = "scan-bad-ignore"
	Unread       = "scan-unread"
	UnusedIgnore = "scan-unused-ignore"
)
