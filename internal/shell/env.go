package shell

import (
	"slices"

	"tagout/internal/word"
)

// value is one possible value of a variable.
type value struct {
	text  word.Text
	unset bool
	// list holds an array's elements, in order of index. A plain variable has
	// none; its text is also an array's element 0.
	list  []element
	array bool
	assoc bool
	// open marks an array of which further elements are not known.
	open bool
	// vague marks a value that stands for several, unset among them.
	vague bool
}

// element is one element of an array.
type element struct {
	index int
	key   string
	text  word.Text
}

// variable is what is known of one name: at least one possible value, the most
// literal first.
type variable struct {
	alts     []value
	exported bool
	integer  bool
	lower    bool
	upper    bool
	ref      bool
	// fixed: it is read-only, at least after one of the ways that lead here.
	fixed bool
	// perhaps: it is exported on some of the ways that lead here.
	perhaps bool
	// ours marks a variable that this program's text has set or unset.
	ours bool
	// worldly hides what an outer layer holds: the name is as the world has it.
	worldly bool
}

// function is what a name may call: one body when it is certain, several after
// branches, and possibly none of them.
type function struct {
	bodies   []body
	perhaps  bool
	exported bool
	// had is a function that the shell had before this text: it is a body too.
	had *Definition
}

// alias is a name's replacement at the head of a command.
//
// A command is expanded when it is read, which for one within a compound is
// before anything in there has run: what the name stood for then counts too.
type alias struct {
	text  word.Text
	older *alias
	// had: the shell has it before this text, so that it surely stands for this.
	had bool
}

// layer holds what has changed since the layer below it. While a fork of the
// shell lives, the layers below its own do not change.
type layer struct {
	up      *layer
	depth   int
	vars    map[string]*variable
	funcs   map[string]*function
	aliases map[string]*alias
	// watch, when set, gathers the variables that were looked for below.
	watch map[string]bool
}

// maxLayers is the chain length at which a fork copies the chain into one.
const maxLayers = 64

func (l *layer) empty() bool {
	return len(l.vars) == 0 && len(l.funcs) == 0 && len(l.aliases) == 0 && l.watch == nil
}

// solid returns the nearest layer that holds anything, or the last one.
func (l *layer) solid() *layer {
	for l.up != nil && l.empty() {
		l = l.up
	}
	return l
}

// child returns a new layer on top of l.
func (l *layer) child() *layer {
	up := l.solid()
	if up.depth >= maxLayers {
		up = up.flat(nil)
	}
	return &layer{up: up, depth: up.depth + 1}
}

// flat copies the layers from l down to and without stop into one.
func (l *layer) flat(stop *layer) *layer {
	out := &layer{up: stop}
	if stop != nil {
		out.depth = stop.depth + 1
	}
	for ; l != nil && l != stop; l = l.up {
		for name, v := range l.vars {
			if _, ok := out.vars[name]; !ok {
				out.setVar(name, v)
			}
		}
		for name, f := range l.funcs {
			if _, ok := out.funcs[name]; !ok {
				out.setFunc(name, f)
			}
		}
		for name, a := range l.aliases {
			if _, ok := out.aliases[name]; !ok {
				out.setAlias(name, a)
			}
		}
	}
	return out
}

func (l *layer) setVar(name string, v *variable) {
	if l.vars == nil {
		l.vars = make(map[string]*variable, 4)
	}
	l.vars[name] = v
}

func (l *layer) setFunc(name string, f *function) {
	if l.funcs == nil {
		l.funcs = make(map[string]*function, 2)
	}
	l.funcs[name] = f
}

func (l *layer) setAlias(name string, a *alias) {
	if l.aliases == nil {
		l.aliases = make(map[string]*alias, 2)
	}
	l.aliases[name] = a
}

// variable returns what the layers hold for a name, or nil.
func (l *layer) variable(name string) *variable {
	for ; l != nil; l = l.up {
		if v, ok := l.vars[name]; ok {
			return v
		}
		if l.watch != nil {
			l.watch[name] = true
		}
	}
	return nil
}

// peek is variable without being watched.
func (l *layer) peek(name string) *variable {
	for ; l != nil; l = l.up {
		if v, ok := l.vars[name]; ok {
			return v
		}
	}
	return nil
}

func (l *layer) function(name string) *function {
	for ; l != nil; l = l.up {
		if f, ok := l.funcs[name]; ok {
			return f
		}
	}
	return nil
}

func (l *layer) alias(name string) *alias {
	for ; l != nil; l = l.up {
		if a, ok := l.aliases[name]; ok {
			return a
		}
	}
	return nil
}

// variable returns what is known of a name. It never returns nil.
func (in *interp) variable(name string) *variable {
	if v := in.env.variable(name); v != nil && !v.worldly {
		return v
	}
	return in.worldly(name)
}

