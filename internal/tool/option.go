package tool

import (
	"strings"
	"unicode/utf8"

	"tagout/internal/catalog"
	"tagout/internal/tri"
	"tagout/internal/word"
)

// isOption reports whether a word that begins with s is an option.
func (r *reader) isOption(s string, known bool) bool {
	if s == "" || known && len(s) == 1 {
		return false
	}
	switch r.style {
	case catalog.None:
		return false
	case catalog.AWS, catalog.DD:
		return strings.HasPrefix(s, "--") || !known && s == "-"
	}
	return s[0] == '-' || s[0] == '+' && r.plus()
}

// plus reports whether the tool has options that begin with "+" (sh +e).
func (r *reader) plus() bool {
	if r.Tool == nil {
		return false
	}
	for i := range r.Tool.Opts {
		if n := r.Tool.Opts[i].Names; len(n) > 0 && strings.HasPrefix(n[0], "+") {
			return true
		}
	}
	return false
}

// option reads an option. s is the word's text, or its beginning when not all
// of it is known.
func (r *reader) option(w word.Word, s string, known bool) {
	bundles := r.Tool != nil && r.style != catalog.Go && r.style != catalog.Find &&
		!strings.HasPrefix(s, "--") && !r.whole(s)
	if bundles {
		r.short(w, s, known)
	} else {
		r.long(w, s, known)
	}
}

