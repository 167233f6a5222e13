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
			out := append(t[:i:i], word.Piece{Kind: word.Unknown, Text: p.Text, Class: "item"})
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

// reading options of read that take a value.
const readValues = "adinNptu"

// readWords is read: one line of standard input into variables.
func (in *interp) readWords(args []word.Word) {
	for _, w := range args {
		in.subscript(w.Pieces, w.Span)
	}
	o := readOptions(args)
	if o.names == nil {
		o.names = []string{"REPLY"}
	}
	input := in.inputAt(o.fd)
	line, rest, st := word.Text(nil), word.Text(nil), perhapsOK
	if !o.odd && (input.Kind == FedText || input.Kind == FedFile) {
		line, rest, st = firstLine(input.Text)
	}
	s, known := line.Known()
	if st == perhapsOK || !known || !o.raw && strings.IndexByte(s, '\\') >= 0 {
		in.readUnknown(o, input)
		return
	}
	next := *input
	next.Text = rest
	in.setInput(o.fd, &next)
	in.status = st
	if o.array != "" {
		v := value{array: true}
		v.extend(in.splitWords(s))
		v.text = v.at("0")
		in.assign(o.array, v)
		return
	}
	in.readInto(o.names, s)
}

// readUnknown gives the variables of read an unknown line.
func (in *interp) readUnknown(o readOpts, input *Input) {
	if o.array != "" {
		in.assign(o.array, openArray(o.array))
	}
	for _, name := range o.names {
		t := unknownClass("$"+name, "item")
		t[0].From = input.From
		in.assignScalar(name, t)
	}
}

// readOpts are the options and names of read.
type readOpts struct {
	names []string
	array string
	fd    int
	raw   bool
	// odd: a delimiter, a count or a word that is not known.
	odd bool
}

func readOptions(args []word.Word) (o readOpts) {
	for i := 0; i < len(args); i++ {
		s, ok := args[i].Known()
		if !ok {
			o.odd = true
			continue
		}
		if len(s) < 2 || s[0] != '-' {
			if syntax.ValidName(s) {
				o.names = append(o.names, s)
			}
			continue
		}
		at := strings.IndexAny(s[1:], readValues)
		o.raw = o.raw || strings.Contains(s, "r")
		if at < 0 {
			continue
		}
		val := s[at+2:]
		if val == "" && i+1 < len(args) {
			i++
			val, _ = args[i].Known()
		}
		o.value(s[at+1], val)
	}
	return o
}

// value notes an option of read with its value.
func (o *readOpts) value(opt byte, val string) {
	switch opt {
	case 'a':
		o.array = val
	case 'u':
		n, err := strconv.Atoi(val)
		o.fd, o.odd = n, o.odd || err != nil
	case 'd', 'n', 'N', 'i':
		o.odd = true
	}
}

// firstLine cuts the first line off a text: success with a line, failure at
// its end, and neither where the line is not known.
func firstLine(t word.Text) (line, rest word.Text, st status) {
	for i, p := range t {
		if p.Kind != word.Lit {
			return nil, t, perhapsOK
		}
		before, after, found := strings.Cut(p.Text, "\n")
		line = append(line, word.Piece{Kind: word.Lit, Text: before})
		if found {
			p.Text = after
			rest = append(rest, p)
			return compact(line), compact(append(rest, t[i+1:]...)), success
		}
	}
	return compact(line), nil, failure
}

// splitWords splits a known text at IFS.
func (in *interp) splitWords(s string) []word.Word {
	b := &builder{in: in, plain: true}
	b.setIFS()
	b.split(word.Piece{Kind: word.Lit, Text: s})
	b.end()
	return b.words
}

// readInto splits a line over variables; the last takes what remains.
func (in *interp) readInto(names []string, s string) {
	b := &builder{in: in}
	b.setIFS()
	space := b.ifsSpace()
	for i, name := range names {
		s = strings.TrimLeft(s, space)
		field := s
		if i == len(names)-1 {
			field = strings.TrimRight(s, space)
		} else if at := strings.IndexAny(s, b.ifs); at >= 0 && b.ifs != "" {
			field = s[:at]
			s = strings.TrimLeft(s[at:], space)
			if s != "" && strings.IndexByte(b.ifs, s[0]) >= 0 && strings.IndexByte(space, s[0]) < 0 {
				s = s[1:]
			}
		} else {
			s = ""
		}
		in.assignScalar(name, literal(field))
	}
}

// mapfile fills an array with lines.
func (in *interp) mapfile(args []word.Word) {
	name, keep := "MAPFILE", true
	flags, rest, ok := options(args)
	if len(rest) > 0 {
		name, _ = rest[len(rest)-1].Known()
	}
	if !syntax.ValidName(name) {
		return
	}
	keep = !strings.Contains(flags, "t")
	s, known := in.io.stdin.Text.Known()
	if !ok || !known || strings.Trim(flags, "t") != "" || in.io.stdin.Kind != FedText && in.io.stdin.Kind != FedFile {
		v := openArray(name)
		v.list[0].text[0].From = in.io.stdin.From
		v.list[0].text[0].Class = "item"
		in.assign(name, v)
		return
	}
	v := value{array: true}
	for line := range strings.SplitAfterSeq(s, "\n") {
		if line == "" {
			continue
		}
		if !keep {
			line = strings.TrimSuffix(line, "\n")
		}
		v.extend([]word.Word{word.Literal(line)})
	}
	v.text = v.at("0")
	in.status = success
	in.assign(name, v)
}
