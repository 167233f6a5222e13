package hook

import (
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"tagout/policy"
)

// slow is an event that is sent late.
type slow struct{}

func (slow) Read([]byte) (int, error) {
	time.Sleep(300 * time.Millisecond)
	return 0, io.EOF
}

func outcomes(input io.Reader, h Host) (all []Outcome) {
	h.Record = func(o Outcome) { all = append(all, o) }
	Run(claude, input, io.Discard, io.Discard, h)
	return all
}

func TestOutcome(t *testing.T) {
	const form = `{"session_id":"s1","cwd":"/w","hook_event_name":"PreToolUse","tool_name":%T,"tool_input":{%I}}`
	event := func(tool, input string) string {
		return strings.NewReplacer("%T", `"`+tool+`"`, "%I", input).Replace(form)
	}
	for _, c := range []struct {
		name, input string
		decision    policy.Decision
		rules       []string
		call        string
	}{
		{"refused", event("Bash", `"command":"cd x; terraform destroy"`), policy.Deny, []string{"terraform-destroy"}, "terraform destroy"},
		{"questioned", event("Bash", `"command":"rm -rf ~"`), policy.Ask, []string{"rm-home"}, "rm -rf /home/u"},
		{"nothing to say", event("Bash", `"command":"ls"`), policy.None, nil, ""},
		{"unreadable", event("Bash", `"kommand":"ls"`), policy.Ask, []string{"unreadable-event"}, ""},
		{"own files", event("Write", `"file_path":"/w/.claude/settings.json"`), policy.Ask, []string{"own-files"}, ""},
		{"PowerShell", event("PowerShell", `"command":"& terraform plan"`), policy.Ask, []string{"powershell"}, "terraform"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := outcomes(strings.NewReader(c.input), testHost())
			require.Len(t, got, 1)
			o := got[0]
			require.Equal(t, c.decision, o.Decision)
			require.Equal(t, c.rules, o.Rules)
			require.Equal(t, c.call, o.Call)
			require.Equal(t, "s1", o.Event.Session)
			require.Equal(t, "/w", o.Command.Dir)
			require.Equal(t, c.rules != nil && c.call == "", o.Judge == nil, "who judged a shell's program is told")
		})
	}
	require.Empty(t, outcomes(strings.NewReader(event("Read", `"file_path":"/x"`)), testHost()), "a tool that nobody judges")
}

func TestOutcomeOfWhatWasLate(t *testing.T) {
	h := testHost()
	h.Deadline = 50 * time.Millisecond
	got := outcomes(slow{}, h)
	require.Len(t, got, 1)
	require.Equal(t, policy.Ask, got[0].Decision)
	require.Nil(t, got[0].Judge)
	require.Equal(t, 50*time.Millisecond, got[0].Took)
}
