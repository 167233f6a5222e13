package policy

import (
	"fmt"
	"sort"
	"strings"

	"tagout/internal/catalog"
	"tagout/internal/class"
	"tagout/internal/facts"
	"tagout/internal/match"
	"tagout/internal/reach"
	"tagout/internal/rule"
	"tagout/internal/shell"
	"tagout/internal/tri"
	"tagout/internal/word"
	"tagout/internal/world"
)

// Policy is a set of tools and rules, ready to judge. It is safe for use by
// several goroutines.
type Policy struct {
	def     Decision
	posture rule.Posture
	tools   []catalog.Tool
	rules   []rule.Rule
	origin  []origin // of each of rules
	// scopes are the classes that each of rules may name: those of its own file.
	scopes [][]rule.Named
	// classes are those of all files, for conditions.
	classes    []rule.Named
	overrides  []override
	exceptions []exception
	locks      []string
	// approvals is whose word counts, and approvalsBy the file that says so.
	approvals   rule.Approvals
	approvalsBy string
	// readings are the files' rows for calls of MCP tools.
	readings []placedReading
	observe  bool
	// extra is what projects add, and ignored what of the layers does not count.
	extra   additions
	ignored []Ignored
	// core is the policy as it was below a layer that may change what commands
	// mean to it: locked rules are judged by it too.
	core *Policy
	// below is the policy as it was below the first project. What it does not
	// grant nobody does.
	below *Policy
}

// Ids of findings that no rule makes.
const (
	// Unreadable is the id of the finding on a text that cannot be parsed.
	Unreadable = "unreadable"
	// TooComplex is the id of the finding on a text that exceeds a bound.
	TooComplex = "too-complex"
	// InternalError is the id of the finding on a fault of Tagout's own.
	InternalError = "internal-error"
)

// Evaluate judges a command. It is total: what cannot be read, parsed or
// decided is a finding that asks, never an error and never a silent pass.
func (p *Policy) Evaluate(c Command, w World) (v Verdict) {
	defer func() {
		if r := recover(); r != nil {
			v = broken(c, r)
		}
	}()
	return p.judge(c, w, options{}).verdict()
}

// options vary how an evaluation is made.
type options struct {
	// tried is told of every pattern's answer.
	tried func(*reach.Found, *rule.Rule, *rule.Pattern, match.Result)
	// given are the facts of an example; a fact that is not given satisfies
	// every condition. nil: facts are read from the world.
	given *given
	// only, where it is set, chooses the rules that are tried, and no posture is.
	only func(id string) bool
}

// given are facts by name.
type given struct {
	names, values []string
	// exact: facts that are not given are read from the world.
	exact bool
}

// broken is the verdict on a command that tagout itself failed on.
func broken(c Command, fault any) Verdict {
	return Verdict{Decision: Deny, Findings: []Finding{{
		Rule: InternalError, Decision: Deny,
		Reason:  fmt.Sprintf("tagout failed on this command (%v), so nothing is known of it", fault),
		Instead: "rewrite the command more simply, and report this",
		Span:    Span{0, len(c.Text)},
		Call:    c.Text,
	}}}
}

// judgement is one evaluation.
type judgement struct {
	policy   *Policy
	command  Command
	world    World
	calls    []*reach.Found
	problems []shell.Problem
	match    match.Judge
	opts     options
	findings []Finding
	notes    []string
	states   []State
	tracked  map[string]bool   // files that git knows as they are, once asked
	links    map[string]string // that the calls so far have made
	mounts   map[string]string // the same
	allowed  bool              // every call is allowed so far
	judged   int               // calls with a program
	tries    int               // rules tried so far
	spent    bool              // and they were too many
	// excepted is set where an exception has made a rule silent about the call.
	excepted bool
	// addedTries and addedSpent are those of rules that projects add.
	addedTries int
	addedSpent bool
	teller     *redactor // of what findings tell
}

func (p *Policy) judge(c Command, w World, opts options) *judgement {
	if w.System == world.Windows {
		c, w = c.slashed(), w.Posix()
	}
	w = w.Remembering()
	j := &judgement{policy: p, command: c, world: w, opts: opts, allowed: true}
	if j.calls, j.problems = p.calls(c, w); len(j.calls) == 0 {
		return j
	}
	home, _ := w.Env("HOME")
	j.match = match.Judge{Calls: j.calls, Catalog: p.catalog(w), Lookup: w.Env, Keeps: keeps(w),
		Place: class.Place{World: w, Home: home, Workspace: workspace(c, w, home), Added: c.Added}}
	j.doubtPlans()
	for _, f := range j.calls {
		if f != nil && j.affords(f) {
			j.call(f)
			j.link(f)
		}
	}
	if p.core != nil && opts.only == nil {
		locked := p.core.judge(c, w, options{given: opts.given, only: p.lockedRule})
		j.findings = append(j.findings, locked.findings...)
	}
	return j
}

