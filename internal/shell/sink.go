package shell

import (
	"slices"
	"strings"

	"tagout/internal/word"
)

// streams are a shell's open descriptors.
type streams struct {
	stdin *Input
	// out and err are where standard output and error go; nil: where the
	// harness's go, and nobody reads them back.
	out, err *sink
	extra    []stream
	// redirects are the files opened by enclosing commands and by exec.
	redirects []Redirect
}

// stream is a descriptor above 2.
type stream struct {
	fd  int
	in  *Input
	out *sink
}

// sink gathers what is written to a pipe, a substitution or a file.
type sink struct {
	text word.Text
	from []int
	size int
	// maybe is the shell's count when the sink was opened. What is written
	// under a greater one may not be written at all.
	maybe int
	loose bool
	file  *file
	// path is the file's, and base what stood there before and stays; what is
	// written behind it is gathered here as well.
	path, base word.Text
	// reading marks the sink of one reading of a command, of which there may be
	// others.
	reading bool
	// wrote is set by any call whose output goes here, printed or not.
	wrote bool
}

// maxGathered and maxPieces bound one gathered or computed text, in bytes and
// pieces; what is longer is unknown. maxWords bounds the words of a command.
const (
	maxGathered = 1 << 20
	maxPieces   = 256
	maxWords    = 4096
)

// write adds text printed by a call.
func (s *sink) write(t word.Text, id, maybe int) {
	s.wrote = true
	s.loose = s.loose || maybe > s.maybe
	if s.file != nil {
		s.file.add(t, id)
		s.file.doubt = s.file.doubt || s.loose
	} else {
		s.by(id)
	}
	s.size += textLen(t)
	if s.size > maxGathered || len(s.text)+len(t) > maxPieces {
		s.loose = true
		return
	}
	s.text = append(s.text, t...)
}

// gather adds what one command has printed, in each of its readings: what they
// have in common, and what lies between as one unknown.
func (s *sink) gather(readings []*sink) {
	var texts []word.Text
	for _, r := range readings {
		s.wrote, s.loose = s.wrote || r.wrote, s.loose || r.loose
		s.by(r.from...)
		texts = append(texts, compact(r.text))
	}
	t := common(texts)
	if s.size += textLen(t); s.size > maxGathered || len(s.text)+len(t) > maxPieces {
		s.loose = true
		return
	}
	s.text = append(s.text, t...)
}

// by notes the calls that write here. The list grows in place, for it is shared only
// with those who do not.
func (s *sink) by(ids ...int) {
	const few = 16
	if len(ids) < few {
		for _, id := range ids {
			if id >= 0 && !slices.Contains(s.from, id) {
				s.from = append(s.from, id)
			}
		}
		return
	}
	have := make(map[int]bool, len(s.from)+len(ids))
	for _, id := range s.from {
		have[id] = true
	}
	for _, id := range ids {
		if !have[id] {
			have[id] = true
			s.from = append(s.from, id)
		}
	}
}

// common returns a text that stands for all of the texts.
func common(texts []word.Text) word.Text {
	head := slices.Clone(texts[0])
	for _, t := range texts[1:] {
		if !sameText(head, t) {
			return around(texts)
		}
	}
	return head
}

// around keeps the literal beginning and end that texts have in common.
func around(texts []word.Text) word.Text {
	head, tail := texts[0].Prefix(), suffix(texts[0])
	var from []int
	for _, t := range texts {
		h, e := t.Prefix(), suffix(t)
		for !strings.HasPrefix(h, head) {
			head = head[:len(head)-1]
		}
		for !strings.HasSuffix(e, tail) {
			tail = tail[1:]
		}
		for _, id := range t.From() {
			from = addID(from, id)
		}
	}
	for _, t := range texts { // of a known text, they must not overlap
		if s, known := t.Known(); known && len(s) < len(head)+len(tail) {
			tail = tail[len(head)+len(tail)-len(s):]
		}
	}
	return compact(word.Text{{Kind: word.Lit, Text: head}, {Kind: word.Unknown, Text: texts[0].Spelling(), From: from}, {Kind: word.Lit, Text: tail}})
}

// suffix is the literal text at a text's end.
func suffix(t word.Text) string {
	if n := len(t); n > 0 && t[n-1].Kind == word.Lit {
		return t[n-1].Text
	}
	return ""
}

// result returns what was gathered, with its spelling in case it is unknown.
func (s *sink) result(spelling string) word.Text {
	if s.loose {
		return word.Text{{Kind: word.Unknown, Text: spelling, From: s.sources()}}
	}
	t := compact(s.text)
	if len(t) == 1 && t[0].Kind == word.Unknown {
		p := t[0]
		p.Text = spelling
		return word.Text{p}
	}
	return t
}

// sources returns the calls that wrote here, and those whose output they
// passed on.
func (s *sink) sources() []int {
	ids := s.from[:len(s.from):len(s.from)]
	for _, p := range s.text {
		for _, id := range p.From {
			ids = addID(ids, id)
		}
	}
	return ids
}

// output sends what a call prints to standard output; nil is not known.
func (in *interp) output(c *Call, t word.Text) {
	out := in.io.out
	if out == nil || t != nil && len(t) == 0 && in.exited { // exit itself: what was written is all there is
		return
	}
	if t == nil {
		t = word.Text{{Kind: word.Unknown, Text: "$(" + excerpt(c.Source, c.Span) + ")", From: []int{c.ID}}}
	}
	out.doubt(in.doubted || c.Alike)
	out.write(t, c.ID, in.maybe)
}

// doubt notes that what a file is given here may not be what is told of it.
func (s *sink) doubt(is bool) {
	if is && s != nil && s.file != nil {
		s.loose, s.file.doubt = true, true
	}
}

// addID adds a call to a list that may be shared, once.
func addID(ids []int, id int) []int {
	if id < 0 {
		return ids
	}
	for _, have := range ids {
		if have == id {
			return ids
		}
	}
	return append(ids[:len(ids):len(ids)], id)
}

func textLen(t word.Text) int {
	n := 0
	for _, p := range t {
		n += len(p.Text)
	}
	return n
}

// compact joins neighbouring literals of the same origin and drops empty ones.
func compact(t word.Text) word.Text {
	out := make(word.Text, 0, len(t))
	for i := 0; i < len(t); i++ {
		p := t[i]
		if p.Kind != word.Lit {
			out = append(out, p)
			continue
		}
		j := i + 1
		for j < len(t) && t[j].Kind == word.Lit && len(t[j].From) == 0 && len(p.From) == 0 {
			j++
		}
		if j > i+1 {
			p.Text = joined(t[i:j])
			i = j - 1
		}
		if p.Text != "" {
			out = append(out, p)
		}
	}
	return out
}

func joined(t word.Text) string {
	var b strings.Builder
	for _, p := range t {
		b.WriteString(p.Text)
	}
	return b.String()
}

// maxExcerpt bounds the source text quoted in the spelling of an unknown.
const maxExcerpt = 80

// excerpt returns the text of a span, shortened.
func excerpt(src *Source, s word.Span) string {
	s = clip(len(src.Text), s.Start, s.End)
	if s.End-s.Start > maxExcerpt {
		return strings.ToValidUTF8(src.Text[s.Start:s.Start+maxExcerpt], "") + "…"
	}
	return src.Text[s.Start:s.End]
}

// clip returns a span within a text of n bytes.
func clip(n, start, end int) word.Span {
	start = max(0, min(start, n))
	return word.Span{Start: start, End: max(start, min(end, n))}
}
