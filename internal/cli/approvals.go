package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"tagout/internal/approve"
	"tagout/internal/hook"
	"tagout/internal/record"
	"tagout/policy"
)

// approvals is the store as the hook asks it.
type approvals struct{ command }

// store is where a user's own approvals are kept; ok is false where there is no place.
func (c command) store() (s approve.Store, ok bool) {
	dir := record.Dir(c.world.Env)
	return approve.Store{Dir: filepath.Join(dir, "approvals"), Now: c.world.Now, User: os.Getuid()}, dir != ""
}

// held is the store that another user holds for a user; ok is false where none does.
func (c command) held(user int) (s approve.Store, ok bool) {
	if user < 0 { // Windows has no numbers of users
		return s, false
	}
	s = approve.Held(c.seams.held, user, c.world.Now)
	return s, s.There()
}

// believed are the stores whose approvals count.
func (c command) believed(whose policy.Approvals) []approve.Store {
	var stores []approve.Store
	if s, ok := c.held(os.Getuid()); ok && whose != policy.NoApprovals {
		stores = append(stores, s)
	}
	if s, ok := c.store(); ok && whose == policy.OwnApprovals {
		stores = append(stores, s)
	}
	return stores
}

// Claim implements hook.Approvals. A pause approves everything.
func (a approvals) Claim(whose policy.Approvals, c policy.Command, session string, v policy.Verdict, read *approve.Readings) (note string, approved bool) {
	stores := a.believed(whose)
	for _, s := range stores {
		if until, paused := s.Paused(); paused {
			return "note: tagout is paused until " + until.Format("15:04:05") + " by a person, and would have stopped this", true
		}
	}
	input, known := inputOf(c)
	if !known {
		return "", false
	}
	claim := approve.Stopped{Text: c.Text, Dir: c.Dir, Session: session, Rules: rulesOf(v), Input: input}
	return "", slices.ContainsFunc(stores, func(s approve.Store) bool { return s.Claim(claim, read) })
}

// again bounds how long ago a command was stopped that counts as the same attempt,
// and remembered how many of them are looked at, before the answer.
const (
	again      = time.Hour
	remembered = 8
)

// Again implements hook.Approvals.
func (a approvals) Again(c policy.Command, session string, v policy.Verdict) string {
	s, ok := a.store()
	if !ok || session == "" || len(v.Findings) == 0 {
		return ""
	}
	goal, rule := goalOf(v.Findings[0].Call), v.Findings[0].Rule
	for _, before := range s.Latest(remembered) {
		ago := a.world.Now().Sub(before.Time)
		if before.Session != session || before.Text == c.Text || ago > again || !slices.Contains(before.Rules, rule) || goalOf(before.Call) != goal {
			continue
		}
		return fmt.Sprintf("\n  this was stopped %s ago in another spelling: ask the person, and try no other", ago.Round(time.Second))
	}
	return ""
}

// inputOf is the digest of what a command reads on standard input; ok is false
// where that is not known, and so binds nothing.
func inputOf(c policy.Command) (sum string, ok bool) {
	switch {
	case c.Stdin == nil:
		return "", true
	case c.Stdin.Unread:
		return "", false
	}
	return policy.Digest([]byte(c.Stdin.Text)), true
}

// rulesOf are the rules that speak against a command.
func rulesOf(v policy.Verdict) []string {
	var rules []string
	for _, f := range v.Findings {
		rules = append(rules, f.Rule)
	}
	return rules
}

// goalOf is what of a call says what it is for: its words without options.
func goalOf(call string) string {
	words := strings.Fields(call)
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return strings.HasPrefix(w, "-") }), " ")
}

// keep keeps a command that was stopped, for a person to approve.
func (c command) keep(o hook.Outcome) {
	if !o.Stopped || o.Event.Kind != hook.Shell && o.Event.Kind != hook.PowerShell || len(o.Rules) == 0 {
		return
	}
	files, bound := o.Read.Digests()
	input, known := inputOf(o.Command)
	if !bound || !known {
		return
	}
	stopped := approve.Stopped{
		Time: c.world.Now(), Text: o.Command.Text, Dir: o.Command.Dir, Session: o.Event.Session, Harness: o.Event.Harness,
		Decision: o.Decision.String(), Rules: o.Rules, Reason: o.Reason, Call: o.Call, Input: input, Files: files,
	}
	if s, ok := c.store(); ok {
		_ = s.Keep(stopped) // what cannot be kept cannot be approved
	}
	if s, ok := c.held(os.Getuid()); ok {
		_ = s.Keep(stopped)
	}
}
