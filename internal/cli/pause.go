package cli

import (
	"bufio"
	"fmt"
	"io"

	"tagout/policy"
)

// pauseHealth says that the guard is paused.
func (c command) pauseHealth(p *patient) {
	for _, s := range c.believed(policy.OwnApprovals) {
		until, paused := s.Paused()
		if !paused {
			continue
		}
		p.out = append(p.out, finding{Check: "pause", Detail: "paused until " + until.Format("15:04:05") + ": nothing is stopped but what guards tagout itself", Hint: "tagout pause --end"})
	}
}

// pause stops nothing for a while.
func (c command) pause(args []string) (int, error) {
	var end bool
	var user string
	rest, err := parse(args, []option{{name: "--end", on: &end}, {name: "--of", text: &user}})
	if err != nil {
		return exitUsage, err
	}
	s, err := c.storeFor(user)
	switch {
	case err != nil:
		return exitUsage, err
	case end:
		return exitPass, s.EndPause()
	case len(rest) != 1:
		return exitUsage, wrong("tagout pause 15m, or --end", "no duration given")
	}
	until, _, err := c.approvedFor(rest[0], false)
	if err != nil {
		return exitUsage, err
	}
	if err := c.counts(s); err != nil {
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
