package match

import (
	"slices"
	"strings"

	"tagout/internal/glob"
	"tagout/internal/reach"
	"tagout/internal/rule"
	"tagout/internal/shell"
	"tagout/internal/tool"
	"tagout/internal/tri"
	"tagout/internal/word"
)

// flows matches the redirect terms of a stage against what the call reads and
// writes, by redirection or by an operand that the tool's row marks.
func (j *Judge) flows(flows []rule.Flow, f *reach.Found, inv *tool.Invocation, strict bool) Result {
	res := Result{Answer: tri.Yes}
	t := terms{judge: j, found: f, inv: inv, strict: strict, follow: true}
	for i := range flows {
		if flows[i].Kind == rule.Fed {
			res = weakest(res, t.fed(&flows[i]))
		} else {
			res = weakest(res, t.written(&flows[i]))
		}
		if res.Answer == tri.No {
			return res
		}
	}
	return res
}

// fed is "< alts": standard input holds something that was put there, which
// must match as a text, or as the path of the file it comes from.
func (t *terms) fed(fl *rule.Flow) Result {
	in := &t.found.Call.Stdin
	switch {
	case in.Kind == shell.FedText && anything(fl.Alts):
		return Result{Answer: tri.Yes}
	case in.Kind == shell.FedText:
		text := word.Word{Pieces: in.Text}
		return doubt(t.suspect(fl.Alts, text), text)
	case in.Kind == shell.FedFile:
		return doubt(t.word(fl.Alts, in.Path), in.Path)
	}
	return Result{}
}

func anything(alts []rule.Atom) bool {
	for _, a := range alts {
		if a.Glob == "*" || a.Glob == "**" {
			return true
		}
	}
	return false
}

// written is "> alts" and ">> alts".
func (t *terms) written(fl *rule.Flow) Result {
	best := Result{}
	for i := range t.found.Call.Redirects {
		r := &t.found.Call.Redirects[i]
		if r.Access == shell.Replaces || r.Access == shell.Appends && fl.Kind == rule.WritesTo {
			best = best.better(doubt(t.suspect(fl.Alts, r.Path), r.Path))
		}
	}
	if t.inv == nil || t.inv.Dry == tri.Yes {
		return best
	}
	want := tool.Writes
	if fl.Kind == rule.WritesTo {
		want |= tool.Appends
	}
	for _, p := range t.inv.Paths() {
		if p.Access&want == 0 {
			continue
		}
		if !t.inv.Tool.Copies {
			best = best.better(doubt(t.suspect(fl.Alts, p.Word), p.Word))
			continue
		}
		for _, w := range t.placed(p) {
			best = best.better(doubt(t.suspect(fl.Alts, w), w))
		}
	}
	return best
}

// maxPlaced bounds how many of the files are looked at that are put into a
// directory.
const maxPlaced = 64

// placed are the paths that a tool writes which copies: into a directory under their
// own names.
func (t *terms) placed(to tool.Path) []word.Word {
	var files []word.Word
	for _, p := range t.inv.Paths() {
		if p.Access&(tool.Reads|tool.Deletes) != 0 && len(files) < maxPlaced {
			files = append(files, p.Word)
		}
	}
	if !t.directory(to, len(files)) {
		return []word.Word{to.Word}
	}
	below := slices.Clone(to.Word.Pieces)
	if !strings.HasSuffix(below.Suffix(), "/") {
		below = append(below, word.Piece{Kind: word.Lit, Text: "/"})
	}
	out := []word.Word{}
	for _, f := range files {
		w := to.Word
		if name := ownName(f); name != nil {
			w.Pieces = append(slices.Clone(below), name...)
		}
		out = append(out, w)
	}
	return out
}

