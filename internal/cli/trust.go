package cli

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"tagout/internal/diag"
	"tagout/internal/facts"
	"tagout/policy"
)

// trust lets a person trust a project's policy as it is, at a terminal.
func (c command) trust(args []string) (int, error) {
	var show, revoke, asJSON bool
	rest, err := parse(args, []option{{name: "--show", on: &show}, {name: "--revoke", on: &revoke}, {name: "--json", on: &asJSON}})
	if err != nil {
		return exitUsage, err
	}
	file, err := c.projectFile(rest)
	if err != nil {
		return exitUsage, err
	}
	a, err := c.assess(file)
	switch {
	case err != nil:
		return exitUsage, err
	case asJSON && !revoke:
		return exitPass, c.printJSON(a)
	case show:
		return exitPass, a.print(c.out)
	case revoke:
		return c.revoke(a)
	}
	return c.grant(a, file.Data)
}

// projectFile is the file that is named, else the nearest at or above the
// directory.
func (c command) projectFile(rest []string) (facts.ProjectFile, error) {
	name := "."
	if len(rest) > 1 {
		return facts.ProjectFile{}, wrong("name one file", "unexpected %q", rest[1])
	}
	if len(rest) == 1 {
		if filepath.Base(rest[0]) != facts.ProjectPolicy {
			return facts.ProjectFile{}, wrong("a project's policy is named "+facts.ProjectPolicy, "cannot trust %q", rest[0])
		}
		name = filepath.Dir(rest[0])
	}
	dir, err := filepath.Abs(name)
	if err != nil {
		return facts.ProjectFile{}, err
	}
	home, _ := c.world.Env("HOME")
	found := facts.ProjectPolicies(c.world, home, dir)
	if len(found) == 0 || len(rest) == 1 && found[len(found)-1].Path != filepath.Join(dir, facts.ProjectPolicy) {
		return facts.ProjectFile{}, wrong("it is looked for at and above the directory, below the home directory", "there is no %s in %s", facts.ProjectPolicy, dir)
	}
	file := found[len(found)-1]
	if file.Err != nil {
		return file, fmt.Errorf("%s: %w", file.Path, file.Err)
	}
	return file, nil
}

// assessment is what trusting a file would mean.
type assessment struct {
	File    string `json:"file"`
	SHA256  string `json:"sha256"`
	Trusted bool   `json:"trusted"`
	// Weakens are the entries that count only when it is trusted, Never those
	// that do not even then.
	Weakens []policy.Ignored `json:"weakens"`
	Never   []policy.Ignored `json:"never"`
}

// assess loads a file both ways. One with a mistake cannot be trusted.
func (c command) assess(file facts.ProjectFile) (assessment, error) {
	key := c.trustKey(file.Path)
	trust := policy.ReadTrust(c.world)
	a := assessment{File: key, SHA256: policy.Digest(file.Data), Trusted: trust.Has(key, file.Data), Weakens: []policy.Ignored{}, Never: []policy.Ignored{}}
	base := c.sources("")
	with := func(layer policy.Layer) ([]policy.Ignored, error) {
		p, err := policy.Layered(append(slices.Clone(base), policy.Source{Layer: layer, File: file.Path, Data: file.Data})...)
		return slices.DeleteFunc(slices.Clone(p.Ignored()), func(i policy.Ignored) bool { return i.File != file.Path }), err
	}
	never, err := with(policy.ProjectLayer)
	if err != nil {
		return a, fmt.Errorf("it has mistakes, and cannot be trusted before they are mended\n%w", err)
	}
	now, err := with(policy.UntrustedLayer)
	if err != nil {
		return a, err
	}
	a.Never = append(a.Never, never...)
	for _, i := range now {
		if !slices.ContainsFunc(never, func(n policy.Ignored) bool { return n.Entry == i.Entry }) {
			a.Weakens = append(a.Weakens, i)
		}
	}
	slices.SortStableFunc(a.Weakens, func(x, y policy.Ignored) int { return cmp.Or(cmp.Compare(x.Line, y.Line), cmp.Compare(x.Col, y.Col)) })
	return a, nil
}

