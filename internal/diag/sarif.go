package diag

import (
	"encoding/json"
	"io"
	"net/url"
	"slices"
	"strings"
)

// SARIF writes a report as a log of SARIF 2.1.0, which code hosts show beside
// the lines. The format is large, and this is all of it that a linter needs;
// the libraries for it bring a model of the whole, validators and YAML.
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
func (r Report) SARIF(w io.Writer) error {
	run := sarifRun{
		Tool:    sarifTool{sarifDriver{Name: r.Tool, Version: r.Version, Rules: []sarifRule{}}},
		Columns: "utf16CodeUnits",
		Results: []sarifResult{},
	}
	for _, c := range r.Checks {
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{c[0], sarifText{c[1]}})
	}
	for name, what := range r.Bases {
		if run.Bases == nil {
			run.Bases = make(map[string]sarifBase)
		}
		run.Bases[name] = sarifBase{sarifText{what}}
	}
	for i := range r.Results {
		run.Results = append(run.Results, r.sarif(&r.Results[i]))
	}
	run.Invocations[0].Successful = true
	for _, n := range r.Notes {
		run.Invocations[0].Notes = append(run.Invocations[0].Notes, sarifNote{"note", sarifText{n}})
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}})
}

type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool        sarifTool            `json:"tool"`
	Invocations [1]sarifInvocation   `json:"invocations"`
	Bases       map[string]sarifBase `json:"originalUriBaseIds,omitempty"`
	Columns     string               `json:"columnKind"`
	Results     []sarifResult        `json:"results"`
}

type sarifInvocation struct {
	Successful bool        `json:"executionSuccessful"`
	Notes      []sarifNote `json:"toolExecutionNotifications,omitempty"`
}

type sarifNote struct {
	Level   string    `json:"level"`
	Message sarifText `json:"message"`
}

type sarifTool struct {
	Driver sarifDriver `json:"driver"`
}

type sarifDriver struct {
	Name    string      `json:"name"`
	Version string      `json:"version,omitempty"`
	Rules   []sarifRule `json:"rules"`
}

type sarifRule struct {
	ID    string    `json:"id"`
	Short sarifText `json:"shortDescription"`
}

type sarifText struct {
	Text string `json:"text"`
}

// sarifBase describes what a relative address is relative to; where that lies
// is nobody's business but the reader's.
type sarifBase struct {
	Description sarifText `json:"description"`
}

type sarifResult struct {
	RuleID    string          `json:"ruleId"`
	RuleIndex int             `json:"ruleIndex"`
	Level     string          `json:"level"`
	Message   sarifText       `json:"message"`
	Locations []sarifLocation `json:"locations,omitempty"`
}

type sarifLocation struct {
	Physical sarifPhysical `json:"physicalLocation"`
}

type sarifPhysical struct {
	Artifact sarifArtifact `json:"artifactLocation"`
	Region   *sarifRegion  `json:"region,omitempty"`
}

type sarifArtifact struct {
	URI  string `json:"uri"`
	Base string `json:"uriBaseId,omitempty"`
}

type sarifRegion struct {
	StartLine   int `json:"startLine"`
	StartColumn int `json:"startColumn"`
	EndColumn   int `json:"endColumn"`
}

// sarif is one result; -1 is the format's index of a check that is not listed.
func (r *Report) sarif(f *Result) sarifResult {
	index := slices.IndexFunc(r.Checks, func(c [2]string) bool { return c[0] == f.ID })
	out := sarifResult{RuleID: f.ID, RuleIndex: index, Level: f.Level.String(), Message: sarifText{f.Text}}
	if f.File == "" {
		return out
	}
	physical := sarifPhysical{Artifact: sarifArtifact{URI: address(f.File), Base: f.Base}}
	if f.Line > 0 {
		start := units(f.Source, f.Col-1)
		physical.Region = &sarifRegion{f.Line, start + 1, max(units(f.Source, f.Col-1+f.Len), start+1) + 1}
	}
	out.Locations = []sarifLocation{{physical}}
	return out
}

// address is a path as a URI; an absolute one has a scheme.
func address(path string) string {
	u := url.URL{Path: path}
	if strings.HasPrefix(path, "/") {
		u.Scheme = "file"
		return u.String()
	}
	return u.EscapedPath()
}

// units counts the UTF-16 code units of the first n bytes of a line.
func units(line string, n int) int {
	count := 0
	for _, r := range line[:min(max(n, 0), len(line))] {
		if count++; r > 0xffff {
			count++
		}
	}
	return count
}
