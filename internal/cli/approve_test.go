package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tagout/policy"
)

// hooked answers a command of Claude Code's, in one conversation.
func (m *machine) hooked(t *testing.T, text, session string) string {
	t.Helper()
	return m.hookedBy(t, "Bash", text, session)
}

func (m *machine) hookedBy(t *testing.T, tool, text, session string) string {
	t.Helper()
	event, err := json.Marshal(map[string]any{
		"hook_event_name": "PreToolUse", "tool_name": tool, "session_id": session, "cwd": m.project, "permission_mode": "default",
		"tool_input": map[string]string{"command": text},
	})
	require.NoError(t, err)
	c := m.command()
	c.in = strings.NewReader(string(event))
	m.out.Reset()
	require.Zero(t, c.hook([]string{"--harness=claude"}))
	return m.out.String()
}

// typist types a number, and then the word that it is asked for.
type typist struct {
	m      *machine
	first  string
	typed  int
	answer func(word string) string
}

var wordShown = regexp.MustCompile(`type ([a-z]+) to`)

func (p *typist) Read(b []byte) (int, error) {
	p.typed++
	if p.typed == 1 && p.first != "" {
		return copy(b, p.first+"\n"), nil
	}
	words := wordShown.FindAllStringSubmatch(p.m.seen, -1)
	if len(words) == 0 {
		return 0, fmt.Errorf("no word is shown")
	}
	return copy(b, p.answer(words[len(words)-1][1])+"\n"), nil
}

func (m *machine) person(first string, answer func(string) string) command {
	c := m.command()
	m.seen = ""
	c.seams.terminal = func() (io.ReadWriteCloser, error) {
		return &seat{&typist{m: m, first: first, answer: answer}, m}, nil
	}
	return c
}

func same(word string) string { return word }

func TestApprove(t *testing.T) {
	m := newMachine(t, "version = 1\n")
	require.NoError(t, os.WriteFile(m.project+"/x.sh", []byte("terraform destroy\n"), 0o644))
	assert.Contains(t, m.hooked(t, "bash x.sh", "s"), `"deny"`)
	assert.Contains(t, m.hooked(t, "terraform destroy # \x1b[2J", "s"), `"deny"`)
	assert.Contains(t, m.hooked(t, "git push --force origin main", "s"), `"deny"`)

	code, err := m.person("3", same).run([]string{"approve"})
	require.NoError(t, err)
	require.Equal(t, exitPass, code, m.seen)
	assert.Contains(t, m.seen, "bash x.sh")
	assert.Contains(t, m.seen, "reads "+m.project+"/x.sh")
	assert.NotContains(t, m.seen, "\x1b", "a command does not move the cursor")

	assert.Empty(t, m.hooked(t, "bash x.sh", "s"), "approved: no opinion")
	assert.Contains(t, m.hooked(t, "bash x.sh", "s"), `"deny"`, "once")
	log, err := m.command().run([]string{"log", "--decision", "approved", "--json"})
	require.NoError(t, err)
	assert.Zero(t, log)
	assert.Contains(t, m.out.String(), "terraform-destroy")

	code, err = m.person("1", same).run([]string{"approve", "--for", "1h"})
	require.NoError(t, err)
	require.Equal(t, exitPass, code, m.seen)
	require.NoError(t, os.WriteFile(m.project+"/x.sh", []byte("terraform destroy # changed\n"), 0o644))
	assert.Contains(t, m.hooked(t, "bash x.sh", "s"), `"deny"`, "the script is another")
}

// TestApproveOwnGround: nobody is told that they approved what stays stopped.
func TestApproveOwnGround(t *testing.T) {
	m := newMachine(t, "version = 1\n")
	assert.Contains(t, m.hooked(t, "rm .claude/settings.json", "s"), "guard-changed")
	for _, args := range [][]string{{"approve"}, {"approve", "--session"}, {"approve", "--for", "1h"}} {
		_, err := m.person("1", same).run(args)
		assert.ErrorContains(t, err, "guard-changed", "%v", args)
		assert.NotContains(t, m.seen, "to approve it")
	}
}

func TestApproveIsAPersons(t *testing.T) {
	m := newMachine(t, "version = 1\n")
	m.hooked(t, "terraform destroy", "s")
	for _, args := range [][]string{{"approve"}, {"pause", "15m"}} {
		m.agent = "CLAUDECODE is set"
		_, err := m.person("1", same).run(args)
		assert.ErrorContains(t, err, "CLAUDECODE is set")
		m.agent, m.noTerminal = "", true
		_, err = m.command().run(args)
		assert.ErrorContains(t, err, "there is no terminal")
		m.noTerminal = false
		code, err := m.person(map[bool]string{true: "1"}[args[0] == "approve"], func(string) string { return "yes" }).run(args)
		require.NoError(t, err)
		assert.Equal(t, exitAsk, code, "a reflex is a no")
	}
	assert.Contains(t, m.hooked(t, "terraform destroy", "s"), `"deny"`)
}

// TestApprovePowerShell: what is not read can be approved, once.
func TestApprovePowerShell(t *testing.T) {
	m := newMachine(t, "version = 1\n")
	const text = `$env:TOKEN = "s3cr3tv4lu3"; terraform destroy`
	assert.Contains(t, m.hookedBy(t, "PowerShell", text, "s"), `"ask"`)
	_, err := m.person("1", same).run([]string{"approve", "--for", "1h"})
	assert.ErrorContains(t, err, "PowerShell is not read")
	m.out.Reset()
	_, err = m.command().run([]string{"approve", "--list"})
	require.NoError(t, err)
	assert.NotContains(t, m.out.String(), "s3cr3t")
	m.yes(t)
	assert.Contains(t, m.hookedBy(t, "PowerShell", text+" ", "s"), `"ask"`, "another text")
	assert.Empty(t, m.hookedBy(t, "PowerShell", text, "s"))
	assert.Contains(t, m.hookedBy(t, "PowerShell", text, "s"), `"ask"`, "once")
	m.out.Reset()
	_, err = m.command().run([]string{"log", "--json"})
	require.NoError(t, err)
	assert.NotContains(t, m.out.String(), "s3cr3t")
}

