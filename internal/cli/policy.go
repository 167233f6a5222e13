package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"tagout/internal/facts"
	"tagout/internal/lang"
	"tagout/policy"
)

// policyCommand shows what counts, or writes a file to begin with.
func (c command) policyCommand(args []string) (int, error) {
	if len(args) == 0 {
		return exitUsage, wrong("want diff, doc, init, schema or show", "policy needs a word more")
	}
	switch args[0] {
	case "show":
		return c.policyShow(args[1:], false)
	case "diff":
		return c.policyShow(args[1:], true)
	case "doc":
		return c.policyDoc(args[1:])
	case "schema":
		return c.policySchema(args[1:])
	case "init":
		return c.policyInit(args[1:])
	}
	return exitUsage, wrong("want diff, doc, init, schema or show", "unknown word %q after policy", args[0])
}

// effective is the policy that counts here, for people and --json.
type effective struct {
	Layers     []layerFile      `json:"layers"`
	Posture    string           `json:"posture"`
	Default    string           `json:"default"`
	Mode       string           `json:"mode"`
	Approvals  string           `json:"approvals"`
	Locked     []string         `json:"locked"`
	Rules      []effectiveRule  `json:"rules"`
	Exceptions []shownException `json:"exceptions"`
	MCP        []shownReading   `json:"mcp"`
	Ignored    []policy.Ignored `json:"ignored"`
	Problems   []string         `json:"problems,omitempty"`
}

type layerFile struct {
	Layer string `json:"layer"`
	File  string `json:"file"`
}

type effectiveRule struct {
	ID       string `json:"id"`
	Decision string `json:"decision"`
	Layer    string `json:"layer"`
	File     string `json:"file"`
	// Was is what the rule itself says, where an override says something else.
	Was        string   `json:"was,omitempty"`
	Overridden []string `json:"overridden,omitempty"`
	Exceptions []string `json:"exceptions,omitempty"`
	Raised     bool     `json:"raised,omitempty"`
}

type shownException struct {
	policy.Exception
	Decision string `json:"decision"`
	Layer    string `json:"layer"`
	Over     bool   `json:"over"`
}

// shownReading is a table of MCP tools.
type shownReading struct {
	ID      string   `json:"id"`
	Tools   []string `json:"tools"`
	Servers []string `json:"servers,omitempty"`
	As      []string `json:"as"`
	Dir     []string `json:"dir,omitempty"`
	Write   []string `json:"write,omitempty"`
	Content []string `json:"content,omitempty"`
	Guess   bool     `json:"guess,omitempty"`
	Layer   string   `json:"layer"`
	File    string   `json:"file"`
}

func showReading(r policy.ToolReading) shownReading {
	return shownReading{ID: r.ID, Tools: r.Tools, Servers: r.Servers, As: append([]string{}, r.As...), Dir: r.Dir, Write: r.Write, Content: r.Content, Guess: r.Guess,
		Layer: r.Layer.String(), File: r.File}
}

// says is as what its calls are judged.
func (r *shownReading) says() string {
	says := strings.Join(r.As, " and ")
	if len(r.Write) > 0 {
		says = strings.TrimPrefix(says+" and a file at "+strings.Join(r.Write, " or "), " and ")
	}
	if says == "" {
		says = "nothing"
	}
	if r.Guess {
		says += ", as a guess"
	}
	return says
}

// names are the tools, with their servers where those are named.
func (r *shownReading) names() string {
	names := strings.Join(r.Tools, " or ")
	if len(r.Servers) > 0 {
		names += " of " + strings.Join(r.Servers, " or ")
	}
	return names
}

// policyShow prints the whole policy, or only what the layers change.
func (c command) policyShow(args []string, diff bool) (int, error) {
	var asJSON bool
	var file string
	if err := options(args, []option{{name: "--json", on: &asJSON}, {name: "--policy", text: &file}}); err != nil {
		return exitUsage, err
	}
	dir, err := os.Getwd()
	if err != nil {
		return exitUsage, err
	}
	e := c.effective(file, dir, diff)
	code := exitPass
	if len(e.Problems) > 0 {
		code = exitAsk
	}
	if asJSON {
		return code, c.printJSON(e)
	}
	return code, c.printEffective(e, diff)
}

