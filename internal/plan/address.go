package plan

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// split cuts an address as Terraform writes it:
//
//	(module.NAME KEY? .)* (data. | ephemeral.)? TYPE . NAME KEY?
//	KEY: [DIGITS] or ["TEXT"]
//
// mode is "data", "ephemeral" or "". The reader of Terraform takes more (blanks,
// comments, "resource."), which would disguise a type: that is not ok here.
func split(address string) (mode, kind string, ok bool) {
	a := cursor{address}
	kind = a.name()
	for kind == "module" {
		if !a.skip(".") || a.name() == "" || !a.key() || !a.skip(".") {
			return "", "", false
		}
		kind = a.name()
	}
	if kind == "data" || kind == "ephemeral" {
		mode = kind
		if !a.skip(".") {
			return "", "", false
		}
		kind = a.name()
	}
	ok = kind != "" && a.skip(".") && a.name() != "" && a.key() && a.rest == ""
	return mode, kind, ok
}

// cursor stands in an address.
type cursor struct{ rest string }

// skip takes the text off, if the rest begins with it.
func (c *cursor) skip(text string) bool {
	rest, ok := strings.CutPrefix(c.rest, text)
	c.rest = rest
	return ok
}

// name takes an identifier off: the letters, digits and marks of HCL, "_" and "-".
func (c *cursor) name() string {
	end := strings.IndexFunc(c.rest, func(r rune) bool {
		return r != '-' && !unicode.In(r, unicode.L, unicode.N, unicode.M, unicode.Pc)
	})
	if end < 0 {
		end = len(c.rest)
	}
	name := c.rest[:end]
	c.rest = c.rest[end:]
	return name
}

// key takes the key of an instance off, if there is one; false where it is broken.
func (c *cursor) key() bool {
	if !c.skip("[") {
		return true
	}
	if c.skip(`"`) {
		return c.quoted() && c.skip("]")
	}
	digits := strings.TrimLeft(c.rest, "0123456789")
	some := len(digits) < len(c.rest)
	c.rest = digits
	return some && c.skip("]")
}

// quoted takes text off up to the quote that ends it. Terraform escapes what is
// not printable; raw it would only mislead whoever reads the address.
func (c *cursor) quoted() bool {
	for c.rest != "" {
		r, n := utf8.DecodeRuneInString(c.rest)
		if !unicode.IsPrint(r) {
			return false
		}
		c.rest = c.rest[n:]
		switch r {
		case '"':
			return true
		case '\\':
			if c.rest == "" {
				return false
			}
			_, n := utf8.DecodeRuneInString(c.rest)
			c.rest = c.rest[n:]
		}
	}
	return false
}
