package policy

import (
	"fmt"
	"slices"
	"strings"

	"tagout/internal/reach"
	"tagout/internal/record/secret"
	"tagout/internal/shell"
	"tagout/internal/tool"
	"tagout/internal/tri"
	"tagout/internal/word"
)

// Redaction is a command as it may be written down.
type Redaction struct {
	// Text is the command with its secrets replaced.
	Text string
	// Whole is set where Text is only the first word and the length: the command
	// could not be read, or a secret in it could not be found in its text.
	Whole bool
	// values are the secrets that were found.
	values []string
}

// maxRedacted bounds a command whose secrets are looked for, in bytes.
const maxRedacted = 64 << 10

// Redact takes the secrets out of a command: the values of options that the
// catalogue marks or whose names say so, credentials in URLs and headers,
// assignments to names that say key or password. They are found in the calls that
// would run, however those are reached, and then wherever they stand in the text.
func (p *Policy) Redact(c Command, w World) (out Redaction) {
	defer func() {
		if recover() != nil {
			out = hidden(c.Text)
		}
	}()
	if len(c.Text) > maxRedacted {
		return hidden(c.Text)
	}
	calls, problems := p.calls(c, w.Remembering())
	if len(problems) > 0 {
		return hidden(c.Text)
	}
	r := redactor{policy: p, command: c, text: c.Text, world: w, ranges: secret.Find(c.Text, true), most: maxWords}
	r.plain, _ = unquoted(c.Text)
	for _, found := range r.ranges {
		r.keep(c.Text[found.Start:found.End])
	}
	for _, f := range calls {
		if f != nil {
			r.call(f)
			r.lost = r.lost || f.Unread && madeHere(calls, f)
		}
	}
	for i := 0; i < len(r.calls) && len(r.names) > 0; i++ {
		r.sources(r.calls[i])
	}
	if r.lost {
		out = hidden(c.Text)
		out.values = r.values
		return out
	}
	out = Redaction{Text: replaced(c.Text, append(r.ranges, occurrences(c.Text, r.values)...)), values: r.values}
	if survives(out.Text, r.values) {
		out = hidden(c.Text)
		out.values = r.values
	}
	return out
}

// maxTold bounds a call that is told, in bytes.
const maxTold = 4 << 10

// told is a call's spelling without its secrets. What was found for the calls before
// counts too, and the texts of all of them together are bounded: a thousand calls may
// come of one long text.
func (r *redactor) told(f *reach.Found, spelling string) string {
	if r.lost || len(spelling) > maxTold {
		return hidden(spelling).Text
	}
	r.text = spelling
	r.plain, _ = unquoted(spelling)
	if r.call(f); r.lost {
		return hidden(spelling).Text
	}
	out := Redaction{values: r.values}
	return out.Clean(spelling)
}

// Clean takes the secrets out of another text that came of the command, such as a
// call of it.
func (r *Redaction) Clean(text string) string {
	if r.Whole {
		return hidden(text).Text
	}
	ranges := append(occurrences(text, r.values), secret.Find(text, true)...)
	return replaced(text, append(ranges, secret.Find(text, false)...))
}

// Hide is the redaction of a command of which nothing is known.
func Hide(c Command) Redaction { return hidden(c.Text) }

// hidden is a text of which only the first word is told.
func hidden(text string) Redaction {
	text = strings.TrimLeft(text, " \t\r\n")
	end := 0
	for end < len(text) && end < 40 && (text[end] == '-' || text[end] == '_' || text[end] == '.' || text[end] == '/' || text[end]|0x20 >= 'a' && text[end]|0x20 <= 'z') {
		end++
	}
	first := text[:end]
	if len(secret.Find(first, true)) > 0 {
		first = secret.Mark
	}
	return Redaction{Text: strings.TrimLeft(fmt.Sprintf("%s … (%d bytes)", first, len(text)), " "), Whole: true}
}

// redactor collects what is secret in the calls of one command.
type redactor struct {
	policy  *Policy
	command Command
	// guessing is set while texts are read that may be no programs, and seen are
	// those that were.
	guessing bool
	seen     []string
	calls    []*shell.Call
	text     string
	world    World
	ranges   []secret.Range
	values   []string
	plain    string // the text without its quotes
	lost     bool   // a secret is not to be found in it
	// names are the variables and parameters ("X", "1") whose value is a secret and
	// not known for sure.
	names []string
	// words are the bytes of words and texts that were looked at, most how many may be.
	words, most int
	// source is the last text whose secrets were looked for.
	source *shell.Source
}

// keep remembers a secret.
func (r *redactor) keep(value string) {
	if len(strings.Trim(value, `"'\{}()$ `)) > 0 && !secret.Reference(value) && !slices.Contains(r.values, value) {
		r.values = append(r.values, value)
	}
}

// maxWords bounds the bytes of words that are looked at for one command: a loop makes
// many of few.
const maxWords = 1 << 20

func (r *redactor) call(f *reach.Found) {
	c := f.Call
	if !r.affords("") {
		return
	}
	r.calls = append(r.calls, c)
	for i, w := range c.Words {
		r.within(c, w)
		if i > 0 && i+1 < len(c.Words) && (takesNext(f, w) || settles(c.Words[:i], w) && !strings.HasPrefix(c.Words[i+1].String(), "-")) {
			r.mark(c, c.Words[i+1].Pieces, c.Words[i+1].Span)
		}
	}
	for i := range f.Readings {
		r.reading(c, &f.Readings[i])
	}
	for _, a := range c.Assigns {
		if secret.Name(a.Name) && !a.Unset {
			r.mark(c, a.Value, a.Span)
		}
		r.listed(a.Value.Spelling())
	}
	r.listed(c.Stdin.Text.Spelling())
	for _, code := range c.Code {
		r.listed(code.Text.Spelling())
	}
	if s := c.Source; s != nil && s.In != nil && s != r.source && r.affords(s.Text) {
		r.source = s
		for _, found := range secret.Find(s.Text, true) {
			r.keep(s.Text[found.Start:found.End])
		}
	}
}