func (c command) effective(file, dir string, diff bool) effective {
	sources := c.sources(file, dir)
	p, err := policy.Layered(sources...)
	e := effective{Layers: []layerFile{{policy.BuiltInLayer.String(), "built in"}}, Mode: "enforce", Posture: p.Posture(), Default: p.Default().String(),
		Locked: p.Locked(), Rules: []effectiveRule{}, Exceptions: []shownException{}, Ignored: append([]policy.Ignored{}, p.Ignored()...)}
	for i := range sources {
		e.Layers = append(e.Layers, layerFile{sources[i].Layer.String(), sources[i].File})
	}
	whose, _ := p.Approvals()
	e.Approvals = whose.String()
	if p.Observes() {
		e.Mode = "observe"
	}
	if err != nil {
		e.Problems = []string{err.Error()}
	}
	for _, x := range p.Exceptions() {
		e.Exceptions = append(e.Exceptions, shownException{x, x.Decision.String(), x.Layer.String(), x.Over(c.world)})
	}
	e.MCP = []shownReading{}
	for _, r := range p.Readings() {
		if !diff || r.Layer != policy.BuiltInLayer {
			e.MCP = append(e.MCP, showReading(r))
		}
	}
	for _, r := range p.Rules() {
		if shown := showRule(r, e.Exceptions); !diff || shown.changes() {
			e.Rules = append(e.Rules, shown)
		}
	}
	return e
}

func showRule(r policy.Rule, exceptions []shownException) effectiveRule {
	out := effectiveRule{ID: r.ID, Decision: decisionWord(r.Decision), Layer: r.Layer.String(), File: r.File, Overridden: r.Overridden, Raised: r.Raised}
	if r.Own != r.Decision {
		out.Was = decisionWord(r.Own)
	}
	for _, x := range exceptions {
		if slices.Contains(x.Rules, r.ID) && !x.Over {
			out.Exceptions = append(out.Exceptions, x.ID)
		}
	}
	return out
}

// decisionWord spells a rule's decision: one of none is a note.
func decisionWord(d policy.Decision) string {
	if d == policy.None {
		return "note"
	}
	return d.String()
}

// changes reports whether a rule is other than the built-in policy has it.
func (r *effectiveRule) changes() bool {
	return r.Layer != policy.BuiltInLayer.String() || len(r.Overridden)+len(r.Exceptions) > 0
}

func (c command) printEffective(e effective, diff bool) error {
	w := tabwriter.NewWriter(c.out, 0, 8, 2, ' ', 0)
	for _, l := range e.Layers {
		fmt.Fprintf(w, "layer\t%s\t%s\n", l.Layer, l.File)
	}
	fmt.Fprintf(w, "posture\t%s\ndefault\t%s\nmode\t%s\napprovals\t%s\n", e.Posture, e.Default, e.Mode, e.Approvals)
	if len(e.Locked) > 0 {
		fmt.Fprintf(w, "locked\t%s\n", strings.Join(e.Locked, " "))
	}
	fmt.Fprint(w, "\n")
	for _, r := range e.Rules {
		fmt.Fprintf(w, "%s\t%s\t%s\n", r.Decision, r.ID, r.about())
	}
	for _, x := range e.Exceptions {
		until := ""
		switch {
		case x.Over:
			until = ", ended with " + x.Until
		case x.Until != "":
			until = ", until " + x.Until
		}
		fmt.Fprintf(w, "except\t%s\t%s of %s where %s%s: %s (%s)\n", x.ID, x.Decision, strings.Join(x.Rules, " and "), strings.Join(x.Patterns, " or "), until, x.Reason, x.Layer)
	}
	for _, r := range e.MCP {
		fmt.Fprintf(w, "mcp\t%s\t%s as %s (%s)\n", r.ID, r.names(), r.says(), r.Layer)
	}
	if diff && len(e.Rules)+len(e.Exceptions)+len(e.MCP) == 0 {
		fmt.Fprintln(w, "the layers change no rule")
	}
	for _, i := range e.Ignored {
		fmt.Fprintf(w, "ignored\t%s\n", i)
	}
	for _, p := range e.Problems {
		fmt.Fprintf(w, "\n%s\n", p)
	}
	return w.Flush()
}

