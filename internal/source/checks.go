package source

import "strings"

// preCommit reads .pre-commit-config.yaml: the entries of the project's own
// hooks, those asked for or all (pre-commit.com, "local hooks").
func (j *job) preCommit() {
	text, file, ok := j.find(true, ".pre-commit-config.yaml", ".pre-commit-config.yml")
	if !ok {
		return
	}
	for _, repo := range j.yaml(text).get("repos").items() {
		if repo.get("repo").scalar() != "local" {
			continue
		}
		for _, hook := range repo.get("hooks").items() {
			id := hook.get("id").scalar()
			if wanted, sure := j.wants(id, hook.get("alias").scalar()); wanted {
				j.hook(file, id, hook, !sure)
			}
		}
	}
}

// wants reports whether one of the names is asked for; without a target all are.
func (j *job) wants(names ...string) (wanted, sure bool) {
	if len(j.Targets) == 0 || j.All {
		return true, true
	}
	for _, w := range j.Targets {
		s, known := w.Known()
		if !known {
			return true, false
		}
		if has(names, s) {
			return true, true
		}
	}
	return false, true
}

// hook adds what a hook runs. The entry of some languages is no program.
func (j *job) hook(file, id string, hook *yamlNode, maybe bool) {
	switch hook.get("language").scalar() {
	case "pygrep", "fail":
		return
	}
	text, at := hook.get("entry").scalar(), 0
	if text != "" {
		at = hook.get("entry").at
	}
	if args := commandOf(hook.get("args")); args != "" && hook.get("args").kind == yamlList {
		text += " " + args
	}
	j.add(Program{Name: file + ":" + id, Text: j.text(text), Dir: folder(file), At: at, Maybe: maybe})
}

// tox reads tox.ini: the commands of the environments asked for, else of all
// (tox.wiki/en/latest/config.html).
func (j *job) tox() {
	text, file, ok := j.find(true, "tox.ini")
	if !ok {
		return
	}
	var asked []string
	for _, w := range j.Given {
		asked = append(asked, strings.Split(j.flat(w.Pieces), ",")...)
	}
	iniSections(text, func(section, key, value string) {
		if section == "tox" && (key == "envlist" || key == "env_list") && len(j.Given) == 0 {
			asked = strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == '\n' || r == ' ' })
		}
	})
	iniSections(text, func(section, key, value string) {
		env, isEnv := strings.CutPrefix(section, "testenv")
		env = strings.TrimPrefix(env, ":")
		if !isEnv || !strings.HasPrefix(key, "commands") || env != "" && !has(asked, env) {
			return
		}
		for _, line := range strings.Split(strings.ReplaceAll(value, "\\\n", " "), "\n") {
			line = strings.TrimLeft(strings.TrimSpace(line), "-! ")
			if factor, command, ok := strings.Cut(line, ": "); ok && !strings.Contains(factor, " ") {
				line = command
			}
			j.add(Program{Name: file + ":" + section, Text: j.text(j.between("{", "}", line)), Dir: folder(file)})
		}
	})
}

// between puts holes for what a runner fills in between two marks ("{posargs}").
func (j *job) between(from, to, s string) string {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(s, from)
		name, after, closed := strings.Cut(rest, to)
		if !ok || !closed {
			return b.String() + s
		}
		b.WriteString(before + j.unknown(from+name+to))
		s = after
	}
}

// iniSections hands over every key of a file in sections, with a value of
// several lines as they are.
func iniSections(text string, each func(section, key, value string)) {
	section, key := "", ""
	var value []string
	flush := func() {
		if key != "" {
			each(section, key, strings.Join(value, "\n"))
		}
		key, value = "", nil
	}
	for _, line := range strings.Split(text, "\n") {
		trimmed := strings.TrimSpace(line)
		switch {
		case trimmed == "" || trimmed[0] == '#' || trimmed[0] == ';':
		case line[0] == ' ' || line[0] == '\t':
			value = append(value, trimmed)
		case trimmed[0] == '[':
			flush()
			section = strings.Trim(trimmed, "[] ")
		default:
			flush()
			name, first, _ := strings.Cut(line, "=")
			key, value = strings.TrimSpace(name), []string{strings.TrimSpace(first)}
		}
	}
	flush()
}
