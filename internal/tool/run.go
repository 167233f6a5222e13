package tool

import (
	"slices"
	"strings"

	"tagout/internal/catalog"
	"tagout/internal/tri"
	"tagout/internal/word"
)

// carry collects the programs that the call carries, by each of the tool's
// runs that may hold.
func (r *reader) carry() {
	for i := range r.Tool.Runs {
		run := &r.Tool.Runs[i]
		if len(run.Vars) > 0 || run.How == catalog.Written {
			continue // reach knows the environment, and what was written
		}
		holds, before := r.Holds(run.Cond), len(r.Runs)
		if holds == tri.No {
			continue
		}
		switch run.How {
		case catalog.Rest:
			r.carryRest(run)
		case catalog.Joined:
			r.carryJoined(run)
		case catalog.Between:
			r.carryBetween(run)
		case catalog.Script:
			r.carryScript(run)
		case catalog.File:
			r.carryFile(run)
		case catalog.Target:
			r.carryTarget(run)
		case catalog.Stdin:
			if !r.given() {
				r.carryStdin(run)
			}
		}
		for j := before; j < len(r.Runs); j++ {
			r.Runs[j].Maybe = holds == tri.Maybe
		}
	}
}

// carryStdin carries what standard input holds; a shell's operands are then the
// arguments of that text (bash -s).
func (r *reader) carryStdin(run *catalog.Run) {
	c := Carried{Run: run}
	if len(r.Operands) > 0 && run.Place == "" && slices.Contains(r.Tool.Kinds, "shell") && !stream(r.Operands[0].Word) {
		c.Args = append([]word.Word{r.words[0]}, r.operandWords(0)...)
	}
	r.run(c)
}

// given reports whether a program was given before standard input is asked. A
// text with marks may hold none, and whether a name is known is not known here.
func (r *reader) given() bool {
	for i := range r.Runs {
		if run := r.Runs[i].Run; run.How != catalog.Stdin && len(run.Marks) == 0 && !run.Known {
			return true
		}
	}
	return false
}

// run adds a carried program with what its run says of its place.
func (r *reader) run(c Carried) {
	if at := c.Run.At; at > 0 && at <= len(r.Operands) {
		c.Place = r.Operands[at-1].Word
	} else if at > 0 && len(r.Loose) > 0 {
		c.Place = r.Loose[0]
	}
	if len(c.Run.Binds) > 0 {
		c.Binds = r.binds(c.Run.Binds, true)
	}
	r.Runs = append(r.Runs, c)
}

// rest returns the words from a run's place on, as they stand in the call, and
// the NAME=VALUE words before them.
func (r *reader) rest(run *catalog.Run) (words, assigns []word.Word) {
	n, place, begin := 0, 0, -1
	for ; n < len(r.Operands); n++ {
		op := &r.Operands[n]
		if run.Assigns && place == from(run)-1 && op.aside() {
			if op.Key != "" {
				assigns = append(assigns, op.Word)
			}
			continue
		}
		if place++; place == from(run) {
			begin = op.at
			break
		}
	}
	if begin < 0 {
		begin = r.looseFrom(n, place == from(run)-1)
	}
	if begin < 0 {
		return nil, assigns
	}
	words = r.words[begin:]
	if s, ok := words[0].Known(); ok && s == "--" {
		words = words[1:]
	}
	return words, assigns
}

// looseFrom returns the index of the first loose word after the n operands
// where another is due, or -1.
func (r *reader) looseFrom(n int, due bool) int {
	last := -1
	if n > 0 {
		last = r.Operands[n-1].at
	}
	for _, at := range r.looseAt {
		if due && at > last {
			return at
		}
	}
	return -1
}

