package cli

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"tagout/internal/diag"
	"tagout/internal/hook"
	"tagout/policy"
)

// trial is one run of test.
type trial struct {
	policies, cases []policy.Text
	// policy is what the cases are judged by.
	policy  *policy.Policy
	results []policy.CaseResult
}

// test runs the examples of policies and files of cases.
func (c command) test(args []string) (int, error) {
	var asJSON, update bool
	var junit string
	format := "text"
	files, err := words(args, []option{{name: "--json", on: &asJSON}, {name: "--update", on: &update}, {name: "--junit", text: &junit},
		{name: "--format", text: &format, want: []string{"text", "json", "github"}}})
	if err != nil {
		return exitUsage, err
	}
	t, err := c.trial(files)
	if err != nil {
		return exitUsage, err
	}
	if err := t.run(); err != nil {
		return exitUsage, err
	}
	if update {
		if err := t.update(c.err); err != nil {
			return exitUsage, err
		}
	}
	if junit != "" {
		if err := os.WriteFile(junit, t.junit(), 0o644); err != nil {
			return exitUsage, err
		}
	}
	switch {
	case asJSON || format == "json":
		err = c.printJSON(t.json())
	case format == "github":
		err = t.github(c.out)
	default:
		err = t.print(c.out)
	}
	if t.failed() > 0 {
		return exitFindings, err
	}
	return exitClean, err
}

// trial sorts the files; without policies among them those that apply here are
// taken.
func (c command) trial(files []string) (*trial, error) {
	t := &trial{}
	for _, name := range files {
		text, err := policy.ReadText(name)
		if err != nil {
			return nil, wrong("name policies and files of cases that can be read", "%v", err)
		}
		if policy.HoldsCases(text) {
			t.cases = append(t.cases, text)
		} else {
			t.policies = append(t.policies, text)
		}
	}
	if len(t.policies) > 0 {
		return t, nil
	}
	for _, name := range c.layerFiles() {
		text, err := policy.ReadText(name)
		if err != nil {
			return nil, err
		}
		t.policies = append(t.policies, text)
	}
	if len(t.cases)+len(t.policies) == 0 {
		return nil, wrong("name policies or files of cases", "no policy applies here but the built-in one")
	}
	return t, nil
}

func (t *trial) run() error {
	var names []string
	for _, text := range t.policies {
		p, err := policy.Parse(text.Name, text.Data)
		if err != nil {
			return unusable(err)
		}
		names = append(names, text.Name)
		for _, k := range policy.Examples(text) {
			t.results = append(t.results, p.Test(k))
		}
	}
	t.policy = policy.Builtin()
	if len(names) > 0 && len(t.cases) > 0 {
		var err error
		if t.policy, err = policy.Load(names...); err != nil {
			return fmt.Errorf("the policies cannot be used together\n%w", err)
		}
	}
	for _, text := range t.cases {
		cases, err := policy.Cases(text)
		if err != nil {
			return fmt.Errorf("the cases cannot be used\n%w", err)
		}
		for _, k := range cases {
			t.results = append(t.results, t.policy.Test(k))
		}
	}
	return nil
}

func (t *trial) failed() (n int) {
	for i := range t.results {
		if len(t.results[i].Wrong) > 0 {
			n++
		}
	}
	return n
}

// update writes what was decided into the files of cases, and takes their cases
// as passed.
func (t *trial) update(log io.Writer) error {
	for _, text := range t.cases {
		data := policy.Updated(text, t.results)
		if bytes.Equal(data, text.Data) {
			continue
		}
		if err := os.WriteFile(text.Name, data, 0o644); err != nil {
			return err
		}
		fmt.Fprintf(log, "updated %s\n", text.Name)
	}
	for i := range t.results {
		if !t.results[i].Case.Example {
			t.results[i].Wrong = nil
		}
	}
	return nil
}

// unhit are the rules of the policies that no case made fire.
func (t *trial) unhit() (hit int, missed []string) {
	fired := map[string]bool{}
	for i := range t.results {
		for _, id := range t.results[i].Fired {
			fired[id] = true
		}
	}
	for _, text := range t.policies {
		p, _ := policy.Parse(text.Name, text.Data)
		for _, r := range p.Rules() {
			switch {
			case r.File != text.Name:
			case fired[r.ID]:
				hit++
			default:
				missed = append(missed, r.ID)
			}
		}
	}
	slices.Sort(missed)
	return hit, missed
}

