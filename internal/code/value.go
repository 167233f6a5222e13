package code

import (
	"strings"

	"tagout/internal/word"
)

// value is what is known of an expression.
type value struct {
	// text is its text as far as it is known.
	text word.Text
	// items are a list's; each marks them as values that a loop's variable has
	// one after another.
	items []value
	list  bool
	each  bool
	// ref names what the program refers to: a function or module, qualified by
	// where it was imported from ("os.system"); with "()" what a call returns.
	ref string
	// path marks an object that stands for a path (pathlib).
	path bool
	// run is 1 + the index of the run whose input is written through it.
	run int
	// fields are the named values of an object's literal.
	fields []field
}

// field is a named argument or a member of an object's literal.
type field struct {
	name string
	v    value
}

// maxSpelling bounds how an unknown is spelled in messages, in bytes.
const maxSpelling = 64

func literal(s string) value {
	return value{text: word.Text{{Kind: word.Lit, Text: s}}}
}

// unknown is a value that is computed at run time.
func unknown(spelling, class string) value {
	if len(spelling) > maxSpelling {
		spelling = strings.ToValidUTF8(spelling[:maxSpelling], "") + "…"
	}
	return value{text: word.Text{{Kind: word.Unknown, Text: spelling, Class: class}}}
}

func environment(name string) value { return unknown("$"+name, EnvClass+name) }

// size is what it costs to copy a value, in bytes.
func (v *value) size() int {
	n := 64
	for i := range v.text {
		n += 64 + len(v.text[i].Text)
	}
	for i := range v.items {
		n += 64 + 64*len(v.items[i].text)
	}
	return n
}

// isText reports whether the value is a text of which something is known.
func (v *value) isText() bool { return !v.list && !v.each && !opaque(v.text) }

// unsure is the value after something happened to it that is not followed.
func (v value) unsure() value {
	spelling := v.text.Spelling()
	if v.ref != "" {
		spelling = v.ref
	}
	return unknown(spelling, "")
}

// join puts texts together; of values of a loop, each.
func join(a, b value) value {
	switch {
	case a.each:
		return mapEach(a, func(x value) value { return join(x, b) })
	case b.each:
		return mapEach(b, func(x value) value { return join(a, x) })
	case a.list && b.list:
		return value{list: true, items: append(a.items[:len(a.items):len(a.items)], b.items...)}
	case a.list || b.list:
		return unknown("a list", "")
	}
	t := joinTexts(a.text, b.text)
	if len(t) > maxPieces {
		return unknown("a long text", "")
	}
	return value{text: t, path: a.path}
}

// joinTexts puts literal text that meets into one piece.
func joinTexts(a, b word.Text) word.Text {
	n := len(a)
	if n == 0 || len(b) == 0 || a[n-1].Kind != word.Lit || b[0].Kind != word.Lit {
		return append(a[:n:n], b...)
	}
	t := append(a[:n-1:n-1], word.Piece{Kind: word.Lit, Text: a[n-1].Text + b[0].Text})
	return append(t, b[1:]...)
}

// oneOf is a value that is one of two.
func oneOf(a, b value) value {
	out := mapEach(value{each: true, items: []value{a, b}}, func(v value) value { return v })
	out.path = a.path && b.path
	return out
}

// mapEach applies with to each value; those that are too many become one that
// is not known.
func mapEach(v value, with func(value) value) value {
	out := value{each: true}
	for _, it := range v.items {
		r := with(it)
		if !r.each {
			r.items = []value{r}
		}
		for _, x := range r.items {
			if len(out.items) == maxEach {
				out.items[maxEach-1] = v.unsure()
				return out
			}
			out.items = append(out.items, x)
		}
	}
	return out
}

// joinPath joins parts of a path; an absolute part starts anew.
func joinPath(a, b value) value {
	if a.each || b.each {
		if a.each {
			return mapEach(a, func(x value) value { return joinPath(x, b) })
		}
		return mapEach(b, func(x value) value { return joinPath(a, x) })
	}
	if strings.HasPrefix(b.text.Prefix(), "/") || len(a.text) == 0 {
		b.path = a.path
		return b
	}
	if strings.HasSuffix(a.text.Suffix(), "/") {
		return join(a, b)
	}
	return join(join(a, literal("/")), b)
}

