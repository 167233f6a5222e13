//go:build unix

package cli

import (
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tagout/internal/approve"
	"tagout/policy"
)

// nobody is the user whose commands are stopped.
const nobody = 65534

// twoUsers are an agent's user and root, who holds approvals for it.
type twoUsers struct {
	*machine
	held, hook string
}

func newTwoUsers(t *testing.T) *twoUsers {
	if os.Getuid() != 0 {
		t.Skip("another user's files are only made by root")
	}
	dir, err := os.MkdirTemp("", "held")
	require.NoError(t, err)
	u := &twoUsers{machine: &machine{home: dir + "/home", project: dir + "/home/src"}, held: dir + "/var/approvals", hook: dir + "/hook-elsewhere"}
	t.Cleanup(func() {
		_ = exec.Command("chattr", "-R", "-a", u.held).Run() // it may not be there
		assert.NoError(t, os.RemoveAll(dir))
	})
	require.NoError(t, os.Chmod(dir, 0o755))
	for _, d := range []string{u.home, u.project, u.home + "/etc"} {
		require.NoError(t, os.Mkdir(d, 0o755))
		require.NoError(t, os.Chown(d, nobody, nobody))
	}
	program, err := os.ReadFile(os.Args[0])
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(u.hook, program, 0o755))
	return u
}

// root is a command of root's, by sudo.
func (u *twoUsers) root(first string, answer func(string) string) command {
	c := u.person(first, answer)
	c.seams.held = u.held
	c.world.Getenv = func(name string) (string, bool) {
		v, ok := map[string]string{"HOME": "/nowhere", "SUDO_UID": strconv.Itoa(nobody)}[name]
		return v, ok
	}
	return c
}

func (u *twoUsers) do(t *testing.T, first string, args ...string) {
	t.Helper()
	u.out.Reset()
	code, err := u.root(first, same).run(args)
	require.NoError(t, err)
	require.Equal(t, exitPass, code, u.seen)
}

// as runs a program as the agent's user.
func (u *twoUsers) as(input, name string, args ...string) (string, error) {
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Stdin = u.project, strings.NewReader(input)
	cmd.Env = []string{"HOME=" + u.home, "PATH=/usr/bin:/bin", "TEST_ETC=" + u.home + "/etc", "TEST_HELD=" + u.held}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	out, err := cmd.Output()
	return string(out), err
}

// answer is the hook's, as the agent's user.
func (u *twoUsers) answer(t *testing.T, text string) string {
	t.Helper()
	event, err := json.Marshal(map[string]any{"hook_event_name": "PreToolUse", "tool_name": "Bash", "session_id": "s", "cwd": u.project,
		"permission_mode": "default", "tool_input": map[string]string{"command": text}})
	require.NoError(t, err)
	out, err := u.as(string(event), u.hook)
	require.NoError(t, err)
	return out
}

const destroys = "terraform destroy"

// TestHeldApprovals: root approves what another user's agent proposed, and that user
// can neither approve nor use an approval twice.
func TestHeldApprovals(t *testing.T) {
	u := newTwoUsers(t)
	_, err := u.root("1", same).run([]string{"approve"})
	assert.ErrorContains(t, err, "no approvals are held for user 65534")
	u.do(t, "", "approve", "--hold")
	lasting := !strings.Contains(u.out.String(), "keeps nothing for good")
	assert.Contains(t, u.answer(t, destroys), `"deny"`)
	u.do(t, "", "approve", "--list")
	require.Contains(t, u.out.String(), destroys)
	u.do(t, "1", "approve")
	grant := u.grant(t)
	text, err := os.ReadFile(grant)
	require.NoError(t, err)
	assert.NotContains(t, string(text), destroys, "others can read it")

	var passed atomic.Int32
	var group sync.WaitGroup
	for range 32 {
		group.Go(func() {
			if u.answer(t, destroys) == "" {
				passed.Add(1)
			}
		})
	}
	group.Wait()
	if passed.Load() == 0 && u.answer(t, destroys) == "" { // all were late on a busy machine
		passed.Add(1)
	}
	assert.EqualValues(t, 1, passed.Load())

	_, err = u.as("", "sh", "-c", `rm -f "$TEST_HELD"/65534/claimed/*`)
	if lasting {
		assert.Error(t, err)
		assert.Contains(t, u.answer(t, destroys), `"deny"`, "what was used is used")
	} else {
		assert.Empty(t, u.answer(t, destroys), "nothing keeps the mark")
	}
	for _, attack := range []string{
		`echo x > "$TEST_HELD"/65534/granted/x`, `rm "` + grant + `"`, `echo >> "` + grant + `"`, `mv "$TEST_HELD"/65534/claimed "$TEST_HELD"/65534/old`,
		`mv "$TEST_HELD"/65534 "$TEST_HELD"/old`, `mkdir "$TEST_HELD"/65534/paused/x`, `rm -r "$TEST_HELD"`,
	} {
		_, err := u.as("", "sh", "-c", attack)
		assert.Error(t, err, attack)
	}
	require.Contains(t, u.answer(t, destroys), `"deny"`) // its own list it may empty
	u.do(t, "1", "approve")
	assert.Empty(t, u.answer(t, destroys), "approved anew")
	assert.Contains(t, u.answer(t, destroys), `"deny"`)
	u.do(t, "1", "approve")
	u.do(t, "", "approve", "--revoke")
	assert.Contains(t, u.answer(t, destroys), `"deny"`)
}

// grant is the file of the only approval.
func (u *twoUsers) grant(t *testing.T) string {
	t.Helper()
	files, err := filepath.Glob(u.held + "/65534/granted/*")
	require.NoError(t, err)
	require.Len(t, files, 1)
	return files[0]
}

