package shell

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"tagout/internal/word"
)

// simple runs a simple command, or a bare redirection when ce is nil, in each
// of its readings.
func (in *interp) simple(ce *syntax.CallExpr, s *syntax.Stmt) {
	if ce != nil && len(ce.Args) > 0 && in.tryAlias(ce) && len(ce.Assigns)+len(s.Redirs) == 0 {
		return
	}
	if !in.plain && !expands(ce, s.Redirs) {
		in.reading(ce, s)
		return
	}
	in.readings(func(c *interp) { c.reading(ce, s) })
}

// tryAlias follows the alias that a command's first word may be, and reports
// whether it surely is one.
func (in *interp) tryAlias(ce *syntax.CallExpr) (surely bool) {
	lit, ok := onlyLit(ce.Args[0])
	if !ok || slices.Contains(in.aliases, lit) {
		return false
	}
	for n, a := 0, in.env.alias(lit); a != nil && n < in.lim.Alts; n, a = n+1, a.older {
		if a.had && a.older == nil && n == 0 {
			in.walkAlias(lit, a, ce)
			return true
		}
		in.optional(func(c *interp) { c.walkAlias(lit, a, ce) })
	}
	return false
}

// onlyLit returns the text of a word that is one unquoted literal.
func onlyLit(w *syntax.Word) (string, bool) {
	if len(w.Parts) != 1 {
		return "", false
	}
	lit, ok := w.Parts[0].(*syntax.Lit)
	if !ok || strings.IndexByte(lit.Value, '\\') >= 0 {
		return "", false
	}
	return lit.Value, true
}

// reading runs a simple command in one reading of its words: words, then
// redirections, then assignments (POSIX 2.9.1).
func (in *interp) reading(ce *syntax.CallExpr, s *syntax.Stmt) {
	before := in.io
	in.ran = false
	var words []word.Word
	if ce != nil {
		words = in.arguments(ce.Args)
	}
	redirects := in.evalRedirects(s.Redirs)
	prefix := in.prefix(ce, len(words) > 0)
	if !in.settle() {
		prefix.undo(in)
		in.keepEnd()
		in.exited, in.status = true, failure
		in.unsure++
		in.maybe++
		return
	}
	later := in.redirect(redirects)
	later = append(later, in.outSubsts(words)...)
	in.keepsIO = false
	in.execute(ce, s, words, prefix.assigns, later)
	if !in.keepsAssigns(words) {
		in.mayExit()
		prefix.undo(in)
	}
	if in.keepsIO {
		in.deliverLater(later)
		return
	}
	in.restore(before, redirects)
	in.deliver(later)
}

// arguments expands a command's words. dash since 0.5.11 takes the assignments
// of a declaration as such, and does not split them; the parser takes them for
// plain words.
func (in *interp) arguments(args []*syntax.Word) []word.Word {
	if in.dialect != POSIX || len(args) < 2 {
		return in.fields(args)
	}
	switch name, _ := onlyLit(args[0]); name {
	default:
		return in.fields(args)
	case "export", "readonly", "local":
	}
	out := in.fields(args[:1])
	for _, w := range args[1:] {
		if !assigns(w.Parts) {
			out = in.appendFields(out, w)
			continue
		}
		out = append(out, word.Word{Pieces: in.assignText(w), Span: in.span(w), Quoted: true})
	}
	return out
}

// restore takes back a command's redirections. What it has read of an input
// that is not its own stays read.
func (in *interp) restore(before streams, redirects []redirection) {
	if len(redirects) == 0 {
		return
	}
	stdin := in.io.stdin
	for _, r := range redirects {
		if r.fd == 0 {
			stdin = before.stdin
		}
	}
	in.io = before
	in.io.stdin = stdin
}

