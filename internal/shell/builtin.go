package shell

import (
	"strings"

	"tagout/internal/word"
)

// silent is what a command prints that prints nothing.
var silent = word.Text{}

// builtin applies what a builtin does to the shell, and returns what it
// prints: nil when that is not known.
func (in *interp) builtin(name string, c *Call) word.Text {
	args := c.Words[1:]
	if printed, ok := in.ownBuiltin(name, c); ok {
		return printed
	}
	switch name {
	case "cd", "chdir":
		return in.cd(args)
	case "pushd":
		return in.pushd(args)
	case "popd":
		return in.popd(args)
	case "echo", "printf", "pwd":
		return in.prints(name, args)
	case "wait": // the name of its -p
		in.subscripts(args)
		return nil
	case "shopt":
		in.shopt(args)
		return nil
	}
	if in.answers(name, args) || in.binds(name, args) || in.steers(name, c) {
		return silent
	}
	return nil
}

// ownBuiltin is one that only this dialect has, or has otherwise.
func (in *interp) ownBuiltin(name string, c *Call) (word.Text, bool) {
	switch in.dialect {
	case Fish:
		return in.fishBuiltin(name, c)
	case Zsh:
		return in.zshBuiltin(name, c)
	}
	return nil, false
}

// answers runs the builtins that do nothing but have a status.
func (in *interp) answers(name string, args []word.Word) bool {
	switch name {
	case ":", "true":
		in.status = success
	case "false":
		in.status = failure
	case "test":
		in.testedNames(args)
		in.status = in.testCommand(args)
	case "[":
		in.testedNames(args)
		in.status = in.testCommand(closed(args))
	default:
		return false
	}
	return true
}

// binds runs the builtins that give names a meaning: variables, parameters,
// aliases, options.
func (in *interp) binds(name string, args []word.Word) bool {
	switch name {
	case "export", "readonly", "declare", "typeset", "local":
		in.declareWords(name, args)
	case "unset":
		in.unsetWords(args)
	case "read":
		in.readWords(args)
	case "mapfile", "readarray":
		in.mapfile(args)
	case "getopts":
		in.getopts(args)
	case "set":
		in.set(args)
	case "shift":
		in.shift(args)
	case "let":
		in.letWords(args)
	case "alias":
		in.aliasWords(args)
	case "unalias":
		in.unaliasWords(args)
	case "hash":
		in.hashPath(args)
	default:
		return false
	}
	return true
}

// steers runs the builtins that say what runs next, or that nothing does.
func (in *interp) steers(name string, c *Call) bool {
	args := c.Words[1:]
	switch name {
	case "trap":
		in.trap(c, args)
	case "eval":
		in.eval(c, args)
	case "source", ".":
		in.source(c, args)
	case "exec", "command", "builtin", "noglob", "nocorrect":
		in.rerun(name, c, args)
	case "exit", "logout":
		in.exit()
	case "return":
		in.status = statusArg(args)
		in.leave(caller, 1)
	case "break":
		in.leaveLoop(loop, levels(args))
	case "continue":
		in.leaveLoop(turn, levels(args))
	default:
		return false
	}
	return true
}

// testCommand is the status of test. dash has no "==".
func (in *interp) testCommand(args []word.Word) status {
	if in.dialect == POSIX && len(args) == 3 && args[1].String() == "==" {
		return perhapsOK
	}
	return statusFrom(testArgs(args))
}

// closed drops the "]" that ends a test.
func closed(args []word.Word) []word.Word {
	if n := len(args); n > 0 {
		return args[:n-1]
	}
	return nil
}

// levels is the argument of break and continue.
func levels(args []word.Word) int {
	if len(args) > 0 {
		if n, ok := integer(args[0].Pieces); ok && n > 0 && n < 100 {
			return int(n)
		}
	}
	return 1
}

// statusArg is the status that return gives: that of its argument.
func statusArg(args []word.Word) status {
	if len(args) == 0 {
		return perhapsOK
	}
	if n, ok := integer(args[0].Pieces); ok {
		return statusOf(n == 0)
	}
	return perhapsOK
}

func (in *interp) exit() {
	if in.exited {
		return
	}
	in.keepEnd()
	in.exited = true
	in.unsure++
	in.maybe++
}

// options splits leading options off a builtin's arguments: words that begin
// with "-" and more, up to "--". They are returned joined, without dashes. ok
// is false where a word may be an option or not.
func options(args []word.Word) (flags string, rest []word.Word, ok bool) {
	for i, w := range args {
		s, known := w.Known()
		if !known {
			return flags, args[i:], !many(w.Pieces)
		}
		if s == "--" {
			return flags, args[i+1:], true
		}
		if len(s) < 2 || s[0] != '-' && s[0] != '+' {
			return flags, args[i:], true
		}
		flags += s[1:]
	}
	return flags, nil, true
}

