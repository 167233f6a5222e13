package policy

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"

	"tagout/internal/diag"
	"tagout/internal/rule"
)

// examples runs the hits and misses of the file's rules, and reports rules that
// lack either.
func (l *linter) examples() {
	have := make(map[string][2]bool)
	for _, c := range l.cases() {
		h := have[c.Rule]
		if c.Not {
			h[1] = true
		} else {
			h[0] = true
		}
		have[c.Rule] = h
		if r := l.policy.narrowed(c.Rule).Test(c); len(r.Wrong) > 0 {
			r = l.policy.Test(c)
			l.wrongExample(&c, &r)
		}
	}
	for i := range l.file.Rules {
		r := &l.file.Rules[i]
		switch h := have[r.ID]; {
		case !h[0]:
			l.add("no-examples", diag.Warning, r, "", "", "rule "+r.ID+" has no hits", `add hits = ["a command that it stops"], so that tagout test proves that it does`)
		case !h[1]:
			l.add("no-examples", diag.Warning, r, "", "", "rule "+r.ID+" has no misses", `add misses = ["a like command that passes"], so that tagout test proves that it does`)
		}
	}
}

// cases are the file's examples.
func (l *linter) cases() []Case {
	var out []Case
	for i := range l.file.Examples {
		out = append(out, exampleCase(l.Name, &l.file.Examples[i]))
	}
	return out
}

func (l *linter) wrongExample(c *Case, r *CaseResult) {
	key := "hits"
	if c.Not {
		key = "misses"
	}
	i := slices.IndexFunc(l.file.Rules, func(r rule.Rule) bool { return r.ID == c.Rule })
	if i < 0 {
		return // its rule did not compile, which is said
	}
	l.add("failing-example", diag.Error, &l.file.Rules[i], key, c.Command.Text, strings.Join(r.Wrong, "; ")+": "+strconv.Quote(c.Command.Text),
		"see tagout explain --policy "+l.Name+" -- "+strconv.Quote(c.Command.Text))
}

// dailyWork are commands of daily work, one a line. None of them destroys.
//
//go:embed lint_everyday.txt
var dailyWork string

// Everyday lists commands of daily work on which a rule should not fire.
func Everyday() []string {
	return slices.DeleteFunc(strings.Split(dailyWork, "\n"), func(s string) bool { return s == "" || s[0] == '#' })
}

// maxNoise bounds how many commands a report of noise names.
const maxNoise = 3

// noise reports rules that hold up daily work.
func (l *linter) noise() {
	fires := make(map[string][]string)
	if !slices.ContainsFunc(l.file.Rules, func(r rule.Rule) bool { return l.effective[r.ID] >= Ask }) {
		return
	}
	all := Everyday()
	for _, text := range all {
		v := l.policy.judge(exampleCommand(Command{Text: text}), exampleWorld(""), options{only: func(id string) bool { return l.ids[id] }}).verdict()
		for _, f := range v.Findings {
			if f.Decision >= Ask && !slices.Contains(fires[f.Rule], text) {
				fires[f.Rule] = append(fires[f.Rule], text)
			}
		}
	}
	for i := range l.file.Rules {
		r := &l.file.Rules[i]
		on := fires[r.ID]
		if len(on) == 0 {
			continue
		}
		var shown []string
		for _, text := range on[:min(len(on), maxNoise)] {
			shown = append(shown, strconv.Quote(text))
		}
		l.add("noise", diag.Warning, r, "", "", "rule "+r.ID+" holds up "+strconv.Itoa(len(on))+" of "+strconv.Itoa(len(all))+" everyday commands: "+strings.Join(shown, ", "),
			"narrow its patterns; whoever is asked too often stops reading")
	}
}
