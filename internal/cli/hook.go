package cli

import (
	"os"

	"tagout/internal/hook"
)

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
	})
}
