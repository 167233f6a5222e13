package source

import "strings"

// tag is one of an XML text: <name key="value">, </name>, <name/>.
type tag struct {
	name          string
	attrs         []attr
	closing, lone bool
}

// attr is an attribute and its value.
type attr struct{ key, value string }

func (t *tag) get(key string) string {
	for _, a := range t.attrs {
		if a.key == key {
			return a.value
		}
	}
	return ""
}

// tags are those of an XML text in order, without remarks.
func tags(text string) []tag {
	var out []tag
	for {
		at := strings.IndexByte(text, '<')
		if at < 0 {
			return out
		}
		text = text[at+1:]
		if strings.HasPrefix(text, "!--") {
			_, text, _ = strings.Cut(text, "-->")
			continue
		}
		end := tagEnd(text)
		out = append(out, tagOf(text[:end]))
		text = text[end:]
	}
}

// tagEnd is the index of the ">" that ends a tag; one in quotes does not.
func tagEnd(s string) int {
	quote := byte(0)
	for i := range len(s) {
		switch c := s[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return i
		}
	}
	return len(s)
}

func tagOf(s string) tag {
	t := tag{closing: strings.HasPrefix(s, "/"), lone: strings.HasSuffix(s, "/")}
	s = strings.Trim(s, "/")
	end := strings.IndexAny(s, " \t\r\n")
	if end < 0 {
		end = len(s)
	}
	t.name, s = s[:end], s[end:]
	for {
		key, rest, ok := strings.Cut(s, "=")
		rest = strings.TrimLeft(rest, " \t\r\n")
		if !ok || rest == "" || rest[0] != '"' && rest[0] != '\'' {
			return t
		}
		value, after, _ := strings.Cut(rest[1:], rest[:1])
		t.attrs = append(t.attrs, attr{strings.TrimSpace(key), plainText(value)})
		s = after
	}
}

// plainText puts the signs for XML's entities.
func plainText(s string) string {
	if !strings.Contains(s, "&") {
		return s
	}
	return strings.NewReplacer("&quot;", `"`, "&apos;", "'", "&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(s)
}

// antTarget is a target: what it needs, and the lines that it runs.
type antTarget struct {
	needs []string
	lines []string
}

// ant reads build.xml: the programs that the targets asked for run, else those of
// the default one (ant.apache.org/manual).
func (j *job) ant() {
	text, file, ok := j.find(false, "build.xml")
	if !ok {
		return
	}
	first, targets := j.antTargets(text)
	asked := []string{first}
	if names, _ := j.names(); len(names) > 0 {
		asked = nil
		for _, w := range names {
			asked = append(asked, j.flat(w.Pieces))
		}
	}
	done := map[string]bool{}
	for n := 0; n < len(asked) && n < maxPrograms; n++ {
		name := asked[n]
		target := targets[name]
		if target == nil || done[name] {
			continue
		}
		done[name] = true
		asked = append(asked, target.needs...)
		j.add(Program{Name: file + ":" + name, Text: j.text(strings.Join(target.lines, "\n")), Dir: folder(file)})
	}
}

func (j *job) antTargets(text string) (first string, targets map[string]*antTarget) {
	targets = map[string]*antTarget{}
	now, line := &antTarget{}, ""
	end := func() {
		if line != "" {
			now.lines = append(now.lines, line)
		}
		line = ""
	}
	for _, t := range tags(text) {
		switch t.name {
		case "project":
			first += t.get("default")
		case "target", "macrodef":
			end()
			now = &antTarget{needs: strings.FieldsFunc(t.get("depends"), func(r rune) bool { return r == ',' || r == ' ' })}
			if !t.closing {
				targets[t.get("name")] = now
			}
		case "antcall":
			now.needs = append(now.needs, t.get("target"))
		case "exec":
			end()
			if !t.closing {
				line = t.get("command") + j.argument(t.get("executable"))
			}
		case "arg":
			line += " " + t.get("line") + j.argument(t.get("value")+t.get("path")+t.get("file"))
		case "delete":
			if dir := t.get("dir"); dir != "" {
				end()
				line = "rm -rf " + j.argument(dir)
			}
		}
	}
	end()
	return first, targets
}

// argument is an attribute as one word, with holes for ${properties}.
func (j *job) argument(s string) string {
	if s == "" {
		return ""
	}
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(s, "${")
		name, after, closed := strings.Cut(rest, "}")
		if !ok || !closed {
			return b.String() + shellQuoted(s)
		}
		if before != "" {
			b.WriteString(shellQuoted(before))
		}
		b.WriteString(j.unknown("${" + name + "}"))
		if s = after; s == "" {
			return b.String()
		}
	}
}
