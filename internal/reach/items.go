package reach

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"tagout/internal/catalog"
	"tagout/internal/shell"
	"tagout/internal/tool"
	"tagout/internal/tri"
	"tagout/internal/word"
)

// maxItems bounds how many words or lines known input adds.
const maxItems = 64

// items is what a program reads words from that it adds to another (xargs).
type items struct {
	text  string
	known bool
	from  []int
	// names are patterns of the names that they are, where that is known.
	names string
	// split separates the items; "": white space does, with quotes.
	split string
}

// itemsOf reads the items of a call: from the file that an option names, else
// from standard input.
func itemsOf(f *Found, inv *tool.Invocation, run *catalog.Run, s *shell.Scope) items {
	text, from := f.Call.Stdin.Text, f.Call.Stdin.From
	known := f.Call.Stdin.Kind == shell.FedText || f.Call.Stdin.Kind == shell.FedFile
	if files := inv.Values(run.Inputs); len(files) > 0 {
		text, from, known = s.ReadFile(files[len(files)-1])
	} else if len(run.Inputs) > 0 && inv.On(run.Inputs) != tri.No {
		known = false
	}
	it := items{from: from, names: text.Listed()}
	if it.text, it.known = text.Known(); !known {
		it.known = false
	}
	if len(run.Split) > 0 && inv.On(run.Split) != tri.No {
		it.split = "\x00"
		if values := inv.Values(run.Split); len(values) > 0 {
			sep, ok := values[len(values)-1].Known()
			it.split, it.known = separator(sep), it.known && ok
		}
	}
	return it
}

// separator reads a separator as xargs -d does (xargs(1)).
func separator(s string) string {
	if sep, err := strconv.Unquote(`"` + strings.ReplaceAll(s, `"`, `\"`) + `"`); err == nil && sep != "" {
		return sep
	}
	if s == `\0` {
		return "\x00"
	}
	return s[:min(len(s), 1)]
}

// unknownItem is an item that is not known; split says that it is any number.
func (it items) unknownItem(spelling string, split bool) word.Text {
	return word.Text{{Kind: word.Unknown, Text: spelling, Class: "item", Split: split, From: it.from, Names: it.names}}
}

// parts are the items by their separator.
func (it items) parts() []string {
	list := strings.Split(it.text, it.split)
	if n := len(list); list[n-1] == "" || list[n-1] == "\n" {
		list = list[:n-1]
	}
	return list
}

// fields are the words that the items make, by the line that they stand on, or
// one unknown that may be any number of them.
func (it items) fields() [][]word.Word {
	unknown := [][]word.Word{{{Pieces: it.unknownItem("the input", true)}}}
	if !it.known || len(it.text) > 1<<16 || it.misquoted() || !it.leads() {
		return unknown
	}
	var lines [][]word.Word
	n := 0
	if it.split != "" {
		for _, part := range it.parts() {
			lines = append(lines, []word.Word{word.Literal(part)})
		}
		n = len(lines)
	} else {
		for _, line := range strings.Split(it.text, "\n") {
			if ws := tool.Fields(word.Text{{Kind: word.Lit, Text: line}}); len(ws) > 0 {
				lines, n = append(lines, ws), n+len(ws)
			}
		}
	}
	if n > maxItems {
		return unknown
	}
	return lines
}

