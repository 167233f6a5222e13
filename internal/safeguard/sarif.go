package safeguard

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
func (r Report) SARIF(w io.Writer, version string) error {
	log := sarifLog{
		Schema:  "https://json.schemastore.org/sarif-2.1.0.json",
		Version: "2.1.0",
		Runs: []sarifRun{{
			Tool:    sarifTool{sarifDriver{Name: "tagout safeguards", Version: version, Rules: sarifRules()}},
			Columns: "utf16CodeUnits",
			Results: []sarifResult{},
			Bases:   map[string]sarifBase{"PROJECT": {sarifText{"the directory that was checked"}}, "HOME": {sarifText{"the home directory"}}},
		}},
	}
	for _, f := range r.Findings {
		log.Runs[0].Results = append(log.Runs[0].Results, f.sarif())
	}
	for _, u := range r.Unseen {
		log.Runs[0].Invocations[0].Notes = append(log.Runs[0].Invocations[0].Notes, sarifNote{"note", sarifText{Name(u.Safeguard) + ": " + u.Text}})
	}
	log.Runs[0].Invocations[0].Successful = true
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(log)
}

type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool        sarifTool            `json:"tool"`
	Invocations [1]sarifInvocation   `json:"invocations"`
	Bases       map[string]sarifBase `json:"originalUriBaseIds"`
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

func (f Finding) sarif() sarifResult {
	index, _ := slices.BinarySearchFunc(checks(), f.ID, func(c [2]string, id string) int { return strings.Compare(c[0], id) })
	out := sarifResult{RuleID: f.ID, RuleIndex: index, Level: f.Severity.sarif(),
		Message: sarifText{f.About + ": " + f.Msg + "\n\nwrite: " + f.Mend}}
	if f.File == "" {
		return out
	}
	artifact := sarifArtifact{URI: (&url.URL{Path: f.File}).EscapedPath(), Base: "PROJECT"}
	if home, ok := strings.CutPrefix(f.File, "~/"); ok {
		artifact = sarifArtifact{URI: (&url.URL{Path: home}).EscapedPath(), Base: "HOME"}
	}
	physical := sarifPhysical{Artifact: artifact}
	if f.Line > 0 {
		start := units(f.Source, f.Col-1)
		physical.Region = &sarifRegion{f.Line, start + 1, max(units(f.Source, f.Col-1+f.Len), start+1) + 1}
	}
	out.Locations = []sarifLocation{{physical}}
	return out
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

func (s Severity) sarif() string {
	switch s {
	case High:
		return "error"
	case Medium:
		return "warning"
	}
	return "note"
}

// checks are the ids of all findings, sorted, with what each means.
func checks() [][2]string {
	return [][2]string{
		{"SG-AGENT-1", "an agent may run what cannot be undone"},
		{"SG-AGENT-2", "a script or target runs unasked what the policy refuses"},
		{"SG-BACKUP-1", "no copy outlives the resource"},
		{"SG-BACKUP-2", "backups share the state of what they copy"},
		{"SG-ENV-1", "development and production share a root"},
		{"SG-ENV-2", "a provider is bound to no account"},
		{"SG-PROT-1", "deletion protection is missing"},
		{"SG-PROT-2", "prevent_destroy is missing"},
		{"SG-PROT-3", "a setting lets the resource be destroyed with all it holds"},
		{"SG-PROT-4", "a protection that is written down was never applied"},
		{"SG-READ", "a part of the project could not be read"},
		{"SG-STATE-1", "the state is a local file"},
		{"SG-STATE-2", "the state is missing"},
		{"SG-STATE-3", "the remote state is not locked, not encrypted, or destroys itself"},
		{"SG-STATE-4", "state files lie about"},
	}
}

func sarifRules() []sarifRule {
	var out []sarifRule
	for _, c := range checks() {
		out = append(out, sarifRule{c[0], sarifText{c[1]}})
	}
	return out
}

// sarifBase describes what a relative address is relative to; where that lies
// is nobody's business but the reader's.
type sarifBase struct {
	Description sarifText `json:"description"`
}
