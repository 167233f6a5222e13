// Package audit reads a project and says which of the seven safeguards it
// lacks. It only reads. What reading cannot know (an expression that is
// computed, what an account really holds) is neither a finding nor a pass: it is
// said so.
package audit

import (
	"cmp"
	"slices"

	"tagout/internal/diag"
	"tagout/internal/safeguard"
)

// Check reads a project.
func Check(p safeguard.Project) safeguard.Report {
	c := checker{project: p, table: readTable(), byDir: map[string][]string{}, sources: map[string]*source{}, told: map[any]bool{}}
	c.tree()
	c.modules()
	c.roots()
	c.agent()
	c.wrapped()
	c.restores()
	c.heeded()
	c.sort()
	return c.report
}

// checker is one reading of a project.
type checker struct {
	project safeguard.Project
	table   *table
	report  safeguard.Report
	// files are the names of all files that the walk found, sorted.
	files   []string
	byDir   map[string][]string
	sources map[string]*source
	told    map[any]bool       // the findings and remarks that were made
	judged  int                // resources
	left    int64              // bytes that may still be read
	dirs    map[string]*module // by path
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
func (c *checker) found(f safeguard.Finding, at place) {
	if at.in != nil {
		f.File = at.in.name
		f.Line, f.Col, f.Source = diag.At(at.in.text, at.start)
		f.Len = min(at.end-at.start, len(f.Source)-f.Col+1)
	}
	if !c.told[f] {
		c.told[f] = true
		c.report.Findings = append(c.report.Findings, f)
	}
}

func (c *checker) unseen(number int, text string) {
	u := safeguard.Unseen{Safeguard: number, Text: text}
	if !c.told[u] {
		c.told[u] = true
		c.report.Unseen = append(c.report.Unseen, u)
	}
}

func (c *checker) sort() {
	slices.SortStableFunc(c.report.Findings, func(a, b safeguard.Finding) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col),
			cmp.Compare(b.Severity, a.Severity), cmp.Compare(a.ID, b.ID))
	})
	slices.SortStableFunc(c.report.Unseen, func(a, b safeguard.Unseen) int { return cmp.Compare(a.Safeguard, b.Safeguard) })
}
