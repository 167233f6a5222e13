package hook

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tagout/internal/diag"
	"tagout/internal/harness"
	"tagout/internal/mcp"
	"tagout/policy"
)

var update = flag.Bool("update", false, "rewrite the expected answers")

// fakeJudge knows a few commands, so that what is tested here is the speech
// with the harness and not the policy.
type fakeJudge struct{}

func (fakeJudge) Policed(name string) bool { return name == "terraform" }

func (fakeJudge) Observes() bool { return false }

func (fakeJudge) Approvals() (policy.Approvals, string) { return policy.OwnApprovals, "" }
func (fakeJudge) Reads(c *mcp.Call) mcp.Reading         { return policy.Builtin().Reads(c) }

func (fakeJudge) ReadOnly(c policy.Command, _ policy.World) bool {
	return c.Text == "ls" || c.Text == "cat x"
}

func (fakeJudge) Evaluate(c policy.Command, _ policy.World) policy.Verdict {
	destroy := policy.Finding{Rule: "terraform-destroy", Decision: policy.Deny, Reason: "deletes every resource in the state", Instead: "terraform plan -destroy"}
	home := policy.Finding{Rule: "rm-home", Decision: policy.Ask, Reason: "deletes what no backup may hold"}
	if i := strings.Index(c.Text, "terraform destroy"); i >= 0 {
		destroy.Span, destroy.Call = policy.Span{Start: i, End: i + 17}, "terraform destroy"
		return policy.Verdict{Decision: policy.Deny, Findings: []policy.Finding{destroy}, Notes: []string{"the state is stale"}}
	}
	whole := policy.Span{End: len(c.Text)}
	switch c.Text {
	case "bash ./cleanup.sh":
		destroy.Span, destroy.Call, destroy.Via = whole, "terraform destroy "+strings.Repeat("-target=x ", 60), []string{"bash ./cleanup.sh"}
		return policy.Verdict{Decision: policy.Deny, Findings: []policy.Finding{destroy}}
	case "rm -rf ~":
		home.Span, home.Call = whole, "rm -rf /home/u"
		return policy.Verdict{Decision: policy.Ask, Findings: []policy.Finding{home}}
	case `rm -rf "$DIR"`:
		home.Span, home.Call, home.Maybe, home.Unsure = whole, c.Text, true, "the value of $DIR"
		return policy.Verdict{Decision: policy.Ask, Findings: []policy.Finding{home}}
	case "everything at once":
		v := policy.Verdict{Decision: policy.Ask}
		for i := range 10 {
			home.Rule, home.Span = fmt.Sprintf("rule-%d", i), policy.Span{Start: i / 2, End: 13}
			v.Findings = append(v.Findings, home)
		}
		return v
	case "no findings":
		return policy.Verdict{Decision: policy.Ask}
	case "make check":
		return policy.Verdict{Decision: policy.Allow}
	case "make plan":
		return policy.Verdict{Decision: policy.None, Findings: []policy.Finding{{
			Rule: "no-state", Decision: policy.None, Reason: "there is no state here", Details: []string{"all that 8 blocks declare"}, Span: policy.Span{End: 9},
		}}}
	case "panic":
		panic("a fault")
	case "hang":
		select {}
	}
	return policy.Verdict{Decision: policy.None}
}

// testHost is a machine without files, and with a home.
func testHost() Host {
	return Host{
		World: policy.World{Getenv: func(name string) (string, bool) {
			if name == "HOME" {
				return "/home/u", true
			}
			return "", false
		}},
		Judge:    func(...string) (Judge, error) { return fakeJudge{}, nil },
		Deadline: 10 * time.Second,
		Dir:      "/src",
		Program:  "/opt/tagout",
	}
}

// answer runs the hook and renders all that the harness would see.
func answer(harness, in string, h Host) string {
	var out, errw bytes.Buffer
	code := Run(harness, strings.NewReader(in), &out, &errw, h)
	return fmt.Sprintf("exit %d\nstdout: %sstderr: %s", code, orElse(out.String(), "\n"), orElse(errw.String(), "\n"))
}

