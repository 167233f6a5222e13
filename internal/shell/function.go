package shell

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"tagout/internal/word"
)

// body is a program text that runs later: a function's, parsed where it was
// defined, or a trap's.
type body struct {
	stmt  *syntax.Stmt
	frame *frame
	text  word.Text
	span  word.Span
	name  string
}

// locals remembers what a function's local variables hid.
type locals struct {
	names []string
	olds  []*variable
	// loose are those that may hide nothing: local ran in one branch alone, or
	// another function has unset them.
	loose map[string]bool
	// up are those of the block around, in fish, and of the caller, in bash.
	up *locals
}

// define makes a function known.
func (in *interp) define(fd *syntax.FuncDecl) {
	names := fd.Names
	if fd.Name != nil {
		names = []*syntax.Lit{fd.Name}
	}
	b := body{stmt: fd.Body, frame: in.frame}
	for _, n := range names {
		in.env.setFunc(n.Value, &function{bodies: []body{b}})
		if in.dialect == Zsh {
			in.zshDefined(n.Value, b)
		}
	}
	if len(names) == 0 && fd.Body != nil { // zsh: () { … } runs at once
		in.call(b, "", nil)
	}
	in.status = success
}

// callFunction runs a function's bodies; when several are possible, each on its
// own and joined.
func (in *interp) callFunction(f *function, name string, args []word.Word) {
	if len(f.bodies) == 0 {
		in.status = perhapsOK
		return
	}
	if len(f.bodies) == 1 && !f.perhaps {
		in.call(f.bodies[0], name, args)
		return
	}
	var ends []*interp
	for _, b := range f.bodies {
		c := in.branch()
		c.call(b, name, args)
		ends = append(ends, c)
	}
	if f.perhaps {
		ends = append(ends, in)
	}
	in.adopt(ends...)
}

// call runs one body with its arguments.
func (in *interp) call(b body, name string, args []word.Word) {
	in.deeper(func() {
		c := in.fork()
		if in.mayHaveLeft() {
			c.unsure++
		}
		via := ""
		if name != "" {
			via = "function " + name
		}
		f := *b.frame
		f.via, f.where, f.guess, f.alike = in.via, in.where, in.guess, in.alike
		c.frame = f.within(via)
		c.params = &params{zero: in.params.zero, list: args, world: false}
		c.fn, c.loop = &exits{base: in.env, unsure: c.unsure}, nil
		c.locals, c.fan = &locals{}, nil
		switch f.dialect {
		case Fish:
			c.hideLocals(in.locals)
		case Bash:
			c.locals.up = in.locals
		}
		traps := len(in.proc.traps)
		c.stmt(b.stmt)
		in.returned(c)
		if in.dialect == Zsh { // a trap of EXIT set in a function runs at its end
			for _, t := range in.proc.traps[min(traps, len(in.proc.traps)):] {
				in.runTrap(t)
			}
		}
	})
}

// returned ends a function call: its locals are gone, what it assigned stays.
func (in *interp) returned(c *interp) {
	ends := c.fn.ends
	c.dropLocals()
	for _, e := range append(ends, c) {
		if e != c {
			e.locals = c.locals
			e.dropLocals()
		}
		e.frame, e.params, e.fn, e.loop, e.locals = in.frame, in.params, in.fn, in.loop, in.locals
		if e.left == caller {
			e.left = stays
		}
	}
	if len(ends) > 0 {
		in.adopt(append(ends, c)...)
	} else {
		in.become(c)
	}
	in.split = nil
}

// local hides a variable for the rest of the function.
func (in *interp) local(name string) {
	if in.locals == nil || slices.Contains(in.locals.names, name) {
		return
	}
	old := in.env.variable(name)
	if old == nil {
		old = &variable{worldly: true}
	}
	in.locals.names = append(in.locals.names, name)
	in.locals.olds = append(in.locals.olds, old)
	if in.fn != nil && in.unsure > in.fn.unsure {
		in.locals.loosen(name)
	}
}

func (l *locals) loosen(name string) {
	if l.loose == nil {
		l.loose = make(map[string]bool)
	}
	l.loose[name] = true
}

func (in *interp) dropLocals() {
	for i, name := range in.locals.names {
		old := in.locals.olds[i]
		if in.locals.loose[name] {
			old = in.merged(name, old, in.variable(name))
		}
		in.env.setVar(name, old)
	}
}

// bare is unset of a variable that is local to a caller: in bash, what that
// hides can be seen again. It reports whether there is such a variable.
func (in *interp) bare(name string) bool {
	l := in.locals
	if in.dialect != Bash || l == nil || slices.Contains(l.names, name) {
		return false
	}
	for l = l.up; l != nil; l = l.up {
		if i := slices.Index(l.names, name); i >= 0 {
			l.loosen(name)
			gone := &variable{alts: []value{{unset: true}}, ours: true}
			in.env.setVar(name, in.merged(name, gone, l.olds[i]))
			in.export(name)
			return true
		}
	}
	return false
}

// merged is a variable that may be either of two.
func (in *interp) merged(name string, a, b *variable) *variable {
	x, y := in.fork(), in.fork()
	x.env.setVar(name, a)
	y.env.setVar(name, b)
	return in.union(name, []*interp{x, y})
}

// walkAlias walks a command whose name is an alias: as the replacement's text,
// followed by the rest of the command as it is written. Where a replacement ends
// in a blank, the next word may be an alias too.
func (in *interp) walkAlias(name string, a *alias, ce *syntax.CallExpr) {
	full, names, n := in.span(ce), append(in.aliases[:len(in.aliases):len(in.aliases)], name), 0
	t := a.text[:len(a.text):len(a.text)]
	for endsBlank(a.text) && n+1 < len(ce.Args) {
		lit, ok := onlyLit(ce.Args[n+1])
		if !ok {
			break
		}
		if a = in.env.alias(lit); a == nil {
			break
		}
		t = append(t, a.text...)
		n++
	}
	rest := in.src.Text[in.span(ce.Args[n]).End:full.End]
	f := *in.frame
	f.aliases = names
	old := in.frame
	in.frame = &f
	in.text(append(t, word.Piece{Kind: word.Lit, Text: rest}), full, "alias "+name)
	in.frame = old
}

// endsBlank reports whether a text ends in a blank.
func endsBlank(t word.Text) bool {
	if len(t) == 0 || t[len(t)-1].Kind != word.Lit {
		return false
	}
	s := t[len(t)-1].Text
	return strings.HasSuffix(s, " ") || strings.HasSuffix(s, "\t")
}
