package cli

import (
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"tagout/policy"
)

// rules lists the policy's rules, or its tools, one a line.
func (c command) rules(args []string) (int, error) {
	var asJSON, tools bool
	var file string
	rest, err := parse(args, []option{{name: "--json", on: &asJSON}, {name: "--tools", on: &tools}, {name: "--policy", text: &file}})
	if err == nil {
		err = none(rest)
	}
	if err != nil {
		return exitUsage, err
	}
	dir, _ := os.Getwd() // "" has no projects
	p, err := c.policy(file, dir)
	if err != nil {
		return exitUsage, unusable(err)
	}
	if tools {
		return exitPass, c.tools(p.Tools(), asJSON)
	}
	if asJSON {
		all := []jsonRule{}
		for _, r := range p.Rules() {
			all = append(all, ruleJSON(r))
		}
		return exitPass, c.printJSON(all)
	}
	w := tabwriter.NewWriter(c.out, 0, 8, 2, ' ', 0)
	for _, r := range p.Rules() {
		fmt.Fprintf(w, "%s\t%s\t%s\n", r.Decision, r.ID, r.Reason)
	}
	return exitPass, w.Flush()
}

// tools lists what the policy knows of each program: how many verbs of each
// effect, options and rules. The last line adds them up.
func (c command) tools(all []policy.Tool, asJSON bool) error {
	if asJSON {
		return c.printJSON(all)
	}
	w := tabwriter.NewWriter(c.out, 0, 8, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(w, "pure\tread\twrite\tdestroy\tunclassified\toptions\trules\t  tool\n")
	var sum policy.Tool
	for _, t := range all {
		toolLine(w, t, strings.Join(append([]string{t.Name}, t.Same...), ", "))
		sum = policy.Tool{Pure: sum.Pure + t.Pure, Read: sum.Read + t.Read, Write: sum.Write + t.Write, Destroy: sum.Destroy + t.Destroy,
			Unclassified: sum.Unclassified + t.Unclassified, Options: sum.Options + t.Options, Rules: sum.Rules + t.Rules}
	}
	toolLine(w, sum, fmt.Sprintf("%d tools", len(all)))
	return w.Flush()
}

func toolLine(w io.Writer, t policy.Tool, name string) {
	fmt.Fprintf(w, "%d\t%d\t%d\t%d\t%d\t%d\t%d\t  %s\n", t.Pure, t.Read, t.Write, t.Destroy, t.Unclassified, t.Options, t.Rules, name)
}

// jsonRule is a rule as --json prints it.
type jsonRule struct {
	ID       string   `json:"id"`
	Decision string   `json:"decision"`
	Reason   string   `json:"reason"`
	Instead  string   `json:"instead,omitempty"`
	Match    []string `json:"match"`
	File     string   `json:"file"`
}

func ruleJSON(r policy.Rule) jsonRule {
	return jsonRule{ID: r.ID, Decision: r.Decision.String(), Reason: r.Reason, Instead: r.Instead, Match: r.Patterns, File: r.File}
}
