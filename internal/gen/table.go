package main

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"tagout/internal/catalog"
	"tagout/internal/tool"
)

// row is what the table says of one tool.
type row struct {
	tool  *catalog.Tool
	file  string
	rules int
	// basis is how its pure verbs were established, as the policy's comment has it.
	basis string
}

const tableHead = `<!-- Code generated from policy/default/*.toml by internal/gen. DO NOT EDIT. -->

# What Tagout knows of each tool

Verbs are counted by effect: pure ones read and run no code an agent could have placed; read ones may run some; what is
not classified is judged by the rules alone. A program without verbs counts as one verb, a pattern such as ` + "`delete-*`" + `
too. Options are those the grammar knows. Rules are those that name the program; rules for any program come on top.
` + "`tagout rules --tools`" + ` prints the same.

| tool | file | pure | read | write | destroy | not classified | options | rules |
|---|---|--:|--:|--:|--:|--:|--:|--:|
`

const basisHead = `
## How each pure verb was established

Only a pure call may ever be allowed without a question, so each tool says what its pure verbs rest on: *measured* (run
under a system-call tracer: it wrote nothing, and started no program it had not come with), *manual* (its manual page or reference was
read), *sources* (its code was read), or *from memory* of its documentation.

| tool | pure verbs rest on |
|---|---|
`

// table returns the page that lists every tool.
func table(p *policies) []byte {
	var b bytes.Buffer
	rows := p.rows()
	b.WriteString(tableHead)
	var sum tool.Counts
	total := 0
	for _, r := range rows {
		c := tool.Count(r.tool)
		tableLine(&b, strings.Join(append([]string{r.tool.Name}, r.tool.Same...), ", "), r.file, c, r.rules)
		sum, total = plus(sum, c), total+r.rules
	}
	tableLine(&b, fmt.Sprintf("%d tools", len(rows)), "", sum, total)
	b.WriteString(basisHead)
	for _, r := range rows {
		if len(r.tool.Pure) > 0 {
			fmt.Fprintf(&b, "| %s | %s |\n", r.tool.Name, cmp.Or(r.basis, "not said"))
		}
	}
	return b.Bytes()
}

func tableLine(b *bytes.Buffer, name, file string, c tool.Counts, rules int) {
	fmt.Fprintf(b, "| %s | %s | %d | %d | %d | %d | %d | %d | %d |\n", name, file, c.Pure, c.Read, c.Write, c.Destroy, c.Unclassified, c.Options, rules)
}

func plus(a, b tool.Counts) tool.Counts {
	return tool.Counts{Pure: a.Pure + b.Pure, Read: a.Read + b.Read, Write: a.Write + b.Write, Destroy: a.Destroy + b.Destroy,
		Unclassified: a.Unclassified + b.Unclassified, Options: a.Options + b.Options}
}

// rows lists the tools of all files, sorted by name.
func (p *policies) rows() []row {
	byName := p.rulesByName()
	var rows []row
	for _, f := range p.files {
		for i := range f.Tools {
			t := &f.Tools[i]
			r := row{tool: t, file: stem(f.Name), basis: basis(p.texts[f.Name], t.Name)}
			rules := map[string]bool{}
			for _, name := range append([]string{t.Name}, t.Same...) {
				for _, id := range byName[name] {
					rules[id] = true
				}
			}
			r.rules = len(rules)
			rows = append(rows, r)
		}
	}
	slices.SortStableFunc(rows, func(a, b row) int { return cmp.Compare(a.tool.Name, b.tool.Name) })
	return rows
}

// rulesByName returns the ids of the rules that name each program.
func (p *policies) rulesByName() map[string][]string {
	byName := make(map[string][]string)
	for _, f := range p.files {
		for i := range f.Rules {
			names, _ := p.programs(&f.Rules[i])
			for _, name := range names {
				byName[name] = append(byName[name], f.Rules[i].ID)
			}
		}
	}
	return byName
}

// basis returns what the comment "# pure: …" in a tool's table says, over as many
// lines as it has.
func basis(text []byte, name string) string {
	_, rest, _ := strings.Cut(string(text), "\n[tool."+name+"]\n")
	if rest == "" {
		_, rest, _ = strings.Cut(string(text), "\n[tool."+strconv.Quote(name)+"]\n")
	}
	rest, _, _ = strings.Cut(rest, "\n[")
	_, said, found := strings.Cut("\n"+rest, "\n# pure: ")
	if !found {
		return ""
	}
	first, more, _ := strings.Cut(said, "\n")
	for line := range strings.SplitSeq(more, "\n") {
		comment, ok := strings.CutPrefix(line, "# ")
		if !ok {
			break
		}
		first += " " + comment
	}
	return first
}
