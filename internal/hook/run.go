package hook

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"tagout/internal/approve"
	"tagout/internal/harness"
	"tagout/internal/mcp"
	"tagout/policy"
)

// Judge is what the hook needs of a policy.
type Judge interface {
	Evaluate(policy.Command, policy.World) policy.Verdict
	// ReadOnly reports whether a command is known to change nothing.
	ReadOnly(policy.Command, policy.World) bool
	// Policed reports whether any rule names a program.
	Policed(name string) bool
	// Approvals says whose word lets pass what is stopped, and which file says so.
	Approvals() (whose policy.Approvals, file string)
	// Reads reads a call of an MCP tool as commands.
	Reads(*mcp.Call) mcp.Reading
	// Observes reports whether nothing is to be blocked, asked or granted.
	Observes() bool
}

// Host is where the hook runs.
type Host struct {
	World policy.World
	// Judge loads the policy for directories: that of the command and that of
	// the project. A judge beside an error holds what could be loaded; then
	// whatever it does not stop is asked about, or refused where the error says
	// so, except what is plainly read-only.
	Judge func(dirs ...string) (Judge, error)
	// Usage is a mistake in how the hook was started. Until it is mended
	// everything is asked about: what was meant is not known.
	Usage error
	// Deadline bounds the whole answer.
	Deadline time.Duration
	// Dir is the process's own directory, for events that name none.
	Dir string
	// Program is the path of the running program.
	Program string
	// Remember keeps what is known of state files, after the answer; nil for no
	// memory. What it cannot keep is lost.
	Remember func([]policy.State)
	// Approvals are a person's; nil for none.
	Approvals Approvals
	// Record keeps what was decided, after the answer; nil for no record.
	Record func(Outcome)
}

// Deadline is far below the ten seconds the installed hook is given, since
// every harness runs the command when its hook is late.
const Deadline = 2 * time.Second

// refused is the exit code that stops the command, with a reason on standard
// error, in every harness that has exit codes.
const refused = 2

// maxStack bounds a goroutine's stack, in bytes. Go cannot recover from an
// overflow, but exits with code 2 and a message, which refuses; a low bound
// makes that quick.
const maxStack = 64 << 20

// reply is what the process prints and returns.
type reply struct {
	out, err string
	code     int
	// decision and reason are what was decided, before the harness's form.
	decision policy.Decision
	reason   string
}

// Run answers one event from a harness and returns the exit code. named is the
// harness as the command line names it, "" for none.
func Run(named string, in io.Reader, out, errw io.Writer, h Host) int {
	// Otherwise a harness that has closed its end would end us by a signal,
	// and a hook that dies by a signal lets the command run.
	signal.Ignore(syscall.SIGPIPE)
	began := time.Now()
	debug.SetMaxStack(maxStack)
	s := session{host: h}
	s.event.Store(&Event{Harness: named})
	answers := make(chan reply, 1)
	go func() {
		deepen(0)
		answers <- s.answer(named, in)
	}()
	r, inTime := s.wait(answers)
	if inTime {
		code := write(r, out, errw)
		if len(s.states) > 0 && h.Remember != nil {
			h.Remember(s.states)
		}
		s.record(r, time.Since(began))
		return code
	}
	tooLate := fmt.Sprintf("ask: the command could not be judged within %v, so what it would do is not known", h.Deadline)
	r = s.reply(policy.Ask, tooLate)
	code := write(r, out, errw)
	unjudged := session{host: h} // the other is still at work
	unjudged.event.Store(s.event.Load())
	unjudged.record(r, h.Deadline)
	return code
}

// grace bounds how long an approval may take to be looked up past the deadline.
const grace = time.Second

// wait takes the answer, unless the deadline comes first. One for which an approval
// is being used is waited for a little longer.
func (s *session) wait(answers <-chan reply) (r reply, inTime bool) {
	timer := time.NewTimer(s.host.Deadline)
	defer timer.Stop()
	select {
	case r := <-answers:
		return r, true
	case <-timer.C:
	}
	if s.settled.CompareAndSwap(unsettled, byDeadline) {
		return r, false
	}
	timer.Reset(grace)
	select {
	case r := <-answers:
		return r, true
	case <-timer.C:
		return r, false
	}
}

