// Package output computes what a small closed set of programs print, from
// their words and input alone: pure functions, whose result a shell text may
// use as a word or run as a program.
//
// Only options that are listed are understood; any other makes the output
// unknown. What shells print themselves (echo, printf, pwd) is package shell's.
// The facts are those of GNU coreutils 9 and util-linux 2.38.
package output

import (
	"path"
	"strings"

	"tagout/internal/word"
)

// maxOutput bounds a computed output, in bytes.
const maxOutput = 1 << 20

// Call is a call of a program.
type Call struct {
	Name string
	// Words are its words, its own name first, without the files that it reads.
	Words []word.Word
	// Named are those files.
	Named []word.Word
	// Input is what it reads: standard input, or the text of its files.
	Input word.Text
	// Files is how many files that is.
	Files int
	// Dir is the directory in which it runs.
	Dir word.Text
	// ID is the call's number.
	ID int
	// Meter bounds the work; nil: it is bounded for this call alone.
	Meter *Meter
}

// Of returns what a call prints. ok is false where that cannot be computed.
func Of(c Call) (out word.Text, ok bool) {
	if c.Name == "" || len(c.Words) == 0 {
		return nil, false
	}
	if c.Meter == nil {
		c.Meter = &Meter{}
	}
	switch c.Name {
	case "cat":
		return cat(c.Words[1:], c.Input)
	case "tee":
		return c.Input, c.Input != nil
	case "mktemp":
		return classed(c.Words, "temp", c.ID), true
	case "git":
		return toplevel(c.Words, c.ID)
	case "which", "command", "type":
		return c.located()
	case "realpath", "grealpath":
		return c.resolved(c.Words[1:])
	case "readlink", "greadlink":
		if len(c.Words) > 2 && c.Words[1].String() == "-f" {
			return c.resolved(c.Words[2:])
		}
	}
	return c.filtered()
}

// located is where a program is: somewhere, under its name.
func (c *Call) located() (word.Text, bool) {
	args, ok := known(c.Words[1:])
	if !ok || len(args) == 0 {
		return nil, false
	}
	switch {
	case c.Name == "which" && len(args) == 1:
	case c.Name == "command" && len(args) == 2 && args[0] == "-v", c.Name == "type" && len(args) == 2 && (args[0] == "-p" || args[0] == "-P"):
		args = args[1:]
	default:
		return nil, false
	}
	if strings.Contains(args[0], "/") || strings.HasPrefix(args[0], "-") {
		return nil, false
	}
	return word.Text{{Kind: word.Unknown, Text: "$(" + c.Name + " " + args[0] + ")", From: []int{c.ID}}, lit("/" + args[0] + "\n")}, true
}

// resolved is the absolute path of what a word names. Links are not followed: the
// file that is read is the same.
func (c *Call) resolved(args []word.Word) (word.Text, bool) {
	dir, here := c.Dir.Known()
	if len(args) != 1 {
		return nil, false
	}
	name, known := args[0].Known()
	if !known || name == "" || name[0] == '-' || name[0] != '/' && !here {
		return nil, false
	}
	if name[0] != '/' {
		name = dir + "/" + name
	}
	return word.Text{lit(path.Clean(name) + "\n")}, true
}

// filtered computes a filter whose words and input must be known.
func (c *Call) filtered() (word.Text, bool) {
	plain, ok := known(c.Words[1:])
	if !ok {
		return nil, false
	}
	in, inOK := c.Input.Known()
	if len(in) > maxOutput {
		return nil, false
	}
	var out string
	switch c.Name {
	case "basename":
		out, ok = basename(plain)
	case "dirname":
		out, ok = dirname(plain)
	case "seq":
		out, ok = seq(plain)
	default:
		if !inOK || c.Input == nil {
			return nil, false
		}
		out, ok = c.filter(plain, in)
	}
	if !ok || len(out) > maxOutput {
		return nil, false
	}
	return word.Text{{Kind: word.Lit, Text: out, From: c.Input.From()}}, true
}

// filter computes the programs that turn one known text into another.
func (c *Call) filter(args []string, in string) (string, bool) {
	switch c.Name {
	case "tr":
		return tr(args, in)
	case "rev":
		return rev(args, in)
	case "tac":
		return tac(args, in)
	case "cut":
		return cut(args, in)
	case "head", "tail":
		if c.Files > 1 {
			return "", false // each with a title
		}
		return part(c.Name, args, in)
	case "base64":
		return base64Text(args, in)
	case "base32":
		return base32Text(args, in)
	case "xxd":
		return xxd(args, in)
	case "jq":
		if c.Files > 1 {
			return "", false
		}
		return jq(args, in)
	case "sed", "gsed":
		return sed(c.ofBSD(args), in, c.Meter)
	case "grep", "egrep", "fgrep", "ggrep":
		return c.grep(args, in)
	case "sort", "uniq":
		return in, len(args) == 0 && !strings.Contains(strings.TrimSuffix(in, "\n"), "\n")
	}
	return "", false
}

func lit(s string) word.Piece { return word.Piece{Kind: word.Lit, Text: s} }

// known returns the texts of words that are all known.
func known(ws []word.Word) ([]string, bool) {
	out := make([]string, len(ws))
	for i, w := range ws {
		s, ok := w.Known()
		if !ok {
			return nil, false
		}
		out[i] = s
	}
	return out, true
}

// classed is an output of which only its class is known.
func classed(words []word.Word, class string, id int) word.Text {
	spell := make([]string, len(words))
	for i, w := range words {
		spell[i] = w.String()
	}
	return word.Text{
		{Kind: word.Unknown, Text: "$(" + strings.Join(spell, " ") + ")", Class: class, From: []int{id}},
		lit("\n"),
	}
}

// toplevel is "git rev-parse --show-toplevel", which names the workspace.
func toplevel(words []word.Word, id int) (word.Text, bool) {
	plain, ok := known(words)
	if !ok || len(plain) != 3 || plain[1] != "rev-parse" || plain[2] != "--show-toplevel" {
		return nil, false
	}
	return classed(words, "workspace", id), true
}
