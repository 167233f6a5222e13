package cli

import (
	"bufio"
	"crypto/sha256"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"tagout/internal/approve"
	"tagout/internal/diag"
	"tagout/internal/hook"
	"tagout/policy"
)

// approval is what "tagout approve" was told.
type approval struct {
	list, asJSON, revoke, session, hold bool
	span, user                          string
}

func (a *approval) options() []option {
	return []option{
		{name: "--list", on: &a.list}, {name: "--json", on: &a.asJSON}, {name: "--revoke", on: &a.revoke}, {name: "--session", on: &a.session},
		{name: "--hold", on: &a.hold}, {name: "--for", text: &a.span}, {name: "--of", text: &a.user},
	}
}

// approveCommand lets a person have one command run that was stopped. Nothing that
// is printed where an agent may read it lets the agent do so.
func (c command) approveCommand(args []string) (int, error) {
	var a approval
	rest, err := parse(args, a.options())
	if err == nil {
		err = none(rest)
	}
	if err != nil {
		return exitUsage, err
	}
	if a.hold {
		return c.hold(a.user)
	}
	s, err := c.storeFor(a.user)
	if err != nil {
		return exitUsage, err
	}
	switch {
	case a.list || a.asJSON:
		return exitPass, c.listStopped(c.out, s, c.unsecret(s.List()), a.asJSON)
	case a.revoke:
		n, err := s.Revoke()
		fmt.Fprintf(c.out, "%d approvals taken back\n", n)
		return exitPass, err
	}
	until, once, err := c.approvedFor(a.span, a.session)
	if err != nil {
		return exitUsage, err
	}
	return c.approveOne(s, until, once, a.session)
}

// unsecret takes the secrets out of what an agent, or nobody at a terminal, reads.
func (c command) unsecret(list []approve.Stopped) []approve.Stopped {
	for i := range list {
		one := &list[i]
		cmd := policy.Command{Text: one.Text, Dir: one.Dir, Harness: one.Harness}
		r := policy.Hide(cmd)
		if !slices.Contains(one.Rules, hook.PowerShellRule) {
			p, _ := c.policy("", one.Dir) // what loads of it redacts
			r = p.Redact(cmd, c.world)
		}
		one.Reason = withoutText(one.Reason, r)
		one.Text, one.Call = r.Text, r.Clean(one.Call)
	}
	return list
}

// withoutText is a reason without what it quotes of the command: a secret that is
// cut short there would not be found.
func withoutText(reason string, r policy.Redaction) string {
	lines := strings.Split(reason, "\n")
	if r.Whole {
		return lines[0]
	}
	var out []string
	for i, line := range lines {
		quoted := i+1 < len(lines) && isCaret(lines[i+1])
		if !quoted && !isCaret(line) && !strings.HasPrefix(line, "  runs: ") {
			out = append(out, r.Clean(line))
		}
	}
	return strings.Join(out, "\n")
}

// isCaret reports whether a line points at what stands above it.
func isCaret(line string) bool {
	return strings.Contains(line, "^") && strings.Trim(line, " ^~") == ""
}

// maxApproved bounds how long an approval or a pause may hold.
const maxApproved = 24 * time.Hour

// approvedFor is until when an approval holds, and whether it is for one use.
func (c command) approvedFor(span string, session bool) (until time.Time, once bool, err error) {
	now := c.world.Now()
	switch {
	case span != "":
		d, err := time.ParseDuration(span)
		if err != nil || d <= 0 || d > maxApproved {
			return now, false, wrong("want a time up to 24h, as 30m or 2h", "bad duration %q", span)
		}
		return now.Add(d), false, nil
	case session:
		return now.Add(maxApproved), false, nil
	}
	return now.Add(approve.Once), true, nil
}

// person opens the terminal at which a person sits; doing is what for.
func (c command) person(doing string) (io.ReadWriteCloser, error) {
	if why := c.agent(); why != "" {
		return nil, wrong("ask a person to run it in a terminal of their own", "only a person %s, and this is an agent's process: %s", doing, why)
	}
	tty, err := c.terminal()
	if err != nil {
		return nil, wrong("run it in a terminal", "only a person %s, and there is no terminal: %v", doing, err)
	}
	return tty, nil
}

