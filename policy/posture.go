package policy

import (
	"slices"
	"strings"
	"unicode/utf8"

	"tagout/internal/catalog"
	"tagout/internal/glob"
	"tagout/internal/match"
	"tagout/internal/reach"
	"tagout/internal/rule"
	"tagout/internal/shell"
	"tagout/internal/source"
	"tagout/internal/tool"
	"tagout/internal/tri"
	"tagout/internal/word"
)

// Ids of findings that a posture makes.
const (
	// ReadOnlyPosture is the id of the finding on a call that is not known to
	// change nothing, in posture readonly.
	ReadOnlyPosture = "posture-readonly"
	// StrictPosture is the id of the finding on a call of which something is
	// not known, in posture strict.
	StrictPosture = "posture-strict"
)

// stance is what a policy wants done with a call on which no rule had anything
// to say: the posture's answer, else the default.
func (j *judgement) stance(f *reach.Found, s stance) Decision {
	switch s.posture {
	case rule.ReadOnly:
		if j.pure(f) {
			return Allow
		}
		if !reads(f) && !bindsOnly(f.Call) {
			return j.add(f, ReadOnlyPosture, Ask, "the policy's posture is readonly, and this is not known to change nothing")
		}
	case rule.Strict:
		if what := unknownOf(f); what != "" {
			return j.add(f, StrictPosture, Ask, "the policy's posture is strict, and "+what)
		}
	}
	if s.def > None && len(f.Call.Words) > 0 {
		return j.add(f, "default", s.def, "no rule speaks of it, and the policy's default is "+s.def.String())
	}
	return None
}

// bindsOnly reports whether a call is an assignment of which no more is unknown
// than the value.
func bindsOnly(c *shell.Call) bool {
	return len(c.Words) == 0 && len(c.Assigns) > 0 && !c.Evaluates && !leavesWrite(c) && harmlessNames(c.Assigns)
}

func (j *judgement) add(f *reach.Found, id string, d Decision, reason string) Decision {
	j.findings = append(j.findings, j.finding(f, &rule.Rule{ID: id, Reason: reason}, d, match.Result{Answer: tri.Yes}))
	return d
}

// unknownOf says what of a call is not known, "" for nothing. What only reads
// may read what it likes.
func unknownOf(f *reach.Found) string {
	c := f.Call
	switch {
	case c.Unseen:
		return "what it runs is not known"
	case len(c.Words) == 0 || reads(f):
		return ""
	}
	if _, known := c.Words[0].Known(); !known || len(f.Readings) == 0 {
		return "the program is not known"
	}
	if f.Readings[0].Tool == nil {
		return "nothing is known of " + f.Readings[0].Name
	}
	for _, w := range c.Words[1:] {
		if w.Pieces.HasUnknown() {
			return "it is not known what " + w.String() + " stands for"
		}
	}
	return ""
}

// pure reports whether a call is proved to change nothing and to run no code
// that an agent may have placed. A wrong yes lets a command run unasked, so all
// that is not plainly harmless is none: a word that is not known, an option that
// the grammar lacks, a variable in its environment, a file left behind, a program
// from a directory that an agent can write to, a secret that would be shown.
func (j *judgement) pure(f *reach.Found) bool {
	c := f.Call
	if c.Shadowed || c.Unseen || c.Evaluates || c.Guess || c.Where.Place != shell.Here || leavesWrite(c) || !j.opensPlainly(c) {
		return false
	}
	if len(c.Words) == 0 {
		return harmlessNames(c.Assigns) && harmlessValues(c.Assigns)
	}
	if len(c.Assigns) > 0 || len(f.Readings) == 0 || vagueWords(c.Words) || j.twofold(c) {
		return false
	}
	for i := range f.Readings {
		if !j.pureReading(&f.Readings[i], c) {
			return false
		}
	}
	return true
}

func (j *judgement) pureReading(inv *tool.Invocation, c *shell.Call) bool {
	program, _ := inv.Program.Known()
	if base := strings.TrimPrefix(strings.TrimPrefix(program, "/usr"), "/bin/"); base != inv.Name || inv.Guessed {
		return false
	}
	if inv.Effect("pure") != tri.Yes || changes(inv) || !plainOptions(inv) || !plainScripts(inv) {
		return false
	}
	return j.plainWords(inv, c) && j.readsPlainly(inv, c) && (program != inv.Name || !j.planted(c, program))
}

// plainOptions reports whether the grammar has every option of a call. A number
// is one too (head -20).
func plainOptions(inv *tool.Invocation) bool {
	for i := range inv.Options {
		o := &inv.Options[i]
		if o.Open || o.Opt == nil && strings.Trim(o.Name, "0123456789") != "-" {
			return false
		}
	}
	return true
}

// plainScripts reports whether the texts in other languages that a call carries
// do no more than print. Of most languages the tool's row says so (Unless).
func plainScripts(inv *tool.Invocation) bool {
	for i := range inv.Runs {
		switch run := &inv.Runs[i]; {
		case run.Run.Lang == "":
		case run.Run.Lang == "sed":
			if !source.SedPrints(run.Text) {
				return false
			}
		case len(inv.Tool.Unless) == 0 || run.Text.HasUnknown() || len(run.File.Pieces) > 0:
			return false
		}
	}
	return true
}

