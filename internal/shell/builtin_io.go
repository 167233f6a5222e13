package shell

import (
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"tagout/internal/word"
)

// prints returns what echo, printf and pwd write, nil when that is not known.
func (in *interp) prints(name string, args []word.Word) word.Text {
	in.status = success
	switch name {
	case "echo":
		return in.echo(args)
	case "printf":
		return in.printf(args)
	}
	return append(in.dir[:len(in.dir):len(in.dir)], word.Piece{Kind: word.Lit, Text: "\n"})
}

// echo follows bash, dash and zsh: bash decodes escapes only with -e, the
// others always.
func (in *interp) echo(args []word.Word) word.Text {
	newline, decode := true, in.dialect != Bash && in.dialect != Fish
	for len(args) > 0 {
		s, ok := args[0].Known()
		if !ok && many(args[0].Pieces) && args[0].Pieces.Prefix() == "" {
			return nil
		}
		if !ok || !echoOption(s) || in.dialect == POSIX && s != "-n" {
			break
		}
		newline = newline && !strings.Contains(s, "n")
		for i := range len(s) {
			switch s[i] {
			case 'e':
				decode = true
			case 'E':
				decode = false
			}
		}
		args = args[1:]
	}
	t := named(echoed(args))
	if d, stop := decoded(t); in.plain && !decode && (stop || !sameText(d, t)) { // decoded by some
		return nil
	}
	if decode && in.dialect == Zsh && strangeEscape(t.Spelling()) {
		return nil
	}
	if decode {
		var stop bool
		if t, stop = decoded(t); stop {
			newline = false
		}
	}
	if newline {
		t = append(t[:len(t):len(t)], word.Piece{Kind: word.Lit, Text: "\n"})
	}
	if t == nil {
		return silent
	}
	return t
}

// spaced is the class of an unknown that is any number of words, with the blanks
// that stand between them and around them: of none, there are no blanks.
const spaced = "words"

// echoed joins words as echo writes them.
func echoed(words []word.Word) word.Text {
	var t word.Text
	for i, w := range words {
		gone := vanishes(w)
		if i > 0 && !gone && !vanishes(words[i-1]) {
			t = append(t, word.Piece{Kind: word.Lit, Text: " "})
		}
		t = append(t, w.Pieces...)
		if n := len(t); gone && t[n-1].Class == "" {
			t[n-1].Class = spaced
		}
	}
	return compact(t)
}

// named puts an unknown for every pattern: what is printed are the names that
// it matches.
func named(t word.Text) word.Text {
	for i, p := range t {
		if p.Kind == word.Glob {
			out := append(t[:i:i], word.Piece{Kind: word.Unknown, Text: p.Text, Class: "item", Names: word.Text{p}.Patterns()[0]})
			return append(out, named(t[i+1:])...)
		}
	}
	return t
}

// strangeEscape reports whether a text has escapes that zsh reads in a way of
// its own.
func strangeEscape(s string) bool {
	for i := 0; i+1 < len(s); i++ {
		if s[i] != '\\' {
			continue
		}
		if i++; strings.IndexByte(`abcfnrtv0\`, s[i]) < 0 {
			return true
		}
	}
	return false
}

// echoOption reports whether a word is an option of echo.
func echoOption(s string) bool {
	return len(s) > 1 && s[0] == '-' && strings.Trim(s[1:], "neE") == ""
}

// decoded decodes the escapes in the known parts of a text.
func decoded(t word.Text) (word.Text, bool) {
	out := make(word.Text, 0, len(t))
	for _, p := range t {
		stop := false
		if p.Kind == word.Lit {
			p.Text, stop = unescape(p.Text, false)
		}
		out = append(out, p)
		if stop {
			return out, true
		}
	}
	return out, false
}

// printf formats its arguments, and stores the result with -v.
func (in *interp) printf(args []word.Word) word.Text {
	name := ""
	if len(args) > 1 {
		if s, ok := args[0].Known(); ok && s == "-v" {
			in.subscript(args[1].Pieces, args[1].Span)
			name, _ = args[1].Known()
			args = args[2:]
		}
	}
	if len(args) > 0 {
		if s, ok := args[0].Known(); ok && s == "--" {
			args = args[1:]
		}
	}
	var t word.Text
	if len(args) > 0 {
		t = named(in.formatted(args[0].Pieces, args[1:]))
	}
	if name == "" {
		return t
	}
	if t == nil {
		t = unknown("$" + name)
	}
	if syntax.ValidName(name) {
		in.assignScalar(name, t)
	}
	return silent
}

// formatted applies a known format, again while arguments remain; nil where it
// cannot be computed.
func (in *interp) formatted(format word.Text, args []word.Word) word.Text {
	f, ok := format.Known()
	if !ok {
		return nil
	}
	globs := 0
	for _, w := range args {
		if many(w.Pieces) {
			return nil
		}
		if plural(w.Pieces) {
			globs++
		}
	}
	out := word.Text{}
	for range maxWords {
		t, used, ok := formatOnce(f, args)
		if !ok || globs > 0 && used > 1 { // one pattern may be several arguments
			return nil
		}
		out = append(out, t...)
		args = args[min(used, len(args)):]
		if used == 0 || len(args) == 0 {
			return compact(out)
		}
	}
	return nil
}

// formatOnce goes through a format once.
func formatOnce(f string, args []word.Word) (out word.Text, used int, ok bool) {
	lit := func(s string) { out = append(out, word.Piece{Kind: word.Lit, Text: s}) }
	for {
		i := strings.IndexByte(f, '%')
		if i < 0 {
			s, stop := unescape(f, false)
			lit(s)
			return out, used, !stop
		}
		s, stop := unescape(f[:i], false)
		lit(s)
		if stop || i+1 == len(f) {
			return out, used, false
		}
		verb := f[i+1]
		f = f[i+2:]
		if verb == '%' {
			lit("%")
			continue
		}
		var arg word.Text
		if used < len(args) {
			arg = args[used].Pieces
		}
		used++
		t, ok := directive(verb, arg)
		if !ok {
			return nil, 0, false
		}
		out = append(out, t...)
	}
}

// directive formats one argument; widths and floating point are not computed.
func directive(verb byte, arg word.Text) (word.Text, bool) {
	switch verb {
	case 's':
		return arg, true
	case 'b':
		t, stop := decoded(arg)
		return t, !stop
	case 'd', 'i', 'u':
		if len(arg) == 0 {
			return literal("0"), true
		}
		if n, ok := integer(arg); ok {
			return literal(strconv.FormatInt(n, 10)), true
		}
		return arg, isNumber(arg)
	case 'q':
		s, ok := arg.Known()
		if ok && s != "" && !strings.ContainsFunc(s, notInName) {
			return arg, true
		}
	case 'c':
		if s, ok := arg.Known(); ok && s != "" && s[0] < 0x80 {
			return literal(s[:1]), true
		}
	}
	return nil, false
}
