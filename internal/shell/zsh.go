package shell

import (
	"fmt"
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"tagout/internal/word"
)

// zshBuiltin applies what a builtin of zsh does to the shell, where it differs
// from other shells' (zshbuiltins(1), zshmodules(1)). ok is false for the rest.
func (in *interp) zshBuiltin(name string, c *Call) (printed word.Text, ok bool) {
	args := c.Words[1:]
	switch name {
	case "print":
		return in.zshPrint(args), true
	case "-", "coproc":
		in.zshAgain(name, c, args)
	case "repeat":
		in.zshAgain(name, c, args[min(1, len(args)):])
	case "zpty", "sched":
		in.zshLater(name, c, args)
	case "setopt", "unsetopt", "set":
		return nil, in.zshOptions(name, c, args)
	case "emulate":
		in.zshEmulate(c, args)
	case "alias":
		if flags, _, _ := options(args); strings.ContainsAny(flags, "gs") {
			in.zshUnread("alias -"+flags+" changes what later text means", c.Span)
		}
		return nil, false
	case "hash":
		in.hash(args)
	case "shift":
		return nil, in.zshShift(args)
	case "read":
		return nil, in.zshRead(args)
	default:
		if rest, found := strings.CutPrefix(name, "zf_"); found && rest != "" { // zsh/files
			in.zshAgain(name, c, append([]word.Word{word.Literal(rest)}, args...))
			return silent, true
		}
		return nil, false
	}
	return silent, true
}

// zshUnread reports that a text means something else than it was read as.
func (in *interp) zshUnread(msg string, span word.Span) {
	if !in.guess {
		in.report(Problem{Kind: "unreadable", Msg: msg, Source: in.src, Span: span})
	}
}

// zshAgain runs the words behind a word that only says how.
func (in *interp) zshAgain(name string, c *Call, words []word.Word) {
	if len(words) == 0 {
		return
	}
	if s, _ := words[0].Known(); s == "{" || s == "(" || s == "do" {
		in.zshUnread(name+" before a block", c.Span)
		return
	}
	old := in.frame
	in.frame = old.within(name)
	in.dispatch(words, c.Span, false)
	in.frame = old
}

// zshLater runs the command that zpty and sched are given after a name or a
// time.
func (in *interp) zshLater(name string, c *Call, args []word.Word) {
	rest := args
	if name == "zpty" {
		_, rest, _ = options(args)
	}
	if len(rest) < 2 {
		return
	}
	old := in.frame
	in.frame = old.within(name)
	in.optional(func(b *interp) { b.text(joinWords(rest[1:], " "), c.Span, name) })
	in.frame = old
}

// zshOption is an option's name as zsh compares them, and whether it is
// turned around by "no".
func zshOption(s string) (name string, no bool) {
	name = strings.ToLower(strings.ReplaceAll(s, "_", ""))
	if rest, ok := strings.CutPrefix(name, "no"); ok && name != "notify" && name != "nomatch" {
		return rest, true
	}
	return name, false
}

// zshOptions follows the options that change how text is read: word splitting
// is done as they say, of others it is only known that they matter.
func (in *interp) zshOptions(command string, c *Call, args []word.Word) bool {
	on := command != "unsetopt"
	for i, w := range args {
		s, known := w.Known()
		if !known {
			continue
		}
		if command == "set" {
			switch {
			case s == "--" || s == "-":
				return false
			case (s == "-o" || s == "+o") && i+1 < len(args):
				s, _ = args[i+1].Known()
				on = args[i].String() == "-o"
			case len(s) > 1 && s[0] == '-' && s[1] != '-' && strings.Contains(s, "y"):
				s = "shwordsplit"
			case s == "-A" || s == "+A":
				in.zshArray(args[i+1:])
				return true
			default:
				continue
			}
		}
		s = strings.TrimPrefix(s, "-o")
		switch name, no := zshOption(s); name {
		case "shwordsplit":
			in.shwords = on != no
		case "extendedglob":
			in.extglob = on != no
		case "ksharrays", "globsubst", "rcquotes", "braceccl", "magicequalsubst", "cshjunkiequotes", "ignorebraces", "kshglob", "shglob",
			"aliasfuncdef", "cshnullcmd", "shnullcmd", "ignoreclosebraces", "posixbuiltins", "promptsubst", "rcexpandparam", "globassign":
			if on != no {
				in.zshUnread("setopt "+name+" changes what later text means", c.Span)
			}
		}
	}
	return command != "set"
}

