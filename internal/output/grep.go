package output

import "strings"

// grepper is a search for lines.
type grepper struct {
	patterns        []string
	extended, fixed bool
	fold, not       bool
	line, word      bool // only whole ones match
	only            bool // what matches is printed, not its line
	named           bool // with the file's name
}

// grep computes the lines that a search prints.
func (c *Call) grep(args []string, in string) (string, bool) {
	g := &grepper{extended: c.Name == "egrep", fixed: c.Name == "fgrep", named: c.Files > 1}
	if !g.options(args) || g.named || g.word || g.only && g.not {
		return "", false
	}
	res, ok := g.compile()
	if !ok {
		return "", false
	}
	var b strings.Builder
	for line := range strings.Lines(in) {
		text := strings.TrimSuffix(line, "\n")
		found, ok := g.matches(res, text, c.Meter)
		if !ok {
			return "", false
		}
		if len(found) > 0 == g.not {
			continue
		}
		if !g.only {
			found = []string{text}
		}
		for _, f := range found {
			b.WriteString(f + "\n")
		}
	}
	return b.String(), b.Len() <= maxOutput
}

// options reads the words; only those that are listed are understood.
func (g *grepper) options(args []string) bool {
	var rest []string
	for i := 0; i < len(args); i++ {
		a := args[i]
		if len(a) < 2 || a[0] != '-' {
			rest = append(rest, a)
			continue
		}
		for k := 1; k < len(a); k++ {
			if a[k] == 'e' {
				value := a[k+1:]
				if value == "" {
					if i++; i == len(args) {
						return false
					}
					value = args[i]
				}
				g.patterns = append(g.patterns, value)
				break
			}
			if !g.flag(a[k]) {
				return false
			}
		}
	}
	if g.patterns == nil && len(rest) > 0 {
		g.patterns, rest = strings.Split(rest[0], "\n"), rest[1:]
	}
	return len(rest) == 0 && len(g.patterns) > 0
}

func (g *grepper) flag(c byte) bool {
	switch c {
	case 'E':
		g.extended = true
	case 'F':
		g.fixed = true
	case 'i', 'y':
		g.fold = true
	case 'v':
		g.not = true
	case 'x':
		g.line = true
	case 'o':
		g.only = true
	case 'h':
		g.named = false
	case 'a', 's', 'G', 'I':
	default:
		return false
	}
	return true
}

// compile reads the patterns; a fixed one is protected.
func (g *grepper) compile() ([]*regex, bool) {
	var out []*regex
	for _, p := range g.patterns {
		if g.fixed {
			p = protected(p)
		}
		re, ok := compile(p, g.extended && !g.fixed, g.fold)
		if !ok {
			return nil, false
		}
		out = append(out, re)
	}
	return out, true
}

// protected takes the meaning from the signs of a basic pattern.
func protected(p string) string {
	var b strings.Builder
	for i := range len(p) {
		if strings.IndexByte(`\.*[]^$`, p[i]) >= 0 {
			b.WriteByte('\\')
		}
		b.WriteByte(p[i])
	}
	return b.String()
}

// matches are the parts of a line that match, the line itself where only that
// it does counts.
func (g *grepper) matches(res []*regex, text string, meter *Meter) (out []string, ok bool) {
	if len(text) > maxLine {
		return nil, false
	}
	for _, re := range res {
		for at := 0; at <= len(text); {
			m, found, ok := re.match(text, at, meter)
			if !ok || g.only && len(res) > 1 {
				return nil, false
			}
			if !found {
				break
			}
			if !g.line || m[0] == 0 && m[1] == len(text) {
				if !g.only {
					return []string{text}, true
				}
				if m[1] > m[0] {
					out = append(out, text[m[0]:m[1]])
				}
			}
			at = max(m[1], m[0]+1)
		}
	}
	return out, true
}
