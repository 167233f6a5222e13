package survey

import (
	"fmt"
	"path"
	"strings"
	"sync"

	"tagout/internal/diag"
	"tagout/internal/scan"
	"tagout/internal/tree"
	"tagout/policy"
	defaults "tagout/policy/default"
)

// harness says how an agent's settings spell what runs unasked.
type harness struct {
	// tools are the names that stand for the shell, allow and deny the lists.
	tools []string
	allow string
	deny  []string
	// begins: TOOL(WORDS) is about whatever begins with the words.
	begins bool
}

func claude() *harness {
	return &harness{[]string{"Bash"}, "permissions.allow", []string{"permissions.deny", "permissions.ask"}, false}
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
		h := &harness{[]string{"run_shell_command", "ShellTool"}, "tools.allowed", []string{"tools.exclude"}, true}
		f.allowed(h, doc)
		f.allowed(&harness{h.tools, "allowedTools", []string{"excludeTools"}, true}, doc)
	case strings.Contains(f.name, ".cursor/"):
		f.allowed(&harness{[]string{"Shell"}, "permissions.allow", []string{"permissions.deny"}, true}, doc)
		f.terminals(doc.Get("terminalAllowlist"))
	case strings.Contains(f.name, ".qwen/"):
		f.allowed(&harness{[]string{"Bash", "run_shell_command", "ShellTool"}, "permissions.allow", []string{"permissions.deny", "permissions.ask"}, true}, doc)
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

func (f *file) allowed(h *harness, doc *tree.Node) {
	var denied []string
	for _, name := range h.deny {
		if list := doc.Get(strings.Split(name, ".")...); list != nil {
			for _, item := range list.Items {
				if rule, ok := item.Str(); ok {
					denied = append(denied, rule)
				}
			}
		}
	}
	list := doc.Get(strings.Split(h.allow, ".")...)
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

func (f *file) allow(h *harness, rule string, denied []string, at, n int) {
	f.lets = append(f.lets, lets{rule,
		func(c string) bool { return h.lets(rule, c) },
		func(c string) bool { return h.held(denied, c) }, at, n})
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

func (h *harness) held(rules []string, command string) bool {
	for _, r := range rules {
		if h.lets(r, command) {
			return true
		}
	}
	return false
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

// lets reports whether a rule is about a command: TOOL, TOOL(*), TOOL(PREFIX:*),
// TOOL(GLOB) or TOOL(COMMAND). A prefix ends at a word.
func (h *harness) lets(rule, command string) bool {
	for _, tool := range h.tools {
		if rule == tool {
			return true
		}
		pattern, ok := strings.CutPrefix(rule, tool+"(")
		pattern, closed := strings.CutSuffix(pattern, ")")
		if ok && closed && (about(pattern, command) || h.begins && strings.HasPrefix(command, pattern+" ")) {
			return true
		}
	}
	return false
}

func about(pattern, command string) bool {
	prefix, ok := strings.CutSuffix(pattern, ":*")
	switch {
	case ok:
		return command == prefix || strings.HasPrefix(command, prefix+" ") || strings.Contains(prefix, "*") && wildcard(prefix+"*", command)
	case strings.HasSuffix(pattern, " *") && command == strings.TrimSuffix(pattern, " *"):
		return true
	case strings.Contains(pattern, "*"):
		return wildcard(pattern, command)
	}
	return command == pattern
}

// wildcard matches "*" against any text.
func wildcard(pattern, text string) bool {
	pieces := strings.Split(pattern, "*")
	text, ok := strings.CutPrefix(text, pieces[0])
	if !ok || len(pieces) == 1 {
		return ok && text == ""
	}
	last := pieces[len(pieces)-1]
	for _, p := range pieces[1 : len(pieces)-1] {
		_, after, found := strings.Cut(text, p)
		if !found {
			return false
		}
		text = after
	}
	return strings.HasSuffix(text, last)
}
