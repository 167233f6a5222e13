package hook

import (
	"fmt"
	"strings"

	"tagout/internal/shell"
	"tagout/policy"
)

// powerShell judges a PowerShell program. One that means the same in a POSIX shell is
// judged as that. The rest of the language is not read, so a program which names
// anything the policy has rules about is asked about.
func (s *session) powerShell(e Event) reply {
	judge, err := s.host.Judge(s.dir(e), s.workspace(e))
	if s.host.Usage != nil {
		return s.reply(policy.Ask, wrongUsage(s.host.Usage))
	}
	if err != nil {
		broken := whenBroken(err)
		return s.reply(broken, brokenPolicy(broken, err))
	}
	if text, ok := shell.PlainPowerShell(e.Text, judge.Policed); ok {
		e.Kind, e.Text, e.Shell = Shell, text, "bash"
		return s.shell(e)
	}
	for _, word := range strings.FieldsFunc(e.Text, separates) {
		name := strings.ToLower(word)
		if base, isProgram := strings.CutSuffix(name, ".exe"); isProgram {
			name = base
		}
		if judge.Policed(name) {
			return s.unread(e, judge, name)
		}
	}
	return reply{}
}

// PowerShellRule is the id of the question about a PowerShell program.
const PowerShellRule = "powershell"

// unread asks about a program that names what the policy has rules about, unless a
// person has approved it.
func (s *session) unread(e Event, judge Judge, name string) reply {
	c := policy.Command{Text: e.Text, Dir: s.dir(e), Workspace: s.workspace(e), Shell: "pwsh", Harness: e.Harness}
	v := policy.Verdict{Decision: policy.Ask, Findings: []policy.Finding{{
		Rule: PowerShellRule, Decision: policy.Ask, Call: name,
		Reason:  fmt.Sprintf("it names %s, which the policy has rules about, and PowerShell is not read", name),
		Instead: "run it with the Bash tool, where each command can be judged",
	}}}
	v.Observed = judge.Observes()
	s.command, s.verdict, s.judge = c, v, judge
	if v.Observed {
		return reply{}
	}
	return s.stop(e, c, v)
}

// separates reports whether a character cannot be part of a program's name.
func separates(r rune) bool {
	switch {
	case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r == '-', r == '_', r == '.', r >= 0x80:
		return false
	}
	return true
}