// TestGolden compares the answer to each event with the one beside it, with
// the harness named on the command line, and known by its payload alone.
func TestGolden(t *testing.T) {
	for _, file := range events(t) {
		t.Run(file, func(t *testing.T) {
			in, err := os.ReadFile(file)
			require.NoError(t, err)
			name, flags := filepath.Base(filepath.Dir(file)), []string{"", claude}
			if name == "unknown" {
				name = ""
			}
			if inProcess(name) || strings.HasSuffix(file, "/start.json") {
				flags = nil // those that begin alike tell them by their name only
			}
			for _, flag := range append([]string{name}, flags...) {
				golden(t, strings.TrimSuffix(file, ".json")+".golden", answer(flag, string(in), testHost()))
			}
		})
	}
}

// events are the events of all harnesses.
func events(t testing.TB) []string {
	files, err := filepath.Glob("testdata/*/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	return files
}

// TestContracts holds the source and the date of each contract beside its
// goldens, and wants goldens for every harness: of a refusal, a question, no
// opinion, a grant, a note, an event that cannot be read, a file that is
// written, and what comes after a call.
func TestContracts(t *testing.T) {
	for _, h := range harness.All() {
		dir := filepath.Join("testdata", h.Name)
		c := h.Contract
		golden(t, filepath.Join(dir, "contract"), fmt.Sprintf("%s\n%s, version %s, %s\n%s\n", h.Title, c.Status, orElse(c.Version, "not known"), c.Date, c.Source))
		if h.Name == claude {
			continue // its events have other names
		}
		want := []string{"deny", "ask", "none", "allow", "note", "malformed", "write"}
		if !inProcess(h.Name) {
			want = append(want, "after")
		}
		if adapterFor(h.Name).begin != nil {
			want = append(want, "start")
		}
		for _, name := range want {
			assert.FileExists(t, filepath.Join(dir, name+".golden"))
		}
	}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, string(want), got)
}

func TestReadErrors(t *testing.T) {
	event := func(fields string) string { return `{"hook_event_name":"PreToolUse","cwd":"/src",` + fields + `}` }
	deep := strings.Repeat("[", 1000) + strings.Repeat("]", 1000)
	tests := []struct{ name, in, decision, want string }{
		{"empty", "", "ask", "sent no event"},
		{"blank", " \n ", "ask", "sent no event"},
		{"not JSON", "terraform destroy", "ask", "not JSON"},
		{"cut short", `{"hook_event_name":"PreToolUse","tool_na`, "ask", "not JSON"},
		{"two documents", event(`"tool_name":"Bash","tool_input":{"command":"ls"}`) + "{}", "ask", "not JSON"},
		{"an array", `[]`, "ask", "an array"},
		{"not UTF-8", event("\"tool_name\":\"Bash\",\"tool_input\":{\"command\":\"ls \xff\"}"), "ask", "UTF-8"},
		{"deep", event(`"tool_name":"Bash","tool_input":` + deep), "ask", "nested"},
		{"too large", event(`"tool_name":"Bash","tool_input":{"command":"` + strings.Repeat("x", maxInput) + `"}`), "ask", "larger"},
		{"no command", event(`"tool_name":"Bash","tool_input":{}`), "ask", "tool_input.command"},
		{"no input", event(`"tool_name":"Bash"`), "ask", "tool_input.command"},
		{"no path", event(`"tool_name":"Write","tool_input":{"content":""}`), "ask", "tool_input.file_path"},
		{"command is a list", event(`"tool_name":"Bash","tool_input":{"command":["ls"]}`), "ask", "tool_input.command"},
		{"tool is a number", event(`"tool_name":1`), "ask", "tool_name"},
		{"NUL", event(`"tool_name":"Bash","tool_input":{"command":"ls\u0000rm"}`), "deny", "NUL"},
		{"command twice", event(`"tool_name":"Bash","tool_input":{"command":"rm","command":"ls"}`), "deny", `"command" twice`},
		{"input twice", event(`"tool_name":"Bash","tool_input":{"command":"rm"},"tool_input":{"command":"ls"}`), "deny", `"tool_input" twice`},
		{"spelled twice", event(`"tool_name":"Bash","tool_input":{"command":"rm","comm\u0061nd":"ls"}`), "deny", `"command" twice`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Read(strings.NewReader(tt.in), claude)
			var u *unreadable
			require.ErrorAs(t, err, &u)
			assert.Equal(t, tt.decision, u.decision.String())
			assert.Contains(t, u.reason, tt.want)
			got := answer(claude, tt.in, testHost())
			assert.Contains(t, got, `"permissionDecision":"`+tt.decision+`"`)
			assert.True(t, strings.HasPrefix(got, "exit 0\n"), got)
			got = answer("", "\x00"+tt.in, testHost())
			assert.True(t, strings.HasPrefix(got, "exit 2\n"), got)
			assert.Contains(t, got, `"permissionDecision":"deny"`)
		})
	}
}

