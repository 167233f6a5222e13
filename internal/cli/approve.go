package cli

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"tagout/internal/approve"
	"tagout/internal/diag"
	"tagout/policy"
)

// approveCommand lets a person have one command run that was stopped. Nothing that
// is printed where an agent may read it lets the agent do so.
func (c command) approveCommand(args []string) (int, error) {
	var list, asJSON, revoke, session bool
	var span string
	rest, err := parse(args, []option{
		{name: "--list", on: &list}, {name: "--json", on: &asJSON}, {name: "--revoke", on: &revoke}, {name: "--session", on: &session}, {name: "--for", text: &span},
	})
	if err == nil {
		err = none(rest)
	}
	if err != nil {
		return exitUsage, err
	}
	s, ok := c.store()
	if !ok {
		return exitUsage, wrong("set HOME or XDG_STATE_HOME", "there is no place to keep approvals")
	}
	switch {
	case list || asJSON:
		return exitPass, c.listStopped(c.out, s, c.unsecret(s.List()), asJSON)
	case revoke:
		n, err := s.Revoke()
		fmt.Fprintf(c.out, "%d approvals taken back\n", n)
		return exitPass, err
	}
	until, once, err := c.approvedFor(span, session)
	if err != nil {
		return exitUsage, err
	}
	return c.approveOne(s, until, once, session)
}

// unsecret takes the secrets out of what an agent, or nobody at a terminal, reads.
func (c command) unsecret(list []approve.Stopped) []approve.Stopped {
	for i := range list {
		one := &list[i]
		cmd := policy.Command{Text: one.Text, Dir: one.Dir, Harness: one.Harness}
		p, _ := c.policy("", one.Dir) // what loads of it redacts
		r := p.Redact(cmd, c.world)
		one.Text, one.Reason, one.Call = r.Text, strings.SplitN(one.Reason, "\n", 2)[0], r.Clean(one.Call)
	}
	return list
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
	if session && picked.Session == "" {
		return exitUsage, wrong("without --session it is approved once", "which conversation it belongs to is not known")
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
	if until, paused := s.Paused(); paused {
		fmt.Fprintf(w, "paused until %s: nothing is stopped but what guards tagout itself\n", until.Format("15:04:05"))
	}
	if len(stopped) == 0 {
		_, err := fmt.Fprintln(w, "nothing was stopped in the last day")
		return err
	}
	for i, one := range stopped {
		fmt.Fprintf(w, "%2d  %s ago, %s by %s\n", i+1, c.world.Now().Sub(one.Time).Round(time.Second), one.Decision, strings.Join(one.Rules, ", "))
		for _, line := range strings.Split(one.Text, "\n") {
			fmt.Fprintf(w, "      %s\n", diag.Escape(line))
		}
		fmt.Fprintf(w, "    in %s\n", diag.Escape(one.Dir))
		for _, f := range one.Files {
			fmt.Fprintf(w, "    reads %s  sha256 %.12s\n", diag.Escape(f.Path), f.SHA256+"-")
		}
		for _, line := range strings.Split(one.Reason, "\n") {
			fmt.Fprintf(w, "    %s\n", diag.Escape(line))
		}
	}
	return nil
}

// pauseHealth says that the guard is paused.
func (c command) pauseHealth(p *patient) {
	s, ok := c.store()
	if !ok {
		return
	}
	if until, paused := s.Paused(); paused {
		p.out = append(p.out, finding{Check: "pause", Detail: "paused until " + until.Format("15:04:05") + ": nothing is stopped but what guards tagout itself", Hint: "tagout pause --end"})
	}
}

// pause stops nothing for a while.
func (c command) pause(args []string) (int, error) {
	var end bool
	rest, err := parse(args, []option{{name: "--end", on: &end}})
	if err != nil {
		return exitUsage, err
	}
	s, ok := c.store()
	switch {
	case !ok:
		return exitUsage, wrong("set HOME or XDG_STATE_HOME", "there is no place to keep a pause")
	case end:
		return exitPass, s.EndPause()
	case len(rest) != 1:
		return exitUsage, wrong("tagout pause 15m, or --end", "no duration given")
	}
	until, _, err := c.approvedFor(rest[0], false)
	if err != nil {
		return exitUsage, err
	}
	tty, err := c.person("pauses")
	if err != nil {
		return exitDeny, err
	}
	defer tty.Close()
	word := confirmation()
	if ask(tty, bufio.NewReader(io.LimitReader(tty, 1000)), fmt.Sprintf("until %s nothing is stopped but what guards tagout itself\ntype %s to pause: ", until.Format("15:04:05"), word)) != word {
		fmt.Fprintln(tty, "not paused")
		return exitAsk, nil
	}
	return exitPass, s.Pause(until)
}
