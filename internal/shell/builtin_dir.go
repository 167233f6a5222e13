package shell

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"tagout/internal/word"
)

// cd changes the directory, or makes it unknown.
func (in *interp) cd(args []word.Word) word.Text {
	flags, rest, _ := options(args)
	in.status = likely
	if strings.Trim(flags, "LPe@qs") != "" { // no option of it, or in zsh, a place in its stack
		in.status = failure
		if in.dialect == Zsh {
			in.moveTo(unknownClass("$PWD", "lost"))
		}
		return silent
	}
	if len(rest) == 0 {
		in.moveTo(in.single("HOME").text)
		return silent
	}
	if s, known := rest[0].Known(); known && s == "-" {
		in.moveTo(in.oldDir())
		return append(in.dir[:len(in.dir):len(in.dir)], word.Piece{Kind: word.Lit, Text: "\n"})
	}
	if len(rest) > 1 && in.dialect != POSIX {
		in.cdWords(rest)
		return silent
	}
	in.moveTo(in.cdTarget(itemText(rest[0].Pieces)))
	return silent
}

// oldDir is where cd - leads.
func (in *interp) oldDir() word.Text {
	t := in.single("OLDPWD").text
	if len(t) == 1 && t[0].Kind == word.Unknown && t[0].Class == "" {
		return unknownClass("$OLDPWD", "lost")
	}
	return t
}

// moveTo makes a directory the current one. Texts count on that to succeed, and
// so do we; but what follows "||" is where the shell was, and after a directory
// that is not there the shell may be in either.
func (in *interp) moveTo(dir word.Text) {
	moved, stayed := in.fork(), in.fork()
	stayed.status = failure
	moved.enter(dir)
	missing, lost := in.passesMissing(dir), in.lost(dir)
	in.enter(dir)
	switch {
	case missing || in.missing(in.dir):
		moved.astray, moved.status = true, perhapsOK
		in.dir, in.old = unknownClass("$PWD", "lost"), unknown("$OLDPWD")
	case lost:
		moved.status = perhapsOK
	}
	in.split = &split{ok: moved, bad: stayed}
}

// maxDir bounds the name of a directory, as Linux does (PATH_MAX), and maxStack the
// stack of them: what is below is forgotten, and with it where popd leads in the end.
const (
	maxDir   = 4096
	maxStack = 64
)

// lost reports whether a path begins at a directory that is one of several here, so
// that what is there in one need not be in another.
func (in *interp) lost(dir word.Text) bool {
	return in.where.Place == Here && len(in.dir) > 0 && in.dir[0].Class == "lost" && len(dir) > 0 && !isAbs(in.inWorkspace(dir))
}

func (in *interp) enter(dir word.Text) {
	in.old, in.dir = in.dir, upwards(in.absolute(dir))
	if textLen(in.dir) > maxDir || len(in.dir) > maxPieces {
		in.dir = unknownClass("$PWD", "lost")
	}
	if len(dir) == 0 {
		in.dir = in.old
	}
	for _, name := range [...]string{"PWD", "OLDPWD"} {
		if v := in.env.variable(name); v != nil && !v.worldly {
			t := in.dir
			if name == "OLDPWD" {
				t = in.old
			}
			in.assign(name, value{text: t})
		}
	}
}

// upwards is where a path leads that goes up from a directory which is not known:
// its name has no ".." in it, and so pwd prints none.
func upwards(t word.Text) word.Text {
	last := len(t) - 1
	if last < 1 || t[last].Kind != word.Lit || t[last].Text != "/.." && !strings.HasPrefix(t[last].Text, "/../") {
		return t
	}
	return word.Text{{Kind: word.Unknown, Text: t.Spelling(), Class: t[0].Class, From: t.From()}}
}

// missing reports whether a directory is not there, and no call of this text
// names it, as one that makes it would.
func (in *interp) missing(dir word.Text) bool {
	name, known := dir.Known()
	if !known || in.where.Place != Here || in.cfg.World.Lstat == nil ||
		name == in.homeDir() || strings.HasPrefix(in.cfg.Dir+"/", strings.TrimSuffix(name, "/")+"/") {
		return false
	}
	if _, err := in.cfg.World.Lstat(name); !errors.Is(err, fs.ErrNotExist) {
		return false
	}
	for _, words := range in.said {
		for _, w := range words {
			if in.names(w, name) {
				return false
			}
		}
	}
	return true
}

// passesMissing reports whether a path goes up again from a directory that is
// not there: it leads nowhere, whatever it comes to when it is cleaned.
func (in *interp) passesMissing(dir word.Text) bool {
	s, known := dir.Known()
	for end := 0; known; {
		up := strings.Index(s[end:], "/..")
		if up < 0 {
			return false
		}
		if end += up; in.missing(in.absolute(word.Text{{Kind: word.Lit, Text: s[:end]}})) {
			return true
		}
		end += len("/..")
	}
	return false
}