// zshArray is set -A name words.
func (in *interp) zshArray(args []word.Word) {
	if len(args) == 0 {
		return
	}
	if name, ok := args[0].Known(); ok && syntax.ValidName(name) {
		v := value{array: true}
		v.extend(args[1:])
		v.text = v.at("0")
		in.assign(name, v)
	}
}

// zshEmulate makes zsh behave as another shell, for the rest or for one text.
func (in *interp) zshEmulate(c *Call, args []word.Word) {
	flags, rest, _ := options(args)
	if len(rest) == 0 {
		return
	}
	shell, _ := rest[0].Known()
	code := slices.IndexFunc(rest, func(w word.Word) bool { return w.String() == "-c" })
	was := in.shwords
	in.shwords = shell != "zsh"
	if code > 0 && code+1 < len(rest) {
		old := in.frame
		in.frame = old.within("emulate")
		in.text(rest[code+1].Pieces, c.Span, "emulate "+shell)
		in.frame = old
		in.shwords = was
		return
	}
	if shell != "zsh" && !strings.Contains(flags, "l") {
		in.zshUnread("emulate "+shell+" changes what later text means", c.Span)
	}
}

// hash makes a name stand for a path.
func (in *interp) hash(args []word.Word) {
	for _, w := range args {
		if name, t, ok := cutAssign(w.Pieces); ok {
			in.env.setAlias(name, &alias{text: t})
		}
	}
}

// zshShift is shift of arrays that are named.
func (in *interp) zshShift(args []word.Word) bool {
	named := false
	for _, w := range args {
		if name, ok := w.Known(); ok && syntax.ValidName(name) {
			in.assign(name, openArray(name))
			named = true
		}
	}
	return named
}

// zshRead is read in the forms that other shells lack: into an array, a key, a
// name with its prompt.
func (in *interp) zshRead(args []word.Word) bool {
	flags, rest, _ := options(args)
	odd := strings.ContainsAny(flags, "Akqzel")
	for _, w := range rest {
		odd = odd || strings.Contains(w.String(), "?")
	}
	if !odd {
		return false
	}
	for _, w := range rest {
		s, _ := w.Known()
		name, _, _ := strings.Cut(s, "?")
		switch {
		case !syntax.ValidName(name):
			in.subscript(w.Pieces, w.Span)
		case strings.Contains(flags, "A"):
			in.assign(name, openArray(name))
		default:
			in.assign(name, value{text: unknown("$" + name)})
		}
	}
	in.status = perhapsOK
	return true
}

// zshPrint computes what print writes, nil where it is not known.
func (in *interp) zshPrint(args []word.Word) word.Text {
	in.status = success
	flags, rest, ok := options(args)
	if strings.Contains(flags, "v") && len(rest) > 0 {
		if name, known := rest[0].Known(); known && syntax.ValidName(name) {
			in.assign(name, value{text: unknown("$" + name)})
		}
		return silent
	}
	if strings.ContainsAny(flags, "zsS") {
		return silent
	}
	if !ok || strings.Trim(flags, "rRnlPE") != "" {
		return nil
	}
	sep, end := " ", "\n"
	if strings.Contains(flags, "l") {
		sep = "\n"
	}
	if strings.Contains(flags, "n") {
		end = ""
	}
	t := joinWords(rest, sep)
	if strings.Contains(flags, "P") && strings.ContainsAny(t.Spelling(), "%$`") {
		return nil
	}
	if !strings.ContainsAny(flags, "rRE") {
		var stop bool
		if t, stop = decoded(t); stop {
			end = ""
		}
	}
	return append(t[:len(t):len(t)], word.Piece{Kind: word.Lit, Text: end})
}