// execute runs the words of a reading, or reports what there is without any.
func (in *interp) execute(ce *syntax.CallExpr, s *syntax.Stmt, words []word.Word, assigns []Assign, later []pending) {
	ran := in.ran
	if len(words) > 0 {
		shadowed := false
		if lit, ok := onlyLit(ce.Args[0]); ok {
			shadowed = in.env.alias(lit) != nil
		}
		in.dispatch(words, in.span(ce), shadowed)
		return
	}
	in.status = success
	if ran {
		in.status = perhapsOK
	}
	if len(assigns) == 0 && len(s.Redirs) == 0 {
		return
	}
	c := in.newCall(nil, in.span(s))
	if ce != nil {
		c.Span = in.span(ce)
	}
	c.Assigns = assigns
	in.visit(c)
}

// dispatch runs words as the shell would: a function, a builtin, a program.
func (in *interp) dispatch(words []word.Word, span word.Span, shadowed bool) {
	name, known := words[0].Known()
	if f := in.env.function(name); f != nil && known {
		f = in.readHad(f, span)
		if !f.perhaps {
			in.callFunction(f, name, words[1:])
			return
		}
		b := in.branch()
		b.invoke(words, span, true)
		in.callFunction(f, name, words[1:])
		in.adopt(in, b)
		return
	}
	in.invoke(words, span, shadowed)
	in.handle(words)
}

// handle runs the function that stands for programs that are not there, once
// within itself: whether one is there is not known.
func (in *interp) handle(words []word.Word) {
	name := notFound
	if in.dialect == Zsh {
		name += "r"
	}
	h := in.env.function(name)
	if h == nil || in.handling {
		return
	}
	in.handling = true
	in.optional(func(c *interp) { c.callFunction(h, name, words) })
	in.handling = false
}

// notFound is the function that bash runs in the place of a program that is not
// there; zsh's has an "r" more.
const notFound = "command_not_found_handle"

// invoke reports a call and applies what a builtin of that name does.
func (in *interp) invoke(words []word.Word, span word.Span, shadowed bool) {
	c := in.newCall(words, span)
	name, known := words[0].Known()
	c.Shadowed = shadowed || in.otherPath(name)
	if shadowed {
		c.Sure = false
	}
	if known {
		c.Assigns = mergeAssigns(c.Assigns, declared(name, words[1:]))
	}
	printed := in.visit(c)
	in.status = perhapsOK
	if known {
		if own := in.builtin(name, c); printed == nil {
			printed = own
		}
	}
	in.output(c, printed)
}

// declared returns what a declaration that is written as a plain command (in
// sh, or behind command) assigns.
func declared(name string, args []word.Word) (out []Assign) {
	switch name {
	case "export", "readonly", "declare", "typeset", "local":
	default:
		return nil
	}
	for _, w := range args {
		if n, t, ok := cutAssign(w.Pieces); ok && syntax.ValidName(n) {
			out = append(out, Assign{Name: n, Value: t, Span: w.Span})
		}
	}
	return out
}

// otherPath reports whether a program is looked for in a PATH that this text
// has set.
func (in *interp) otherPath(name string) bool {
	if strings.IndexByte(name, '/') >= 0 {
		return false
	}
	v := in.env.variable("PATH")
	return v != nil && v.ours
}

// expands reports whether a command's words have anything but literal text, so
// that they may be read in several ways.
func expands(ce *syntax.CallExpr, redirs []*syntax.Redirect) bool {
	if ce != nil {
		for _, w := range ce.Args {
			if wordExpands(w) {
				return true
			}
		}
		for _, a := range ce.Assigns {
			if a.Append || a.Array != nil || a.Index != nil || wordExpands(a.Value) {
				return true
			}
		}
	}
	for _, r := range redirs {
		if wordExpands(r.Word) || wordExpands(r.Hdoc) {
			return true
		}
	}
	return false
}

func wordExpands(w *syntax.Word) bool {
	return w != nil && partsExpand(w.Parts)
}

