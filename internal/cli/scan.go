package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"tagout/internal/diag"
	"tagout/internal/facts"
	"tagout/internal/scan"
)

// scanOptions are those of a scan.
type scanOptions struct {
	base, baseline, level, format, policy string
	write                                 bool
}

// baselineFile is where the findings that are known stand, unless it is named.
const baselineFile = ".tagout-baseline.json"

// scan looks for commands in the files of a project and judges them.
func (c command) scan(args []string) (int, error) {
	o := scanOptions{level: "warning", format: "text"}
	paths, err := words(args, []option{
		{name: "--diff", text: &o.base}, {name: "--baseline", text: &o.baseline}, {name: "--write-baseline", on: &o.write},
		{name: "--level", text: &o.level, want: []string{"error", "warning", "note"}},
		{name: "--format", text: &o.format, want: []string{"text", "json", "sarif", "github"}},
		{name: "--policy", text: &o.policy},
	})
	if err != nil {
		return exitUsage, err
	}
	request, err := c.scanRequest(o, paths)
	if err != nil {
		return exitUsage, err
	}
	report, err := c.scanner(request)
	c.progressed(request)
	if err != nil {
		return exitUsage, wrong("name files and directories that can be read, and a commit that git knows", "%v", err)
	}
	if o.write {
		return exitPass, c.writeBaseline(o, report)
	}
	if err := c.scanned(report, o); err != nil {
		return exitUsage, err
	}
	if len(report.Problems) > 0 {
		return exitFindings, nil
	}
	return exitClean, nil
}

// scanRequest is what to look at: the paths, in the project that holds this
// directory.
func (c command) scanRequest(o scanOptions, paths []string) (scan.Request, error) {
	dir, err := os.Getwd()
	if err != nil {
		return scan.Request{}, err
	}
	r := scan.Request{Root: dir, Base: o.base}
	if root := facts.Workspace(c.world, dir); root != "" {
		r.Root = root
	}
	if len(paths) == 0 {
		paths = []string{dir}
	}
	outside := false
	for _, p := range paths {
		abs, err := filepath.Abs(p)
		if err != nil {
			return r, err
		}
		r.Paths = append(r.Paths, abs)
		outside = outside || abs != r.Root && !strings.HasPrefix(abs, strings.TrimSuffix(r.Root, "/")+"/")
	}
	if outside && len(r.Paths) == 1 {
		r.Root = projectOf(c, r.Paths[0])
	} else if outside {
		return r, wrong("name paths of one project", "%s is not all in %s", strings.Join(paths, ", "), r.Root)
	}
	if r.Policy, err = c.policy(o.policy, r.Root); err != nil {
		return r, unusable(err)
	}
	r.Level = map[string]diag.Level{"error": diag.Error, "warning": diag.Warning, "note": diag.Note}[o.level]
	if r.Baseline, err = readBaseline(o); err != nil {
		return r, err
	}
	if isTerminal(c.err) {
		r.Progress = c.progress
	}
	return r, nil
}

// projectOf is the project of a path elsewhere.
func projectOf(c command, p string) string {
	if info, err := os.Stat(p); err == nil && !info.IsDir() {
		p = filepath.Dir(p)
	}
	if root := facts.Workspace(c.world, p); root != "" {
		return root
	}
	return p
}

// progress tells how far a scan is, on one line.
func (c command) progress(done, total int) {
	if done%50 == 0 || done == total {
		fmt.Fprintf(c.err, "\r%d of %d files", done, total)
	}
}

// progressed clears that line.
func (c command) progressed(r scan.Request) {
	if r.Progress != nil {
		fmt.Fprint(c.err, "\r\x1b[K")
	}
}

// baseline is a file of findings that are known.
type baseline struct {
	Version  int            `json:"version"`
	Findings []knownFinding `json:"findings"`
}

type knownFinding struct {
	Fingerprint string `json:"fingerprint"`
	// The others are for people.
	Rule string `json:"rule"`
	File string `json:"file"`
	Text string `json:"text"`
}

func readBaseline(o scanOptions) (map[string]bool, error) {
	name := o.baseline
	if o.write {
		return nil, nil
	}
	if name == "" {
		return nil, nil
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, wrong("write one with --write-baseline", "the baseline cannot be read: %v", err)
	}
	var b baseline
	if err := json.Unmarshal(data, &b); err != nil || b.Version != 1 {
		return nil, wrong("write it anew with --write-baseline", "%s is no baseline of version 1", name)
	}
	known := map[string]bool{}
	for _, f := range b.Findings {
		known[f.Fingerprint] = true
	}
	return known, nil
}

// writeBaseline writes down what was found, in the order of the files.
func (c command) writeBaseline(o scanOptions, r scan.Report) error {
	name := o.baseline
	if name == "" {
		name = baselineFile
	}
	b := baseline{Version: 1, Findings: []knownFinding{}}
	for i, p := range r.Problems {
		b.Findings = append(b.Findings, knownFinding{r.Fingerprints[i], p.ID, p.File, strings.Join(strings.Fields(p.Source), " ")})
	}
	data, err := json.MarshalIndent(b, "", "  ")
	if err != nil {
		return err
	}
	before, err := readIfThere(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := replaceFile(name, before, append(data, '\n'), 0o644); err != nil {
		return err
	}
	_, err = fmt.Fprintf(c.out, "wrote %s to %s\n", number(len(b.Findings), "finding"), name)
	return err
}

// scanned prints a report in a format.
func (c command) scanned(r scan.Report, o scanOptions) error {
	switch o.format {
	case "json":
		return r.Problems.JSON(c.out)
	case "github":
		return r.Problems.GitHub(c.out)
	case "sarif":
		return r.Problems.Report("tagout scan", programVersion(), c.scanTitles(r)).SARIF(c.out)
	}
	if len(r.Problems) > 0 {
		fmt.Fprintf(c.out, "%s\n\n", c.paintLevels(r.Problems.Error()))
	}
	_, err := fmt.Fprintln(c.out, summary(r))
	return err
}

// summary is the last line of a report.
func summary(r scan.Report) string {
	counts := map[diag.Level]int{}
	for _, p := range r.Problems {
		counts[p.Level]++
	}
	text := fmt.Sprintf("%s, %s, %s in %s of %s", number(counts[diag.Error], "error"), number(counts[diag.Warning], "warning"),
		number(counts[diag.Note], "note"), number(r.Commands, "command"), number(r.Files, "file"))
	for _, more := range [...]struct {
		n    int
		what string
	}{{r.Known, "in the baseline"}, {r.Ignored, "ignored by comments"}, {r.Mild, "below the level"}} {
		if more.n > 0 {
			text += fmt.Sprintf("; %d %s", more.n, more.what)
		}
	}
	return text
}

// scanTitles are the checks and rules that SARIF's viewers can show.
func (c command) scanTitles(r scan.Report) [][2]string {
	titles := scan.Checks()
	seen := map[string]bool{}
	for _, t := range titles {
		seen[t[0]] = true
	}
	for _, p := range r.Problems {
		if !seen[p.ID] {
			seen[p.ID] = true
			reason, _, _ := strings.Cut(p.Msg, ";")
			titles = append(titles, [2]string{p.ID, reason})
		}
	}
	return titles
}

// paintLevels colours the level in the first line of each problem, on a terminal.
func (c command) paintLevels(s string) string {
	if no, _ := c.world.Env("NO_COLOR"); no != "" || !isTerminal(c.out) {
		return s
	}
	return strings.NewReplacer(": warning: ", ": \x1b[1;33mwarning\x1b[0m: ", ": note: ", ": \x1b[2mnote\x1b[0m: ").Replace(s)
}
