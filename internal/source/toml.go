package source

import "strings"

// taskTables are the tables in which files name tasks, by file.
func taskTables() [][2]string {
	return [][2]string{
		{"Makefile.toml", "tasks"}, {"mise.toml", "tasks"}, {".mise.toml", "tasks"}, {"pixi.toml", "tasks"},
		{"pyproject.toml", "tool.poe.tasks"}, {"pyproject.toml", "tool.pdm.scripts"}, {"pyproject.toml", "tool.pixi.tasks"},
		{"pyproject.toml", "tool.rye.scripts"}, {"pyproject.toml", "tool.hatch.envs.default.scripts"}, {"pyproject.toml", "tool.taskipy.tasks"},
	}
}

// tomlTasks reads the commands of a task that a TOML file names. (A full reader
// costs more than the hook's whole time.)
func (j *job) tomlTasks() {
	if len(j.Targets) == 0 {
		return
	}
	name, known := j.Targets[0].Known()
	if !known {
		return
	}
	for _, t := range taskTables() {
		text, file, ok := j.find(true, t[0])
		if !ok {
			continue
		}
		program, args := "", ""
		tomlKeys(text, func(table, key, value string) {
			switch {
			case table == t[1] && key == name && strings.HasPrefix(value, "{"):
				for _, k := range [...]string{"cmd", "shell", "run", "script", "command"} {
					_, rest, _ := strings.Cut(value, k+" =")
					j.tomlTask(file, name, strings.TrimSpace(rest))
				}
			case table == t[1] && key == name:
				j.tomlTask(file, name, value)
			case table != t[1]+"."+name && table != t[1]+`."`+name+`"`:
			case key == "command":
				program = strings.Join(tomlTexts(value), " ")
			case key == "args":
				for _, a := range tomlTexts(value) {
					args += " " + shellQuoted(a)
				}
			case key == "script", key == "run", key == "cmd", key == "shell":
				j.tomlTask(file, name, value)
			}
		})
		if program != "" {
			j.add(Program{Name: file + ":" + name, Text: j.text(program + args), Dir: folder(file)})
		}
	}
}

func (j *job) tomlTask(file, name, value string) {
	if text := strings.Join(tomlTexts(value), "\n"); text != "" {
		j.add(Program{Name: file + ":" + name, Text: j.text(text + j.arguments()), Dir: folder(file)})
	}
}

// tomlKeys hands over every key with its table and its value as it is written,
// over as many lines as its quotes and brackets stand open.
func tomlKeys(text string, each func(table, key, value string)) {
	table := ""
	for text != "" {
		line, rest, _ := strings.Cut(text, "\n")
		trimmed := strings.TrimSpace(line)
		key, _, ok := strings.Cut(trimmed, "=")
		switch {
		case strings.HasPrefix(trimmed, "["):
			table = strings.Trim(trimmed, "[] ")
			text = rest
		case !ok || strings.HasPrefix(trimmed, "#"):
			text = rest
		default:
			_, value, _ := strings.Cut(text, "=")
			value, text = tomlValue(strings.TrimLeft(value, " \t"))
			each(table, strings.Trim(strings.TrimSpace(key), `"'`), strings.TrimSpace(value))
		}
	}
}

// tomlValue cuts a value off the text that begins with it.
func tomlValue(text string) (value, rest string) {
	for _, quote := range [...]string{`"""`, "'''"} {
		if after, ok := strings.CutPrefix(text, quote); ok {
			_, rest, _ := strings.Cut(after, quote)
			return text[:len(text)-len(rest)], rest
		}
	}
	value, rest, _ = strings.Cut(text, "\n")
	if !strings.HasPrefix(value, "[") {
		return value, rest
	}
	for rest != "" && !strings.HasSuffix(strings.TrimSpace(value), "]") {
		value, rest, _ = strings.Cut(rest, "\n")
	}
	return text[:len(text)-len(rest)], rest
}

// tomlTexts are the strings with which a value begins: one, or those of a list.
func tomlTexts(value string) []string {
	for _, quote := range [...]string{`"""`, "'''"} {
		if rest, ok := strings.CutPrefix(value, quote); ok {
			text, _, _ := strings.Cut(rest, quote)
			return []string{text}
		}
	}
	list := strings.HasPrefix(value, "[")
	var out []string
	for rest := strings.TrimLeft(value, "[ \t\n,"); rest != "" && (rest[0] == '"' || rest[0] == '\''); rest = strings.TrimLeft(rest, ", \t\n") {
		text, after := tomlString(rest)
		out, rest = append(out, text), after
		if !list {
			break
		}
	}
	return out
}

// tomlString reads a string of one line.
func tomlString(s string) (text, rest string) {
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == s[0]:
			return b.String(), s[i+1:]
		case s[i] == '\\' && s[0] == '"' && i+1 < len(s):
			if i++; s[i] == 'n' {
				b.WriteByte('\n')
				continue
			}
			b.WriteByte(s[i])
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String(), ""
}
