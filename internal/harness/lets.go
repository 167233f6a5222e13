package harness

import (
	"slices"
	"strings"

	"tagout/internal/tree"
)

// Lists say where the settings of an agent hold the rules by which commands run
// unasked, and how those are spelled.
type Lists struct {
	// Tools are the names that stand for the shell, Allow and Deny the lists.
	Tools []string
	Allow string
	Deny  []string
	// Begins: TOOL(WORDS) is about whatever begins with the words.
	Begins bool
}

// Lets reports whether a rule is about a command: TOOL, TOOL(*), TOOL(PREFIX:*),
// TOOL(GLOB) or TOOL(COMMAND). A prefix ends at a word.
func (l *Lists) Lets(rule, command string) bool {
	for _, tool := range l.Tools {
		if rule == tool {
			return true
		}
		pattern, ok := strings.CutPrefix(rule, tool+"(")
		pattern, closed := strings.CutSuffix(pattern, ")")
		if ok && closed && (about(pattern, command) || l.Begins && strings.HasPrefix(command, pattern+" ")) {
			return true
		}
	}
	return false
}

// Held reports whether one of the rules is about a command.
func (l *Lists) Held(rules []string, command string) bool {
	return slices.ContainsFunc(rules, func(rule string) bool { return l.Lets(rule, command) })
}

// Denied are the rules by which settings hold commands back.
func (l *Lists) Denied(doc *tree.Node) []string {
	var out []string
	for _, name := range l.Deny {
		list := doc.Get(strings.Split(name, ".")...)
		if list == nil {
			continue
		}
		for _, item := range list.Items {
			if rule, ok := item.Str(); ok {
				out = append(out, rule)
			}
		}
	}
	return out
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
