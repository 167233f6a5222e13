package survey

import (
	"bytes"
	"strings"

	"tagout/policy"
)

// item is a text that some shell runs, and where each byte of it stands in its
// file.
type item struct {
	text string
	// at holds the file's byte for each byte of text, -1 for what was put before
	// it, and one more for its end.
	at    []int
	holes []policy.Span
	// shell is its dialect, on the place where it runs as conditions spell it.
	shell, on string
	// dir is its directory, relative to the project.
	dir string
	// guessed: the file does not say which shell it is.
	guessed bool
}

// builder makes an item's text of pieces of a file.
type builder struct {
	text  bytes.Buffer
	at    []int
	holes []policy.Span
}

// put adds text that stands in the file as it is.
func (b *builder) put(s string, at int) {
	for i := range len(s) {
		b.at = append(b.at, at+i)
	}
	b.text.WriteString(s)
}

// made adds text that a byte of the file stands for.
func (b *builder) made(s string, at int) {
	for range len(s) {
		b.at = append(b.at, at)
	}
	b.text.WriteString(s)
}

// mapped adds text with the place of each of its bytes.
func (b *builder) mapped(s string, at []int) {
	b.text.WriteString(s)
	b.at = append(b.at, at[:len(s)]...)
}

// hole adds text of which nothing is known, spelled as in the file.
func (b *builder) hole(s string, at int) {
	start := b.text.Len()
	b.put(s, at)
	b.holes = append(b.holes, policy.Span{Start: start, End: b.text.Len()})
}

// add adds another item's text.
func (b *builder) add(i item) {
	start := b.text.Len()
	for _, h := range i.holes {
		b.holes = append(b.holes, policy.Span{Start: h.Start + start, End: h.End + start})
	}
	b.mapped(i.text, i.at)
}

// item returns what was built.
func (b *builder) item() item {
	end := 0
	if n := len(b.at); n > 0 {
		end = b.at[n-1] + 1
	}
	return item{text: b.text.String(), at: append(b.at, end), holes: b.holes}
}

// templated adds holes for what a template fills in between its brackets.
func (i *item) templated(brackets ...[2]string) {
	var holes []policy.Span
	for pos := 0; pos < len(i.text); {
		end := 0
		for _, b := range brackets {
			if !strings.HasPrefix(i.text[pos:], b[0]) {
				continue
			}
			from := pos + len(b[0])
			if n := strings.Index(i.text[from:min(len(i.text), from+maxReference)], b[1]); n >= 0 {
				end = from + n + len(b[1])
			}
		}
		if end == 0 {
			pos++
			continue
		}
		holes = append(holes, policy.Span{Start: pos, End: end})
		pos = end
	}
	i.holes = holes
}

// exported puts the assignments of variables before an item.
func (i item) exported(vars []variable) item {
	if len(vars) == 0 {
		return i
	}
	var b builder
	for _, v := range vars {
		b.made("export "+v.name+"=", -1)
		if len(v.value.holes) > 0 || strings.ContainsAny(v.value.text, "\x00") {
			b.made(`"`, -1)
			start := b.text.Len()
			b.made("?", -1)
			b.holes = append(b.holes, policy.Span{Start: start, End: start + 1})
			b.made("\"\n", -1)
			continue
		}
		b.made(quoted(v.value.text)+"\n", -1)
	}
	b.add(i)
	out := b.item()
	out.at[len(out.at)-1] = i.at[len(i.at)-1]
	out.shell, out.on, out.dir, out.guessed = i.shell, i.on, i.dir, i.guessed
	return out
}

// variable is one of the environment that a file sets for its commands.
type variable struct {
	name  string
	value item
}

// named reports whether a shell can export a variable of this name.
func named(s string) bool {
	for i := range len(s) {
		c := s[i]
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || i > 0 && c >= '0' && c <= '9') {
			return false
		}
	}
	return s != ""
}

// quoted returns a text as one word of a shell.
func quoted(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// joined puts words into one command, each quoted so that a shell would read it
// as it is.
func joined(words []item) item {
	var b builder
	for n, w := range words {
		first := 0
		if len(w.at) > 0 {
			first = w.at[0]
		}
		if n > 0 {
			b.made(" ", first)
		}
		if plain(w.text) {
			b.add(w)
			continue
		}
		b.made("'", first)
		for k := range len(w.text) {
			if w.text[k] == '\'' {
				b.made(`'\''`, w.at[k])
			} else {
				b.made(w.text[k:k+1], w.at[k])
			}
		}
		b.made("'", w.at[len(w.at)-1])
	}
	return b.item()
}

// plain reports whether a word needs no quotes.
func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-_./:=@%+,", c) >= 0) {
			return false
		}
	}
	return s != ""
}

// lines puts items one below the other.
func lines(list []item) item {
	var b builder
	for _, i := range list {
		b.add(i)
		b.made("\n", i.at[len(i.at)-1])
	}
	return b.item()
}
