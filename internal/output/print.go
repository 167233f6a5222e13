package output

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"tagout/internal/word"
)

// escapes replaces the backslash escapes that tr knows, which are those of
// echo -e (bash(1), "echo").
func escapes(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		if text, used := escape(s[i:]); used > 0 {
			b.WriteString(text)
			i += used - 1
			continue
		}
		b.WriteByte('\\')
		b.WriteByte(s[i])
	}
	return b.String()
}

// escape decodes the escape whose letter s begins with, and says how many
// bytes it took.
func escape(s string) (string, int) {
	const letters, values = `abefnrtv\`, "\a\b\x1b\f\n\r\t\v\\"
	if i := strings.IndexByte(letters, s[0]); i >= 0 {
		return values[i : i+1], 1
	}
	switch s[0] {
	case 'E':
		return "\x1b", 1
	case 'x':
		return number(s, 1, 2, 16, false)
	case 'u':
		return number(s, 1, 4, 16, true)
	case 'U':
		return number(s, 1, 8, 16, true)
	case '0':
		if text, n := number(s, 1, 3, 8, false); n > 0 {
			return text, n
		}
		return "\x00", 1
	case '1', '2', '3', '4', '5', '6', '7':
		return number(s, 0, 3, 8, false)
	}
	return "", 0
}

// number decodes up to most digits from s[at:] as a byte or a code point.
func number(s string, at, most, base int, point bool) (string, int) {
	end := at
	for end < len(s) && end-at < most && isDigit(s[end], base) {
		end++
	}
	n, err := strconv.ParseUint(s[at:end], base, 32)
	if err != nil {
		return "", 0
	}
	if point {
		return string(utf8.AppendRune(nil, rune(n))), end
	}
	return string([]byte{byte(n)}), end
}

func isDigit(c byte, base int) bool {
	_, err := strconv.ParseUint(string(rune(c)), base, 8)
	return err == nil
}

// cat passes on its input; the reader has read the files that it names.
func cat(args []word.Word, input word.Text) (word.Text, bool) {
	for _, a := range args {
		if s, ok := a.Known(); ok && strings.HasPrefix(s, "-") && s != "-" && s != "-u" && s != "--" {
			return nil, false
		}
	}
	return input, input != nil
}
