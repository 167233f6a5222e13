package shell

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"

	"mvdan.cc/sh/v3/syntax"

	"tagout/internal/word"
)

// firstMark is the first of the private-use characters that stand for unknown
// pieces in a text that is parsed (Unicode plane 16, four bytes in UTF-8,
// beginning with markLead).
const (
	firstMark = 0x100000
	lastMark  = 0x10FFFD
	markLen   = 4
	markLead  = 0xF4
)

// mark is an unknown piece of a text: where its placeholder begins in the text
// that is parsed, and how many bytes longer its spelling is.
type mark struct {
	at    int
	grown int
	piece word.Piece
}

// program walks a whole text in the shell's own frame. The statements before a
// syntax error are walked too.
func (in *interp) program(text string) {
	if len(text) > maxWhole && in.dialect != Fish {
		in.stream(text)
		return
	}
	in.stmts(in.parse(text))
}

// parse returns a text's statements and reports what cannot be read.
func (in *interp) parse(text string) []*syntax.Stmt {
	list, err := in.parsed(text)
	if err != nil {
		in.unreadable(err)
	}
	return list
}

// parsed returns a text's statements, those before an error too.
func (in *interp) parsed(text string) ([]*syntax.Stmt, error) {
	if in.dialect == Fish {
		return readFish(text)
	}
	f, err := in.parser().Parse(in.guarded(text), "")
	for n, ok := 0, true; err != nil && n < maxNegations; n++ {
		if text, ok = in.renegated(text, err); !ok {
			break
		}
		f, err = in.parser().Parse(in.guarded(text), "")
	}
	if err != nil {
		return f.Stmts, err
	}
	return in.mended(f, text), nil
}

// maxNegations bounds how often a text is read again.
const maxNegations = 16

// renegated takes out a "!" at which a text cannot be read though bash reads it: with
// another that follows it means nothing, and behind "time" it stands as well before
// it (measured, 5.2).
func (in *interp) renegated(text string, err error) (string, bool) {
	var pe syntax.ParseError
	if in.dialect != Bash || !errors.As(err, &pe) {
		return "", false
	}
	at := int(pe.Pos.Offset())
	if at >= len(text) || text[at] != '!' {
		return "", false
	}
	b := []byte(text)
	b[at] = ' '
	rest := strings.TrimLeft(text[at+1:], " \t")
	if next := len(text) - len(rest); strings.HasPrefix(rest, "! ") {
		b[next] = ' '
		return string(b), true
	}
	before := strings.TrimRight(strings.TrimSuffix(strings.TrimRight(text[:at], " \t"), "-p"), " \t")
	timed, ok := strings.CutSuffix(before, "time")
	if !ok || timed != "" && strings.IndexByte(" \t\n;&|({", timed[len(timed)-1]) < 0 {
		return "", false
	}
	for i := len(timed); i < at; i++ {
		b[i] = ' '
	}
	b[len(timed)] = '!'
	return string(b), true
}

// mended returns statements as the dialect reads them where its parser does not.
func (in *interp) mended(f *syntax.File, text string) []*syntax.Stmt {
	if in.dialect == Zsh && strings.Contains(text, "$") {
		zshDigits(f)
	}
	if in.dialect == Zsh && strings.Contains(text, "}") {
		in.strayBraces(f)
	}
	return f.Stmts
}

// idle are parsers, by dialect, that no run uses. One is some kilobytes.
var idle [3]sync.Pool

func (in *interp) parser() *syntax.Parser {
	if p := in.parsers[in.dialect]; p != nil {
		return p
	}
	p, ok := idle[in.dialect].Get().(*syntax.Parser)
	if !ok {
		p = syntax.NewParser(syntax.Variant(language(in.dialect)))
	}
	in.parsers[in.dialect] = p
	return p
}

func language(d Dialect) syntax.LangVariant {
	switch d {
	case POSIX:
		return syntax.LangPOSIX
	case Zsh:
		return syntax.LangZsh
	}
	return syntax.LangBash
}

// release gives the run's parsers back.
func (r *run) release() {
	for d, p := range r.parsers {
		if p != nil {
			idle[d].Put(p)
		}
	}
}

