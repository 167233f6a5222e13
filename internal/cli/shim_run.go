package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"tagout/policy"
)

// StandIn is what a program does that was called by another name than its own: as
// a shim it judges the words it was given and becomes the program of that name; as
// tagout-bash it is that shell (see shell). stood is false for tagout itself.
func StandIn(args []string, in io.Reader, out, errw io.Writer) (code int, stood bool) {
	if len(args) == 0 {
		return 0, false
	}
	name := baseOf(args[0])
	inner, isShell := shellLink(name)
	if !isShell && (isOwnName(name) || !linked()) {
		return 0, false
	}
	c := command{in: in, out: out, err: errw, world: policy.RealWorld()}
	if isShell {
		return c.standShell(args, inner), true
	}
	return c.shim(name, args), true
}

// baseOf is the name in argv[0], which a login shell begins with "-".
func baseOf(arg string) string {
	name := strings.TrimPrefix(filepath.Base(arg), "-")
	if n := len(name) - len(".exe"); n > 0 && strings.EqualFold(name[n:], ".exe") {
		name = name[:n]
	}
	return name
}

// isOwnName reports whether a file is named as a tagout is, release files included.
func isOwnName(name string) bool { return strings.HasPrefix(name, "tagout") }

// linked reports whether the file that runs has a name of its own: one that was
// only renamed is no shim, and goes on as what it is.
func linked() bool {
	path, err := os.Executable()
	return err == nil && isOwnName(baseOf(resolved(path)))
}

// shim judges what it was called with and becomes the program it stands before. It
// enforces what is denied, and nothing else: a question has been answered in the
// harness, where it cannot see. A person is in nobody's way, unless asked for.
func (c command) shim(name string, argv []string) int {
	seen := readTrail(c.world)
	path, link := c.behind(name, seen.tried)
	if strings.ContainsRune(argv[0], filepath.Separator) {
		link = argv[0]
		argv = append([]string{path}, argv[1:]...)
	}
	switch {
	case seen.depth >= maxTrail:
		return c.fail(exitRefused, "%s: shims have called each other %d times", name, seen.depth)
	case path == "":
		return c.fail(exitNotFound, "%s: there is no such program on the PATH behind the shim", name)
	}
	if agent := c.harnessed(); agent || isAlways(link) {
		if code := c.forbid(policy.Exec(append([]string{name}, argv[1:]...), workingDir()), agent); code != exitPass {
			return code
		}
	}
	return c.become(replacement{path: path, argv: argv, env: seen.next(path)})
}

func workingDir() string {
	dir, _ := os.Getwd() // "" is a directory that is not known
	return dir
}

// forbid refuses what the policy denies. For an agent it also refuses what is not
// plainly read-only, of the programs that rules speak of, while the policy has a
// mistake in it: what is missing may be the rule that denies, and there is nobody
// here to ask. A person is told, and goes on; and a person at a terminal has the
// last word.
func (c command) forbid(cmd policy.Command, agent bool) int {
	began := time.Now()
	cmd.Stdin, _ = peek(c.in)
	cmd.Harness, _ = c.marked()
	r := c.rule(cmd)
	switch {
	case r.broken == nil || r.decision == policy.Deny:
	case !agent:
		c.fail(exitPass, "the policy could not be loaded whole, what is left of it is judged by\n%v", r.broken)
	case r.judge.Policed(cmd.Argv[0]):
		r.close(c, cmd, policy.Deny)
	}
	if r.decision < policy.Deny {
		return exitPass
	}
	r.approved = c.approved(cmd, r)
	c.note("shim", cmd, r, time.Since(began))
	if r.approved || !agent && c.confirmed(r.reason) {
		return exitPass
	}
	return c.refuse(r)
}

// alwaysName is the link in a directory of shims by way of which those go that do
// not stand aside for people.
const alwaysName = ".tagout-always"

func isAlways(link string) bool {
	target, err := os.Readlink(link)
	return err == nil && target == alwaysName
}

// trailVariable tells shims further on what has been tried. A script that comes
// back to its own name by exec finds the next program of that name, not itself.
const trailVariable = "TAGOUT_SHIM"

// maxTrail bounds how often shims may come to each other by new processes: make
// that calls make is such a chain too.
const maxTrail = 100

// trail is how this process came here: by how many shims above it, and, where it
// has been one before, what it became then.
type trail struct {
	depth int
	tried []string
}

// readTrail reads PID:DEPTH:PATH:PATH….
func readTrail(w policy.World) trail {
	text, _ := w.Env(trailVariable)
	fields := strings.Split(text, string(filepath.ListSeparator))
	if len(fields) < 3 {
		return trail{}
	}
	depth, err := strconv.Atoi(fields[1])
	if err != nil || depth < 0 {
		return trail{}
	}
	t := trail{depth: depth}
	if fields[0] == strconv.Itoa(os.Getpid()) {
		t.tried = fields[2:]
	}
	return t
}

// next is the environment for what comes after.
func (t trail) next(path string) []string {
	fields := append([]string{strconv.Itoa(os.Getpid()), strconv.Itoa(t.depth + 1)}, append(t.tried, path)...)
	value := fmt.Sprintf("%s=%s", trailVariable, strings.Join(fields, string(filepath.ListSeparator)))
	env := os.Environ()
	for i, kv := range env {
		if strings.HasPrefix(kv, trailVariable+"=") {
			env[i] = value
			return env
		}
	}
	return append(env, value)
}
