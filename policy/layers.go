package policy

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"tagout/internal/builtin"
	"tagout/internal/diag"
	"tagout/internal/glob"
	"tagout/internal/lang"
	"tagout/internal/rule"
	"tagout/internal/tool"
	"tagout/internal/word"
)

// Layer is where a policy file stands, in order of trust.
type Layer uint8

const (
	// BuiltInLayer is what is compiled into the program.
	BuiltInLayer Layer = iota
	// ManagedLayer is what whoever runs the machine wrote.
	ManagedLayer
	// UserLayer is the person's own.
	UserLayer
	// ProjectLayer is a file of a project that a person has trusted as it is. It
	// grants nothing.
	ProjectLayer
	// UntrustedLayer is a file that an agent may have written. It can only make
	// a verdict stricter.
	UntrustedLayer
)

// String names a layer.
func (l Layer) String() string {
	switch l {
	case ManagedLayer:
		return "managed"
	case UserLayer:
		return "user"
	case ProjectLayer:
		return "project"
	case UntrustedLayer:
		return "project, not trusted"
	}
	return "built in"
}

// Source is one policy file and where it stands.
type Source struct {
	Layer Layer
	File  string
	Data  []byte
	// Err is why it could not be read.
	Err error
}

// Broken is a policy with mistakes: what could be compiled of it stands beside.
type Broken struct {
	Problems diag.Problems
	// Decision is what should become of a command that is not plainly read-only:
	// Ask, and Deny where what is broken is a managed file.
	Decision Decision
}

// Error lists the mistakes, each with its place.
func (b *Broken) Error() string { return b.Problems.Error() }

// Ignored is an entry of a file that does not count.
type Ignored struct {
	Layer Layer  `json:"-"`
	File  string `json:"file"`
	Line  int    `json:"line"`
	Col   int    `json:"col"`
	// Entry is what it is, as "exception x", and Why says why it does not count.
	Entry string `json:"entry"`
	Why   string `json:"why"`
	kind  string
}

// String is the entry with its place.
func (i Ignored) String() string {
	return fmt.Sprintf("%s:%d:%d: %s: %s", diag.Escape(i.File), i.Line, i.Col, diag.Escape(i.Entry), i.Why)
}

// Load returns the built-in policy with the rules, tools and classes of files
// added, as the person's own. The error lists every mistake in every file, each
// with its position; the policy returned beside it holds what could be compiled.
func Load(files ...string) (*Policy, error) {
	var sources []Source
	for _, name := range files {
		data, err := os.ReadFile(name)
		sources = append(sources, Source{Layer: UserLayer, File: name, Data: data, Err: err})
	}
	return Layered(sources...)
}

// Parse is Load for one file that is in memory; name stands in messages.
func Parse(name string, data []byte) (*Policy, error) {
	return Layered(Source{Layer: UserLayer, File: name, Data: data})
}

// Layered returns the built-in policy with the layers of sources over it, which
// stand in order of trust. The error is a *Broken.
func Layered(sources ...Source) (*Policy, error) {
	p := Builtin()
	var bad Broken
	for i := range sources {
		s := &sources[i]
		problems := p.layer(s)
		if len(problems) == 0 {
			continue
		}
		bad.Problems, bad.Decision = append(bad.Problems, problems...), max(bad.Decision, Ask)
		if s.Layer == ManagedLayer {
			bad.Decision = Deny
		}
	}
	if len(bad.Problems) > 0 {
		return p, &bad
	}
	return p, nil
}

func (p *Policy) layer(s *Source) diag.Problems {
	if s.Err != nil {
		return diag.Problems{{File: s.File, Msg: s.Err.Error()}}
	}
	f, problems := lang.Parse(s.File, s.Data, p.grammars())
	if f == nil {
		return problems
	}
	l := layer{policy: p, Source: s, file: f, problems: problems}
	if s.Layer == UntrustedLayer {
		l.tighten()
	} else {
		l.apply()
	}
	return l.problems
}

// layer is one file on its way into a policy.
type layer struct {
	*Source
	policy   *Policy
	file     *lang.File
	problems diag.Problems
}

// ignore lists an entry that does not count.
func (l *layer) ignore(kind, id, why string) {
	entry := kind
	if id != "" {
		entry += " " + id
	}
	line, col := l.file.Place(kind, id)
	l.policy.ignored = append(l.policy.ignored, Ignored{Layer: l.Layer, File: l.File, Line: line, Col: col, Entry: entry, Why: why, kind: kind})
}

