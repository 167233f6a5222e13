package source

import (
	"strings"

	"tagout/internal/word"
)

// Part is a shell's text within a text of another kind.
type Part struct {
	Text word.Text
	// Includes: the text is the name of a file with more of what is around it.
	Includes bool
	// Scripts: it is the name of a directory whose files are programs.
	Scripts bool
	// Input is what that text reads, where the text around it says so.
	Input word.Text
	// Made: that text reads what the call makes of its input.
	Made bool
	// Fed: the standard input of the call is the text.
	Fed bool
}

// Parts returns what a shell would run of a text that is not a shell's own: one
// in which marks lead to it, or one in a format that has a reader here ("sed",
// "cron", "keys", "gitconfig"). ok is false where there is neither. more: it holds others,
// over the bound.
func Parts(format string, marks []string, t word.Text) (parts []Part, more, ok bool) {
	p := &partReader{}
	text := p.flat(t)
	switch {
	case format == "gitconfig":
		p.settings(text, marks)
	case len(marks) > 0:
		p.marked(text, marks)
	case format == "sed":
		p.sed(text)
	case format == "cron":
		p.cron(text)
	case format == "keys":
		p.add(typed(text), "")
	default:
		return nil, false, false
	}
	return p.parts, p.more, true
}

// maxParts bounds the parts of one text, maxLine a line in which marks are
// looked for.
const (
	maxParts = 256
	maxLine  = 8 << 10
)

// partReader gathers the parts of one text.
type partReader struct {
	holes
	parts []Part
	more  bool
}

func (p *partReader) add(text, input string) {
	if strings.TrimSpace(text) == "" {
		return
	}
	if p.full() {
		return
	}
	part := Part{Text: p.text(text)}
	if input != "" {
		part.Input = p.text(input)
	}
	p.parts = append(p.parts, part)
}

// full reports whether no more parts are taken, so that there may be others.
func (p *partReader) full() bool {
	p.more = p.more || len(p.parts) >= maxParts
	return len(p.parts) >= maxParts
}

// marked adds what follows a mark on each line. After a mark with a quote or a
// bracket the text ends at its partner, and the line goes on; "…" in a mark
// stands for the text itself.
func (p *partReader) marked(text string, marks []string) {
	for _, line := range commandLines(text) {
		if len(line) > maxLine {
			line, p.more = line[:maxLine], true
			if strings.Count(line, "\x00")%2 == 1 {
				line = line[:strings.LastIndexByte(line, 0)]
			}
		}
		for rest := strings.TrimLeft(line, " \t:"); rest != "" && !p.full(); {
			after, mark := bestMark(rest, marks)
			if after < 0 {
				break
			}
			rest = rest[after:]
			if strings.HasSuffix(mark, "!") { // sil! !cmd
				rest = strings.TrimLeft(rest, " \t!")
			}
			end := ending(rest, mark)
			p.add(strings.TrimLeft(rest[:end], " \t"), "")
			rest = rest[min(end+1, len(rest)):]
		}
	}
}

// Marked returns the lines of a text that begin with a mark, each from there on.
func Marked(marks []string, t word.Text) word.Text {
	p := &partReader{}
	var out []string
	for _, line := range commandLines(p.flat(t)) {
		if len(line) > maxLine {
			line = line[:maxLine]
		}
		if after, _ := bestMark(strings.TrimLeft(line, " \t"), marks); after >= 0 {
			out = append(out, strings.TrimLeft(line, " \t")[after:])
		}
	}
	return p.text(strings.Join(out, "\n"))
}

// commandLines are the lines of a text that is read line by line. What is not
// known may end a line, so that the rest of it is one by itself.
func commandLines(text string) []string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		for strings.HasPrefix(line, "\x00") {
			_, line, _ = strings.Cut(line[1:], "\x00")
		}
		lines[i] = line
	}
	return lines
}

// bestMark returns the mark with which a line begins, and where it ends, -1
// where it begins with none: the longest of those without "*", else the one
// that ends first.
func bestMark(line string, marks []string) (end int, best string) {
	end = -1
	for _, mark := range marks {
		n := markEnd(line, mark)
		if n < 0 {
			continue
		}
		free, was := strings.Contains(mark, "*"), strings.Contains(best, "*")
		if end < 0 || was && !free || was == free && (free && n < end || !free && n > end) {
			end, best = n, mark
		}
	}
	return end, best
}

// markEnd returns the index after a mark with which s begins, or -1. What stands
// between two "*" is taken where it comes first.
func markEnd(s, mark string) int {
	mark, _, _ = strings.Cut(mark, "…")
	segment, rest, more := strings.Cut(mark, "*")
	at := segmentEnd(s, segment, !more)
	for more && at >= 0 {
		segment, rest, more = strings.Cut(rest, "*")
		at = anywhere(s, at, segment, !more)
	}
	return at
}

// segmentEnd returns the index after the part of a mark with which s begins, or
// -1. A blank that begins a segment after "*", or ends the mark, must be there.
func segmentEnd(s, segment string, last bool) int {
	at := 0
	for i := 0; i < len(segment); i++ {
		switch c := segment[i]; {
		case c == ' ':
			before := at
			for at < len(s) && (s[at] == ' ' || s[at] == '\t') {
				at++
			}
			if at == before && (i == 0 || last && i == len(segment)-1) {
				return -1
			}
		case at == len(s) || lower(s[at]) != lower(c):
			return -1
		default:
			at++
		}
	}
	return at
}

// anywhere finds a segment after anything that is no quote.
func anywhere(s string, at int, segment string, last bool) int {
	for ; at < len(s); at++ {
		if segment == "" || segment[0] == ' ' || lower(s[at]) == lower(segment[0]) {
			if n := segmentEnd(s[at:], segment, last); n >= 0 {
				return at + n
			}
		}
		if strings.IndexByte("\"'`", s[at]) >= 0 {
			break
		}
	}
	return -1
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

// ending returns where the text after a mark ends.
func ending(s, mark string) int {
	if _, stop, ok := strings.Cut(mark, "…"); ok {
		if at := strings.Index(s, stop); at >= 0 {
			return at
		}
		return len(s)
	}
	at := strings.LastIndexAny(mark, "\"'`([{")
	if at < 0 {
		return len(s)
	}
	if at := partner(s, mark[at]); at >= 0 {
		return at
	}
	return len(s)
}

// partner returns the index of what closes a quote or a bracket, or -1. A
// backquote may be closed by a quote (m4).
func partner(s string, open byte) int {
	closing := open
	if at := strings.IndexByte("([{", open); at >= 0 {
		closing = ")]}"[at]
	}
	depth := 1
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\' && open != '\'':
			i++
		case c == closing || open == '`' && c == '\'':
			if depth--; depth == 0 {
				return i
			}
		case c == open:
			depth++
		}
	}
	return -1
}

// typed is a text as keys would type it into a shell: the names of the enter
// key and its spellings in an argument end a line.
func typed(text string) string {
	for _, enter := range [...]string{"^M", "^J", `\n`, `\r`, `\015`, `\012`} {
		text = strings.ReplaceAll(text, enter, "\n")
	}
	words := strings.Split(text, " ")
	var b strings.Builder
	gap := ""
	for _, w := range words {
		switch w {
		case "Enter", "KPEnter", "C-m", "C-M", "C-j":
			b.WriteString("\n")
			gap = ""
		case "Space":
			b.WriteString(" ")
			gap = ""
		default:
			b.WriteString(gap + w)
			gap = " "
		}
	}
	return b.String()
}
