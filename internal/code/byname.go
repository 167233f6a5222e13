package code

import (
	"strings"

	"tagout/internal/word"
)

// invoked calls the function that the first argument names: send of an object,
// call_user_func.
func (p *parser) invoked(ref string, args []field, out value, t *token) value {
	if len(args) == 0 || p.depth >= maxDepth {
		return out
	}
	f := args[0].v.ref
	if s, ok := args[0].v.text.Known(); ok {
		f = s
	}
	if at := strings.LastIndexByte(ref, '.'); at >= 0 {
		f = ref[:at+1] + f
	}
	if r := p.g.row(p.g.normal(f)); r == nil || r.does == invokes {
		return out
	}
	args = args[1:]
	if len(args) == 1 && args[0].v.list && strings.HasSuffix(ref, "_array") {
		args[0].name = "*"
	}
	return p.call(value{ref: p.g.normal(f), text: out.text}, args, t)
}

// attribute is the member of a value that a text names.
func (p *parser) attribute(v value, list []value, out value) value {
	if len(list) < 2 || v.ref == "" {
		return out
	}
	key, ok := list[1].text.Known()
	if !ok || len(v.ref)+len(key) > maxName {
		return out
	}
	out = unknown(v.ref+"."+key, "")
	out.ref = p.g.normal(v.ref + "." + key)
	return out
}

// inputOf is what a call says that the program reads.
func inputOf(args []field) word.Text {
	for _, s := range [...]string{"input", "stdin_data"} {
		if v, ok := option(args, s); ok && !v.list && !v.each {
			return v.text
		}
	}
	return nil
}
