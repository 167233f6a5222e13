package source

import (
	"strings"

	"tagout/internal/word"
)

// makeValue is one value of a variable. A final one is expanded already.
type makeValue struct {
	text  string
	final bool
}

// makeVar is a variable with the values that undecided conditionals leave it.
type makeVar struct{ alts []makeValue }

// makeLocal is a variable of a target or of a call, with its expanded value.
type makeLocal struct{ name, value string }

// assign sets a variable; where a conditional is open, the value is one more.
func (m *maker) assign(name string, v makeValue, maybe bool) {
	old := m.vars[name]
	if !maybe || old == nil {
		m.vars[name] = &makeVar{alts: []makeValue{v}}
		return
	}
	if len(old.alts) < maxWays {
		old.alts = append(old.alts, v)
	} else {
		old.alts[maxWays-1] = makeValue{text: m.unknown("$(" + name + ")"), final: true}
	}
}

// added returns the value that += gives a variable.
func (m *maker) added(name string, v makeValue) makeValue {
	old := m.vars[name]
	if old == nil {
		return v
	}
	o := old.alts[len(old.alts)-1]
	if o.final {
		v.text = m.expand(v.text)
	}
	m.size += len(o.text)
	if m.size > maxSize {
		m.more = true
		return makeValue{text: m.unknown("$(" + name + ")"), final: true}
	}
	return makeValue{text: m.bounded(o.text + " " + v.text), final: o.final}
}

func (m *maker) defined(name string) bool {
	if m.vars[name] != nil {
		return true
	}
	_, ok := m.host.Env(name)
	return ok
}

// local sets a variable until the scope ends.
func (m *maker) local(name, value string) { m.locals = append(m.locals, makeLocal{name, value}) }

// way picks one of n values by the reading.
func (m *maker) way(n int) int {
	m.ways = max(m.ways, n)
	return min(m.pass, n-1)
}

// value returns a variable's expanded value.
func (m *maker) value(name string) string {
	for i := len(m.locals) - 1; i >= 0; i-- {
		if m.locals[i].name == name {
			return m.locals[i].value
		}
	}
	v := m.vars[name]
	if v == nil {
		return m.outer(name)
	}
	a := v.alts[m.way(len(v.alts))]
	if a.final {
		return a.text
	}
	return m.expand(a.text)
}

// outer is a variable that the Makefile does not set: the environment's, else
// not known.
func (m *maker) outer(name string) string {
	if t, ok := m.host.Env(name); ok {
		return m.flat(t)
	}
	if name == "PWD" {
		return m.flat(m.host.Dir)
	}
	if allDigits(name) {
		return "" // a parameter that the call did not give
	}
	return m.unknown("$(" + name + ")")
}

func allDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// maxSteps bounds the texts expanded in one reading, maxSize their bytes.
const (
	maxSteps = 20000
	maxSize  = 4 << 20
)

// expand replaces the references in a text (manual, section 6.1).
func (m *maker) expand(s string) string {
	if strings.IndexByte(s, '$') < 0 {
		return s
	}
	if m.steps++; m.steps > maxSteps || m.size > maxSize || m.depth >= 2*maxDepth {
		m.more = true
		return m.unknown(s)
	}
	m.depth++
	defer func() { m.depth-- }()
	var b strings.Builder
	for i := 0; i < len(s); {
		at := strings.IndexByte(s[i:], '$')
		if at < 0 || i+at+1 >= len(s) {
			b.WriteString(s[i:])
			break
		}
		b.WriteString(s[i : i+at])
		value, n := m.reference(s[i+at+1:])
		b.WriteString(value)
		i += at + 1 + n
		if b.Len() > maxText {
			m.more = true
			return m.unknown(s)
		}
	}
	m.size += b.Len()
	return b.String()
}

// reference returns the value of what follows a "$", and its length.
func (m *maker) reference(s string) (string, int) {
	switch s[0] {
	case '$':
		return "$", 1
	case '(', '{':
		n := matching(s)
		if n < 0 {
			return m.unknown("$" + s), len(s)
		}
		return m.named(s[1:n]), n + 1
	}
	return m.value(s[:1]), 1
}

// matching returns the index of the bracket that closes the first, or -1.
func matching(s string) int {
	open, closing := s[0], byte(')')
	if open == '{' {
		closing = '}'
	}
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case open:
			depth++
		case closing:
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// named returns the value of what stands between the brackets of a reference:
// a function's call, a substitution, a variable.
func (m *maker) named(s string) string {
	if at := strings.IndexAny(s, " \t"); at > 0 {
		if value, ok := m.function(s[:at], strings.TrimLeft(s[at:], " \t")); ok {
			return value
		}
	}
	if name, change, ok := strings.Cut(s, ":"); ok {
		if from, to, ok := strings.Cut(change, "="); ok {
			return m.replaced(m.value(m.expand(name)), m.expand(from), m.expand(to))
		}
	}
	return m.value(m.expand(s))
}

// replaced is $(VAR:FROM=TO), which is patsubst.
func (m *maker) replaced(list, from, to string) string {
	if !strings.Contains(from, "%") {
		from, to = "%"+from, "%"+to
	}
	return each(list, func(s string) string { return substituted(s, from, to) })
}

func substituted(s, from, to string) string {
	if holed(s) {
		return s
	}
	if stem, ok := stemOf(from, s); ok {
		return strings.Replace(to, "%", stem, 1)
	}
	if s == from {
		return to
	}
	return s
}

func each(list string, f func(string) string) string {
	fields := strings.Fields(list)
	for i := range fields {
		fields[i] = f(fields[i])
	}
	return strings.Join(fields, " ")
}

// shell runs the command of $(shell …) and returns what it prints, on one line.
func (m *maker) shell(command string) string {
	if strings.TrimSpace(command) == "" {
		return ""
	}
	key := m.text(command).Spelling()
	if out, ok := m.printed[key]; ok {
		return out
	}
	t := m.host.Print(Program{Name: m.within + ":$(shell)", Text: m.text(command), Dir: m.dir, At: m.at})
	out := strings.ReplaceAll(strings.TrimRight(m.flat(t), "\n"), "\n", " ")
	if t == nil {
		out = m.hole(word.Piece{Kind: word.Unknown, Text: "$(shell " + key + ")"})
	}
	m.printed[key] = out
	return out
}