// attributesOf returns a variable for what it is, not for its value.
func (in *interp) attributesOf(name string) *variable {
	if v := in.env.peek(name); v != nil && !v.worldly {
		return v
	}
	return in.worldly(name)
}

// value returns one possible value of a variable, by the reading that is being
// evaluated; without one, an unknown stands for several.
func (in *interp) value(name string) value {
	v := in.variable(name)
	if len(v.alts) == 1 {
		return v.alts[0]
	}
	i := in.pick(len(v.alts))
	if i < 0 {
		return several(name, v)
	}
	refined := *v
	refined.alts = v.alts[i : i+1 : i+1]
	in.env.setVar(name, &refined)
	return v.alts[i]
}

// single returns a variable's value where only one is possible, else an
// unknown one.
func (in *interp) single(name string) value {
	v := in.variable(name)
	if len(v.alts) == 1 {
		return v.alts[0]
	}
	return several(name, v)
}

// several stands for any of a variable's values.
func several(name string, v *variable) value {
	out := value{text: unknown("$" + name)}
	for _, a := range v.alts {
		if a.array {
			out = openArray(name)
			out.assoc = a.assoc
			break
		}
	}
	for _, a := range v.alts {
		out.vague = out.vague || a.unset || a.vague
	}
	return out
}

// resolve follows name references (declare -n).
func (in *interp) resolve(name string) string {
	for range 8 {
		v := in.env.peek(name)
		if v == nil || !v.ref || len(v.alts) != 1 {
			return name
		}
		to, ok := v.alts[0].text.Known()
		if !ok || to == "" {
			return name
		}
		name = to
	}
	return name
}

// assign gives a variable a value and keeps its attributes.
func (in *interp) assign(name string, v value) {
	name = in.resolve(name)
	if in.dialect == Zsh && name == "argv" { // another name of the parameters
		in.params = &params{zero: in.params.zero, list: v.words()}
		return
	}
	next := *in.attributesOf(name)
	if in.dialect == Bash && counts(name) {
		in.evaluate(v.text, word.Span{})
	}
	next.alts = []value{in.cast(&next, v)}
	if next.fixed { // an error, which may end the shell
		in.mayStop()
		next.alts = append(next.alts, in.variable(name).alts...)
	}
	next.ours, next.worldly = true, false
	next.exported = next.exported || in.allexport
	in.env.setVar(name, &next)
	if next.exported {
		in.export(name)
	}
}

// counts reports whether bash evaluates what is assigned to a name of its own
// (measured, 5.2: of all that bash(1) lists, these).
func counts(name string) bool {
	switch name {
	case "RANDOM", "SRANDOM", "OPTIND", "HISTCMD":
		return true
	}
	return false
}

// cast applies a variable's attributes to a new value.
func (in *interp) cast(v *variable, to value) value {
	if !v.integer && !v.lower && !v.upper {
		return to
	}
	s, ok := to.text.Known()
	switch {
	case !ok && v.integer:
		in.evaluate(to.text, word.Span{})
	case v.integer:
		to.text = in.arithOf(s, to.text)
	case v.lower:
		to.text = changed(to.text, lowerAll)
	case v.upper:
		to.text = changed(to.text, upperAll)
	}
	return to
}

// changed applies a change of letters to the parts of a text that are known.
func changed(t word.Text, change func(string) string) word.Text {
	out := slices.Clone(t)
	for i := range out {
		if out[i].Kind == word.Lit {
			out[i].Text = change(out[i].Text)
		}
	}
	return out
}

// unset removes a variable.
func (in *interp) unset(name string) {
	if in.bare(name) {
		return
	}
	gone := &variable{alts: []value{{unset: true}}, ours: true}
	if v := in.attributesOf(name); v.fixed {
		in.mayStop()
		gone = in.merged(name, v, gone)
	}
	in.env.setVar(name, gone)
	in.export(name)
}

// export remembers a name whose value calls will see. The list is shared
// between forks, so it is never appended to in place.
func (in *interp) export(name string) {
	for _, n := range in.exports {
		if n == name {
			return
		}
	}
	in.exports = append(in.exports[:len(in.exports):len(in.exports)], name)
}

// exported returns the variables that this text has put into the environment
// of the calls it makes.
func (in *interp) exported() []Assign {
	var out []Assign
	for _, name := range in.exports {
		v := in.variable(name)
		if !v.ours {
			continue
		}
		if len(v.alts) == 1 && v.alts[0].unset {
			if _, ok := in.worldEnv(name); ok {
				out = append(out, Assign{Name: name, Unset: true})
			}
			continue
		}
		if v.exported {
			out = append(out, Assign{Name: name, Value: in.single(name).text})
		}
	}
	return out
}