// trustKey is the path under which a file is trusted, without links.
func (c command) trustKey(file string) string {
	if resolved, err := c.world.Resolve(file); err == nil {
		return resolved
	}
	return file
}

func (a *assessment) print(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\nsha256 %s\n", diag.Escape(a.File), a.SHA256)
	if a.Trusted {
		b.WriteString("trusted as it is\n")
	} else {
		b.WriteString("not trusted as it is\n")
	}
	if len(a.Weakens) == 0 {
		b.WriteString("nothing in it needs trust: all that it may say counts already\n")
	} else {
		b.WriteString("what counts only when it is trusted, and may weaken the policy:\n")
	}
	for _, i := range a.Weakens {
		fmt.Fprintf(&b, "  %d:%d: %s\n", i.Line, i.Col, diag.Escape(i.Entry))
	}
	for _, i := range a.Never {
		fmt.Fprintf(&b, "  %d:%d: %s never counts: %s\n", i.Line, i.Col, diag.Escape(i.Entry), i.Why)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// grant asks the person at the terminal, and only there.
func (c command) grant(a assessment, data []byte) (int, error) {
	if why := c.agent(); why != "" {
		return exitDeny, wrong("ask a person to run it in a terminal of their own", "only a person trusts, and this is an agent's process: %s", why)
	}
	tty, err := c.terminal()
	if err != nil {
		return exitDeny, wrong("run it in a terminal", "only a person trusts, and there is no terminal: %v", err)
	}
	defer tty.Close()
	if err := a.print(tty); err != nil || len(a.Weakens) == 0 {
		return exitPass, err
	}
	if _, err := tty.Write([]byte("\ntrust this content? type yes: ")); err != nil {
		return exitUsage, err
	}
	answer, err := bufio.NewReader(io.LimitReader(tty, 1000)).ReadString('\n')
	if err != nil && err != io.EOF {
		return exitUsage, err
	}
	if strings.TrimSpace(answer) != "yes" {
		_, err := fmt.Fprintln(c.out, "not trusted")
		return exitAsk, err
	}
	return exitPass, c.changeTrust("trusted "+a.File, func(t *policy.Trust) { t.Add(a.File, data, c.world.Now()) })
}

// revoke needs no person: it only makes the policy stricter.
func (c command) revoke(a assessment) (int, error) {
	known := policy.ReadTrust(c.world)
	if !known.Remove(a.File) {
		_, err := fmt.Fprintf(c.out, "%s is not trusted\n", a.File)
		return exitPass, err
	}
	return exitPass, c.changeTrust("no longer trusted: "+a.File, func(t *policy.Trust) { t.Remove(a.File) })
}

// changeTrust rewrites the store as a whole.
func (c command) changeTrust(done string, change func(*policy.Trust)) error {
	file := policy.TrustFile(c.world)
	if file == "" {
		return wrong("set HOME or XDG_STATE_HOME", "there is no place to keep trust")
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	before, err := readIfThere(file)
	if err != nil {
		return err
	}
	t := policy.ReadTrust(c.world)
	change(&t)
	data, err := json.MarshalIndent(t, "", "  ")
	if err != nil {
		return err
	}
	if err := replaceFile(file, before, append(data, '\n'), 0o600); err != nil {
		return err
	}
	// A file that others could write to was not believed, and keeps its mode.
	if err := os.Chmod(file, 0o600); err != nil {
		return err
	}
	_, err = fmt.Fprintln(c.out, done)
	return err
}

// terminal opens the controlling terminal: a pipe or a file in the place of
// standard input is no person.
func (c command) terminal() (io.ReadWriteCloser, error) {
	if c.seams.terminal != nil {
		return c.seams.terminal()
	}
	return os.OpenFile("/dev/tty", os.O_RDWR, 0)
}
