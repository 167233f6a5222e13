package cli

import (
	"io"
	"os"

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
	dir, _ := os.Getwd() // "" leaves a relative directory relative, and unknown
	program, _ := os.Executable()
	return hook.Run(harness, c.in, c.out, c.err, hook.Host{
		World:    c.world,
		Deadline: hook.Deadline,
		Dir:      dir,
		Program:  program,
		Usage:    wrongUsage,
		Judge:    func() (hook.Judge, error) { return c.policy(file) },
		Remember: c.remember,
		Record:   c.record,
	})
}

// policy loads the built-in policy and the files that belong to it: the
// managed one, and the one that was named, or else the user's.
func (c command) policy(file string) (*policy.Policy, error) {
	var files []string
	if exists(managedPolicy) {
		files = append(files, managedPolicy)
	}
	if file == "" {
		if user := c.userPolicy(); user != "" && exists(user) {
			file = user
		}
	}
	if file != "" {
		files = append(files, file)
	}
	if len(files) == 0 {
		return policy.Builtin(), nil
	}
	return policy.Load(files...)
}

// managedPolicy is the policy of whoever runs the machine.
const managedPolicy = "/etc/tagout/policy.toml"

// userPolicy is the path of the user's policy; "" when there is no home.
func (c command) userPolicy() string {
	dir := c.base("XDG_CONFIG_HOME", ".config")
	if dir == "" {
		return ""
	}
	return dir + "/tagout/policy.toml"
}

// base is an XDG base directory: the variable when it is absolute, as the
// specification wants, else the fallback in HOME, else "".
func (c command) base(variable, fallback string) string {
	if v, _ := c.world.Env(variable); len(v) > 0 && v[0] == '/' {
		return v
	}
	home, _ := c.world.Env("HOME")
	if home == "" {
		return ""
	}
	return home + "/" + fallback
}

// exists reports whether a file is there, or may be: one that cannot be looked
// at must be opened, so that the mistake is seen.
func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil || !os.IsNotExist(err)
}
