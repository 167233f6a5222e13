package diag

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// Report is what a run of checks found, for readers that are programs.
type Report struct {
	// Tool and Version are of the program that checked.
	Tool, Version string
	// Checks are the ids of all checks, sorted, each with what it means.
	Checks [][2]string
	// Bases are what the addresses of files may be relative to, each with its
	// description.
	Bases   map[string]string
	Results []Result
	// Notes are remarks on the run itself.
	Notes []string
}

// Result is one finding of a report.
type Result struct {
	// Problem's File is a path with slashes.
	Problem
	// Text is the whole message.
	Text string
	// Base is the name of the base that File is relative to, "" for none.
	Base string
}

// Report makes a report of problems, whose messages carry what is wanted.
func (ps Problems) Report(tool, version string, checks [][2]string) Report {
	r := Report{Tool: tool, Version: version, Checks: checks}
	for _, p := range ps {
		r.Results = append(r.Results, Result{Problem: p, Text: p.text()})
	}
	return r
}

// text is the message with what is wanted and the hint, on lines of their own.
func (p Problem) text() string {
	text := p.Msg
	if p.Want != "" {
		text += ", want " + p.Want
	}
	if p.Hint != "" {
		text += "\nhint: " + p.Hint
	}
	return text
}

// jsonProblem is a problem as JSON writes it.
type jsonProblem struct {
	ID      string `json:"id"`
	Level   string `json:"level"`
	File    string `json:"file"`
	Line    int    `json:"line,omitempty"`
	Column  int    `json:"column,omitempty"`
	Length  int    `json:"length,omitempty"`
	Rule    string `json:"rule,omitempty"`
	Message string `json:"message"`
	Want    string `json:"want,omitempty"`
	Hint    string `json:"hint,omitempty"`
}

// JSON writes problems as one list. Columns and lengths are bytes.
func (ps Problems) JSON(w io.Writer) error {
	list := make([]jsonProblem, 0, len(ps))
	for _, p := range ps {
		list = append(list, jsonProblem{p.ID, p.Level.String(), p.File, p.Line, p.Col, p.Len, p.Rule, p.Msg, p.Want, p.Hint})
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(list)
}

// GitHub writes problems as workflow commands, which GitHub shows beside the
// lines of a change.
// https://docs.github.com/actions/reference/workflow-commands-for-github-actions
func (ps Problems) GitHub(w io.Writer) error {
	var b strings.Builder
	for _, p := range ps {
		level := p.Level.String()
		if p.Level == Note {
			level = "notice"
		}
		b.WriteString("::" + level + " file=" + property(p.File))
		if p.Line > 0 {
			fmt.Fprintf(&b, ",line=%d,col=%d,endColumn=%d", p.Line, p.Col, p.Col+max(p.Len, 1))
		}
		if p.ID != "" {
			b.WriteString(",title=" + property("tagout "+p.ID))
		}
		b.WriteString("::" + data(p.text()) + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// data escapes the message of a workflow command, property one of its
// properties, as GitHub's own toolkit does.
func data(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

func property(s string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(data(s))
}
