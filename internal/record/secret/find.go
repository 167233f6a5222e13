package secret

import "strings"

// Find returns the ranges of a text that hold secrets, in order of where each
// was noticed; they may overlap. A text of the shell has quotes that group words;
// any other is taken by its lines.
func Find(text string, shell bool) []Range {
	f := finder{text: text, shell: shell}
	for f.at = 0; f.at < len(text); f.at++ {
		if f.look(text[f.at]); f.steps > maxSteps {
			return []Range{{0, len(text)}}
		}
	}
	return f.found
}

// maxSteps bounds the bytes that are looked at more than once. A text that takes
// more was made for it.
const maxSteps = 1 << 22

// finder goes through a text once.
type finder struct {
	text  string
	shell bool
	at    int
	// quote is the quote of the shell that is open here, 0 for none.
	quote byte
	found []Range
	steps int
}

func (f *finder) look(c byte) {
	switch {
	case c == '\\' && f.shell && f.quote != '\'':
		f.at++
		return
	case c == '=', c == ':':
		f.assigned(c)
	case c == '-':
		f.option()
		f.block()
	}
	if f.starts() {
		f.token()
		f.bearer()
		f.netrc()
	}
	if c == '\'' || c == '"' {
		f.quoted(c)
	}
}

// quoted keeps account of the shell's quotes; elsewhere it looks for what SQL puts
// in quotes behind a name (PASSWORD 'x', IDENTIFIED BY 'x').
func (f *finder) quoted(c byte) {
	if f.shell {
		switch f.quote {
		case 0:
			f.quote = c
		case c:
			f.quote = 0
		}
		return
	}
	before := strings.TrimRight(f.text[:f.at], " \t\n")
	f.steps += f.at - len(before)
	if len(before) == f.at {
		return
	}
	start := len(before)
	for start > 0 && nameChar(before[start-1]) {
		start--
	}
	if name := before[start:]; Name(name) || strings.EqualFold(name, "by") {
		f.add(f.at+1, f.closing(f.at+1, c))
	}
}

// starts reports whether a word may begin here.
func (f *finder) starts() bool {
	return f.at == 0 || !alnum(f.text[f.at-1]) && f.text[f.at-1] != '_'
}

// add marks a range, unless nothing is in it or it is one variable's value. What is
// in it need not be looked at any more.
func (f *finder) add(start, end int) {
	if end <= start || Reference(f.text[start:end]) {
		return
	}
	f.found = append(f.found, Range{start, end})
	if q := f.text[start-min(start, 1)]; start > 0 && quote(q) && end < len(f.text) && f.text[end] == q && f.quote != q {
		end++ // its quotes are a pair
	}
	f.at = max(f.at, end-1)
}

// Reference reports whether a text of the shell is one expansion: what it
// comes to does not stand there.
func Reference(s string) bool {
	s = strings.Trim(s, `"`)
	if strings.HasPrefix(s, "$(") || strings.HasPrefix(s, "`") {
		return true
	}
	name, ok := strings.CutPrefix(s, "$")
	if !ok {
		return false
	}
	if inner, braced := strings.CutPrefix(name, "{"); braced {
		name, ok = strings.CutSuffix(inner, "}")
	}
	for i := range len(name) {
		ok = ok && name[i] != '-' && name[i] != '.' && nameChar(name[i])
	}
	return ok && name != ""
}

// assigned looks at what stands around "=" or ":".
func (f *finder) assigned(op byte) {
	if op == ':' && strings.HasPrefix(f.text[f.at:], "://") {
		f.url(f.at + 3)
		return
	}
	start, end, spaced := f.nameBefore(op)
	name := f.text[start:end]
	secret := Name(name)
	if strings.HasPrefix(name, "-") {
		secret = Option(name)
	}
	if op == ':' && start > 0 && (f.text[start-1] == ':' || f.text[start-1] == '/') || !secret {
		return
	}
	f.value(op, start, name, spaced)
}

// nameBefore is the name before an operator: quoted, indexed, or with spaces
// between, of which spaced tells.
func (f *finder) nameBefore(op byte) (start, end int, spaced bool) {
	end = f.at
	for end > 0 && (f.text[end-1] == ' ' || f.text[end-1] == '+' || f.text[end-1] == ':' && op == '=' || f.text[end-1] == '=') {
		spaced = spaced || f.text[end-1] != '+'
		end--
	}
	for end > 0 && (quote(f.text[end-1]) || f.text[end-1] == '\\' || f.text[end-1] == ']') {
		end--
	}
	start = end
	for start > 0 && nameChar(f.text[start-1]) {
		start--
	}
	f.steps += f.at - start
	return start, end, spaced
}

