package hook

import (
	"fmt"
	"slices"
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
	if name, what := s.named(e); what != "" && changes(e.Text) {
		return s.reply(policy.Ask, fmt.Sprintf("ask own-files: %s is %s, and a change there can switch tagout off\n"+
			"  instead: tell the person which change is needed, and let them make it", name, what))
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

// named is the first of the guarded files that a PowerShell program names, and what it
// is. How PowerShell spells a text in a file is its own, so no content counts.
func (s *session) named(e Event) (name, what string) {
	for _, word := range strings.FieldsFunc(e.Text, apart) {
		name := strings.ReplaceAll(word, `\`, "/")
		for _, home := range []string{"$HOME", "$env:HOME", "$env:USERPROFILE"} {
			if rest, is := strings.CutPrefix(name, home+"/"); is {
				name = "~/" + rest
			}
		}
		if what, _ := s.guards(name, e); what != "" {
			return word, what
		}
	}
	return "", ""
}

// apart reports whether a character stands between paths.
func apart(r rune) bool { return strings.ContainsRune(" \t\r\n\"'`(){}[],;|&<>=", r) }

// changes reports whether a PowerShell program holds what changes files.
func changes(text string) bool {
	shown := strings.NewReplacer("2>&1", "", "2>$null", "", "2> $null", "", ">$null", "", "> $null", "").Replace(text)
	return strings.Contains(shown, ">") || slices.ContainsFunc(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return r == '.' || r == ':' || separates(r) }), func(word string) bool {
		switch word {
		case "set-content", "add-content", "clear-content", "out-file", "tee-object", "new-item", "set-item", "clear-item", "remove-item", "move-item", "copy-item", "rename-item", "set-itemproperty",
			"invoke-webrequest", "invoke-restmethod", "expand-archive", "export-csv", "export-clixml", "start-bitstransfer", "set-acl", "outfile", "-outfile",
			"sc", "ac", "clc", "tee", "ni", "si", "cli", "ri", "rm", "del", "erase", "rd", "rmdir", "mi", "mv", "move", "cpi", "cp", "copy", "rni", "ren", "iwr", "irm", "curl", "wget",
			"writealltext", "writealllines", "writeallbytes", "appendalltext", "appendalllines", "openwrite", "create", "createtext", "delete", "replace", "streamwriter", "filestream":
			return true
		}
		return false
	})
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
