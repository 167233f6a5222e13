package policy

import (
	"slices"

	"tagout/internal/diag"
	"tagout/internal/mcp"
	"tagout/internal/rule"
)

// readings looks for tables of MCP tools that say nothing which another does not
// say: all that speak of a tool count, so that one of them is only to be read.
func (l *linter) readings() {
	for i := range l.file.Readings {
		r := &l.file.Readings[i]
		for _, o := range l.policy.allReadings() {
			if o.ID != r.ID && adds(&o.Reading, r) {
				l.problems = append(l.problems, l.needless(r, &o))
				break
			}
		}
	}
}

// adds reports whether a table says of all tools of another what that says.
func adds(o, r *rule.Reading) bool {
	same := func(a, b []string) bool {
		return !slices.ContainsFunc(b, func(s string) bool { return !slices.Contains(a, s) })
	}
	return o.Guess == r.Guess && mcp.Covers(o, r) && same(o.As, r.As) && slices.Equal(o.Dir, r.Dir) && slices.Equal(o.Write, r.Write) && slices.Equal(o.Content, r.Content)
}

func (l *linter) needless(r *rule.Reading, o *placedReading) diag.Problem {
	p := diag.Problem{File: l.Name, ID: "subsumed", Level: diag.Warning, Rule: r.ID, Len: len(r.ID),
		Msg: "mcp " + r.ID + " adds nothing: mcp " + o.ID + " (" + o.file + ") says the same of its tools", Hint: "take it out, or say what is different"}
	if p.Line, p.Col = l.file.Place("mcp", r.ID); p.Line > 0 {
		p.Source = l.lineAt(p.Line)
	}
	return p
}