// value marks the value that an operator gives to a secret name.
func (f *finder) value(op byte, nameStart int, name string, spaced bool) {
	from := f.at + 1
	for from < len(f.text) && (f.text[from] == '=' || f.text[from] == '>') {
		from++
	}
	if op == ':' || spaced || f.text[nameStart:f.at] != name {
		for from < len(f.text) && (f.text[from] == ' ' || f.text[from] == '\t') {
			from++
		}
	}
	whole := f.fromLineStart(nameStart)
	if op == '=' && !spaced && !f.shell && !f.form(nameStart) && (whole || from < len(f.text) && !quote(f.text[from]) && f.text[from] != '\\') {
		// As in a word of the shell: spaces and quotes may be part of it.
		f.add(from, f.until(from, func(c byte) bool { return c == '\n' }))
		return
	}
	f.add(f.extent(from, whole, op == ':' && header(name), op == '=' && f.form(nameStart)))
}

// form reports whether a name stands in a query or a form, whose values hold
// neither spaces nor quotes.
func (f *finder) form(nameStart int) bool {
	return nameStart > 0 && (f.text[nameStart-1] == '?' || f.text[nameStart-1] == '&')
}

// header reports whether the value of a name runs to the end of its line.
func header(name string) bool {
	lower := strings.ToLower(name)
	return strings.HasSuffix(lower, "authorization") || strings.HasSuffix(lower, "cookie")
}

// fromLineStart reports whether nothing but spaces, a dash or "export" stands
// before a name in its line.
func (f *finder) fromLineStart(at int) bool {
	line := f.text[strings.LastIndexByte(f.text[:at], '\n')+1 : at]
	f.steps += len(line)
	line = strings.TrimLeft(line, " \t-")
	return line == "" || strings.TrimSpace(line) == "export"
}

// extent is the range of a value that begins at from: in its quotes, to the end of
// its line, of its word, or of the quotes around it.
func (f *finder) extent(from int, wholeLine, isHeader, isForm bool) (start, end int) {
	at := from
	for at < len(f.text) && f.text[at] == '\\' {
		at++
	}
	if at < len(f.text) && quote(f.text[at]) && (at > from || f.text[at] != f.quote) {
		return at + 1, f.closing(at+1, f.text[at])
	}
	switch {
	case isHeader && f.quote != 0:
		return from, f.closing(from, f.quote)
	case isHeader, wholeLine && !f.shell:
		return from, f.until(from, func(c byte) bool { return c == '\n' })
	case f.shell && f.quote == 0:
		return from, f.wordEnd(from)
	}
	if isForm {
		return from, f.until(from, func(c byte) bool { return space(c) || c == '"' || c == '\'' || c == '&' })
	}
	return from, f.until(from, func(c byte) bool { return space(c) || c == '"' || c == '\'' })
}

func (f *finder) until(from int, stop func(byte) bool) int {
	end := from
	for end < len(f.text) && !stop(f.text[end]) {
		end++
	}
	f.steps += end - from
	return end
}

// closing is where a quote ends that is open at from: before the next that is not
// escaped, or behind one that is as the opening one was.
func (f *finder) closing(from int, q byte) int {
	escaped := from > 1 && f.text[from-2] == '\\' && f.text[from-1] == q
	for at := from; at < len(f.text); at++ {
		if f.text[at] == '\\' && q != '\'' && !escaped {
			at++
			continue
		}
		if f.text[at] == q {
			if escaped && at > from && f.text[at-1] == '\\' {
				at--
			}
			f.steps += at - from
			return at
		}
	}
	f.steps += len(f.text) - from
	return len(f.text)
}

// wordEnd is the end of a shell word that begins at from.
func (f *finder) wordEnd(from int) int {
	var q byte
	for at := from; at < len(f.text); at++ {
		c := f.text[at]
		switch {
		case c == '\\' && q != '\'':
			at++
		case q != 0:
			if c == q {
				q = 0
			}
		case c == '\'' || c == '"':
			q = c
		case space(c), strings.IndexByte(";&|<>()", c) >= 0 && !(c == '(' && at > from && f.text[at-1] == '$'):
			f.steps += at - from
			return at
		}
	}
	f.steps += len(f.text) - from
	return len(f.text)
}

// option marks the word after an option whose value is a secret.
func (f *finder) option() {
	if f.at > 0 && !space(f.text[f.at-1]) && !quote(f.text[f.at-1]) {
		return
	}
	end := f.until(f.at, func(c byte) bool { return !nameChar(c) })
	if end >= len(f.text) || !space(f.text[end]) || !Option(f.text[f.at:end]) {
		return
	}
	from := f.until(end, func(c byte) bool { return !space(c) })
	if from == len(f.text) || strings.IndexByte("-<>|&;", f.text[from]) >= 0 {
		return
	}
	f.add(f.extent(from, false, false, false))
}
