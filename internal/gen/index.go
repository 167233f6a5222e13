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
	toolTable(&b, p)
	ruleTables(&b, p)
	classTable(&b, p)
	return format.Source(b.Bytes())
}

// toolTable lists every name of every tool, sorted. The first file to claim a
// name has it.
func toolTable(b *bytes.Buffer, p *policies) {
	where := make(map[string]string)
	for _, f := range p.files {
		for i := range f.Tools {
			for _, name := range append([]string{f.Tools[i].Name}, f.Tools[i].Same...) {
				if where[name] == "" {
					where[name] = fmt.Sprintf("&%sTools[%d]", ident(f.Name), i)
				}
			}
		}
	}
	b.WriteString("var tools = [...]toolName{\n")
	for _, name := range slices.Sorted(maps.Keys(where)) {
		fmt.Fprintf(b, "{%q, %s},\n", name, where[name])
	}
	b.WriteString("}\n\n")
}

// ruleTables lists all rules, the rules of each program, and those that may
// match whatever the program is.
func ruleTables(b *bytes.Buffer, p *policies) {
	var always []int32
	byName := make(map[string][]int32)
	n := int32(0)
	b.WriteString("var rules = [...]*rule.Rule{\n")
	for _, f := range p.files {
		for i := range f.Rules {
			fmt.Fprintf(b, "&%sRules[%d],\n", ident(f.Name), i)
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
	b.WriteString("}\n\nvar programs = [...]programRules{\n")
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		fmt.Fprintf(b, "{%q, ", name)
		value(b, reflect.ValueOf(byName[name]), true)
		b.WriteString("},\n")
	}
	b.WriteString("}\n\nvar always = [...]int32")
	elements(b, reflect.ValueOf(always))
	b.WriteString("\n\n")
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
