package policy

import (
	"fmt"

	"tagout/internal/facts"
	"tagout/internal/reach"
	"tagout/internal/rule"
	"tagout/internal/shell"
	"tagout/internal/word"
)

// noted reports whether a finding is only a remark, and makes it. What a script
// does not say (rm -rf "$BUILD/x") was seen by those who keep it in git, as
// long as the file is as git knows it and the unknown is the script's own.
func (j *judgement) noted(finding Finding, f *reach.Found) bool {
	if !finding.Maybe || j.policy.posture == rule.Strict || !j.vouched(f.Call.Source) {
		return false
	}
	file := onDisk(f.Call.Source)
	note := fmt.Sprintf("%s: %s may be so (%s), in %s, which is tracked by git and unmodified", finding.Rule, finding.Call, finding.Reason, file.Name)
	j.note(note)
	return true
}

// vouched reports whether a source stands in a file that is tracked and
// unmodified, and was given nothing unknown that does not.
func (j *judgement) vouched(src *shell.Source) bool {
	file := onDisk(src)
	if file == nil || !j.unmodified(file.Path) {
		return false
	}
	for _, f := range j.calls {
		if f != nil && carries(f.Call, file) && vague(f.Call) {
			return j.vouched(file.In)
		}
	}
	return true
}

// onDisk returns the innermost file that a source stands in, or nil.
func onDisk(src *shell.Source) *shell.Source {
	for src != nil && src.Path == "" {
		src = src.In
	}
	return src
}

// unmodified asks git's index about each file once.
func (j *judgement) unmodified(path string) bool {
	known, ok := j.tracked[path]
	if !ok {
		known = facts.Unmodified(j.world, path)
		if j.tracked == nil {
			j.tracked = make(map[string]bool)
		}
		j.tracked[path] = known
	}
	return known
}

// carries reports whether a call may be what led to a file.
func carries(c *shell.Call, file *shell.Source) bool {
	return c.Source == file.In && c.Span.Start < max(file.By.End, file.By.Start+1) && file.By.Start < max(c.Span.End, c.Span.Start+1)
}

// vague reports whether anything that a call hands on is not known.
func vague(c *shell.Call) bool {
	unknown := c.Stdin.Text.HasUnknown() || c.Dir.HasUnknown()
	for _, a := range c.Assigns {
		unknown = unknown || a.Value.HasUnknown()
	}
	for _, wd := range c.Words {
		unknown = unknown || wd.Pieces.HasUnknown() || hasGlob(wd.Pieces)
	}
	return unknown
}

func hasGlob(t word.Text) bool {
	for _, p := range t {
		if p.Kind == word.Glob {
			return true
		}
	}
	return false
}
