package cli

import (
	"slices"
	"strings"

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
	example  policy.Command
}

// change is a verdict that another policy would not have given.
type change struct {
	seq      int
	command  policy.Command
	was, now policy.Verdict
}

func newTally() *tally { return &tally{rules: map[string]*noise{}} }

// verdict counts a verdict, and once each rule that wanted something.
func (t *tally) verdict(seq int, c policy.Command, v policy.Verdict) {
	t.total++
	t.decisions[v.Decision]++
	for i, f := range v.Findings {
		if f.Decision < policy.Ask || slices.ContainsFunc(v.Findings[:i], func(g policy.Finding) bool { return g.Rule == f.Rule }) {
			continue
		}
		t.noise(f.Rule, &noise{decision: f.Decision, count: 1, seq: seq, example: c})
	}
}

func (t *tally) noise(rule string, more *noise) {
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
		t.noise(rule, n)
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
			Example: r.policies.base.Redact(n.example, r.cli.world).Text, Dir: n.example.Dir})
	}
	slices.SortFunc(out.Rules, func(a, b replayRule) int {
		if a.Count != b.Count {
			return b.Count - a.Count
		}
		return strings.Compare(a.Rule, b.Rule)
	})
	for _, ch := range t.changes {
		out.Changes = append(out.Changes, replayChange{Was: ch.was.Decision.String(), Now: ch.now.Decision.String(),
			RuleWas: firstRule(ch.was), Rule: firstRule(ch.now), Command: r.policies.base.Redact(ch.command, r.cli.world).Text, Dir: ch.command.Dir})
	}
	return out
}

func firstRule(v policy.Verdict) string {
	if len(v.Findings) == 0 {
		return ""
	}
	return v.Findings[0].Rule
}