// unreadable reports why a text could not be parsed. A guess that cannot be
// read was a wrong one.
func (in *interp) unreadable(err error) {
	if errors.Is(err, errDeep) || errors.Is(err, errDense) {
		in.tooComplex(err.Error(), word.Span{})
		return
	}
	if in.guess {
		return
	}
	p := Problem{Kind: "unreadable", Msg: err.Error(), Source: in.src}
	var pe syntax.ParseError
	var le syntax.LangError
	switch {
	case errors.As(err, &pe):
		p.Msg, p.Span, p.Open = pe.Text, in.point(pe.Pos), pe.Incomplete && in.src.In == nil
	case errors.As(err, &le):
		p.Msg, p.Span = fmt.Sprintf("%s is not in this shell's language", le.Feature), in.point(le.Pos)
	}
	in.report(p)
}

// point returns the span of one byte.
func (in *interp) point(p syntax.Pos) word.Span {
	at := in.offset(p)
	return clip(len(in.src.Text), at, at+1)
}

// span returns where a node stands in the source's text.
func (in *interp) span(n syntax.Node) word.Span {
	return clip(len(in.src.Text), in.offset(n.Pos()), in.offset(n.End()))
}

func (in *interp) offset(p syntax.Pos) int {
	at := int(p.Offset())
	grown := 0
	for _, m := range in.marks {
		if m.at >= at {
			break
		}
		grown += m.grown
	}
	return at + grown
}

// spell returns a node as it is written, shortened.
func (in *interp) spell(n syntax.Node) string { return excerpt(in.src, in.span(n)) }

// text walks a text as part of this shell (eval, trap, an alias).
func (in *interp) text(t word.Text, by word.Span, name string) {
	in.walkText(t, &Source{Name: name, In: in.src, By: by})
}

// walkText walks a text in this shell, in a source of its own.
func (in *interp) walkText(t word.Text, src *Source) {
	in.deeper(func() {
		old := in.frame
		f := *old
		text, marks := marked(t, src)
		f.src, f.marks = src, marks
		if p := Scan(text); p != nil {
			p.Source = src
			in.report(*p)
			return
		}
		if in.bytes += len(text); in.bytes > in.lim.Bytes {
			in.tooComplex(fmt.Sprintf("more than %d bytes of program text", in.lim.Bytes), by(src))
			return
		}
		in.frame = &f
		in.program(text)
		in.frame, in.split = old, nil
	})
}

func by(src *Source) word.Span { return src.By }

// marked renders a text for the parser, with a placeholder for each unknown
// piece, and sets the source's text to how it is spelled.
func marked(t word.Text, src *Source) (string, []mark) {
	if s, ok := t.Known(); ok {
		src.Text = s
		return s, nil
	}
	var text, spelled strings.Builder
	var marks []mark
	for i, p := range t {
		if p.Kind == word.Lit || firstMark+len(marks) > lastMark || names(t[:i], p) {
			spelled.WriteString(p.Text)
			text.WriteString(p.Text)
			continue
		}
		if p.Class == spaced {
			text.WriteByte(' ')
			spelled.WriteByte(' ')
		}
		spelled.WriteString(p.Text)
		marks = append(marks, mark{at: text.Len(), grown: len(p.Text) - markLen, piece: p})
		text.WriteRune(rune(firstMark + len(marks) - 1))
		if p.Class == spaced {
			text.WriteByte(' ')
			spelled.WriteByte(' ')
		}
	}
	src.Text = spelled.String()
	return text.String(), marks
}

// names reports whether a pattern that stands in a text is, for who reads that
// text, the name of a parameter: a "$*" that matched no file.
func names(before word.Text, p word.Piece) bool {
	return p.Kind == word.Glob && len(before) > 0 && before[len(before)-1].Kind == word.Lit &&
		strings.HasSuffix(before[len(before)-1].Text, "$")
}

// cutMark finds the first placeholder in s: the text before it, its piece, and
// the text after.
func (in *interp) cutMark(s string) (before string, p *word.Piece, after string) {
	if len(in.marks) == 0 {
		return s, nil, ""
	}
	for i := strings.IndexByte(s, markLead); i >= 0 && i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if k := int(r) - firstMark; k >= 0 && k < len(in.marks) {
			return s[:i], &in.marks[k].piece, s[i+n:]
		}
		next := strings.IndexByte(s[i+n:], markLead)
		if next < 0 {
			break
		}
		i += n + next
	}
	return s, nil, ""
}
