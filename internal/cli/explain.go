package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"tagout/internal/diag"
	"tagout/internal/hook"
	"tagout/policy"
)

// explain shows how a verdict comes about, or what a rule says.
func (c command) explain(args []string) (int, error) {
	var t target
	words, err := parse(args, t.options())
	if err != nil {
		return exitUsage, err
	}
	p, err := c.policy(t.file, t.at())
	if err != nil {
		return exitUsage, unusable(err)
	}
	text, err := c.text(words)
	if err != nil {
		return exitUsage, err
	}
	if r, ok := ruleNamed(p, text); ok {
		return exitPass, c.explainRule(r, t.json)
	}
	if k, ok := checkNamed(text); ok {
		return exitPass, c.explainCheck(k, t.json)
	}
	cmd, err := t.command(text)
	if err != nil {
		return exitUsage, err
	}
	e := p.Explain(cmd, c.world)
	if t.json {
		return exitPass, c.printJSON(explanationJSON(e))
	}
	return exitPass, c.explainCommand(text, e)
}

func ruleNamed(p *policy.Policy, id string) (policy.Rule, bool) {
	for _, r := range p.Rules() {
		if r.ID == id {
			return r, true
		}
	}
	return policy.Rule{}, false
}

func (c command) explainRule(r policy.Rule, asJSON bool) error {
	if asJSON {
		return c.printJSON(ruleJSON(r))
	}
	w := tabwriter.NewWriter(c.out, 0, 8, 2, ' ', 0)
	fmt.Fprintf(w, "rule\t%s\n", r.ID)
	fmt.Fprintf(w, "decision\t%s\n", r.Decision)
	fmt.Fprintf(w, "reason\t%s\n", r.Reason)
	if r.Instead != "" {
		fmt.Fprintf(w, "instead\t%s\n", r.Instead)
	}
	for i, pattern := range r.Patterns {
		fmt.Fprintf(w, "%s\t%s\n", once(i, "match"), pattern)
	}
	fmt.Fprintf(w, "from\t%s\n", r.File)
	return w.Flush()
}

// once names the first row of a list and leaves the others bare.
func once(i int, name string) string {
	if i == 0 {
		return name
	}
	return ""
}

func (c command) explainCommand(text string, e policy.Explanation) error {
	for _, problem := range e.Problems {
		fmt.Fprintf(c.out, "problem: %s\n\n", diag.Escape(problem))
	}
	for i := range e.Calls {
		if err := writeCall(c.out, &e.Calls[i]); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(c.out, c.paint(hook.Reason(text, e.Verdict)))
	return err
}

// writeCall shows one call: its words, how it was reached, what was tried.
func writeCall(out io.Writer, call *policy.ExplainedCall) error {
	fmt.Fprintf(out, "call %d%s\n", call.ID, doubt(call))
	w := tabwriter.NewWriter(out, 0, 8, 2, ' ', 0)
	for i, word := range call.Words {
		fmt.Fprintf(w, "  %s\t%s%s\n", once(i, "words"), diag.Escape(orEmpty(word.Text)), knowledge(word))
	}
	for i, via := range call.Via {
		fmt.Fprintf(w, "  %s\t%s\n", once(i, "by way of"), diag.Escape(via))
	}
	if call.Source != "" {
		fmt.Fprintf(w, "  text\t%s\n", diag.Escape(call.Source))
	}
	fmt.Fprintf(w, "  runs\t%s\n", diag.Escape(strings.TrimSpace(call.Where+" "+in(call.Dir))))
	if call.Tool != "" {
		fmt.Fprintf(w, "  tool\t%s\n", diag.Escape(strings.TrimSpace(call.Tool+" "+call.Verb)))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return writeTried(out, call.Tried)
}

// writeTried shows each pattern that matched or may, and names the rules of
// which none did; --json has their patterns too.
func writeTried(out io.Writer, tried []policy.Tried) error {
	w := tabwriter.NewWriter(out, 0, 8, 2, ' ', 0)
	var matched, others []string
	for _, t := range tried {
		if t.Result == "no" {
			continue
		}
		matched = append(matched, t.Rule)
		fmt.Fprintf(w, "  %s\t%s\t%s", t.Result, t.Rule, t.Pattern)
		if t.Why != "" {
			fmt.Fprintf(w, "\t%s", diag.Escape(t.Why))
		}
		fmt.Fprintln(w)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	for _, t := range tried {
		if !slices.Contains(matched, t.Rule) && !slices.Contains(others, t.Rule) {
			others = append(others, t.Rule)
		}
	}
	if len(others) > 0 {
		fmt.Fprintln(out, wrap("  no  ", others, 100))
	}
	_, err := fmt.Fprintln(out)
	return err
}

// wrap joins words behind a head, in lines of about width bytes that stand
// below the first word.
func wrap(head string, words []string, width int) string {
	var b strings.Builder
	line := head
	for i, word := range words {
		if i < len(words)-1 {
			word += ", "
		}
		if len(line) > len(head) && len(line)+len(word) > width {
			b.WriteString(strings.TrimRight(line, " ") + "\n")
			line = strings.Repeat(" ", len(head))
		}
		line += word
	}
	return b.String() + line
}

func in(dir string) string {
	if dir == "" {
		return ""
	}
	return "in " + dir
}

func orEmpty(s string) string {
	if s == "" {
		return "''"
	}
	return s
}

// knowledge is a column for what is known of a word beside its spelling.
func knowledge(w policy.ExplainedWord) string {
	switch {
	case w.Known:
		return ""
	case w.Class != "":
		return "\tnot known, but its kind: " + w.Class
	}
	return "\tnot known before it runs"
}

func doubt(call *policy.ExplainedCall) string {
	switch {
	case call.Guess:
		return ": a guess at what may run"
	case !call.Sure:
		return ": may run"
	}
	return ""
}

// jsonExplanation is an explanation as --json prints it.
type jsonExplanation struct {
	Verdict  jsonVerdict            `json:"verdict"`
	Calls    []policy.ExplainedCall `json:"calls"`
	Problems []string               `json:"problems,omitempty"`
}

func explanationJSON(e policy.Explanation) jsonExplanation {
	out := jsonExplanation{Verdict: verdictJSON(e.Verdict), Calls: e.Calls, Problems: e.Problems}
	if out.Calls == nil {
		out.Calls = []policy.ExplainedCall{}
	}
	return out
}
