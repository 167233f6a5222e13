package policy

import (
	"slices"
	"strings"

	"tagout/internal/diag"
	"tagout/internal/lang"
)

// Fix mends what needs no thought: a missing version, words in the wrong case,
// keys and decisions that are called otherwise here, and the order of keys. It
// returns the text as it was where there is nothing to mend, and never one that
// has more problems than before.
func Fix(t Text) []byte {
	plain, marked := strings.CutPrefix(string(t.Data), byteOrderMark)
	words, _ := lang.Mends([]byte(plain))
	text := mended(plain, words)
	_, order := lang.Mends([]byte(text))
	text = mended(text, order)
	if !lang.LayoutOf(text).Has("version") {
		text = withVersion(text)
	}
	if text == plain {
		return t.Data
	}
	if marked {
		text = byteOrderMark + text
	}
	before, _ := mistakes(t)
	after, ok := mistakes(Text{t.Name, []byte(text)})
	if !ok || len(after) > len(before) {
		return t.Data
	}
	return []byte(text)
}

// byteOrderMark is what some editors put before a text.
const byteOrderMark = "\ufeff"

// mended is a text with changes, which do not overlap.
func mended(text string, mends []lang.Mend) string {
	slices.SortFunc(mends, func(a, b lang.Mend) int { return b.Start - a.Start })
	for _, m := range mends {
		text = text[:m.Start] + m.Text + text[m.End:]
	}
	return text
}

// mistakes are those of the compiler, and whether the text could be read.
func mistakes(t Text) (diag.Problems, bool) {
	p := Lint(t)
	var errors diag.Problems
	for _, one := range p {
		if one.Level == diag.Error {
			errors = append(errors, one)
		}
		if one.ID == "syntax" {
			return p, false
		}
	}
	return errors, true
}

// withVersion puts the version behind the comment that heads the file.
func withVersion(text string) string {
	at := 0
	for at < len(text) && text[at] == '#' {
		next := strings.IndexByte(text[at:], '\n')
		if next < 0 {
			return text + "\nversion = 1\n"
		}
		at += next + 1
	}
	rest := text[at:]
	if !strings.HasPrefix(rest, "\n") && strings.HasPrefix(rest, "[") {
		rest = "\n" + rest
	}
	return text[:at] + "version = 1\n" + rest
}
