package hook

import (
	"fmt"
	"strings"

	"tagout/internal/settings"
	"tagout/policy"
)

// serve judges a call of a tool of a server by the commands that the policy says
// it is as good as, and the files that it writes: the strictest answer counts.
func (s *session) serve(e Event) reply {
	judge, err := s.host.Judge(s.dir(e), s.workspace(e))
	read := judge.Reads(&e.Call)
	e.Kind, e.Text, e.Shell = Shell, read.Text, "bash"
	if strings.IndexByte(e.Text+read.Guess, 0) >= 0 {
		return s.reply(policy.Deny, "deny unreadable-event: the call of "+e.Tool+" holds a NUL byte, which no command can be given; write it without")
	}
	if read.Dir != "" {
		e.Dir = s.absolute(read.Dir, s.dir(e))
	}
	s.event.Store(&e)
	strictest := s.program(e, judge, err)
	if judge.Observes() {
		read.Problem, read.Guess = "", ""
	}
	if read.Problem != "" && strictest.decision < policy.Ask {
		strictest = s.reply(policy.Ask, fmt.Sprintf("ask mcp-input: what the call of %s would do is not known: %s\n"+
			"  instead: give the field that the tool documents, or mend the row: tagout policy show", e.Tool, read.Problem))
	}
	for _, f := range read.Writes {
		file := e
		file.Kind, file.Text, file.Edits, file.Exact = Write, f.Path, nil, false
		if f.Known {
			file.Edits = []settings.Edit{{Whole: true, New: f.Content}}
		}
		if r := s.write(file); r.decision > strictest.decision || strictest == (reply{}) {
			strictest = r
		}
	}
	if read.Guess != "" && strictest.decision < policy.Ask {
		if r := s.guess(e, read.Guess, judge); r != (reply{}) {
			return r
		}
	}
	return strictest
}

// guess asks about a call whose fields hold what would be refused if it is what
// their names say. Nothing milder counts: a field "query" may as well be a
// question in plain words.
func (s *session) guess(e Event, text string, judge Judge) reply {
	c := policy.Command{Text: text, Dir: s.dir(e), Workspace: s.workspace(e), Shell: "bash", Harness: e.Harness}
	v := judge.Evaluate(c, s.watched())
	if v.Decision != policy.Deny || v.Observed {
		return reply{}
	}
	v.Decision = policy.Ask
	for i := range v.Findings {
		if f := &v.Findings[i]; f.Decision == policy.Deny {
			f.Decision, f.Maybe = policy.Ask, true
			f.Unsure = "what " + e.Tool + " does with its fields; they are read by their names"
		}
	}
	e.Text = text
	s.event.Store(&e)
	s.command, s.verdict = c, v
	return s.stop(e, c, v)
}
