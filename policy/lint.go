package policy

import (
	"cmp"
	"os"
	"path"
	"slices"
	"strings"
	"time"

	"tagout/internal/diag"
	"tagout/internal/facts"
	"tagout/internal/lang"
	"tagout/internal/rule"
)

// Text is a policy or a list of cases in memory, and the name by which messages
// call it.
type Text struct {
	Name string
	Data []byte
}

// Problem is one mistake in a file, with its place and the id of the check that
// found it, and Problems all of them, an error that shows each with its line.
type (
	Problem  = diag.Problem
	Problems = diag.Problems
)

// ReadText reads a file.
func ReadText(name string) (Text, error) {
	data, err := os.ReadFile(name)
	return Text{name, data}, err
}

// Lint reports what is wrong or doubtful in policy files that stand over the
// built-in policy and over each other, in this order. Every problem has the id
// of a check (see Checks), unless a comment "# tagout:ignore ID why" stands on
// its line or the one before.
func Lint(files ...Text) Problems {
	var sources []Source
	for _, f := range files {
		s := Source{File: f.Name, Data: f.Data}
		if path.Base(f.Name) == facts.ProjectPolicy {
			s.Layer = ProjectLayer
		}
		sources = append(sources, s)
	}
	return LintLayers(sources...)
}

// LintLayers is Lint for files of which it is known in which layer they stand,
// and reports besides what does not count there. A Layer of zero is a file of
// which that is not known.
func LintLayers(sources ...Source) Problems {
	var all diag.Problems
	for i := range sources {
		all = append(all, lintOne(sources[:i], sources[i])...)
	}
	slices.SortStableFunc(all, func(a, b diag.Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col), cmp.Compare(a.ID, b.ID))
	})
	return all
}

func lintOne(below []Source, s Source) diag.Problems {
	if s.Err != nil {
		return diag.Problems{{File: s.File, ID: "unreachable-layer", Msg: "the policy cannot be read: " + s.Err.Error(),
			Hint: "until it can be, every command that is not plainly read-only asks"}}
	}
	base, _ := Layered(known(below)...)
	text := strings.TrimPrefix(string(s.Data), byteOrderMark)
	l := linter{base: base, source: s, places: placesOf(text), Text: Text{s.File, s.Data}}
	l.file, l.problems = lang.Parse(s.File, s.Data, base.grammars())
	l.named()
	if l.file != nil {
		var err error
		l.policy, err = Layered(append(known(below), asOwn(s))...)
		l.known()
		l.whole()
		l.rules()
		l.layered(err)
		l.exceptions(time.Now())
		l.readings()
		l.uncounted(below)
	}
	return slices.DeleteFunc(l.problems, l.ignored)
}

// known are layers, those of which it is not known as the person's own.
func known(sources []Source) []Source {
	out := slices.Clone(sources)
	for i := range out {
		out[i].Layer = max(out[i].Layer, ManagedLayer)
		if sources[i].Layer == BuiltInLayer {
			out[i].Layer = UserLayer
		}
	}
	return out
}

// asOwn is a file as if all that stands in it counted: it is linted as it is
// meant, and what does not count of it is told apart.
func asOwn(s Source) Source {
	if s.Layer != ManagedLayer {
		s.Layer = UserLayer
	}
	return s
}

// uncounted reports entries that do not count in the layer of the file.
func (l *linter) uncounted(below []Source) {
	if l.source.Layer == BuiltInLayer {
		return
	}
	p, _ := Layered(append(known(below), l.source)...)
	for _, i := range p.Ignored() {
		if i.File != l.Name {
			continue
		}
		problem := diag.Problem{File: l.Name, ID: "does-not-count", Level: diag.Warning, Line: i.Line, Col: i.Col, Len: len(i.Entry) - len(i.kind),
			Msg: i.Entry + " does not count: " + i.Why, Hint: "see tagout policy show"}
		if strings.HasSuffix(i.Why, untrusted) {
			problem.Level, problem.Hint = diag.Note, "a person can trust the file as it is: tagout trust"
		}
		problem.Source = l.lineAt(i.Line)
		l.problems = append(l.problems, problem)
	}
}

// linter looks at one file.
type linter struct {
	Text
	places
	source Source
	// base is what stands below the file, policy what both are together.
	base, policy *Policy
	file         *lang.File
	problems     diag.Problems
	// names are those of all tools, once they were asked for.
	names []string
	// byProgram are the rules of the file by the programs of their first stages.
	byProgram map[string][]int
	// ids are the rules of the file.
	ids map[string]bool
	// effective are what the rules decide, those of all layers.
	effective map[string]Decision
}

// known gathers what each rule decides, and the rules of the file.
func (l *linter) known() {
	l.index()
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
		if start, end, ok := l.layout.Find("rule", r.ID, key, text); ok {
			p.Line, p.Col, p.Source = diag.At(l.text, start)
			p.Len = end - start
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
	if !l.layout.Has("version") {
		l.problems = append(l.problems, diag.Problem{File: l.Name, ID: "no-version", Level: diag.Note,
			Msg: "the file does not say its version", Hint: "begin with version = 1, or run tagout lint --fix"})
	}
	_, order := lang.Mends([]byte(l.text))
	for _, m := range order {
		p := diag.Problem{File: l.Name, ID: "key-order", Level: diag.Note, Len: len(m.Key),
			Msg: "key " + m.Key + " of " + m.Owner + " stands out of its order", Hint: "tagout lint --fix puts the keys into the order in which readers expect them"}
		p.Line, p.Col, p.Source = diag.At(l.text, m.KeyAt)
		l.problems = append(l.problems, p)
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