func partsExpand(parts []syntax.WordPart) bool {
	for _, p := range parts {
		switch p := p.(type) {
		case *syntax.Lit, *syntax.SglQuoted:
		case *syntax.ExtGlob:
			if strings.ContainsAny(p.Pattern.Value, "$`") {
				return true
			}
		case *syntax.DblQuoted:
			if partsExpand(p.Parts) {
				return true
			}
		default:
			return true
		}
	}
	return false
}

// prefixed are the assignments before a command, with what they hid.
type prefixed struct {
	assigns []Assign
	names   []string
	olds    []*variable
	exports []string
}

// prefix evaluates and applies a command's assignments in order. Those before
// a program hold for it alone.
func (in *interp) prefix(ce *syntax.CallExpr, forCommand bool) prefixed {
	p := prefixed{exports: in.exports}
	if ce == nil {
		return p
	}
	for _, a := range ce.Assigns {
		name := in.resolve(a.Name.Value)
		early := in.dialect == Zsh // what the value itself assigns is undone, too
		if forCommand && early {
			p.hide(in, name)
		}
		as := in.assignHiding(a, func() {
			if forCommand && !early {
				p.hide(in, name)
			}
		})
		as.Name = name
		p.assigns = append(p.assigns, as)
		if forCommand {
			in.setExported(name, true)
		}
	}
	return p
}

// hide keeps what an assignment is about to hide.
func (p *prefixed) hide(in *interp, name string) {
	old := in.env.variable(name)
	if old == nil {
		old = &variable{worldly: true}
	}
	p.names, p.olds = append(p.names, name), append(p.olds, old)
}

// undo restores what prefix assignments hid.
func (p prefixed) undo(in *interp) {
	if len(p.names) == 0 {
		return
	}
	for i := len(p.names) - 1; i >= 0; i-- {
		in.env.setVar(p.names[i], p.olds[i])
	}
	in.exports = p.exports
}

// keepsAssigns reports whether the assignments before a command stay, as they
// do before the special builtins of sh (POSIX 2.14).
func (in *interp) keepsAssigns(words []word.Word) bool {
	if in.dialect != POSIX || len(words) == 0 {
		return false
	}
	switch name, _ := words[0].Known(); name {
	case ":", ".", "eval", "exec", "export", "readonly", "set", "shift", "times", "trap", "unset":
		return true
	}
	return false
}

// setExported changes a variable's export attribute.
func (in *interp) setExported(name string, on bool) {
	next := *in.variable(name)
	next.exported, next.perhaps, next.worldly = on, false, false
	in.env.setVar(name, &next)
	if on {
		in.export(name)
	}
}

// deliver runs the output substitutions that a command has written to.
func (in *interp) deliver(list []pending) {
	for _, p := range list {
		c, opens := in.subshell(), in.opens
		c.io.stdin = p.input(in)
		c.stmts(p.subst.Stmts)
		c.finish()
		in.doubted = in.doubted || in.opens > opens // when it writes is not known
	}
}

// deliverLater keeps the output substitutions that exec opens: what is written to
// them comes with later commands.
func (in *interp) deliverLater(list []pending) {
	for _, p := range list {
		if p.out == nil {
			in.deliver([]pending{p})
			continue
		}
		in.proc.coprocs = append(in.proc.coprocs, coprocess{stmts: p.subst.Stmts, frame: in.frame, fed: p.out})
	}
}

// input returns what was written to an output substitution.
func (p pending) input(in *interp) *Input {
	if p.out != nil {
		return p.out.input()
	}
	if t, from, ok := in.read(p.path); ok {
		return &Input{Kind: FedText, Text: t, From: from}
	}
	return &Input{Kind: FedText, Text: unknown("|"), From: p.from}
}

// outSubsts returns the output substitutions among a command's words.
func (in *interp) outSubsts(words []word.Word) []pending {
	if len(in.outs) == 0 {
		return nil
	}
	list := in.outs
	in.outs = nil
	for i := range list {
		list[i].from = []int{in.calls}
	}
	return list
}