// environment matches the variables before a program.
func (j *Judge) environment(terms []rule.Env, f *reach.Found) Result {
	res := Result{Answer: tri.Yes}
	for i := range terms {
		got := j.variable(&terms[i], f)
		if terms[i].Not {
			got.Answer = got.Answer.Not()
		}
		if res = weakest(res, got); res.Answer == tri.No {
			return res
		}
	}
	return res
}

// variable answers whether a variable of the call's environment matches: what
// the program text set last, else what the hook's own environment holds, which
// the agent's shell may have changed.
func (j *Judge) variable(e *rule.Env, f *reach.Found) Result {
	res := j.assigned(e, f)
	if res.Answer != tri.No || j.Lookup == nil {
		return res
	}
	value, ok := j.Lookup(e.Name)
	if !ok || setHere(f, e.Name) {
		return Result{}
	}
	t := terms{judge: j, found: f}
	if t.word(e.Value, word.Literal(value)) == tri.No {
		return Result{}
	}
	return Result{tri.Maybe, "whether " + e.Name + " is still set"}
}

func setHere(f *reach.Found, name string) bool {
	for _, a := range f.Call.Assigns {
		if a.Name == name {
			return true
		}
	}
	return false
}

// assigned matches the assignments that the program text made for the call;
// of two to the same name the later counts.
func (j *Judge) assigned(e *rule.Env, f *reach.Found) Result {
	t := terms{judge: j, found: f}
	best := Result{}
	as := f.Call.Assigns
	for i := range as {
		if !glob.MatchString(e.Name, as[i].Name, glob.Loose) || overridden(as[i+1:], as[i].Name) || as[i].Unset {
			continue
		}
		w := word.Word{Pieces: as[i].Value, Span: as[i].Span}
		best = best.better(doubt(t.suspect(e.Value, w), w))
	}
	return best
}

func overridden(later []shell.Assign, name string) bool {
	for _, a := range later {
		if a.Name == name {
			return true
		}
	}
	return false
}

// assignment matches a stage that has neither program nor flow: a bare
// assignment or an export, which arms later commands.
func (j *Judge) assignment(s *rule.Stage, f *reach.Found) Result {
	if len(f.Call.Words) > 0 && !f.Declares() {
		return Result{}
	}
	res := Result{Answer: tri.Yes}
	for i := range s.Env {
		if res = weakest(res, j.assigned(&s.Env[i], f)); res.Answer == tri.No {
			return res
		}
	}
	return res
}

// directory reports whether what is copied is put into a directory: by its spelling,
// by the option that names it, by the number of files, or as it is on disk.
func (t *terms) directory(to tool.Path, files int) bool {
	if files == 0 {
		return false
	}
	operand := slices.ContainsFunc(t.inv.Operands, func(op tool.Operand) bool { return op.Word.Span == to.Span })
	name, known := to.Word.Known()
	if files > 1 || !operand || known && contents(name) {
		return true
	}
	dir, placed := t.found.Call.Dir.Known()
	if !known || !placed || t.found.Call.Where.Place != shell.Here || len(name) > longest {
		return false
	}
	info, err := t.judge.Place.World.Stat(t.judge.absolute(dir, name).path)
	return err == nil && info.IsDir()
}

// contents reports whether a path names what is in a directory.
func contents(name string) bool {
	return strings.HasSuffix(name, "/") || name == "." || strings.HasSuffix(name, "/.") || name == ".." || strings.HasSuffix(name, "/..")
}

// ownName is the last element of a path; nil where that stands for all that is in a
// directory, with which another is filled.
func ownName(w word.Word) word.Text {
	if s := w.String(); contents(s) || s == "*" || strings.HasSuffix(s, "/*") {
		return nil
	}
	for i := len(w.Pieces) - 1; i >= 0; i-- {
		p := w.Pieces[i]
		if at := strings.LastIndexByte(p.Text, '/'); p.Kind == word.Lit && at >= 0 {
			p.Text = p.Text[at+1:]
			return append(word.Text{p}, w.Pieces[i+1:]...)
		}
	}
	return w.Pieces
}
