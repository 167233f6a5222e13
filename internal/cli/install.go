package cli

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"tagout/internal/harness"
)

// placement is what install and uninstall were asked to do.
type placement struct {
	user, project, managed, dry bool
	harnesses                   []*harness.Harness
	dir                         string
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
	names, err := words(args, opts)
	if err != nil {
		return nil, err
	}
	if p.harnesses, err = harnessesOf(names); err != nil {
		return nil, err
	}
	if p.dir, err = os.Getwd(); err != nil {
		return nil, err
	}
	if p.scope() == "" {
		return nil, wrong("want one of --user, --project and --managed", "more than one place")
	}
	return &p, nil
}

// harnessesOf finds harnesses by their names.
func harnessesOf(names []string) ([]*harness.Harness, error) {
	var out []*harness.Harness
	for _, name := range names {
		h := harness.Find(name)
		if h == nil || h.Registration() == nil {
			return nil, wrong("want "+list(installable()), "unknown harness %q", name)
		}
		out = append(out, h)
	}
	return out, nil
}

// installable are the names of the harnesses that install knows, in order.
func installable() []string {
	var names []string
	for _, name := range harness.Names() {
		if harness.Find(name).Registration() != nil {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// scope is the one that was asked for, "" for more than one.
func (p *placement) scope() harness.Scope {
	var out []harness.Scope
	for _, s := range []struct {
		on   bool
		name harness.Scope
	}{{p.user, harness.User}, {p.project, harness.Project}, {p.managed, harness.Managed}} {
		if s.on {
			out = append(out, s.name)
		}
	}
	switch len(out) {
	case 0:
		return harness.User
	case 1:
		return out[0]
	}
	return ""
}

// words reads options that may stand before and after the other words.
func words(args []string, opts []option) ([]string, error) {
	var out []string
	for len(args) > 0 {
		rest, err := parse(args, opts)
		if err != nil {
			return nil, err
		}
		if end := len(args) - len(rest); end > 0 && args[end-1] == "--" {
			return append(out, rest...), nil
		}
		if len(rest) == 0 {
			break
		}
		out = append(out, rest[0])
		args = rest[1:]
	}
	return out, nil
}

// site is where a harness of that scope is told of tagout.
func (c command) site(h *harness.Harness, name harness.Scope, dir string) (*site, error) {
	r := h.Registration()
	f, ok := h.Into(r, name, runtime.GOOS)
	if !ok {
		return nil, wrong("want "+list(scopeOptions(h)), "%s has no %s settings that tagout could be registered in", h.Title, name)
	}
	path := h.Resolve(f, c.env("HOME"), dir, c.env)
	program := "/usr/local/lib/tagout/tagout"
	if name != harness.Managed {
		data := c.base("XDG_DATA_HOME", ".local/share")
		program = filepath.Join(data, "tagout", "bin", "tagout")
		if data == "" {
			path = ""
		}
	}
	if path == "" {
		return nil, wrong("set HOME", "there is no home directory to install into")
	}
	return &site{
		scope: scope{name: string(name), settings: path, format: f.Format, hooks: true, mode: modeOf(f)},
		h:     h, r: r, program: program,
	}, nil
}

// scopeOptions are the options that a harness has settings for.
func scopeOptions(h *harness.Harness) []string {
	var out []string
	for _, s := range []harness.Scope{harness.User, harness.Project, harness.Managed} {
		if _, ok := h.Into(h.Registration(), s, runtime.GOOS); ok {
			out = append(out, "--"+string(s))
		}
	}
	return out
}

// install copies the program to a place that stays, and registers it.
func (c command) install(args []string) (int, error) {
	p, err := c.place(args)
	if err != nil {
		return exitUsage, err
	}
	if len(p.harnesses) == 0 {
		return c.offer(p)
	}
	for _, h := range p.harnesses {
		if err := c.installInto(h, p); err != nil {
			return exitUsage, err
		}
	}
	if p.dry {
		return exitPass, nil
	}
	_, err = fmt.Fprintln(c.out, "hint: `tagout doctor` checks that nothing keeps it from working")
	return exitPass, err
}

// files are a site's: where a harness runs a file of its own for each event, one
// for each, else the one that holds all hooks.
func (t *site) files() []*site {
	out := []*site{t}
	if t.format != harness.Script {
		return out
	}
	for _, hook := range t.r.Also {
		one := *t
		one.settings = filepath.Join(filepath.Dir(t.settings), hook.Event)
		out = append(out, &one)
	}
	return out
}

// rewrite is what becomes of a file.
type rewrite struct {
	*site
	before, after []byte
}

// adding are the changes that register a program.
func (t *site) adding(program string) (out []rewrite, err error) {
	for _, f := range t.files() {
		before, err := readIfThere(f.settings)
		if err != nil {
			return nil, err
		}
		after, err := f.register(program).add(before)
		if err != nil {
			return nil, err
		}
		out = append(out, rewrite{f, before, after})
	}
	return out, nil
}

func (c command) installInto(h *harness.Harness, p *placement) error {
	t, err := c.site(h, p.scope(), p.dir)
	if err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	from, to, note := toInstall(self, t.program)
	changes, err := t.adding(to)
	if err != nil {
		return err
	}
	if p.dry {
		return c.dryInstall(changes, from, to)
	}
	if note != "" {
		fmt.Fprintf(c.out, "note      %s, so `tagout hook` is registered\n", note)
	}
	// The program first: settings that name a program which is not there
	// would stop every command.
	if err := c.copyProgram(from, to); err != nil {
		return err
	}
	for _, one := range changes {
		if err := c.writeSettings(one.site, one.before, one.after); err != nil {
			return err
		}
	}
	if t.r.After != "" {
		fmt.Fprintf(c.out, "note      %s: %s\n", t.h.Title, t.r.After)
	}
	return c.confirm(t, p.dir)
}

func (c command) dryInstall(changes []rewrite, from, to string) error {
	_, err := fmt.Fprintf(c.out, "would copy %s to %s\n", from, to)
	for _, one := range changes {
		if bytes.Equal(one.before, one.after) && one.before != nil {
			_, err = fmt.Fprintf(c.out, "%s is registered already\n", one.settings)
			continue
		}
		fmt.Fprintf(c.out, "would register in %s:\n", one.settings)
		_, err = c.out.Write(diff.Diff(one.settings, one.before, one.settings+" (after)", one.after))
	}
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
func (c command) writeSettings(t *site, before, after []byte) error {
	path := t.settings
	if bytes.Equal(before, after) && before != nil {
		_, err := fmt.Fprintf(c.out, "settings  %s is registered already\n", path)
		return err
	}
	saved := false
	if before != nil && !t.upgrade(before) {
		var err error
		if saved, err = backUp(path, before); err != nil {
			return err
		}
	}
	if err := replaceFile(path, before, after, t.mode); err != nil {
		return err
	}
	note := ""
	if saved {
		note = ", the original kept as " + filepath.Base(path) + backupSuffix
	}
	_, err := fmt.Fprintf(c.out, "settings  %s written%s\n", path, note)
	return err
}

// upgrade reports whether a file is what an earlier install left: that is no
// original worth keeping.
func (t *site) upgrade(before []byte) bool {
	own, err := t.register(t.program).find(before)
	return err == nil && slices.ContainsFunc(own, t.installed)
}

// uninstall takes tagout's entries out of settings. The program stays: other
// settings may name it.
func (c command) uninstall(args []string) (int, error) {
	p, err := c.place(args)
	if err != nil {
		return exitUsage, err
	}
	if len(p.harnesses) == 0 {
		return exitUsage, wrong("want "+list(installable()), "no harness is named")
	}
	for _, h := range p.harnesses {
		if err := c.uninstallFrom(h, p); err != nil {
			return exitUsage, err
		}
	}
	return exitPass, nil
}

func (c command) uninstallFrom(h *harness.Harness, p *placement) error {
	t, err := c.site(h, p.scope(), p.dir)
	if err != nil {
		return err
	}
	for _, one := range t.files() {
		if err := c.takeOut(one, p.dry); err != nil {
			return err
		}
	}
	return nil
}

func (c command) takeOut(t *site, dry bool) error {
	now, err := readIfThere(t.settings)
	if err != nil {
		return err
	}
	backup, err := readIfThere(t.settings + backupSuffix)
	if err != nil {
		return err
	}
	after := now
	if now != nil {
		if after, err = t.register(t.program).remove(now, backup); err != nil {
			return err
		}
	}
	switch {
	case bytes.Equal(now, after) && (now == nil) == (after == nil):
		_, err = fmt.Fprintf(c.out, "settings  %s holds nothing of tagout's\n", t.settings)
	case dry:
		fmt.Fprintf(c.out, "would take tagout's entries out of %s\n", t.settings)
		_, err = c.out.Write(diff.Diff(t.settings, now, t.settings+" (after)", after))
	default:
		if err = c.distrust(t); err == nil {
			err = c.restore(t, now, after, backup)
		}
	}
	return err
}

// restore writes settings without tagout. A file that install made is removed,
// and so is a backup that is no longer different from what it backs up.
func (c command) restore(t *site, before, after, backup []byte) error {
	path := t.settings
	if after == nil {
		resolved, err := c.world.Resolve(path)
		if err != nil {
			return err
		}
		if err := os.Remove(resolved); err != nil {
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
		if own, err := t.register(t.program).find(after); err == nil && len(own) > 0 {
			note += ": with the hook of tagout's that you had written"
		}
	}
	_, err := fmt.Fprintf(c.out, "settings  %s written without tagout%s\n", path, note)
	return err
}

// offer names the harnesses that are here and not guarded yet, and installs
// into those that a person says yes to.
func (c command) offer(p *placement) (int, error) {
	here := c.present(p.dir)
	if len(here) == 0 {
		return exitUsage, wrong("name one: "+list(installable()), "no harness that tagout knows is here")
	}
	for _, h := range here {
		fmt.Fprintf(c.out, "%-12s %s (contract %s)\n", h.Name, h.Title, h.Contract.Status)
	}
	if !isTerminal(c.in) || !isTerminal(c.out) {
		names := make([]string, len(here))
		for i, h := range here {
			names[i] = h.Name
		}
		_, err := fmt.Fprintf(c.out, "hint: `tagout install %s` guards them\n", strings.Join(names, " "))
		return exitAsk, err
	}
	for _, h := range here {
		if c.yes(fmt.Sprintf("install into %s? [y/N] ", h.Title)) {
			if err := c.installInto(h, p); err != nil {
				return exitUsage, err
			}
		}
	}
	return exitPass, nil
}

// yes puts a question to a person. Anything but a yes is a no.
func (c command) yes(question string) bool {
	fmt.Fprint(c.out, question)
	var word string
	_, _ = fmt.Fscanln(c.in, &word) // no answer is a no
	return strings.EqualFold(word, "y") || strings.EqualFold(word, "yes")
}

// present are the harnesses whose directory or program is here.
func (c command) present(dir string) []*harness.Harness {
	var out []*harness.Harness
	for _, name := range harness.Names() {
		h := harness.Find(name)
		if r := h.Registration(); r != nil && c.installedHere(h, r, dir) {
			out = append(out, h)
		}
	}
	return out
}

func (c command) installedHere(h *harness.Harness, r *harness.Registration, dir string) bool {
	for _, path := range []string{h.Home, r.Present} {
		if path == "" {
			continue
		}
		if at := h.Resolve(harness.File{Path: path + "/"}, c.env("HOME"), dir, c.env); at != "" && exists(at) {
			return true
		}
	}
	for _, program := range h.Programs {
		if c.onPath(program) != "" {
			return true
		}
	}
	return false
}

// onPath finds a program as a shell would, "" where there is none.
func (c command) onPath(program string) string {
	for _, dir := range filepath.SplitList(c.env("PATH")) {
		path := filepath.Join(dir, program)
		if runtime.GOOS == "windows" {
			path += ".exe"
		}
		if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() && (runtime.GOOS == "windows" || info.Mode().Perm()&0o111 != 0) {
			return path
		}
	}
	return ""
}