// leads drops the white space that separates nothing and begins an item (measured
// with GNU xargs 4.9), and reports whether it could: not among quotes.
func (it *items) leads() bool {
	const odd = "\f\v\r"
	if it.split != "" || !strings.ContainsAny(it.text, odd) {
		return true
	}
	var b strings.Builder
	begins := true
	for i := range len(it.text) {
		c := it.text[i]
		if begins && strings.IndexByte(odd, c) >= 0 {
			continue
		}
		begins = c == ' ' || c == '\t' || c == '\n'
		b.WriteByte(c)
	}
	it.text = b.String()
	return !strings.ContainsAny(it.text, `'"\`)
}

// misquoted reports whether a quote in items that white space separates is not
// closed, or a backslash protects the end of a line (xargs(1)).
func (it items) misquoted() bool {
	if it.split != "" {
		return false
	}
	quote := byte(0)
	for i := 0; i < len(it.text); i++ {
		switch c := it.text[i]; {
		case c == '\n' && quote != 0:
			return true
		case c == quote:
			quote = 0
		case quote == 0 && (c == '\'' || c == '"'):
			quote = c
		case quote == 0 && c == '\\':
			if i++; i == len(it.text) || it.text[i] == '\n' {
				return true
			}
		}
	}
	return quote != 0
}

// lines are the input's lines, or one that is not known.
func (it items) lines() []word.Text {
	if it.split == "" {
		it.known = it.known && !strings.ContainsAny(it.text, `'"\`)
		it.split = "\n"
	}
	list := it.parts()
	if !it.known || len(list) > maxItems {
		return []word.Text{it.unknownItem("an input line", false)}
	}
	out := make([]word.Text, 0, len(list))
	for _, line := range list {
		if line = strings.TrimLeft(line, " \t\f\v\r"); line != "" {
			out = append(out, word.Text{{Kind: word.Lit, Text: line}})
		}
	}
	return out
}

// added runs words with those that the input adds: in the place of a mark, else
// at the end, all at once and in the groups that an option asks for.
func (w *walker) added(f *Found, inv *tool.Invocation, c *tool.Carried, s *shell.Scope, sub shell.Sub) (out word.Text, ok bool) {
	sub.Stdin = &shell.Input{Kind: shell.Null}
	if len(c.Run.Until) > 0 {
		return w.before(inv, c, s, sub)
	}
	it := itemsOf(f, inv, c.Run, s)
	if mark := replacement(inv, c.Run); mark != "" {
		for _, line := range it.lines() {
			out, ok = append(out, s.Argv(substitute(c.Words, mark, line), sub)...), true
		}
		return out, ok
	}
	for _, group := range groups(it.fields(), inv, c.Run) {
		if words := slices.Concat(c.Words, group); len(words) > 0 {
			sub.Unsure = sub.Unsure || len(group) == 0 // by an option, none are run for none
			out, ok = append(out, s.Argv(words, sub)...), true
		}
	}
	return out, ok
}

// before runs the words after a mark with those before it: all at once, or each in
// the place of a replacement string.
func (w *walker) before(inv *tool.Invocation, c *tool.Carried, s *shell.Scope, sub shell.Sub) (out word.Text, ok bool) {
	at := slices.IndexFunc(c.Words, func(wd word.Word) bool { return has(c.Run.Until, wd.String()) })
	if at < 0 || at+1 == len(c.Words) {
		return nil, false
	}
	items, words := c.Words[:at], c.Words[at+1:]
	mark := replacement(inv, c.Run)
	if mark == "" {
		return s.Argv(slices.Concat(words, items), sub), true
	}
	for _, item := range items[:min(len(items), maxItems)] {
		out = append(out, s.Argv(substitute(words, mark, item.Pieces), sub)...)
	}
	return out, true
}

// groups are the items that each run gets: all of them, or at most as many
// words, or lines, as an option says.
func groups(lines [][]word.Word, inv *tool.Invocation, run *catalog.Run) [][]word.Word {
	all := slices.Concat(lines...)
	if len(run.Each) == 0 || inv.On(run.Each) == tri.No {
		return [][]word.Word{all}
	}
	most := 1
	if values := inv.Values(run.Each); len(values) > 0 {
		text, _ := values[len(values)-1].Known()
		most, _ = strconv.Atoi(text)
	}
	if most <= 0 {
		return [][]word.Word{all}
	}
	var out [][]word.Word
	for group := range slices.Chunk(all, most) {
		out = append(out, group)
	}
	if len(all) > len(lines) {
		for group := range slices.Chunk(lines, most) {
			out = append(out, slices.Concat(group...))
		}
	}
	return out
}

// replacement is the string that each input line replaces (xargs -I{}), or "".
func replacement(inv *tool.Invocation, run *catalog.Run) string {
	if inv.On(run.Options) == tri.No {
		return ""
	}
	if values := inv.Values(run.Options); len(values) > 0 {
		if mark, _ := values[len(values)-1].Known(); mark != "" {
			return mark
		}
	}
	return "{}" // -i and --replace without a value
}

