package hook

import (
	"fmt"
	"strings"

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
	if judge.Observes() {
		return reply{}
	}
	if text, ok := plainly(e.Text, judge.Policed); ok {
		e.Kind, e.Text, e.Shell = Shell, text, "bash"
		return s.shell(e)
	}
	for _, word := range strings.FieldsFunc(e.Text, separates) {
		name := strings.ToLower(word)
		if base, isProgram := strings.CutSuffix(name, ".exe"); isProgram {
			name = base
		}
		if judge.Policed(name) {
			return s.reply(policy.Ask, fmt.Sprintf("ask powershell: it names %s, which the policy has rules about, and PowerShell is not read\n"+
				"  instead: run it with the Bash tool, where each command can be judged", name))
		}
	}
	return reply{}
}

// separates reports whether a character cannot be part of a program's name.
func separates(r rune) bool {
	switch {
	case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r == '-', r == '_', r == '.', r >= 0x80:
		return false
	}
	return true
}
