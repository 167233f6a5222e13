package survey

import (
	"fmt"
	"path"
	"strings"
	"sync"

	"tagout/internal/diag"
	"tagout/internal/harness"
	"tagout/internal/scan"
	"tagout/internal/tree"
	"tagout/policy"
	defaults "tagout/policy/default"
)

func claude() *harness.Lists {
	return &harness.Lists{Tools: []string{"Bash"}, Allow: "permissions.allow", Deny: []string{"permissions.deny", "permissions.ask"}}
}

// settings are an agent's: what they allow, and the commands of its hooks and of
// servers that it starts.
func settings(f *file) {
	read, err := tree.Read([]byte(f.text), true) // several take comments
	if err != nil {
		f.problem(jsonOffset(err), 1, unreadLevel, unreadID, "this is no JSON: "+err.Error())
		return
	}
	doc := read.Root
	switch {
	case strings.Contains(f.name, ".gemini/"):
		h := &harness.Lists{Tools: []string{"run_shell_command", "ShellTool"}, Allow: "tools.allowed", Deny: []string{"tools.exclude"}, Begins: true}
		f.allowed(h, doc)
		f.allowed(&harness.Lists{Tools: h.Tools, Allow: "allowedTools", Deny: []string{"excludeTools"}, Begins: true}, doc)
	case strings.Contains(f.name, ".cursor/"):
		f.allowed(&harness.Lists{Tools: []string{"Shell"}, Allow: "permissions.allow", Deny: []string{"permissions.deny"}, Begins: true}, doc)
		f.terminals(doc.Get("terminalAllowlist"))
	case strings.Contains(f.name, ".qwen/"):
		f.allowed(&harness.Lists{Tools: []string{"Bash", "run_shell_command", "ShellTool"}, Allow: "permissions.allow", Deny: []string{"permissions.deny", "permissions.ask"}, Begins: true}, doc)
	case strings.Contains(f.name, ".vscode/"):
		f.approved(doc)
		return
	case strings.HasPrefix(path.Base(f.name), "opencode.json"):
		f.openCode(doc.Get("permission"))
		for _, agent := range members(doc.Get("agent")) {
			f.openCode(agent.Value.Get("permission"))
		}
		return
	default:
		f.allowed(claude(), doc)
		f.bypassed(doc.Get("permissions", "defaultMode"))
	}
	f.hooks(doc.Get("hooks"))
}

func members(n *tree.Node) []tree.Member {
	if n == nil {
		return nil
	}
	return n.Members
}

// bypassed is Claude Code's mode in which nothing is asked.
func (f *file) bypassed(mode *tree.Node) {
	if mode == nil {
		return
	}
	if s, _ := mode.Str(); s == "bypassPermissions" {
		f.lets = append(f.lets, lets{s, everything, nothing, mode.Start, mode.End - mode.Start})
	}
}

func everything(string) bool { return true }
func nothing(string) bool    { return false }

// hooks are commands, wherever in the settings of hooks they stand.
func (f *file) hooks(n *tree.Node) {
	if n == nil {
		return
	}
	for _, m := range n.Members {
		if s, ok := m.Value.Str(); ok && m.Name == "command" && s != "" {
			f.keep(f.str(m.Value), step{shell: "bash"})
		}
		f.hooks(m.Value)
	}
	for _, item := range n.Items {
		f.hooks(item)
	}
}

func (f *file) allowed(h *harness.Lists, doc *tree.Node) {
	denied := h.Denied(doc)
	list := doc.Get(strings.Split(h.Allow, ".")...)
	if list == nil {
		return
	}
	for _, item := range list.Items {
		if rule, ok := item.Str(); ok {
			f.allow(h, rule, denied, item.Start, item.End-item.Start)
		}
	}
}

// openCode are OpenCode's: one word for all tools, or for the shell, or a map of
// globs to what becomes of the command, of which the last that matches counts
// (opencode.ai/docs/permissions).
func (f *file) openCode(n *tree.Node) {
	if n == nil {
		return
	}
	if s, ok := n.Str(); ok {
		if s == "allow" {
			f.allow(claude(), "Bash", nil, n.Start, n.End-n.Start)
		}
		return
	}
	if bash := n.Get("bash"); bash != nil {
		f.openCodeShell(bash)
	} else if all := n.Get("*"); all != nil {
		f.openCode(all)
	}
}

func (f *file) openCodeShell(n *tree.Node) {
	if _, ok := n.Str(); ok {
		f.openCode(n)
		return
	}
	for i, m := range n.Members {
		if s, _ := m.Value.Str(); s != "allow" {
			continue
		}
		var denied []string
		for _, later := range n.Members[i+1:] {
			if s, _ := later.Value.Str(); s != "allow" {
				denied = append(denied, "Bash("+later.Name+")")
			}
		}
		f.allow(claude(), "Bash("+m.Name+")", denied, m.Start, len(m.Name)+2)
	}
}

// lets is what a file allows, to be judged when the policy is at hand.
type lets struct {
	// name is how the file spells it.
	name string
	// about are the commands that it is about, held those that something else in
	// the file holds back.
	about, held func(command string) bool
	at, n       int
}

func (f *file) allow(h *harness.Lists, rule string, denied []string, at, n int) {
	f.lets = append(f.lets, lets{rule,
		func(c string) bool { return h.Lets(rule, c) },
		func(c string) bool { return h.Held(denied, c) }, at, n})
}

// lets tells which command an entry lets through that the policy denies.
func (j *judge) lets(l *lets) {
	command, rule := l.through(j.policy)
	if command == "" {
		return
	}
	j.findings = append(j.findings, j.file.finding(l.at, l.at+l.n, diag.Problem{
		Level: diag.Error, ID: scan.Allows, Rule: rule,
		Msg:  fmt.Sprintf("%s lets %q run unasked, which %s denies", l.name, command, rule),
		Hint: "allow what only reads, by its verb",
	}))
}

// through returns the first command among the examples of rules that the entry is
// about and that the policy denies.
func (l *lets) through(p *policy.Policy) (command, rule string) {
	for _, c := range examples() {
		if !l.about(c.text) || l.held(c.text) {
			continue
		}
		v := p.Evaluate(policy.Command{Text: c.text, Dir: project, Workspace: project}, world(nil))
		if v.Decision == policy.Deny && !v.Findings[0].Maybe {
			return c.text, v.Findings[0].Rule
		}
	}
	return "", ""
}

// example is a command that some rule of the built-in policy is there to stop.
type example struct{ text, rule string }

// examples are the hits of all rules, the shortest of each rule first: they are
// what a person understands at a glance.
var examples = sync.OnceValue(func() (out []example) {
	names, _ := defaults.Files.ReadDir(".")
	for _, n := range names {
		data, err := defaults.Files.ReadFile(n.Name())
		if err != nil {
			continue
		}
		for _, c := range policy.Examples(policy.Text{Name: n.Name(), Data: data}) {
			if !c.Not && len(c.Given) == 0 && !strings.Contains(c.Command.Text, "\n") {
				out = append(out, example{c.Command.Text, c.Rule})
			}
		}
	}
	return out
})
