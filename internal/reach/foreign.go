package reach

import (
	"strings"

	"tagout/internal/shell"
	"tagout/internal/word"
)

// maxSuspects bounds the lines that are tried of one text in a language without a
// reader, maxPerLine the programs in one: the first may be a word of the language
// (task, make, go).
const (
	maxSuspects = 64
	maxPerLine  = 4
)

// foreign suspects a text of a language that nobody taught us: where it names a
// tool that the policy guards, it may run it with the words that follow on that
// line. What language it is decides how they are quoted, so quotes and brackets
// only part them.
func (w *walker) foreign(f *Found, text word.Text, s *shell.Scope, sub shell.Sub) {
	sub.Guess, sub.Unsure, sub.Args = true, true, nil
	sub.Stdin = &shell.Input{Kind: shell.FedText, Text: word.Text{{Kind: word.Unknown, Text: "what the program writes"}}}
	tried := 0
	for _, line := range splitLines(text) {
		words, here := parted(line), 0
		for i := 0; i < len(words) && here < maxPerLine; i++ {
			if !w.policed(words[i]) {
				continue
			}
			if here++; here == 1 {
				tried++
			}
			if tried > maxSuspects {
				w.tooMuch(f, f.Readings[0].Name+" names more programs than are tried")
				return
			}
			s.Argv(words[i:], sub)
		}
	}
}

// parted splits a line at everything that cannot stand in a plain word.
func parted(line word.Text) []word.Word {
	var words []word.Word
	for _, p := range line {
		if p.Kind != word.Lit {
			words = append(words, word.Word{Pieces: word.Text{p}})
			continue
		}
		for _, field := range strings.FieldsFunc(unchained(p.Text), func(r rune) bool { return strings.ContainsRune(" \t\r\"'`()[]{},;|&<>", r) }) {
			words = append(words, word.Literal(field))
		}
	}
	return words
}

// unchained leaves out the names of methods that are called on what a call
// returns: of Command("a").arg("b") they would stand between the words.
func unchained(s string) string {
	if !strings.Contains(s, ").") {
		return s
	}
	var b strings.Builder
	for {
		head, rest, found := strings.Cut(s, ").")
		b.WriteString(head)
		if !found {
			return b.String()
		}
		b.WriteByte(')')
		s = strings.TrimLeft(rest, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789")
	}
}
