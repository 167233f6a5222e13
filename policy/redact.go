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
	r := redactor{text: c.Text, world: w, ranges: secret.Find(c.Text, true)}
	for _, found := range r.ranges {
		r.keep(c.Text[found.Start:found.End])
	}
	for _, f := range calls {
		if f != nil {
			r.call(f)
		}
	}
	if r.lost {
		out = hidden(c.Text)
		out.values = r.values
		return out
	}
	return Redaction{Text: replaced(c.Text, append(r.ranges, occurrences(c.Text, r.values)...)), values: r.values}
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
	text   string
	world  World
	ranges []secret.Range
	values []string
	lost   bool // a secret is not to be found in the text
}

// keep remembers a secret.
func (r *redactor) keep(value string) {
	if len(strings.Trim(value, `"'\{}()$ `)) > 0 && !secret.Reference(value) && !slices.Contains(r.values, value) {
		r.values = append(r.values, value)
	}
}

func (r *redactor) call(f *reach.Found) {
	c := f.Call
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
	if c.Source != nil && c.Source.In != nil {
		for _, found := range secret.Find(c.Source.Text, true) {
			r.keep(c.Source.Text[found.Start:found.End])
		}
	}
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
		for _, line := range strings.Split(c.Stdin.Text.Spelling(), "\n") {
			r.keep(line)
		}
	}
}

// within marks the parts of a word that are secret by what stands before them.
func (r *redactor) within(c *shell.Call, w word.Word) {
	text := w.String()
	for _, found := range secret.Find(text, false) {
		r.mark(c, word.Text{{Kind: word.Lit, Text: text[found.Start:found.End]}}, w.Span)
	}
}

// listed remembers the secrets of a text that is no word.
func (r *redactor) listed(text string) {
	for _, found := range secret.Find(text, false) {
		r.keep(text[found.Start:found.End])
	}
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
		if p.Kind == word.Lit {
			known = true
			r.keep(p.Text)
		}
	}
	if !known {
		return // an expansion: nothing of it stands here
	}
	r.locate(c, value, span)
}

// locate makes sure that a secret is found. Where it is spelled in another way
// than it reads, all of its word is one; where it was computed from what stands
// elsewhere in the text, nothing of the text can be told.
func (r *redactor) locate(c *shell.Call, value word.Text, span word.Span) {
	missing := slices.ContainsFunc(value, func(p word.Piece) bool {
		return p.Kind == word.Lit && !strings.Contains(r.text, p.Text) && !r.noticed(p.Text)
	})
	if !missing || fromDisk(c.Source) {
		return
	}
	if c.Source == nil || c.Source.In != nil || span.End > len(r.text) || span.Start >= span.End {
		r.lost = true
		return
	}
	raw := r.text[span.Start:span.End]
	if strings.ContainsAny(raw, "$`") {
		r.lost = !r.inherited(raw, value)
		return
	}
	start := span.Start
	if i := strings.IndexByte(raw, '='); i >= 0 {
		start += i + 1
	} else if raw[0] == '-' && len(raw) > 2 && raw[1] != '-' {
		start += 2
	}
	r.ranges = append(r.ranges, secret.Range{Start: start, End: span.End})
}

// noticed reports whether a secret is in a range of the text, spelled with quotes.
func (r *redactor) noticed(value string) bool {
	return slices.ContainsFunc(r.ranges, func(found secret.Range) bool {
		plain := strings.Map(func(c rune) rune {
			if c == '\'' || c == '"' || c == '\\' {
				return -1
			}
			return c
		}, r.text[found.Start:found.End])
		return strings.Contains(plain, value)
	})
}

// inherited reports whether a word holds the value of a variable that the text
// does not set: it is not there to be found.
func (r *redactor) inherited(raw string, value word.Text) bool {
	for i := strings.IndexByte(raw, '$'); i >= 0; {
		name := strings.TrimLeft(raw[i+1:], "{")
		end := strings.IndexFunc(name, func(c rune) bool {
			return c != '_' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z')
		})
		if end >= 0 {
			name = name[:end]
		}
		if v, set := r.world.Env(name); set && strings.Contains(value.Spelling(), v) && !strings.Contains(r.text, name+"=") {
			return true
		}
		next := strings.IndexByte(raw[i+1:], '$')
		if next < 0 {
			return false
		}
		i += 1 + next
	}
	return false
}

// fromDisk reports whether a text comes from a file that is there: what it holds
// does not stand in the command.
func fromDisk(s *shell.Source) bool {
	for ; s != nil; s = s.In {
		if s.File && s.Path != "" {
			return true
		}
	}
	return false
}

// occurrences are the places of secrets in a text. A short one is looked for only
// where it stands by itself.
func occurrences(text string, values []string) (out []secret.Range) {
	for _, v := range values {
		for at := 0; ; {
			i := strings.Index(text[at:], v)
			if i < 0 {
				break
			}
			start, end := at+i, at+i+len(v)
			if len(v) >= 4 || alone(text, start, end) {
				out = append(out, secret.Range{Start: start, End: end})
			}
			at = end
		}
	}
	return out
}

func alone(text string, start, end int) bool {
	letter := func(c byte) bool {
		return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
	}
	attached := start >= 2 && text[start-2] == '-' && (start == 2 || text[start-3] == ' ') // -pX
	return (start == 0 || attached || !letter(text[start-1])) && (end == len(text) || !letter(text[end]))
}

// replaced puts the mark in the place of ranges, which may overlap.
func replaced(text string, ranges []secret.Range) string {
	slices.SortFunc(ranges, func(a, b secret.Range) int { return a.Start - b.Start })
	var b strings.Builder
	at := 0
	for _, r := range ranges {
		if r.End <= at {
			continue
		}
		if r.Start >= at && r.End > r.Start {
			b.WriteString(text[at:r.Start])
			b.WriteString(secret.Mark)
		}
		at = r.End
	}
	b.WriteString(text[at:])
	return b.String()
}
