package survey

import (
	"regexp"
	"strings"

	"tagout/internal/tree"
)

// terminals are Cursor's commands that run without approval, each with whatever
// follows it (cursor.com/docs/reference/permissions).
func (f *file) terminals(list *tree.Node) {
	if list == nil {
		return
	}
	for _, item := range list.Items {
		if s, ok := item.Str(); ok {
			f.lets = append(f.lets, lets{s, beginning(strings.Fields(strings.TrimSuffix(s, "*"))), nothing, item.Start, item.End - item.Start})
		}
	}
}

// beginning is about the commands that begin with these words.
func beginning(words []string) func(string) bool {
	prefix := strings.Join(words, " ")
	return func(c string) bool { return prefix == "" || c == prefix || strings.HasPrefix(c, prefix+" ") }
}

// approved are VS Code's: a map of commands, or of expressions between slashes, to
// whether they run without approval (code.visualstudio.com/docs, "Manage approvals
// and permissions"). What is set to false holds a command back.
func (f *file) approved(doc *tree.Node) {
	var held []func(string) bool
	list := members(doc.Get("chat.tools.terminal.autoApprove"))
	for _, m := range list {
		if about := approval(m.Name); about != nil && !approves(m.Value) && m.Value.Kind != tree.Null {
			held = append(held, about)
		}
	}
	for _, m := range list {
		about := approval(m.Name)
		if about == nil || !approves(m.Value) {
			continue
		}
		f.lets = append(f.lets, lets{m.Name, about, func(c string) bool {
			for _, holds := range held {
				if holds(c) {
					return true
				}
			}
			return false
		}, m.Start, quotedLength(f.text[m.Start:])})
	}
}

func approves(n *tree.Node) bool {
	if approve := n.Get("approve"); approve != nil {
		n = approve
	}
	return n.Kind == tree.True
}

// approval is about the commands that a key names; nil where it cannot be read.
func approval(key string) func(string) bool {
	body, ok := strings.CutPrefix(key, "/")
	end := strings.LastIndexByte(body, '/')
	if !ok || end < 0 {
		return beginning(strings.Fields(key))
	}
	flags := ""
	if strings.Contains(body[end:], "i") {
		flags = "(?i)"
	}
	expression, err := regexp.Compile(flags + body[:end])
	if err != nil {
		return nil
	}
	return expression.MatchString
}

// codexRules are those by which Codex lets commands run outside of its sandbox
// (developers.openai.com/codex/rules): prefix_rule(pattern = ["git", ["a", "b"]]),
// which allows where it does not decide otherwise. The strictest that matches counts.
func codexRules(f *file) {
	type ruled struct {
		lets
		decision string
	}
	var all []ruled
	for at := 0; ; {
		n := strings.Index(f.text[at:], "prefix_rule(")
		if n < 0 {
			break
		}
		at += n
		end := at + closing(f.text[at:])
		if about, decision := prefixRule(f.text[at:end]); about != nil && !commented(f.text, at) {
			all = append(all, ruled{lets{"prefix_rule", about, nothing, at, end - at}, decision})
		}
		at = end
	}
	for _, r := range all {
		if r.decision != "allow" {
			continue
		}
		r.held = func(c string) bool {
			for _, o := range all {
				if o.decision != "allow" && o.about(c) {
					return true
				}
			}
			return false
		}
		f.lets = append(f.lets, r.lets)
	}
}

// commented reports whether a comment of its line begins before a byte.
func commented(text string, at int) bool {
	return strings.HasPrefix(strings.TrimSpace(text[strings.LastIndexByte(text[:at], '\n')+1:at]), "#")
}

// closing is the length of a call up to the bracket that ends it.
func closing(s string) int {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '"', '\'':
			i += quotedLength(s[i:]) - 1
		case '#':
			if n := strings.IndexByte(s[i:], '\n'); n >= 0 {
				i += n
			}
		case '(', '[':
			depth++
		case ')', ']':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(s)
}

// quotedLength is that of the string with which a text begins.
func quotedLength(s string) int {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case s[0]:
			return i + 1
		}
	}
	return len(s)
}

// prefixRule reads one rule: what it is about, and what it decides.
func prefixRule(call string) (about func(string) bool, decision string) {
	decision = "allow"
	if value := argument(call, "decision"); len(value) > 1 {
		decision = value[1 : len(value)-1]
	}
	var words [][]string
	for list := strings.TrimSuffix(strings.TrimPrefix(argument(call, "pattern"), "["), "]"); list != ""; {
		switch list[0] {
		case '"', '\'':
			n := quotedLength(list)
			words = append(words, []string{list[1:max(n-1, 1)]})
			list = list[n:]
		case '[':
			n := closing(list)
			words = append(words, strings.FieldsFunc(list[1:n-1], func(r rune) bool { return strings.ContainsRune(`"', `+"\n\t", r) }))
			list = list[n:]
		default:
			list = list[1:]
		}
	}
	if len(words) == 0 {
		return nil, ""
	}
	return func(c string) bool { return begins(strings.Fields(c), words) }, decision
}

// argument is the value of a named argument of a call.
func argument(call, name string) string {
	for at := 0; at < len(call); at++ {
		switch {
		case call[at] == '"' || call[at] == '\'':
			at += quotedLength(call[at:]) - 1
		case strings.HasPrefix(call[at:], name) && !letter(call[at-1]):
			value := strings.TrimLeft(call[at+len(name):], " \t\n")
			if value, ok := strings.CutPrefix(value, "="); ok {
				return valueAt(strings.TrimLeft(value, " \t\n"))
			}
		}
	}
	return ""
}

func valueAt(s string) string {
	switch {
	case s == "":
		return ""
	case s[0] == '[':
		return s[:closing(s)]
	case s[0] == '"' || s[0] == '\'':
		return s[:quotedLength(s)]
	}
	return ""
}

func begins(command []string, words [][]string) bool {
	if len(command) < len(words) {
		return false
	}
	for i, alternatives := range words {
		found := false
		for _, a := range alternatives {
			found = found || a == command[i]
		}
		if !found {
			return false
		}
	}
	return true
}