// about says where a rule comes from and what became of it.
func (r *effectiveRule) about() string {
	text := r.Layer
	if r.Layer != policy.BuiltInLayer.String() {
		text += " " + r.File
	}
	if r.Raised {
		text += ", raises what the rule decides"
	}
	if len(r.Overridden) > 0 {
		text += ", overridden by " + strings.Join(r.Overridden, ", ")
	}
	if r.Was != "" {
		text += ", was " + r.Was
	}
	if len(r.Exceptions) > 0 {
		text += ", but for " + strings.Join(r.Exceptions, ", ")
	}
	return text
}

// policyInit writes a policy to begin with, never over another.
func (c command) policyInit(args []string) (int, error) {
	var project bool
	if err := options(args, []option{{name: "--project", on: &project}}); err != nil {
		return exitUsage, err
	}
	file, text := facts.ProjectPolicy, starterProject
	if !project {
		if file, text = c.userPolicy(), starterUser; file == "" {
			return exitUsage, wrong("set HOME or XDG_CONFIG_HOME", "there is no place for a policy")
		}
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return exitUsage, err
		}
	}
	err := writeNew(file, "#:schema ./"+schemaOf(file)+"\n"+text)
	if errors.Is(err, fs.ErrExist) {
		return exitUsage, wrong("it is not written over; see `tagout policy show`", "%s is there already", file)
	}
	if err == nil {
		_, err = fmt.Fprintln(c.out, "wrote", file)
	}
	if err != nil {
		return exitUsage, err
	}
	return exitPass, c.writeSchema(filepath.Join(filepath.Dir(file), schemaOf(file)))
}

// schemaOf is the name of the schema beside a policy, which its first line names
// for editors.
func schemaOf(file string) string {
	return strings.TrimSuffix(filepath.Base(file), ".toml") + ".schema.json"
}

// writeSchema writes the schema for editors, unless there is one.
func (c command) writeSchema(file string) error {
	data, err := lang.SchemaText()
	if err == nil {
		err = writeNew(file, string(data))
	}
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err == nil {
		_, err = fmt.Fprintln(c.out, "wrote", file, "for editors")
	}
	return err
}

// policySchema prints the schema of the language.
func (c command) policySchema(args []string) (int, error) {
	if err := options(args, nil); err != nil {
		return exitUsage, err
	}
	data, err := lang.SchemaText()
	if err == nil {
		_, err = c.out.Write(data)
	}
	return exitPass, err
}

// writeNew writes a file that is not there yet.
func writeNew(file, text string) error {
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	if closed := f.Close(); err == nil {
		err = closed
	}
	return err
}

const starterUser = `# My policy: what I add to tagout's built-in rules, and what I change of them.
# The language: go doc tagout/policy. What counts in the end: tagout policy show.
version = 1

# mode  = "observe"    # for a first week: decide and record, but stop nothing
# posture = "guard"    # what no rule speaks of: guard, readonly or strict

# [rule.no-seed-in-production]
# match    = ["npm run seed --env=production"]
# decision = "deny"    # deny, ask, note or allow
# reason   = "overwrites every customer's data with samples"
# instead  = "npm run seed --env=staging"
# hits     = ["npm run seed --env=production"]
# misses   = ["npm run seed --env=staging"]

# A rule that is too loud in one place: say which calls, why, and until when.
# [exception.sandbox-databases]
# rule   = ["aws-delete-database", "aws-destroy"]
# match  = "aws rds delete-db-instance --db-instance-identifier=sandbox-*"
# reason = "sandbox databases are rebuilt nightly"
# until  = 2027-01-31

# A rule that should decide otherwise everywhere.
# [override.git-push-force]
# decision = "deny"
`

const starterProject = `# This project's policy, for everyone who works on it with an agent.
# It makes tagout stricter here: rules that deny, ask or note, classes, raised
# decisions. What would make it milder (exceptions, tools, lower decisions) counts
# only after "tagout trust", since an agent can edit this file.
version = 1

# [class]
# live = ["prod", "prod-*"]

# [rule.deploy-live]
# match    = ["./deploy {live}"]
# decision = "ask"
# reason   = "changes what customers see"
# instead  = "./deploy staging"

# [override.git-push-force]
# decision = "deny"
`
