package source

import (
	"strings"

	"tagout/internal/word"
)

// SedPrints reports whether a sed script is known and plainly does no more than
// print, substitute and delete lines of its output: no w, r or e, as a command or
// a flag, and nothing that implementations read differently.
func SedPrints(text word.Text) bool {
	s, known := text.Known()
	if !known {
		return false
	}
	r := &sedPrinter{s: s, ok: true}
	for r.ok && r.at < len(r.s) {
		r.command()
	}
	return r.ok
}

// sedPrinter goes through a script; ok is false once something is not plain.
type sedPrinter struct {
	s  string
	at int
	ok bool
}

// skip passes over bytes of a set.
func (r *sedPrinter) skip(set string) {
	for r.at < len(r.s) && strings.IndexByte(set, r.s[r.at]) >= 0 {
		r.at++
	}
}

func (r *sedPrinter) next() byte {
	if r.at >= len(r.s) {
		return 0
	}
	r.at++
	return r.s[r.at-1]
}

// command is addresses, a letter, and an end.
func (r *sedPrinter) command() {
	r.skip(" \t\n;{}")
	if r.at == len(r.s) {
		return
	}
	r.address()
	switch c := r.next(); c {
	case 'p', 'P', 'd', 'D', 'n', 'N', 'g', 'G', 'h', 'H', 'x', '=':
	case 'q', 'Q', 'l':
		r.skip(" 0123456789")
	case 's', 'y':
		r.substitute()
	case '{':
		return
	default:
		r.ok = false
	}
	r.skip(" \t")
	r.ok = r.ok && (r.at == len(r.s) || strings.IndexByte(";\n}", r.s[r.at]) >= 0)
}

func (r *sedPrinter) address() {
	for r.ok && r.at < len(r.s) {
		switch c := r.s[r.at]; {
		case c == '/':
			r.at++
			r.delimited('/')
			r.skip("I")
		case strings.IndexByte(" \t!,$~+0123456789", c) >= 0:
			r.at++
		default:
			return
		}
	}
}

func (r *sedPrinter) substitute() {
	end := r.next()
	if strings.IndexByte("/|,#@:!%_+~", end) < 0 || end == 0 {
		r.ok = false
		return
	}
	r.delimited(end)
	r.delimited(end)
	r.skip("gpiI0123456789")
}

// delimited passes over a text up to its delimiter. One that stands within
// brackets ends it in some implementations and not in others.
func (r *sedPrinter) delimited(end byte) {
	open := false
	for r.ok {
		switch c := r.next(); {
		case c == end:
			r.ok = !open
			return
		case c == 0, c == '\n':
			r.ok = false
		case c == '\\':
			c = r.next()
			r.ok = !open && c != 0 && c != '\n'
		case c == '[':
			r.ok = !open && !strings.HasPrefix(strings.TrimPrefix(r.s[r.at:], "^"), "]")
			open = true
		case c == ']':
			open = false
		}
	}
}
