package survey

import (
	"strings"
)

// jenkins finds the sh steps of a Jenkinsfile (jenkins.io/doc/pipeline/steps): the
// text that stands behind the word, or behind "script:". Everything else of Groovy
// is passed over.
func jenkins(f *file) {
	g := &groovy{file: f}
	for g.at < len(f.text) {
		g.next()
	}
}

type groovy struct {
	*file
	at int
	// armed: the word sh has been read, and the text that it takes may follow.
	armed bool
}

func (g *groovy) rest() string { return g.text[g.at:] }

func (g *groovy) next() {
	rest := g.rest()
	switch c := rest[0]; {
	case strings.HasPrefix(rest, "//"):
		g.past(rest, "\n", 2)
	case strings.HasPrefix(rest, "/*"):
		g.past(rest, "*/", 2)
	case c == '\'' || c == '"':
		i := g.quoted()
		if g.armed {
			g.keep(i, step{shell: "sh"})
		}
		g.armed = false
	case letter(c):
		g.word()
	case c == '(' || blank(c) && c != '\n' || c == '[':
		g.at++
	case c == ':' && g.armed:
		g.at++
	default:
		g.armed = false
		g.at++
	}
}

func letter(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '$'
}

// word reads a name: sh is the step, and of its arguments the script and those
// that may stand before it keep it armed.
func (g *groovy) word() {
	end := g.at
	for end < len(g.text) && letter(g.text[end]) {
		end++
	}
	name := g.text[g.at:end]
	member := g.at > 0 && g.text[g.at-1] == '.'
	g.at = end
	switch name {
	case "sh":
		g.armed = !member || strings.HasSuffix(g.text[:end], "steps.sh") || strings.HasSuffix(g.text[:end], "script.sh")
	case "script":
	case "returnStdout", "returnStatus", "label", "encoding":
		if g.armed {
			g.argument()
		}
	default:
		g.armed = false
	}
}

// argument passes over another argument of the step.
func (g *groovy) argument() {
	for g.at < len(g.text) && g.text[g.at] != ',' && g.text[g.at] != ')' && g.text[g.at] != '\n' {
		if c := g.text[g.at]; c == '\'' || c == '"' {
			g.quoted()
			continue
		}
		g.at++
	}
	if g.at < len(g.text) && g.text[g.at] == ',' {
		g.at++
	}
}

func (g *groovy) past(rest, end string, from int) {
	n := strings.Index(rest[from:], end)
	if n < 0 {
		g.at = len(g.text)
		return
	}
	g.at += from + n + len(end)
}

// quoted reads a text in any of its quotes. In double quotes "$x" and "${x}" are
// computed.
func (g *groovy) quoted() item {
	quote := g.text[g.at : g.at+1]
	if triple := strings.Repeat(quote, 3); strings.HasPrefix(g.rest(), triple) {
		quote = triple
	}
	g.at += len(quote)
	var b builder
	for g.at < len(g.text) && !strings.HasPrefix(g.rest(), quote) {
		switch c := g.text[g.at]; {
		case c == '\\' && g.at+1 < len(g.text):
			g.escape(&b)
		case c == '$' && quote[0] == '"':
			n := interpolated(g.rest())
			if n > 1 {
				b.hole(strings.ReplaceAll(g.text[g.at:g.at+n], "\n", " "), g.at)
			} else {
				b.put("$", g.at)
			}
			g.at += n
		case c == '\n' && len(quote) == 1: // it was no quote
			return b.item()
		default:
			b.put(g.text[g.at:g.at+1], g.at)
			g.at++
		}
	}
	g.at = min(g.at+len(quote), len(g.text))
	return b.item()
}

func (g *groovy) escape(b *builder) {
	switch c := g.text[g.at+1]; c {
	case '\n':
	case 'n', 't', 'r':
		b.made(strings.NewReplacer("n", "\n", "t", "\t", "r", "\r").Replace(string(c)), g.at)
	default:
		b.put(g.text[g.at+1:g.at+2], g.at+1)
	}
	g.at += 2
}

// interpolated is the length of what is computed at the beginning of a text, 1
// where it is but a dollar sign.
func interpolated(s string) int {
	if strings.HasPrefix(s, "${") {
		return max(reference(s), 1)
	}
	n := 1
	for n < len(s) && (letter(s[n]) || s[n] == '.' && n+1 < len(s) && letter(s[n+1])) && s[n] != '$' {
		n++
	}
	return n
}
