package shell

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"mvdan.cc/sh/v3/syntax"

	"tagout/internal/word"
)

// Options that take a value (bash(1)).
const (
	readValues    = "adinNptu"
	mapfileValues = "dnOsuCc"
)

// readWords is read: one line of standard input into variables.
func (in *interp) readWords(args []word.Word) {
	in.subscripts(args)
	o := in.readOptions(args)
	input := in.inputAt(o.fd)
	line, rest, st := "", word.Text(nil), perhapsOK
	ifs := in.separators(&o)
	if !o.odd && (input.Kind == FedText || input.Kind == FedFile) {
		line, rest, st = o.cut(input.Text, ifs)
	}
	if st == perhapsOK {
		in.readUnknown(o, input)
		return
	}
	next := *input
	next.Text = rest
	in.setInput(o.fd, &next)
	in.status = st
	switch {
	case o.array != "":
		v := value{array: true}
		v.extend(in.splitWords(line))
		v.text = v.at("0")
		in.assign(o.array, v)
	case o.exact:
		in.assignScalar(o.names[0], literal(line))
		for _, name := range o.names[1:] {
			in.assignScalar(name, nil)
		}
	default:
		in.readInto(o.names, line)
	}
}

// readUnknown gives the variables of read an unknown line.
func (in *interp) readUnknown(o readOpts, input *Input) {
	if o.array != "" {
		in.assign(o.array, openArray(o.array))
	}
	for _, name := range o.names {
		t := unknownClass("$"+name, "item")
		t[0].From, t[0].Names = input.From, input.Text.Listed()
		in.assignScalar(name, t)
	}
}

// readOpts are the options and names of read.
type readOpts struct {
	names []string
	array string
	fd    int
	raw   bool
	// delim ends a line.
	delim string
	// chars are the most characters that are read; 0: any number.
	chars int
	// exact: the delimiter does not count, and nothing is split.
	exact bool
	// odd: an option or a word of which it is not known what it means here.
	odd bool
}

func (in *interp) readOptions(args []word.Word) readOpts {
	o := readOpts{delim: "\n"}
	rest, ok := in.optionsOf(args, readValues, o.option)
	o.odd = o.odd || !ok || o.exact && o.array != ""
	for _, w := range rest {
		s, known := w.Known()
		o.odd = o.odd || !known
		if syntax.ValidName(s) {
			o.names = append(o.names, s)
		}
	}
	if o.names == nil {
		o.names = []string{"REPLY"}
	}
	switch in.dialect {
	case POSIX:
		o.odd = o.odd || o.chars != 0 || o.delim != "\n"
	case Zsh: // where letters mean other things
		o.odd = o.odd || o.chars != 0
	}
	return o
}

// optionsOf calls option for each letter of a builtin's options with its value,
// and returns the words after them. ok is false where a word before these is
// not known, but for the number of a descriptor, which is anyFD then.
func (in *interp) optionsOf(args []word.Word, valued string, option func(letter byte, val string)) (rest []word.Word, ok bool) {
	ok = true
	for i := 0; i < len(args); i++ {
		s, known := args[i].Known()
		switch {
		case !known && many(args[i].Pieces):
			ok = false
			continue
		case s == "--":
			return args[i+1:], ok
		case !known:
			s = args[i].Pieces.Prefix()
		}
		if len(s) < 2 || s[0] != '-' {
			return args[i:], ok
		}
		for k := 1; k < len(s); k++ {
			if strings.IndexByte(valued, s[k]) < 0 {
				option(s[k], "")
				continue
			}
			val := s[k+1:]
			if val == "" && known && i+1 < len(args) {
				i++
				val, known = args[i].Known()
			}
			if !known && s[k] == 'u' {
				p := args[i].Pieces
				val, known = strconv.Itoa(in.fdOf(p[len(p)-1:])), true
			}
			option(s[k], val)
			break
		}
		ok = ok && known
	}
	return nil, ok
}

