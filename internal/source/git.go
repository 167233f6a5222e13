package source

import (
	"path"
	"strconv"
	"strings"
)

// gitAlias adds what an alias stands for: a shell's program after "!", else a
// git command (git-config(1), alias.*). What is given with -c and in the
// environment outranks the files; of a file the last entry holds.
func (j *job) gitAlias() {
	if len(j.Targets) == 0 {
		return
	}
	name, known := j.Targets[0].Known()
	if !known {
		return
	}
	value, file, ok := j.givenAlias(name)
	if !ok {
		value, file, ok = j.fileAlias(name)
	}
	if !ok {
		return
	}
	text := "git " + value
	if own, shell := strings.CutPrefix(strings.TrimSpace(value), "!"); shell {
		text = own
	}
	j.add(Program{Name: file + ":" + name, Text: j.text(text + j.arguments()), Dir: j.dir})
}

// givenAlias looks an alias up among the settings of the call.
func (j *job) givenAlias(name string) (value, where string, ok bool) {
	for i := len(j.Given) - 1; i >= 0; i-- {
		key, v, _ := strings.Cut(j.flat(j.Given[i].Pieces), "=")
		if strings.EqualFold(key, "alias."+name) {
			return v, "git -c", true
		}
		if included(key) && j.aliasIn(v, name, &value, 0) {
			return value, v, true
		}
	}
	n, _ := j.host.Env("GIT_CONFIG_COUNT")
	count, _ := strconv.Atoi(j.flat(n))
	for i := min(count, maxFiles) - 1; i >= 0; i-- {
		key, _ := j.host.Env("GIT_CONFIG_KEY_" + strconv.Itoa(i))
		if strings.EqualFold(j.flat(key), "alias."+name) {
			v, _ := j.host.Env("GIT_CONFIG_VALUE_" + strconv.Itoa(i))
			return j.flat(v), "GIT_CONFIG_VALUE_" + strconv.Itoa(i), true
		}
	}
	return "", "", false
}

// fileAlias looks an alias up in the repository's configuration, then in the
// user's.
func (j *job) fileAlias(name string) (value, where string, ok bool) {
	dir := j.dir
	for n := 0; n <= min(maxUp, j.levels()); n++ {
		if file := join(dir, ".git/config"); j.aliasIn(file, name, &value, 0) {
			return value, file, true
		}
		dir = join(dir, "..")
	}
	home, _ := j.host.Env("HOME")
	config, ok := j.host.Env("XDG_CONFIG_HOME")
	xdg := j.flat(config)
	if !ok {
		xdg = path.Join(j.flat(home), ".config")
	}
	files := []string{path.Join(j.flat(home), ".gitconfig"), path.Join(xdg, "git/config"), "/etc/gitconfig"}
	for _, name := range [...]string{"GIT_CONFIG_SYSTEM", "GIT_CONFIG_GLOBAL"} {
		if file, set := j.host.Env(name); set {
			files = append([]string{join(j.dir, j.flat(file))}, files...)
		}
	}
	for _, file := range files {
		if j.aliasIn(file, name, &value, 0) {
			return value, file, true
		}
	}
	return "", "", false
}

// maxIncludes is how deeply git lets configuration files include others.
const maxIncludes = 10

// aliasIn looks an alias up in one file, and in those that it includes.
func (j *job) aliasIn(file, name string, value *string, depth int) bool {
	text, ok := j.read(file)
	if !ok || depth > maxIncludes {
		return false
	}
	found := false
	for _, set := range settings(text) {
		switch key := set.key; {
		case strings.EqualFold(key, "alias."+name), strings.EqualFold(key, "alias."+name+".command"):
			*value, found = set.value, true
		case included(key):
			found = j.aliasIn(join(path.Dir(file), set.value), name, value, depth+1) || found
		}
	}
	return found
}

// configLines are the lines of a configuration file, those joined that a
// backslash continues.
func configLines(text string) []string {
	var out []string
	joined := ""
	for _, line := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		line = joined + line
		if continues(line) {
			joined = line[:len(line)-1]
			continue
		}
		joined = ""
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' && line[0] != ';' {
			out = append(out, line)
		}
	}
	return out
}

// configValue removes quotes, escapes and remarks from a value.
func configValue(s string) string {
	var b strings.Builder
	quoted := false
	s = strings.TrimSpace(s)
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"':
			quoted = !quoted
		case c == '\\' && i+1 < len(s):
			i++
			if at := strings.IndexByte("nt", s[i]); at >= 0 {
				b.WriteByte("\n\t"[at])
			} else {
				b.WriteByte(s[i])
			}
		case (c == '#' || c == ';') && !quoted:
			return strings.TrimSpace(b.String())
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}
