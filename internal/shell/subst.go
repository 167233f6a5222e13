package shell

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"tagout/internal/word"
)

// once runs a substitution once for all readings of the words that it stands in.
func (in *interp) once(n syntax.Node, run func() word.Text) word.Text {
	f := in.fan
	if f == nil {
		return run()
	}
	for _, m := range f.memo {
		if m.node == n {
			return m.text
		}
	}
	at := f.at
	t := run()
	f.memo = append(f.memo, memo{node: n, at: at, text: t})
	return t
}

// substitute runs a command substitution and returns what it prints, without
// the newlines at its end.
func (in *interp) substitute(cs *syntax.CmdSubst) word.Text {
	return in.once(cs, func() word.Text { return in.capture(cs) })
}

func (in *interp) capture(cs *syntax.CmdSubst) word.Text {
	in.ran = true
	if t, ok := in.fileSubst(cs); ok {
		return t
	}
	spelling := in.spell(cs)
	out := in.sink()
	ran := false
	in.deeper(func() {
		c := in.aside()
		out.maybe = c.maybe
		c.io.out = out
		c.stmts(cs.Stmts)
		c.finish()
		ran = true
	})
	if !ran {
		return unknown(spelling)
	}
	t := out.result(spelling)
	if in.dialect != Zsh {
		t = withoutNUL(t)
	}
	return trimNewlines(t)
}

// withoutNUL drops the bytes that no word can hold. zsh keeps them (measured with
// bash 5.2, dash and zsh 5.9).
func withoutNUL(t word.Text) word.Text {
	for i := range t {
		if t[i].Kind == word.Lit && strings.Contains(t[i].Text, "\x00") {
			t = slices.Clone(t)
			t[i].Text = strings.ReplaceAll(t[i].Text, "\x00", "")
		}
	}
	return t
}

// aside is a subshell that runs while words are evaluated: under picks that
// have been made, it may not run at all.
func (in *interp) aside() *interp {
	c := in.subshell()
	if in.fan != nil && len(in.fan.picks) > 0 {
		c.unsure++
		c.maybe++
	}
	return c
}

// fileSubst is $(<file).
func (in *interp) fileSubst(cs *syntax.CmdSubst) (word.Text, bool) {
	if len(cs.Stmts) != 1 || cs.Stmts[0].Cmd != nil || len(cs.Stmts[0].Redirs) != 1 {
		return nil, false
	}
	r := cs.Stmts[0].Redirs[0]
	if r.Op != syntax.RdrIn || r.N != nil {
		return nil, false
	}
	c := in.aside()
	c.fan = nil
	c.simple(nil, cs.Stmts[0])
	path := word.Word{Pieces: in.target(r.Word)}
	i := in.fileInput(path)
	t := trimNewlines(i.Text)
	if len(t) == 1 && t[0].Kind == word.Unknown {
		t = word.Text{{Kind: word.Unknown, Text: in.spell(cs), From: i.From}}
	}
	return t, true
}

// trimNewlines removes the newlines at the end of an output. Those before an
// unknown end go too: that end may be nothing, and stands for them otherwise.
func trimNewlines(t word.Text) word.Text {
	n := len(t)
	for n > 0 {
		last := t[n-1]
		if last.Kind == word.Lit {
			last.Text = strings.TrimRight(last.Text, "\n")
		}
		if last.Kind == word.Lit && last.Text != "" {
			return append(append(t[:n-1:n-1], last), unknownOf(t[n:])...)
		}
		n--
	}
	return unknownOf(t)
}

// unknownOf returns the pieces that are not literal.
func unknownOf(t word.Text) word.Text {
	var out word.Text
	for _, p := range t {
		if p.Kind != word.Lit {
			out = append(out, p)
		}
	}
	return out
}

// procSubst runs a process substitution. The word is unknown, but as a file it
// holds what was printed; what is written to >(…) is read when the command is
// done.
func (in *interp) procSubst(ps *syntax.ProcSubst) word.Piece {
	if ps.Op == syntax.CmdOut {
		p := word.Piece{Kind: word.Unknown, Text: in.spell(ps)}
		in.outs = append(in.outs, pending{subst: ps, path: word.Text{p}})
		return p
	}
	return in.once(ps, func() word.Text { return word.Text{in.feed(ps)} })[0]
}

// feed runs the inside of <(…) and keeps its output under the word's name.
func (in *interp) feed(ps *syntax.ProcSubst) word.Piece {
	p := word.Piece{Kind: word.Unknown, Text: in.spell(ps)}
	in.deeper(func() {
		c := in.aside()
		out := c.sink()
		c.io.out = out
		c.stmts(ps.Stmts)
		c.finish()
		p.From = out.sources()
		f := &file{}
		f.add(out.result(p.Text), -1)
		f.from = p.From
		if in.files == nil {
			in.files = make(map[string]*file)
		}
		in.files[in.key(word.Text{p})] = f
	})
	return p
}
