package shell

import (
	"slices"
	"strings"
	"unicode/utf8"

	"mvdan.cc/sh/v3/syntax"

	"tagout/internal/word"
)

// seg is a part of a field that is being built. Only in active text do pattern
// characters act.
type seg struct {
	word.Piece
	active bool
}

// builder expands words into fields (POSIX 2.6).
type builder struct {
	in    *interp
	words []word.Word
	segs  []seg
	// begun: there is a field even if nothing is in it ("").
	begun  bool
	quoted bool
	span   word.Span
	// whole: no field splitting; plain: no patterns either.
	whole bool
	plain bool
	// more: another part of the word follows.
	more bool
	// listed: a quoted list stands before in the word.
	listed bool
	// resplit: zsh is told to split this expansion (${=x}).
	resplit bool
	ifs     string
	// anyIFS is set when IFS is not known.
	anyIFS bool
}

// fields expands words as arguments.
func (in *interp) fields(words []*syntax.Word) []word.Word {
	if len(words) == 0 {
		return nil
	}
	out := make([]word.Word, 0, len(words))
	var pieces []word.Piece
	for i, w := range words {
		if s, ok := in.literalWord(w); ok {
			if pieces == nil {
				pieces = make([]word.Piece, 0, len(words)-i)
			}
			pieces = append(pieces, word.Piece{Kind: word.Lit, Text: s})
			n := len(pieces)
			out = append(out, word.Word{Pieces: word.Text(pieces[n-1 : n : n]), Span: in.span(w)})
			continue
		}
		out = in.appendFields(out, w)
	}
	return out
}

// literalWord returns the text of a word in which nothing is special.
func (in *interp) literalWord(w *syntax.Word) (string, bool) {
	if len(w.Parts) != 1 {
		return "", false
	}
	lit, ok := w.Parts[0].(*syntax.Lit)
	if !ok || lit.Value == "" || strings.ContainsAny(lit.Value, `\*?[{~`) || len(in.marks) > 0 {
		return "", false
	}
	if in.dialect == Zsh && (lit.Value[0] == '=' || in.extglob) {
		return "", false
	}
	return lit.Value, true
}

func (in *interp) appendFields(out []word.Word, w *syntax.Word) []word.Word {
	if in.dialect == Fish {
		return append(out, in.fishWords(w)...)
	}
	b := &builder{in: in, words: out, span: in.span(w)}
	b.setIFS()
	list := in.braces(w)
	if in.plain && len(list) > 1 {
		switch in.pick(2) {
		case 0:
			list = [][]syntax.WordPart{w.Parts}
		case -1:
			return append(out, word.Word{Pieces: word.Text{{Kind: word.Unknown, Text: in.spell(w), Split: true}}, Span: b.span})
		}
	}
	lists := len(list) > 1 && in.dialect == Zsh && in.holdsList(w)
	for i, parts := range list {
		if i > 0 && lists {
			break
		}
		if len(list) == 1 {
			b.argument(parts)
		} else {
			b.parts(parts, false)
			b.begun = b.begun || in.dialect == Zsh // it keeps an empty one
		}
		b.end()
	}
	if in.dialect == Zsh && slices.ContainsFunc(b.words[min(len(out), len(b.words)):], hasPattern) {
		in.mayStop() // a pattern that matches nothing is an error
	}
	if lists {
		return append(out, word.Word{Pieces: word.Text{{Kind: word.Unknown, Text: in.spell(w), Split: true}}, Span: b.span})
	}
	return b.words
}

// hasPattern reports whether a word is a pattern, and does not say that it may
// match nothing, as *(N) does.
func hasPattern(w word.Word) bool {
	if _, flags, found := strings.Cut(w.String(), "("); found && strings.Contains(flags, "N") {
		return false
	}
	return slices.ContainsFunc(w.Pieces, func(p word.Piece) bool { return p.Kind == word.Glob })
}

// textOf expands a word to one text, without splitting or patterns (the value
// of an assignment, the word of a case).
func (in *interp) textOf(w *syntax.Word) word.Text { return in.oneText(w, true, false) }

// assignText is textOf with the tildes of an assignment.
func (in *interp) assignText(w *syntax.Word) word.Text { return in.oneText(w, true, true) }

// target expands the word of a redirection, in which patterns act.
func (in *interp) target(w *syntax.Word) word.Text { return in.oneText(w, false, false) }

func (in *interp) oneText(w *syntax.Word, plain, assign bool) word.Text {
	if w == nil {
		return nil
	}
	if in.dialect == Fish {
		return in.fishText(w)
	}
	b := &builder{in: in, whole: true, plain: plain}
	b.setIFS()
	b.parts(w.Parts, assign)
	return b.take()
}

// document expands the body of a here-document.
func (in *interp) document(r *syntax.Redirect) word.Text {
	if r.Hdoc == nil {
		return nil
	}
	b := &builder{in: in, whole: true, plain: true}
	quoted := wordQuoted(r.Word)
	for _, p := range r.Hdoc.Parts {
		lit, ok := p.(*syntax.Lit)
		switch {
		case !ok:
			b.part(p, true)
		case quoted:
			b.lit(untabbed(r.Op, lit.Value), false)
		default:
			b.escaped(untabbed(r.Op, lit.Value), "$`\\")
		}
	}
	return b.take()
}

