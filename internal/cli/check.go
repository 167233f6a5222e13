package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"tagout/internal/hook"
	"tagout/policy"
)

// target is the command that check and explain are about, with the options
// they share.
type target struct {
	json, batch      bool
	dir, file, shell string
}

func (t *target) options() []option {
	return []option{
		{name: "--json", on: &t.json},
		{name: "--dir", text: &t.dir},
		{name: "--policy", text: &t.file},
		{name: "--shell", text: &t.shell, want: []string{"bash", "sh", "zsh", "fish"}},
	}
}

// command returns the command to judge, in an absolute directory.
func (t *target) command(text string) (policy.Command, error) {
	dir, err := filepath.Abs(t.dir)
	if err != nil {
		return policy.Command{}, err
	}
	if _, err := os.Stat(dir); err != nil {
		return policy.Command{}, wrong("--dir wants a directory that exists", "%v", err)
	}
	return policy.Command{Text: text, Dir: dir, Shell: t.shell}, nil
}

// at is the directory whose projects count.
func (t *target) at() string {
	dir, err := filepath.Abs(t.dir)
	if err != nil {
		return "" // command tells of it
	}
	return dir
}

// check judges one command, or with --batch many.
func (c command) check(args []string) (int, error) {
	var t target
	words, err := parse(args, append(t.options(), option{name: "--batch", on: &t.batch}))
	if err != nil {
		return exitUsage, err
	}
	if t.batch && len(words) > 0 {
		return exitUsage, wrong("--batch reads commands from standard input, one JSON object a line", "unexpected %q", words[0])
	}
	if t.batch {
		return c.batch(&t)
	}
	p, err := c.policy(t.file, t.at())
	if err != nil {
		return exitUsage, unusable(err)
	}
	text, err := c.text(words)
	if err != nil {
		return exitUsage, err
	}
	cmd, err := t.command(text)
	if err != nil {
		return exitUsage, err
	}
	v := p.Evaluate(cmd, c.world)
	if v.Observed {
		v.Notes = append(v.Notes, "the policy's mode is observe: nothing is stopped but what guards tagout itself")
	}
	if t.json {
		err = c.printJSON(verdictJSON(v))
	} else {
		_, err = fmt.Fprintln(c.out, c.paint(hook.Reason(text, v)))
	}
	return exitCode(v.Decision), err
}

// text is the command on the command line, or standard input without one.
func (c command) text(words []string) (string, error) {
	if len(words) > 0 {
		return strings.Join(words, " "), nil
	}
	if isTerminal(c.in) {
		return "", wrong("name it on the command line, or send it on standard input", "no command given")
	}
	data, err := io.ReadAll(c.in)
	return string(data), err
}

func exitCode(d policy.Decision) int {
	switch d {
	case policy.Allow, policy.None:
		return exitPass
	case policy.Ask:
		return exitAsk
	}
	return exitDeny
}

// paint colours the decision at the head of a finding, on a terminal and
// unless NO_COLOR is set (no-color.org).
func (c command) paint(s string) string { return c.paintFor(c.out, s) }

func (c command) paintFor(out any, s string) string {
	if no, _ := c.world.Env("NO_COLOR"); no != "" || !isTerminal(out) {
		return s
	}
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		head, rest, _ := strings.Cut(line, " ")
		if colour := colourOf(strings.TrimSuffix(head, ":")); colour != "" {
			lines[i] = "\x1b[" + colour + "m" + head + "\x1b[0m " + rest
		}
	}
	return strings.Join(lines, "\n")
}

func colourOf(decision string) string {
	switch decision {
	case "deny":
		return "1;31"
	case "ask":
		return "1;33"
	case "allow":
		return "32"
	}
	return ""
}

func (c command) printJSON(v any) error {
	enc := json.NewEncoder(c.out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// jsonVerdict is a verdict as --json prints it.
type jsonVerdict struct {
	Decision string        `json:"decision"`
	Findings []jsonFinding `json:"findings"`
	Notes    []string      `json:"notes,omitempty"`
}

type jsonFinding struct {
	Rule     string      `json:"rule"`
	Decision string      `json:"decision"`
	Maybe    bool        `json:"maybe,omitempty"`
	Unsure   string      `json:"unsure,omitempty"`
	Reason   string      `json:"reason"`
	Instead  string      `json:"instead,omitempty"`
	Span     policy.Span `json:"span"`
	Call     string      `json:"call"`
	Via      []string    `json:"via,omitempty"`
	Details  []string    `json:"details,omitempty"`
}

func verdictJSON(v policy.Verdict) jsonVerdict {
	out := jsonVerdict{Decision: v.Decision.String(), Findings: []jsonFinding{}, Notes: v.Notes}
	for _, f := range v.Findings {
		out.Findings = append(out.Findings, jsonFinding{
			Rule: f.Rule, Decision: f.Decision.String(), Maybe: f.Maybe, Unsure: f.Unsure,
			Reason: f.Reason, Instead: f.Instead, Span: f.Span, Call: f.Call, Via: f.Via, Details: f.Details,
		})
	}
	return out
}