// option notes an option of read with its value.
func (o *readOpts) option(letter byte, val string) {
	var err error
	switch letter {
	case 'a':
		o.array = val
	case 'r':
		o.raw = true
	case 'u':
		o.fd, err = strconv.Atoi(val)
	case 'd':
		o.delim = delimiter(val)
	case 'n', 'N':
		o.chars, err = strconv.Atoi(val)
		o.exact = letter == 'N'
		o.odd = o.odd || o.chars < 1
	case 't':
		o.odd = o.odd || strings.Trim(val, "0.") == "" // with 0, nothing is read
	case 'p', 's':
	default:
		o.odd = true
	}
	o.odd = o.odd || err != nil
}

// delimiter is the character by which the value of -d ends a line: its first,
// and a NUL where it is empty (bash(1), read and mapfile).
func delimiter(val string) string {
	if val == "" {
		return "\x00"
	}
	return firstChar(val)
}

func firstChar(s string) string {
	_, n := utf8.DecodeRuneInString(s)
	return s[:n]
}

// cut takes from a text what one read takes: success with all that was asked
// for, failure at the text's end, and neither where that is not known. ifs are
// the characters at which the line will be split.
func (o *readOpts) cut(t word.Text, ifs string) (line string, rest word.Text, st status) {
	var s string
	for len(t) > 0 && t[0].Kind == word.Lit {
		s += t[0].Text
		t = t[1:]
	}
	var b strings.Builder
	for i, n := 0, 0; i < len(s); {
		c := firstChar(s[i:])
		i += len(c)
		if c == "\\" && !o.raw {
			c = firstChar(s[i:])
			i += len(c)
			if c == "" || strings.Contains(ifs, c) && c != "\n" {
				return "", nil, perhapsOK // a character that does not split
			}
			if c == "\n" {
				continue
			}
		} else if c == o.delim && !o.exact {
			return b.String(), tail(s[i:], t), success
		}
		b.WriteString(c)
		if n++; len(c) > 1 && o.chars > 0 { // counted in bytes where the locale says so
			return "", nil, perhapsOK
		}
		if n == o.chars {
			return b.String(), tail(s[i:], t), success
		}
	}
	if len(t) > 0 || strings.IndexByte(s, 0) >= 0 {
		return "", nil, perhapsOK
	}
	return b.String(), nil, failure
}

func tail(s string, t word.Text) word.Text {
	return append(literal(s), t...)
}

// separators are the characters at which a line is split; where they are not
// known, nothing can be told of it.
func (in *interp) separators(o *readOpts) string {
	b := &builder{in: in}
	b.setIFS()
	o.odd = o.odd || b.anyIFS && !o.exact
	return b.ifs
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
	name, delim := "MAPFILE", "\n"
	trim, odd, fd := false, false, 0
	rest, ok := in.optionsOf(args, mapfileValues, func(letter byte, val string) {
		switch letter {
		case 't':
			trim = true
		case 'd':
			delim = delimiter(val)
		case 'u':
			n, err := strconv.Atoi(val)
			fd, odd = n, odd || err != nil
		default:
			odd = true
		}
	})
	input := in.inputAt(fd)
	if len(rest) > 0 {
		name, _ = rest[0].Known()
	}
	if !syntax.ValidName(name) {
		return
	}
	s, known := input.Text.Known()
	odd = odd || delim != "\x00" && strings.IndexByte(s, 0) >= 0
	if odd || !ok || !known || input.Kind != FedText && input.Kind != FedFile {
		v := openArray(name)
		v.list[0].text[0].From, v.list[0].text[0].Names = input.From, input.Text.Listed()
		v.list[0].text[0].Class = "item"
		in.assign(name, v)
		return
	}
	v := value{array: true}
	for _, line := range linesOf(s, delim) {
		if trim || delim == "\x00" { // which no word holds
			line = strings.TrimSuffix(line, delim)
		}
		v.extend([]word.Word{word.Literal(line)})
	}
	v.text = v.at("0")
	in.status = success
	in.assign(name, v)
}

// linesOf splits a text after each delimiter; one without any is one line.
func linesOf(s, delim string) []string {
	lines := strings.SplitAfter(s, delim)
	if n := len(lines); n > 0 && lines[n-1] == "" {
		lines = lines[:n-1]
	}
	return lines
}
