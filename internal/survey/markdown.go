package survey

import (
	"cmp"
	"strings"
)

// markdown is a text of instructions to an agent: what it is told to run stands in
// fences (CommonMark, section 4.5), and in a slash command behind "!", which runs
// it at once (docs.claude.com, "Slash commands"). What its head allows is judged as
// settings are.
func markdown(f *file) {
	m := &marked{file: f}
	m.head()
	for m.next < len(f.text) {
		m.line()
	}
}

type marked struct {
	*file
	next int
}

func (m *marked) take() (string, int) {
	at := m.next
	end := strings.IndexByte(m.text[at:], '\n')
	if end < 0 {
		m.next = len(m.text)
		return m.text[at:], at
	}
	m.next = at + end + 1
	return m.text[at : at+end], at
}

// head reads the lines between "---" at the beginning.
func (m *marked) head() {
	line, _ := m.take()
	if strings.TrimSpace(line) != "---" {
		m.next = 0
		return
	}
	list := false
	for m.next < len(m.text) {
		line, at := m.take()
		if strings.TrimSpace(line) == "---" {
			return
		}
		key, value, ok := strings.Cut(line, ":")
		if item, listed := strings.CutPrefix(strings.TrimLeft(line, " \t"), "- "); listed {
			if list {
				m.tools(item, at+len(line)-len(item))
			}
			continue
		}
		if list = ok && key == "allowed-tools"; list { // an agent's "tools" are those it has, not those it may use unasked
			m.tools(value, at+len(key)+1)
		}
	}
}

// tools are rules of what runs unasked, with commas between them.
func (m *marked) tools(list string, at int) {
	depth, start := 0, 0
	for i := 0; i <= len(list); i++ {
		switch {
		case i == len(list) || list[i] == ',' && depth == 0:
			rule := strings.Trim(list[start:i], " \t\"'[]")
			if n := strings.Index(list[start:i], rule); rule != "" && n >= 0 {
				m.allow(claude(), rule, nil, at+start+n, len(rule))
			}
			start = i + 1
		case list[i] == '(':
			depth++
		case list[i] == ')':
			depth--
		}
	}
}

func (m *marked) line() {
	line, at := m.take()
	text := strings.TrimLeft(line, " ")
	for strings.HasPrefix(text, "> ") || strings.HasPrefix(text, "- ") {
		text = strings.TrimLeft(text[2:], " ")
	}
	fence := text[:len(text)-len(strings.TrimLeft(text, "`"))]
	if fence == "" {
		fence = text[:len(text)-len(strings.TrimLeft(text, "~"))]
	}
	if len(fence) < 3 {
		m.inline(line, at)
		return
	}
	m.fence(fence, strings.TrimSpace(text[len(fence):]))
}

// fence keeps what stands in a fence of a shell's. Where lines begin with a prompt,
// the others are what these print.
func (m *marked) fence(fence, info string) {
	var body, typed []item
	for m.next < len(m.text) {
		line, at := m.take()
		text := strings.TrimSpace(line)
		if strings.HasPrefix(text, fence) && strings.Trim(text, fence[:1]) == "" {
			break
		}
		one := piece(line, at)
		body = append(body, one)
		if prompt := strings.TrimLeft(line, " \t"); strings.HasPrefix(prompt, "$ ") {
			n := len(line) - len(prompt) + 2
			typed = append(typed, piece(line[n:], at+n))
		}
	}
	language, _, _ := strings.Cut(strings.ToLower(strings.Trim(info, "{}.")), " ")
	dialect, ok := map[string]string{"bash": "bash", "sh": "sh", "shell": "bash", "zsh": "zsh", "fish": "fish", "console": "bash", "shell-session": "bash", "terminal": "bash", "shellscript": "bash"}[language]
	switch {
	case len(typed) > 0 && (ok || language == ""):
		body = typed
	case !ok || language == "console" || language == "shell-session":
		return
	}
	i := lines(body)
	i.placeholders()
	m.keep(i, step{shell: cmp.Or(dialect, "bash")})
}

// placeholders leaves open what a reader is to fill in: <name>.
func (i *item) placeholders() {
	for at := 0; at < len(i.text); at++ {
		if i.text[at] != '<' {
			continue
		}
		end := strings.IndexAny(i.text[at+1:], "<>\n")
		if end > 0 && i.text[at+1+end] == '>' && letter(i.text[at+1]) && letter(i.text[at+end]) && strings.IndexByte(i.text[at:at+end], '(') < 0 {
			i.holes = append(i.holes, span(at, at+end+2))
			at += end + 1
		}
	}
}

func piece(s string, at int) item {
	var b builder
	b.put(s, at)
	return b.item()
}

// inline keeps what a slash command runs before the agent reads it.
func (m *marked) inline(line string, at int) {
	for rest, from := line, at; ; {
		n := strings.Index(rest, "!`")
		if n < 0 {
			return
		}
		rest, from = rest[n+2:], from+n+2
		end := strings.IndexByte(rest, '`')
		if end < 0 {
			return
		}
		m.keep(piece(rest[:end], from), step{shell: "bash"})
		rest, from = rest[end+1:], from+end+1
	}
}
