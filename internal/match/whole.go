package match

import (
	"tagout/internal/glob"
	"tagout/internal/reach"
	"tagout/internal/rule"
	"tagout/internal/shell"
	"tagout/internal/tri"
	"tagout/internal/word"
)

// Whole reports whether a pattern that matches a call speaks of every file that
// is opened for writing beside it, and of every variable that the program text
// puts into its environment: what relaxes a rule must name them.
func (j *Judge) Whole(p *rule.Pattern, f *reach.Found) bool {
	s := &p.Stages[len(p.Stages)-1]
	t := terms{judge: j, found: f, strict: true, follow: true}
	for i := range f.Call.Redirects {
		if r := &f.Call.Redirects[i]; r.Access != shell.Reads && !t.namesWrite(s.Flows, r) {
			return false
		}
	}
	for i := range f.Call.Assigns {
		if !t.namesVariable(s.Env, &f.Call.Assigns[i]) {
			return false
		}
	}
	return true
}

func (t *terms) namesWrite(flows []rule.Flow, r *shell.Redirect) bool {
	if path, known := r.Path.Known(); known && path == "/dev/null" {
		return true
	}
	for i := range flows {
		covers := flows[i].Kind == rule.WritesTo || flows[i].Kind == rule.Replaces && r.Access == shell.Replaces
		if covers && t.word(flows[i].Alts, r.Path) == tri.Yes {
			return true
		}
	}
	return false
}

func (t *terms) namesVariable(env []rule.Env, a *shell.Assign) bool {
	for i := range env {
		if !env[i].Not && !a.Unset && glob.MatchString(env[i].Name, a.Name, glob.Loose) && t.word(env[i].Value, word.Word{Pieces: a.Value, Span: a.Span}) == tri.Yes {
			return true
		}
	}
	return false
}
