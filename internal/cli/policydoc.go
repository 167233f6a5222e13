package cli

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"

	"tagout/policy"
)

// policyDoc prints the policy that counts here as Markdown, for review: what the
// layers add and change first, then the rest.
func (c command) policyDoc(args []string) (int, error) {
	var file string
	if err := options(args, []option{{name: "--policy", text: &file}}); err != nil {
		return exitUsage, err
	}
	dir, err := os.Getwd()
	if err != nil {
		return exitUsage, err
	}
	p, broken := policy.Layered(c.sources(file, dir)...)
	e := c.effective(file, dir, false)
	var b strings.Builder
	e.heading(&b)
	own, rest := sections(p.Rules())
	writeRules(&b, "What the layers add and change", own, e.Exceptions)
	writeExceptions(&b, e.Exceptions)
	writeIgnored(&b, e.Ignored)
	builtIn := func(r shownReading) bool { return r.Layer == policy.BuiltInLayer.String() }
	writeReadings(&b, slices.DeleteFunc(slices.Clone(e.MCP), builtIn))
	writeRules(&b, "Built in", rest, e.Exceptions)
	writeReadings(&b, slices.DeleteFunc(e.MCP, func(r shownReading) bool { return !builtIn(r) }))
	if _, err := fmt.Fprint(c.out, b.String()); err != nil || broken == nil {
		return exitPass, err
	}
	return exitAsk, nil
}

// heading says where the policy comes from and how it stands.
func (e *effective) heading(b *strings.Builder) {
	fmt.Fprintf(b, "# Policy\n\n| layer | file |\n|---|---|\n")
	for _, l := range e.Layers {
		fmt.Fprintf(b, "| %s | %s |\n", cell(l.Layer), code(l.File))
	}
	fmt.Fprintf(b, "\n- posture: %s\n- what no rule speaks of: %s\n- mode: %s\n- approvals: %s\n", e.Posture, e.Default, e.Mode, e.Approvals)
	if len(e.Locked) > 0 {
		fmt.Fprintf(b, "- locked: %s\n", codes(e.Locked))
	}
	for _, p := range e.Problems {
		fmt.Fprintf(b, "\n**It has mistakes. Until they are mended, every command that is not plainly read-only asks.**\n\n```\n%s\n```\n", p)
	}
}

// sections parts the rules that layers add or change from those that are as they
// are built in.
func sections(rules []policy.Rule) (own, rest []policy.Rule) {
	for _, r := range rules {
		if r.Layer != policy.BuiltInLayer || len(r.Overridden) > 0 {
			own = append(own, r)
		} else {
			rest = append(rest, r)
		}
	}
	return own, rest
}

// writeRules prints rules by their tools, the strictest first.
func writeRules(b *strings.Builder, title string, rules []policy.Rule, exceptions []shownException) {
	if len(rules) == 0 {
		return
	}
	byTool := make(map[string][]policy.Rule)
	var tools []string
	for _, r := range rules {
		if byTool[r.Tool] == nil {
			tools = append(tools, r.Tool)
		}
		byTool[r.Tool] = append(byTool[r.Tool], r)
	}
	slices.Sort(tools)
	if tools[0] == "" { // what speaks of any program comes last
		tools = append(tools[1:], "")
	}
	fmt.Fprintf(b, "\n## %s\n", title)
	for _, tool := range tools {
		list := byTool[tool]
		slices.SortStableFunc(list, func(a, b policy.Rule) int {
			return cmp.Or(cmp.Compare(b.Decision, a.Decision), cmp.Compare(a.ID, b.ID))
		})
		fmt.Fprintf(b, "\n### %s\n\n| decision | rule | what | why | instead |\n|---|---|---|---|---|\n", cmp.Or(tool, "any program"))
		for _, r := range list {
			shown := showRule(r, exceptions)
			fmt.Fprintf(b, "| %s | %s | %s | %s | %s |\n", shown.Decision, code(r.ID)+whence(&shown), matching(r.Patterns, r.When), cell(r.Reason), cell(r.Instead))
		}
	}
}

// whence says in a cell where a rule comes from, where that is not the program.
func whence(r *effectiveRule) string {
	if about := r.about(); about != policy.BuiltInLayer.String() {
		return "<br>" + cell(about)
	}
	return ""
}

func matching(patterns, when []string) string {
	text := codes(patterns)
	for _, w := range when {
		text += "<br>when " + code(w)
	}
	return text
}

// writeReadings prints as which commands calls of MCP tools are judged.
func writeReadings(b *strings.Builder, readings []shownReading) {
	if len(readings) == 0 {
		return
	}
	fmt.Fprintf(b, "\n## Tools of MCP servers\n\n| table | tools | as | layer |\n|---|---|---|---|\n")
	for _, r := range readings {
		fmt.Fprintf(b, "| %s | %s | %s | %s |\n", code(r.ID), cell(r.names()), cell(r.says()), cell(r.Layer))
	}
}

func writeExceptions(b *strings.Builder, exceptions []shownException) {
	if len(exceptions) == 0 {
		return
	}
	fmt.Fprintf(b, "\n## Exceptions\n\n| exception | of | becomes | what | until | why | layer |\n|---|---|---|---|---|---|---|\n")
	for _, x := range exceptions {
		until := cmp.Or(x.Until, "no end")
		if x.Over {
			until += ": over"
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s | %s | %s |\n", code(x.ID), codes(x.Rules), x.Decision, matching(x.Patterns, x.When), until, cell(x.Reason), cell(x.Layer))
	}
}

func writeIgnored(b *strings.Builder, ignored []policy.Ignored) {
	if len(ignored) > 0 {
		fmt.Fprintf(b, "\n## What does not count\n\n")
	}
	for _, i := range ignored {
		fmt.Fprintf(b, "- %s\n", cell(i.String()))
	}
}

// cell is text for a cell of a table, code a text to the letter in one.
func cell(text string) string {
	return strings.NewReplacer("|", "\\|", "\n", " ", "<", "&lt;", "*", "\\*", "_", "\\_", "`", "\\`").Replace(text)
}

func code(text string) string {
	text = strings.NewReplacer("|", "\\|", "\n", " ").Replace(text)
	fence := "`"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	if strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`") {
		text = " " + text + " "
	}
	return fence + text + fence
}

func codes(texts []string) string {
	var out []string
	for _, t := range texts {
		out = append(out, code(t))
	}
	return strings.Join(out, "<br>")
}
