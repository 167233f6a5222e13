package shell

import (
	"strings"

	"tagout/internal/word"
)

// list adds an array's elements or the parameters.
func (b *builder) list(words []word.Word, star, quoted bool) {
	if quoted && star || b.whole {
		sep := literal(b.joiner())
		for i, w := range words {
			// What may be no word at all stands for what would separate it, too.
			if i > 0 && !vanishes(w) && !vanishes(words[i-1]) {
				b.text(sep, true)
			}
			b.text(w.Pieces, true)
		}
		return
	}
	words = b.ends(words)
	b.listed = b.listed || quoted
	for i, w := range words {
		if i > 0 {
			b.end()
		}
		if !quoted {
			b.text(w.Pieces, false)
			continue
		}
		b.begun = true
		for _, p := range w.Pieces {
			b.piece(p, false)
		}
	}
}

// ends settles whether the first and the last word of a list, if they may be none,
// are: what stands before the list then joins the second word, and what follows it
// the one before. Where it is not settled the two are one word that may be several.
func (b *builder) ends(words []word.Word) []word.Word {
	if len(words) > 1 && len(b.segs) > 0 && vanishes(words[0]) {
		switch b.in.pick(2) {
		case 0:
			words = words[1:]
		case -1:
			words = append([]word.Word{oneWord(words[0], words[1])}, words[2:]...)
		}
	}
	if n := len(words); n > 1 && b.more && vanishes(words[n-1]) {
		switch b.in.pick(2) {
		case 0:
			words = words[:n-1]
		case -1:
			words = append(words[:n-2:n-2], oneWord(words[n-2], words[n-1]))
		}
	}
	return words
}

func oneWord(a, b word.Word) word.Word {
	a.Pieces = append(a.Pieces[:len(a.Pieces):len(a.Pieces)], b.Pieces...)
	return a
}

// vanishes reports whether a word may come to no word at all.
func vanishes(w word.Word) bool {
	for _, p := range w.Pieces {
		if p.Kind != word.Unknown || !p.Split {
			return false
		}
	}
	return len(w.Pieces) > 0
}

// joiner is what stands between the elements of "$*".
func (b *builder) joiner() string {
	if b.ifs == "" {
		return ""
	}
	return b.ifs[:1]
}

// upset reports whether dash reads t otherwise than POSIX where it follows "$@".
func (b *builder) upset(t word.Text) bool {
	return strings.ContainsAny(t.Spelling(), " \t\n") || len(t) == 0 && len(b.segs) == 0
}
