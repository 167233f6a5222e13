package cli

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"

	"tagout/internal/tree"
)

// placement is what install and uninstall were asked to do.
type placement struct {
	user, project, managed, dry bool
	scope                       scope
}

// place reads the options of install and uninstall.
func (c command) place(args []string) (*placement, error) {
	var p placement
	opts := []option{
		{name: "--user", on: &p.user},
		{name: "--project", on: &p.project},
		{name: "--managed", on: &p.managed},
		{name: "--dry-run", on: &p.dry},
	}
	harness, err := words(args, opts)
	if err != nil {
		return nil, err
	}
	if len(harness) != 1 || harness[0] != "claude" {
		return nil, wrong("want claude", "unknown harness %q", fmt.Sprint(harness))
	}
	dir, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	name := p.scopeName()
	if name == "" {
		return nil, wrong("want one of --user, --project and --managed", "more than one place")
	}
	for _, s := range c.claudeScopes(dir) {
		if s.name == name && s.program != "" {
			p.scope = s
			return &p, nil
		}
	}
	return nil, wrong("set HOME", "there is no home directory to install into")
}

func (p *placement) scopeName() string {
	name := ""
	for _, s := range []struct {
		on   bool
		name string
	}{{p.user, "user"}, {p.project, "project"}, {p.managed, "managed"}} {
		if !s.on {
			continue
		}
		if name != "" {
			return ""
		}
		name = s.name
	}
	if name == "" {
		name = "user"
	}
	return name
}

// words reads options that may stand before and after the other words.
func words(args []string, opts []option) ([]string, error) {
	var out []string
	for len(args) > 0 {
		rest, err := parse(args, opts)
		if err != nil {
			return nil, err
		}
		if len(rest) == 0 {
			break
		}
		out = append(out, rest[0])
		args = rest[1:]
	}
	return out, nil
}

// install copies the program to a place that stays, and registers it.
func (c command) install(args []string) (int, error) {
	p, err := c.place(args)
	if err != nil {
		return exitUsage, err
	}
	before, err := readIfThere(p.scope.settings)
	if err != nil {
		return exitUsage, err
	}
	self, err := os.Executable()
	if err != nil {
		return exitUsage, err
	}
	from, to, note := toInstall(self, p.scope.program)
	entry, err := claudeGroup(to)
	if err != nil {
		return exitUsage, err
	}
	after, err := register(p.scope.settings, before, entry)
	if err != nil {
		return exitUsage, err
	}
	if p.dry {
		return exitPass, c.dryInstall(p, from, to, before, after, entry)
	}
	if note != "" {
		fmt.Fprintf(c.out, "note      %s, so `tagout hook` is registered\n", note)
	}
	// The program first: settings that name a program which is not there
	// would stop every command.
	if err := c.copyProgram(from, to); err != nil {
		return exitUsage, err
	}
	if err := c.writeSettings(p.scope, before, after); err != nil {
		return exitUsage, err
	}
	_, err = fmt.Fprintln(c.out, "hint: `tagout doctor` checks that nothing keeps it from working")
	return exitPass, err
}

func (c command) dryInstall(p *placement, from, to string, before, after, entry []byte) error {
	fmt.Fprintf(c.out, "would copy %s to %s\n", from, to)
	if bytes.Equal(before, after) {
		_, err := fmt.Fprintf(c.out, "%s is registered already\n", p.scope.settings)
		return err
	}
	_, err := fmt.Fprintf(c.out, "would register in %s:\n%s\n", p.scope.settings, entry)
	return err
}

// copyProgram puts a program at a path, unless it is there.
func (c command) copyProgram(from, path string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	have, err := readIfThere(path)
	if err != nil {
		return err
	}
	info, statErr := os.Stat(path)
	if bytes.Equal(have, data) && statErr == nil && info.Mode().Perm()&0o111 == 0o111 {
		_, err = fmt.Fprintf(c.out, "program   %s is current\n", path)
		return err
	}
	if err := replaceProgram(path, have, data); err != nil {
		return err
	}
	_, err = fmt.Fprintf(c.out, "program   %s written\n", path)
	return err
}

// replaceProgram writes a program that every user may run, whatever mode an
// earlier one had.
func replaceProgram(path string, before, data []byte) error {
	if err := replaceFile(path, before, data, 0o755); err != nil {
		return err
	}
	return os.Chmod(path, 0o755)
}

// writeSettings replaces a settings file and keeps a copy of the first.
func (c command) writeSettings(s scope, before, after []byte) error {
	path := s.settings
	if bytes.Equal(before, after) && before != nil {
		_, err := fmt.Fprintf(c.out, "settings  %s is registered already\n", path)
		return err
	}
	saved := false
	if before != nil {
		var err error
		if saved, err = backUp(path, before); err != nil {
			return err
		}
	}
	if err := replaceFile(path, before, after, s.mode); err != nil {
		return err
	}
	note := ""
	if saved {
		note = ", the original kept as " + filepath.Base(path) + backupSuffix
	}
	_, err := fmt.Fprintf(c.out, "settings  %s written%s\n", path, note)
	return err
}

// uninstall takes tagout's entries out of settings. The program stays: other
// settings may name it.
func (c command) uninstall(args []string) (int, error) {
	p, err := c.place(args)
	if err != nil {
		return exitUsage, err
	}
	path := p.scope.settings
	before, err := readIfThere(path)
	if err != nil {
		return exitUsage, err
	}
	backup, err := readIfThere(path + backupSuffix)
	if err != nil {
		return exitUsage, err
	}
	var after []byte
	if before != nil {
		if after, err = unregister(path, before, backup); err != nil {
			return exitUsage, err
		}
	}
	switch {
	case bytes.Equal(before, after):
		_, err = fmt.Fprintf(c.out, "settings  %s holds nothing of tagout's\n", path)
	case p.dry:
		_, err = fmt.Fprintf(c.out, "would take tagout's entries out of %s\n", path)
	default:
		err = c.restore(path, before, after, backup)
	}
	return exitPass, err
}

// restore writes settings without tagout. A file that install made is removed,
// and so is a backup that is no longer different from what it backs up.
func (c command) restore(path string, before, after, backup []byte) error {
	if root, err := tree.Parse(after); err == nil && backup == nil && len(root.Members) == 0 {
		target, err := c.world.Resolve(path)
		if err != nil {
			return err
		}
		if err := os.Remove(target); err != nil {
			return err
		}
		_, err = fmt.Fprintf(c.out, "settings  %s removed: it held nothing else\n", path)
		return err
	}
	if err := replaceFile(path, before, after, 0o600); err != nil {
		return err
	}
	note := ""
	if backup != nil && bytes.Equal(after, backup) {
		if err := os.Remove(path + backupSuffix); err != nil {
			return err
		}
		note = ", as it was before"
	}
	_, err := fmt.Fprintf(c.out, "settings  %s written without tagout%s\n", path, note)
	return err
}
