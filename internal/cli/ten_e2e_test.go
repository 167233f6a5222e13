//go:build unix

package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tagout/internal/approve"
)

// step is a call that the agent proposes, and what must come of it.
type step struct {
	name string
	proposal
	// stopped is whether it must not run. Then told is a part of what the agent
	// must be told, else all that the command must have printed.
	stopped bool
	told    string
	// ran is what the stubs write down.
	ran string
	// before is what happens at the start of the turn.
	before func() error
}

// stops is a command that must not run.
func (l *lab) stops(name, command, told string) step {
	return step{name: name, proposal: l.shell(command), stopped: true, told: told}
}

// runs is a command that must run as it is.
func (l *lab) runs(name, command, printed, ran string) step {
	return step{name: name, proposal: l.shell(command), told: printed, ran: ran}
}

// steps are the commands of one session, without a question that ends it.
func (l *lab) steps() []step {
	const forced = "terraform destroy -target=aws_instance.old"
	approved := l.runs("an approved command runs", forced, "", forced+"\n")
	approved.before = func() error { return l.approve(forced) }
	return []step{
		l.stops("a refusal", "terraform destroy -auto-approve", "deny terraform-destroy: deletes every resource in the state"),
		l.stops("a refusal in disguise", "set -e\nT=terraform\nbash -c \"$T -chdir=prod dest''roy\"", "deny terraform-destroy"),
		l.stops("a refusal in a here-document", "sh <<'EOF'\necho begun\nterraform destroy\nEOF", "deny terraform-destroy"),
		l.runs("quotes, lines and other letters", "printf '<%s>\\n' \"a  b\" 'ü \"q\"' $'tab\\there' \\\n  '日本 $HOME' # terraform destroy\nterraform plan -var 'note=never \"terraform  destroy\"'",
			"<a  b>\n<ü \"q\">\n<tab\there>\n<日本 $HOME>\n", "terraform plan -var note=never \"terraform  destroy\"\n"),
		l.runs("a here-document", "cat > notes.md <<'EOF'\nnever terraform destroy $HOME\nEOF\ncat notes.md", "never terraform destroy $HOME\n", ""),
		l.runs("a pipeline", `printf 'b\na\n' | sort | tr a-z A-Z; (exit 3) || echo "status $?"`, "A\nB\nstatus 3\n", ""),
		{name: "a file", proposal: l.write(filepath.Join(l.project, "written.md"), "one\n  two\n"), told: "-"},
		l.stops("before it is approved", forced, "deny terraform-destroy"),
		approved,
		l.stops("an approval is for once", forced, "deny terraform-destroy"),
	}
}

// approve is what a person does with `tagout approve`.
func (l *lab) approve(command string) error {
	s := approve.Store{Dir: filepath.Join(l.home, ".local", "state", "tagout", "approvals"), Now: time.Now}
	for _, one := range s.List() {
		if one.Text == command {
			return s.Give(one, time.Now().Add(approve.Once), true, false)
		}
	}
	return fmt.Errorf("%q was not kept as stopped", command)
}

// failures break the hook, one way after the other, before a command that it
// would have let run. What is told of it is the harness's own.
func (l *lab) failures() []step {
	hook := filepath.Join(l.home, ".local", "share", "tagout", "bin", "tagout-hook")
	ways := []struct {
		name   string
		breaks func() error
	}{
		{"missing", func() error { return os.Rename(hook, hook+".away") }},
		{"not executable", func() error { return os.WriteFile(hook, nil, 0o644) }},
		{"killed", func() error { return script(hook, "kill -9 $$") }},
		{"exit status 1", func() error { return script(hook, "exit 1") }},
		{"exit status 2 without a word", func() error { return script(hook, "exit 2") }},
	}
	var out []step
	for i, way := range ways {
		s := l.stops("the hook: "+way.name, fmt.Sprintf("terraform plan -lock-timeout=%ds", i), "")
		s.before = way.breaks
		out = append(out, s)
	}
	return out
}

// script puts a program in the place of another.
func script(path, text string) error {
	if err := os.RemoveAll(path); err != nil {
		return err
	}
	return os.WriteFile(path, []byte("#!/bin/sh\n"+text+"\n"), 0o755)
}

// follow has the agent go through steps in one session, and holds each to what
// must come of it.
func (l *lab) follow(steps []step) {
	l.Helper()
	var all []proposal
	for _, s := range steps {
		all = append(all, s.proposal)
	}
	l.before = func(turn int) error {
		if steps[turn].before == nil {
			return nil
		}
		return steps[turn].before()
	}
	results := l.run(all)
	for i, s := range steps {
		l.Run(s.name, func(t *testing.T) {
			assert.Equal(t, s.stopped, results[i].failed, results[i].text)
			assert.Equal(t, s.ran, l.ran(i), "programs ran")
			switch {
			case s.stopped:
				assert.Contains(t, results[i].text, s.told, "what the agent was told")
			case s.told != "-":
				assert.Equal(t, s.told, l.output(results[i].text), "what the command printed")
			}
		})
	}
}

// written holds the file of the steps to its text.
func (l *lab) written() {
	l.Helper()
	data, err := os.ReadFile(filepath.Join(l.project, "written.md"))
	require.NoError(l, err)
	assert.Equal(l, "one\n  two\n", string(data))
}

// realProgram is the real program that a variable names.
func realProgram(t *testing.T, variable string) string {
	t.Helper()
	if testing.Short() {
		t.Skip("-short: the real program is not driven")
	}
	path := os.Getenv(variable)
	if path == "" {
		t.Skipf("%s is not set: the real program is not driven", variable)
	}
	return path
}

// after is what follows a mark, up to another one where that is not empty.
func after(text, mark, end string) string {
	_, text, _ = strings.Cut(text, mark)
	if end != "" {
		text, _, _ = strings.Cut(text, end)
	}
	return text
}
