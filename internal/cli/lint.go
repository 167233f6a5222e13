package cli

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"tagout/internal/diag"
	"tagout/internal/facts"
	"tagout/policy"
)

// Exit codes of lint and test besides exitUsage.
const (
	exitClean    = 0
	exitFindings = 1
)

// lint checks policy files: those that are named, each for itself, or those that
// apply here, over each other.
func (c command) lint(args []string) (int, error) {
	var quiet, fix bool
	format := "text"
	files, err := words(args, []option{
		{name: "--format", text: &format, want: []string{"text", "json", "sarif", "github"}},
		{name: "--quiet", on: &quiet}, {name: "--fix", on: &fix},
	})
	if err != nil {
		return exitUsage, err
	}
	stacks, all, err := c.stacks(files)
	if err != nil {
		return exitUsage, err
	}
	if fix {
		if err := c.fix(stacks); err != nil {
			return exitUsage, err
		}
	}
	seen := 0
	for _, stack := range stacks {
		seen += len(stack)
		all = append(all, policy.LintLayers(stack...)...)
	}
	if quiet {
		all = errorsOnly(all)
	}
	if err := c.problems(all, format, seen, quiet); err != nil {
		return exitUsage, err
	}
	return findings(all), nil
}

// stacks are the files to look at, those that stand over each other together,
// and what is wrong with where files stand.
func (c command) stacks(files []string) ([][]policy.Source, diag.Problems, error) {
	if len(files) == 0 {
		return c.here()
	}
	var out [][]policy.Source
	for _, name := range files {
		t, err := policy.ReadText(name)
		if err != nil {
			return nil, nil, wrong("name policy files that can be read", "%v", err)
		}
		s := policy.Source{File: t.Name, Data: t.Data}
		if filepath.Base(name) == facts.ProjectPolicy {
			s.Layer = policy.ProjectLayer
		}
		out = append(out, []policy.Source{s})
	}
	return out, nil, nil
}

// here is the stack of the policy files that apply in this directory.
func (c command) here() ([][]policy.Source, diag.Problems, error) {
	dir, err := os.Getwd()
	if err != nil {
		return nil, nil, err
	}
	stack, strays := c.sources("", dir), c.strays(dir)
	strays = append(strays, c.unasked(stack, dir)...)
	if len(stack)+len(strays) == 0 {
		return nil, nil, wrong("name policy files, or write one to "+facts.ProjectPolicy, "no policy applies here but the built-in one")
	}
	return [][]policy.Source{stack}, strays, nil
}

// layerFiles are the managed, the user's and the project's files that there are.
func (c command) layerFiles() []string {
	dir, err := os.Getwd()
	if err != nil {
		return nil
	}
	var names []string
	for _, s := range c.sources("", dir) {
		names = append(names, s.File)
	}
	return names
}

// fix writes the files that can be mended without thought.
func (c command) fix(stacks [][]policy.Source) error {
	for _, stack := range stacks {
		for i := range stack {
			mended := policy.Fix(policy.Text{Name: stack[i].File, Data: stack[i].Data})
			if stack[i].Err != nil || bytes.Equal(mended, stack[i].Data) {
				continue
			}
			name, err := filepath.Abs(stack[i].File)
			if err != nil {
				return err
			}
			if err := replaceFile(name, stack[i].Data, mended, 0o644); err != nil {
				return err
			}
			fmt.Fprintf(c.err, "mended %s\n", stack[i].File)
			stack[i].Data = mended
		}
	}
	return nil
}

func errorsOnly(all diag.Problems) (out diag.Problems) {
	for _, p := range all {
		if p.Level == diag.Error {
			out = append(out, p)
		}
	}
	return out
}

// findings is the exit code for problems. Notes alone are no finding.
func findings(all diag.Problems) int {
	for _, p := range all {
		if p.Level != diag.Note {
			return exitFindings
		}
	}
	return exitClean
}

// problems prints in a format.
func (c command) problems(all diag.Problems, format string, files int, quiet bool) error {
	switch format {
	case "json":
		return all.JSON(c.out)
	case "github":
		return all.GitHub(c.out)
	case "sarif":
		return all.Report("tagout lint", programVersion(), checkTitles()).SARIF(c.out)
	}
	if len(all) > 0 {
		fmt.Fprintf(c.out, "%s\n\n", all.Error())
	}
	if quiet {
		return nil
	}
	counts := map[diag.Level]int{}
	for _, p := range all {
		counts[p.Level]++
	}
	_, err := fmt.Fprintf(c.out, "%s, %s, %s in %s\n", number(counts[diag.Error], "error"), number(counts[diag.Warning], "warning"),
		number(counts[diag.Note], "note"), number(files, "file"))
	return err
}

func number(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func checkTitles() [][2]string {
	var out [][2]string
	for _, c := range policy.Checks() {
		out = append(out, [2]string{c.ID, c.Title})
	}
	return out
}

// checkNamed finds a check of lint.
func checkNamed(id string) (policy.Check, bool) {
	for _, c := range policy.Checks() {
		if c.ID == id {
			return c, true
		}
	}
	return policy.Check{}, false
}

// explainCheck says what a check of lint is about.
func (c command) explainCheck(k policy.Check, asJSON bool) error {
	if asJSON {
		return c.printJSON(map[string]string{"id": k.ID, "title": k.Title, "text": k.Text, "wrong": k.Wrong, "right": k.Right})
	}
	_, err := fmt.Fprintf(c.out, "%s: %s\n\n%s\n\nwrong:\n%s\n\nright:\n%s\n", k.ID, k.Title, k.Text, indent(k.Wrong), indent(k.Right))
	return err
}

func indent(text string) string { return "  " + strings.ReplaceAll(text, "\n", "\n  ") }
