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

// cut understands -d, -f and -c with one list.
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
	from, to, ok := fieldRange(list)
	if !ok || len(delim) != 1 {
		return "", false
	}
	return eachLine(in, func(s string) string { return fields(s, delim, from, to, chars) }), true
}

// fieldRange reads N, N-, -M or N-M.
func fieldRange(list string) (from, to int, ok bool) {
	lo, hi, isRange := strings.Cut(list, "-")
	from, to = 1, 1<<30
	var err error
	if lo != "" {
		if from, err = strconv.Atoi(lo); err != nil {
			return 0, 0, false
		}
	}
	if !isRange {
		return from, from, lo != "" && from > 0
	}
	if hi != "" {
		if to, err = strconv.Atoi(hi); err != nil {
			return 0, 0, false
		}
	}
	return from, to, from > 0 && to >= from
}

func fields(s, delim string, from, to int, chars bool) string {
	if chars {
		delim = ""
	} else if !strings.Contains(s, delim) {
		return s // cut prints a line without the delimiter whole
	}
	parts := strings.Split(s, delim)
	if from > len(parts) {
		return ""
	}
	return strings.Join(parts[from-1:min(to, len(parts))], delim)
}

// count reads -n N, -nN, -N, -c N or -cN; ten lines when there is none.
func count(args []string) (n int, bytes, ok bool) {
	if len(args) == 0 {
		return 10, false, true
	}
	a := strings.Join(args, "")
	switch {
	case strings.HasPrefix(a, "-n"), strings.HasPrefix(a, "-c"):
		bytes, a = a[1] == 'c', a[2:]
	case strings.HasPrefix(a, "-"):
		a = a[1:]
	}
	n, err := strconv.Atoi(a)
	return n, bytes, err == nil && n >= 0 && len(args) <= 2
}

func head(args []string, in string) (string, bool) {
	n, bytes, ok := count(args)
	if !ok {
		return "", false
	}
	if bytes {
		return in[:min(n, len(in))], true
	}
	lines := strings.SplitAfter(in, "\n")
	return strings.Join(lines[:min(n, len(lines))], ""), true
}

func tail(args []string, in string) (string, bool) {
	if len(args) > 0 && strings.Contains(strings.Join(args, ""), "+") {
		return "", false
	}
	n, bytes, ok := count(args)
	if !ok {
		return "", false
	}
	if bytes {
		return in[max(0, len(in)-n):], true
	}
	lines := strings.SplitAfter(strings.TrimSuffix(in, "\n"), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "") + in[len(strings.TrimSuffix(in, "\n")):], true
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
