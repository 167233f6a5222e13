package cli

import (
	"os"
	"path/filepath"
	"strings"

	"tagout/internal/harness"
	"tagout/internal/safeguard"
	"tagout/internal/world"
	"tagout/policy"
)

// safeguards reads a project and says which safeguards it lacks. It runs
// nothing: neither terraform nor a hook that is registered.
func (c command) safeguards(args []string) (int, error) {
	var asJSON, asSARIF bool
	rest, err := words(args, []option{{name: "--json", on: &asJSON}, {name: "--sarif", on: &asSARIF}})
	if err != nil {
		return exitUsage, err
	}
	switch {
	case len(rest) > 1:
		return exitUsage, wrong("want one directory", "unexpected %q", rest[1])
	case asJSON && asSARIF:
		return exitUsage, wrong("want one of --json and --sarif", "more than one format")
	}
	dir := "."
	if len(rest) == 1 {
		dir = rest[0]
	}
	r, err := c.readProject(dir)
	if err != nil {
		return exitUsage, err
	}
	switch {
	case asJSON:
		err = c.printJSON(safeguardsJSON(r))
	case asSARIF:
		err = r.SARIF(c.out, programVersion())
	default:
		err = r.Print(c.out, c.severity)
	}
	if len(r.Findings) > 0 {
		return exitAsk, err
	}
	return exitPass, err
}

// readProject checks a directory as a root that no link leads out of.
func (c command) readProject(dir string) (safeguard.Report, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return safeguard.Report{}, err
	}
	root, err := os.OpenRoot(abs)
	if err != nil {
		return safeguard.Report{}, wrong("want a directory that can be read", "%v", err)
	}
	defer root.Close()
	p := safeguard.Project{Root: root.FS(), Dir: filepath.ToSlash(abs), World: world.Real(), Refused: c.refuses()}
	if home := c.home(); home != "" {
		if in, err := os.OpenRoot(home); err == nil {
			defer in.Close()
			p.Home = in.FS()
		}
	}
	p.Guard = c.guard(abs, p.Home != nil)
	return c.audit(p), nil
}

// home is the user's home; "" in CI, whose home is nobody's.
func (c command) home() string {
	if ci, _ := c.world.Env("CI"); ci != "" && ci != "false" {
		return ""
	}
	home, _ := c.world.Env("HOME")
	return home
}

// refuses asks the policy about the commands of scripts, in a world without
// files: what is on this disk is not what will be there.
func (c command) refuses() func(string) []string {
	p, err := c.policy("")
	if err != nil {
		p = policy.Builtin()
	}
	return func(text string) []string {
		var rules []string
		for _, f := range p.Evaluate(policy.Command{Text: text, Dir: "/"}, policy.World{}).Findings {
			if f.Decision == policy.Deny && !f.Maybe {
				rules = append(rules, f.Rule)
			}
		}
		return rules
	}
}

// guard examines tagout's registration as doctor does, but sends the hook
// nothing: a settings file of the project could name any program. Without a home
// it cannot tell that tagout is registered nowhere.
func (c command) guard(dir string, withHome bool) safeguard.Guard {
	claude := harness.Find("claude")
	p := &patient{h: claude, r: claude.Registration(), dir: dir, still: true}
	p.program, _ = os.Executable()
	seen := exists(filepath.Join(dir, ".claude")) || withHome && exists(c.claudeConfig())
	for _, s := range c.claudeScopes(dir) {
		seen = seen || exists(s.settings)
		if s.name == "user" && !withHome || !readable(s, dir) {
			continue
		}
		p.scopes = append(p.scopes, s)
	}
	if !seen {
		return safeguard.Guard{}
	}
	p.examine()
	g := safeguard.Guard{Seen: true}
	for _, f := range p.out {
		switch {
		case f.Check == notRegistered && !withHome:
			g.Seen = false
		case !f.OK:
			g.Faults = append(g.Faults, safeguard.Fault{Msg: f.Check + ": " + f.Detail, Mend: f.Hint})
		}
	}
	return g
}

// maxSettings bounds a settings file, in bytes.
const maxSettings = 1 << 20

// readable reports whether a settings file may be read: no pipe, and where it is
// the project's, no link that leads out of it. What is not is told as not read.
func readable(s scope, dir string) bool {
	info, err := os.Stat(s.settings)
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxSettings {
		return false
	}
	if s.name != "project" && s.name != "local" {
		return true
	}
	target, err := world.Real().Resolve(s.settings)
	if err != nil {
		return false
	}
	root, err := world.Real().Resolve(dir)
	return err == nil && strings.HasPrefix(target, strings.TrimSuffix(root, "/")+"/")
}

// severity colours a severity on a terminal.
func (c command) severity(s safeguard.Severity, text string) string {
	if no, _ := c.world.Env("NO_COLOR"); no != "" || !isTerminal(c.out) {
		return text
	}
	colour := "2"
	switch s {
	case safeguard.High:
		colour = "1;31"
	case safeguard.Medium:
		colour = "1;33"
	}
	return "\x1b[" + colour + "m" + text + "\x1b[0m"
}

// jsonSafeguards is a report as --json prints it.
type jsonSafeguards struct {
	Findings []jsonSafeguard `json:"findings"`
	Unseen   []jsonUnseen    `json:"unseen"`
	Files    int             `json:"files"`
	Roots    int             `json:"roots"`
}

type jsonSafeguard struct {
	ID       string `json:"id"`
	Severity string `json:"severity"`
	File     string `json:"file,omitempty"`
	Line     int    `json:"line,omitempty"`
	Column   int    `json:"column,omitempty"`
	About    string `json:"about"`
	Message  string `json:"message"`
	Mend     string `json:"mend"`
}

type jsonUnseen struct {
	Safeguard string `json:"safeguard"`
	Text      string `json:"text"`
}

func safeguardsJSON(r safeguard.Report) jsonSafeguards {
	out := jsonSafeguards{Findings: []jsonSafeguard{}, Unseen: []jsonUnseen{}, Files: r.Files, Roots: r.Roots}
	for _, f := range r.Findings {
		out.Findings = append(out.Findings, jsonSafeguard{f.ID, f.Severity.String(), f.File, f.Line, f.Col, f.About, f.Msg, f.Mend})
	}
	for _, u := range r.Unseen {
		out.Unseen = append(out.Unseen, jsonUnseen{safeguard.Name(u.Safeguard), u.Text})
	}
	return out
}
