package source

import (
	"strings"
)

// makeAssign is an assignment to one variable.
type makeAssign struct {
	name  string
	value makeValue
	more  bool // +=
}

// parse reads the text of a Makefile into variables and rules.
func (m *maker) parse(text, file string) { m.parseText(text, file, false) }

// parseText is parse; made: the text is what a line of the file expands to.
func (m *maker) parseText(text, file string, made bool) {
	if m.deep(m.reading) {
		return
	}
	m.reading++
	outer := m.within
	m.within = file
	defer func() { m.reading--; m.within = outer }()
	p := &makeParser{maker: m, file: file, made: made, lines: strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")}
	for p.next < len(p.lines) {
		p.line()
	}
}

// makeParser goes through the lines of one file.
type makeParser struct {
	*maker
	file    string
	lines   []string
	next    int
	start   int       // the byte at which the line at next begins
	made    bool      // lines stand in no file, but are what one of its lines expands to
	current *makeRule // to which recipe lines belong
	branch  int       // conditionals that are open
}

// line reads the next line, which continues on the next after a backslash.
func (p *makeParser) line() {
	if !p.made {
		p.at = p.start
	}
	first := p.take()
	if p.current != nil && first != "" && first[0] == p.prefix {
		p.current.at = append(p.current.at, p.at)
		p.current.lines = append(p.current.lines, p.continued(first[1:], true))
		return
	}
	line := strings.TrimSpace(uncommented(p.continued(first, false)))
	if line != "" && !p.directive(line) {
		p.statement(line)
	}
}

// take returns the next line and goes beyond it.
func (p *makeParser) take() string {
	line := p.lines[p.next]
	p.next++
	p.start += len(line) + 1
	return line
}

// continued joins the lines that a backslash continues: in a recipe as the
// shell will see them, elsewhere by a space (manual, sections 3.1.1, 5.1.1).
func (p *makeParser) continued(line string, recipe bool) string {
	for p.next < len(p.lines) && continues(line) {
		next := p.take()
		if recipe {
			if next != "" && next[0] == p.prefix {
				next = next[1:]
			}
			line += "\n" + next
			continue
		}
		line = strings.TrimRight(line[:len(line)-1], " \t") + " " + strings.TrimLeft(next, " \t")
	}
	return line
}

// continues reports whether a line ends in an odd number of backslashes.
func continues(line string) bool {
	return (len(line)-len(strings.TrimRight(line, `\`)))%2 == 1
}

// uncommented drops what follows a "#" that no backslash quotes.
func uncommented(line string) string {
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '\\':
			i++
		case '#':
			return line[:i]
		}
	}
	return line
}

// directive reads a line that begins with a word of make's own, and reports
// whether it was one.
func (p *makeParser) directive(line string) bool {
	word, rest, _ := strings.Cut(line, " ")
	if w, r, ok := strings.Cut(line, "\t"); ok && len(w) < len(word) {
		word, rest = w, r
	}
	switch word {
	case "ifeq", "ifneq", "ifdef", "ifndef":
		p.branch++
	case "endif":
		p.branch = max(0, p.branch-1)
	case "else", "vpath", "undefine", "unexport", "load":
	case "include", "-include", "sinclude":
		p.include(rest)
	case "define":
		p.define(rest)
	case "export":
		p.export(strings.TrimSpace(rest))
	case "override", "private":
		return p.directive(strings.TrimSpace(rest)) || p.statement(strings.TrimSpace(rest))
	default:
		if !strings.HasPrefix(word, "ifeq(") && !strings.HasPrefix(word, "ifneq(") {
			return false
		}
		p.branch++
	}
	return !isAssignment(line)
}

// isAssignment tells a variable called "include" from the directive.
func isAssignment(line string) bool {
	name, _, _, ok := splitAssign(line)
	return ok && !strings.ContainsAny(name, " \t")
}

func (p *makeParser) include(rest string) {
	for _, name := range strings.Fields(p.expand(rest)) {
		if file := join(p.dir, name); !holed(name) {
			if text, ok := p.read(file); ok {
				p.parse(text, file)
			}
		}
	}
}

// define reads a variable of several lines.
func (p *makeParser) define(rest string) {
	name, op, _, ok := splitAssign(rest)
	if !ok {
		name, op = strings.TrimSpace(rest), "="
	}
	var body []string
	for depth := 1; p.next < len(p.lines); {
		line := p.take()
		switch first, _, _ := strings.Cut(strings.TrimSpace(line), " "); first {
		case "define":
			depth++
		case "endef":
			depth--
		}
		if depth == 0 {
			break
		}
		body = append(body, line)
	}
	p.set(name, op, strings.Join(body, "\n"))
}

func (p *makeParser) export(rest string) {
	if rest == "" {
		p.all = true
		return
	}
	if name, op, value, ok := splitAssign(rest); ok {
		p.set(name, op, value)
		p.exports = append(p.exports, p.expand(name))
		return
	}
	p.exports = append(p.exports, strings.Fields(p.expand(rest))...)
}

// statement reads an assignment or a rule. It returns true.
func (p *makeParser) statement(line string) bool {
	if name, op, value, ok := splitAssign(line); ok {
		p.set(name, op, value)
		p.current = nil // a recipe ends with the next rule or variable (manual, section 5.1)
		return true
	}
	at := topLevel(line, ":")
	if at < 0 {
		p.parseAgain(line)
		return true
	}
	rest := strings.TrimPrefix(strings.TrimPrefix(line[at+1:], ":"), ":")
	targets := strings.Fields(strings.TrimRight(p.expand(line[:at]), "&"))
	r := &makeRule{targets: targets, file: p.file}
	p.rules = append(p.rules, r)
	p.current = r
	if name, op, value, ok := splitAssign(strings.TrimSpace(rest)); ok {
		name = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(name, "export "), "private "))
		r.vars = append(r.vars, makeAssign{name, p.valueOf(op, value), op == "+="})
		return true
	}
	p.special(targets)
	p.needs(r, rest)
	return true
}

// needs reads what stands after a rule's colon.
func (p *makeParser) needs(r *makeRule, rest string) {
	if at := topLevel(rest, ";"); at >= 0 {
		r.at = append(r.at, p.at)
		r.lines = append(r.lines, strings.TrimSpace(rest[at+1:]))
		rest = rest[:at]
	}
	if at := topLevel(rest, ":"); at >= 0 {
		r.pattern = strings.TrimSpace(p.expand(rest[:at]))
		rest = rest[at+1:]
	}
	r.needs = strings.Fields(p.expand(rest))
}

// special heeds targets that mean something to make, and the default goal.
func (p *makeParser) special(targets []string) {
	for _, t := range targets {
		if t == ".ONESHELL" {
			p.oneshell = true
		}
		if p.goal == "" && t != "" && !strings.Contains(t, "%") && (t[0] != '.' || strings.Contains(t, "/")) {
			p.goal = t
		}
	}
}

// parseAgain reads what a line such as $(call …) or $(eval …) expands to.
func (p *makeParser) parseAgain(line string) {
	if text := p.expand(line); text != line && strings.TrimSpace(text) != "" {
		p.parseText(text, p.file, true)
	}
}

// set assigns a variable as an operator says (manual, section 6.5).
func (p *makeParser) set(name, op, value string) {
	name = strings.TrimSpace(p.expand(name))
	if name == "" {
		return
	}
	switch name {
	case ".DEFAULT_GOAL":
		p.goal = strings.TrimSpace(p.expand(value))
	case ".RECIPEPREFIX":
		if value != "" {
			p.prefix = value[0]
		}
	}
	if p.sets[name] || op == "?=" && p.defined(name) && p.branch == 0 {
		return
	}
	v := p.valueOf(op, value)
	if op == "+=" {
		v = p.added(name, v)
	}
	p.assign(name, v, p.branch > 0)
}

// valueOf returns the value that an assignment by an operator gives.
func (p *makeParser) valueOf(op, value string) makeValue {
	switch op {
	case ":=", "::=", ":::=":
		return makeValue{text: p.expand(value), final: true}
	case "!=":
		return makeValue{text: p.shell(p.expand(value)), final: true}
	}
	return makeValue{text: value}
}

// splitAssign splits NAME OP VALUE.
func splitAssign(line string) (name, op, value string, ok bool) {
	at := topLevel(line, "=:")
	if at < 0 {
		return "", "", "", false
	}
	end := at
	for end < len(line) && line[end] == ':' {
		end++
	}
	if end >= len(line) || line[end] != '=' || end > at && end-at > 3 {
		return "", "", "", false
	}
	if at == end && at > 0 && strings.IndexByte("?+!", line[at-1]) >= 0 {
		at--
	}
	name = strings.TrimSpace(line[:at])
	return name, line[at : end+1], strings.TrimLeft(line[end+1:], " \t"), name != ""
}

// topLevel returns the index of the first of the bytes outside of references
// and holes, or -1.
func topLevel(s, bytes string) int {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '$' && i+1 < len(s) && (s[i+1] == '(' || s[i+1] == '{'):
			depth++
			i++
		case depth > 0 && (c == '(' || c == '{'):
			depth++
		case depth > 0 && (c == ')' || c == '}'):
			depth--
		case c == '\\':
			i++
		case depth == 0 && strings.IndexByte(bytes, c) >= 0:
			return i
		}
	}
	return -1
}
