package output

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// sedScript is a script for sed (sed(1), GNU's).
type sedScript struct {
	cmds   []sedCommand
	labels map[string]int
	quiet  bool
}

// sedCommand is one command of a script.
type sedCommand struct {
	addr   [2]*sedAddress
	not    bool
	name   byte
	jump   int    // index of the command after a block that is passed over
	text   string // of a, i and c; the label of b, t and T
	re     *regex
	with   string
	global bool
	print  bool
	nth    int
	from   []rune // y
	to     []rune
	active bool // within its range
}

// sedAddress selects lines.
type sedAddress struct {
	line int // 0: by pattern or as the last
	last bool
	step int
	plus int // lines after the first address
	re   *regex
}

// sedReader reads a script.
type sedReader struct {
	s        string
	at       int
	extended bool
	out      *sedScript
	open     []int
	bad      bool
}

// parseSed reads a script; ok is false for what is not understood.
func parseSed(s string, extended bool) (*sedScript, bool) {
	r := &sedReader{s: s, extended: extended, out: &sedScript{labels: map[string]int{}}}
	for r.gap(" \t\n;"); r.at < len(r.s) && !r.bad; r.gap(" \t\n;") {
		r.command()
	}
	return r.out, !r.bad && len(r.open) == 0
}

// gap passes over any of the bytes.
func (r *sedReader) gap(bytes string) {
	for r.at < len(r.s) && strings.IndexByte(bytes, r.s[r.at]) >= 0 {
		r.at++
	}
}

// next takes a byte, 0 at the end.
func (r *sedReader) next() byte {
	if r.at >= len(r.s) {
		return 0
	}
	r.at++
	return r.s[r.at-1]
}

func (r *sedReader) command() {
	var c sedCommand
	c.addr[0] = r.address(false)
	if r.gap(" \t"); c.addr[0] != nil && strings.HasPrefix(r.s[r.at:], ",") {
		r.at++
		r.gap(" \t")
		c.addr[1] = r.address(true)
		r.bad = r.bad || c.addr[1] == nil
	}
	for r.gap(" \t"); strings.HasPrefix(r.s[r.at:], "!"); r.gap("! \t") {
		c.not = true
	}
	c.name = r.next()
	switch c.name {
	case '#':
		r.line()
		return
	case '}':
		r.close()
		return
	case '{':
		r.open = append(r.open, len(r.out.cmds))
		r.out.cmds = append(r.out.cmds, c)
		return
	case ':':
		r.out.labels[strings.TrimSpace(r.label("\n;"))] = len(r.out.cmds)
		return
	}
	r.operands(&c)
	r.out.cmds = append(r.out.cmds, c)
}

// close ends a block.
func (r *sedReader) close() {
	n := len(r.open) - 1
	if r.bad = r.bad || n < 0; r.bad {
		return
	}
	r.out.cmds[r.open[n]].jump = len(r.out.cmds)
	r.open = r.open[:n]
}

// operands reads what follows a command's letter.
func (r *sedReader) operands(c *sedCommand) {
	switch c.name {
	case 's':
		r.substitute(c)
	case 'y':
		r.transliterate(c)
	case 'a', 'i', 'c':
		c.text = r.added()
	case 'b', 't', 'T':
		c.text = strings.TrimSpace(r.label("\n;}"))
	case 'd', 'D', 'p', 'P', 'n', 'N', 'h', 'H', 'g', 'G', 'x', 'q', '=', 'z':
		if r.gap(" \t"); r.at < len(r.s) && strings.IndexByte("\n;}#", r.s[r.at]) < 0 {
			r.bad = true
		}
	default:
		r.bad = true
	}
}

func (r *sedReader) line() string { return r.label("\n") }

// label reads up to one of the bytes.
func (r *sedReader) label(ends string) string {
	start := r.at
	for r.at < len(r.s) && strings.IndexByte(ends, r.s[r.at]) < 0 {
		r.at++
	}
	return r.s[start:r.at]
}

// added reads the text of a, i and c: on the same line, or after a backslash
// on the next ones.
func (r *sedReader) added() string {
	r.gap(" \t")
	if strings.HasPrefix(r.s[r.at:], "\\\n") {
		r.at += 2
	} else if strings.HasPrefix(r.s[r.at:], "\\") {
		r.at++
	}
	var b strings.Builder
	for c := r.next(); c != 0 && c != '\n'; c = r.next() {
		if c == '\\' && r.at < len(r.s) {
			if c = r.next(); c == 't' {
				c = '\t'
			}
		}
		b.WriteByte(c)
	}
	return b.String() + "\n"
}

