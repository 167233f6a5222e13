package code

import "strings"

// expr reads a value with its operators.
func (r *psReader) expr() value {
	if r.depth >= maxDepth {
		r.over(overDepth)
		r.i = len(r.src)
		return unknown("…", "")
	}
	r.depth++
	defer func() { r.depth-- }()
	v := r.primary()
	for {
		r.blank(false)
		switch c := r.peek(); {
		case c == ',':
			r.i++
			r.blank(true)
			next := r.primary()
			if v = listed(v); len(v.items) < maxPieces {
				v.items = append(v.items[:len(v.items):len(v.items)], next)
			}
		case c == '+' && r.at(1) != '=':
			r.i++
			r.blank(true)
			v = r.join(v, r.primary())
		case c == '-' && letter(r.at(1)):
			v = r.operator(v)
		case c == '=' || strings.IndexByte("+-*/%", c) >= 0 && r.at(1) == '=':
			r.i++
			v = v.unsure()
		case c == '.' && r.at(1) == '.', c == '*', c == '/', c == '%':
			r.i++
			if c == '.' {
				r.i++
			}
			r.blank(false)
			r.primary()
			v = v.unsure()
		default:
			return v
		}
	}
}

// operator applies -f, -join and their kin; what others compute is not known.
func (r *psReader) operator(left value) value {
	from := r.i
	for r.i++; letter(r.peek()); {
		r.i++
	}
	name := strings.ToLower(r.src[from:r.i])
	r.blank(true)
	right := r.expr()
	switch name {
	case "-f":
		return r.format(left, right)
	case "-join":
		return joined(left, right)
	}
	return left.unsure()
}

// format puts values in the places of {0}, {1} ….
func (r *psReader) format(v, args value) value {
	s, ok := v.text.Known()
	items := listed(args).items
	if !ok {
		return v
	}
	out := literal("")
	for s != "" {
		at, n := placeholder(s, false)
		if n == 0 {
			return r.join(out, literal(s))
		}
		out = r.join(out, literal(s[:at]))
		arg := unknown(s[at:at+n], "")
		if k := int(s[at+1]) - '0'; n > 2 && k >= 0 && k < len(items) {
			arg = items[k]
		}
		out = r.join(out, arg)
		s = s[at+n:]
	}
	return out
}

// primary reads one operand with what follows it directly.
func (r *psReader) primary() value {
	v := unknown("…", "")
	switch c := r.peek(); {
	case r.done():
		return v
	case c == '$' && r.at(1) == '(', c == '@' && r.at(1) == '(':
		r.i += 2
		v = r.statements(')')
		if c == '@' {
			v = listed(v)
		}
	case c == '(':
		r.i++
		v = r.statements(')')
	case c == '{':
		r.i++
		r.statements('}')
	case c == '@' && r.at(1) == '{':
		r.i += 2
		v = value{fields: r.hash(), text: v.text}
	case c == '@' && (r.at(1) == '"' || r.at(1) == '\''):
		v = r.hereString()
	case c == '$' || c == '@':
		before := r.i
		v = r.valueOf(r.variable())
		if r.i == before {
			r.i++
		}
	case c == '\'' || c == '"':
		v = r.quoted()
	case c == '[':
		from := r.i + 1
		r.skipPast("]")
		v.ref = strings.ToLower(strings.Trim(r.src[from:r.i], "]["))
		v.ref = strings.TrimPrefix(v.ref, "system.")
		if strings.IndexByte("$'\"([", r.peek()) >= 0 && !r.done() { // a cast
			return r.primary()
		}
	case c == '!' || c == '-' || c == '+' || c == ',':
		r.i++
		return v
	default:
		v = r.word()
	}
	return r.postfix(v)
}

// hash reads the keys and values of @{…}.
func (r *psReader) hash() []field {
	var fields []field
	for {
		r.blank(true)
		switch c := r.peek(); {
		case r.done():
			return fields
		case c == '}':
			r.i++
			return fields
		case c == ';' || c == '=' || c == ',' || c == ')' || c == ']':
			r.i++
		default:
			before := r.i
			key := r.key()
			r.blank(false)
			if r.peek() == '=' {
				r.i++
				r.blank(true)
				fields = append(fields, field{name: strings.ToLower(key), v: r.pipeline()})
			}
			if r.i == before {
				r.i++
			}
		}
	}
}

// key reads the name of a member.
func (r *psReader) key() string {
	if c := r.peek(); c == '\'' || c == '"' {
		v := r.quoted()
		return v.text.Spelling()
	}
	from := r.i
	for identPart(r.peek()) {
		r.i++
	}
	return r.src[from:r.i]
}

// postfix follows members, calls and subscripts.
func (r *psReader) postfix(v value) value {
	for {
		switch c := r.peek(); {
		case c == ':' && r.at(1) == ':' && v.ref != "", c == '.' && letter(r.at(1)):
			for r.peek() == ':' || r.peek() == '.' {
				r.i++
			}
			name := strings.ToLower(r.key())
			if r.peek() != '(' {
				v = psMember(v, name)
				continue
			}
			r.i++
			v = r.method(v, name, listed(r.statements(')')).items)
		case c == '[':
			r.i++
			r.statements(']')
			v = v.unsure()
		default:
			return v
		}
	}
}

// psMember is a member of what a command lists.
func psMember(v value, name string) value {
	for _, f := range v.fields {
		if f.name == name {
			return f.v
		}
	}
	switch name {
	case "fullname", "pspath", "path", "providerpath":
		return v
	case "name", "basename":
		return someName()
	case "content":
		if v.ref == fetched {
			return v
		}
	}
	return v.unsure()
}
