package survey

import (
	"path"
	"slices"
	"strings"

	"tagout/internal/diag"
	"tagout/internal/scan"
	"tagout/policy"
)

// A scan judges no machine: its project stands at a place of its own, so that the
// answer is the same wherever it runs.
const (
	home    = "/home/user"
	project = home + "/src/project"
)

// world holds nothing but a home.
func world() policy.World {
	return policy.World{Getenv: func(name string) (string, bool) {
		if name == "HOME" {
			return home, true
		}
		return "", false
	}}
}

// judge asks the policy about the commands of one file.
type judge struct {
	policy   *policy.Policy
	file     *file
	findings []finding
}

func (j *judge) item(i *item) {
	v := j.policy.Evaluate(policy.Command{
		Text: i.text, Dir: path.Join(project, i.dir), Workspace: project,
		Shell: i.shell, On: i.on, Holes: i.holes,
	}, world())
	for _, f := range v.Findings {
		if f.Decision >= policy.Ask {
			j.tell(i, f)
		}
	}
}

// told are the findings, but for what is not certain about a call of which
// something is.
func (j *judge) told() []finding {
	return slices.DeleteFunc(slices.Clone(j.findings), func(n finding) bool {
		return n.Level == diag.Note && slices.ContainsFunc(j.findings, func(o finding) bool {
			return o.Level < diag.Note && o.Line == n.Line && o.Col == n.Col
		})
	})
}

// tell keeps a finding, each once where texts are judged more than once.
func (j *judge) tell(i *item, f policy.Finding) {
	start, end, next := i.place(f.Span)
	if text := j.file.text; next <= len(text) && !strings.ContainsAny(text[min(end, next):next], "\n\"'") {
		end = next
	}
	n := j.file.finding(start, end, diag.Problem{
		Level: levelOf(f), ID: f.Rule, Rule: f.Rule, Msg: message(i, f), Hint: f.Instead,
	})
	if f.Rule == policy.Unreadable {
		n.ID, n.Hint = scan.Unread, ""
	}
	if !slices.ContainsFunc(j.findings, func(o finding) bool { return o.ID == n.ID && o.Line == n.Line && o.Col == n.Col }) {
		j.findings = append(j.findings, n)
	}
}

// levelOf is how bad a finding is: an error where something that is refused would
// run for certain, a note where it depends on what cannot be known here.
func levelOf(f policy.Finding) diag.Level {
	switch {
	case f.Rule == policy.Unreadable, f.Rule == policy.TooComplex: // what comes behind it was not judged
		return diag.Warning
	case f.Maybe:
		return diag.Note
	case f.Decision == policy.Deny:
		return diag.Error
	}
	return diag.Warning
}

// maxCall bounds a call that a message names.
const maxCall = 120

func message(i *item, f policy.Finding) string {
	msg := f.Reason
	if f.Maybe && f.Unsure != "" {
		msg += "; not certain: " + f.Unsure
	}
	written := ""
	if f.Span.Start >= 0 && f.Span.End <= len(i.text) && f.Span.Start < f.Span.End {
		written = i.text[f.Span.Start:f.Span.End]
	}
	if f.Call != "" && f.Rule != policy.Unreadable && len(f.Call) <= maxCall && !strings.Contains(written, f.Call) {
		msg += "; it runs " + f.Call
	}
	return msg
}

// place returns the bytes of the file that a span of the item's text stands for.
// The last is where what follows them stands: the end of a reference of which they
// are what it expands to.
func (i *item) place(s policy.Span) (start, end, next int) {
	s.Start = min(max(s.Start, 0), len(i.text))
	s.End = min(max(s.End, s.Start), len(i.text))
	for s.Start < len(i.text) && i.at[s.Start] < 0 {
		s.Start++
	}
	start = max(i.at[s.Start], 0)
	end = start
	for k := s.Start; k < s.End; k++ {
		end = max(end, i.at[k]+1)
	}
	return start, end, max(end, i.at[s.End])
}
