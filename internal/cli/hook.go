package cli

import (
	"io"
	"os"
	"strings"

	agents "tagout/internal/harness"
	"tagout/internal/hook"
	"tagout/policy"
)

// Hook is the whole of tagout-hook: it answers as "tagout hook" does, from a
// program that links nothing else and so starts sooner. The word "hook" before
// the options is as good as none, so that a registration names either program
// alike.
func Hook(args []string, in io.Reader, out, errw io.Writer) int {
	if len(args) > 0 && args[0] == "hook" {
		args = args[1:]
	}
	c := command{in: in, out: out, err: errw, world: policy.RealWorld()}
	return c.hook(args)
}

// hook answers a harness's event. Wrong options are answered too: the event is
// refused, since a harness that gets only an error lets the command run.
func (c command) hook(args []string) int {
	var harness, file string
	rest, wrongUsage := parse(args, []option{
		{name: "--harness", text: &harness},
		{name: "--policy", text: &file},
	})
	if wrongUsage == nil {
		wrongUsage = none(rest)
	}
	if harness != "" && agents.Find(harness) == nil {
		wrongUsage = wrong("tagout install writes the right one", "unknown harness %q, want %s", harness, strings.Join(agents.Names(), ", "))
		harness = ""
	}
	dir, _ := os.Getwd() // "" leaves a relative directory relative, and unknown
	program, _ := os.Executable()
	return hook.Run(harness, c.in, c.out, c.err, hook.Host{
		World:    c.world,
		Deadline: hook.Deadline,
		Dir:      dir,
		Program:  program,
		Usage:    wrongUsage,
		Judge:    func(dirs ...string) (hook.Judge, error) { return c.policy(file, dirs...) },
		Remember: c.remember,
		Record:   c.record,
	})
}