// address reads one address, or nil.
func (r *sedReader) address(second bool) *sedAddress {
	if r.at >= len(r.s) {
		return nil
	}
	switch c := r.s[r.at]; {
	case c >= '0' && c <= '9':
		a := &sedAddress{line: r.number()}
		if strings.HasPrefix(r.s[r.at:], "~") {
			r.at++
			a.step = r.number()
		}
		r.bad = r.bad || a.line == 0 || second && a.step > 0
		return a
	case c == '$':
		r.at++
		return &sedAddress{last: true}
	case c == '+' && second:
		r.at++
		return &sedAddress{plus: r.number()}
	case c == '/', c == '\\':
		r.at++
		if c == '\\' {
			c = r.next()
		}
		return r.pattern(c)
	}
	return nil
}

func (r *sedReader) number() int {
	start := r.at
	r.gap("0123456789")
	n, err := strconv.Atoi(r.s[start:r.at])
	r.bad = r.bad || err != nil
	return n
}

// pattern reads a regular expression that selects lines.
func (r *sedReader) pattern(delim byte) *sedAddress {
	text := r.delimited(delim, true)
	fold := strings.HasPrefix(r.s[r.at:], "I")
	if fold {
		r.at++
	}
	return &sedAddress{re: r.regex(text, fold)}
}

// regex compiles a pattern. An empty one means the last that was used.
func (r *sedReader) regex(text string, fold bool) *regex {
	re, ok := compile(text, r.extended, fold)
	r.bad = r.bad || !ok || text == ""
	return re
}

// delimited reads up to a delimiter. A protected delimiter is the character
// itself; in a pattern one within brackets ends nothing.
func (r *sedReader) delimited(delim byte, pattern bool) string {
	var b strings.Builder
	r.bad = r.bad || delim == 0 || delim == '\n' || delim == '\\' || delim >= utf8.RuneSelf
	for !r.bad {
		c := r.next()
		switch {
		case c == 0:
			r.bad = true
		case c == delim:
			return b.String()
		case c == '\\' && r.at < len(r.s):
			if c = r.next(); c != delim {
				b.WriteByte('\\')
			} else if pattern && strings.IndexByte(`.*[]^$+?(){}|`, c) >= 0 {
				r.bad = true // which of the two it means differs
			}
			b.WriteByte(c)
		case c == '[' && pattern:
			b.WriteByte(c)
			r.brackets(&b)
		default:
			b.WriteByte(c)
		}
	}
	return ""
}

// brackets copies a bracket expression after its "[".
func (r *sedReader) brackets(b *strings.Builder) {
	if rest := r.s[r.at:]; strings.HasPrefix(rest, "^") {
		b.WriteByte(r.next())
	}
	for first := true; ; first = false {
		c := r.next()
		switch {
		case c == 0:
			r.bad = true
			return
		case c == ']' && !first:
			b.WriteByte(c)
			return
		case c == '[' && strings.HasPrefix(r.s[r.at:], ":"):
			name, _, _ := strings.Cut(r.s[r.at:], ":]")
			b.WriteString("[" + name)
			r.at += len(name)
		default:
			b.WriteByte(c)
		}
	}
}

// substitute reads s/x/y/flags.
func (r *sedReader) substitute(c *sedCommand) {
	delim := r.next()
	text := r.delimited(delim, true)
	c.with = r.delimited(delim, false)
	c.nth = 1
	fold := false
	for !r.bad && r.at < len(r.s) && strings.IndexByte(" \t\n;}#", r.s[r.at]) < 0 {
		switch f := r.s[r.at]; {
		case f == 'g':
			c.global = true
		case f == 'p':
			c.print = true
		case f == 'i', f == 'I':
			fold = true
		case f >= '1' && f <= '9':
			c.nth = r.number()
			r.at--
		default:
			r.bad = true // w, e, m
		}
		r.at++
	}
	if !r.bad {
		c.re = r.regex(text, fold)
	}
}

// transliterate reads y/abc/xyz/.
func (r *sedReader) transliterate(c *sedCommand) {
	delim := r.next()
	from, to := r.delimited(delim, false), r.delimited(delim, false)
	c.from, c.to = []rune(from), []rune(to)
	r.bad = r.bad || len(c.from) != len(c.to) || strings.Contains(from+to, `\`)
}