func TestUnreadableStdin(t *testing.T) {
	var out, errw bytes.Buffer
	code := Run(claude, failing{}, &out, &errw, testHost())
	assert.Equal(t, 0, code)
	assert.Contains(t, out.String(), `"permissionDecision":"ask"`)
	assert.Contains(t, out.String(), "no such device")
}

type failing struct{}

func (failing) Read([]byte) (int, error)  { return 0, fmt.Errorf("no such device") }
func (failing) Write([]byte) (int, error) { return 0, fs.ErrClosed }

func bash(command string) string {
	return `{"hook_event_name":"PreToolUse","tool_name":"Bash","tool_input":{"command":"` + command + `"}}`
}

func TestUndeliverable(t *testing.T) {
	var errw bytes.Buffer
	assert.Equal(t, 2, Run(claude, strings.NewReader(bash("terraform destroy")), failing{}, &errw, testHost()))
	assert.Contains(t, errw.String(), "terraform-destroy")
	errw.Reset()
	assert.Equal(t, 0, Run(claude, strings.NewReader(bash("ls")), failing{}, &errw, testHost()), "no opinion needs no output")
	assert.Empty(t, errw.String())
}

func TestPanic(t *testing.T) {
	got := answer(claude, bash("panic"), testHost())
	assert.True(t, strings.HasPrefix(got, "exit 2\n"), got)
	assert.Contains(t, got, `"permissionDecision":"deny"`)
	assert.Contains(t, got, "stderr: deny internal-error: tagout failed on this event (a fault)")
}

func TestDeadline(t *testing.T) {
	h := testHost()
	h.Deadline = 20 * time.Millisecond
	got := answer(claude, bash("hang"), h)
	assert.Contains(t, got, `"permissionDecision":"ask"`)
	assert.Contains(t, got, "within 20ms")
	got = answer("", `{"command":"hang"}`, h)
	assert.True(t, strings.HasPrefix(got, "exit 2\n"), got)
}

// TestBypass proves that a question becomes a refusal where Claude Code may
// drop it, also one that comes from the deadline.
func TestBypass(t *testing.T) {
	event := func(mode, command string) string {
		return `{"hook_event_name":"PreToolUse","permission_mode":"` + mode + `","tool_name":"Bash","tool_input":{"command":"` + command + `"}}`
	}
	for mode, want := range map[string]string{"default": "ask", "acceptEdits": "ask", "auto": "ask", "plan": "ask", "dontAsk": "ask", "bypassPermissions": "deny"} {
		assert.Contains(t, answer(claude, event(mode, "rm -rf ~"), testHost()), `"permissionDecision":"`+want+`"`, mode)
		assert.Contains(t, answer(claude, event(mode, "make check"), testHost()), `"permissionDecision":"allow"`, mode)
	}
	h := testHost()
	h.Deadline = 20 * time.Millisecond
	assert.Contains(t, answer(claude, event("bypassPermissions", "hang"), h), `"permissionDecision":"deny"`)
	write := `{"hook_event_name":"PreToolUse","permission_mode":"bypassPermissions","tool_name":"Write","tool_input":{"file_path":"/src/.claude/settings.json"}}`
	assert.Contains(t, answer(claude, write, testHost()), `"permissionDecision":"deny"`)
}

func TestBrokenPolicy(t *testing.T) {
	h := testHost()
	h.Judge = func(...string) (Judge, error) {
		return fakeJudge{}, fmt.Errorf("policy.toml:1:1: unknown decision \"denny\"")
	}
	got := answer(claude, bash("make"), h)
	assert.Contains(t, got, `"permissionDecision":"ask"`)
	assert.Contains(t, got, "policy.toml:1:1")
	assert.NotContains(t, answer(claude, bash("ls"), h), "permissionDecision", "what is plainly read-only goes on")
	assert.Contains(t, answer(claude, bash("make check"), h), `"permissionDecision":"ask"`, "an allow of a broken policy is not believed")
	assert.Contains(t, answer(claude, bash("terraform destroy"), h), `"permissionDecision":"deny"`)
	h.Usage = errors.New("unknown option --harnes")
	for _, text := range []string{"ls", "make", "make check"} {
		assert.Contains(t, answer(claude, bash(text), h), "unknown option --harnes", text)
	}
	assert.Contains(t, answer(claude, bash("terraform destroy"), h), `"permissionDecision":"deny"`)
}