// untabbed strips the tabs that <<- ignores.
func untabbed(op syntax.RedirOperator, s string) string {
	if op != syntax.DashHdoc {
		return s
	}
	s = strings.TrimLeft(s, "\t")
	for strings.Contains(s, "\n\t") {
		s = strings.ReplaceAll(s, "\n\t", "\n")
	}
	return s
}

func wordQuoted(w *syntax.Word) bool {
	return slices.ContainsFunc(w.Parts, func(p syntax.WordPart) bool {
		lit, ok := p.(*syntax.Lit)
		return !ok || strings.IndexByte(lit.Value, '\\') >= 0
	})
}

// parts expands the parts of one word.
func (b *builder) parts(parts []syntax.WordPart, assign bool) {
	for i, p := range parts {
		b.more = i+1 < len(parts)
		lit, ok := p.(*syntax.Lit)
		if !ok {
			b.part(p, false)
			continue
		}
		if b.in.dialect == Zsh && (b.zshTilde(lit.Value, parts[:i]) || b.zshLiteral(parts, i)) {
			continue
		}
		b.tildes(lit.Value, i == 0, assign, i+1 < len(parts))
	}
}

// argument expands the parts of a command's argument.
func (b *builder) argument(parts []syntax.WordPart) {
	if b.in.dialect != Bash || !isAssignLike(parts) {
		b.parts(parts, false)
		return
	}
	lit := *parts[0].(*syntax.Lit)
	name, val, _ := strings.Cut(lit.Value, "=")
	b.bare(name + "=")
	lit.Value = val
	b.parts(append([]syntax.WordPart{&lit}, parts[1:]...), true)
}

// part expands one part of a word.
func (b *builder) part(p syntax.WordPart, quoted bool) {
	switch p := p.(type) {
	case *syntax.Lit:
		if quoted {
			b.escaped(p.Value, "$`\"\\")
		} else {
			b.bare(p.Value)
		}
	case *syntax.SglQuoted:
		b.begun, b.quoted = true, true
		s := p.Value
		if p.Dollar {
			s = ansiC(s)
		}
		b.lit(s, false)
	case *syntax.DblQuoted:
		b.double(p)
	case *syntax.ParamExp:
		b.param(p, quoted)
	case *syntax.CmdSubst:
		b.output(b.in.substitute(p), quoted)
	case *syntax.ArithmExp:
		b.text(b.in.arithText(p), quoted)
	case *syntax.ProcSubst:
		b.piece(b.in.procSubst(p), false)
	case *syntax.ExtGlob:
		b.piece(b.in.grouped(p), true)
	}
}

// double expands a double-quoted part. One that holds only an empty "$@" makes
// no field.
func (b *builder) double(q *syntax.DblQuoted) {
	b.quoted = true
	if len(q.Parts) == 0 {
		b.begun = true
	}
	more := b.more
	for i, p := range q.Parts {
		if pe, ok := p.(*syntax.ParamExp); !ok || !isList(pe) {
			b.begun = true
		}
		if b.in.dialect == Zsh && zshModified(q.Parts, i) {
			b.modified(q.Parts[i].(*syntax.Lit), true)
			continue
		}
		b.more = more || i+1 < len(q.Parts)
		b.part(p, true)
	}
}

// lit adds known text; in a text with placeholders, what they stand for.
func (b *builder) lit(s string, active bool) {
	for s != "" {
		before, p, after := b.in.cutMark(s)
		if before != "" {
			b.segs = append(b.segs, seg{word.Piece{Kind: word.Lit, Text: before}, active && !b.plain})
		}
		if p == nil {
			return
		}
		q := *p
		q.Split = active && q.Class != "number"
		if q.Class == spaced {
			q.Class = ""
		}
		b.piece(q, active)
		s = after
	}
}

func (b *builder) piece(p word.Piece, active bool) {
	b.segs = append(b.segs, seg{p, active})
}

// bare adds unquoted text as it is written, with its backslashes.
func (b *builder) bare(s string) {
	for {
		i := strings.IndexByte(s, '\\')
		if i >= 0 && i+1 == len(s) && b.in.dialect == Zsh { // at the end of a text, it is nothing
			s, i = s[:i], -1
			b.begun = true
		}
		if i < 0 || i+1 == len(s) {
			b.lit(s, true)
			return
		}
		b.lit(s[:i], true)
		_, n := utf8.DecodeRuneInString(s[i+1:])
		b.lit(s[i+1:i+1+n], false)
		b.quoted = true
		s = s[i+1+n:]
	}
}

// escaped adds quoted text in which a backslash acts before some characters.
func (b *builder) escaped(s, before string) {
	for {
		i := strings.IndexByte(s, '\\')
		if i < 0 || i+1 == len(s) {
			b.lit(s, false)
			return
		}
		if strings.IndexByte(before, s[i+1]) >= 0 {
			b.lit(s[:i], false)
			b.lit(s[i+1:i+2], false)
		} else {
			b.lit(s[:i+2], false)
		}
		s = s[i+2:]
	}
}