// zshDefined runs a function that zsh calls by itself: a trap's, a hook's.
func (in *interp) zshDefined(name string, b body) {
	switch name {
	case "chpwd", "zshexit", "precmd", "preexec", "periodic", "command_not_found_handler":
	default:
		if !strings.HasPrefix(name, "TRAP") {
			return
		}
	}
	in.optional(func(c *interp) { c.call(b, name, nil) })
}

// zshTables are the arrays whose elements are functions, aliases and programs
// (zsh/parameter).
func zshTable(name string) bool {
	switch name {
	case "functions", "aliases", "galiases", "saliases", "commands", "options", "dis_functions", "dis_aliases", "nameddirs":
		return true
	}
	return false
}

// zshAssigned reports an assignment that defines something else.
func (in *interp) zshAssigned(name string, span word.Span) {
	if zshTable(name) {
		in.zshUnread(fmt.Sprintf("an assignment to %s defines what later text means", name), span)
	}
}

// zshForeign is an expansion in a form that only zsh has: unknown, and any
// number of words where it is not quoted, or quoted with "@".
func (b *builder) zshForeign(pe *syntax.ParamExp, quoted bool) {
	flags := ""
	if pe.Flags != nil {
		flags = pe.Flags.Value
	}
	if strings.Contains(flags, "e") && strings.Trim(flags, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ@%-") == "" {
		b.in.zshUnread("an expansion that runs the text of a variable", b.in.span(pe))
	}
	many := strings.Contains(flags, "@") || indexIs(pe, "@")
	b.piece(word.Piece{Kind: word.Unknown, Text: b.in.spell(pe), Split: !b.whole && (!quoted || many)}, false)
}

// zshKnown adds the expansions of zsh's own that are computed: ${=x}, which is
// split, and one element of an array, counted from 1.
func (b *builder) zshKnown(pe *syntax.ParamExp, quoted bool) bool {
	plain := *pe
	plain.Split, plain.Index = syntax.OptUnset, nil
	if pe.Param == nil || b.in.foreign(&plain) || pe.Split == syntax.OptOff {
		return false
	}
	if pe.Index == nil {
		b.resplit = true
		b.param(&plain, false)
		b.resplit = false
		return true
	}
	if pe.Split != syntax.OptUnset || pe.Length || pe.Exp != nil || pe.Repl != nil || pe.Slice != nil || pe.Excl {
		return false
	}
	v := b.in.single(pe.Param.Value)
	if !v.array || v.open || v.assoc {
		return false
	}
	switch pe.Index.(type) {
	case *syntax.Word, *syntax.UnaryArithm:
	default:
		return false
	}
	n, ok := b.in.arithIn(pe.Index)
	if n < 0 {
		n += int64(len(v.list)) + 1
	}
	if !ok || n < 1 || n > int64(len(v.list)) {
		return false
	}
	for _, e := range v.list[:n] {
		if plural(e.text) {
			return false
		}
	}
	b.begun = b.begun || quoted
	b.text(v.list[n-1].text, quoted)
	return true
}

// zshModified reports whether a modifier follows a variable without braces:
// $x:t is its last element.
func zshModified(parts []syntax.WordPart, i int) bool {
	if i == 0 || parts[i-1] == nil {
		return false
	}
	pe, ok := parts[i-1].(*syntax.ParamExp)
	lit, isLit := parts[i].(*syntax.Lit)
	return ok && isLit && pe.Short && len(lit.Value) > 1 && lit.Value[0] == ':' && strings.IndexByte("aAcehlPqQrstuxg&", lit.Value[1]) >= 0
}

