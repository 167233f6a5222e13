package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"tagout/internal/approve"
	"tagout/internal/hook"
	"tagout/policy"
)

// Exit codes of what stands in the place of another program: those with which
// shells say that it was not run (POSIX, Shell Command Language, 2.8.2).
const (
	exitRefused  = 126
	exitNotFound = 127
)

// execute is "tagout exec -- CMD…": it judges the words and becomes the program.
func (c command) execute(args []string) (int, error) {
	argv, err := parse(args, nil)
	if err != nil {
		return exitUsage, err
	}
	if len(argv) == 0 {
		return exitUsage, wrong("write it after --", "no program given")
	}
	path, _ := c.behind(argv[0], nil)
	if path == "" {
		return c.fail(exitNotFound, "%s: not found", argv[0]), nil
	}
	dir, _ := os.Getwd() // "" is a directory that is not known
	cmd := policy.Exec(argv, dir)
	cmd.Stdin, _ = peek(c.in)
	if code := c.admit("exec", cmd); code != exitPass {
		return code, nil
	}
	return c.become(replacement{path: path, argv: argv, env: os.Environ()}), nil
}

// ruling is what becomes of a call, and why.
type ruling struct {
	decision policy.Decision
	reason   string
	verdict  policy.Verdict
	judge    *policy.Policy
	broken   error
	// read is what was read of files to judge it, and approved is set where a person
	// has approved it.
	read     *approve.Readings
	approved bool
}

// rule judges a command as the hook does, where the policy has a mistake too.
func (c command) rule(cmd policy.Command) ruling {
	p, err := c.policy("", cmd.Dir)
	read := &approve.Readings{}
	v := p.Evaluate(cmd, hook.Watch(c.world, read))
	r := ruling{decision: v.Decision, verdict: v, judge: p, broken: err, read: read}
	if acted := hook.Acted(v); acted.Decision >= policy.Ask {
		r.decision, r.reason = acted.Decision, hook.Reason(cmd.Text, acted)
	} else if v.Observed {
		r.decision = policy.None
	}
	return r
}

// close makes the decision at least that strict while a policy has a mistake:
// whatever is not plainly read-only waits for it to be mended.
func (r *ruling) close(c command, cmd policy.Command, least policy.Decision) {
	if r.decision < least && !r.judge.ReadOnly(cmd, c.world) {
		r.decision = least
		r.reason = least.String() + " policy: the policy could not be loaded whole\n" + r.broken.Error()
	}
}

// whenBroken is what a policy with a mistake wants done meanwhile.
func whenBroken(err error) policy.Decision {
	var b *policy.Broken
	if errors.As(err, &b) {
		return b.Decision
	}
	return policy.Ask
}

// admit judges a command that is about to run in the place of a harness: exitPass
// lets it. A question is put to the person at the terminal, where there is one.
func (c command) admit(via string, cmd policy.Command) int {
	began := time.Now()
	cmd.Harness, _ = c.marked()
	r := c.rule(cmd)
	if r.broken != nil {
		r.close(c, cmd, whenBroken(r.broken))
	}
	c.remember(r.verdict.States)
	r.approved = r.decision >= policy.Ask && c.approved(cmd, r)
	c.note(via, cmd, r, time.Since(began))
	switch {
	case r.decision < policy.Ask, r.approved:
		return exitPass
	case r.decision == policy.Ask && c.confirmed(r.reason):
		return exitPass
	}
	return c.refuse(r)
}

// refuse says why a program is not run.
func (c command) refuse(r ruling) int {
	return c.fail(exitRefused, "not run\n%s\nhint: a person can run it in a terminal of their own", r.reason)
}

// fail ends with a message, which nobody is left to hear when it fails too.
func (c command) fail(code int, format string, args ...any) int {
	_, _ = fmt.Fprintf(c.err, "tagout: "+format+"\n", args...)
	return code
}

// approved reports whether a person has approved this very command.
// While the policy has a mistake nothing is: what speaks against it may be missing.
func (c command) approved(cmd policy.Command, r ruling) bool {
	if r.broken != nil || hook.OwnGround(r.verdict) {
		return false
	}
	whose, _ := r.judge.Approvals()
	note, ok := approvals{c}.Claim(whose, cmd, "", r.verdict, r.read)
	if ok && note != "" {
		c.fail(exitPass, "%s", note)
	}
	return ok
}

// confirmed asks the person at the terminal. Where a harness has started us it is
// the harness's own terminal, at which an agent might answer itself.
func (c command) confirmed(reason string) bool {
	if c.harnessed() {
		return false
	}
	tty, err := c.terminal()
	if err != nil {
		return false
	}
	defer tty.Close()
	if _, err := fmt.Fprintf(tty, "%s\nrun it? type yes: ", reason); err != nil {
		return false
	}
	answer, err := bufio.NewReader(io.LimitReader(tty, 1000)).ReadString('\n')
	return err == nil && strings.TrimSpace(answer) == "yes"
}

