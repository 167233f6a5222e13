package hook

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"tagout/internal/diag"
	"tagout/policy"
)

const (
	// maxFindings bounds how many findings are told in full.
	maxFindings = 3
	// snippetWidth is the width, in columns, to which a long command is cut
	// around the part that matters.
	snippetWidth = 100
	// maxCall bounds a call that is quoted in a reason, in bytes.
	maxCall = 300
	// maxReason bounds a whole reason, in bytes: an agent reads all of it.
	maxReason = 8 << 10
)

// Reason tells an agent, or a person, what a verdict is about: which rule, the
// part of the text that matters, what would be lost, what to do instead. It is
// never empty, holds no control characters but line ends, and ends in none.
func Reason(text string, v policy.Verdict) string {
	var b strings.Builder
	told := tell(v)
	for i, f := range told {
		if i == maxFindings {
			fmt.Fprintf(&b, "and %d more\n", len(told)-i)
			break
		}
		finding(&b, text, f)
	}
	if len(told) == 0 {
		fmt.Fprintf(&b, "%s: %s\n", v.Decision, unexplained(v.Decision))
	}
	for _, note := range v.Notes {
		fmt.Fprintf(&b, "note: %s\n", note)
	}
	return plain(strings.TrimRight(b.String(), "\n"))
}

// told is a finding to tell in full, and the rules that say as much of the
// same call.
type told struct {
	policy.Finding
	also []policy.Finding
}

// tell chooses what to tell: what decides, and of one call no milder finding
// beside a stricter one.
func tell(v policy.Verdict) []told {
	var out []told
	for _, f := range v.Findings {
		if f.Decision < policy.Ask && v.Decision >= policy.Ask {
			continue
		}
		at := slices.IndexFunc(out, func(t told) bool { return t.Span == f.Span && t.Call == f.Call })
		switch {
		case at < 0:
			out = append(out, told{Finding: f})
		case f.Decision == out[at].Decision:
			out[at].also = append(out[at].also, f)
		}
	}
	return out
}

func unexplained(d policy.Decision) string {
	switch d {
	case policy.Allow:
		return "every call in it is allowed"
	case policy.None:
		return "no rule speaks against it"
	}
	return "it could not be judged, so what it would do is not known"
}

func finding(b *strings.Builder, text string, f told) {
	fmt.Fprintf(b, "%s %s: %s\n", heading(f.Decision), f.Rule, orElse(f.Reason, "the policy says so"))
	span := f.Span
	if span.Start >= 0 && span.End <= len(text) && span.Start < span.End {
		b.WriteString(indent(diag.Snippet(text, span.Start, span.End, snippetWidth)) + "\n")
		if f.Call != "" && unquoted(f.Call) != unquoted(text[span.Start:span.End]) {
			fmt.Fprintf(b, "  runs: %s\n", shorten(f.Call))
		}
	}
	if len(f.Via) > 0 {
		fmt.Fprintf(b, "  by way of: %s\n", shorten(strings.Join(f.Via, ", ")))
	}
	if f.Maybe {
		fmt.Fprintf(b, "  not certain: %s\n", orElse(f.Unsure, "a part of the command is not known before it runs"))
	}
	for _, line := range f.Details {
		fmt.Fprintf(b, "  %s\n", shorten(line))
	}
	if f.Instead != "" {
		fmt.Fprintf(b, "  instead: %s\n", f.Instead)
	}
	for _, also := range f.also {
		fmt.Fprintf(b, "  also %s: %s\n", also.Rule, also.Reason)
	}
}

// heading is what a finding begins with: one without an opinion is a note.
func heading(d policy.Decision) string {
	if d == policy.None {
		return "note"
	}
	return d.String()
}

// unquoted drops what quoting alone adds, so that a call is not repeated for
// it.
func unquoted(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '"' || r == '\'' || r == '\\' {
			return -1
		}
		return r
	}, s)
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// shorten puts a text on one line of bounded length.
func shorten(s string) string {
	s = diag.Escape(s)
	if len(s) <= maxCall {
		return s
	}
	cut := maxCall
	for cut > 0 && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + " …"
}

func indent(s string) string {
	lines := strings.Split(strings.TrimRight(s, "\n"), "\n")
	for i, line := range lines {
		if line != "" {
			lines[i] = "  " + line
		}
	}
	return strings.Join(lines, "\n")
}

// plain spells out what a terminal would act on instead of showing: control
// characters, and the invisible ones that reorder or hide text.
func plain(s string) string {
	if len(s) > maxReason {
		s = strings.ToValidUTF8(s[:maxReason], "") + " …"
	}
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = diag.Escape(line)
	}
	return strings.Join(lines, "\n")
}
