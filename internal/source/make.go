package source

import (
	"path"
	"sort"
	"strings"

	"tagout/internal/word"
)

// maker is one reading of a Makefile. Where a variable has several values,
// since conditionals are not decided, reading k takes the k-th.
type maker struct {
	*job
	vars    map[string]*makeVar
	locals  []makeLocal
	rules   []*makeRule
	sets    map[string]bool // by the command line
	exports []string
	all     bool // export every variable
	oneshell,
	silent bool
	prefix  byte
	goal    string // .DEFAULT_GOAL, else the first target
	file    string // as it is named
	within  string // the file that is being read or run, and
	at      int    // the byte of it
	pass    int
	ways    int // how many values the most divided variable has
	steps   int
	size    int // bytes expanded
	depth   int
	reading int
	ran     []string
	printed map[string]string // output by command of the shell function
}

// makeRule is a rule as it stands in the file.
type makeRule struct {
	targets, needs []string
	pattern        string // of a static pattern rule
	lines          []string
	at             []int // of each of lines
	vars           []makeAssign
	file           string
}

// maxWays bounds how many values of one variable are tried.
const maxWays = 4

// make reads a Makefile and adds what its goals run (GNU make manual).
func (j *job) make() {
	text, file, ok := j.find(false, "GNUmakefile", "makefile", "Makefile")
	for i := len(j.Given) - 1; i >= 0; i-- {
		text, ok = j.flat(j.Given[i].Pieces)+"\n"+text, true
	}
	if !ok {
		return
	}
	printed := map[string]string{}
	for pass, ways := 0, 1; pass < ways && pass < maxWays; pass++ {
		m := &maker{job: j, vars: map[string]*makeVar{}, sets: map[string]bool{}, prefix: '\t', file: file, pass: pass, printed: printed}
		goals := m.start()
		m.parse(text, file)
		m.goals(goals)
		ways = max(ways, m.ways)
	}
}

// start sets the variables that make has before it reads, and returns the goals.
func (m *maker) start() []word.Word {
	for _, d := range [...]string{"RM=rm -f", "CC=cc", "CXX=g++", "AR=ar", "CPP=cc -E", "SHELL=/bin/sh", "MAKEFLAGS=", "MFLAGS=", "MAKELEVEL=0", "CFLAGS=", "CXXFLAGS=", "CPPFLAGS=", "LDFLAGS=", "LDLIBS=", "ARFLAGS=rv", "VPATH="} {
		name, value, _ := strings.Cut(d, "=")
		m.assign(name, makeValue{text: value}, false)
	}
	goals, sets := m.names()
	var again strings.Builder
	for _, v := range sets {
		name := strings.TrimRight(v.Name, ":?+!")
		m.assign(name, makeValue{text: m.flat(v.Value)}, false)
		m.sets[name] = true
		m.exports = append(m.exports, name)
		again.WriteString(" " + name + "=" + shellQuoted(m.flat(v.Value)))
	}
	m.assign("MAKE", makeValue{text: "make" + again.String(), final: true}, false)
	m.assign("CURDIR", makeValue{text: m.here(), final: true}, false)
	m.assign("MAKEFILE_LIST", makeValue{text: path.Base(m.file), final: true}, false)
	var names []string
	for _, w := range goals {
		names = append(names, m.flat(w.Pieces))
	}
	m.assign("MAKECMDGOALS", makeValue{text: strings.Join(names, " "), final: true}, false)
	return goals
}

// here is the directory in which make runs.
func (m *maker) here() string {
	dir := m.flat(m.host.Dir)
	if path.IsAbs(m.dir) || holed(dir) && m.dir == "" {
		return join(m.dir, dir)
	}
	if holed(dir) {
		return dir + "/" + m.dir
	}
	return path.Join(dir, m.dir)
}

// goals adds what the goals run; a goal that is not known may be any target.
func (m *maker) goals(goals []word.Word) {
	if m.All {
		m.everything()
		return
	}
	if len(goals) == 0 {
		m.target(m.goal, "", false)
	}
	for _, w := range goals {
		if name, known := w.Known(); known {
			m.target(name, "", false)
			continue
		}
		for _, r := range m.rules {
			for _, name := range r.targets {
				m.target(name, "", true)
			}
		}
	}
}

// everything adds what every target runs.
func (m *maker) everything() {
	for _, r := range m.rules {
		for _, name := range r.targets {
			m.target(name, "", false)
		}
	}
}

// target adds what one target needs, and its recipes.
func (m *maker) target(name, file string, maybe bool) {
	if name == "" || has(m.ran, name) || m.deep(m.depth) {
		return
	}
	if len(m.ran) >= maxPrograms {
		m.more = true
		return
	}
	m.ran = append(m.ran, name)
	m.depth++
	defer func() { m.depth-- }()
	done := false
	for _, r := range m.rules {
		if has(r.targets, name) {
			stem, _ := stemOf(r.pattern, name)
			m.rule(r, name, stem, maybe)
			done = done || len(r.lines) > 0
		}
	}
	if done {
		return
	}
	for _, r := range m.rules {
		for _, p := range r.targets {
			if stem, ok := stemOf(p, name); ok {
				m.rule(r, name, stem, maybe)
				return
			}
		}
	}
}

// stemOf matches a name with a pattern that has a "%".
func stemOf(pattern, name string) (string, bool) {
	before, after, ok := strings.Cut(pattern, "%")
	if !ok || len(name) < len(before)+len(after) || !strings.HasPrefix(name, before) || !strings.HasSuffix(name, after) {
		return "", false
	}
	return name[len(before) : len(name)-len(after)], true
}

