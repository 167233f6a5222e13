package policy

import (
	"cmp"
	"os"
	"slices"
	"strconv"
	"strings"

	"tagout/internal/builtin"
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
		l.policy, _ = stacked(append(slices.Clone(below), t))
		l.known(below)
		l.whole()
		l.rules()
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
	// classNames are the classes that a condition may name.
	classNames []string
	// names are those of all tools, once they were asked for.
	names []string
	// effective are what the rules decide, those of all layers.
	effective map[string]Decision
}

// known gathers what the file may refer to.
func (l *linter) known(below []Text) {
	for _, c := range builtin.Classes {
		l.classNames = append(l.classNames, c.Name)
	}
	for _, t := range below {
		if f, _ := lang.Parse(t.Name, t.Data, Builtin()); f != nil {
			l.classNames = append(l.classNames, classNames(f.Classes)...)
		}
	}
	l.classNames = append(l.classNames, classNames(l.file.Classes)...)
	l.effective = make(map[string]Decision)
	for _, r := range l.policy.Rules() {
		if _, seen := l.effective[r.ID]; !seen {
			l.effective[r.ID] = r.Decision
		}
	}
}

func classNames(classes []rule.Named) (names []string) {
	for i := range classes {
		names = append(names, classes[i].Name)
	}
	return names
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
		if l.base.has(r.ID) {
			l.add("duplicate-id", diag.Error, r, "", "", "rule "+r.ID+" exists already", "give it an id of its own")
		}
		l.patterns(r)
		l.conditions(r)
		l.covered(r, i)
		l.allows(r)
	}
	l.classes()
	l.examples()
	l.noise()
}

// classes reports conditions that name a class which no file has.
func (l *linter) classes() {
	for i := range l.file.Rules {
		r := &l.file.Rules[i]
		for _, w := range r.When {
			for _, alt := range w.Any {
				name := strings.Trim(alt, "!{}")
				if isClass(alt) && !slices.Contains(l.classNames, name) {
					l.add("unknown-class", diag.Error, r, "when", alt, "unknown class "+strconv.Quote(name)+" in when of rule "+r.ID,
						"add it to [class]")
				}
			}
		}
	}
}
