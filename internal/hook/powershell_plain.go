package hook

import (
	"slices"
	"strings"
)

// plainly returns a PowerShell program in the words of a POSIX shell, where it is so
// plain that both mean the same: programs with literal words, one after another.
// Variables, pipelines, redirections, script blocks, arrays, and commands that run
// others are not plain. known says which programs with a dash in their names are
// none of PowerShell's commands.
func plainly(text string, known func(string) bool) (posix string, ok bool) {
	var statements []string
	for r := (reading{text: text}); ; {
		words, ok := r.statement()
		if !ok {
			return "", false
		}
		if len(words) > 0 {
			if words, ok = posixly(words, known); !ok {
				return "", false
			}
			for i := range words {
				words[i] = literally(words[i])
			}
			statements = append(statements, strings.Join(words, " "))
		}
		if r.text == "" {
			return strings.Join(statements, "\n"), len(statements) > 0
		}
	}
}

// literally spells a word so that a POSIX shell takes it as it is.
func literally(word string) string {
	if word != "" && strings.IndexFunc(word, func(r rune) bool { return separates(r) && !strings.ContainsRune("/:+*?", r) }) < 0 {
		return word
	}
	if rest, home := strings.CutPrefix(word, "~/"); home {
		return "~/" + literally(rest)
	}
	if word == "~" {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// reading is what is left of a program.
type reading struct{ text string }

// statement reads the words up to what ends a statement.
func (r *reading) statement() (words []string, ok bool) {
	for r.text != "" {
		switch c := r.text[0]; {
		case c == ' ' || c == '\t' || c == '\r':
			r.text = r.text[1:]
		case c == ';' || c == '\n':
			r.text = r.text[1:]
			return words, true
		case strings.HasPrefix(r.text, "&&"), strings.HasPrefix(r.text, "||"):
			r.text = r.text[2:]
			return words, true
		default:
			word, ok := r.word()
			if !ok {
				return nil, false
			}
			words = append(words, word)
		}
	}
	return words, true
}

// word reads one word, of which no part is computed.
func (r *reading) word() (string, bool) {
	var word strings.Builder
	for r.text != "" && strings.IndexByte(" \t\r\n;", r.text[0]) < 0 {
		if value, rest, is := truth(r.text); is {
			word.WriteString(value)
			r.text = rest
			continue
		}
		c := r.text[0]
		r.text = r.text[1:]
		switch {
		case c == '\'' || c == '"':
			inner, rest, closed := strings.Cut(r.text, string(c))
			if !closed || strings.HasPrefix(rest, string(c)) || c == '"' && strings.ContainsAny(inner, "$`") {
				return "", false
			}
			if word.Len() == 0 && rest != "" && strings.IndexByte(" \t\r\n;", rest[0]) < 0 {
				return "", false // 'a'b are two words
			}
			word.WriteString(inner)
			r.text = rest
		case c >= 0x80, strings.IndexByte("$`@(){}[]<>|&#,!%", c) >= 0:
			return "", false
		default:
			word.WriteByte(c)
		}
	}
	return word.String(), true
}

// truth reads one of the two constants that stand with switches: -Confirm:$false.
func truth(text string) (value, rest string, is bool) {
	for _, name := range [...]string{"$true", "$false"} {
		if n := len(name); len(text) >= n && strings.EqualFold(text[:n], name) && (len(text) == n || strings.IndexByte(" \t\r\n;", text[n]) >= 0) {
			return name[1:], text[n:], true
		}
	}
	return "", "", false
}

// posixly gives the words of one statement the names that the policy knows. ok is
// false where they may run what is not among them, or move where the next ones run.
func posixly(words []string, known func(string) bool) (out []string, ok bool) {
	name := strings.ToLower(words[0])
	switch name {
	case "ri", "rd", "rmdir", "del", "erase", "remove-item":
		return removeItem(words), true
	case "rm":
		if slices.ContainsFunc(words[1:], func(w string) bool { return len(w) > 2 && parameter(w) != "" }) {
			return removeItem(words), true
		}
	case "iex", "icm", "ii", "saps", "start", "sajb", "sal", "nal", "ipal", "sl", "chdir", "where", "foreach", "function", "filter":
		return nil, false
	}
	if strings.HasPrefix(name, "--") || strings.Contains(name, "-") && !known(strings.TrimSuffix(name, ".exe")) {
		return nil, false
	}
	if strings.ContainsAny(name, "=?*~") || slices.Contains(words, "--%") {
		return nil, false
	}
	if strings.ContainsAny(name, `/\`) { // a file, whose name may have case
		name = strings.ReplaceAll(words[0], `\`, "/")
	}
	return append([]string{name}, words[1:]...), true
}

// removeItem spells out the parameters of Remove-Item, and its paths with the slashes
// that PowerShell takes everywhere.
func removeItem(words []string) []string {
	out := []string{"remove-item"}
	for _, w := range words[1:] {
		name, value, _ := strings.Cut(w, ":")
		whole := parameter(name)
		switch {
		case whole == "":
			out = append(out, strings.ReplaceAll(w, `\`, "/"))
		case strings.EqualFold(value, "false"): // a switch that is off
		case value == "" || strings.EqualFold(value, "true"):
			out = append(out, whole)
		default:
			out = append(out, whole, strings.ReplaceAll(value, `\`, "/"))
		}
	}
	return out
}

// parameter is the parameter of Remove-Item that a word begins, "" for none. One
// that begins several is the one that deletes more.
func parameter(word string) string {
	if len(word) < 2 || word[0] != '-' {
		return ""
	}
	for _, name := range [...]string{"-recurse", "-force", "-path", "-literalpath", "-include", "-exclude", "-filter", "-confirm", "-whatif", "-verbose", "-erroraction"} {
		if len(word) <= len(name) && strings.EqualFold(word, name[:len(word)]) {
			return name
		}
	}
	switch strings.ToLower(word) {
	case "-ea":
		return "-erroraction"
	case "-wi":
		return "-whatif"
	case "-cf":
		return "-confirm"
	case "-lp", "-pspath":
		return "-literalpath"
	}
	return ""
}
