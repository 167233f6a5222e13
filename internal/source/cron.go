package source

import "strings"

// cron adds the command of every line of a crontab (crontab(5)). The first "%"
// that is not quoted ends it; what follows is its input.
func (p *partReader) cron(text string) {
	env := ""
	for _, line := range commandLines(text) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		fields := 5
		if line[0] == '@' {
			fields = 1
		} else if name, value, ok := strings.Cut(line, "="); ok && shellName(strings.TrimSpace(name)) {
			env += strings.TrimSpace(name) + "=" + shellQuoted(unquoted(strings.TrimSpace(value))) + "; "
			continue
		}
		for ; fields > 0; fields-- {
			at := strings.IndexAny(line, " \t")
			if at < 0 {
				line = ""
				break
			}
			line = strings.TrimLeft(line[at:], " \t")
		}
		command, input := percent(line)
		if command != "" {
			p.add(env+command, input)
		}
	}
}

// unquoted removes the quotes around a value.
func unquoted(s string) string {
	if n := len(s); n > 1 && s[0] == s[n-1] && (s[0] == '"' || s[0] == '\'') {
		return s[1 : n-1]
	}
	return s
}

// percent splits a command from its input.
func percent(line string) (command, input string) {
	var b strings.Builder
	split := -1
	for i := 0; i < len(line); i++ {
		switch {
		case line[i] == '\\' && i+1 < len(line) && line[i+1] == '%':
			b.WriteByte('%')
			i++
		case line[i] == '%' && split < 0:
			split = b.Len()
		case line[i] == '%':
			b.WriteByte('\n')
		default:
			b.WriteByte(line[i])
		}
	}
	if split < 0 {
		return b.String(), ""
	}
	return b.String()[:split], b.String()[split:] + "\n"
}
