package main

import (
	"bytes"
	"fmt"
	"go/format"
	"maps"
	"reflect"
	"slices"

	"tagout/internal/rule"
)

// index returns the Go file with the sorted tables by which package builtin
// finds tools and rules.
func index(p *policies) ([]byte, error) {
	var b bytes.Buffer
	fmt.Fprintf(&b, head, "policy/default/*.toml")
	b.WriteString("import \"tagout/internal/rule\"\n\n")
	toolTables(&b, p)
	ruleTables(&b, p)
	classTable(&b, p)
	readingTable(&b, p)
	return format.Source(b.Bytes())
}

// toolTables lists all tools, and every name of them, sorted. The first file to
// claim a name has it.
func toolTables(b *bytes.Buffer, p *policies) {
	where, n := make(map[string]int), 0
	b.WriteString("var packedTools = [...]string{\n")
	for _, f := range p.files {
		for i := range f.Tools {
			for _, name := range append([]string{f.Tools[i].Name}, f.Tools[i].Same...) {
				if _, taken := where[name]; !taken {
					where[name] = n
				}
			}
			fmt.Fprintf(b, "%sTool%d,\n", ident(f.Name), i)
			n++
		}
	}
	b.WriteString("}\n\nvar toolNames = [...]toolName{\n")
	for _, name := range slices.Sorted(maps.Keys(where)) {
		fmt.Fprintf(b, "{%q, %d},\n", name, where[name])
	}
	b.WriteString("}\n\n")
}

// ruleTables lists all rules, the rules of each program, and those that may
// match whatever the program is.
func ruleTables(b *bytes.Buffer, p *policies) {
	var always []int32
	byName := make(map[string][]int32)
	n := int32(0)
	b.WriteString("var packedRules = [...]string{\n")
	for _, f := range p.files {
		for i := range f.Rules {
			fmt.Fprintf(b, "%sRule%d,\n", ident(f.Name), i)
			names, any := p.programs(&f.Rules[i])
			for _, name := range names {
				byName[name] = append(byName[name], n)
			}
			if any {
				always = append(always, n)
			}
			n++
		}
	}
	b.WriteString("}\n\nvar ruleIDs = [...]string{\n")
	for _, f := range p.files {
		for i := range f.Rules {
			fmt.Fprintf(b, "%q,\n", f.Rules[i].ID)
		}
	}
	b.WriteString("}\n\n")
	rulesBy(b, "programs", byName)
	b.WriteString("var always = [...]int32")
	elements(b, reflect.ValueOf(always))
	b.WriteString("\n\n")
	needTable(b, p)
	verbTables(b, p)
}

// needTable lists the rules that may match whatever the program is, by what a call
// must have for it (see needs).
func needTable(b *bytes.Buffer, p *policies) {
	byNeed := make(map[string][]int32)
	n := int32(0)
	for _, f := range p.files {
		for i := range f.Rules {
			for _, need := range needs(&f.Rules[i]) {
				byNeed[need] = append(byNeed[need], n)
			}
			n++
		}
	}
	rulesBy(b, "needed", byNeed)
}