// names reports whether a word may name a directory to be made, or something in
// it: it holds the name, below what may be the same parents, and is no path that
// is there already.
func (in *interp) names(w word.Word, dir string) bool {
	holds := false
	for _, p := range w.Pieces {
		holds = holds || p.Kind == word.Lit && leadsTo(p.Text, dir)
	}
	s, known := w.Known()
	if !holds || !known || !strings.HasPrefix(s, "/") {
		return holds
	}
	_, err := in.cfg.World.Lstat(s)
	return err != nil
}

// leadsTo reports whether a part of a path may lead to a directory. What stands
// before the part is not known, nor what its first and last elements belong to.
func leadsTo(part, dir string) bool {
	elements := strings.Split(part, "/")
	parents, base := strings.Split(path.Dir(dir), "/"), path.Base(dir)
	for i, element := range elements {
		if strings.Contains(element, base) && endsAlike(elements[:i], parents) {
			return true
		}
	}
	return false
}

// endsAlike reports whether a path that ends in these elements may be the one of
// those parents. The first element is the end of one, and may be anything's.
func endsAlike(elements, parents []string) bool {
	for n := 1; n < len(elements) && n <= len(parents); n++ {
		element := elements[len(elements)-n]
		if element == "" || element == "." || element == ".." {
			return true
		}
		if element != parents[len(parents)-n] {
			return false
		}
	}
	return true
}

// looks reports whether a program only goes to its operands or looks at them.
func looks(name string) bool {
	switch name {
	case "cd", "chdir", "pushd", "popd", "test", "[", "ls", "dirname", "basename", "echo", "printf", "pwd", "set", "shift", "local", "export",
		"declare", "typeset", "readonly", "unset", "read", "let", "trap", ":", "true", "false", "return", "exit":
		return true
	}
	return false
}

// homeDir is the home directory, "" if it is not known. It is taken to exist.
func (in *interp) homeDir() string {
	s, _ := in.single("HOME").text.Known()
	return s
}

// cdWords moves to one of several words. That is an error, unless some of them
// come to nothing; in zsh it replaces, in the path, the first by the second.
func (in *interp) cdWords(words []word.Word) {
	vanishes := func(w word.Word) bool { return many(w.Pieces) }
	if in.dialect == Zsh || slices.ContainsFunc(words, vanishes) {
		in.moveTo(unknownClass("$PWD", "lost"))
		return
	}
	in.status = failure
}

// cdTarget is where cd leads: with CDPATH set by the text, a relative path may
// be found elsewhere.
func (in *interp) cdTarget(t word.Text) word.Text {
	v := in.env.variable("CDPATH")
	if v == nil || !v.ours || isAbs(t) || strings.HasPrefix(t.Prefix(), ".") {
		return t
	}
	if s, ok := in.single("CDPATH").text.Known(); ok && s == "" {
		return t
	}
	return unknownClass("$PWD", "lost")
}

func (in *interp) pushd(args []word.Word) word.Text {
	_, rest, ok := options(args)
	in.status = likely
	here := in.dir
	if ok && len(rest) > 0 && !strings.HasPrefix(rest[0].String(), "+") {
		in.moveTo(itemText(rest[0].Pieces))
		in.keepStack(append(in.stack[:len(in.stack):len(in.stack)], here))
		return nil
	}
	if n := len(in.stack); ok && len(rest) == 0 && n > 0 {
		top := in.stack[n-1]
		in.moveTo(top)
		in.keepStack(append(in.stack[:n-1:n-1], here))
		return nil
	}
	in.moveTo(unknownClass("$PWD", "lost"))
	return nil
}

func (in *interp) popd(args []word.Word) word.Text {
	in.status = likely
	n := len(in.stack)
	if n == 0 || len(args) > 0 {
		in.moveTo(unknownClass("$PWD", "lost"))
		return nil
	}
	top := in.stack[n-1]
	in.moveTo(top)
	in.keepStack(in.stack[: n-1 : n-1])
	return nil
}

// keepStack sets the stack of directories where moving to one has succeeded.
func (in *interp) keepStack(stack []word.Text) {
	stack = stack[max(0, len(stack)-maxStack):]
	in.stack, in.split.ok.stack = stack, stack
	if in.missing(in.split.ok.dir) {
		in.stack = joinStacks(stack, in.split.bad.stack)
	}
}

// joinStacks returns a stack that may be either: of what they differ in, only
// that there may be something.
func joinStacks(a, b []word.Text) []word.Text {
	if slices.EqualFunc(a, b, sameText) {
		return a
	}
	out := make([]word.Text, max(len(a), len(b)))
	for i := range out {
		out[i] = unknownClass("$PWD", "lost")
	}
	return out
}
