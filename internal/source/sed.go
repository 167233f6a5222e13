package source

import "strings"

// sedder goes through a sed script (sed(1), GNU's e and w commands and s flags).
type sedder struct {
	*partReader
	s  string
	at int
}

// sed adds what the script has a shell run, and what it writes.
func (p *partReader) sed(text string) {
	r := &sedder{partReader: p, s: text}
	for r.at < len(r.s) && !p.full() {
		r.address()
		r.command()
	}
}

// address passes over addresses and what may stand before a command's letter.
func (r *sedder) address() {
	for r.at < len(r.s) {
		switch c := r.s[r.at]; {
		case c == '/':
			r.at++
			r.delimited('/', true)
		case c == '\\' && r.at+1 < len(r.s):
			r.at += 2
			r.delimited(r.s[r.at-1], true)
		case strings.IndexByte(" \t\n;{}!,$~+0123456789IM", c) >= 0:
			r.at++
		default:
			return
		}
	}
}

// delimited passes over a text that ends with a delimiter, and returns it. In a
// pattern one within brackets does not end it.
func (r *sedder) delimited(end byte, pattern bool) string {
	start := r.at
	for ; r.at < len(r.s); r.at++ {
		switch c := r.s[r.at]; {
		case c == '\\':
			r.at++
		case c == end:
			r.at++
			return r.s[start : r.at-1]
		case c == '[' && pattern:
			r.brackets()
		}
	}
	r.at = len(r.s)
	return r.s[min(start, len(r.s)):]
}

// brackets passes over a bracket expression, up to its last byte; one that has
// no end is none.
func (r *sedder) brackets() {
	first := r.at + 1
	if first < len(r.s) && r.s[first] == '^' {
		first++
	}
	if at := strings.IndexByte(r.s[min(first+1, len(r.s)):], ']'); at >= 0 {
		r.at = first + 1 + at
	}
}

// line passes over the rest of the line, which a backslash continues, and
// returns it.
func (r *sedder) line() string {
	start := r.at
	for r.at < len(r.s) && r.s[r.at] != '\n' {
		if r.s[r.at] == '\\' {
			r.at++
		}
		r.at++
	}
	r.at = min(r.at, len(r.s))
	return r.s[start:r.at]
}

func (r *sedder) command() {
	if r.at >= len(r.s) {
		return
	}
	c := r.s[r.at]
	r.at++
	switch c {
	case 'e':
		if cmd := strings.TrimSpace(r.line()); cmd != "" {
			r.add(cmd, "")
		} else {
			r.fed()
		}
	case 's', 'y':
		r.substitute(c == 's')
	case 'w', 'W':
		r.writes(r.line())
	case 'a', 'i', 'c', 'r', 'R', '#', 'v':
		r.line()
	case ':', 'b', 't', 'T':
		r.until(" \t;\n}")
		if r.until(""); r.at < len(r.s) && strings.IndexByte(";\n}#", r.s[r.at]) < 0 {
			r.at = len(r.s) // a mistake: sed runs nothing of it
		}
	default:
		r.until(";\n}")
	}
}

// until passes over blanks, and then to the first of the bytes, if there are any.
func (r *sedder) until(bytes string) {
	for r.at < len(r.s) && (r.s[r.at] == ' ' || r.s[r.at] == '\t') {
		r.at++
	}
	for bytes != "" && r.at < len(r.s) && strings.IndexByte(bytes, r.s[r.at]) < 0 {
		r.at++
	}
}

// fed: the script runs what it reads.
func (r *sedder) fed() {
	if !r.full() {
		r.parts = append(r.parts, Part{Fed: true})
	}
}

// substitute reads s/x/y/flags; with the flag e the result is a program text,
// of which the replacement is known.
func (r *sedder) substitute(runs bool) {
	if r.at >= len(r.s) {
		return
	}
	end := r.s[r.at]
	r.at++
	r.delimited(end, runs)
	with := r.delimited(end, false)
	for ; r.at < len(r.s); r.at++ {
		switch c := r.s[r.at]; {
		case c == 'e' && runs:
			r.add(r.replacement(with), "")
			r.fed()
		case c == 'w':
			r.at++
			r.writes(r.line())
			return
		case strings.IndexByte("gpiImM0123456789", c) < 0:
			return
		}
	}
}

// writes adds what a shell would do to the file that a script writes: lines of
// what sed reads, as they are by then.
func (r *sedder) writes(file string) {
	if file = strings.TrimLeft(file, " \t"); file != "" && !r.full() {
		r.parts = append(r.parts, Part{Text: r.text("cat > '" + strings.ReplaceAll(file, "'", `'\''`) + "'"), Made: true})
	}
}

// replacement is what a replacement puts there: "&" and "\1" are not known.
func (r *sedder) replacement(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '&':
			b.WriteString(r.unknown("&"))
		case s[i] == '\\' && i+1 < len(s):
			i++
			switch c := s[i]; {
			case c >= '0' && c <= '9':
				b.WriteString(r.unknown(`\` + s[i:i+1]))
			case c == 'n':
				b.WriteByte('\n')
			default:
				b.WriteByte(c)
			}
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String()
}