// deepen gives a goroutine the stack that judging takes while there is nothing on
// it: growing step by step copies what is there each time, a tenth of all work.
//
//go:noinline
func deepen(at int) byte {
	var room [12 << 10]byte
	return room[at]
}

// session is one event's way through the hook.
type session struct {
	host Host
	// event is what is known of it yet. The deadline reads it while the
	// answer is being made.
	event  atomic.Pointer[Event]
	states []policy.State
	// command, verdict and judge are those of a shell program.
	command policy.Command
	verdict policy.Verdict
	judge   Judge
	// read is what was read of files to judge it.
	read     approve.Readings
	approved bool
	// settled says who answers.
	settled atomic.Int32
}

// reply says what was decided in the form of the harness. While it is known
// from the command line alone who listens, the form is one that stops every
// one of them.
func (s *session) reply(d policy.Decision, reason string) (r reply) {
	reason = plain(reason)
	e := *s.event.Load()
	switch {
	case e.known || inProcess(e.Harness):
		r = adapterFor(e.Harness).reply(e, d, reason)
	default:
		r = replyAny(e, d, reason)
	}
	r.decision, r.reason = d, reason
	return r
}

// fault refuses what a fault of ours left unjudged.
func (s *session) fault(what any) (r reply) {
	reason := plain(fmt.Sprintf("deny internal-error: tagout failed on this event (%v), so nothing is known of it", what))
	if e := *s.event.Load(); inProcess(e.Harness) {
		r = replyGeneric(e, policy.Deny, reason)
	} else {
		r = refuseAll(reason)
	}
	r.decision, r.reason = policy.Deny, reason
	return r
}

// answer reads and judges the event. A fault of ours is refused in the form
// that every harness understands.
func (s *session) answer(named string, in io.Reader) (r reply) {
	defer func() {
		if fault := recover(); fault != nil {
			r = s.fault(fault)
		}
	}()
	e, err := Read(in, named)
	e.known = true
	s.event.Store(&e)
	var u *unreadable
	switch {
	case errors.As(err, &u):
		r = s.reply(u.decision, u.decision.String()+" unreadable-event: "+u.reason)
	case begins(e):
		return s.begin(e)
	default:
		r = s.judged(e)
	}
	if r == (reply{}) { // some want to be told of no opinion too
		r = adapterFor(e.Harness).reply(e, policy.None, "")
	}
	return r
}

func (s *session) judged(e Event) reply {
	switch e.Kind {
	case Shell:
		return s.shell(e)
	case PowerShell:
		return s.powerShell(e)
	case Write:
		return s.writes(e)
	case Serve:
		return s.serve(e)
	}
	return reply{}
}

// writes judges each of the files that one call would write: the strictest
// answer counts.
func (s *session) writes(e Event) reply {
	strictest := s.write(e)
	for i, file := range e.Files {
		one := e
		one.Text, one.Edits = file, nil
		if i < len(e.FileEdits) {
			one.Edits = e.FileEdits[i]
		}
		if r := s.write(one); r.decision > strictest.decision {
			strictest = r
		}
	}
	return strictest
}

func (s *session) shell(e Event) reply {
	judge, err := s.host.Judge(s.dir(e), s.workspace(e))
	return s.program(e, judge, err)
}

// program judges the event's text as a shell's program. err is what is broken of
// the policy.
func (s *session) program(e Event, judge Judge, err error) reply {
	workspace := s.workspace(e)
	dir := s.dir(e)
	c := policy.Command{
		Text:      e.Text,
		Dir:       dir,
		Workspace: workspace,
		Shell:     s.shellName(e),
		Harness:   e.Harness,
	}
	if h := harness.Find(e.Harness); h != nil {
		c.LaterInput = h.LaterInput
	}
	e.describe(&c)
	v := judge.Evaluate(c, s.watched())
	s.states, s.command, s.verdict, s.judge = v.States, c, v, judge
	v = Acted(v)
	if err == nil && s.host.Usage == nil && v.Decision >= policy.Ask {
		return s.stop(e, c, v)
	}
	switch broken := whenBroken(err); {
	case v.Decision >= max(policy.Ask, broken):
		return s.reply(v.Decision, Reason(e.Text, v))
	case s.host.Usage != nil && broken < policy.Deny:
		return s.reply(policy.Ask, wrongUsage(s.host.Usage))
	case err != nil && !judge.ReadOnly(c, s.host.World):
		return s.reply(broken, brokenPolicy(broken, err))
	case v.Decision >= policy.Ask:
		return s.reply(v.Decision, Reason(e.Text, v))
	case v.Decision == policy.None && len(v.Findings) > 0: // notes
		return s.reply(policy.None, Reason(e.Text, v))
	case err != nil, v.Decision == policy.None:
		return reply{} // a broken policy's allow is not believed
	}
	return s.reply(v.Decision, Reason(e.Text, v))
}