// affords reports whether a text may still be looked at.
func (r *redactor) affords(text string) bool {
	r.words += len(text)
	r.lost = r.lost || r.words > r.most
	return r.words <= r.most
}

// reading marks what the grammar says is secret. An option without a value that
// is marked says that standard input is.
func (r *redactor) reading(c *shell.Call, inv *tool.Invocation) {
	if inv.Tool == nil {
		return
	}
	names := inv.Tool.Secret
	fed := false
	for i := range inv.Options {
		o := &inv.Options[i]
		fed = fed || secret.Feed(o.Name)
		if o.Opt != nil && slices.ContainsFunc(o.Opt.Names, secret.Option) {
			names = append(slices.Clip(names), o.Name)
		}
	}
	values := inv.Values(names)
	for _, v := range values {
		r.mark(c, v.Pieces, v.Span)
	}
	if fed || len(values) == 0 && inv.On(inv.Tool.Secret) == tri.Yes {
		for _, p := range c.Stdin.Text {
			r.mark(c, word.Text{{Kind: p.Kind, Text: strings.Trim(p.Text, "\n")}}, c.Span)
		}
	}
}

// within marks the parts of a word that are secret by what stands before them.
func (r *redactor) within(c *shell.Call, w word.Word) {
	text := w.String()
	if !r.affords(text) {
		return
	}
	if r.program(text); r.lost {
		return
	}
	for _, found := range secret.Find(text, false) {
		r.mark(c, word.Text{{Kind: word.Lit, Text: text[found.Start:found.End]}}, w.Span)
	}
}

// listed remembers the secrets of a text that is no word.
func (r *redactor) listed(text string) {
	if !r.affords(text) {
		return
	}
	r.program(text)
	for _, found := range secret.Find(text, false) {
		r.keep(text[found.Start:found.End])
	}
}

// program remembers the secrets of a text that may be a program of the shell, though
// nothing here is known to run it: a script that is written to a file, a command in
// a message, what goes to a shell in a way that was not computed.
func (r *redactor) program(text string) {
	if text == r.text || !strings.ContainsAny(text, " \t\n") || slices.Contains(r.seen, text) {
		return
	}
	r.seen = append(r.seen, text)
	c := r.command
	c.Text, c.Argv = text, nil
	calls, problems := r.policy.calls(c, World{})
	if lines := strings.Split(text, "\n"); len(problems) > 0 && len(lines) > 1 {
		for _, line := range lines { // prose, with a command here and there
			if !r.affords(line) {
				return
			}
			r.program(line)
		}
	}
	outer := r.guessing
	r.guessing = true
	for _, f := range calls {
		if f != nil {
			r.call(f)
		}
	}
	r.guessing = outer
}

// takesNext reports whether a word is an option whose value, a secret, is the next
// word: the grammar does not know better.
func takesNext(f *reach.Found, w word.Word) bool {
	name := w.String()
	if !strings.HasPrefix(name, "-") || strings.Contains(name, "=") || !secret.Option(name) {
		return false
	}
	for i := range f.Readings {
		for _, o := range f.Readings[i].Options {
			if o.Name == name && o.Opt != nil && o.Value == nil && len(o.Values) == 0 {
				return false
			}
		}
	}
	return true
}

// settles reports whether a word names a secret that the next word gives a value
// (config set api_key …), which a verb among the words before it says.
func settles(before []word.Word, w word.Word) bool {
	name := w.String()
	name = name[strings.LastIndexByte(name, ':')+1:]
	if strings.HasPrefix(name, "-") || strings.ContainsAny(name, "=/") || !secret.Name(name) {
		return false
	}
	return slices.ContainsFunc(before, func(b word.Word) bool {
		switch strings.ToLower(b.String()) {
		case "set", "put", "add", "config", "setx", "setenv", "requirepass":
			return true
		}
		return false
	})
}

// mark notes a secret, and where it stands in the text if it is not written there
// as it is.
func (r *redactor) mark(c *shell.Call, value word.Text, span word.Span) {
	known := false
	for _, p := range value {
		switch {
		case p.Kind == word.Lit:
			known = true
			r.keep(p.Text)
		case strings.HasPrefix(p.Text, "$") && !slices.Contains(r.names, strings.Trim(p.Text, "${}")):
			r.names = append(r.names, strings.Trim(p.Text, "${}"))
		}
	}
	if !known {
		return // an expansion: nothing of it stands here
	}
	r.locate(c, value, span)
}

// sources marks what may have given variables their value that hold a secret.
func (r *redactor) sources(c *shell.Call) {
	for _, a := range c.Assigns {
		if slices.Contains(r.names, a.Name) {
			r.mark(c, a.Value, a.Span)
		}
	}
	if len(c.Words) < 2 {
		return
	}
	program, _ := c.Words[0].Known()
	for _, w := range c.Words[1:] {
		switch {
		case program == "set" && w.String() != "--" && slices.ContainsFunc(r.names, positional):
			r.mark(c, w.Pieces, w.Span)
		case program == "read" && slices.Contains(r.names, w.String()):
			r.mark(c, c.Stdin.Text, c.Span)
		}
	}
}

// positional reports whether a name is one of a parameter that set gives.
func positional(name string) bool {
	return strings.Trim(name, "0123456789@*") == ""
}
