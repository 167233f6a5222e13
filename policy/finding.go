package policy

import (
	"strings"

	"tagout/internal/match"
	"tagout/internal/reach"
	"tagout/internal/rule"
	"tagout/internal/shell"
	"tagout/internal/tri"
	"tagout/internal/word"
)

// finding tells of a rule that matched; a maybe asks.
func (j *judgement) finding(f *reach.Found, r *rule.Rule, d Decision, res match.Result) Finding {
	out := Finding{
		Rule: r.ID, Decision: d, Reason: r.Reason, Instead: r.Instead,
		Span: rootSpan(f.Call.Source, f.Call.Span), Call: j.told(f), Via: f.Call.Via,
	}
	if out.Decision >= None {
		out.Details = j.details(f)
	}
	if j.match.Why != "" {
		out.Details = append(out.Details, "with this edit "+j.match.Why)
	}
	if res.Answer == tri.Maybe {
		out.Maybe, out.Unsure = true, res.Unsure
		out.Decision = min(d, Ask)
	}
	return out
}

// told is a call as an agent is told of it. What it did not write itself comes of a
// file or a variable that it may not have read, and so without its secrets.
func (j *judgement) told(f *reach.Found) string {
	call, span := spell(f.Call), rootSpan(f.Call.Source, f.Call.Span)
	if span.Start >= 0 && span.Start <= span.End && span.End <= len(j.command.Text) {
		if alike(call, j.command.Text[span.Start:span.End]) {
			return call
		}
	}
	if j.teller == nil {
		j.teller = &redactor{policy: j.policy, command: j.command, world: j.world, guessing: true, most: maxRedacted}
	}
	return j.teller.told(f, call)
}

// alike reports whether two texts differ in nothing but what quotes in a shell.
func alike(a, b string) bool {
	for {
		a, b = strings.TrimLeft(a, quotes), strings.TrimLeft(b, quotes)
		if a == "" || b == "" || a[0] != b[0] {
			return a == b
		}
		a, b = a[1:], b[1:]
	}
}

// quotes are the characters that quote.
const quotes = "'\"\\"

// rootSpan is the span of the proposed text that led to a span of any source.
func rootSpan(src *shell.Source, span word.Span) Span {
	for src != nil && src.In != nil {
		span, src = src.By, src.In
	}
	return Span{span.Start, span.End}
}

// spell is a call as it would run, what is unknown as it was written.
func spell(c *shell.Call) string {
	var b strings.Builder
	for i, w := range c.Words {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w.String())
	}
	if len(c.Words) == 0 {
		for _, a := range c.Assigns {
			b.WriteString(a.Name + "=" + a.Value.Spelling())
		}
		for _, r := range c.Redirects {
			b.WriteString("> " + r.Path.String())
		}
	}
	return b.String()
}
