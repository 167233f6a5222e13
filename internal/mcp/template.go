// Package mcp reads calls of tools of the Model Context Protocol as commands,
// so that what an agent does by such a tool is judged by the same rules as what
// it types. A row of the policy says which commands a call is as good as; how a
// row is filled in from the call's input is the loop that is here.
package mcp

import (
	"errors"
	"strings"
)

// Template is a command with fields of a call's input in it.
type Template struct{ words [][]piece }

// piece is a part of a word: text as it is, or a field's value.
type piece struct {
	text string
	// fields are paths in the input, of which the first that is there counts; nil
	// for text.
	fields []string
	mode   mode
}

// mode is what becomes of a field's value.
type mode uint8

const (
	// one: a value that is no list and no object; without it there is no command.
	one mode = iota
	// optional: without it there is no such word.
	optional
	// spread: each element of a list is a word, each member of an object an
	// option.
	spread
	// each: the command is made once for each element of a list.
	each
)

// Server is the field that stands for the server's name.
const Server = "@server"

// ParseTemplate reads a command of a row. Blanks part words, quotes hold them
// together, and {a|b} stands for the value of the field a, or else b; "?" behind
// it says that the word may be missing, "..." that its elements are words, "*"
// that each of its elements makes a command. Nothing else has a meaning.
func ParseTemplate(text string) (*Template, error) {
	t := &Template{}
	words, err := split(text)
	if err != nil {
		return nil, err
	}
	eachs := 0
	for _, w := range words {
		pieces, err := parseWord(w)
		if err != nil {
			return nil, err
		}
		for _, p := range pieces {
			if p.mode == each {
				eachs++
			}
			if p.mode == spread && len(pieces) > 1 {
				return nil, errors.New("{…...} is a word of its own")
			}
		}
		t.words = append(t.words, pieces)
	}
	switch {
	case len(t.words) == 0:
		return nil, errors.New("there is no program")
	case eachs > 1:
		return nil, errors.New("two fields with * would make a command for each pair")
	case t.words[0][0].fields != nil && t.words[0][0].mode != spread:
		return nil, errors.New("the program is a field: write bash -c {field} for the text of a shell, {field...} for a list of words")
	}
	return t, nil
}

// split parts a text into words, without their quotes.
func split(text string) (words []string, err error) {
	var b strings.Builder
	quote, inside := rune(0), false
	for _, r := range text {
		switch {
		case quote == 0 && (r == '\'' || r == '"'):
			quote, inside = r, true
		case quote != 0 && r == quote:
			quote = 0
		case quote == 0 && (r == ' ' || r == '\t' || r == '\n'):
			if inside {
				words = append(words, b.String())
				b.Reset()
				inside = false
			}
		default:
			b.WriteRune(r)
			inside = true
		}
	}
	if quote != 0 {
		return nil, errors.New("a quote is not closed")
	}
	if inside {
		words = append(words, b.String())
	}
	return words, nil
}

func parseWord(w string) (pieces []piece, err error) {
	for w != "" {
		text, rest, found := strings.Cut(w, "{")
		if strings.Contains(text, "}") {
			return nil, errors.New("a } has no {")
		}
		if text != "" {
			pieces = append(pieces, piece{text: text})
		}
		if !found {
			break
		}
		field, after, closed := strings.Cut(rest, "}")
		if !closed {
			return nil, errors.New("a { is not closed")
		}
		p, err := parseField(field)
		if err != nil {
			return nil, err
		}
		pieces, w = append(pieces, p), after
	}
	if len(pieces) == 0 {
		pieces = []piece{{}}
	}
	return pieces, nil
}

func parseField(text string) (p piece, err error) {
	for _, m := range [...]struct {
		suffix string
		mode   mode
	}{{"...", spread}, {"?", optional}, {"*", each}} {
		if rest, is := strings.CutSuffix(text, m.suffix); is {
			text, p.mode = rest, m.mode
			break
		}
	}
	p.fields = strings.Split(text, "|")
	for _, f := range p.fields {
		if f != Server && !IsField(f) {
			return p, errors.New("{" + text + "} names no field")
		}
	}
	return p, nil
}

// IsField reports whether a text may name a field: letters, digits, "_", "-", and
// "." before a field of an object.
func IsField(name string) bool {
	for part := range strings.SplitSeq(name, ".") {
		if part == "" || strings.IndexFunc(part, func(r rune) bool {
			return !(r == '_' || r == '-' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z')
		}) >= 0 {
			return false
		}
	}
	return true
}
