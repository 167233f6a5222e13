package policy

import (
	"cmp"
	"os"
	"slices"
	"time"

	"tagout/internal/diag"
	"tagout/internal/lang"
	"tagout/internal/rule"
)

// Text is a policy or a list of cases in memory, and the name by which messages
// call it.
type Text struct {
	Name string
	Data []byte
}

// ReadText reads a file.
func ReadText(name string) (Text, error) {
	data, err := os.ReadFile(name)
	return Text{name, data}, err
}

// Lint reports what is wrong or doubtful in policy files that stand over the
// built-in policy and over each other, in this order. Every problem has the id
// of a check (see Checks), unless a comment "# tagout:ignore ID why" stands on
// its line or the one before.
func Lint(files ...Text) diag.Problems {
	var all diag.Problems
	for i := range files {
		all = append(all, lintOne(files[:i], files[i])...)
	}
	slices.SortStableFunc(all, func(a, b diag.Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col), cmp.Compare(a.ID, b.ID))
	})
	return all
}

func lintOne(below []Text, t Text) diag.Problems {
	base, _ := stacked(below)
	l := linter{base: base, Text: t, places: places{text: string(t.Data)}}
	l.file, l.problems = lang.Parse(t.Name, t.Data, base)
	l.named()
	if l.file != nil {
		var err error
		l.policy, err = stacked(append(slices.Clone(below), t))
		l.known()
		l.whole()
		l.rules()
		l.layered(err)
		l.exceptions(time.Now())
	}
	return slices.DeleteFunc(l.problems, l.ignored)
}

// stacked is the policy of files over the built-in one. More than one are read
// again, since they are files of this machine then.
func stacked(files []Text) (*Policy, error) {
	switch len(files) {
	case 0:
		return Builtin(), nil
	case 1:
		return Parse(files[0].Name, files[0].Data)
	}
	var names []string
	for _, f := range files {
		names = append(names, f.Name)
	}
	return Load(names...)
}

// linter looks at one file.
type linter struct {
	Text
	places
	// base is what stands below the file, policy what both are together.
	base, policy *Policy
	file         *lang.File
	problems     diag.Problems
	// names are those of all tools, once they were asked for.
	names []string
	// effective are what the rules decide, those of all layers.
	effective map[string]Decision
}

// known gathers what each rule decides.
func (l *linter) known() {
	l.effective = make(map[string]Decision)
	for _, r := range l.policy.Rules() {
		if _, seen := l.effective[r.ID]; !seen {
			l.effective[r.ID] = r.Decision
		}
	}
}

// add reports a problem of a rule at the text of one of its keys; "" is the
// rule's head.
func (l *linter) add(id string, level diag.Level, r *rule.Rule, key, text, msg, hint string) {
	p := diag.Problem{File: l.Name, ID: id, Level: level, Msg: msg, Hint: hint}
	if r != nil {
		p.Rule = r.ID
		if at, n, ok := l.find(r.ID, key, text); ok {
			p.Line, p.Col, p.Source = diag.At(l.text, at)
			p.Len = n
		}
	}
	l.problems = append(l.problems, p)
}

// named gives the mistakes that the compiler found the ids of checks.
func (l *linter) named() {
	for i := range l.problems {
		l.problems[i].ID = checkOf(l.problems[i].Msg)
	}
}

// whole looks at the file as such.
func (l *linter) whole() {
	if !l.hasKey("version") {
		l.problems = append(l.problems, diag.Problem{File: l.Name, ID: "no-version", Level: diag.Note,
			Msg: "the file does not say its version", Hint: "begin with version = 1, or run tagout lint --fix"})
	}
}

func (l *linter) rules() {
	for i := range l.file.Rules {
		r := &l.file.Rules[i]
		l.patterns(r)
		l.conditions(r)
		l.covered(r, i)
		l.allows(r)
	}
	l.examples()
	l.noise()
}