// joined puts a list's texts together with a separator.
func joined(list value, sep value) value {
	if !list.list || len(list.items) > maxPieces {
		return unknown("a joined list", "")
	}
	out := literal("")
	for i := range list.items {
		if i > 0 {
			out = join(out, sep)
		}
		out = join(out, list.items[i])
	}
	return out
}

// split cuts a text into words as String.split and shlex.split do, where it is
// plain enough for both to agree.
func split(v value) value {
	if s, _ := v.text.Known(); strings.ContainsAny(s, `'"`) {
		return unknown("a split text", "")
	}
	return shellSplit(v)
}

// shellSplit cuts a text into words as a shell does.
func shellSplit(v value) value {
	s, ok := v.text.Known()
	if !ok || strings.Contains(s, `\`) || strings.Count(s, `"`)%2+strings.Count(s, "'")%2 > 0 {
		return unknown("a split text", "")
	}
	out := value{list: true}
	for _, f := range quotedFields(s) {
		out.items = append(out.items, literal(f))
	}
	return out
}

// quotedFields are the words of a text; spaces in quotes do not part them.
func quotedFields(s string) []string {
	var words []string
	var b strings.Builder
	open, quote := false, rune(0)
	for _, c := range s + " " {
		switch {
		case quote == 0 && strings.ContainsRune(" \t\r\n", c):
			if open {
				words = append(words, b.String())
			}
			b.Reset()
			open = false
		case quote == 0 && (c == '"' || c == '\''):
			quote, open = c, true
		case c == quote:
			quote = 0
		default:
			open = true
			b.WriteRune(c)
		}
	}
	return words
}

// expandHome replaces a leading "~" as expanduser does.
func expandHome(v value) value {
	if len(v.text) == 0 || v.text[0].Kind != word.Lit {
		return v
	}
	if rest, ok := strings.CutPrefix(v.text[0].Text, "~"); ok && (rest == "" || rest[0] == '/') {
		t := append(word.Text(nil), environment("HOME").text...)
		t = append(t, word.Piece{Kind: word.Lit, Text: rest})
		v.text = append(t, v.text[1:]...)
	}
	return v
}

// filled puts arguments into a format: "%s" and "{}" become them in order,
// whatever else is a placeholder becomes unknown.
func filled(v value, args []value, percent bool) value {
	s, ok := v.text.Known()
	if !ok {
		return v
	}
	out := literal("")
	next := 0
	for s != "" {
		at, n := placeholder(s, percent)
		if n == 0 {
			return join(out, literal(s))
		}
		out = join(out, literal(s[:at]))
		arg := unknown(s[at:at+n], "")
		if next < len(args) && (s[at+1] == '}' || s[at:at+n] == "%s") {
			arg = args[next]
		}
		next++
		out = join(out, arg)
		s = s[at+n:]
	}
	return out
}

// placeholder finds the first placeholder of a format.
func placeholder(s string, percent bool) (at, n int) {
	if !percent {
		at = strings.IndexByte(s, '{')
		if at < 0 {
			return 0, 0
		}
		n = strings.IndexByte(s[at:], '}') + 1
		return at, n
	}
	for at = 0; at+1 < len(s); at++ {
		if s[at] == '%' {
			n = 1
			for n+at < len(s) && !letter(s[at+n]) && s[at+n] != '%' {
				n++
			}
			return at, min(n+1, len(s)-at)
		}
	}
	return 0, 0
}

// texts are a value's words: a list's items, or the text itself.
func (v *value) texts() []word.Word {
	if !v.list {
		return []word.Word{v.word()}
	}
	out := make([]word.Word, 0, len(v.items))
	for i := range v.items {
		out = append(out, v.items[i].word())
	}
	return out
}

// word is the value as one argument; a list in the place of one may be any
// number of them.
func (v *value) word() word.Word {
	if v.list || v.each || len(v.text) == 0 {
		return word.Unknowable("…", v.list)
	}
	return word.Word{Pieces: v.text}
}
