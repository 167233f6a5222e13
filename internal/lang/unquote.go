package lang

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// unquote returns the text of a TOML string on one line, and for each byte of
// it where in raw that byte is written, plus one entry for the end. A string of
// several lines gives no offsets: its text is returned as it stands.
func unquote(raw string) (text string, offsets []int) {
	if len(raw) < 2 || strings.HasPrefix(raw, `"""`) || strings.HasPrefix(raw, "'''") {
		return raw, nil
	}
	var b strings.Builder
	end := len(raw) - 1
	for i := 1; i < end; {
		n := 1
		if raw[0] == '"' && raw[i] == '\\' {
			var r rune
			r, n = escape(raw[i:end])
			at := b.Len()
			b.WriteRune(r)
			for ; at < b.Len(); at++ {
				offsets = append(offsets, i)
			}
		} else {
			b.WriteByte(raw[i])
			offsets = append(offsets, i)
		}
		i += n
	}
	return b.String(), append(offsets, end)
}

// escape reads the escape at the start of s: its character and length.
func escape(s string) (rune, int) {
	if len(s) < 2 {
		return utf8.RuneError, len(s)
	}
	digits := 0
	switch s[1] {
	case 'b':
		return '\b', 2
	case 't':
		return '\t', 2
	case 'n':
		return '\n', 2
	case 'f':
		return '\f', 2
	case 'r':
		return '\r', 2
	case 'e':
		return '\x1b', 2
	case 'x':
		digits = 2
	case 'u':
		digits = 4
	case 'U':
		digits = 8
	default:
		return rune(s[1]), 2
	}
	if len(s) < 2+digits {
		return utf8.RuneError, len(s)
	}
	v, err := strconv.ParseUint(s[2:2+digits], 16, 32)
	if err != nil {
		return utf8.RuneError, 2
	}
	return rune(v), 2 + digits
}