// workspace is the project directory, "" where nobody says which. Whoever runs
// Claude Code's hooks sets its variable too.
func (s *session) workspace(e Event) string {
	names := []string{"CLAUDE_PROJECT_DIR"}
	if h := harness.Find(e.Harness); h != nil && h.Project != "" {
		names = append([]string{h.Project}, names...)
	}
	for _, name := range names {
		if dir, _ := s.host.World.Env(name); dir != "" {
			return dir
		}
	}
	if filepath.IsAbs(e.Workspace) {
		return e.Workspace
	}
	return ""
}

// shellName is the shell in which the command would run: the one that the event
// names, the only one that its harness uses, else zsh where that is the
// person's own, else bash.
// https://code.claude.com/docs/en/settings (CLAUDE_CODE_SHELL)
func (s *session) shellName(e Event) string {
	if e.Shell != "" {
		return e.Shell
	}
	if h := harness.Find(e.Harness); h != nil && h.Shell != "" {
		return h.Shell
	}
	for _, name := range []string{"CLAUDE_CODE_SHELL", "SHELL"} {
		if path, _ := s.host.World.Env(name); path != "" {
			if strings.HasSuffix(path, "zsh") {
				return "zsh"
			}
			return "bash"
		}
	}
	return "bash"
}

// dir is the directory the event happens in. A relative one is taken from
// ours, since harnesses start the hook where the command would run.
func (s *session) dir(e Event) string {
	if filepath.IsAbs(e.Dir) {
		return e.Dir
	}
	return filepath.Join(s.host.Dir, e.Dir)
}

// whenBroken is what becomes of a command while a policy file has a mistake in it.
func whenBroken(err error) policy.Decision {
	var b *policy.Broken
	switch {
	case errors.As(err, &b):
		return b.Decision
	case err != nil:
		return policy.Ask
	}
	return policy.None
}

// brokenPolicy is the answer while a policy file has a mistake in it: rules
// that are not there must not look like rules that do not match.
func brokenPolicy(d policy.Decision, err error) string {
	what := "asks"
	if d == policy.Deny {
		what = "is refused"
	}
	return d.String() + " policy: the policy could not be loaded whole, so every command that is not plainly read-only " + what + " until it is mended\n" + indent(err.Error())
}

// wrongUsage is the answer of a hook that was started with wrong options.
func wrongUsage(err error) string {
	return "ask usage: tagout hook was started with wrong options, so every command asks until that is mended\n" + indent(err.Error())
}

// write sends an answer. One that cannot be delivered on standard output is
// refused by exit code.
func write(r reply, out, errw io.Writer) int {
	if r.out != "" {
		if _, err := io.WriteString(out, r.out); err != nil || discards(out) {
			r.code = refused
			if r.err == "" {
				r.err = r.out
			}
		}
	}
	if r.err != "" {
		// There is nobody left to tell when this fails too.
		_, _ = io.WriteString(errw, r.err+"\n")
	}
	return r.code
}

// discards reports whether standard output was closed at our start. The Go
// runtime then puts the null device in its place, open for reading too, which
// nobody does who redirects output there.
func discards(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	have, err := f.Stat()
	if err != nil {
		return true
	}
	null, err := os.Stat(os.DevNull)
	if err != nil || !os.SameFile(have, null) {
		return false
	}
	_, err = f.Read(make([]byte, 1))
	return errors.Is(err, io.EOF)
}