// approveOne shows what was stopped, and approves the one that the person picks.
func (c command) approveOne(s approve.Store, until time.Time, once, session bool) (int, error) {
	tty, err := c.person("approves")
	if err != nil {
		return exitDeny, err
	}
	defer tty.Close()
	stopped := s.List()
	if err := c.listStopped(tty, s, stopped, false); err != nil || len(stopped) == 0 {
		return exitPass, err
	}
	in := bufio.NewReader(io.LimitReader(tty, 1000))
	n, err := strconv.Atoi(ask(tty, in, "\nwhich one may run? type its number: "))
	if err != nil || n < 1 || n > len(stopped) {
		fmt.Fprintln(tty, "none approved")
		return exitAsk, nil
	}
	picked := stopped[n-1]
	if err := c.approvable(s, picked, once, session); err != nil {
		return exitUsage, err
	}
	fmt.Fprintf(tty, "\n%s\n  in %s\n  %s\n", diag.Escape(picked.Text), diag.Escape(picked.Dir), lasts(until, once, session))
	if word := confirmation(); ask(tty, in, "type "+word+" to approve it: ") != word {
		fmt.Fprintln(tty, "not approved")
		return exitAsk, nil
	}
	if err := s.Give(picked, until, once, session); err != nil {
		return exitUsage, err
	}
	_, err = fmt.Fprintln(tty, "approved: have the agent try that very command again")
	return exitPass, err
}

// approvable says why a command cannot be approved so, nil where it can.
func (c command) approvable(s approve.Store, picked approve.Stopped, once, session bool) error {
	guard := slices.IndexFunc(picked.Rules, hook.OwnRule)
	switch {
	case guard >= 0:
		return wrong("do yourself what it would do, in a terminal of your own", "%s cannot be approved: it guards tagout itself", picked.Rules[guard])
	case session && picked.Session == "":
		return wrong("without --session it is approved once", "which conversation it belongs to is not known")
	case !once && slices.Contains(picked.Rules, hook.PowerShellRule):
		return wrong("without --session and --for it is approved once", "PowerShell is not read, so which files it runs is not known")
	}
	return c.counts(s, picked.Dir)
}

// counts says why the policy of a directory would not believe a store.
func (c command) counts(s approve.Store, dirs ...string) error {
	p, _ := c.policy("", dirs...) // what loads of it says so; a broken one approves nothing anyway
	switch whose, file := p.Approvals(); {
	case whose == policy.NoApprovals:
		return wrong("whoever runs this machine can change that", "%s lets nobody approve (approvals = %q)", file, whose)
	case whose == policy.HeldApprovals && !s.Held:
		return wrong("sudo tagout approve", "%s believes only approvals that another user holds (approvals = %q)", file, whose)
	}
	return nil
}

// ask writes a question and reads a line.
func ask(tty io.Writer, in *bufio.Reader, question string) string {
	_, _ = io.WriteString(tty, question) // a terminal that is gone answers nothing
	line, _ := in.ReadString('\n')
	return strings.TrimSpace(line)
}

func lasts(until time.Time, once, session bool) string {
	switch {
	case once:
		return "once, until " + until.Format("15:04")
	case session:
		return "as often as this conversation wants, until " + until.Format("Jan 2 15:04")
	}
	return "as often as anybody wants, until " + until.Format("Jan 2 15:04")
}

// listStopped prints what was stopped lately. An agent may have chosen every byte
// of it, and so none of it moves the cursor.
func (c command) listStopped(w io.Writer, s approve.Store, stopped []approve.Stopped, asJSON bool) error {
	if asJSON {
		return c.printJSON(append([]approve.Stopped{}, stopped...))
	}
	for _, d := range s.Doubts() {
		fmt.Fprintf(w, "not believed: %s: %s\n", diag.Escape(d.Path), diag.Escape(d.Why))
	}
	if until, paused := s.Paused(); paused {
		fmt.Fprintf(w, "paused until %s: nothing is stopped but what guards tagout itself\n", until.Format("15:04:05"))
	}
	if len(stopped) == 0 {
		_, err := fmt.Fprintln(w, "nothing was stopped in the last day")
		return err
	}
	if err := c.counts(s); err != nil {
		fmt.Fprintf(w, "%v\n", err)
	}
	for i, one := range stopped {
		fmt.Fprintf(w, "%2d  %s ago, %s by %s\n", i+1, c.world.Now().Sub(one.Time).Round(time.Second), one.Decision, strings.Join(one.Rules, ", "))
		for _, line := range strings.Split(one.Text, "\n") {
			fmt.Fprintf(w, "      %s\n", diag.Escape(line))
		}
		fmt.Fprintf(w, "    in %s\n", diag.Escape(one.Dir))
		for _, f := range one.Files {
			fmt.Fprintf(w, "    reads %s  %s\n", diag.Escape(f.Path), digestWords(f.SHA256))
		}
		for _, line := range strings.Split(one.Reason, "\n") {
			fmt.Fprintf(w, "    %s\n", diag.Escape(line))
		}
	}
	return nil
}

// digestWords is the digest of a file as it is shown.
func digestWords(sum string) string {
	switch len(sum) {
	case 0:
		return "(not there)"
	case 2 * sha256.Size:
		return "sha256 " + sum
	}
	return "(no file: " + sum + ")"
}
