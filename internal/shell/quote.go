package shell

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// ansiC decodes the inside of $'…' (bash(1), "QUOTING"). A NUL ends it, as in
// bash.
func ansiC(s string) string {
	out, _ := unescape(s, true)
	return out
}

// unescape decodes backslash escapes. quoting tells $'…' from echo -e and
// printf, which take \0 before an octal number and \c to stop; stop reports
// that output ends there.
func unescape(s string, quoting bool) (out string, stop bool) {
	var b strings.Builder
	for i := 0; i < len(s); {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			i++
			continue
		}
		i++
		c := s[i]
		i++
		if r := simpleEscape(c, quoting); r != 0 {
			b.WriteByte(r)
			continue
		}
		n := 0
		switch {
		case c == 'c' && !quoting:
			return b.String(), true
		case c == 'c' && i < len(s):
			b.WriteByte(s[i] & 0x1f)
			n = 1
		case c >= '0' && c <= '7':
			var v uint64
			i, v = octal(s, i-1, quoting)
			if v == 0 && quoting {
				return b.String(), false
			}
			b.WriteByte(byte(v))
		case c == 'x':
			n = hexDigits(s[i:], 2)
			writeByte(&b, s[i-2:i+n], n)
		case c == 'u':
			n = hexDigits(s[i:], 4)
			writeRune(&b, s[i-2:i+n], n)
		case c == 'U':
			n = hexDigits(s[i:], 8)
			writeRune(&b, s[i-2:i+n], n)
		default:
			b.WriteByte('\\')
			b.WriteByte(c)
		}
		i += n
	}
	return b.String(), false
}

// simpleEscape returns the byte that a one-letter escape stands for, or 0.
func simpleEscape(c byte, quoting bool) byte {
	switch c {
	case 'a':
		return 7
	case 'b':
		return 8
	case 'e', 'E':
		return 27
	case 'f':
		return 12
	case 'n':
		return 10
	case 'r':
		return 13
	case 't':
		return 9
	case 'v':
		return 11
	case '\\':
		return '\\'
	case '\'', '"', '?':
		if quoting {
			return c
		}
	}
	return 0
}

// octal reads up to three octal digits at i; echo and printf allow a 0 before
// them.
func octal(s string, i int, quoting bool) (next int, v uint64) {
	limit := 3
	if !quoting && s[i] == '0' {
		limit = 4
	}
	j := i
	for j < len(s) && j < i+limit && s[j] >= '0' && s[j] <= '7' {
		v = v*8 + uint64(s[j]-'0')
		j++
	}
	return j, v
}

// hexDigits counts the hexadecimal digits at the beginning of s, up to limit.
func hexDigits(s string, limit int) int {
	n := 0
	for n < len(s) && n < limit && isHex(s[n]) {
		n++
	}
	return n
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

// writeByte writes \xHH, or the escape as it stands without digits.
func writeByte(b *strings.Builder, esc string, digits int) {
	if digits == 0 {
		b.WriteString(esc)
		return
	}
	v, _ := strconv.ParseUint(esc[2:], 16, 64)
	b.WriteByte(byte(v))
}

func writeRune(b *strings.Builder, esc string, digits int) {
	v, _ := strconv.ParseUint("0"+esc[2:], 16, 64)
	if digits == 0 || v > utf8.MaxRune {
		b.WriteString(esc)
		return
	}
	b.WriteRune(rune(v))
}

// shellQuoted is ${x@Q}.
func shellQuoted(s string) string {
	if s == "'" {
		return `\'`
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

func lowerAll(s string) string { return strings.ToLower(s) }

func upperAll(s string) string { return strings.ToUpper(s) }

// changeFirst applies a change of case to the first character.
func changeFirst(s string, change func(string) string) string {
	_, n := utf8.DecodeRuneInString(s)
	return change(s[:n]) + s[n:]
}
