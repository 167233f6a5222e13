package hook

import (
	"slices"
	"strings"

	"tagout/internal/harness"
)

// begins reports whether a conversation begins, and the agent can be told
// something.
func begins(e Event) bool {
	if adapterFor(e.Harness).begin == nil {
		return false
	}
	h := harness.Find(e.Harness)
	return h != nil && slices.ContainsFunc(h.Start, func(name string) bool { return strings.EqualFold(e.Name, name) })
}

// begin tells the agent what is stopped here and which way passes, so that less
// needs refusing. Whatever goes wrong here stops nothing.
func (s *session) begin(e Event) reply {
	lines := opening()
	judge, err := s.host.Judge(s.dir(e), s.workspace(e))
	switch {
	case err != nil:
		lines[0] = "tagout judges every shell command here. Its policy has a mistake, so all that is not plainly read-only asks or is refused until a person mends it: `tagout lint` says where."
	case judge.Observes():
		lines[0] = "tagout records every shell command here and stops none but what changes its own files or a harness's settings (mode = observe). It would stop " + irreversible + "."
	}
	return adapterFor(e.Harness).begin(plain(strings.Join(lines, "\n")))
}

const irreversible = "what cannot be undone: destroying infrastructure, databases, backups and clusters, deleting outside the workspace, overwriting history that others have"

// opening are the lines, in the words of whoever reads them.
func opening() []string {
	return []string{
		"tagout judges every shell command here before it runs, by what it would really execute. It refuses or puts to a person " + irreversible + ".",
		"What passes: plan, read, build and test as you like; write the plan to a file (`terraform plan -out=FILE`, `kubectl diff`, `--dry-run`), then tell the person what it would change and let them apply it.",
		"A refusal says what to do instead: do not look for another way to the same effect. `tagout check -- 'COMMAND'` tells beforehand what is decided; a person allows what was refused with `tagout approve`.",
	}
}

func beginClaude(text string) reply {
	return reply{out: document(claudeBegin{context{Event: "SessionStart", Context: text}})}
}

type claudeBegin struct {
	Specific context `json:"hookSpecificOutput"`
}