// harnessed reports whether the environment is one that a harness has made. It is
// all that a shim can afford to look at.
func (c command) harnessed() bool {
	name, _ := c.marked()
	return name != ""
}

// note writes what was decided to the record.
func (c command) note(via string, cmd policy.Command, r ruling, took time.Duration) {
	o := hook.Outcome{
		Event:   hook.Event{Harness: cmd.Harness, Tool: via, Kind: hook.Shell, Text: cmd.Text, Dir: cmd.Dir},
		Command: cmd, Decision: max(r.decision, policy.None), Judge: r.judge, Took: took,
		Stopped: r.decision >= policy.Ask && !r.approved, Approved: r.approved, Reason: r.reason, Read: r.read,
	}
	if r.verdict.Observed {
		o.Decision = r.verdict.Decision
	}
	for _, f := range r.verdict.Findings {
		o.Rules = append(o.Rules, f.Rule)
	}
	if len(r.verdict.Findings) > 0 {
		o.Call = r.verdict.Findings[0].Call
	}
	c.record(o)
}

// maxPeek bounds what is read of a standard input that is judged, in bytes.
const maxPeek = 1 << 20

// peek says what a program would read on its standard input, and takes nothing
// from it: nil for a terminal, the null device, and what a harness leaves open.
func peek(in any) (*policy.Input, fs.FileMode) {
	f, ok := in.(*os.File)
	if !ok {
		return nil, 0
	}
	info, err := f.Stat()
	switch {
	case err != nil:
		return nil, 0
	case info.Mode()&fs.ModeNamedPipe != 0:
		return &policy.Input{Unread: true}, info.Mode()
	case !info.Mode().IsRegular():
		return nil, info.Mode()
	}
	return rest(f), info.Mode()
}

// rest is what a file holds from where it is read next.
func rest(f *os.File) *policy.Input {
	at, err := f.Seek(0, io.SeekCurrent)
	if err != nil {
		return &policy.Input{Unread: true}
	}
	data, err := io.ReadAll(io.NewSectionReader(f, at, maxPeek+1))
	if err != nil || len(data) > maxPeek {
		return &policy.Input{Unread: true}
	}
	return &policy.Input{Text: string(data)}
}

// behind finds a program as execvp(3) does, but for links to this one and for the
// paths in tried. link is the first such link on the way.
func (c command) behind(name string, tried []string) (path, link string) {
	self := c.self()
	look := func(file string) bool {
		info, err := os.Stat(file)
		switch {
		case err != nil || !info.Mode().IsRegular() || !executable(file, info):
		case self != nil && os.SameFile(self, info), isOwnName(baseOf(resolved(file))):
			if link == "" {
				link = file
			}
		default:
			return !contains(tried, file)
		}
		return false
	}
	if filepath.Base(name) != name {
		if look(name) {
			return name, link
		}
		return "", link
	}
	dirs, _ := c.world.Env("PATH")
	for _, dir := range filepath.SplitList(dirs) {
		for _, suffix := range suffixes() {
			if file := filepath.Join(dir, name+suffix); look(kept(file, dir)) {
				return kept(file, dir), link
			}
		}
	}
	return "", link
}

// resolved follows a file's links; one that cannot be followed stays as it is.
func resolved(file string) string {
	if to, err := filepath.EvalSymlinks(file); err == nil {
		return to
	}
	return file
}

// kept keeps the "./" that Join drops, so that a file of the current directory
// is not looked for along the PATH again.
func kept(file, dir string) string {
	if dir == "" || dir == "." {
		return "." + string(filepath.Separator) + file
	}
	return file
}

func contains(list []string, s string) bool {
	for _, e := range list {
		if e == s {
			return true
		}
	}
	return false
}

// self describes the file of this program, nil where it cannot be found.
func (c command) self() fs.FileInfo {
	path, err := os.Executable()
	if err != nil {
		return nil
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil
	}
	return info
}

// replacement is the program that takes this one's place.
type replacement struct {
	path      string
	argv, env []string
	// stdin replaces standard input, where it is not nil.
	stdin []byte
}

// become ends in the program's favour: with its exit code or, where the system can,
// never. What it returns is why it did not start.
func (c command) become(r replacement) int {
	code, err := replace(r)
	switch {
	case err == nil:
		return code
	case errors.Is(err, fs.ErrNotExist): // the interpreter of a script
		return c.fail(exitNotFound, "%s: %v", r.path, err)
	}
	return c.fail(exitRefused, "%s: %v", r.path, err)
}