// calls are what a command would run, and what of it could not be read.
func (p *Policy) calls(c Command, w World) ([]*reach.Found, []shell.Problem) {
	if len(c.Argv) > 0 {
		return reach.Argv(c.Argv, c.Stdin.input(), shell.Config{Dialect: dialect(c.Shell), World: w, Dir: c.Dir}, p.catalog(w))
	}
	if problem := shell.Scan(c.Text); problem != nil {
		return nil, []shell.Problem{*problem}
	}
	cfg := shell.Config{Dialect: dialect(c.Shell), World: w, Dir: c.Dir, Where: where(c.On), Defined: c.Defined}
	if c.Patient {
		cfg.Limits.Calls = patience * shell.DefaultCalls
	}
	for _, h := range c.Holes {
		cfg.Holes = append(cfg.Holes, word.Span{Start: h.Start, End: h.End})
	}
	return reach.Calls(c.Text, cfg, p.catalog(w))
}

// catalog is the policy as the names of programs are looked up in it.
func (p *Policy) catalog(w World) catalog.Catalog {
	if w.Folds() {
		return catalog.Folded{Catalog: p.grammars()}
	}
	return p.grammars()
}

// slashed is a command with its directories as a POSIX shell on Windows spells them.
func (c Command) slashed() Command {
	c.Dir, c.Workspace = world.Slashed(c.Dir), world.Slashed(c.Workspace)
	added := make([]string, len(c.Added))
	for i, dir := range c.Added {
		added[i] = world.Slashed(dir)
	}
	c.Added = added
	return c
}

// where is a place as conditions spell it.
func where(on string) shell.Where {
	place, name, _ := strings.Cut(on, ":")
	switch place {
	case "ssh":
		return shell.Where{Place: shell.SSH, Name: name}
	case "exec":
		return shell.Where{Place: shell.Exec, Name: name}
	case "container":
		return shell.Where{Place: shell.Container, Name: name}
	}
	return shell.Where{}
}

func dialect(name string) shell.Dialect {
	switch name[strings.LastIndexByte(name, '/')+1:] {
	case "sh", "dash", "ash":
		return shell.POSIX
	case "zsh":
		return shell.Zsh
	case "fish":
		return shell.Fish
	}
	return shell.Bash
}

// workspace is the directory whose inside is ordinary work: never the root, a
// home or what lies above it, where everything would be.
func workspace(c Command, w World, home string) string {
	if c.Workspace == "" {
		return facts.Workspace(w, c.Dir)
	}
	ws := strings.TrimRight(c.Workspace, "/")
	if ws == "" || ws == home || strings.HasPrefix(home, ws+"/") {
		return ""
	}
	return ws
}

// maxTries bounds how many rules are tried on the calls of one command: a thousand
// calls, a tenth of that of programs that are not known.
const maxTries = 20_000

// patience is how many times as much is judged where nobody waits.
const patience = 4

// affords reports whether there is still time for a call. The first for which
// there is none is a problem.
func (j *judgement) affords(f *reach.Found) bool {
	if j.tries < maxTries || j.command.Patient && j.tries < patience*maxTries {
		return true
	}
	if !j.spent {
		j.spent = true
		j.problems = append(j.problems, shell.Problem{Kind: TooComplex, Msg: "it makes too many calls",
			Source: f.Call.Source, Span: f.Call.Span})
	}
	return false
}

// call tries every rule that could match a call, then asks the posture.
func (j *judgement) call(f *reach.Found) {
	strictest, none := Allow, true
	j.excepted = false
	j.policy.candidates(f, func(r *rule.Rule, scope []rule.Named) {
		if j.opts.only != nil && !j.opts.only(r.ID) {
			return
		}
		finding, ok := j.rule(r, j.policy.decided(r.ID, r.Decision), scope, f)
		if j.tell(finding, ok, f) {
			none = false
			strictest = max(strictest, finding.Decision)
		}
	})
	unspoken := none || strictest == None // a note is no opinion
	if unspoken && j.opts.only == nil {
		strictest = max(strictest, j.stance(f, stance{j.policy.posture, j.policy.def}))
	}
	strictest = max(strictest, j.added(f, unspoken))
	if j.excepted {
		strictest = max(strictest, None)
	}
	if len(f.Call.Words) > 0 {
		j.judged++
	}
	if strictest != Allow || leavesWrite(f.Call) {
		j.allowed = false
	}
}