// needs returns what a call must have to match the patterns of a rule that do not
// name their program: the kind of its tool, or one of rule.Need…; each once.
func needs(r *rule.Rule) (all []string) {
	for i := range r.Match {
		s := &r.Match[i].Stages[len(r.Match[i].Stages)-1]
		if len(s.Program) == 0 {
			all = append(all, bareNeed(s))
		}
		for _, a := range s.Program {
			if a.Literal == "" {
				all = append(all, programNeeds(a, s)...)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// bareNeed is what a stage without a program wants of a call.
func bareNeed(s *rule.Stage) string {
	need := rule.NeedAssignment
	for _, f := range s.Flows {
		if f.Kind == rule.Fed {
			return rule.NeedNothing
		}
		need = rule.NeedWrite
	}
	return need
}

// programNeeds is what an alternative for the program of a stage wants, by group.
func programNeeds(a rule.Atom, s *rule.Stage) (all []string) {
	if slices.ContainsFunc(s.Items, func(it rule.Item) bool { return it.Kind == rule.Code && !it.Not }) {
		return []string{rule.NeedCode}
	}
	for _, group := range a.Classes {
		need := rule.NeedNothing
		for _, c := range group {
			if !c.Not {
				need = c.Name
			}
		}
		all = append(all, need)
	}
	if a.Classes == nil {
		return []string{rule.NeedNothing}
	}
	return all
}

// rulesBy writes the rules of each name.
func rulesBy(b *bytes.Buffer, table string, byName map[string][]int32) {
	fmt.Fprintf(b, "var %s = [...]namedRules{\n", table)
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		fmt.Fprintf(b, "{%q, ", name)
		value(b, reflect.ValueOf(byName[name]), true)
		b.WriteString("},\n")
	}
	b.WriteString("}\n\n")
}

// verbTables lists the rules that a program whose name is not known may match:
// by a word that one of their patterns wants as a verb, and those with a pattern
// that wants none.
func verbTables(b *bytes.Buffer, p *policies) {
	byVerb, verbless := make(map[string][]int32), []int32(nil)
	n := int32(0)
	for _, f := range p.files {
		for i := range f.Rules {
			verbs, none := wantedVerbs(&f.Rules[i])
			for _, verb := range verbs {
				byVerb[verb] = append(byVerb[verb], n)
			}
			if none {
				verbless = append(verbless, n)
			}
			n++
		}
	}
	rulesBy(b, "verbs", byVerb)
	b.WriteString("var verbless = [...]int32")
	elements(b, reflect.ValueOf(verbless))
	b.WriteString("\n\n")
}

// wantedVerbs returns the words of which each pattern wants one, each once, and
// whether some pattern does without.
func wantedVerbs(r *rule.Rule) (verbs []string, none bool) {
	for _, pat := range r.Match {
		wanted := firstVerb(pat.Stages[len(pat.Stages)-1].Items)
		verbs, none = append(verbs, wanted...), none || wanted == nil
	}
	slices.Sort(verbs)
	return slices.Compact(verbs), none
}

// firstVerb returns the alternatives of the first verb that is a plain word.
func firstVerb(items []rule.Item) []string {
	for _, it := range items {
		var words []string
		for _, a := range it.Alts {
			if a.Literal != "" {
				words = append(words, a.Literal)
			}
		}
		if it.Kind == rule.Verb && !it.Not && len(words) > 0 && len(words) == len(it.Alts) {
			return words
		}
	}
	return nil
}

// programs returns the names of the programs that a rule's patterns name, those
// of the same grammar included, each once, and whether the last stage of some
// pattern, which is what a call is matched against, names none.
func (p *policies) programs(r *rule.Rule) (names []string, any bool) {
	for _, pat := range r.Match {
		for i, s := range pat.Stages {
			literal := len(s.Program) > 0
			for _, a := range s.Program {
				literal = literal && a.Literal != ""
				if a.Literal != "" {
					names = append(names, p.spellings(a.Literal)...)
				}
			}
			any = any || !literal && i == len(pat.Stages)-1
		}
	}
	slices.Sort(names)
	return slices.Compact(names), any
}

// spellings returns a program's name and, where it is a tool's own, the others
// of the same grammar.
func (p *policies) spellings(name string) []string {
	if t := p.tools[name]; t != nil && t.Name == name {
		return append([]string{name}, t.Same...)
	}
	return []string{name}
}

// classTable lists the policies' own classes, sorted by name.
func classTable(b *bytes.Buffer, p *policies) {
	var all []rule.Named
	for _, f := range p.files {
		all = append(all, f.Classes...)
	}
	slices.SortStableFunc(all, func(a, b rule.Named) int { return bytes.Compare([]byte(a.Name), []byte(b.Name)) })
	b.WriteString("// Classes are the default policy's own classes, sorted by name.\nvar Classes = []rule.Named")
	elements(b, reflect.ValueOf(all))
	b.WriteString("\n")
}

// readingTable lists the rows of all policies for tools of servers.
func readingTable(b *bytes.Buffer, p *policies) {
	all := []rule.Reading{}
	for _, f := range p.files {
		all = append(all, f.Readings...)
	}
	b.WriteString("\n// Readings are the default policy's rows for calls of MCP tools.\nvar Readings = []rule.Reading")
	elements(b, reflect.ValueOf(all))
	b.WriteString("\n")
}
