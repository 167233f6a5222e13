package mcp

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"tagout/internal/rule"
)

// Reading is what a call comes to by rows that speak of it.
type Reading struct {
	// Text is a program for a shell: the call itself, and what it is as good as.
	Text string
	// Guess is a program that the call is as good as if its fields are what their
	// names say.
	Guess string
	// Dir is the directory that the call names, "" for none.
	Dir string
	// Writes are the files that it writes.
	Writes []File
	// Problem says why what it would do is not known; "" where it is.
	Problem string
}

// File is a file and what will stand in it, where that is known.
type File struct {
	Path, Content string
	Known         bool
}

// Read reads a call by rows, all of which speak of it.
func Read(c *Call, rows []*rule.Reading) Reading {
	lines := c.Lines()
	var r Reading
	var guesses []string
	for _, row := range rows {
		made, problem := r.row(c, row)
		switch {
		case row.Guess:
			guesses = appendNew(guesses, made)
		case problem != "" && r.Problem == "":
			r.Problem = problem
		}
		if !row.Guess {
			lines = appendNew(lines, made)
		}
	}
	r.Text, r.Guess = strings.Join(lines, "\n"), strings.Join(guesses, "\n")
	return r
}

// appendNew appends the lines that are not there yet.
func appendNew(all, lines []string) []string {
	for _, l := range lines {
		if !slices.Contains(all, l) {
			all = append(all, l)
		}
	}
	return all
}

// row reads a call by one row. A field of a kind that no command of the row takes
// is a problem, and so is a call that has none of what the row needs.
func (r *Reading) row(c *Call, row *rule.Reading) (lines []string, problem string) {
	var taken []*Template
	lacks, unfit := "", ""
	for _, text := range row.As {
		t, err := ParseTemplate(text)
		if err != nil {
			return nil, "mcp row " + row.ID + " cannot be read: " + err.Error()
		}
		made, what, field := t.render(c)
		switch what {
		case wrong:
			unfit = field
		case absent:
			lacks = cmp.Or(lacks, field)
		default:
			taken = append(taken, t)
		}
		lines = append(lines, made...)
	}
	found, none := r.file(c, row)
	switch {
	case unfit != "" && !slices.ContainsFunc(taken, func(t *Template) bool { return t.takes(unfit) }):
		problem = fmt.Sprintf("its field %s is %s, which mcp row %s does not take", unfit, c.field([]string{unfit}).Kind, row.ID)
	case len(lines) > 0 || found:
	case lacks != "":
		problem = fmt.Sprintf("it has no field %s, which mcp row %s needs", lacks, row.ID)
	default:
		problem = none
	}
	if !row.Guess && r.Dir == "" {
		r.Dir, _ = c.text(row.Dir)
	}
	return lines, problem
}

// file adds the file that a row says is written.
func (r *Reading) file(c *Call, row *rule.Reading) (found bool, problem string) {
	if len(row.Write) == 0 {
		return false, ""
	}
	path, is := c.text(row.Write)
	if !is || path == "" {
		return false, fmt.Sprintf("it has no field %s that is a string, which mcp row %s needs", strings.Join(row.Write, " or "), row.ID)
	}
	content, known := c.text(row.Content)
	r.Writes = append(r.Writes, File{path, content, known})
	return true, ""
}

// text is the string in the first of the fields that is there.
func (c *Call) text(fields []string) (string, bool) { return c.field(fields).Str() }