// rule runs a rule's prerequisites and its recipe for one target.
func (m *maker) rule(r *makeRule, name, stem string, maybe bool) {
	needs, ordered, order := make([]string, 0, len(r.needs)), []string(nil), false
	for _, n := range r.needs {
		switch {
		case n == "|":
			order = true
		case order:
			ordered = append(ordered, strings.ReplaceAll(n, "%", stem))
		default:
			needs = append(needs, strings.ReplaceAll(n, "%", stem))
		}
	}
	before := len(m.locals)
	m.automatic(name, stem, needs, ordered)
	m.scope(r, name)
	for _, n := range append(needs[:len(needs):len(needs)], ordered...) {
		m.target(n, r.file, maybe)
	}
	m.recipe(r, name, maybe)
	m.locals = m.locals[:before]
}

// scope sets the variables of a target for what it runs.
func (m *maker) scope(r *makeRule, name string) {
	for _, other := range m.rules {
		if other == r || has(other.targets, name) {
			for _, a := range other.vars {
				text := a.value.text
				if !a.value.final {
					text = m.expand(text)
				}
				if a.more {
					text = m.value(a.name) + " " + text
				}
				m.local(a.name, text)
			}
		}
	}
}

// automatic sets the automatic variables (manual, section 10.5.3).
func (m *maker) automatic(name, stem string, needs, ordered []string) {
	first := ""
	if len(needs) > 0 {
		first = needs[0]
	}
	list := strings.Join(needs, " ")
	for _, v := range [...][2]string{{"@", name}, {"<", first}, {"^", list}, {"+", list}, {"?", list}, {"|", strings.Join(ordered, " ")}, {"*", stem}} {
		m.local(v[0], v[1])
		dir, file := dirs(v[1])
		m.local(v[0]+"D", dir)
		m.local(v[0]+"F", file)
	}
}

func dirs(list string) (dir, file string) {
	var ds, fs []string
	for _, name := range strings.Fields(list) {
		ds, fs = append(ds, path.Dir(name)), append(fs, path.Base(name))
	}
	return strings.Join(ds, " "), strings.Join(fs, " ")
}

// recipe adds the lines of a recipe, each a shell's program of its own.
func (m *maker) recipe(r *makeRule, name string, maybe bool) {
	var whole []string
	for i, raw := range r.lines {
		m.at, m.within = r.at[i], r.file
		again := strings.Contains(raw, "$(MAKE)") || strings.Contains(raw, "${MAKE}")
		for _, line := range recipeLines(m.expand(raw)) {
			text, always := bare(line)
			text = spoken(text)
			if m.Dry && !always && !again || text == "" {
				continue
			}
			if m.oneshell {
				m.at = r.at[0]
				whole = append(whole, text)
				continue
			}
			m.emit(r, name, text, maybe)
		}
	}
	m.emit(r, name, strings.Join(whole, "\n"), maybe)
}

func (m *maker) emit(r *makeRule, name, text string, maybe bool) {
	if text == "" {
		return
	}
	if m.Dry {
		text = strings.Replace(text, "make", "make -n", 1)
	}
	if s := strings.TrimSpace(m.value("SHELL")); !shellLike(s) {
		text = s + " -c " + shellQuoted(text)
	}
	m.add(Program{
		Name: r.file + ":" + m.text(name).Spelling(), Text: m.text(text), Dir: m.dir, Env: m.env(), At: m.at, Maybe: maybe,
	})
}

// env are the variables that recipes see.
func (m *maker) env() []Var {
	names := m.exports
	if m.all {
		for name := range m.vars {
			if !has(names, name) && shellName(name) {
				names = append(names[:len(names):len(names)], name)
			}
		}
		sort.Strings(names[len(m.exports):])
	}
	var out []Var
	for _, name := range names {
		if m.vars[name] != nil {
			out = append(out, Var{name, m.text(m.value(name))})
		}
	}
	return out
}

func shellName(s string) bool {
	for i := range len(s) {
		c := s[i]
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= '0' && c <= '9' && i > 0) {
			return false
		}
	}
	return s != ""
}

// recipeLines splits what a recipe's line expands to: a canned recipe has
// several lines.
func recipeLines(s string) []string {
	var out []string
	start := 0
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' {
			i++
		} else if s[i] == '\n' {
			out = append(out, s[start:i])
			start = i + 1
		}
	}
	return append(out, s[start:])
}

// bare strips the marks before a command and reports whether it runs even in a
// dry run (manual, section 9.3).
func bare(line string) (text string, always bool) {
	text = strings.TrimLeft(line, " \t@-+")
	return strings.TrimSpace(text), strings.Contains(line[:len(line)-len(text)], "+")
}

// spoken drops what is not known before a word that a shell knows only at the
// beginning of a command: it is a mark ("@") or nothing, since nothing else can
// stand there.
func spoken(text string) string {
	if !strings.HasPrefix(text, "\x00") {
		return text
	}
	end := strings.IndexByte(text[1:], 0)
	if end < 0 {
		return text
	}
	rest := strings.TrimLeft(text[end+2:], " \t")
	word := rest
	if at := strings.IndexAny(rest, " \t\n;"); at >= 0 {
		word = rest[:at]
	}
	switch word {
	case "if", "for", "while", "until", "case", "{":
		return rest
	}
	if strings.HasPrefix(rest, "(") {
		return rest
	}
	return text
}

func has(list []string, s string) bool {
	for _, e := range list {
		if e == s {
			return true
		}
	}
	return false
}