// tell keeps a finding that says something, and reports whether it does.
func (j *judgement) tell(finding Finding, ok bool, f *reach.Found) bool {
	if !ok || finding.Decision > None && j.noted(finding, f) || finding.Decision == None && finding.Maybe {
		return false
	}
	if finding.Decision >= None {
		j.findings = append(j.findings, finding)
	}
	return true
}

// leavesWrite reports whether a call opens a file for writing: an allowed
// program does not carry an allowance for where its output goes.
func leavesWrite(c *shell.Call) bool {
	for _, r := range c.Redirects {
		if path, ok := r.Path.Known(); r.Access != shell.Reads && !(ok && path == "/dev/null") {
			return true
		}
	}
	return false
}

// rule tries one rule's patterns on one call.
func (j *judgement) rule(r *rule.Rule, d Decision, scope []rule.Named, f *reach.Found) (Finding, bool) {
	j.tries += cost(f)
	strict := d == Allow
	j.match.Named, j.match.Why = scope, ""
	var best match.Result
	for i := range r.Match {
		res := j.match.Pattern(&r.Match[i], f, strict)
		if j.opts.tried != nil {
			j.opts.tried(f, r, &r.Match[i], res)
		}
		if res.Answer > best.Answer {
			best = res
		}
		if best.Answer == tri.Yes && j.opts.tried == nil {
			break
		}
	}
	if best.Answer != tri.No && len(r.When) > 0 {
		best = j.when(r.When, scope, f, best)
	}
	if best.Answer == tri.No || strict && best.Answer != tri.Yes {
		return Finding{}, false
	}
	if kept := j.relaxed(r.ID, d, f); kept < d {
		if kept < Ask {
			j.excepted = true
			return Finding{}, false
		}
		d = kept
	}
	return j.finding(f, r, d, best), true
}

// cost is what a rule costs on a call: one whose program is not known is read
// anew by the grammar of each that it may be.
func cost(f *reach.Found) int {
	if len(f.Readings) > 0 && f.Readings[0].Name == "" {
		return 3
	}
	return 1
}

// verdict joins the findings: the strictest decides.
func (j *judgement) verdict() Verdict {
	open := false
	for i := range j.problems {
		if j.command.Open && j.problems[i].Open {
			open, j.allowed = true, false
			continue
		}
		j.findings = append(j.findings, problemFinding(&j.problems[i]))
	}
	v := Verdict{Decision: None, Findings: distinct(j.findings), Notes: j.notes, States: j.states, Observed: j.policy.observe, Open: open}
	if len(v.Findings) > 0 {
		v.Decision = v.Findings[0].Decision
	} else if j.allowed && j.judged > 0 && !(j.policy.posture == rule.ReadOnly && oddText(j.command.Text)) && j.grantedBelow() {
		v.Decision = Allow
	}
	return v
}

// grantedBelow reports whether the command is granted without what projects say.
func (j *judgement) grantedBelow() bool {
	below := j.policy.below
	return below == nil || below.judge(j.command, j.world, options{given: j.opts.given}).verdict().Decision == Allow
}

// distinct sorts findings, strictest first, and keeps one of each rule and span.
func distinct(fs []Finding) []Finding {
	sort.SliceStable(fs, func(a, b int) bool {
		if fs[a].Decision != fs[b].Decision {
			return fs[a].Decision > fs[b].Decision
		}
		return !fs[a].Maybe && fs[b].Maybe
	})
	var out []Finding
	for _, f := range fs {
		if !repeated(out, f) {
			out = append(out, f)
		}
	}
	return out
}

func repeated(seen []Finding, f Finding) bool {
	for i := range seen {
		if seen[i].Rule == f.Rule && seen[i].Span == f.Span {
			return true
		}
	}
	return false
}

// problemFinding asks about what could not be read.
func problemFinding(p *shell.Problem) Finding {
	f := Finding{Decision: Ask, Rule: TooComplex, Span: rootSpan(p.Source, p.Span), Reason: "too much to judge: " + p.Msg,
		Instead: "split it into smaller commands, or write it to a file and show the file first"}
	if p.Kind == Unreadable {
		f.Rule, f.Reason = Unreadable, "the shell text cannot be read, so what it runs is not known: "+p.Msg
		f.Instead = "mend the quoting, or write the command more simply"
	}
	return f
}