// plainWords reports whether no word of a call is one that the tool's row
// excludes, nor what a pattern among them finds: a file may be named -oMakefile,
// and where one operand is read the next may be written.
func (j *judgement) plainWords(inv *tool.Invocation, c *shell.Call) bool {
	t := inv.Tool
	if t.Options == catalog.None && len(t.Unless) == 0 && !writesOperands(t) {
		return true
	}
	for _, w := range c.Words[1:] {
		names := []string{w.String()}
		if isPattern(w.Pieces) {
			found, ok := j.found(c, w)
			if !ok || writesOperands(t) {
				return false
			}
			names = found
		}
		for _, name := range names {
			if isPattern(w.Pieces) && strings.HasPrefix(name, "-") || excluded(t, name) {
				return false
			}
		}
	}
	return true
}

func excluded(t *catalog.Tool, name string) bool {
	return slices.ContainsFunc(t.Unless, func(pattern string) bool { return glob.MatchString(pattern, name, glob.Loose) })
}

// writesOperands reports whether it depends on an operand's place whether it is
// written.
func writesOperands(t *catalog.Tool) bool {
	for _, roles := range [...][]catalog.Role{t.Writes, t.Appends, t.Deletes} {
		if slices.ContainsFunc(roles, func(r catalog.Role) bool { return r.From != 0 }) {
			return true
		}
	}
	return false
}

// vagueWords reports whether a word is not known; what a glob finds is.
func vagueWords(words []word.Word) bool {
	for _, w := range words {
		if w.Pieces.HasUnknown() {
			return true
		}
	}
	return false
}

// twofold reports whether a word may be another than it was read as: sh is
// bash here and there, which expands braces and $'…'; and zsh has patterns (^x)
// that only some users turn on, and such as run code, *(e:'…':).
func (j *judgement) twofold(c *shell.Call) bool {
	marks := ""
	switch dialect(j.command.Shell) {
	case shell.POSIX:
		marks = "{$"
	case shell.Zsh:
		marks = "^#~<(|"
	case shell.Fish:
		marks = "^" // 2>, up to fish 2
	}
	return slices.ContainsFunc(c.Words, func(w word.Word) bool {
		return strings.ContainsAny(w.String(), marks) && !quotedWhole(c.Source.Text, w.Span)
	})
}

// quotedWhole reports whether a word is written as one pair of quotes.
func quotedWhole(text string, at word.Span) bool {
	if at.Start < 0 || at.End > len(text) || at.End < at.Start+2 {
		return false
	}
	quote, inner := text[at.Start], text[at.Start+1:at.End-1]
	return (quote == '\'' || quote == '"') && text[at.End-1] == quote && strings.IndexByte(inner, quote) < 0
}

// isGroup reports whether a piece of a pattern is a group or a list of qualifiers.
func isGroup(p word.Piece) bool {
	return p.Kind == word.Glob && strings.ContainsAny(p.Text, "(|")
}

// oddText reports whether a text has bytes that shells and parsers take
// differently: a carriage return is a part of a word, a NUL ends the text or is
// not there.
func oddText(text string) bool {
	odd := func(r rune) bool { return r < ' ' && r != '\n' && r != '\t' || r == 0x7f }
	return !utf8.ValidString(text) || strings.ContainsFunc(text, odd)
}

// harmlessNames reports whether variables are such as no program reads: by
// custom those that programs read are in capitals, but for the proxies and
// zsh's own.
func harmlessNames(assigns []shell.Assign) bool {
	for _, a := range assigns {
		if a.Name != strings.ToLower(a.Name) || strings.HasSuffix(a.Name, "_proxy") || zshReads(a.Name) {
			return false
		}
	}
	return true
}

// zshReads reports whether zsh reads a variable (zshparam(1), zshmodules(1)):
// those that it ties to one in capitals, its tables of functions and commands,
// its lists of hooks, what its prompts hold.
func zshReads(name string) bool {
	switch strings.TrimPrefix(name, "dis_") {
	case "aliases", "argv", "builtins", "commands", "dirstack", "fignore", "functions", "galiases", "histchars", "keymaps", "mapfile",
		"modules", "nameddirs", "nullcmd", "options", "parameters", "patchars", "prompt", "psvar", "reswords", "saliases", "signals", "status", "userdirs", "watch", "widgets":
		return true
	}
	return strings.HasSuffix(name, "path") || strings.HasSuffix(name, "_functions")
}

// harmlessValues reports whether values are no code: arithmetic, prompts and some
// expansions evaluate what a variable holds.
func harmlessValues(assigns []shell.Assign) bool {
	for _, a := range assigns {
		for _, p := range a.Value {
			if p.Kind == word.Unknown && p.Class != "number" || strings.ContainsAny(p.Text, "$`") {
				return false
			}
		}
	}
	return true
}

// planted reports whether PATH may find a program where an agent can write, or
// first a shim, which chooses the program by files of the directory.
func (j *judgement) planted(c *shell.Call, program string) bool {
	path, _ := j.world.Env("PATH")
	for _, dir := range strings.Split(path, ":") {
		full, known := j.absolute(c, dir)
		if !known {
			return true
		}
		full = strings.TrimRight(full, "/")
		if _, err := j.world.Stat(full + "/" + program); err != nil {
			continue
		}
		if full != strings.TrimRight(dir, "/") || strings.HasSuffix(full, "/shims") || j.writable(c, full) {
			return true
		}
	}
	return false
}

// writable reports whether a directory may be one whose files agents write.
func (j *judgement) writable(c *shell.Call, dir string) bool {
	place, within := j.at(c), word.Literal(dir+"/x")
	return place.Is("inside", within) != tri.No || place.Is("temp", within) != tri.No
}
