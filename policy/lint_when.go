package policy

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"tagout/internal/diag"
	"tagout/internal/glob"
	"tagout/internal/harness"
	"tagout/internal/lang"
	"tagout/internal/rule"
)

// conditions looks at a rule's when.
func (l *linter) conditions(r *rule.Rule) {
	for _, w := range r.When {
		if never(w.Any) {
			l.add("never-matches", diag.Error, r, "when", "", "when of rule "+r.ID+" can never hold: "+w.Fact+" excludes all that it asks for", "")
		}
		for _, alt := range w.Any {
			l.value(r, w.Fact, alt)
		}
		if w.Fact == "harness" && r.Decision == Ask && !slices.ContainsFunc(w.Any, canAsk) {
			l.add("cannot-ask", diag.Warning, r, "decision", "ask", "rule "+r.ID+" is for a harness that is not known to ask a person: there it refuses",
				`write decision = "deny", which says what happens`)
		}
	}
}

// value reports an alternative that a fact can never be: the rule would wait for
// it for ever, and its examples, of which every condition holds that is not
// given, would not tell.
func (l *linter) value(r *rule.Rule, fact, alt string) {
	name := strings.TrimPrefix(alt, "!")
	if isClass(name) || name == "" {
		return
	}
	if fact == "dir" {
		if first := name[0]; first != '/' && first != '*' && first != '?' && first != '[' {
			l.add("never-matches", diag.Warning, r, "when", alt, "dir of rule "+r.ID+" is never "+strconv.Quote(name)+": it is absolute", "write "+strconv.Quote("**/"+path.Clean(name)))
		}
		return
	}
	set := valuesOf(fact)
	if set == nil || slices.ContainsFunc(set, func(v string) bool { return mayBe(name, v) }) {
		return
	}
	near := lang.Nearest(name, set)
	if fact == "harness" && near == "" {
		return // one of a program of one's own
	}
	hint := "want " + strings.Join(set, ", ")
	if near != "" {
		hint = "did you mean " + strconv.Quote(near) + "?"
	}
	l.add("never-matches", diag.Warning, r, "when", alt, fact+" of rule "+r.ID+" is never "+strconv.Quote(name), hint)
}

// valuesOf are all values that a fact can have; nil: any. One that ends in a
// colon begins others.
func valuesOf(fact string) []string {
	switch fact {
	case "harness":
		return harness.Names()
	case "on":
		return []string{"here", "ssh:", "exec:", "container:"}
	case "state":
		return []string{"held", "none", "missing", "replaced", "remote"}
	case "loses":
		return []string{"changes", "nothing"}
	case "uncommitted", "ci":
		return []string{"yes", "no"}
	}
	return nil
}

// mayBe reports whether a glob matches a value, or some that begins so.
func mayBe(pattern, v string) bool {
	if !strings.HasSuffix(v, ":") {
		return glob.MatchString(pattern, v, glob.Loose)
	}
	plain := strings.IndexAny(pattern, "*?[")
	return strings.HasPrefix(pattern, v) || plain >= 0 && strings.HasPrefix(v, pattern[:min(plain, len(v))])
}

// canAsk reports whether an alternative may mean a harness that can ask.
func canAsk(alt string) bool {
	if strings.HasPrefix(alt, "!") || isClass(alt) {
		return true
	}
	return slices.ContainsFunc(harness.All(), func(h harness.Harness) bool { return h.CanAsk() && glob.MatchString(alt, h.Name, glob.Loose) })
}

// never reports whether every alternative that a fact may have is excluded too.
func never(alts []string) bool {
	wants := false
	for _, a := range alts {
		if strings.HasPrefix(a, "!") {
			continue
		}
		wants = true
		if isClass(a) || !slices.Contains(alts, "!"+a) && !slices.Contains(alts, "!*") {
			return false
		}
	}
	return wants
}