func TestBrokenManagedPolicy(t *testing.T) {
	h := testHost()
	h.Judge = func(...string) (Judge, error) {
		return fakeJudge{}, &policy.Broken{Decision: policy.Deny, Problems: diag.Problems{{File: "/etc/tagout/policy.toml", Line: 3, Col: 1, Msg: "unknown key"}}}
	}
	for _, text := range []string{"make", "make check", "git push"} {
		got := answer(claude, bash(text), h)
		assert.Contains(t, got, `"permissionDecision":"deny"`, text)
		assert.Contains(t, got, "/etc/tagout/policy.toml:3:1", text)
	}
	assert.NotContains(t, answer(claude, bash("ls"), h), "permissionDecision")
	h.Usage = errors.New("unknown option --harnes")
	assert.Contains(t, answer(claude, bash("make"), h), `"permissionDecision":"deny"`)
}

type observer struct{ fakeJudge }

func (observer) Observes() bool { return true }
func (o observer) Evaluate(c policy.Command, w policy.World) policy.Verdict {
	v := o.fakeJudge.Evaluate(c, w)
	v.Observed = true
	return v
}

func TestObserved(t *testing.T) {
	h := testHost()
	h.Judge = func(...string) (Judge, error) { return observer{}, nil }
	var recorded []policy.Decision
	h.Record = func(o Outcome) { recorded = append(recorded, o.Decision) }
	for _, text := range []string{"terraform destroy", "rm -rf ~", "make check", "ls"} {
		assert.NotContains(t, answer(claude, bash(text), h), "permissionDecision", text)
	}
	assert.Equal(t, policy.Deny, recorded[0], "what would have been done is recorded")
	assert.Equal(t, policy.None, recorded[3])
	h.Judge = func(...string) (Judge, error) { return observer{}, errors.New("policy.toml:1:1: bad") }
	assert.Contains(t, answer(claude, bash("make"), h), `"permissionDecision":"ask"`, "a broken policy's mode is not believed")
}

// TestObservedGuard: the mode is the user's to set, and what guards the guard is
// nobody's to relax.
func TestObservedGuard(t *testing.T) {
	h := builtin(policy.Source{Layer: policy.UserLayer, File: "policy.toml", Data: []byte("version = 1\nmode = \"observe\"")})
	var recorded []Outcome
	h.Record = func(o Outcome) { recorded = append(recorded, o) }
	decision, reason := decidedOn(t, h, bash("rm -rf /; tagout pause 1h"))
	assert.Equal(t, "deny", decision)
	assert.Contains(t, reason, "guard-approved")
	assert.NotContains(t, reason, "delete-everything", "the rest is only observed")
	assert.Contains(t, recorded[0].Rules, "delete-everything", "and recorded")
	for text, want := range map[string]string{
		"rm -rf /": "none", "rm ~/.claude/settings.json": "ask", "ls": "none",
		`{"hook_event_name":"PreToolUse","tool_name":"PowerShell","tool_input":{"command":"tagout uninstall claude"}}`:                                  "ask",
		`{"hook_event_name":"PreToolUse","tool_name":"PowerShell","tool_input":{"command":"if (1) { terraform destroy }"}}`:                             "none",
		`{"hook_event_name":"PreToolUse","tool_name":"Write","tool_input":{"file_path":"/src/.claude/settings.json","content":"{"}}`:                    "ask",
		`{"hook_event_name":"PreToolUse","tool_name":"mcp__fs__move_file","tool_input":{"source":"/src/x","destination":"/src/.claude/settings.json"}}`: "ask",
	} {
		event := text
		if text[0] != '{' {
			event = bash(text)
		}
		decision, reason := decidedOn(t, h, event)
		assert.Equal(t, want, decision, "%s: %s", text, reason)
	}
	assert.Len(t, recorded, 8, "what is only observed is recorded too")
}