func (l *layer) mistake(kind, id, msg, hint string) {
	line, col := l.file.Place(kind, id)
	problem := diag.Problem{File: l.File, Line: line, Col: col, Len: len(id), Rule: id, Msg: msg, Hint: hint}
	if line > 0 {
		problem.Source = strings.TrimSuffix(strings.Split(string(l.Data), "\n")[line-1], "\r")
	}
	l.problems = append(l.problems, problem)
}

// apply adds a trusted file.
func (l *layer) apply() {
	p, f := l.policy, l.file
	if l.Layer == ProjectLayer && p.below == nil {
		below := *p
		p.below = &below
	}
	if l.Layer > ManagedLayer && p.core == nil && l.reinterprets() {
		core := *p
		core.extra = additions{}
		p.core = &core
	}
	p.tools = append(p.tools, f.Tools...)
	p.classes = append(p.classes, f.Classes...)
	for i := range f.Rules {
		l.rule(&f.Rules[i])
	}
	l.unknownClasses()
	for i := range f.Overrides {
		l.override(&f.Overrides[i])
	}
	for i := range f.Exceptions {
		l.exception(&f.Exceptions[i])
	}
	l.stances()
	l.addReadings()
	if l.Layer == ManagedLayer {
		p.locks = append(p.locks, f.Locks...)
	} else if len(f.Locks) > 0 {
		l.ignore("lock", "", "only a managed policy locks")
	}
}

// reinterprets reports whether a file may change what commands and conditions
// mean to the rules below it. Then those that are locked are judged by what is
// below as well.
func (l *layer) reinterprets() bool {
	if len(l.file.Tools) > 0 {
		return true
	}
	for i := range l.file.Classes {
		if _, shared := l.policy.class(l.file.Classes[i].Name); shared {
			return true
		}
	}
	return slices.ContainsFunc(l.file.Rules, l.names)
}

// names reports whether a rule makes a word the name of a program that so far is
// taken for another's (terraform-1.5).
func (l *layer) names(r rule.Rule) bool {
	for i := range r.Match {
		for s := range r.Match[i].Stages {
			for _, a := range r.Match[i].Stages[s].Program {
				if a.Literal != "" && tool.Name(l.policy.grammars(), word.Literal(a.Literal)) != a.Literal {
					return true
				}
			}
		}
	}
	return false
}

func (l *layer) rule(r *rule.Rule) {
	p := l.policy
	switch {
	case p.has(r.ID):
		l.mistake("rule", r.ID, "rule "+r.ID+" exists already", "give it an id of its own, or write [override."+r.ID+"]")
	case r.Decision == Allow && l.Layer >= ProjectLayer:
		l.ignore("rule", r.ID, "a project grants nothing")
	case r.Decision == Allow && l.locked("allow"):
		l.ignore("rule", r.ID, "the managed policy grants alone")
	default:
		p.rules, p.scopes = append(p.rules, *r), append(p.scopes, l.file.Classes)
		p.origin = append(p.origin, origin{l.Layer, l.File})
	}
}

func (l *layer) override(o *rule.Override) {
	p := l.policy
	now, known := p.decisionOf(o.Rule)
	switch {
	case !known:
		l.mistake("override", o.Rule, "there is no rule "+o.Rule, "see `tagout rules`")
	case o.Decision < now && l.lockedRule(o.Rule):
		l.ignore("override", o.Rule, "the rule is locked")
	case o.Decision == Allow && (l.Layer >= ProjectLayer || l.locked("allow")):
		l.ignore("override", o.Rule, "this layer grants nothing")
	default:
		p.overrides = append(p.overrides, override{*o, origin{l.Layer, l.File}})
	}
}

func (l *layer) exception(e *rule.Exception) {
	p := l.policy
	if slices.ContainsFunc(p.exceptions, func(o exception) bool { return o.ID == e.ID }) {
		l.mistake("exception", e.ID, "exception "+e.ID+" exists already", "give it an id of its own")
		return
	}
	if l.unknownIn("exception", e.ID, e.When) {
		return
	}
	kept := *e
	kept.Rules = nil
	for _, id := range e.Rules {
		switch _, known := p.decisionOf(id); {
		case !known:
			l.mistake("exception", e.ID, "there is no rule "+id, "see `tagout rules`")
		case l.lockedRule(id):
			l.ignore("exception", e.ID, "rule "+id+" is locked")
		default:
			kept.Rules = append(kept.Rules, id)
		}
	}
	if len(kept.Rules) > 0 {
		p.exceptions = append(p.exceptions, exception{kept, origin{l.Layer, l.File}, l.file.Classes})
	}
}

