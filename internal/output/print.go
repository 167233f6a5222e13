package output

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"tagout/internal/word"
)

// echo joins its words with spaces, as bash's does: -n, -e and -E in any
// bundle are options, everything after the first other word is not.
func echo(args []word.Word) (word.Text, bool) {
	newline, escapes := true, false
	for len(args) > 0 {
		s, ok := args[0].Known()
		if !ok || len(s) < 2 || s[0] != '-' || strings.Trim(s[1:], "neE") != "" {
			break
		}
		for _, r := range s[1:] {
			switch r {
			case 'n':
				newline = false
			case 'e', 'E':
				escapes = r == 'e'
			}
		}
		args = args[1:]
	}
	var out word.Text
	for i, a := range args {
		if i > 0 {
			out = append(out, lit(" "))
		}
		out = append(out, a.Pieces...)
	}
	if escapes {
		out = unescape(out)
	}
	if newline {
		out = append(out, lit("\n"))
	}
	return out, true
}

// unescape applies backslash escapes to the literal pieces.
func unescape(t word.Text) word.Text {
	out := make(word.Text, len(t))
	for i, p := range t {
		if p.Kind == word.Lit {
			p.Text = Escapes(p.Text)
		}
		out[i] = p
	}
	return out
}

// Escapes replaces the backslash escapes that echo -e and printf know
// (bash(1), "echo").
func Escapes(s string) string {
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

// printf formats its words. Only %s, %b, %c, %d, %i, %x and %% without flags
// are understood; the format is used again until the words are used up.
func printf(args []word.Word) (word.Text, bool) {
	if len(args) > 0 {
		if s, ok := args[0].Known(); ok && s == "--" {
			args = args[1:]
		}
	}
	if len(args) == 0 {
		return nil, false
	}
	format, ok := args[0].Known()
	if !ok || strings.HasPrefix(format, "-v") {
		return nil, false
	}
	var out word.Text
	args = args[1:]
	for first := true; first || len(args) > 0; first = false {
		before := len(args)
		once, rest, ok := formatOnce(format, args)
		if !ok {
			return nil, false
		}
		out, args = append(out, once...), rest
		if len(args) == before && !first || before > 0 && len(args) == before {
			break // a format without conversions is used once
		}
		if len(out) > maxOutput {
			return nil, false
		}
	}
	return out, true
}

func formatOnce(format string, args []word.Word) (out word.Text, rest []word.Word, ok bool) {
	for format != "" {
		i := strings.IndexByte(format, '%')
		if i < 0 {
			return append(out, lit(Escapes(format))), args, true
		}
		if i > 0 {
			out = append(out, lit(Escapes(format[:i])))
		}
		if i+1 == len(format) {
			return nil, nil, false
		}
		verb := format[i+1]
		format = format[i+2:]
		if verb == '%' {
			out = append(out, lit("%"))
			continue
		}
		var arg word.Text
		if len(args) > 0 {
			arg, args = args[0].Pieces, args[1:]
		}
		text, ok := convert(verb, arg)
		if !ok {
			return nil, nil, false
		}
		out = append(out, text...)
	}
	return out, args, true
}

func convert(verb byte, arg word.Text) (word.Text, bool) {
	s, isKnown := arg.Known()
	switch verb {
	case 's':
		return arg, true
	case 'b':
		return unescape(arg), true
	case 'c':
		if isKnown && len(s) > 1 {
			s = s[:1]
		}
		return word.Text{lit(s)}, isKnown
	case 'd', 'i', 'x':
		n, err := strconv.ParseInt(s, 0, 64)
		if s == "" {
			n, err = 0, nil
		}
		base := 10
		if verb == 'x' {
			base = 16
		}
		return word.Text{lit(strconv.FormatInt(n, base))}, isKnown && err == nil
	}
	return nil, false
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
