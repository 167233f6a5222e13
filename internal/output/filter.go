package output

import (
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"strconv"
	"strings"
	"unicode/utf8"
)

func basename(args []string) (string, bool) {
	if len(args) == 0 || len(args) > 2 || strings.HasPrefix(args[0], "-") {
		return "", false
	}
	name := strings.TrimRight(args[0], "/")
	if name == "" && args[0] != "" {
		return "/\n", true
	}
	name = name[strings.LastIndexByte(name, '/')+1:]
	if len(args) == 2 && name != args[1] {
		name = strings.TrimSuffix(name, args[1])
	}
	return name + "\n", true
}

func dirname(args []string) (string, bool) {
	if len(args) != 1 || strings.HasPrefix(args[0], "-") {
		return "", false
	}
	name := strings.TrimRight(args[0], "/")
	i := strings.LastIndexByte(name, '/')
	switch {
	case name == "" && args[0] != "", i == 0:
		return "/\n", true
	case i < 0:
		return ".\n", true
	}
	return strings.TrimRight(name[:i], "/") + "\n", true
}

// maxSeq bounds a computed sequence.
const maxSeq = 1000

func seq(args []string) (string, bool) {
	first, step, last := 1, 1, 0
	nums := make([]int, len(args))
	for i, a := range args {
		n, err := strconv.Atoi(a)
		if err != nil {
			return "", false
		}
		nums[i] = n
	}
	switch len(nums) {
	case 1:
		last = nums[0]
	case 2:
		first, last = nums[0], nums[1]
	case 3:
		first, step, last = nums[0], nums[1], nums[2]
	default:
		return "", false
	}
	if step <= 0 || (last-first)/step > maxSeq {
		return "", false
	}
	var b strings.Builder
	for n := first; n <= last; n += step {
		b.WriteString(strconv.Itoa(n) + "\n")
	}
	return b.String(), true
}

// eachLine applies f to every line, keeping line ends.
func eachLine(in string, f func(string) string) string {
	var b strings.Builder
	for line := range strings.Lines(in) {
		text := strings.TrimSuffix(line, "\n")
		b.WriteString(f(text))
		b.WriteString(line[len(text):])
	}
	return b.String()
}

func rev(args []string, in string) (string, bool) {
	return eachLine(in, func(s string) string {
		rs := []rune(s)
		for i, j := 0, len(rs)-1; i < j; i, j = i+1, j-1 {
			rs[i], rs[j] = rs[j], rs[i]
		}
		return string(rs)
	}), len(args) == 0 && utf8.ValidString(in)
}

func tac(args []string, in string) (string, bool) {
	var out string
	for line := range strings.Lines(in) {
		out = line + out
	}
	return out, len(args) == 0 && strings.HasSuffix(in, "\n")
}

// cut understands -d, -f, -c and -b with a list.
func cut(args []string, in string) (string, bool) {
	delim, list, chars := "\t", "", false
	for i := 0; i < len(args); i++ {
		a := args[i]
		if len(a) < 2 || a[0] != '-' || !strings.ContainsRune("dfcb", rune(a[1])) {
			return "", false
		}
		value := a[2:]
		if value == "" {
			if i++; i == len(args) {
				return "", false
			}
			value = args[i]
		}
		if a[1] == 'd' {
			delim = value
		} else {
			list, chars = value, a[1] != 'f'
		}
	}
	ranges, ok := fieldRanges(list)
	if !ok || len(delim) != 1 {
		return "", false
	}
	return eachLine(in, func(s string) string { return fields(s, delim, ranges, chars) }), true
}

// fieldRange is N, N-, -M or N-M.
type fieldRange struct{ from, to int }

func fieldRanges(list string) ([]fieldRange, bool) {
	var out []fieldRange
	for _, part := range strings.Split(list, ",") {
		lo, hi, isRange := strings.Cut(part, "-")
		r := fieldRange{1, 1 << 30}
		var err error
		if lo != "" {
			if r.from, err = strconv.Atoi(lo); err != nil {
				return nil, false
			}
		}
		if !isRange {
			r.to = r.from
		} else if hi != "" {
			if r.to, err = strconv.Atoi(hi); err != nil {
				return nil, false
			}
		}
		if lo == "" && hi == "" || r.from < 1 || r.to < r.from {
			return nil, false
		}
		out = append(out, r)
	}
	return out, true
}