// stances adds what a file says of calls that no rule matches. A project's are
// asked in addition, so that they never make it milder.
func (l *layer) stances() {
	p, f := l.policy, l.file
	if l.Layer >= ProjectLayer {
		p.addStance(f)
	} else {
		p.def = max(p.def, f.Default)
		if f.Posture != nil && l.locked("posture") && *f.Posture != p.posture {
			l.ignore("posture", "", "the posture is locked")
		} else if f.Posture != nil {
			p.posture = *f.Posture
		}
	}
	l.believe()
	switch {
	case f.Mode == "":
	case l.locked("mode") && (f.Mode == "observe") != p.observe:
		l.ignore("mode", "", "the mode is locked")
	case l.Layer >= ProjectLayer && f.Mode == "enforce" && p.observe:
		l.ignore("mode", "", "a project does not end observing")
	default:
		p.observe = f.Mode == "observe"
	}
}

// believe sets whose approvals count. A project only makes it stricter, as does
// whoever stands above a lock.
func (l *layer) believe() {
	p, whose := l.policy, l.file.Approvals
	switch {
	case whose == nil:
	case *whose < p.approvals && l.Layer >= ProjectLayer:
		l.ignore("approvals", "", "a project lets nobody approve more")
	case *whose < p.approvals && l.locked("approvals"):
		l.ignore("approvals", "", "whose approvals count is locked")
	default:
		p.approvals, p.approvalsBy = *whose, l.File
	}
}

// Approvals says whose word lets pass what the policy stops, and which file says
// so, "" where none does.
func (p *Policy) Approvals() (whose Approvals, file string) { return p.approvals, p.approvalsBy }

// Observes reports whether the policy's mode is observe: verdicts are for the
// record, and nothing is blocked, asked or granted but what guards the guard.
func (p *Policy) Observes() bool { return p.observe }

// Ignored lists the entries of all files that do not count.
func (p *Policy) Ignored() []Ignored { return p.ignored }

// guards are the built-in rules by which tagout guards itself. They are locked
// for all but the managed layer.
const guards = "guard-*"

// lockedRule reports whether a file must not relax a rule.
func (l *layer) lockedRule(id string) bool {
	return l.Layer > ManagedLayer && l.policy.lockedRule(id)
}

func (p *Policy) lockedRule(id string) bool {
	if glob.MatchString(guards, id, glob.Loose) && builtin.HasRule(id) {
		return true
	}
	return slices.ContainsFunc(p.locks, func(lock string) bool {
		pattern, isRule := strings.CutPrefix(lock, "rule:")
		return lock == "rules" || isRule && glob.MatchString(pattern, id, glob.Loose)
	})
}

func (l *layer) locked(what string) bool {
	return l.Layer > ManagedLayer && slices.Contains(l.policy.locks, what)
}

// unknownClasses reports conditions of rules that name a class which no file has.
func (l *layer) unknownClasses() {
	for i := range l.file.Rules {
		l.unknownIn("rule", l.file.Rules[i].ID, l.file.Rules[i].When)
	}
}

func (l *layer) unknownIn(kind, id string, when []rule.When) (found bool) {
	for _, w := range when {
		if name, ok := l.policy.unknownClass(w.Any, l.file.Classes); ok {
			l.mistake(kind, id, fmt.Sprintf("unknown class %q in %s in when of %s %s", name, w.Fact, kind, id), "add it to [class]")
			found = true
		}
	}
	return found
}

func (p *Policy) unknownClass(alts []string, own []rule.Named) (string, bool) {
	for _, alt := range alts {
		name := strings.Trim(alt, "!{}")
		if _, known := p.classIn(own, name); isClass(alt) && !known {
			return name, true
		}
	}
	return "", false
}

// Posture names the policy's posture and those that projects add.
func (p *Policy) Posture() string {
	text := p.posture.String()
	for _, s := range p.extra.stances {
		if s.posture != rule.Guard {
			text += ", and " + s.posture.String() + " by a project"
		}
	}
	return text
}

// Default is the strictest decision about calls that no rule matches.
func (p *Policy) Default() Decision {
	def := p.def
	for _, s := range p.extra.stances {
		def = max(def, s.def)
	}
	return def
}

// Locked lists what the layers above the managed one must leave as it is.
func (p *Policy) Locked() []string { return append([]string{"rule:" + guards}, p.locks...) }
