package source

import (
	"path"
	"sort"
	"strings"
)

// function returns the value of a function's call (manual, chapter 8). ok is
// false for a word that is no function's name.
func (m *maker) function(name, rest string) (string, bool) {
	switch name {
	case "if", "or", "and", "foreach", "call", "let":
		return m.lazy(name, rest), true
	case "shell":
		return m.shell(m.expand(rest)), true
	case "eval":
		m.parseText(m.expand(rest), m.within, true)
		return "", true
	case "info", "warning", "error", "file":
		m.expand(rest)
		return "", true
	case "value":
		if v := m.vars[rest]; v != nil {
			return v.alts[m.way(len(v.alts))].text, true
		}
		return "", true
	case "origin", "flavor", "guile", "wordlist", "words", "word", "join", "intcmp":
		return m.unknown("$(" + name + " " + rest + ")"), true
	}
	args := m.arguments(name, rest)
	if args == nil {
		return "", false
	}
	return m.textual(name, args), true
}

// arguments expands the arguments of a function of texts and names; nil for
// the name of none.
func (m *maker) arguments(name, rest string) []string {
	n := 1
	switch name {
	case "subst", "patsubst":
		n = 3
	case "filter", "filter-out", "findstring", "addprefix", "addsuffix":
		n = 2
	case "strip", "firstword", "lastword", "notdir", "dir", "basename", "suffix", "sort", "wildcard", "abspath", "realpath":
	default:
		return nil
	}
	args := splitArgs(rest, n)
	for len(args) < n {
		args = append(args, "")
	}
	for i := range args {
		args[i] = m.expand(args[i])
	}
	return args
}

// splitArgs splits at commas outside of brackets, into at most n.
func splitArgs(s string, n int) []string {
	var args []string
	depth, start := 0, 0
	for i := 0; i < len(s) && len(args) < n-1; i++ {
		switch s[i] {
		case '(', '{':
			depth++
		case ')', '}':
			depth--
		case ',':
			if depth == 0 {
				args = append(args, s[start:i])
				start = i + 1
			}
		}
	}
	return append(args, s[start:])
}

func (m *maker) textual(name string, a []string) string {
	switch name {
	case "subst":
		if a[0] == "" || holed(a[0]+a[2]) {
			return a[2]
		}
		return m.bounded(strings.ReplaceAll(a[2], a[0], a[1]))
	case "patsubst":
		return m.replaced(a[2], strings.TrimSpace(a[0]), strings.TrimSpace(a[1]))
	case "filter", "filter-out":
		return filtered(a[1], strings.Fields(a[0]), name == "filter")
	case "findstring":
		return m.findstring(a[0], a[1])
	case "addprefix":
		return each(a[1], func(s string) string { return a[0] + s })
	case "addsuffix":
		return each(a[1], func(s string) string { return s + a[0] })
	}
	return m.ofNames(name, a[0])
}

func (m *maker) findstring(find, in string) string {
	if holed(find + in) {
		return m.unknown("$(findstring " + find + "," + in + ")")
	}
	if strings.Contains(in, find) {
		return find
	}
	return ""
}

// filtered keeps the words that match a pattern, or those that match none. A
// word that is not known may be either, and stays.
func filtered(list string, patterns []string, keep bool) string {
	var out []string
	for _, s := range strings.Fields(list) {
		match := false
		for _, p := range patterns {
			_, ok := stemOf(p, s)
			match = match || ok || p == s
		}
		if match == keep || holed(s) {
			out = append(out, s)
		}
	}
	return strings.Join(out, " ")
}

// ofNames are the functions of a list of words or file names.
func (m *maker) ofNames(name, list string) string {
	fields := strings.Fields(list)
	switch name {
	case "strip", "wildcard": // the shell expands the pattern as make would
		return strings.Join(fields, " ")
	case "sort":
		sort.Strings(fields)
		return strings.Join(fields, " ")
	case "firstword", "lastword":
		if len(fields) == 0 {
			return ""
		}
		if name == "firstword" {
			return fields[0]
		}
		return fields[len(fields)-1]
	}
	return each(list, func(s string) string { return m.ofName(name, s) })
}

func (m *maker) ofName(name, s string) string {
	switch name {
	case "notdir":
		return s[strings.LastIndexByte(s, '/')+1:]
	case "dir":
		if at := strings.LastIndexByte(s, '/'); at >= 0 {
			return s[:at+1]
		}
		return "./"
	case "basename":
		return strings.TrimSuffix(s, path.Ext(s))
	case "suffix":
		return path.Ext(s)
	}
	if path.IsAbs(s) || strings.HasPrefix(s, "\x00") {
		return s
	}
	return strings.TrimSuffix(strings.TrimSuffix(m.here()+"/"+s, "/."), "/")
}

// lazy are the functions that expand only what they need.
func (m *maker) lazy(name, rest string) string {
	switch name {
	case "if":
		return m.choice(rest)
	case "or", "and":
		return m.either(name == "or", splitArgs(rest, maxDepth))
	case "foreach":
		return m.foreach(splitArgs(rest, 3))
	case "call":
		return m.call(splitArgs(rest, maxDepth))
	}
	return m.unknown("$(" + name + " " + rest + ")")
}

func (m *maker) choice(rest string) string {
	a := splitArgs(rest, 3)
	cond := strings.TrimSpace(m.expand(strings.TrimSpace(a[0])))
	a = append(a, "", "")
	yes := cond != ""
	if m.undecided(cond) {
		yes = m.way(2) == 0
	}
	if yes {
		return m.expand(a[1])
	}
	return m.expand(a[2])
}

// undecided reports whether a text may be empty or not.
func (m *maker) undecided(s string) bool {
	for _, p := range m.text(s) {
		if p.Text != "" && !holed(s) {
			return false
		}
	}
	return holed(s) && strings.Trim(s, "\x00 0123456789") == ""
}

func (m *maker) either(or bool, args []string) string {
	last := ""
	for _, a := range args {
		last = strings.TrimSpace(m.expand(strings.TrimSpace(a)))
		if (last != "") == or && !m.undecided(last) {
			break
		}
	}
	return last
}

func (m *maker) foreach(a []string) string {
	if len(a) < 3 {
		return ""
	}
	name := strings.TrimSpace(m.expand(a[0]))
	var out []string
	for _, item := range strings.Fields(m.expand(a[1])) {
		if len(out) >= maxFiles {
			m.more = true
			out = append(out, m.unknown("$(foreach "+name+")"))
			break
		}
		before := len(m.locals)
		m.local(name, item)
		out = append(out, m.expand(a[2]))
		m.locals = m.locals[:before]
	}
	return m.bounded(strings.Join(out, " "))
}

func (m *maker) call(a []string) string {
	for i := range a {
		a[i] = m.expand(strings.TrimLeft(a[i], " \t"))
	}
	name := strings.TrimSpace(a[0])
	if m.vars[name] == nil {
		return m.unknown("$(call " + name + ")")
	}
	before := len(m.locals)
	for i, v := range a {
		m.local(string(rune('0'+min(i, 9))), v)
	}
	value := m.value(name)
	m.locals = m.locals[:before]
	return value
}