func TestPauseSparesTheGuard(t *testing.T) {
	m := newMachine(t, "version = 1\n")
	code, err := m.person("", same).run([]string{"pause", "15m"})
	require.NoError(t, err)
	require.Equal(t, exitPass, code, m.seen)
	assert.Contains(t, m.hooked(t, "terraform destroy", "s"), "tagout is paused until")
	assert.NotContains(t, m.hooked(t, "terraform destroy", "s"), "permissionDecision")
	general := &patient{}
	m.command().pauseHealth(general)
	assert.Contains(t, fmt.Sprint(general.out), "paused until")
	assert.Contains(t, m.hooked(t, "rm ~/.claude/settings.json", "s"), `"ask"`, "what guards the guard")
	assert.Contains(t, m.hooked(t, "tagout pause 3h", "s"), `"deny"`)
	_, err = m.command().run([]string{"pause", "--end"})
	require.NoError(t, err)
	assert.Contains(t, m.hooked(t, "terraform destroy", "s"), `"deny"`)
}

// TestAgain: the same goal in another spelling, in the same conversation, is told.
func TestAgain(t *testing.T) {
	m := newMachine(t, "version = 1\n")
	assert.NotContains(t, m.hooked(t, "terraform destroy", "s"), "in another spelling")
	assert.NotContains(t, m.hooked(t, "terraform destroy", "s"), "in another spelling", "the same text")
	assert.Contains(t, m.hooked(t, "T=terraform; $T destroy -auto-approve", "s"), "in another spelling")
	assert.NotContains(t, m.hooked(t, "X=terraform; $X destroy", "another"), "in another spelling")
	assert.NotContains(t, m.hooked(t, "git push --force origin main", "s"), "in another spelling")
}

// TestApproveWithoutHook: what a shim or tagout exec has refused can be approved, too.
func TestApproveWithoutHook(t *testing.T) {
	m := newMachine(t, "version = 1\n")
	c := m.command()
	cmd := policy.Exec([]string{"terraform", "destroy"}, m.project)
	r := c.rule(cmd)
	c.note("exec", cmd, r, 0)
	assert.False(t, c.approved(cmd, r))
	code, err := m.person("1", same).run([]string{"approve"})
	require.NoError(t, err)
	require.Equal(t, exitPass, code, m.seen)
	assert.False(t, c.approved(policy.Exec([]string{"terraform", "destroy", "-auto-approve"}, m.project), r), "other words")
	assert.True(t, c.approved(cmd, r))
	assert.False(t, c.approved(cmd, r), "once")
}

// yes approves the command that was stopped last.
func (m *machine) yes(t *testing.T) {
	t.Helper()
	code, err := m.person("1", same).run([]string{"approve"})
	require.NoError(t, err)
	require.Equal(t, exitPass, code, m.seen)
}

// TestApprovalIsBound: to each file that is run, wherever it lies; to standard input;
// and to what the person was told.
func TestApprovalIsBound(t *testing.T) {
	m := newMachine(t, "version = 1\n")
	put := func(name, text string) {
		require.NoError(t, os.MkdirAll(m.project+"/.git", 0o755))
		require.NoError(t, os.WriteFile(m.project+"/"+name, []byte(text), 0o644))
	}
	put(".git/x.sh", "terraform destroy\n")
	require.Contains(t, m.hooked(t, "bash .git/x.sh", "s"), `"deny"`)
	m.yes(t)
	put(".git/x.sh", "git push --force origin main\n")
	assert.Contains(t, m.hooked(t, "bash .git/x.sh", "s"), `"deny"`, "a script of git's directory")

	c := m.command()
	put("x.sh", "terraform destroy\n")
	cmd := policy.Exec([]string{"bash", "x.sh"}, m.project)
	require.Equal(t, exitRefused, c.admit("exec", cmd))
	m.yes(t)
	put("x.sh", "terraform destroy # changed\n")
	assert.False(t, c.approved(cmd, c.rule(cmd)), "a script at exec")

	cmd = policy.Exec([]string{"bash"}, m.project)
	cmd.Stdin = &policy.Input{Text: "terraform destroy\n"}
	require.Equal(t, exitRefused, c.admit("exec", cmd))
	m.yes(t)
	cmd.Stdin = &policy.Input{Text: "terraform destroy # changed\n"}
	assert.False(t, c.approved(cmd, c.rule(cmd)), "standard input")
	cmd.Stdin = &policy.Input{Unread: true}
	assert.False(t, c.approved(cmd, c.rule(cmd)), "standard input that is not known")

	cmd = policy.Exec([]string{"terraform", "destroy"}, m.project)
	require.Equal(t, exitRefused, c.admit("exec", cmd))
	m.yes(t)
	other := c.rule(cmd)
	other.verdict.Findings = append(other.verdict.Findings, policy.Finding{Rule: "another"})
	assert.False(t, c.approved(cmd, other), "what nobody was told")
	require.Equal(t, exitPass, c.admit("exec", cmd))
	m.out.Reset()
	_, err := m.command().run([]string{"log", "--decision", "approved", "--json"})
	require.NoError(t, err)
	assert.Contains(t, m.out.String(), "terraform-destroy", "it is recorded as approved")
}