// carryRest carries a program and its arguments. A run with options takes the
// first words from their values, split (env -S); for one that appends what
// standard input holds they mean something else (xargs -I).
func (r *reader) carryRest(run *catalog.Run) {
	words, assigns := r.rest(run)
	if len(run.Options) > 0 && !run.Append {
		var first []word.Word
		for _, v := range r.Values(run.Options) {
			first = append(first, Fields(spaced(v.Pieces))...)
		}
		for run.Assigns && len(first) > 0 && assignment(first[0]) {
			assigns, first = append(assigns, first[0]), first[1:]
		}
		words = append(first, words...)
	}
	for i := len(run.Program); i > 0 && len(words) > 0; i-- {
		words = append([]word.Word{word.Literal(run.Program[i-1])}, words...)
	}
	if len(words) > 0 {
		r.run(Carried{Run: run, Words: words, Assigns: assigns, Span: spanOf(words)})
	}
}

// spaced writes the spaces of a text that is to be split which are written as
// "\_" (env(1), option -S).
func spaced(t word.Text) word.Text {
	out := append(word.Text(nil), t...)
	for i := range out {
		if out[i].Kind == word.Lit {
			out[i].Text = strings.ReplaceAll(out[i].Text, `\_`, " ")
		}
	}
	return out
}

func (r *reader) carryJoined(run *catalog.Run) {
	words, assigns := r.rest(run)
	if len(words) > 0 || run.Append {
		c := Carried{Run: run, Text: joined(words), Assigns: assigns, Span: spanOf(words)}
		if run.Append {
			c.Words = words
		}
		r.run(c)
	}
}

func (r *reader) carryBetween(run *catalog.Run) {
	for i := range r.Options {
		o := &r.Options[i]
		if !r.names(o, run.Options) {
			continue
		}
		words := o.Values
		if o.Value != nil {
			words = append([]word.Word{*o.Value}, words...)
		}
		if len(words) > 0 {
			r.run(Carried{Run: run, Words: words, Every: o.Every, Span: spanOf(words)})
		}
	}
}

// carryScript carries the value of each of the run's options. An option that
// takes no value says that the operand at the run's place is the text (sh -c);
// so does a run that names no option (awk); one with marks then asks every
// operand (vim +!cmd).
func (r *reader) carryScript(run *catalog.Run) {
	bare := len(run.Options) == 0
	if bare && len(run.Marks) > 0 {
		for _, w := range r.operandWords(from(run) - 1) {
			r.run(Carried{Run: run, Text: w.Pieces, Span: w.Span})
		}
		return
	}
	for i := range r.Options {
		o := &r.Options[i]
		if o.Implied || o.Off || !r.names(o, run.Options) {
			continue
		}
		if o.Value != nil {
			r.run(Carried{Run: run, Text: o.Value.Pieces, Args: r.operandWords(0), Span: o.Value.Span})
		} else {
			bare = true
		}
	}
	if bare {
		if text, args, ok := r.text(run); ok {
			r.run(Carried{Run: run, Text: text.Pieces, Args: args, Span: text.Span})
		}
	}
}

// carryFile carries the program text in the files that options name, else in
// the one that an operand names, or in each from there on, unless a text was given.
func (r *reader) carryFile(run *catalog.Run) {
	if len(run.Options) > 0 {
		for _, file := range r.Values(run.Options) {
			args := append([]word.Word{file}, r.operandWords(0)...)
			r.run(Carried{Run: run, File: r.below(file), Args: args, Span: file.Span})
		}
		return
	}
	if r.given() {
		return
	}
	file, args, ok := r.text(run)
	for ok && !stream(file) {
		r.run(Carried{Run: run, File: r.below(file), Args: append([]word.Word{file}, args...), Span: file.Span})
		if ok = run.Append && len(args) > 0; ok {
			file, args = args[0], args[1:]
		}
	}
}

