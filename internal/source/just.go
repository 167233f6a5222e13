package source

import (
	"strings"

	"tagout/internal/word"
)

// juster is a justfile as it has been read (just.systems/man).
type juster struct {
	*job
	file    string
	vars    []justVar
	recipes []*justRecipe
	aliases [][2]string
	exports bool   // set export
	posargs bool   // set positional-arguments
	shell   string // set shell
	workdir string
	depth   int
	ran     []string
}

// justVar is an assignment or a parameter. An expression is evaluated when it
// is used.
type justVar struct {
	name, expr string
	value      string
	done       bool
	export     bool
}

type justRecipe struct {
	name   string
	params []justParam
	deps   []string // "dep" or "(dep arg arg)"
	after  []string // those that run after it
	body   []string
	at     int // the byte of the file after its header
	file   string
}

type justParam struct {
	name, value string
	given       bool // it has a default
	many        byte // '+' or '*'
	export      bool
}

// just reads a justfile and adds what the recipes asked for run.
func (j *job) just() {
	text, file, ok := j.find(true, "justfile", "Justfile", ".justfile", "JUSTFILE")
	if !ok {
		return
	}
	k := &juster{job: j, file: file}
	if j.dir == "" || len(j.Files) == 0 {
		k.workdir = folder(file)
	} else {
		k.workdir = j.dir
	}
	k.parse(text, file)
	targets, sets := j.names()
	for _, v := range sets {
		k.vars = append(k.vars, justVar{name: v.Name, value: j.flat(v.Value), done: true})
	}
	if k.All {
		targets = nil
		for _, r := range k.recipes {
			k.run(r.name, nil, false)
		}
		return
	}
	if len(targets) == 0 && len(k.recipes) > 0 {
		k.run(k.recipes[0].name, nil, false)
	}
	for len(targets) > 0 {
		targets = k.command(targets)
	}
}

// command runs the recipe that the first word names with the arguments that it
// takes, and returns the words that are left.
func (k *juster) command(words []word.Word) []word.Word {
	name, known := words[0].Known()
	words = words[1:]
	if !known {
		for _, r := range k.recipes {
			k.run(r.name, nil, true)
		}
		return nil
	}
	r := k.recipe(name)
	if r == nil {
		return nil
	}
	n := min(len(r.params), len(words))
	if len(r.params) > 0 && r.params[len(r.params)-1].many != 0 {
		n = len(words)
	}
	args := make([]string, n)
	for i := range args {
		args[i] = k.flat(words[i].Pieces)
	}
	k.run(name, args, false)
	return words[n:]
}

func (k *juster) recipe(name string) *justRecipe {
	for _, a := range k.aliases {
		if a[0] == name {
			name = a[1]
			break
		}
	}
	for i := len(k.recipes) - 1; i >= 0; i-- {
		if k.recipes[i].name == name {
			return k.recipes[i]
		}
	}
	return nil
}

// run adds what a recipe's dependencies and its lines run. A recipe runs once
// for the same arguments.
func (k *juster) run(name string, args []string, maybe bool) {
	r := k.recipe(name)
	key := name + "\x01" + strings.Join(args, "\x01")
	if r == nil || has(k.ran, key) || k.deep(k.depth) {
		return
	}
	if len(k.ran) >= maxPrograms {
		k.more = true
		return
	}
	k.ran = append(k.ran, key)
	k.depth++
	before := len(k.vars)
	given := k.bind(r, args)
	for _, d := range r.deps {
		k.dep(d, maybe)
	}
	k.body(r, given, maybe)
	for _, d := range r.after {
		k.dep(d, maybe)
	}
	k.vars = k.vars[:before]
	k.depth--
}

// dep runs a dependency, with its arguments where it has any.
func (k *juster) dep(d string, maybe bool) {
	words := justWords(strings.TrimSuffix(strings.TrimPrefix(d, "("), ")"))
	if len(words) == 0 {
		return
	}
	var args []string
	for _, w := range words[1:] {
		args = append(args, k.eval(w))
	}
	k.run(words[0], args, maybe)
}

// bind sets the parameters, and returns their values in order.
func (k *juster) bind(r *justRecipe, args []string) []string {
	var given []string
	for i, p := range r.params {
		value := ""
		switch {
		case p.many != 0 && i < len(args):
			value = strings.Join(args[i:], " ")
			given = append(given, args[i:]...)
		case i < len(args):
			value = args[i]
			given = append(given, value)
		case p.given:
			value = k.eval(p.value)
			given = append(given, value)
		case p.many == 0:
			value = k.unknown("{{" + p.name + "}}")
			given = append(given, value)
		}
		k.vars = append(k.vars, justVar{name: p.name, value: value, done: true, export: p.export})
	}
	return given
}

// body adds the lines of a recipe: each a program, or all together one when
// they begin with "#!".
func (k *juster) body(r *justRecipe, given []string, maybe bool) {
	name := r.file + ":" + r.name
	args := []word.Word{word.Literal(r.name)}
	if k.posargs {
		for _, g := range given {
			args = append(args, word.Word{Pieces: k.text(g), Quoted: true})
		}
	}
	p := Program{Name: name, Args: args, Dir: k.workdir, Env: k.env(), At: r.at, Maybe: maybe}
	if len(r.body) > 0 && strings.HasPrefix(r.body[0], "#!") {
		p.Text = k.text(k.interpolate(strings.Join(r.body, "\n")))
		k.add(p)
		return
	}
	for i := 0; i < len(r.body); i++ {
		line := r.body[i]
		for strings.HasSuffix(line, `\`) && i+1 < len(r.body) {
			i++
			line = strings.TrimSuffix(line, `\`) + strings.TrimLeft(r.body[i], " \t")
		}
		text := k.interpolate(strings.TrimLeft(line, "@-"))
		if k.shell != "" && !shellLike(k.shell) {
			text = "#!" + k.shell + "\n" + text
		}
		p.Text = k.text(text)
		k.add(p)
	}
}

func (k *juster) env() []Var {
	var out []Var
	for i := range k.vars {
		if v := &k.vars[i]; v.export || k.exports {
			out = append(out, Var{v.name, k.text(k.value(v.name))})
		}
	}
	return out
}

// interpolate replaces {{expression}}; "{{{{" is a literal "{{".
func (k *juster) interpolate(s string) string {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(s, "{{")
		b.WriteString(before)
		if !ok || b.Len() > maxText {
			return k.bounded(b.String())
		}
		if strings.HasPrefix(rest, "{{") {
			b.WriteString("{{")
			s = rest[2:]
			continue
		}
		expr, after, ok := strings.Cut(rest, "}}")
		if !ok {
			return b.String() + k.unknown("{{"+rest)
		}
		b.WriteString(k.eval(expr))
		s = after
	}
}
