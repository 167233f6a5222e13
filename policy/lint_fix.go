package policy

import (
	"strings"

	"tagout/internal/diag"
)

// Fix mends what needs no thought: a missing version, and decisions and other
// fixed words in the wrong case. It returns the text as it was where there is
// nothing to mend, and never one that has more problems than before.
func Fix(t Text) []byte {
	text := string(t.Data)
	l := linter{Text: t, places: places{text: text}}
	if !l.hasKey("version") {
		text = withVersion(text)
	}
	var lines []string
	for line := range strings.SplitAfterSeq(text, "\n") {
		lines = append(lines, lowerCase(line))
	}
	text = strings.Join(lines, "")
	before, _ := mistakes(t)
	after, ok := mistakes(Text{t.Name, []byte(text)})
	if !ok || len(after) > len(before) {
		return t.Data
	}
	return []byte(text)
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

// lowerCase writes the value of a key with a fixed set of words in small
// letters.
func lowerCase(line string) string {
	key, value, ok := strings.Cut(line, "=")
	switch strings.TrimSpace(key) {
	case "decision", "default", "posture", "mode":
	default:
		return line
	}
	trimmed := strings.TrimSpace(value)
	if !ok || len(trimmed) < 2 || trimmed[0] != '"' {
		return line
	}
	end := strings.IndexByte(trimmed[1:], '"')
	if end < 0 {
		return line
	}
	word := trimmed[:end+2]
	return key + "=" + strings.Replace(value, word, strings.ToLower(word), 1)
}
