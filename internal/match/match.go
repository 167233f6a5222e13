// Package match decides whether a rule's pattern describes a call: yes, no, or
// maybe when something about the call is not known.
//
// The table of three values, design and reasons, is in the package comment of
// policy. What is particular here: of the parts of a pattern (program, verb,
// options, operands) at most one may rest on something unknown. A "$X" that
// would have to be the verb and the option and the operand at once is a guess,
// not a suspicion.
package match

import (
	"slices"

	"tagout/internal/catalog"
	"tagout/internal/class"
	"tagout/internal/reach"
	"tagout/internal/rule"
	"tagout/internal/tool"
	"tagout/internal/tri"
	"tagout/internal/word"
)

// Judge holds what patterns are matched against.
type Judge struct {
	// Calls are all calls of the program, indexed by their ID.
	Calls []*reach.Found
	// Catalog finds a tool's grammar when a pattern is tried on a program whose
	// name is not known.
	Catalog catalog.Catalog
	// Place is where the paths of calls that run here are; its directory is
	// replaced by each call's own.
	Place class.Place
	// Named are the policy's own classes, sorted by name.
	Named []rule.Named
	// Lookup finds a variable of the hook's own environment.
	Lookup func(name string) (string, bool)
	// Keeps says why a text leaves the guard's hook less effective than it was in a file
	// that is settings by some names, "" where it does not; nil for never. Why is the
	// last that was said.
	Keeps func(names []string, file, text string) (why string)
	Why   string
	// texts are the texts of code that were read.
	texts []read
	// as is the last reading of an unknown program by a tool's grammar.
	as struct {
		tool     *catalog.Tool
		found    *reach.Found
		readings []tool.Invocation
	}
	// last is the last name that was made a path.
	last meaning
	// classed are the last answers about the policy's own classes.
	classed [kept]named
	oldest  int
	// led is where the last path leads that may run through links.
	led struct {
		full, end string
		follow    bool
	}
	// ways are, of classes that were asked for, what leads elsewhere, and bases where
	// that was looked for.
	ways  []leads
	bases []*base
	// said are the words of the last unknown program that may be a verb's.
	said struct {
		found *reach.Found
		words []word.Word
	}
}

// meaning is a name with the path that it means in a directory.
type meaning struct {
	dir, name, path string
	// below: the path is the directory's, a slash and the name.
	below bool
}

// Result is the answer to one pattern.
type Result struct {
	Answer tri.Tri
	// Unsure says what could not be determined, for a Maybe.
	Unsure string
}

// better returns the stronger of two results.
func (r Result) better(o Result) Result {
	if o.Answer > r.Answer {
		return o
	}
	return r
}

// Pattern matches p against the call f. strict asks for proof: it is set for
// rules that allow, where only what is known counts.
func (j *Judge) Pattern(p *rule.Pattern, f *reach.Found, strict bool) Result {
	last := len(p.Stages) - 1
	res := j.stage(&p.Stages[last], f, strict)
	if res.Answer == tri.No || last == 0 {
		return cap(res, f)
	}
	up := j.upstream(p.Stages[:last], f, strict, 0)
	if up.Answer < res.Answer {
		res = up
	}
	return cap(res, f)
}

// cap keeps what is found in a guessed call at maybe.
func cap(res Result, f *reach.Found) Result {
	if f.Call.Guess && res.Answer == tri.Yes {
		return Result{tri.Maybe, "whether " + guesser(f) + " runs it"}
	}
	return res
}

func guesser(f *reach.Found) string {
	if n := len(f.Call.Via); n > 0 {
		return f.Call.Via[n-1]
	}
	return "the program before it"
}

// maxFlow bounds how far data is followed back through calls.
const maxFlow = 64

// upstream matches the stages before the last against the calls whose output
// reaches f.
func (j *Judge) upstream(stages []rule.Stage, f *reach.Found, strict bool, depth int) Result {
	ids := inputs(f)
	var best Result
	last := len(stages) - 1
	for _, id := range ids {
		if id < 0 || id >= len(j.Calls) || depth > maxFlow || id == f.Call.ID {
			continue
		}
		src := j.Calls[id]
		res := j.stage(&stages[last], src, strict)
		if res.Answer != tri.No && last > 0 {
			if up := j.upstream(stages[:last], src, strict, depth+1); up.Answer < res.Answer {
				res = up
			}
		}
		best = best.better(res)
	}
	return best
}

// inputs are the calls whose output a call is given: as its program if it is an
// interpreter, else on its standard input or among its operands.
func inputs(f *reach.Found) []int {
	if f.Interpreter() || f.Unread {
		return f.ProgramFrom
	}
	ids := f.Call.Stdin.From
	if len(f.Readings) == 0 {
		return ids
	}
	ids = slices.Clone(ids)
	inv := &f.Readings[0]
	for i := range inv.Operands {
		ids = append(ids, inv.Operands[i].Word.Pieces.From()...)
	}
	for i := range inv.Loose {
		ids = append(ids, inv.Loose[i].Pieces.From()...)
	}
	return ids
}

