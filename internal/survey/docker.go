package survey

import (
	"strings"
)

// dockerfile finds what a build runs, and what its image does
// (docs.docker.com/reference/dockerfile). All of it runs in a container. The
// format is one of lines, of which the engine needs few, and it needs their columns.
func dockerfile(f *file) {
	d := &docker{file: f, escape: '\\', shell: "sh", on: "container:"}
	for d.next < len(f.text) {
		d.instruction()
	}
}

type docker struct {
	*file
	next   int
	begun  bool // an instruction has been read
	escape byte
	shell  string // "" for one that is not read here
	on     string
}

// line returns the next line and where it begins.
func (d *docker) line() (string, int) {
	at := d.next
	end := strings.IndexByte(d.text[at:], '\n')
	if end < 0 {
		d.next = len(d.text)
		return d.text[at:], at
	}
	d.next = at + end + 1
	return d.text[at : at+end], at
}

func (d *docker) instruction() {
	line, at := d.line()
	trimmed := strings.TrimLeft(line, " \t")
	at += len(line) - len(trimmed)
	if trimmed == "" || trimmed[0] == '#' {
		d.directive(trimmed)
		return
	}
	d.begun = true
	var b builder
	b.put(trimmed, at)
	d.continued(&b, trimmed)
	i := b.item()
	heredocs := d.heredocs(i.text)
	d.run(i, heredocs)
}

// directive heeds "# escape=`" before the first instruction.
func (d *docker) directive(line string) {
	name, value, ok := strings.Cut(strings.TrimLeft(line, "# \t"), "=")
	if ok && !d.begun && strings.EqualFold(strings.TrimSpace(name), "escape") && strings.TrimSpace(value) == "`" {
		d.escape = '`'
	}
}

// continued adds the lines that an instruction goes on with: comments and empty
// lines among them are none of it.
func (d *docker) continued(b *builder, line string) {
	for d.cut(b, line) && d.next < len(d.text) {
		var at int
		for line, at = d.line(); d.next < len(d.text); line, at = d.line() {
			if t := strings.TrimSpace(line); t != "" && t[0] != '#' {
				break
			}
		}
		if t := strings.TrimSpace(line); t == "" || t[0] == '#' {
			return
		}
		b.put(line, at)
	}
}

// cut takes the escape from the end of a line, and reports whether there was one.
func (d *docker) cut(b *builder, line string) bool {
	trimmed := strings.TrimRight(line, " \t")
	if trimmed == "" || trimmed[len(trimmed)-1] != d.escape {
		return false
	}
	b.text.Truncate(b.text.Len() - (len(line) - len(trimmed)) - 1)
	b.at = b.at[:b.text.Len()]
	return true
}

// heredoc is a text that stands below an instruction.
type heredoc struct {
	name string
	body item
}

// heredocs reads the texts that an instruction announces by "<<NAME".
func (d *docker) heredocs(line string) (out []heredoc) {
	if !d.takesHeredocs(line) {
		return nil
	}
	for rest := line; ; {
		_, after, ok := strings.Cut(rest, "<<")
		if !ok {
			return out
		}
		rest = after
		tabs := strings.HasPrefix(after, "-")
		word := strings.Trim(strings.TrimPrefix(after, "-"), "")
		if end := strings.IndexAny(word, " \t;|&)"); end >= 0 {
			word = word[:end]
		}
		name := strings.Trim(word, `"'`)
		if named(name) {
			out = append(out, heredoc{name, d.body(name, tabs)})
		}
	}
}

func (d *docker) takesHeredocs(line string) bool {
	word, _, _ := strings.Cut(line, " ")
	switch strings.ToUpper(word) {
	case "RUN", "COPY", "ADD":
		return true
	}
	return false
}

// body reads the lines up to the one that ends a heredoc.
func (d *docker) body(name string, tabs bool) item {
	var b builder
	for d.next < len(d.text) {
		line, at := d.line()
		text := line
		if tabs {
			text = strings.TrimLeft(line, "\t")
		}
		if text == name {
			break
		}
		b.put(text, at+len(line)-len(text))
		b.made("\n", at+len(line))
	}
	return b.item()
}

// run keeps what an instruction runs.
func (d *docker) run(i item, heredocs []heredoc) {
	word, n := firstWord(i.text)
	rest := i.from(n)
	switch strings.ToUpper(word) {
	case "FROM":
		d.from(rest.text)
	case "ONBUILD":
		d.run(rest, heredocs)
	case "SHELL":
		if words, ok := rest.list(); ok && len(words) > 0 {
			d.shell, _ = shellNamed(words[0].text)
		}
	case "RUN":
		d.command(withoutOptions(rest), heredocs)
	case "CMD", "ENTRYPOINT":
		d.command(rest, nil)
	case "HEALTHCHECK":
		if rest = withoutOptions(rest); strings.HasPrefix(strings.ToUpper(rest.text), "CMD") {
			d.command(rest.from(len("CMD")), nil)
		}
	}
}

// from begins a stage.
func (d *docker) from(rest string) {
	d.shell = "sh"
	for _, w := range strings.Fields(rest) {
		if !strings.HasPrefix(w, "--") {
			d.on = "container:" + w
			break
		}
	}
}

// command keeps a command in any of its forms: a list of words, a text, a text
// below it.
func (d *docker) command(i item, heredocs []heredoc) {
	if words, ok := i.list(); ok {
		if len(words) > 0 {
			d.keep(joined(words), "sh")
		}
		return
	}
	if len(heredocs) > 0 {
		if rest := strings.TrimSpace(i.text); strings.HasPrefix(rest, "<<") && !strings.ContainsAny(rest, " \t") {
			dialect := d.shell
			if strings.HasPrefix(heredocs[0].body.text, "#!") {
				dialect, _ = shebang(heredocs[0].body.text)
			}
			d.keep(heredocs[0].body, dialect)
			return
		}
		var b builder
		b.add(i)
		for _, h := range heredocs {
			b.made("\n", i.at[len(i.at)-1])
			b.add(h.body)
			b.made(h.name, h.body.at[len(h.body.at)-1])
		}
		i = b.item()
	}
	d.keep(i, d.shell)
}

func (d *docker) keep(i item, dialect string) {
	if dialect == "" || strings.TrimSpace(i.text) == "" {
		return
	}
	i.shell, i.on = dialect, d.on
	d.add(i)
}

// withoutOptions takes the options of an instruction ("--mount=…") off its front.
func withoutOptions(i item) item {
	for {
		word, n := firstWord(i.text)
		if !strings.HasPrefix(word, "--") {
			return i
		}
		i = i.from(n)
	}
}

// firstWord returns the first word of a text, and where what follows it begins.
func firstWord(s string) (string, int) {
	start := len(s) - len(strings.TrimLeft(s, " \t"))
	end := strings.IndexAny(s[start:], " \t")
	if end < 0 {
		return s[start:], len(s)
	}
	end += start
	return s[start:end], end + len(s[end:]) - len(strings.TrimLeft(s[end:], " \t"))
}

// from is the item without its first n bytes.
func (i item) from(n int) item {
	out := i
	out.text, out.at, out.holes = i.text[n:], i.at[n:], nil
	for _, h := range i.holes {
		if h.Start >= n {
			out.holes = append(out.holes, span(h.Start-n, h.End-n))
		}
	}
	return out
}
