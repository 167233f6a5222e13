package shell

import (
	"io"
	"slices"

	"tagout/internal/word"
)

// Scope is the state of the shell at one call: its variables, functions,
// directory and the files written so far. A visitor uses it to lead a call
// further. It is valid only during Visit.
type Scope struct {
	in   *interp
	call *Call
}

// Sub says how a program reached from a call runs.
type Sub struct {
	// Name names the text for messages: "bash -c", "ssh box", "cleanup.sh".
	Name string
	// Via is added to Call.Via of what is found; "" adds nothing.
	Via string
	// Args are $0, $1 … of a text.
	Args []word.Word
	// Assigns are added to the environment.
	Assigns []Assign
	// Stdin replaces the standard input; nil: the call's own.
	Stdin *Input
	// Where is the place, when it is not the call's own.
	Where *Where
	// Clean starts without any known variable (env -i, another machine).
	Clean bool
	// Dir is the directory, when it is not the call's own.
	Dir *word.Text
	// Dialect of a text; nil: the run's own.
	Dialect *Dialect
	// Plain: it may be a shell that knows less than the dialect (sh, which is
	// bash or dash).
	Plain bool
	// Span is where the text stands in the call's source.
	Span word.Span
	// File marks a text read from disk, Path says from where (see Source).
	File bool
	Path string
	// Guess marks everything found as a guess.
	Guess bool
	// Alike marks everything found as standing for what does the like of it, as a
	// patch or a program in another language: what it leaves in a file is not told.
	Alike bool
	// Unsure marks everything found as conditional.
	Unsure bool
}

// Text runs a program text in a new shell process, as bash -c does, and
// returns what it would print. A text with unknown pieces is run as far as it
// can be read; what cannot be read is reported to Visit as a call whose first
// word is unknown.
func (s *Scope) Text(text word.Text, sub Sub) word.Text {
	s.call.Unseen = s.call.Unseen || hides(text)
	c := s.child(sub)
	out := c.sink()
	c.io.out = out
	c.env, c.exports = s.in.inherited(sub)
	c.setParams(sub.Args)
	if c.dialect == Fish && !sub.File { // fish has no $0 among the arguments of -c
		c.params.list = sub.Args
	}
	for _, a := range sub.Assigns {
		c.inherit(a)
	}
	span := sub.Span
	if span == (word.Span{}) {
		span = s.call.Span
	}
	c.walkText(text, &Source{Name: sub.Name, In: s.call.Source, By: span, File: sub.File, Path: sub.Path})
	c.finish()
	return orSilent(out.result("$(" + excerpt(s.call.Source, s.call.Span) + ")"))
}

// hides reports whether an unknown part of a text may hold whole commands.
func hides(t word.Text) bool {
	return slices.ContainsFunc(t, func(p word.Piece) bool { return p.Kind == word.Unknown && p.Class != "number" })
}

// Argv runs words as a program that is executed directly: aliases, functions
// and builtins of this shell do not stand in the way.
func (s *Scope) Argv(words []word.Word, sub Sub) word.Text {
	if len(words) == 0 {
		return silent
	}
	c := s.child(sub)
	var out word.Text
	c.deeper(func() {
		if sub.Clean {
			c.env, c.exports = &layer{}, nil
		}
		for _, a := range sub.Assigns {
			c.inherit(a)
		}
		call := c.newCall(words, s.call.Span)
		call.Source = s.call.Source
		if sub.Clean {
			call.Assigns = nil
		}
		call.Assigns = mergeAssigns(call.Assigns, sub.Assigns)
		call.Shadowed = c.otherPath(words[0].String()) && !sub.Clean
		out = c.visit(call)
		if name, ok := words[0].Known(); ok && out == nil {
			out = c.programPrints(name, words[1:])
		}
		if out == nil {
			out = word.Text{{Kind: word.Unknown, Text: "$(" + excerpt(call.Source, call.Span) + ")", From: []int{call.ID}}}
		}
	})
	return out
}

// programPrints is what the programs print that are builtins too.
func (in *interp) programPrints(name string, args []word.Word) word.Text {
	switch name {
	case "echo", "printf", "pwd":
		return in.prints(name, args)
	case "true", "false":
		return silent
	}
	return nil
}

func orSilent(t word.Text) word.Text {
	if t == nil {
		return silent
	}
	return t
}

// child returns the shell that a program reached from the call starts in.
func (s *Scope) child(sub Sub) *interp {
	in := s.in
	c := in.subshell()
	f := *in.frame
	f.src, f.via = s.call.Source, s.call.Via
	f.where, f.guess = s.call.Where, f.guess || s.call.Guess || sub.Guess
	f.alike = f.alike || s.call.Alike || sub.Alike
	f.clean = f.clean || sub.Clean
	f.aliases = nil
	if sub.Where != nil {
		f.where = *sub.Where
	}
	if sub.Dialect != nil {
		f.dialect, f.plain = *sub.Dialect, sub.Plain
	}
	c.frame = f.within(sub.Via)
	c.dir = s.call.Dir
	if sub.Dir != nil {
		c.dir = *sub.Dir
	}
	stdin := s.call.Stdin
	c.io.stdin = &stdin
	if sub.Stdin != nil {
		c.io.stdin = sub.Stdin
	}
	c.io.redirects = s.call.Redirects
	c.loop, c.fn, c.locals, c.left, c.exited = nil, nil, nil, stays, false
	if sub.Unsure {
		c.unsure++
		c.maybe++
	}
	if !s.call.Sure && c.unsure == 0 {
		c.unsure++
	}
	return c
}