// TestHeldPause: root pauses for another user.
func TestHeldPause(t *testing.T) {
	u := newTwoUsers(t)
	u.do(t, "", "approve", "--hold")
	u.do(t, "", "pause", "15m")
	assert.Contains(t, u.answer(t, destroys), "tagout is paused until")
	u.do(t, "", "pause", "--end")
	assert.Contains(t, u.answer(t, destroys), `"deny"`)
}

// TestOnlyHeldApprovals: by the policy's word the own store counts for nothing, and
// where it lets nobody approve no store does.
func TestOnlyHeldApprovals(t *testing.T) {
	u := newTwoUsers(t)
	u.do(t, "", "approve", "--hold")
	own := approve.Store{Dir: u.home + "/.local/state/tagout/approvals", Now: policy.RealWorld().Now, User: nobody}
	forge := func() {
		assert.Contains(t, u.answer(t, destroys), `"deny"`)
		require.NoError(t, own.Give(own.List()[0], own.Now().Add(approve.Once), true, false))
		require.NoError(t, exec.Command("chown", "-R", strconv.Itoa(nobody), u.home+"/.local").Run())
	}
	says := func(text string) {
		require.NoError(t, os.WriteFile(u.home+"/etc/policy.toml", []byte("version = 1\n"+text), 0o644))
	}
	forge()
	assert.Empty(t, u.answer(t, destroys), "the same user may imitate a person")
	says("approvals = \"held\"\nlock = [\"approvals\"]\n")
	forge()
	assert.Contains(t, u.answer(t, destroys), `"deny"`, "not so where another holds approvals")
	u.do(t, "1", "approve")
	assert.Empty(t, u.answer(t, destroys))
	u.do(t, "1", "approve")
	u.do(t, "", "pause", "15m")
	says("approvals = \"none\"\n")
	forge()
	assert.Contains(t, u.answer(t, destroys), `"deny"`)
}

// TestNotBelieved: what somebody else could have written does not count, and doctor
// and the list say so.
func TestNotBelieved(t *testing.T) {
	u := newTwoUsers(t)
	u.do(t, "", "approve", "--hold")
	for name, tt := range map[string]struct {
		spoil func(grant string) error
		why   string
	}{
		"the agent's own": {func(g string) error { return os.Chown(g, nobody, nobody) }, "belongs to user 65534, whose commands are stopped"},
		"writable":        {func(g string) error { return os.Chmod(g, 0o666) }, "others can write to it"},
		"a link": {func(g string) error {
			if err := os.Rename(g, u.home+"/moved"); err != nil {
				return err
			}
			return os.Symlink(u.home+"/moved", g)
		}, "too many levels of symbolic links"},
		"broken": {func(g string) error { return os.WriteFile(g, []byte("{"), 0o644) }, "it cannot be read as JSON"},
		"a pipe": {func(g string) error {
			if err := os.Remove(g); err != nil {
				return err
			}
			return syscall.Mkfifo(g, 0o644)
		}, "it is no file"},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Contains(t, u.answer(t, destroys), `"deny"`)
			u.do(t, "1", "approve")
			grant := u.grant(t)
			require.NoError(t, tt.spoil(grant))
			assert.Contains(t, u.answer(t, destroys), `"deny"`)
			u.do(t, "", "approve", "--list")
			assert.Contains(t, u.out.String(), "not believed: "+grant+": ")
			assert.Contains(t, u.out.String(), tt.why)
			require.NoError(t, os.Remove(grant))
		})
	}
}

// TestNotBelievedOwn is the same of the own store, and what doctor says of it.
func TestNotBelievedOwn(t *testing.T) {
	m := newMachine(t, "version = 1\n")
	m.hooked(t, destroys, "s")
	m.yes(t)
	store := m.home + "/.local/state/tagout/approvals"
	require.NoError(t, os.Chmod(store, 0o777))
	assert.Contains(t, m.hooked(t, destroys, "s"), `"deny"`)
	p := &patient{}
	m.command().approvalHealth(p, m.project)
	require.NotEmpty(t, p.out)
	assert.Contains(t, p.out[0].Detail, store+": others can write to it (mode -rwxrwxrwx)")
	assert.False(t, p.out[0].OK)
	_, err := m.command().run([]string{"approve", "--list"})
	require.NoError(t, err)
	assert.Contains(t, m.out.String(), "not believed: "+store)
}

// TestApprovalsByPolicy: what tagout approve and pause say where the policy believes
// no such approval.
func TestApprovalsByPolicy(t *testing.T) {
	for says, want := range map[string]string{"none": "lets nobody approve", "held": "believes only approvals that another user holds"} {
		m := newMachine(t, "version = 1\n")
		m.hooked(t, destroys, "s")
		m.yes(t)
		require.NoError(t, os.MkdirAll(m.home+"/etc", 0o755))
		require.NoError(t, os.WriteFile(m.home+"/etc/policy.toml", []byte("approvals = \""+says+"\"\n"), 0o644))
		assert.Contains(t, m.hooked(t, destroys, "s"), `"deny"`)
		for _, args := range [][]string{{"approve"}, {"pause", "15m"}} {
			_, err := m.person("1", same).run(args)
			assert.ErrorContains(t, err, want, args)
		}
	}
}

func TestHoldIsForAnother(t *testing.T) {
	m := newMachine(t, "version = 1\n")
	c := m.command()
	c.err = io.Discard
	_, err := c.run([]string{"approve", "--hold"})
	assert.ErrorContains(t, err, "bind nobody")
	_, err = c.run([]string{"approve", "--of", "no such user"})
	assert.ErrorContains(t, err, `there is no user "no such user"`)
}
