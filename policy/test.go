package policy

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"tagout/internal/lang"
	"tagout/internal/match"
	"tagout/internal/reach"
	"tagout/internal/rule"
	"tagout/internal/tri"
)

// Case is one expectation of what a policy makes of a command.
type Case struct {
	File string
	Line int
	// Command is what is judged, on a machine with nothing on its disk.
	Command Command
	// Given are the facts that hold. For an example of a rule the others satisfy
	// every condition; for others they are as the command itself tells.
	Given map[string]string
	// Decision is the expected one; 0: any.
	Decision Decision
	// Rule is one that must be among the findings, or with Not must not; "": any.
	Rule string
	Not  bool
	// Example is set for the hits and misses of a rule.
	Example bool
}

// CaseResult is what became of a case.
type CaseResult struct {
	Case    Case
	Verdict Verdict
	// Fired are the rules that matched, those that allow too.
	Fired []string
	// Wrong says what is not as expected, a sentence each; empty: the case passes.
	Wrong []string
}

// Examples are the hits and misses of a policy file as cases.
func Examples(t Text) []Case {
	f, _ := lang.Parse(t.Name, t.Data, Builtin())
	if f == nil {
		return nil
	}
	var cases []Case
	for i := range f.Examples {
		cases = append(cases, exampleCase(t.Name, &f.Examples[i]))
	}
	return cases
}

func exampleCase(file string, ex *lang.Example) Case {
	c := Case{File: file, Line: ex.Line, Command: Command{Text: ex.Run}, Rule: ex.Rule, Not: !ex.Hit, Example: true, Given: map[string]string{}}
	for _, g := range ex.Given {
		c.Given[g.Name] = g.Value
	}
	return c
}

// Test judges a case.
func (p *Policy) Test(c Case) CaseResult {
	out := CaseResult{Case: c}
	if c.Example && len(p.exceptions) > 0 { // it is the rule that is tried, not who is spared by it
		q := *p
		q.exceptions = nil
		p = &q
	}
	out.Verdict, out.Fired = p.try(c)
	if c.Example && !c.Not && !slices.Contains(out.Fired, c.Rule) && p.allows(c.Rule) {
		// Facts that satisfy every condition satisfy those of rules that are stricter,
		// too. They are none of this example's.
		c.Example = false
		out.Verdict, out.Fired = p.try(c)
	}
	fired := slices.Contains(out.Fired, c.Rule)
	if c.Decision != 0 && out.Verdict.Decision != c.Decision {
		out.Wrong = append(out.Wrong, fmt.Sprintf("want %s, got %s", c.Decision, out.Verdict.Decision))
	}
	switch {
	case c.Rule != "" && c.Not && fired:
		out.Wrong = append(out.Wrong, "rule "+c.Rule+" fires and should not")
	case c.Rule != "" && !c.Not && !fired:
		out.Wrong = append(out.Wrong, "rule "+c.Rule+" does not fire, "+firing(out.Fired))
	}
	return out
}

// allows reports whether a rule of the policy's files is an allowance.
func (p *Policy) allows(id string) bool {
	return slices.ContainsFunc(p.rules, func(r rule.Rule) bool { return r.ID == id && r.Decision == Allow })
}

// narrowed is a policy with only one of its files' rules, for an example of it:
// what else would be found is not asked for. An allowance needs all of them.
func (p *Policy) narrowed(id string) *Policy {
	i := 0
	for i < len(p.rules) && p.rules[i].ID != id { // in place: a rule is large
		i++
	}
	if i == len(p.rules) || p.rules[i].Decision == Allow {
		return p
	}
	q := *p
	q.rules, q.scopes, q.origin = p.rules[i:i+1], p.scopes[i:i+1], p.origin[i:i+1]
	return &q
}

func firing(rules []string) string {
	if len(rules) == 0 {
		return "nor does any other"
	}
	return strings.Join(rules, ", ") + " does"
}

// try judges a case and lists the rules that fire: those with a finding, and
// those that allow where everything is allowed.
func (p *Policy) try(c Case) (v Verdict, fired []string) {
	defer func() {
		if r := recover(); r != nil {
			v = broken(c.Command, r)
		}
	}()
	cmd := exampleCommand(c.Command)
	var granted []string // an allowance leaves no finding
	tried := func(_ *reach.Found, r *rule.Rule, _ *rule.Pattern, res match.Result) {
		if r.Decision == Allow && res.Answer == tri.Yes {
			granted = append(granted, r.ID)
		}
	}
	v = p.judge(cmd, exampleWorld(c.Given[lang.Exists]), options{given: givenOf(c), tried: tried}).verdict()
	for _, f := range v.Findings {
		fired = append(fired, f.Rule)
	}
	if v.Decision == Allow {
		fired = append(fired, granted...)
	}
	return v, fired
}

// givenOf are the facts of a case, nil where the command alone tells them.
func givenOf(c Case) *given {
	if len(c.Given) == 0 && !c.Example {
		return nil
	}
	g := &given{exact: !c.Example}
	for name := range c.Given {
		if name == lang.Exists {
			continue
		}
		g.names = append(g.names, name)
	}
	slices.Sort(g.names)
	for _, name := range g.names {
		g.values = append(g.values, c.Given[name])
	}
	return g
}

// exampleProject is where examples run.
const exampleProject = "/home/dev/project"

// exampleCommand completes the command of a case: it is proposed by a harness,
// in a project of a home.
func exampleCommand(c Command) Command {
	if c.Dir == "" {
		c.Dir = exampleProject
	}
	if c.Workspace == "" {
		c.Workspace = exampleProject
	}
	if c.Harness == "" {
		c.Harness = "claude"
	}
	return c
}

// exampleWorld is a machine with a home and nothing on disk but one path of the
// project, where that is not "".
func exampleWorld(exists string) World {
	return World{
		Getenv: func(name string) (string, bool) {
			switch name {
			case "HOME":
				return "/home/dev", true
			case "USER":
				return "dev", true
			case "TMPDIR":
				return "/tmp", true
			case "PATH":
				return "/usr/bin:/bin", true
			}
			return "", false
		},
		Open: func(string) (fs.File, error) { return nil, fs.ErrNotExist },
		Lstat: func(name string) (fs.FileInfo, error) {
			if exists != "" && name == path.Join(exampleProject, exists) {
				return existing(exists), nil
			}
			return nil, fs.ErrNotExist
		},
		ReadDir: func(string) ([]fs.DirEntry, error) { return nil, fs.ErrNotExist },
	}
}

// existing is a file of an example of which nothing is known but its name.
type existing string

func (e existing) Name() string     { return path.Base(string(e)) }
func (existing) Size() int64        { return 0 }
func (existing) Mode() fs.FileMode  { return 0o644 }
func (existing) ModTime() time.Time { return time.Time{} }
func (existing) IsDir() bool        { return false }
func (existing) Sys() any           { return nil }