// text adds the result of an expansion.
func (b *builder) text(t word.Text, quoted bool) {
	if b.listed && !quoted && !b.whole && b.in.dialect == POSIX && b.upset(t) {
		// dash makes empty words of blanks that follow "$@", and of nothing it
		// makes no word of an empty one (measured, 0.5.12).
		b.piece(word.Piece{Kind: word.Unknown, Text: t.Spelling(), Split: true, From: t.From()}, false)
		return
	}
	for _, p := range t {
		switch {
		case p.Kind == word.Lit && !quoted && !b.whole && b.splits():
			b.split(p)
		case p.Kind == word.Lit:
			b.segs = append(b.segs, seg{p, !quoted && !b.plain && b.splits()})
		case p.Kind == word.Unknown:
			// In zsh too: it may be an array, split by a flag, or nothing.
			p.Split = !quoted && !b.whole && p.Class != "number"
			if p.Class == spaced && !b.whole {
				p.Class = ""
			}
			b.piece(p, false)
		default:
			b.piece(p, !quoted)
		}
	}
}

// output adds what a command substitution has printed. Unquoted, zsh splits it,
// unlike a variable's value.
func (b *builder) output(t word.Text, quoted bool) {
	if quoted || b.whole || b.splits() {
		b.text(t, quoted)
		return
	}
	plain := b.plain
	b.plain = true
	for _, p := range t {
		if p.Kind == word.Lit {
			b.split(p)
		} else {
			b.text(word.Text{p}, false)
		}
	}
	b.plain = plain
}

func (b *builder) setIFS() {
	b.ifs = " \t\n"
	v := b.in.env.variable("IFS")
	if v == nil || v.worldly {
		return
	}
	val := b.in.single("IFS")
	if s, ok := val.text.Known(); !ok {
		b.anyIFS = true
	} else if !val.unset {
		b.ifs = s
	}
}

// split adds literal text of an unquoted expansion, split at IFS (POSIX 2.6.5).
func (b *builder) split(p word.Piece) {
	if b.anyIFS {
		b.piece(word.Piece{Kind: word.Unknown, Text: p.Text, Split: true, From: p.From}, false)
		return
	}
	s := p.Text
	for s != "" {
		i := strings.IndexAny(s, b.ifs)
		if b.ifs == "" || i < 0 {
			i = len(s)
		}
		if i > 0 {
			p.Text = s[:i]
			b.segs = append(b.segs, seg{p, !b.plain})
		}
		if s = s[i:]; s != "" {
			s = b.separator(s)
		}
	}
}

// separator ends a field at a run of IFS white space with at most one other
// IFS character in it, and returns what follows.
func (b *builder) separator(s string) string {
	rest := strings.TrimLeft(s, b.ifsSpace())
	if rest != "" && strings.IndexByte(b.ifs, rest[0]) >= 0 {
		b.begun = true
		rest = strings.TrimLeft(rest[1:], b.ifsSpace())
	}
	b.end()
	return rest
}

func (b *builder) ifsSpace() string {
	if b.ifs == " \t\n" {
		return b.ifs
	}
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\n", r) {
			return r
		}
		return -1
	}, b.ifs)
}

// end finishes a field, if there is one.
func (b *builder) end() {
	if !b.begun && len(b.segs) == 0 {
		return
	}
	if len(b.words) >= maxWords {
		b.overflow()
		return
	}
	w := word.Word{Span: b.span, Quoted: b.quoted}
	w.Pieces = b.take()
	if len(w.Pieces) > 0 || b.begun {
		b.words = append(b.words, w)
	}
	b.begun, b.quoted = false, false
}

// overflow makes the last word stand for all that would follow.
func (b *builder) overflow() {
	b.words[len(b.words)-1] = word.Unknowable("…", true)
	b.in.tooComplex("more words than one command may have", b.span)
	b.segs, b.begun = b.segs[:0], false
}

// take returns the pieces of the field and empties it.
func (b *builder) take() word.Text {
	segs := b.segs
	b.segs = nil
	if len(segs) == 0 {
		return nil
	}
	size, parts := 0, 0
	globs := false
	for i, s := range segs {
		size += len(s.Text)
		globs = globs || s.active && s.Kind == word.Lit && strings.ContainsAny(s.Text, "*?[")
		if i == 0 || s.Kind != word.Lit || segs[i-1].Kind != word.Lit {
			parts++ // texts in a row are one, however they are quoted
		}
	}
	if size > maxGathered || parts > maxPieces {
		b.in.tooComplex("a word of too many parts", b.span)
		return unknown("…")
	}
	if globs {
		return globbed(segs)
	}
	t := make(word.Text, len(segs))
	for i, s := range segs {
		t[i] = s.Piece
	}
	if len(t) == 1 {
		if t[0].Text == "" && t[0].Kind == word.Lit {
			return nil
		}
		return t
	}
	return compact(t)
}