// stage matches one stage against one call.
func (j *Judge) stage(s *rule.Stage, f *reach.Found, strict bool) Result {
	if s.Program == nil && len(s.Flows) == 0 {
		return j.assignment(s, f)
	}
	if s.Program != nil && !unnamed(f) && !j.calls(s.Program, f) {
		return Result{}
	}
	env := j.environment(s.Env, f)
	if env.Answer == tri.No {
		return env
	}
	flows := func(inv *tool.Invocation) Result { return j.flows(s.Flows, f, inv, strict) }
	if s.Program == nil {
		return weakest(env, j.anyReading(f, flows))
	}
	return weakest(env, j.readings(s, f, strict, flows))
}

// anyReading applies a test to every reading of the call's words, or once to
// none for a bare redirection.
func (j *Judge) anyReading(f *reach.Found, test func(*tool.Invocation) Result) Result {
	if len(f.Readings) == 0 {
		return test(nil)
	}
	var best Result
	for i := range f.Readings {
		best = best.better(test(&f.Readings[i]))
	}
	return best
}

// readings matches program, items and flows against each reading; one suffices
// to stop a call, every one must hold to allow it.
func (j *Judge) readings(s *rule.Stage, f *reach.Found, strict bool, flows func(*tool.Invocation) Result) Result {
	if len(f.Readings) == 0 {
		return Result{}
	}
	if unnamed(f) {
		return j.unknownProgram(s, f, strict, flows)
	}
	best, worst := Result{}, Result{Answer: tri.Yes}
	for i := range f.Readings {
		res := j.reading(s, f, &f.Readings[i], strict, flows)
		best = best.better(res)
		worst = weakest(worst, res)
	}
	if strict {
		return worst
	}
	return best
}

// unnamed reports whether it is not known which program a call runs.
func unnamed(f *reach.Found) bool {
	if len(f.Readings) == 0 || f.Readings[0].Name != "" || len(f.Call.Words) == 0 {
		return false
	}
	program := &f.Readings[0].Program
	return !program.Quoted && program.Pieces.HasUnknown() || patterned(program)
}

// patterned reports whether a program's name is a pattern (/usr/bin/terr?form).
func patterned(program *word.Word) bool {
	for _, p := range program.Pieces {
		if p.Kind == word.Glob {
			return true
		}
	}
	return false
}

// calls reports whether some reading of a call is of one of the programs. Most
// patterns end here.
func (j *Judge) calls(programs []rule.Atom, f *reach.Found) bool {
	for i := range f.Readings {
		if j.program(programs, f, &f.Readings[i]) != tri.No {
			return true
		}
	}
	return false
}

func weakest(rs ...Result) Result {
	least := rs[0]
	for _, r := range rs[1:] {
		if r.Answer < least.Answer {
			least = r
		}
	}
	return least
}

func (j *Judge) reading(s *rule.Stage, f *reach.Found, inv *tool.Invocation, strict bool, flows func(*tool.Invocation) Result) Result {
	if j.program(s.Program, f, inv) == tri.No {
		return Result{}
	}
	t := terms{judge: j, found: f, inv: inv, strict: strict}
	res := t.all(s.Items)
	if res.Answer == tri.No {
		return res
	}
	res = weakest(res, flows(inv), dry(inv))
	if strict && !t.proved(s.Items) {
		return Result{}
	}
	return res
}

// dry cancels a call that does nothing.
func dry(inv *tool.Invocation) Result {
	switch inv.Dry {
	case tri.Yes:
		return Result{}
	case tri.Maybe:
		return Result{tri.Maybe, "whether it is a dry run"}
	}
	return Result{Answer: tri.Yes}
}

// program matches the program's name, its tool's name, or its class.
func (j *Judge) program(alts []rule.Atom, f *reach.Found, inv *tool.Invocation) tri.Tri {
	for i := range alts {
		if j.programIs(&alts[i], f, inv) {
			return tri.Yes
		}
	}
	return tri.No
}

func (j *Judge) programIs(a *rule.Atom, f *reach.Found, inv *tool.Invocation) bool {
	switch {
	case a.Classes != nil:
		return programClass(a.Classes, f, inv.Tool)
	case a.Glob != "":
		return globProgram(a.Glob, inv.Name)
	}
	return inv.Name != "" && (a.Literal == inv.Name || inv.Tool != nil && a.Literal == inv.Tool.Name)
}

// programClass answers {shell}, {interpreter}, {fetcher} and their like, and
// {unread} and {listening}, which speak of what the program runs.
func programClass(groups [][]rule.Class, f *reach.Found, t *catalog.Tool) bool {
	for _, g := range groups {
		all := true
		for _, c := range g {
			is := kindOf(t, c.Name) || c.Name == "unread" && f.Unread || c.Name == "listening" && f.Listens
			all = all && is != c.Not
		}
		if all {
			return true
		}
	}
	return false
}

func kindOf(t *catalog.Tool, kind string) bool {
	if t == nil {
		return false
	}
	for _, k := range t.Kinds {
		if k == kind {
			return true
		}
	}
	return false
}