// setParams sets $0 and the parameters of a new shell.
func (in *interp) setParams(args []word.Word) {
	in.params = &params{zero: unknown("$0")}
	if len(args) > 0 {
		in.params = &params{zero: args[0].Pieces, list: args[1:]}
	}
}

// inherited returns the environment of a new shell process: what this text has
// exported, or unset.
func (in *interp) inherited(sub Sub) (*layer, []string) {
	env := &layer{}
	if sub.Clean {
		return env, nil
	}
	var exports []string
	for _, name := range in.exports {
		v := in.variable(name)
		if v.ours && (v.exported || len(v.alts) == 1 && v.alts[0].unset) {
			own := *v
			own.fixed = false
			if own.perhaps {
				own.alts = append(slices.Clone(own.alts), in.worldly(name).alts...)
			}
			env.setVar(name, &own)
			exports = append(exports, name)
		}
	}
	for l := in.env; l != nil; l = l.up {
		for name := range l.funcs {
			if f := in.env.function(name); f != nil && f.exported {
				env.setFunc(name, f)
			}
		}
	}
	return env, exports
}

// inherit puts a wrapper's assignment into the environment.
func (in *interp) inherit(a Assign) {
	v := &variable{alts: []value{{text: a.Value, unset: a.Unset}}, exported: !a.Unset, ours: true}
	in.env.setVar(a.Name, v)
	in.export(a.Name)
}

// ReadFile returns what a file would hold at this point of the program: what
// the program itself wrote, else what is on disk, read with the run's bounds.
// The ids are the calls that wrote it. ok is false where there is no such file
// or its name is not known. A file that is too large or binary is there, but
// its content is unknown.
func (s *Scope) ReadFile(path word.Word) (content word.Text, from []int, ok bool) {
	if len(path.Pieces) == 0 {
		return nil, nil, false
	}
	return s.at().read(path.Pieces)
}

// Bytes returns all of a regular file on disk as it is, text or not; false where
// it is longer than most, and where this program has written to its name.
func (s *Scope) Bytes(path word.Word, most int64) (string, bool) {
	w, name := s.in.cfg.World, s.DiskPath(path)
	if name == "" || w.Open == nil {
		return "", false
	}
	if info, err := w.Stat(name); err != nil || !info.Mode().IsRegular() || info.Size() > most {
		return "", false
	}
	f, err := w.Open(name)
	if err != nil {
		return "", false
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, most+1))
	return string(data), err == nil && int64(len(data)) <= most
}

// DiskPath returns the absolute path of a file that a call here would read from
// disk, "" where this program has written it or its name is not known.
func (s *Scope) DiskPath(path word.Word) string { return s.at().diskPath(path.Pieces) }

// WriteFile records that a call of this program writes a file (tee, cp, curl
// -o), so that later calls find it.
func (s *Scope) WriteFile(path word.Word, content word.Text, from []int, add bool) {
	if f := s.write(path, content, from, add); f != nil {
		f.doubt = true
	}
}

// Put is WriteFile for a content that is exactly what the file holds afterwards.
func (s *Scope) Put(path word.Word, content word.Text, from []int) {
	f, in := s.write(path, content, from, false), s.at()
	if f == nil {
		return
	}
	if in.doubted || s.call.Shadowed || s.call.Guess || s.call.Alike {
		f.doubt = true
		content = unknown("")
	}
	s.call.made = append(s.call.made, made{in.absolute(path.Pieces), content})
}

func (s *Scope) write(path word.Word, content word.Text, from []int, add bool) *file {
	if len(path.Pieces) == 0 {
		return nil
	}
	in := s.at()
	if s.call.Shadowed || s.call.Guess {
		in.maybe++
	}
	f := in.open(path.Pieces, add)
	f.add(content, s.call.ID)
	for _, id := range from {
		f.from = addID(f.from, id)
	}
	return f
}

// at returns the shell as the call sees it: in its directory and place.
func (s *Scope) at() *interp {
	c := *s.in
	f := *c.frame
	f.where = s.call.Where
	c.frame, c.dir = &f, s.call.Dir
	return &c
}

// Lookup returns a variable of the environment that a call in this scope
// would see, and whether the text or the world sets it. Of a variable that
// only the hook's environment sets, it is that value.
func (s *Scope) Lookup(name string) (word.Text, bool) {
	for i := len(s.call.Assigns) - 1; i >= 0; i-- {
		if a := s.call.Assigns[i]; a.Name == name && len(s.call.Words) > 0 {
			return a.Value, !a.Unset
		}
	}
	v := s.in.env.variable(name)
	if v != nil && v.ours {
		if !v.exported || len(v.alts) == 1 && v.alts[0].unset {
			return nil, false
		}
		return s.in.single(name).text, true
	}
	w := s.in.worldly(name)
	if w.alts[0].unset {
		return nil, false
	}
	return w.alts[0].text, true
}
