package cli

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"

	"tagout/internal/approve"
	"tagout/policy"
)

// storeFor is the store of a user's approvals: the one that is held for the user who
// is named, or who has become root by sudo(8), else the own.
func (c command) storeFor(name string) (approve.Store, error) {
	user, other, err := c.stoppedUser(name)
	if err != nil {
		return approve.Store{}, err
	}
	if !other {
		s, ok := c.store()
		if !ok {
			return s, wrong("set HOME or XDG_STATE_HOME", "there is no place to keep approvals")
		}
		return s, nil
	}
	s, ok := c.held(user)
	if !ok {
		return s, wrong("tagout approve --hold makes it; without sudo you approve for yourself", "no approvals are held for user %d", user)
	}
	return s, nil
}

// stoppedUser is the number of the user whose commands were stopped; other is false
// where that is the one who runs this.
func (c command) stoppedUser(name string) (user int, other bool, err error) {
	if name == "" && os.Getuid() == 0 {
		name, _ = c.world.Env("SUDO_UID")
	}
	if name == "" {
		return os.Getuid(), false, nil
	}
	user, err = strconv.Atoi(name)
	if err != nil {
		// id(1) asks what the system asks, which a reader of /etc/passwd does not.
		out, failed := exec.Command("id", "-u", "--", name).Output()
		if user, err = strconv.Atoi(strings.TrimSpace(string(out))); failed != nil || err != nil {
			return 0, false, wrong("name one that id knows, or its number", "there is no user %q", name)
		}
	}
	return user, user != os.Getuid(), nil
}

// hold makes a store for a user who cannot write it.
func (c command) hold(name string) (int, error) {
	user, other, err := c.stoppedUser(name)
	switch {
	case err != nil:
		return exitUsage, err
	case !other:
		return exitUsage, wrong("sudo tagout approve --hold, or --of NAME", "approvals that a user holds for himself bind nobody")
	}
	s := approve.Held(c.seams.held, user, c.world.Now)
	lasting, err := s.Hold()
	if err != nil {
		return exitUsage, err
	}
	fmt.Fprintf(c.out, "approvals for user %d are held in %s\n", user, s.Dir)
	if !lasting {
		fmt.Fprintln(c.out, "the file system there keeps nothing for good: whoever runs as that user may use an approval again until it ends")
	}
	_, err = fmt.Fprintln(c.out, "to have no other believed, put into /etc/tagout/policy.toml:\n  approvals = \"held\"\n  lock = [\"approvals\"]")
	return exitPass, err
}

// approvalHealth says what of the approvals does not count.
func (c command) approvalHealth(p *patient, dir string) {
	all, _ := c.policy("", dir) // policyHealth tells of its mistakes
	whose, file := all.Approvals()
	held, isHeld := c.held(os.Getuid())
	switch {
	case whose == policy.NoApprovals:
		p.good("approvals", "%s lets nobody approve", file)
	case whose == policy.HeldApprovals && !isHeld:
		p.bad("approvals", "sudo tagout approve --hold", "%s believes only approvals that another user holds, and nobody holds any for user %d", file, os.Getuid())
	}
	stores := []approve.Store{}
	if isHeld {
		stores = append(stores, held)
	}
	if own, ok := c.store(); ok {
		stores = append(stores, own)
	}
	for _, s := range stores {
		for _, d := range s.Doubts() {
			p.bad("approvals", "find out who wrote it, and remove it", "%s is not believed: %s", d.Path, d.Why)
		}
	}
}
