package survey

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// align finds for each byte of a text the byte of a file that it was read from,
// where the text begins at or after from. Readers of formats say where a value
// begins, not where each byte of it stands; but what they change on the way is
// little: blanks, quotes, escapes, and references that they expand. So both are
// walked side by side. Where they part, what a reference expands to is taken to
// stand at the reference, and at worst both go on with their next lines. One more
// is returned, for the end. A quote (") where the text does not begin with one has
// escapes within it.
func align(text, file string, from int) []int {
	a := aligner{text: text, file: file, j: min(max(from, 0), len(file)), at: make([]int, len(text)+1)}
	a.blanks()
	if strings.HasPrefix(a.rest(), `"`) && (!strings.HasPrefix(text, `"`) || strings.HasPrefix(a.rest(), `"\"`)) {
		a.escapes = true
		a.j++
	}
	return a.walk()
}

// alignEscaped is align for a text within quotes that are not in the file's part.
func alignEscaped(text, file string, from int) []int {
	a := aligner{text: text, file: file, j: min(max(from, 0), len(file)), at: make([]int, len(text)+1), escapes: true}
	return a.walk()
}

func (a *aligner) walk() []int {
	for a.i < len(a.text) {
		a.step()
	}
	a.at[len(a.text)] = a.j
	if n := len(a.text); n > 0 && a.at[n] < a.at[n-1] {
		a.at[n] = a.at[n-1] + 1
	}
	return a.at
}

type aligner struct {
	text, file string
	i, j       int // how far each has been walked
	at         []int
	escapes    bool // in the file's text a backslash begins an escape
}

func blank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

func (a *aligner) blanks() {
	for a.j < len(a.file) && blank(a.file[a.j]) {
		a.j++
	}
}

// took notes that n bytes of the text stand at the next of the file, of which
// they take m.
func (a *aligner) took(n, m int) {
	for ; n > 0 && a.i < len(a.text); n-- {
		a.at[a.i] = a.j
		a.i++
	}
	a.j = min(a.j+m, len(a.file))
}

func (a *aligner) step() {
	c := a.text[a.i]
	if a.escapes && a.escape() {
		return
	}
	if blank(c) {
		if a.j < len(a.file) && blank(a.file[a.j]) && (c == a.file[a.j] || c != '\n') {
			a.took(1, 1)
		} else if next := a.rest(); c == '\n' && strings.TrimLeft(next, " \t") != next && strings.HasPrefix(strings.TrimLeft(next, " \t"), "\n") {
			a.j += len(next) - len(strings.TrimLeft(next, " \t"))
			a.took(1, 1)
		} else {
			a.took(1, 0)
		}
		return
	}
	a.blanks()
	if a.escapes && a.escape() {
		return
	}
	switch next := a.rest(); {
	case next == "":
		a.took(len(a.text), 0)
	case next[0] == c && (c != '$' || !strings.HasPrefix(next, "$$") || strings.HasPrefix(a.text[a.i:], "$$")):
		a.took(1, 1)
		if c == '\'' && strings.HasPrefix(next, "''") && !strings.HasPrefix(a.text[a.i:], "'") {
			a.j++ // YAML doubles a quote
		}
	case strings.HasPrefix(next, "$$") && c == '$':
		a.took(1, 2)
	case reference(next) > 0:
		a.expansion(reference(next))
	case strings.HasPrefix(next, "\\\n"):
		a.j += 2
	case strings.IndexByte(`"',[]@-+&`, next[0]) >= 0:
		a.j++
	case c == '\'' || c == '\\' || c == '"':
		a.took(1, 0)
	default:
		a.nextLine()
	}
}

func (a *aligner) rest() string { return a.file[a.j:] }

// maxReference bounds how long a reference may be, in bytes.
const maxReference = 4096

