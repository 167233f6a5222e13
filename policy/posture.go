package policy

import (
	"slices"
	"strings"

	"tagout/internal/catalog"
	"tagout/internal/class"
	"tagout/internal/match"
	"tagout/internal/reach"
	"tagout/internal/rule"
	"tagout/internal/shell"
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
func (j *judgement) stance(f *reach.Found) Decision {
	switch j.policy.posture {
	case rule.ReadOnly:
		if j.pure(f) {
			return Allow
		}
		if !reads(f) {
			return j.add(f, ReadOnlyPosture, Ask, "the policy's posture is readonly, and this is not known to change nothing")
		}
	case rule.Strict:
		if what := unknownOf(f); what != "" {
			return j.add(f, StrictPosture, Ask, "the policy's posture is strict, and "+what)
		}
	}
	if def := j.policy.def; def > None && len(f.Call.Words) > 0 {
		return j.add(f, "default", def, "no rule speaks of it, and the policy's default is "+def.String())
	}
	return None
}

func (j *judgement) add(f *reach.Found, id string, d Decision, reason string) Decision {
	j.findings = append(j.findings, j.finding(f, &rule.Rule{ID: id, Decision: d, Reason: reason}, match.Result{Answer: tri.Yes}))
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
// that is not plainly harmless is none: a word that is not known, a variable in
// its environment, a file left behind, a program from a directory that an agent
// can write to, a secret that would be shown.
func (j *judgement) pure(f *reach.Found) bool {
	c := f.Call
	if c.Shadowed || c.Unseen || c.Guess || c.Where.Place != shell.Here || leavesWrite(c) || !j.opensPlainly(c) {
		return false
	}
	if len(c.Words) == 0 {
		return harmlessAssigns(c.Assigns)
	}
	if len(c.Assigns) > 0 || len(f.Readings) == 0 || vagueWords(c.Words) {
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
	if inv.Effect("pure") != tri.Yes || changes(inv) || !always(inv.Tool.Pure) && mayBeOption(c.Words[1:]) {
		return false
	}
	for _, p := range inv.Paths() {
		if j.at(c).Is("secret", p.Word) != tri.No {
			return false
		}
	}
	return program != inv.Name || !j.planted(program)
}

// always reports whether a tool is pure whatever its options are.
func always(conds []catalog.Cond) bool {
	return slices.ContainsFunc(conds, func(c catalog.Cond) bool { return len(c.Verb)+len(c.On)+len(c.Off) == 0 })
}

// at is where a call's paths are.
func (j *judgement) at(c *shell.Call) *class.Place {
	p := &j.match.Place
	p.Dir, p.Here, p.Container, p.Follow = c.Dir, true, false, true
	return p
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

// mayBeOption reports whether a glob may find a file whose name is an option:
// sort * where there is a file -oMakefile.
func mayBeOption(words []word.Word) bool {
	for _, w := range words {
		if len(w.Pieces) > 0 && w.Pieces[0].Kind == word.Glob {
			return true
		}
	}
	return false
}

// harmlessAssigns reports whether variables are such as no program reads: by
// custom those that programs read are in capitals, but for the proxies, and
// those that zsh ties to them (path, fpath, cdpath).
func harmlessAssigns(assigns []shell.Assign) bool {
	for _, a := range assigns {
		if a.Name != strings.ToLower(a.Name) || strings.HasSuffix(a.Name, "path") || strings.HasSuffix(a.Name, "_proxy") {
			return false
		}
	}
	return true
}

// opensPlainly reports whether what a call reads by redirection is a file, and
// no secret: bash makes a connection of /dev/tcp/HOST/PORT.
func (j *judgement) opensPlainly(c *shell.Call) bool {
	place := j.at(c)
	for _, r := range c.Redirects {
		path, known := r.Path.Known()
		if !known || strings.HasPrefix(path, "/dev/") && path != "/dev/null" || place.Is("secret", r.Path) != tri.No {
			return false
		}
	}
	return true
}

// planted reports whether PATH may find a program where an agent can write.
func (j *judgement) planted(program string) bool {
	path, _ := j.world.Env("PATH")
	for _, dir := range strings.Split(path, ":") {
		if !strings.HasPrefix(dir, "/") {
			dir = j.command.Dir + "/" + dir
		} else if !j.writable(dir) {
			continue
		}
		if _, err := j.world.Stat(strings.TrimRight(dir, "/") + "/" + program); err == nil {
			return true
		}
	}
	return false
}

// writable reports whether a directory may be one whose files agents write.
func (j *judgement) writable(dir string) bool {
	place, within := &j.match.Place, word.Literal(dir+"/x")
	return place.Is("inside", within) != tri.No || place.Is("temp", within) != tri.No
}
