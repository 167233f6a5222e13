package safeguard

import (
	"fmt"
	"io"
	"strings"

	"tagout/internal/diag"
)

// Print writes a report for people. paint colours a severity's name; it is
// called with the name padded to its column.
func (r Report) Print(w io.Writer, paint func(s Severity, text string) string) error {
	var b strings.Builder
	for i, f := range r.Findings {
		if i == 0 || !f.sameSubject(r.Findings[i-1]) {
			if i > 0 {
				b.WriteByte('\n')
			}
			b.WriteString(f.head() + "\n")
		}
		fmt.Fprintf(&b, "  %s  %-11s  %s\n", paint(f.Severity, fmt.Sprintf("%-6s", f.Severity)), f.ID, diag.Escape(f.Msg))
		lead := "mend: "
		for line := range strings.SplitSeq(f.Mend, "\n") {
			fmt.Fprintf(&b, "%*s%s%s\n", 23, "", lead, diag.Escape(line))
			lead = strings.Repeat(" ", len(lead))
		}
	}
	if len(r.Findings) > 0 {
		b.WriteByte('\n')
	}
	b.WriteString(r.summary())
	_, err := io.WriteString(w, b.String())
	return err
}

// sameSubject reports whether two findings point at the same thing, which then
// is shown once.
func (f Finding) sameSubject(o Finding) bool {
	return f.File == o.File && f.Line == o.Line && f.Col == o.Col && f.About == o.About
}

// head shows what a finding is about, and where.
func (f Finding) head() string {
	if f.File == "" {
		return diag.Escape(f.About)
	}
	return diag.Problem{File: f.File, Line: f.Line, Col: f.Col, Len: f.Len, Msg: f.About, Source: f.Source}.String()
}

// summary counts, and says what was not seen.
func (r Report) summary() string {
	var b strings.Builder
	counts := map[Severity]int{}
	for _, f := range r.Findings {
		counts[f.Severity]++
	}
	b.WriteString(counted(len(r.Findings), "finding"))
	sep := ": "
	for s := High + 1; s > 0; s-- {
		if n := counts[s-1]; n > 0 {
			fmt.Fprintf(&b, "%s%d %s", sep, n, s-1)
			sep = ", "
		}
	}
	fmt.Fprintf(&b, " (%s read)\n", counted(r.Files, "file"))
	if len(r.Unseen) > 0 {
		b.WriteString("not to be seen by reading:\n")
	}
	last := 0
	for _, u := range r.Unseen {
		number := " "
		if u.Safeguard != last {
			number, last = fmt.Sprint(u.Safeguard), u.Safeguard
		}
		fmt.Fprintf(&b, "  %s %-21s%s\n", number, label(number, u.Safeguard), diag.Escape(u.Text))
	}
	return b.String()
}

func label(number string, safeguard int) string {
	if number == " " {
		return ""
	}
	return Name(safeguard)
}

// Name is what a safeguard is called.
func Name(safeguard int) string {
	names := [...]string{"protection", "remote state", "what agents may run", "backups", "environments", "tried restores", "heeded refusals"}
	if safeguard < 1 || safeguard > len(names) {
		return ""
	}
	return names[safeguard-1]
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
