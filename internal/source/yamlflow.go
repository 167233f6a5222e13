package source

import "strings"

// yamlKey splits "key: rest" and "key:" where the line is an entry of a map.
func yamlKey(s string) (key, rest string, ok bool) {
	if s == "" || strings.IndexByte("[{#|>@%", s[0]) >= 0 {
		return "", "", false
	}
	if s[0] == '"' || s[0] == '\'' {
		text, after, done := yamlQuoted(s)
		if !done || !strings.HasPrefix(after, ":") || len(after) > 1 && after[1] != ' ' {
			return "", "", false
		}
		return text, strings.TrimLeft(after[1:], " "), true
	}
	for i := 0; i < len(s); i++ {
		if s[i] == ':' && (i+1 == len(s) || s[i+1] == ' ' || s[i+1] == '\t') {
			return strings.TrimSpace(s[:i]), strings.TrimLeft(s[i+1:], " \t"), true
		}
		if s[i] == '#' && i > 0 && s[i-1] == ' ' {
			break
		}
	}
	return "", "", false
}

// yamlUncommented drops " #" and what follows, outside of quotes.
func yamlUncommented(s string) string {
	if strings.HasPrefix(s, "#") {
		return ""
	}
	if s != "" && (s[0] == '"' || s[0] == '\'') {
		if _, rest, ok := yamlQuoted(s); ok {
			return s[:len(s)-len(rest)] + cutComment(rest)
		}
		return s
	}
	return strings.TrimRight(cutComment(s), " \t")
}

func cutComment(s string) string {
	before, _, _ := strings.Cut(s, " #")
	return before
}

// closed reports whether a quoted scalar or a flow collection that begins a
// text also ends in it. A plain one always does.
func closed(s string) bool {
	if s == "" {
		return true
	}
	switch s[0] {
	case '"', '\'':
		_, _, ok := yamlQuoted(s)
		return ok
	case '[', '{':
		depth := 0
		for i := 0; i < len(s); i++ {
			switch c := s[i]; c {
			case '[', '{':
				depth++
			case ']', '}':
				depth--
			case '"', '\'':
				_, rest, ok := yamlQuoted(s[i:])
				if !ok {
					return false
				}
				i = len(s) - len(rest) - 1
			}
		}
		return depth <= 0
	}
	return true
}

// yamlQuoted reads the quoted scalar at the beginning of s.
func yamlQuoted(s string) (text, rest string, ok bool) {
	quote := s[0]
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		c := s[i]
		switch {
		case c == quote && quote == '\'' && i+1 < len(s) && s[i+1] == '\'':
			b.WriteByte('\'')
			i++
		case c == quote:
			return b.String(), s[i+1:], true
		case c == '\\' && quote == '"' && i+1 < len(s):
			i++
			b.WriteString(yamlEscape(s[i]))
		default:
			b.WriteByte(c)
		}
	}
	return b.String(), "", false
}

func yamlEscape(c byte) string {
	switch c {
	case 'n':
		return "\n"
	case 't':
		return "\t"
	case 'r':
		return "\r"
	case '0':
		return ""
	}
	return string(c)
}

// yamlFlow reads a scalar or a flow collection, up to one of the bytes of stop.
func yamlFlow(s, stop string, depth int) (*yamlNode, string) {
	s = strings.TrimLeft(s, " ")
	switch {
	case depth > maxDepth:
		return &yamlNode{kind: yamlUnknown}, ""
	case s == "":
		return &yamlNode{kind: yamlScalar}, ""
	case s[0] == '"' || s[0] == '\'':
		text, rest, ok := yamlQuoted(s)
		if !ok {
			return &yamlNode{kind: yamlUnknown}, ""
		}
		return &yamlNode{kind: yamlScalar, text: text}, rest
	case s[0] == '[':
		return yamlFlowList(s[1:], depth+1)
	case s[0] == '{' && !strings.HasPrefix(s, "{{"):
		return yamlFlowMap(s[1:], depth+1)
	}
	end := len(s)
	if stop != "" {
		if at := strings.IndexAny(s, stop); at >= 0 {
			end = at
		}
	}
	return &yamlNode{kind: yamlScalar, text: strings.TrimSpace(s[:end])}, s[end:]
}

func yamlFlowList(s string, depth int) (*yamlNode, string) {
	n := &yamlNode{kind: yamlList}
	for {
		s = strings.TrimLeft(s, " ,")
		if s == "" {
			return &yamlNode{kind: yamlUnknown}, ""
		}
		if s[0] == ']' {
			return n, s[1:]
		}
		item, rest := yamlFlow(s, ",]", depth)
		if len(rest) == len(s) {
			return &yamlNode{kind: yamlUnknown}, ""
		}
		n.list, s = append(n.list, item), rest
	}
}

func yamlFlowMap(s string, depth int) (*yamlNode, string) {
	n := &yamlNode{kind: yamlMap}
	for {
		s = strings.TrimLeft(s, " ,")
		if s == "" {
			return &yamlNode{kind: yamlUnknown}, ""
		}
		if s[0] == '}' {
			return n, s[1:]
		}
		key, rest := yamlFlow(s, ":,}", depth)
		value := &yamlNode{kind: yamlScalar}
		if strings.HasPrefix(rest, ":") {
			value, rest = yamlFlow(rest[1:], ",}", depth)
		}
		if len(rest) == len(s) {
			return &yamlNode{kind: yamlUnknown}, ""
		}
		n.keys, n.list, s = append(n.keys, key.text), append(n.list, value), rest
	}
}
