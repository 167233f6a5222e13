package match

import (
	"slices"

	"tagout/internal/catalog"
	"tagout/internal/glob"
	"tagout/internal/reach"
	"tagout/internal/rule"
	"tagout/internal/tool"
	"tagout/internal/tri"
	"tagout/internal/word"
)

// unknownProgram tries the pattern on a program whose name is not known, by the
// grammar of the program that the pattern names. It is a maybe only where
// everything else is a certain yes and some verb, option or class is among it.
func (j *Judge) unknownProgram(s *rule.Stage, f *reach.Found, strict bool, flows func(*tool.Invocation) Result) Result {
	if strict || !telling(s.Items) || !mayHold(s.Items, f.Call.Words[1:]) {
		return Result{}
	}
	for i := range s.Program {
		t := j.Catalog.Tool(s.Program[i].Literal)
		if s.Program[i].Literal == "" || t == nil || !mayBeNamed(f.Readings[0].Program, s.Program[i].Literal, t) || !mayDo(s.Items, t, j.spoken(f)) {
			continue
		}
		for _, inv := range j.readAs(t, f) {
			t := terms{judge: j, found: f, inv: &inv, certain: true}
			res := weakest(t.all(s.Items), flows(&inv), dry(&inv))
			if res.Answer == tri.Yes {
				return Result{tri.Maybe, "which program " + f.Call.Words[0].String() + " is"}
			}
		}
	}
	return Result{}
}

// readAs reads a call by the grammar of a tool. Rules of one tool stand
// together, so the last reading serves most of them.
func (j *Judge) readAs(t *catalog.Tool, f *reach.Found) []tool.Invocation {
	if j.as.tool != t || j.as.found != f {
		j.as.tool, j.as.found, j.as.readings = t, f, tool.ParseAs(t, f.Call.Words, nil)
	}
	return j.as.readings
}

// mayHold reports whether every word of the verb that the items ask for may be
// among the words for certain: what is not known is not. It spares most patterns
// the reading of the call by another grammar, which costs more than all else.
func mayHold(items []rule.Item, words []word.Word) bool {
	for i := range items {
		if it := &items[i]; it.Kind == rule.Verb && !it.Not && !oneMayBe(it.Alts, words) {
			return false
		}
	}
	return true
}

// mayDo reports whether the call has words for the effects that the items ask for,
// should it be one of the tool.
func mayDo(items []rule.Item, t *catalog.Tool, words []word.Word) bool {
	for i := range items {
		if it := &items[i]; it.Kind == rule.Effect && !it.Not && !slices.ContainsFunc(it.Alts, func(a rule.Atom) bool { return oneMayHave(a.Classes, t, words) }) {
			return false
		}
	}
	return true
}

func oneMayHave(groups [][]rule.Class, t *catalog.Tool, words []word.Word) bool {
	return slices.ContainsFunc(groups, func(g []rule.Class) bool {
		return !slices.ContainsFunc(g, func(c rule.Class) bool { return !c.Not && !tool.MayHave(t, c.Name, words) })
	})
}

// spoken are the words of a call that may be a verb's: most words of a long call
// are options.
func (j *Judge) spoken(f *reach.Found) []word.Word {
	if j.said.found != f {
		words := slices.DeleteFunc(slices.Clone(f.Call.Words[1:]), func(w word.Word) bool {
			p := w.Pieces.Prefix()
			return p != "" && p[0] == '-'
		})
		j.said.found, j.said.words = f, words
	}
	return j.said.words
}

// oneMayBe reports whether one of the words may be one of the alternatives.
func oneMayBe(alts []rule.Atom, words []word.Word) bool {
	for i := range words {
		s, known := words[i].Known()
		for k := range alts {
			a := &alts[k]
			switch {
			case a.Classes != nil, known && a.Glob == "" && a.Literal == s:
				return true
			case a.Glob != "" && (known && globProgram(a.Glob, s) || !known && glob.Match(a.Glob, words[i].Pieces, glob.Loose) == tri.Yes):
				return true
			}
		}
	}
	return false
}

// mayBeNamed reports whether a partly known program word may name the tool.
func mayBeNamed(w word.Word, name string, t *catalog.Tool) bool {
	if baseMay(w, name) {
		return true
	}
	for _, same := range t.Same {
		if baseMay(w, same) {
			return true
		}
	}
	return false
}

// telling reports whether the items say enough for an unknown program to be
// suspected: a verb, a key, a long option or a valued one, a disk; or a short
// option, which many programs have, together with a class of paths that few
// commands name.
func telling(items []rule.Item) bool {
	said := 0
	for i := range items {
		it := &items[i]
		switch {
		case it.Not:
		case it.Kind == rule.Operand:
			said += weighty(it.Alts)
		case it.Kind == rule.Option && it.Alts == nil && !long(it.Names):
			said++
		default:
			said += 2
		}
	}
	return said >= 2
}

func long(names []string) bool {
	for _, name := range names {
		if len(name) <= 2 {
			return false
		}
	}
	return true
}

// weighty says how much an operand tells: 2 for a disk, 1 for another class
// that is more than a place to work in, 0 for what any program takes.
func weighty(alts []rule.Atom) int {
	least := 2
	for _, a := range alts {
		if a.Classes == nil {
			return 0
		}
		for _, g := range a.Classes {
			most := 0
			for _, c := range g {
				most = max(most, weight(c))
			}
			least = min(least, most)
		}
	}
	return least
}

func weight(c rule.Class) int {
	switch c.Name {
	case "device":
		return 2
	case "root", "home", "workspace", "system", "vcs", "data", "secret":
		if !c.Not {
			return 1
		}
	}
	return 0
}