// each runs a text once for every item that is given after a mark (parallel's
// ":::") or comes on standard input: in the place of the replacement string,
// else at the end; an item alone is a text itself.
func (w *walker) each(f *Found, inv *tool.Invocation, c *tool.Carried, s *shell.Scope, sub shell.Sub) (out word.Text, ok bool) {
	words, sources := c.Words, [][]word.Text(nil)
	if at := slices.IndexFunc(words, func(wd word.Word) bool { return has(c.Run.Until, wd.String()) }); at >= 0 {
		sources, words = given(words[at:], c.Run.Until, s), words[:at]
	} else {
		sources = [][]word.Text{itemsOf(f, inv, c.Run, s).lines()}
	}
	mark := replacement(inv, c.Run)
	if mark == "" {
		mark = "{}"
	}
	for _, tuple := range tuples(sources) {
		if len(words) > 0 {
			for i := range tuple {
				tuple[i] = quoted(tuple[i])
			}
		}
		text, ran := w.text(f, c, filled(words, mark, tuple), s, sub)
		out, ok = append(out, text...), ok || ran
	}
	return out, ok
}

// quoted protects an item from the shell that reads the filled text, as
// parallel does.
func quoted(item word.Text) word.Text {
	text, known := item.Known()
	if !known {
		return item
	}
	return word.Text{{Kind: word.Lit, Text: "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"}}
}

// given are the items after each mark; those after "::::" are names of files
// whose lines are the items.
func given(words []word.Word, marks []string, s *shell.Scope) [][]word.Text {
	var sources [][]word.Text
	files := false
	for _, wd := range words {
		if mark := wd.String(); has(marks, mark) {
			sources, files = append(sources, nil), strings.HasPrefix(mark, "::::")
			continue
		}
		last := &sources[len(sources)-1]
		if !files {
			*last = append(*last, wd.Pieces)
			continue
		}
		text, from, ok := s.ReadFile(wd)
		it := items{from: from, names: text.Listed()}
		it.text, it.known = text.Known()
		it.known = it.known && ok
		*last = append(*last, it.lines()...)
	}
	return sources
}

// tuples are the combinations of one item of each source, or one that is not
// known where there are too many.
func tuples(sources [][]word.Text) [][]word.Text {
	out := [][]word.Text{nil}
	for _, source := range sources {
		var longer [][]word.Text
		if len(out)*len(source) > maxItems {
			source, out = []word.Text{items{}.unknownItem("an input line", false)}, out[:1]
		}
		for _, tuple := range out {
			for _, item := range source {
				longer = append(longer, append(slices.Clone(tuple), item))
			}
		}
		out = longer
	}
	return out
}

// filled is the text that one item of each source makes of a template.
func filled(words []word.Word, mark string, tuple []word.Text) word.Text {
	all := spaced(tuple)
	if len(words) == 0 {
		return all
	}
	put := substitute(words, mark, all)
	for i, item := range tuple {
		n := strconv.Itoa(i + 1)
		put = substitute(put, "{"+n+"}", item)
		for _, change := range [...]string{".", "/", "//", "/."} {
			put = substitute(put, "{"+change+"}", changed(all, change))
			put = substitute(put, "{"+n+change+"}", changed(item, change))
		}
	}
	same := true
	texts := make([]word.Text, len(put))
	for i, wd := range put {
		texts[i] = wd.Pieces
		same = same && wd.String() == words[i].String()
	}
	if same {
		texts = append(texts, tuple...)
	}
	return spaced(texts)
}

// spaced joins texts with spaces.
func spaced(texts []word.Text) word.Text {
	var out word.Text
	for i, t := range texts {
		if i > 0 {
			out = append(out, word.Piece{Kind: word.Lit, Text: " "})
		}
		out = append(out, t...)
	}
	return out
}

// changed is a part of an item's path, by the sign for it (parallel(1)).
func changed(item word.Text, change string) word.Text {
	s, known := item.Known()
	if !known {
		return item
	}
	s = strings.Trim(s, "'")
	if strings.HasPrefix(change, "//") {
		s = path.Dir(s)
	} else {
		if strings.HasPrefix(change, "/") {
			s = path.Base(s)
		}
		if strings.HasSuffix(change, ".") {
			s = strings.TrimSuffix(s, path.Ext(s))
		}
	}
	return quoted(word.Text{{Kind: word.Lit, Text: s}})
}
