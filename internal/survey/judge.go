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

// world holds nothing but a home, and ordinary values for the variables that set
// says.
func world(set func(name string) bool) policy.World {
	return policy.World{Getenv: func(name string) (string, bool) {
		switch {
		case name == "HOME":
			return home, true
		case set != nil && set(name):
			return "value-of-" + name, true
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
	found := j.findingsOf(i, nil)
	if i.shell == "sh" && unreadable(found) { // on many a system sh is bash
		i.shell = "bash"
		found = j.findingsOf(i, nil)
	}
	for _, f := range i.throwaway(j.unless(i, found)) {
		j.tell(i, f)
	}
}

// findingsOf are the policy's that would hold a command up.
func (j *judge) findingsOf(i *item, set func(string) bool) []policy.Finding {
	v := j.policy.Evaluate(policy.Command{
		Text: i.text, Dir: path.Join(project, i.dir), Workspace: project,
		Shell: i.shell, On: i.on, Holes: i.holes, Patient: true,
	}, world(set))
	return slices.DeleteFunc(slices.Clone(v.Findings), func(f policy.Finding) bool { return f.Decision < policy.Ask })
}

func unreadable(list []policy.Finding) bool {
	return slices.ContainsFunc(list, func(f policy.Finding) bool { return f.Rule == policy.Unreadable })
}

// unless makes uncertain what would happen only where a variable of the caller's is
// not set: a hook judges the call that is made, with what is set then, but a file
// does not say who will call it.
func (j *judge) unless(i *item, list []policy.Finding) []policy.Finding {
	certain := func(f policy.Finding) bool { return !f.Maybe && f.Call != "" }
	long := func(f policy.Finding) bool { return f.Rule == policy.TooComplex } // once was long enough
	if !slices.ContainsFunc(list, certain) || !strings.Contains(i.text, "$") || slices.ContainsFunc(list, long) {
		return list
	}
	set := j.findingsOf(i, func(name string) bool {
		return strings.Contains(i.text, "$"+name) || strings.Contains(i.text, "${"+name)
	})
	for k := range list {
		f := &list[k]
		stays := func(o policy.Finding) bool {
			return o.Rule == f.Rule && o.Span == f.Span && (certain(o) || strings.HasSuffix(o.Unsure, " runs it")) // $SUDO, set or not
		}
		if certain(*f) && !slices.ContainsFunc(set, stays) {
			f.Maybe, f.Unsure = true, "whether each of its variables is set"
		}
	}
	return list
}

// told are the findings, but for what is milder about a call of which something
// sterner is said, and what is not certain about a place where something is. Of
// what else is not certain about a place one is told: a program that is not known
// may be any of twenty.
func (j *judge) told() (out []finding) {
	for k, n := range j.findings {
		if n.bound() || !slices.ContainsFunc(j.findings, func(o finding) bool { return o.outdoes(n) }) && (n.Level != diag.Note || k == j.likeliest(n)) {
			out = append(out, n)
		}
	}
	return out
}

// bound reports whether a finding is about what was not judged.
func (n finding) bound() bool { return n.ID == scan.Unread || n.ID == policy.TooComplex }

func (n finding) at(o finding) bool { return n.Line == o.Line && n.Col == o.Col }

// outdoes reports whether n says all that o does about a place, or more.
func (n finding) outdoes(o finding) bool {
	return !n.bound() && n.Level < o.Level && n.at(o) && (o.Level == diag.Note || n.call == o.call)
}

// likeliest is the first of the notes about a place of which the program is known,
// else the first of all.
func (j *judge) likeliest(n finding) int {
	is := func(o finding) bool { return o.Level == diag.Note && !o.bound() && o.at(n) }
	if k := slices.IndexFunc(j.findings, func(o finding) bool { return is(o) && !o.nameless }); k >= 0 {
		return k
	}
	return slices.IndexFunc(j.findings, is)
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
	n.call, n.nameless = f.Call, strings.HasPrefix(f.Unsure, "which program ")
	if f.Rule == policy.Unreadable {
		n.ID, n.Hint = scan.Unread, ""
		if i.guessed {
			n.Level, n.Msg = diag.Note, n.Msg+"; it may not be of this shell"
		}
	}
	j.once(n)
}

// once keeps a finding, of those that a rule has about a place the sternest.
func (j *judge) once(n finding) {
	k := slices.IndexFunc(j.findings, func(o finding) bool { return o.ID == n.ID && o.Line == n.Line && o.Col == n.Col })
	switch {
	case k < 0:
		j.findings = append(j.findings, n)
	case n.Level < j.findings[k].Level:
		j.findings[k] = n
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