// whole reports whether a word with one dash is one option: the grammar has it
// as it stands, or it is a number (head -20).
func (r *reader) whole(s string) bool {
	name, _, _ := strings.Cut(s, "=")
	return len(name) > 2 && r.lookup(name) != nil || digits(s[1:])
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// long reads an option that is one word: "--x", "--x=v", and "-x" where no
// bundles are.
func (r *reader) long(w word.Word, s string, known bool) {
	name, _, attached := strings.Cut(s, "=")
	o := Option{Name: name, Span: w.Span, Open: !known && !attached}
	if attached {
		o.Value = part(w, len(name)+1)
	}
	if !o.Open {
		o.Opt = r.lookup(name)
	}
	if rest, ok := strings.CutPrefix(name, "--no-"); ok && o.Opt == nil && !o.Open && rest != "" {
		o.Opt = r.lookup("--" + rest)
		o.Off = o.Opt != nil
	}
	r.add(o)
}

// maxBundle bounds how many letters of a bundle are read: one that is longer may
// hold any.
const maxBundle = 256

// short reads a bundle: "-rf", "-ovalue", "-n5". A letter that the grammar
// lacks may take the rest as its value, or not.
func (r *reader) short(w word.Word, s string, known bool) {
	if len(s) > maxBundle {
		r.add(Option{Name: s[:1], Open: true, Span: w.Span})
		return
	}
	for at := 1; at < len(s); {
		_, size := utf8.DecodeRuneInString(s[at:])
		name := s[:1] + s[at:at+size]
		at += size
		o := Option{Name: name, Opt: r.lookup(name), Span: w.Span}
		if at == len(s) && known {
			r.add(o)
			return
		}
		if r.takesRest(o.Opt, s[at:]) {
			if strings.HasPrefix(s[at:], "=") {
				at++
			}
			o.Value = part(w, at)
			r.add(o)
			return
		}
		r.Options = append(r.Options, o)
	}
	r.add(Option{Name: s[:1], Open: true, Span: w.Span})
}

// takesRest decides whether what follows a letter in a bundle is its value.
func (r *reader) takesRest(opt *catalog.Opt, rest string) bool {
	switch {
	case strings.HasPrefix(rest, "="):
		return true
	case opt == nil:
		r.Guessed = true
		return r.choose()
	}
	return opt.Arg != catalog.Flag
}

// add adds an option with the value that the words after it hold.
func (r *reader) add(o Option) {
	run := r.between(&o)
	switch {
	case run != nil:
		r.collect(&o, run)
	case o.Value != nil || o.Off:
	case o.Opt == nil && !digits(o.Name[1:]):
		r.guess(&o)
	case o.Opt != nil && o.Opt.Arg == catalog.Value && r.next < len(r.words):
		r.take(&o)
	}
	r.Options = append(r.Options, o)
}

// take makes the next word the option's value. In AWS style those after it may
// be further ones, once the verb is complete.
func (r *reader) take(o *Option) {
	o.Value = &r.words[r.next]
	o.Span = cover(o.Span, o.Value.Span)
	r.next++
	if r.style != catalog.AWS || !r.nextPlain() {
		return
	}
	if !r.settled {
		if _, complete := r.fits(word.Word{}); complete == tri.No {
			return
		}
	}
	if r.choose() {
		return // the rest are operands (aws s3 cp --acl private a b)
	}
	for begin := r.next; r.nextPlain(); {
		r.next++
		o.Values = r.words[begin:r.next]
	}
}

// guess reads an option that the grammar lacks: it may take the next word.
func (r *reader) guess(o *Option) {
	if !r.nextPlain() {
		return
	}
	r.Guessed = true
	if r.choose() {
		r.take(o)
	}
}

// nextPlain reports whether a word follows that does not look like an option.
func (r *reader) nextPlain() bool {
	if r.next >= len(r.words) {
		return false
	}
	s, known := lead(r.words[r.next])
	return !r.isOption(s, known)
}

// between returns the run whose carried words this option begins, or nil.
func (r *reader) between(o *Option) *catalog.Run {
	if r.Tool == nil || o.Open {
		return nil
	}
	for i := range r.Tool.Runs {
		run := &r.Tool.Runs[i]
		if run.How == catalog.Between && r.names(o, run.Options) && r.verbIs(run.Verb) != tri.No {
			return run
		}
	}
	return nil
}

// collect takes the carried words of an option up to the word that ends them.
func (r *reader) collect(o *Option, run *catalog.Run) {
	begin, end := r.next, len(r.words)
	for i := begin; i < len(r.words); i++ {
		if s, ok := r.words[i].Known(); ok && contains(run.Until, s) {
			end = i
			break
		}
	}
	o.Values = r.words[begin:end]
	o.Span = cover(o.Span, spanOf(o.Values))
	r.next = min(end+1, len(r.words))
}

// lookup returns the grammar's row for an option, nil where it has none. The
// meaning under the longest verb that has been read outranks the general one.
func (r *reader) lookup(name string) *catalog.Opt {
	if r.Tool == nil {
		return nil
	}
	var best *catalog.Opt
	rank := -1
	for i := range r.Tool.Opts {
		o := &r.Tool.Opts[i]
		if r.has(o.Names, name) {
			if n := r.scope(o); n > rank {
				best, rank = o, n
			}
		}
	}
	if best == nil && r.Tool.Abbrev && len(name) > 2 && strings.HasPrefix(name, "--") {
		return r.abbreviated(name)
	}
	return best
}

// scope returns the number of verb words that a row is restricted to, 0 for a
// general row, -1 when it is for other verbs.
func (r *reader) scope(o *catalog.Opt) int {
	if len(o.Verbs) == 0 {
		return 0
	}
	best := -1
	for _, phrase := range o.Verbs {
		n := 0
		for more := true; more; n++ {
			var glob string
			glob, phrase, more = strings.Cut(phrase, " ")
			if n >= len(r.Verb) || matches(glob, r.Verb[n].Pieces) == tri.No {
				n = -2
				break
			}
		}
		best = max(best, n)
	}
	return best
}

// abbreviated returns the one row that has a long name beginning with name. The
// options of a verb are read by themselves: "git reset --h" is --hard, whatever
// git itself has (measured with 2.39).
func (r *reader) abbreviated(name string) *catalog.Opt {
	var found *catalog.Opt
	best, several := -1, false
	for i := range r.Tool.Opts {
		o := &r.Tool.Opts[i]
		if n := r.scope(o); n >= max(best, 0) && anyPrefixed(o.Names, name) {
			found, several, best = o, n == best, n
		}
	}
	if several {
		return nil
	}
	return found
}

func anyPrefixed(names []string, prefix string) bool {
	for _, n := range names {
		if strings.HasPrefix(n, prefix) {
			return true
		}
	}
	return false
}

// rename gives options that stood before the verb the row they have under it.
func (r *reader) rename() {
	if len(r.Verb) == 0 {
		return
	}
	for i := range r.Options {
		if o := &r.Options[i]; o.Opt == nil && !o.Open {
			o.Opt = r.lookup(o.Name)
		}
	}
}

// imply adds the options that others turn on, each once.
func (r *reader) imply() {
	given := len(r.Options)
	for i := 0; i < len(r.Options); i++ {
		o := r.Options[i]
		if o.Opt == nil || o.Off {
			continue
		}
		for _, spec := range o.Opt.Implies {
			name, value, valued := strings.Cut(spec, "=")
			implied := Option{Name: name, Opt: r.lookup(name), Implied: true, Span: o.Span}
			if valued {
				w := word.Literal(value)
				implied.Value = &w
			}
			if !implies(r.Options[given:], name) {
				r.Options = append(r.Options, implied)
			}
		}
	}
}

func implies(options []Option, name string) bool {
	for i := range options {
		if options[i].Name == name {
			return true
		}
	}
	return false
}
