package safeguard

import (
	"io"
	"strings"

	"tagout/internal/diag"
)

// SARIF writes a report as a log of SARIF 2.1.0.
func (r Report) SARIF(w io.Writer, version string) error {
	out := diag.Report{
		Tool: "tagout safeguards", Version: version, Checks: checks(),
		Bases: map[string]string{"PROJECT": "the directory that was checked", "HOME": "the home directory"},
	}
	for _, f := range r.Findings {
		out.Results = append(out.Results, f.result())
	}
	for _, u := range r.Unseen {
		out.Notes = append(out.Notes, Name(u.Safeguard)+": "+u.Text)
	}
	return out.SARIF(w)
}

func (f Finding) result() diag.Result {
	out := diag.Result{
		Problem: diag.Problem{ID: f.ID, Level: f.Severity.level(), File: f.File, Line: f.Line, Col: f.Col, Len: f.Len, Source: f.Source},
		Text:    f.About + ": " + f.Msg + "\n\nwrite: " + f.Mend,
		Base:    "PROJECT",
	}
	if home, ok := strings.CutPrefix(f.File, "~/"); ok {
		out.File, out.Base = home, "HOME"
	}
	return out
}

func (s Severity) level() diag.Level {
	switch s {
	case High:
		return diag.Error
	case Medium:
		return diag.Warning
	}
	return diag.Note
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
		{"SG-HEED-1", "a refusal was overridden of late"},
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
