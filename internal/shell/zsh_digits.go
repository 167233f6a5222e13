package shell

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// zshDigits gives $11 the name that zsh gives it (zshparam(1): the eleventh
// parameter, without braces too); the parser reads $1 and a 1.
func zshDigits(f *syntax.File) {
	syntax.Walk(f, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Word:
			n.Parts = wholeNumbers(n.Parts)
		case *syntax.DblQuoted:
			n.Parts = wholeNumbers(n.Parts)
		}
		return true
	})
}

func wholeNumbers(parts []syntax.WordPart) []syntax.WordPart {
	out := parts[:0]
	for _, p := range parts {
		lit, ok := p.(*syntax.Lit)
		if ok && len(out) > 0 {
			lit.Value = wholeNumber(out[len(out)-1], lit.Value)
		}
		if !ok || lit.Value != "" {
			out = append(out, p)
		}
	}
	return out
}

// wholeNumber moves the digits that follow a parameter's number to it.
func wholeNumber(p syntax.WordPart, after string) (rest string) {
	pe, ok := p.(*syntax.ParamExp)
	if !ok || !pe.Short || pe.Param == nil || strings.Trim(pe.Param.Value, "0123456789") != "" {
		return after
	}
	rest = strings.TrimLeft(after, "0123456789")
	pe.Param.Value += after[:len(after)-len(rest)]
	return rest
}
