package cli

import (
	"slices"
	"strings"

	"tagout/internal/hook"
	"tagout/policy"
)

const (
	// shownRules is how many rules replay lists for a person.
	shownRules = 20
	// maxChanges bounds the changed verdicts that replay keeps: the earliest.
	maxChanges = 1000
)

// tally counts verdicts. What it keeps does not grow with their number.
type tally struct {
	total, hidden, unread int
	decisions             [policy.Deny + 1]int
	rules                 map[string]*noise
	changed               int
	changes               []change
}

// noise is how often a rule spoke, and the first command of which it did.
type noise struct {
	decision policy.Decision
	count    int
	seq      int
	example  hook.Outcome
}

// change is a decision that another policy would not have made.
type change struct {
	seq      int
	what     hook.Outcome
	was, now policy.Decision
	// ruleWas and rule are the first that spoke, "" for none.
	ruleWas, rule string
}

func newChange(seq int, was, now hook.Outcome) change {
	return change{seq: seq, what: excerpt(now), was: was.Decision, now: now.Decision, ruleWas: firstRule(was), rule: firstRule(now)}
}

// excerpt keeps of an outcome what it takes to quote it without its secrets: an event
// may hold a whole file.
func excerpt(o hook.Outcome) hook.Outcome {
	o.Command.Text = strings.Clone(o.Command.Text)
	return hook.Outcome{Event: hook.Event{Kind: o.Event.Kind}, Command: o.Command, Judge: o.Judge}
}

func newTally() *tally { return &tally{rules: map[string]*noise{}} }

// outcome counts a decision, and once each rule that wanted something.
func (t *tally) outcome(seq int, o hook.Outcome) {
	t.total++
	t.decisions[o.Decision]++
	for i, f := range o.Findings {
		if f.Decision < policy.Ask || slices.ContainsFunc(o.Findings[:i], func(g policy.Finding) bool { return g.Rule == f.Rule }) {
			continue
		}
		t.noise(seq, f, o)
	}
}

func (t *tally) noise(seq int, f policy.Finding, o hook.Outcome) {
	if n := t.rules[f.Rule]; n == nil {
		t.rules[f.Rule] = &noise{f.Decision, 1, seq, excerpt(o)}
	} else {
		n.count++
		n.decision = max(n.decision, f.Decision)
	}
}

func (t *tally) add(rule string, more *noise) {
	n := t.rules[rule]
	if n == nil {
		t.rules[rule] = more
		return
	}
	n.count += more.count
	n.decision = max(n.decision, more.decision)
	if more.seq < n.seq {
		n.seq, n.example = more.seq, more.example
	}
}

// change keeps a changed verdict. Only now and then are those dropped that are too
// many, since they come nearly in order.
func (t *tally) change(ch change) {
	t.changed++
	t.changes = append(t.changes, ch)
	if len(t.changes) >= 2*maxChanges {
		t.trim()
	}
}

func (t *tally) trim() {
	slices.SortStableFunc(t.changes, func(a, b change) int { return a.seq - b.seq })
	t.changes = slices.Clone(t.changes[:min(len(t.changes), maxChanges)])
}

func (t *tally) merge(o *tally) {
	t.total, t.hidden, t.unread, t.changed = t.total+o.total, t.hidden+o.hidden, t.unread+o.unread, t.changed+o.changed
	for d, n := range o.decisions {
		t.decisions[d] += n
	}
	for rule, n := range o.rules {
		t.add(rule, n)
	}
	t.changes = append(t.changes, o.changes...)
	t.trim()
}

// replayReport is what replay --json prints.
type replayReport struct {
	Total    int            `json:"total"`
	Decision map[string]int `json:"decision"`
	Rules    []replayRule   `json:"rules"`
	Against  string         `json:"against,omitempty"`
	Changed  int            `json:"changed"`
	Changes  []replayChange `json:"changes,omitempty"`
	Hidden   int            `json:"hidden"`
	Unread   int            `json:"unread"`
	Note     string         `json:"note"`
}

type replayRule struct {
	Rule     string `json:"rule"`
	Decision string `json:"decision"`
	Count    int    `json:"count"`
	Example  string `json:"example"`
	Dir      string `json:"dir"`
}

type replayChange struct {
	Was     string `json:"was"`
	Now     string `json:"now"`
	RuleWas string `json:"rule_was,omitempty"`
	Rule    string `json:"rule,omitempty"`
	Command string `json:"command"`
	Dir     string `json:"dir"`
}

// asOfNow says what a replay cannot know.
const asOfNow = "files, branches and states are read as they are now, not as they were then"

// report puts a tally in order, with the secrets taken out of what it quotes.
func (r *replayer) report(t *tally) replayReport {
	out := replayReport{Total: t.total, Decision: map[string]int{}, Rules: []replayRule{}, Against: r.against,
		Changed: t.changed, Hidden: t.hidden, Unread: t.unread, Note: asOfNow}
	for d, n := range t.decisions {
		if n > 0 {
			out.Decision[policy.Decision(d).String()] = n
		}
	}
	for rule, n := range t.rules {
		out.Rules = append(out.Rules, replayRule{Rule: rule, Decision: n.decision.String(), Count: n.count,
			Example: redaction(n.example, r.cli.world).Text, Dir: n.example.Command.Dir})
	}
	slices.SortFunc(out.Rules, func(a, b replayRule) int {
		if a.Count != b.Count {
			return b.Count - a.Count
		}
		return strings.Compare(a.Rule, b.Rule)
	})
	for _, ch := range t.changes {
		out.Changes = append(out.Changes, replayChange{Was: ch.was.String(), Now: ch.now.String(), RuleWas: ch.ruleWas, Rule: ch.rule,
			Command: redaction(ch.what, r.cli.world).Text, Dir: ch.what.Command.Dir})
	}
	return out
}

func firstRule(o hook.Outcome) string {
	if len(o.Rules) == 0 {
		return ""
	}
	return o.Rules[0]
}
