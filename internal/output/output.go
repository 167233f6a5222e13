// Package output computes what a small closed set of programs print, from
// their words and input alone: pure functions, whose result a shell text may
// use as a word or run as a program.
//
// Only options that are listed are understood; any other makes the output
// unknown. What shells print themselves (echo, printf, pwd) is package shell's.
// The facts are those of GNU coreutils 9 and util-linux 2.38.
package output

import (
	"strings"

	"tagout/internal/word"
)

// maxOutput bounds a computed output, in bytes.
const maxOutput = 1 << 20

// Of returns what the program prints when called with words (its own name
// first) and the given input, as the call numbered id. ok is false where that
// cannot be computed.
func Of(name string, words []word.Word, input word.Text, id int) (out word.Text, ok bool) {
	if name == "" || len(words) == 0 {
		return nil, false
	}
	args := words[1:]
	switch name {
	case "cat":
		return cat(args, input)
	case "mktemp":
		return classed(words, "temp", id), true
	case "git":
		return toplevel(words, id)
	}
	return filtered(name, args, input)
}

// filtered computes a filter whose words and input must be known.
func filtered(name string, args []word.Word, input word.Text) (word.Text, bool) {
	plain, ok := known(args)
	if !ok {
		return nil, false
	}
	in, inOK := input.Known()
	if len(in) > maxOutput {
		return nil, false
	}
	var out string
	switch name {
	case "basename":
		out, ok = basename(plain)
	case "dirname":
		out, ok = dirname(plain)
	case "seq":
		out, ok = seq(plain)
	default:
		if !inOK || input == nil {
			return nil, false
		}
		out, ok = filter(name, plain, in)
	}
	if !ok || len(out) > maxOutput {
		return nil, false
	}
	return word.Text{{Kind: word.Lit, Text: out, From: input.From()}}, true
}

// filter computes the programs that turn one known text into another.
func filter(name string, args []string, in string) (string, bool) {
	switch name {
	case "tr":
		return tr(args, in)
	case "rev":
		return rev(args, in)
	case "tac":
		return tac(args, in)
	case "cut":
		return cut(args, in)
	case "head":
		return head(args, in)
	case "tail":
		return tail(args, in)
	case "base64":
		return base64Text(args, in)
	case "base32":
		return base32Text(args, in)
	case "xxd":
		return xxd(args, in)
	case "sed":
		return sed(args, in)
	case "sort", "uniq", "tee":
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