func fields(s, delim string, ranges []fieldRange, chars bool) string {
	if chars {
		delim = ""
	} else if !strings.Contains(s, delim) {
		return s // cut prints a line without the delimiter whole
	}
	var kept []string
	for i, part := range strings.Split(s, delim) {
		for _, r := range ranges {
			if i+1 >= r.from && i+1 <= r.to {
				kept = append(kept, part)
				break
			}
		}
	}
	return strings.Join(kept, delim)
}

// count is how much of a text head and tail print.
type count struct {
	n     int
	bytes bool
	// most is set where all but n are printed by head (-n -5), and all from the
	// nth on by tail (-n +5).
	most bool
}

// counted reads -n N, -nN, -N, -c N or -cN; ten lines when there is none.
func counted(args []string) (c count, ok bool) {
	c.n = 10
	var rest []string
	for _, a := range args {
		if a != "-q" {
			rest = append(rest, a)
		}
	}
	if len(rest) == 0 {
		return c, true
	}
	a := strings.Join(rest, "")
	switch {
	case strings.HasPrefix(a, "-n"), strings.HasPrefix(a, "-c"):
		c.bytes, a = a[1] == 'c', strings.TrimPrefix(a[2:], "=")
	case strings.HasPrefix(a, "-"):
		a = a[1:]
	}
	c.most = strings.HasPrefix(a, "-") || strings.HasPrefix(a, "+")
	sign := a
	n, err := strconv.Atoi(strings.TrimLeft(a, "+-"))
	c.n = n
	return c, err == nil && n >= 0 && len(rest) <= 2 && !(strings.HasPrefix(sign, "--") || strings.HasPrefix(sign, "+-"))
}

// part is what head and tail print.
func part(name string, args []string, in string) (string, bool) {
	c, ok := counted(args)
	if !ok {
		return "", false
	}
	units := strings.SplitAfter(in, "\n")
	if c.bytes {
		units = strings.Split(in, "")
		if len(units) != len(in) {
			return "", false // head counts bytes, and so may part a character
		}
	}
	if n := len(units); n > 0 && units[n-1] == "" {
		units = units[:n-1]
	}
	at := min(c.n, len(units))
	plus := strings.Contains(strings.Join(args, ""), "+")
	switch {
	case name == "head" && plus:
		return "", false
	case name == "head" && c.most:
		units = units[:len(units)-at]
	case name == "head":
		units = units[:at]
	case plus:
		units = units[min(max(c.n-1, 0), len(units)):]
	default:
		units = units[len(units)-at:]
	}
	return strings.Join(units, ""), true
}

func base64Text(args []string, in string) (string, bool) {
	if len(args) == 0 {
		return base64.StdEncoding.EncodeToString([]byte(in)) + "\n", len(in) < 57 // longer output is wrapped
	}
	if !decodes(args) {
		return "", false
	}
	out, err := base64.StdEncoding.DecodeString(squeeze(in))
	return string(out), err == nil
}

func base32Text(args []string, in string) (string, bool) {
	if !decodes(args) {
		return "", false
	}
	out, err := base32.StdEncoding.DecodeString(squeeze(in))
	return string(out), err == nil
}

func decodes(args []string) bool {
	if len(args) != 1 {
		return false
	}
	switch args[0] {
	case "-d", "-D", "--decode", "--dec", "-di", "-id":
		return true
	}
	return false
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

// xxd understands -r -p: plain hexadecimal to bytes.
func xxd(args []string, in string) (string, bool) {
	a := strings.Join(args, "")
	if a != "-r-p" && a != "-p-r" && a != "-rp" && a != "-pr" {
		return "", false
	}
	out, err := hex.DecodeString(squeeze(in))
	return string(out), err == nil
}