// rerun runs the words after exec, command and builtin; functions do not stand
// in their way.
func (in *interp) rerun(name string, c *Call, args []word.Word) {
	flags, rest, _ := options(args)
	if name == "command" && strings.ContainsAny(flags, "vV") {
		return
	}
	if name == "exec" && strings.Contains(flags, "a") && len(rest) > 0 {
		rest = rest[1:]
	}
	if len(rest) == 0 {
		in.keepsIO = name == "exec"
		in.status = success
		return
	}
	old := in.frame
	in.frame = old.within(name)
	in.invoke(rest, c.Span, false)
	in.frame = old
	if name == "exec" {
		in.exit()
	}
}

// eval walks its arguments as a text of this shell.
func (in *interp) eval(c *Call, args []word.Word) {
	in.status = success
	t := joinWords(args, " ")
	if len(t) == 0 {
		return
	}
	c.Unseen = hides(t)
	old := in.frame
	in.frame = old.within("eval")
	in.text(t, c.Span, "eval")
	in.frame = old
	if in.dialect == Bash && !in.guess && continued(t) {
		in.tooComplex("bash misreads what follows the eval of a text that ends in a backslash", c.Span)
	}
}

// continued reports whether a text ends in a backslash that quotes nothing. bash 5.2
// then takes the next "((" for two subshells.
func continued(t word.Text) bool {
	last := t[len(t)-1]
	text := strings.TrimSuffix(last.Text, "\n")
	return last.Kind == word.Lit && (len(text)-len(strings.TrimRight(text, "\\")))%2 == 1
}

// joinWords joins words to one text.
func joinWords(words []word.Word, sep string) word.Text {
	var t word.Text
	for i, w := range words {
		if i > 0 {
			t = append(t, word.Piece{Kind: word.Lit, Text: sep})
		}
		t = append(t, w.Pieces...)
	}
	return compact(t)
}

// source walks a file as a text of this shell.
func (in *interp) source(c *Call, args []word.Word) {
	_, rest, _ := options(args)
	if len(rest) == 0 {
		return
	}
	names, _ := in.matches(rest[0].Pieces)
	for _, name := range names[:min(len(names), maxSourced)] { // which of them it is, is not known
		in.optional(func(s *interp) {
			s.frame = s.frame.within("")
			s.guess = s.guess || len(names) > 1
			s.sourced(c, append([]word.Word{{Pieces: literal(name)}}, rest[1:]...))
		})
	}
	if len(names) == 0 {
		in.sourced(c, rest)
	}
}

// maxSourced bounds the files of a pattern that are walked.
const maxSourced = 16

// sourced walks the file that the first of the words names.
func (in *interp) sourced(c *Call, rest []word.Word) {
	t, _, ok := in.read(rest[0].Pieces)
	if !ok {
		return
	}
	if len(t) == 1 && t[0].Class == Oversize {
		in.tooComplex(tooLarge, c.Span)
		return
	}
	old, before := in.frame, in.params
	in.frame = old.within("source " + rest[0].String())
	if len(rest) > 1 {
		in.params = &params{zero: before.zero, list: rest[1:]}
	}
	in.walkText(t, &Source{Name: rest[0].String(), In: in.src, By: c.Span, File: true, Path: in.diskPath(rest[0].Pieces)})
	in.frame = old
	if len(rest) > 1 {
		in.params = before
	}
	if in.left == caller && in.fn == nil {
		in.left = stays
	}
}

// aliasWords is alias name=text.
func (in *interp) aliasWords(args []word.Word) {
	in.status = success
	for _, w := range args {
		name, t, ok := cutAssign(w.Pieces)
		if ok {
			in.env.setAlias(name, &alias{text: t, older: in.env.alias(name)})
		}
	}
}

// hashPath is hash -p path name: name runs the program at path from then on, as an alias
// would.
func (in *interp) hashPath(args []word.Word) {
	in.status = perhapsOK
	if len(args) < 3 || args[0].String() != "-p" {
		return
	}
	for _, w := range args[2:] {
		if name, ok := w.Known(); ok {
			in.env.setAlias(name, &alias{text: args[1].Pieces, older: in.env.alias(name)})
		}
	}
}

func (in *interp) unaliasWords(args []word.Word) {
	for _, w := range args {
		if name, ok := w.Known(); ok {
			in.env.setAlias(name, nil)
		}
	}
}

// cutAssign splits name=text.
func cutAssign(t word.Text) (string, word.Text, bool) {
	if len(t) == 0 || t[0].Kind != word.Lit {
		return "", nil, false
	}
	name, val, ok := strings.Cut(t[0].Text, "=")
	if !ok || name == "" {
		return "", nil, false
	}
	out := append(literal(val), t[1:]...)
	return name, out, true
}
