package shell

import (
	"strings"

	"tagout/internal/word"
)

// RunArgv is Run for one call whose words are known as they are, since it is made
// without a shell (execve(2)): nothing in them is expanded, split or a pattern.
// Their text is that of Spell.
func RunArgv(argv []string, stdin Input, cfg Config) []Problem {
	if len(argv) == 0 {
		return nil
	}
	text, spans := Spell(argv)
	r := &run{cfg: cfg, lim: cfg.Limits.filled()}
	in := newInterp(r, &frame{src: &Source{Text: text}, dialect: cfg.Dialect})
	in.io.stdin = &stdin
	words := make([]word.Word, len(argv))
	for i, arg := range argv {
		words[i] = word.Word{Pieces: literal(arg), Span: spans[i], Quoted: true}
	}
	in.visit(in.newCall(words, word.Span{End: len(text)}))
	in.finish()
	return r.problems
}

// Spell writes words as a person would read and could type them, and says where
// each stands. It is for messages: nothing is judged by it.
func Spell(argv []string) (text string, spans []word.Span) {
	var b strings.Builder
	spans = make([]word.Span, len(argv))
	for i, arg := range argv {
		if i > 0 {
			b.WriteByte(' ')
		}
		spans[i].Start = b.Len()
		b.WriteString(quoted(arg))
		spans[i].End = b.Len()
	}
	return b.String(), spans
}

// quoted is a word between single quotes where a shell would make something else
// of it.
func quoted(arg string) string {
	if arg != "" && strings.IndexFunc(arg, special) < 0 {
		return arg
	}
	return "'" + strings.ReplaceAll(arg, "'", `'\''`) + "'"
}

func special(r rune) bool {
	switch {
	case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r >= 0x80:
		return false
	}
	return !strings.ContainsRune("-_./:=,@%+", r)
}