// print shows what failed, with what was decided and why, then the sums.
func (t *trial) print(out io.Writer) error {
	var b strings.Builder
	for i := range t.results {
		if r := &t.results[i]; len(r.Wrong) > 0 {
			fmt.Fprintf(&b, "%s:%d: %s\n  command: %s\n", diag.Escape(r.Case.File), r.Case.Line, strings.Join(r.Wrong, "; "), diag.Escape(r.Case.Command.Text))
			for _, g := range givens(&r.Case) {
				fmt.Fprintf(&b, "  given:   %s\n", diag.Escape(g))
			}
			fmt.Fprintf(&b, "  - want %s\n  + got  %s\n", wanted(&r.Case), r.Verdict.Decision)
			fmt.Fprintf(&b, "%s\n\n", indent(hook.Reason(r.Case.Command.Text, r.Verdict)))
		}
	}
	_, err := io.WriteString(out, b.String()+t.sums())
	return err
}

// sums are the last lines of a run.
func (t *trial) sums() string {
	failed := t.failed()
	text := fmt.Sprintf("%d passed, %d failed\n", len(t.results)-failed, failed)
	if hit, missed := t.unhit(); hit+len(missed) > 0 {
		text += fmt.Sprintf("%d of %s hit\n", hit, number(hit+len(missed), "rule"))
		if len(missed) > 0 {
			text += wrap("never hit: ", missed, 100) + "\n"
		}
	}
	return text
}

// github prints what failed as annotations, then the sums. Nothing of a case
// begins a line: GitHub takes one with two colons for a command, indented or not.
// https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
func (t *trial) github(out io.Writer) error {
	var failed diag.Problems
	for i := range t.results {
		if r := &t.results[i]; len(r.Wrong) > 0 {
			failed = append(failed, diag.Problem{File: r.Case.File, Line: r.Case.Line, Col: 1, ID: "test",
				Msg: strings.Join(r.Wrong, "; "), Hint: hook.Reason(r.Case.Command.Text, r.Verdict)})
		}
	}
	if err := failed.GitHub(out); err != nil {
		return err
	}
	_, err := io.WriteString(out, t.sums())
	return err
}

func givens(k *policy.Case) (out []string) {
	for name, value := range k.Given {
		out = append(out, name+" = "+value)
	}
	slices.Sort(out)
	return out
}

// wanted spells an expectation.
func wanted(k *policy.Case) string {
	var parts []string
	if k.Decision != 0 {
		parts = append(parts, k.Decision.String())
	}
	switch {
	case k.Rule != "" && k.Not:
		parts = append(parts, "no "+k.Rule)
	case k.Rule != "":
		parts = append(parts, k.Rule)
	}
	return strings.Join(parts, " by ")
}

// jsonTrial is a run as --json prints it.
type jsonTrial struct {
	Passed   int        `json:"passed"`
	Failed   int        `json:"failed"`
	Cases    []jsonCase `json:"cases"`
	NeverHit []string   `json:"neverHit"`
}

type jsonCase struct {
	File     string   `json:"file"`
	Line     int      `json:"line"`
	Command  string   `json:"command"`
	Want     string   `json:"want"`
	Decision string   `json:"decision"`
	Rules    []string `json:"rules"`
	Wrong    []string `json:"wrong,omitempty"`
}

func (t *trial) json() jsonTrial {
	failed := t.failed()
	out := jsonTrial{Passed: len(t.results) - failed, Failed: failed, Cases: []jsonCase{}, NeverHit: []string{}}
	for i := range t.results {
		r := &t.results[i]
		out.Cases = append(out.Cases, jsonCase{r.Case.File, r.Case.Line, r.Case.Command.Text, wanted(&r.Case), r.Verdict.Decision.String(),
			append([]string{}, r.Fired...), r.Wrong})
	}
	_, missed := t.unhit()
	out.NeverHit = append(out.NeverHit, missed...)
	return out
}

// junit is a run in the form that CI servers read.
// https://github.com/testmoapp/junitxml
func (t *trial) junit() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n<testsuite name=\"tagout\" tests=\"%d\" failures=\"%d\">\n", len(t.results), t.failed())
	for i := range t.results {
		r := &t.results[i]
		fmt.Fprintf(&b, "<testcase classname=\"%s\" name=\"%s\" file=\"%s\" line=\"%d\"", xmlText(r.Case.File), xmlText(r.Case.Command.Text), xmlText(r.Case.File), r.Case.Line)
		if len(r.Wrong) == 0 {
			b.WriteString("/>\n")
			continue
		}
		fmt.Fprintf(&b, ">\n<failure message=\"%s\">%s</failure>\n</testcase>\n", xmlText(strings.Join(r.Wrong, "; ")), xmlText(hook.Reason(r.Case.Command.Text, r.Verdict)))
	}
	b.WriteString("</testsuite>\n</testsuites>\n")
	return b.Bytes()
}

// xmlText escapes text for XML, which has no place for control characters at
// all. Package encoding/xml would bring its tables into the hook's program.
func xmlText(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xfffe || r == 0xffff {
			return 0xfffd
		}
		return r
	}, s)
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\n", "&#10;", "\t", "&#9;").Replace(s)
}