// zshLiteral adds bare text in which zsh sees more than other shells: a
// modifier, =name for a program's path, the patterns of EXTENDED_GLOB. It
// reports whether it did.
func (b *builder) zshLiteral(parts []syntax.WordPart, i int) bool {
	lit, ok := parts[i].(*syntax.Lit)
	switch {
	case !ok:
		return false
	case zshModified(parts, i):
		b.modified(lit, false)
		return true
	case i == 0 && len(lit.Value) > 1 && lit.Value[0] == '=' && !b.plain && (isFishNameByte(lit.Value[1])):
		b.piece(word.Piece{Kind: word.Unknown, Text: "="}, false)
		b.bare("/" + lit.Value[1:])
		return true
	case b.in.extglob && !b.plain && strings.ContainsAny(strings.TrimPrefix(lit.Value, "~"), "^#~"):
		b.piece(word.Piece{Kind: word.Glob, Text: lit.Value}, true)
		return true
	}
	return false
}

// modified makes what stands before a modifier, and the modifier, unknown.
func (b *builder) modified(lit *syntax.Lit, quoted bool) {
	b.segs = b.segs[:0]
	b.piece(word.Piece{Kind: word.Unknown, Text: "$…" + lit.Value, Split: !quoted && !b.whole}, false)
}

// holdsList reports whether a word holds what may be several words. zsh puts
// what braces add beside the first or the last of them alone.
func (in *interp) holdsList(w *syntax.Word) bool {
	found := false
	syntax.Walk(w, func(n syntax.Node) bool {
		switch n.(type) {
		case *syntax.CmdSubst, *syntax.ArithmExp: // evaluated once for all of them
			found = true
		}
		pe, ok := n.(*syntax.ParamExp)
		if ok && pe.Param != nil && !pe.Length {
			name := pe.Param.Value
			found = found || name == "@" || name == "*" || in.single(name).array
		}
		return !found
	})
	return found
}

// zshTilde adds a "~" that stands behind expansions alone. zsh expands them
// first, and where they come to nothing the tilde begins the word (zshexpn(1),
// "Filename Expansion").
func (b *builder) zshTilde(s string, before []syntax.WordPart) bool {
	if len(before) == 0 || !strings.HasPrefix(s, "~") {
		return false
	}
	for _, p := range before {
		switch p.(type) {
		case *syntax.ParamExp, *syntax.CmdSubst:
		default:
			return false
		}
	}
	b.in.mayStop()
	b.piece(word.Piece{Kind: word.Unknown, Text: s, Split: !b.whole}, false)
	return true
}

// strayBraces reports a text in which a word ends in a brace that closes nothing
// of the word's own. zsh ends a block there (zshoptions(1), IGNORE_CLOSE_BRACES),
// and runs nothing of a text without one; the parser knows neither.
func (in *interp) strayBraces(f *syntax.File) {
	found := false
	syntax.Walk(f, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Assign:
			return !found && n.Array != nil // a plain value may hold one
		case *syntax.Redirect:
			return !found && n.Hdoc == nil // text
		case *syntax.Word:
			if found = found || strayBrace(n.Parts); found {
				in.zshUnread("a } that ends no braces of its word ends a block", in.span(n))
			}
		}
		return !found
	})
}

// strayBrace reports whether the bare text of a word closes more braces than it
// opens, at any point.
func strayBrace(parts []syntax.WordPart) bool {
	open := 0
	for _, p := range parts {
		lit, ok := p.(*syntax.Lit)
		if !ok {
			continue
		}
		for i := 0; i < len(lit.Value); i++ {
			switch lit.Value[i] {
			case '\\':
				i++
			case '{':
				open++
			case '}':
				if open--; open < 0 {
					return true
				}
			}
		}
	}
	return false
}

// splits reports whether the values of unquoted variables are split and taken
// as patterns. zsh does neither, unless it is told to (zshexpn(1),
// SH_WORD_SPLIT and GLOB_SUBST).
func (b *builder) splits() bool { return b.in.dialect != Zsh || b.in.shwords || b.resplit }
