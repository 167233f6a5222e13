package source

import "strings"

// setting is one of git's, with the whole of its key.
type setting struct{ key, value string }

// settings are those of a configuration file in order (git-config(1), Syntax). A
// line before any section is one by itself: "core.pager=less", "core.pager less".
func settings(text string) []setting {
	var out []setting
	section := ""
	for _, line := range configLines(text) {
		if strings.HasPrefix(line, "[") {
			head, rest, _ := strings.Cut(line[1:], "]")
			section, line = sectionOf(head), strings.TrimSpace(rest)
		}
		if line == "" || line[0] == '#' || line[0] == ';' {
			continue
		}
		if section == "" {
			if at := strings.IndexAny(line, "= \t"); at > 0 {
				out = append(out, setting{line[:at], strings.TrimSpace(line[at+1:])})
			}
			continue
		}
		key, value, _ := strings.Cut(line, "=")
		out = append(out, setting{section + strings.TrimSpace(key), configValue(value)})
	}
	return out
}

// sectionOf is what a section's heading puts before its keys: "a.b." of a "b".
func sectionOf(head string) string {
	name, sub, quoted := strings.Cut(strings.TrimSpace(head), `"`)
	name = strings.TrimSpace(name) + "."
	if quoted {
		name += strings.ReplaceAll(strings.TrimSuffix(sub, `"`), `\`, "") + "."
	}
	return name
}

// included reports whether the value of a key is a file of more settings.
func included(key string) bool {
	key = strings.ToLower(key)
	return key == "include.path" || strings.HasPrefix(key, "includeif.") && strings.HasSuffix(key, ".path")
}

// settings adds what git runs by its settings: the values behind marks such as
// "core.pager=", those of files that they include, and hooks.
func (p *partReader) settings(text string, marks []string) {
	for _, set := range settings(text) {
		if p.full() {
			return
		}
		key := strings.ToLower(set.key)
		line := set.key + "=" + set.value
		switch after, _ := bestMark(line, marks); {
		case set.value == "":
		case included(key):
			p.parts = append(p.parts, Part{Text: p.text(set.value), Includes: true})
		case key == "core.hookspath":
			p.parts = append(p.parts, Part{Text: p.text(set.value), Scripts: true})
		case key == "init.templatedir":
			p.parts = append(p.parts, Part{Text: p.text(set.value + "/hooks"), Scripts: true})
		case after >= 0:
			p.add(strings.TrimLeft(line[after:], "! \t"), "")
		}
	}
}