// TestCommand proves what of the event reaches the policy.
func TestCommand(t *testing.T) {
	var got policy.Command
	h := testHost()
	env := map[string]string{"CLAUDE_PROJECT_DIR": "/src/project", "SHELL": "/bin/zsh"}
	h.World.Getenv = func(name string) (string, bool) { v, ok := env[name]; return v, ok }
	var asked []string
	h.Judge = func(dirs ...string) (Judge, error) { asked = dirs; return recorder{&got}, nil }
	answer(claude, `{"hook_event_name":"PreToolUse","tool_name":"Bash","cwd":"/src/project/sub","tool_input":{"command":"é\tls"}}`, h)
	assert.Equal(t, policy.Command{Text: "é\tls", Dir: "/src/project/sub", Workspace: "/src/project", Shell: "zsh", Harness: "claude"}, got)
	assert.Equal(t, []string{"/src/project/sub", "/src/project"}, asked, "where projects' policies are looked for")
	env["CLAUDE_CODE_SHELL"] = "/bin/bash"
	answer(claude, bash("ls"), h)
	assert.Equal(t, "/src", got.Dir, "without a cwd, the hook's own")
	assert.Equal(t, "bash", got.Shell, "the shell that Claude Code is told to use")
	answer("codex", bash("ls"), h)
	assert.Equal(t, "codex", got.Harness)
}

// TestLaterInput proves that a shell which waits for commands is a question, and
// so a refusal, where what is typed into it later is shown to no hook; and that
// what runs its program at once is none.
func TestLaterInput(t *testing.T) {
	h := testHost()
	h.Judge = func(...string) (Judge, error) { return policy.Builtin(), nil }
	codex := func(command string) string {
		return answer("codex", strings.Replace(bash(command), "{", `{"turn_id":"t","model":"m",`, 1), h)
	}
	for _, command := range []string{"bash", "cd sub && sh -i", "python3", "sudo -i", "ssh box", "psql -h db"} {
		assert.Contains(t, codex(command), `"permissionDecision":"deny"`, command)
		assert.Contains(t, codex(command), approval, command)
		assert.Equal(t, "exit 0\nstdout: \nstderr: \n", answer(claude, bash(command), h), command)
	}
	for _, command := range []string{"python3 x.py", "python3 -m pytest", "ssh box uptime", "psql -c 'select 1'", "bash --version", "echo ls | bash", "node --test"} {
		assert.Equal(t, "exit 0\nstdout: \nstderr: \n", codex(command), command)
	}
}

type recorder struct{ got *policy.Command }

func (recorder) Policed(string) bool                        { return false }
func (recorder) Observes() bool                             { return false }
func (recorder) Approvals() (policy.Approvals, string)      { return policy.OwnApprovals, "" }
func (recorder) Reads(c *mcp.Call) mcp.Reading              { return mcp.Read(c, nil) }
func (recorder) ReadOnly(policy.Command, policy.World) bool { return false }
func (r recorder) Evaluate(c policy.Command, _ policy.World) policy.Verdict {
	*r.got = c
	return policy.Verdict{Decision: policy.None}
}

func TestReason(t *testing.T) {
	long := policy.Finding{Rule: "r", Decision: policy.Deny, Reason: strings.Repeat("é", maxReason)}
	got := Reason("x", policy.Verdict{Decision: policy.Deny, Findings: []policy.Finding{long}})
	assert.LessOrEqual(t, len(got), maxReason+len(" …"))
	for _, d := range []policy.Decision{policy.Allow, policy.None, policy.Ask, policy.Deny} {
		assert.NotEmpty(t, Reason("", policy.Verdict{Decision: d}))
	}
	outside := policy.Finding{Rule: "r", Decision: policy.Ask, Span: policy.Span{Start: 5, End: 99}}
	assert.Equal(t, "ask r: the policy says so", Reason("ls", policy.Verdict{Decision: policy.Ask, Findings: []policy.Finding{outside}}))
	spot := policy.Span{End: 2}
	mixed := policy.Verdict{Decision: policy.Deny, Findings: []policy.Finding{
		{Rule: "a", Decision: policy.Deny, Reason: "first", Span: spot},
		{Rule: "b", Decision: policy.Deny, Reason: "second", Span: spot},
		{Rule: "c", Decision: policy.Ask, Reason: "third", Span: spot},
	}}
	assert.Equal(t, "deny a: first\n  ls\n  ^~\n  also b: second", Reason("ls", mixed), "of one call, the strictest")
	milder := policy.Finding{Rule: "allowed", Decision: policy.Allow}
	got = Reason("ls", policy.Verdict{Decision: policy.Ask, Findings: []policy.Finding{outside, milder}})
	assert.NotContains(t, got, "allowed")
}