// carryTarget carries the names of what to run: the verb that is one, then the
// operands from the run's place on. A run that asks for no verb is for calls
// that have none (yarn build). The words that may be any number of names come
// last; a run that appends takes every word after the first, options too.
func (r *reader) carryTarget(run *catalog.Run) {
	if !run.ByVerb && len(run.Verb) == 0 && len(r.Verb) > 0 {
		return
	}
	var words []word.Word
	if run.ByVerb && len(r.Verb) > 0 {
		words = append(words, r.Verb[len(r.Verb)-1])
	}
	n := from(run) - 1
	if run.Append && n < len(r.Operands) {
		words = append(words, r.words[r.Operands[n].at:]...)
	} else {
		words = append(words, r.operandWords(n)...)
		words = append(words, r.Loose...)
	}
	r.run(Carried{Run: run, Words: words, Span: spanOf(r.words)})
}

// text returns the operand at a run's place and those after it, or a loose
// word in its stead.
func (r *reader) text(run *catalog.Run) (text word.Word, args []word.Word, ok bool) {
	n := from(run) - 1
	for i := 0; run.Assigns && i < len(r.Operands) && r.Operands[i].aside(); i++ {
		n++
	}
	if n < len(r.Operands) {
		return r.Operands[n].Word, r.operandWords(n + 1), true
	}
	if at := r.looseFrom(len(r.Operands), n == len(r.Operands)); at >= 0 {
		return r.words[at], nil, true
	}
	return word.Word{}, nil, false
}

func (r *reader) operandWords(from int) []word.Word {
	var out []word.Word
	for i := from; i < len(r.Operands); i++ {
		out = append(out, r.Operands[i].Word)
	}
	return out
}

// binds returns the host paths that options mount into a container such that
// it can write to them: "-v /host:/in", "--mount type=bind,src=/host,dst=/in".
// With inside each is followed by ":" and the path at which the container sees
// it, and volumes count, which are names without a "/" and no paths (docker
// run(1)).
func (inv *Invocation) binds(options []string, inside bool) []word.Word {
	var out []word.Word
	for _, v := range inv.Values(options) {
		host, at, readOnly := bind(v.Pieces)
		if s := host.Prefix(); readOnly || len(host) == 0 || !inside && s != "" && !strings.ContainsAny(s[:1], "/.~") {
			continue
		}
		if inside {
			colon := word.Piece{Kind: word.Lit, Text: ":"}
			host = append(append(append(word.Text{}, host...), colon), at...)
		}
		out = append(out, word.Word{Pieces: host, Span: v.Span, Quoted: v.Quoted})
	}
	return out
}

// PathValues returns the values of the options called names as paths: of an
// option that mounts host paths into a container the host's part, where the
// container can write to it, of any other the value itself.
func (inv *Invocation) PathValues(names []string) []word.Word {
	if inv.Tool != nil {
		for i := range inv.Tool.Runs {
			for _, name := range inv.Tool.Runs[i].Binds {
				if slices.Contains(names, name) {
					return inv.binds(names, false)
				}
			}
		}
	}
	return inv.Values(names)
}

// bind returns the host path of a mount, the path at which the container sees
// it, and whether it is read only.
func bind(t word.Text) (host, at word.Text, readOnly bool) {
	end := t.Suffix()
	if value, ok := mountValue(t, "source=", "src="); ok {
		at, _ = mountValue(t, "destination=", "dst=", "target=")
		return value, at, strings.Contains(end, "readonly") || strings.HasSuffix(end, ",ro")
	}
	host, rest, ok := cut(t, ':')
	if !ok {
		return nil, nil, false
	}
	at, mode, _ := cut(rest, ':')
	if s, ok := mode.Known(); ok {
		readOnly = s == "ro" || strings.HasPrefix(s, "ro,") || strings.HasSuffix(s, ",ro")
	}
	return host, at, readOnly
}

// mountValue returns the value of one of the keys in a comma-separated list.
func mountValue(t word.Text, keys ...string) (word.Text, bool) {
	for {
		field, rest, more := cut(t, ',')
		for _, key := range keys {
			if strings.HasPrefix(field.Prefix(), key) {
				return after(field, len(key)), true
			}
		}
		if !more {
			return nil, false
		}
		t = rest
	}
}