// reference is the length of a reference that a tool expands: $(…), ${…}, $@,
// {{…}}; 0: there is none.
func reference(s string) int {
	if strings.HasPrefix(s, "{{") {
		if n := strings.Index(s[:min(len(s), maxReference)], "}}"); n >= 0 {
			return n + 2
		}
	}
	if len(s) < 2 || s[0] != '$' {
		return 0
	}
	open, closing := s[1], byte(0)
	switch open {
	case '(':
		closing = ')'
	case '{':
		closing = '}'
	default:
		return 2
	}
	depth := 0
	for i := 1; i < min(len(s), maxReference); i++ {
		switch s[i] {
		case open:
			depth++
		case closing:
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return 0
}

// expansion takes what a reference of n bytes expands to: up to where the text
// goes on as the file does after it.
func (a *aligner) expansion(n int) {
	after := a.file[a.j+n:]
	if end := strings.IndexByte(after, '\n'); end >= 0 {
		after = after[:end]
	}
	if end := strings.IndexAny(after, "$\"'\\"); end >= 0 {
		after = after[:end]
	}
	if end := strings.Index(after, "{{"); end >= 0 {
		after = after[:end]
	}
	after = strings.TrimRight(after[:min(len(after), maxSync)], " \t")
	line := a.text[a.i:]
	if end := strings.IndexByte(line, '\n'); end >= 0 {
		line = line[:end]
	}
	took := len(line)
	if after == "" {
		if end := strings.IndexAny(line, " \t\"'"); end >= 0 {
			took = end
		}
	} else if at := strings.Index(line, after); at >= 0 {
		took = at
	} else if strings.HasPrefix(line, strings.TrimLeft(after, " \t")) { // it expands to nothing
		took = 0
	}
	a.took(took, 0)
	a.j += n
}

// maxSync is how much of what follows a reference is looked for.
const maxSync = 16

// nextLine gives up on a line.
func (a *aligner) nextLine() {
	n := strings.IndexByte(a.text[a.i:], '\n')
	if n < 0 {
		a.took(len(a.text), 0)
		return
	}
	a.took(n, 0)
	if end := strings.IndexByte(a.rest(), '\n'); end >= 0 {
		a.j += end
	}
}

// escape takes an escape of JSON or of YAML's double quotes, and reports whether
// there was one.
func (a *aligner) escape() bool {
	next := a.rest()
	if len(next) < 2 || next[0] != '\\' {
		return false
	}
	if blank(next[1]) && next[1] != ' ' { // YAML's line that goes on
		a.j += 2
		a.blanks()
		return true
	}
	value, n := unescaped(next)
	if value == "" || !strings.HasPrefix(a.text[a.i:], value) {
		return false
	}
	a.took(len(value), n)
	return true
}

// unescaped decodes the escape with which a text begins (RFC 8259, section 7;
// YAML 1.2, section 5.7), and returns its length.
func unescaped(s string) (string, int) {
	const from, to = `0abtnvfre "/\N_LP`, "\x00\a\b\t\n\v\f\r\x1b \"/\\"
	if k := strings.IndexByte(from, s[1]); k >= 0 && k < len(to) {
		return to[k : k+1], 2
	}
	digits := 0
	switch s[1] {
	case 'x':
		digits = 2
	case 'u':
		digits = 4
	case 'U':
		digits = 8
	}
	if digits == 0 || len(s) < 2+digits {
		return "", 0
	}
	n, err := strconv.ParseUint(s[2:2+digits], 16, 32)
	if err != nil {
		return "", 0
	}
	r := rune(n)
	if n >= 0xD800 && n < 0xDC00 && len(s) >= 12 && s[6] == '\\' && s[7] == 'u' {
		if low, err := strconv.ParseUint(s[8:12], 16, 32); err == nil {
			r = 0x10000 + (r-0xD800)<<10 + rune(low) - 0xDC00
			return string(r), 12
		}
	}
	return string(utf8.AppendRune(nil, r)), 2 + digits
}
