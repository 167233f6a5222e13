package cli

import (
	"fmt"
	"text/tabwriter"

	"tagout/policy"
)

// rules lists the policy's rules, one a line.
func (c command) rules(args []string) (int, error) {
	var asJSON bool
	var file string
	rest, err := parse(args, []option{{name: "--json", on: &asJSON}, {name: "--policy", text: &file}})
	if err == nil {
		err = none(rest)
	}
	if err != nil {
		return exitUsage, err
	}
	p, err := c.policy(file)
	if err != nil {
		return exitUsage, fmt.Errorf("the policy cannot be used\n%w", err)
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
