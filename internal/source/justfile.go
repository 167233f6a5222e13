package source

import (
	"strings"
)

// parse reads a justfile's items: settings, assignments, aliases, imports,
// recipes (the grammar in just's GRAMMAR.md).
func (k *juster) parse(text, file string) {
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	at := 0
	for i := 0; i < len(lines); {
		line := strings.TrimRight(lines[i], " \t")
		at += len(lines[i]) + 1
		i++
		switch {
		case line == "" || strings.IndexByte("#[ \t", line[0]) >= 0:
		case k.item(line, file):
		default:
			r := k.header(line, file)
			end := i
			for end < len(lines) && (strings.TrimSpace(lines[end]) == "" || strings.IndexByte(" \t", lines[end][0]) >= 0) {
				end++
			}
			if r != nil {
				r.body, r.at = dedented(lines[i:end]), at
				k.recipes = append(k.recipes, r)
			}
			for ; i < end; i++ {
				at += len(lines[i]) + 1
			}
		}
	}
}

// dedented strips the indentation of the first line from all, and empty lines
// at the end.
func dedented(lines []string) []string {
	var out []string
	indent := ""
	for _, line := range lines {
		if indent == "" {
			indent = line[:len(line)-len(strings.TrimLeft(line, " \t"))]
		}
		out = append(out, strings.TrimPrefix(line, indent))
	}
	for len(out) > 0 && strings.TrimSpace(out[len(out)-1]) == "" {
		out = out[:len(out)-1]
	}
	for len(out) > 0 && strings.TrimSpace(out[0]) == "" {
		out = out[1:]
	}
	return out
}

// item reads an item that is no recipe, and reports whether it was one.
func (k *juster) item(line, file string) bool {
	head, value, assigns := strings.Cut(line, ":=")
	words := strings.Fields(head)
	value = strings.TrimSpace(value)
	if len(words) == 0 {
		return true
	}
	switch {
	case words[0] == "set" && len(words) == 2:
		k.setting(words[1], value)
	case words[0] == "alias" && len(words) == 2 && assigns:
		k.aliases = append(k.aliases, [2]string{words[1], value})
	case words[0] == "export" && len(words) == 2 && assigns:
		k.vars = append(k.vars, justVar{name: words[1], expr: value, export: true})
	case strings.TrimSuffix(words[0], "?") == "import" && !strings.Contains(line, ":"):
		k.imported(strings.TrimSpace(line[len(words[0]):]), file)
	case assigns && len(words) == 1:
		k.vars = append(k.vars, justVar{name: words[0], expr: value})
	default:
		return words[0] == "mod" && !strings.Contains(line, ":")
	}
	return true
}

func (k *juster) setting(name, value string) {
	switch name {
	case "export":
		k.exports = value != "false"
	case "positional-arguments":
		k.posargs = value != "false"
	case "working-directory":
		k.workdir = join(folder(k.file), k.eval(value))
	case "shell":
		if list := strings.Split(strings.Trim(value, "[]"), ","); len(list) > 0 {
			k.shell = k.eval(list[0])
		}
	}
}

func (k *juster) imported(value, file string) {
	name := k.eval(value)
	if holed(name) || name == "" || k.deep(k.depth) {
		return
	}
	k.depth++
	if path := join(folder(file), name); path != file {
		if text, ok := k.read(path); ok {
			k.parse(text, path)
		}
	}
	k.depth--
}

// header reads "name params: deps".
func (k *juster) header(line, file string) *justRecipe {
	at := outside(line, ':')
	if at < 0 {
		return nil
	}
	words := justWords(strings.TrimPrefix(line[:at], "@"))
	if len(words) == 0 {
		return nil
	}
	r := &justRecipe{name: words[0], file: file}
	for _, w := range words[1:] {
		r.params = append(r.params, justParameter(w))
	}
	deps := line[at+1:]
	if hash := outside(deps, '#'); hash >= 0 {
		deps = deps[:hash]
	}
	deps, after, _ := strings.Cut(deps, "&&")
	r.deps, r.after = justWords(deps), justWords(after)
	return r
}

