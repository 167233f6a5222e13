package shell

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"tagout/internal/word"
)

// isAssignLike reports whether an argument reads as name=…, after which bash
// expands a tilde too.
func isAssignLike(parts []syntax.WordPart) bool {
	return assigns(parts) && strings.IndexByte(parts[0].(*syntax.Lit).Value, '~') >= 0
}

// assigns reports whether a word is NAME=…
func assigns(parts []syntax.WordPart) bool {
	if len(parts) == 0 {
		return false
	}
	lit, ok := parts[0].(*syntax.Lit)
	if !ok {
		return false
	}
	name, _, found := strings.Cut(lit.Value, "=")
	return found && syntax.ValidName(name)
}

// tildes adds a literal with its tilde prefixes expanded: the one that begins
// the word, and in an assignment those after ":". more says that other parts
// of the word follow.
func (b *builder) tildes(s string, first, assign, more bool) {
	if strings.IndexByte(s, '~') < 0 {
		b.bare(s)
		return
	}
	if first {
		s = b.tilde(s, assign, more)
	}
	for assign {
		before, after, found := strings.Cut(s, ":")
		if !found {
			break
		}
		b.bare(before + ":")
		s = b.tilde(after, assign, more)
	}
	b.bare(s)
}

// tilde expands one tilde prefix at the beginning of s.
func (b *builder) tilde(s string, assign, more bool) string {
	if s == "" || s[0] != '~' {
		return s
	}
	end := strings.IndexAny(s, "/:")
	if end >= 0 && s[end] == ':' && !assign {
		end = strings.IndexByte(s, '/')
	}
	if end < 0 {
		if more && b.in.dialect == Zsh { // what follows is expanded first, and may be a name
			b.in.mayStop()
			b.piece(word.Piece{Kind: word.Unknown, Text: s, Split: !b.whole}, false)
			return ""
		}
		if more {
			return s
		}
		end = len(s)
	}
	t, ok := b.in.home(s[1:end])
	if b.in.dialect == Zsh && end > 1 {
		b.in.mayStop() // an unknown name is an error in zsh
	}
	if !ok {
		return s
	}
	b.quoted = b.quoted || len(t) > 0
	b.text(t, true)
	return s[end:]
}

// home returns what a tilde prefix stands for.
func (in *interp) home(user string) (word.Text, bool) {
	switch user {
	case "":
		if v := in.single("HOME"); !v.unset {
			return v.text, true
		}
		return unknown("~"), true
	case "+":
		return in.single("PWD").text, true
	case "-":
		return in.single("OLDPWD").text, true
	}
	if strings.ContainsFunc(user, notInName) {
		return nil, false
	}
	// The user database says, whatever the variables have become.
	me, _ := in.cfg.World.Env("USER")
	if own, ok := in.cfg.World.Env("HOME"); ok && me == user && in.where.Place == Here {
		return literal(own), true
	}
	return unknown("~" + user), true
}

func notInName(r rune) bool {
	return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' || r == '-' || r == '.')
}