func justParameter(w string) justParam {
	var p justParam
	for w != "" && strings.IndexByte("+*$", w[0]) >= 0 {
		if w[0] == '$' {
			p.export = true
		} else {
			p.many = w[0]
		}
		w = w[1:]
	}
	p.name, p.value, p.given = strings.Cut(w, "=")
	return p
}

// justWords splits at spaces outside of quotes and brackets.
func justWords(s string) []string {
	var out []string
	for s = strings.TrimSpace(s); s != ""; s = strings.TrimSpace(s) {
		end := outside(s, ' ')
		if end < 0 {
			end = len(s)
		}
		out = append(out, s[:end])
		s = s[end:]
	}
	return out
}

// outside returns the index of the first c outside of quotes and brackets, or
// -1. A space stands for a tab too.
func outside(s string, c byte) int {
	depth, quote := 0, byte(0)
	for i := 0; i < len(s); i++ {
		b := s[i]
		if b == '\t' {
			b = ' '
		}
		switch {
		case quote != 0:
			if b == '\\' && quote == '"' {
				i++
			} else if b == quote {
				quote = 0
			}
		case depth == 0 && b == c:
			return i
		case b == '\'' || b == '"' || b == '`':
			quote = b
		case b == '(' || b == '[' || b == '{':
			depth++
		case b == ')' || b == ']' || b == '}':
			depth--
		}
	}
	return -1
}

// eval returns the value of an expression: strings, backticks, variables, "+"
// and "/" of these. Anything else is not known.
func (k *juster) eval(expr string) string {
	expr = strings.TrimSpace(expr)
	if k.deep(k.depth) {
		return k.unknown("{{" + expr + "}}")
	}
	k.depth++
	defer func() { k.depth-- }()
	if hash := outside(expr, '#'); hash >= 0 {
		expr = strings.TrimSpace(expr[:hash])
	}
	if at := outside(expr, '+'); at >= 0 {
		return k.bounded(k.eval(expr[:at]) + k.eval(expr[at+1:]))
	}
	if at := outside(expr, '/'); at >= 0 {
		return k.bounded(strings.TrimSuffix(k.eval(expr[:at]), "/") + "/" + strings.TrimPrefix(k.eval(expr[at+1:]), "/"))
	}
	return k.primary(expr)
}

func (k *juster) primary(expr string) string {
	if expr == "" {
		return ""
	}
	for _, q := range [...]string{"'''", `"""`, "'", `"`, "`"} {
		if len(expr) >= 2*len(q) && strings.HasPrefix(expr, q) && strings.HasSuffix(expr, q) {
			return k.quoted(q, expr[len(q):len(expr)-len(q)])
		}
	}
	if expr[0] == '(' && strings.HasSuffix(expr, ")") {
		return k.eval(expr[1 : len(expr)-1])
	}
	switch expr {
	case "justfile_directory()", "justfile_dir()", "source_directory()":
		return join(k.flat(k.host.Dir), folder(k.file))
	case "invocation_directory()":
		return k.flat(k.host.Dir)
	}
	return k.value(expr)
}

func (k *juster) quoted(q, s string) string {
	switch q[0] {
	case '`':
		if t := k.host.Print(Program{Name: k.file + ":`" + s + "`", Text: k.text(s), Dir: k.workdir}); t != nil {
			return strings.TrimRight(k.flat(t), "\n")
		}
		return k.unknown("`" + s + "`")
	case '"':
		return strings.NewReplacer(`\n`, "\n", `\t`, "\t", `\"`, `"`, `\\`, `\`).Replace(s)
	}
	return s
}

// value returns the value of a variable, evaluated once.
func (k *juster) value(name string) string {
	for i := len(k.vars) - 1; i >= 0; i-- {
		if k.vars[i].name != name {
			continue
		}
		if !k.vars[i].done {
			value := k.eval(k.vars[i].expr)
			k.vars[i].value, k.vars[i].done = value, true
		}
		return k.vars[i].value
	}
	return k.unknown("{{" + name + "}}")
}
