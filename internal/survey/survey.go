// Package survey finds the commands that a project's files hold (scripts, recipes,
// workflows, images, units, instructions to agents) and has a policy judge them.
// It runs nothing of them and reads no other file: what is on this disk is not
// what will be there when they run.
package survey

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"

	"tagout/internal/diag"
	"tagout/internal/scan"
)

// finding is a problem with the bytes of its file that are meant.
type finding struct {
	diag.Problem
	last int // the last line
	// call is what the finding is about, as it would run.
	call string
	// nameless: it is not known which program that calls.
	nameless bool
}

// result is what became of one file.
type result struct {
	findings []finding
	ignored  int
	commands int
	read     bool
}

// Scan looks at a project.
func Scan(r scan.Request) (scan.Report, error) {
	names, err := list(r.Root, r.Paths)
	if err != nil {
		return scan.Report{}, err
	}
	var changed *changes
	if r.Base != "" {
		if changed, err = changesSince(r.Root, r.Base); err != nil {
			return scan.Report{}, err
		}
		names = slices.DeleteFunc(names, func(n string) bool { return !changed.file(n) })
	}
	return report(r, all(r, names, changed)), nil
}

// all looks at every file, on all processors, and returns what became of each in
// their order.
func all(r scan.Request, names []string, changed *changes) []result {
	results := make([]result, len(names))
	next := make(chan int)
	var group sync.WaitGroup
	var lock sync.Mutex
	done := 0
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for i := range next {
				results[i] = one(r, names[i], changed)
				if r.Progress != nil {
					lock.Lock()
					done++
					r.Progress(done, len(names))
					lock.Unlock()
				}
			}
		})
	}
	for i := range names {
		next <- i
	}
	close(next)
	group.Wait()
	return results
}

// one looks at one file.
func one(r scan.Request, name string, changed *changes) (out result) {
	f, ok := open(r.Root, name)
	if !ok {
		return result{findings: f.findings}
	}
	out.read = true
	read := readerOf(f)
	if read == nil {
		return result{}
	}
	read(f)
	out.commands = len(f.items)
	j := judge{policy: r.Policy, file: f}
	j.judged(r.Patience)
	for i := range f.lets {
		j.lets(&f.lets[i])
	}
	kept, ignored := ignore(f, j.told())
	out.findings, out.ignored = append(f.findings, kept...), ignored
	if changed != nil {
		out.findings = slices.DeleteFunc(out.findings, func(n finding) bool { return !changed.lines(name, n.Line, n.last) })
	}
	return out
}

// report joins what became of the files.
func report(r scan.Request, results []result) scan.Report {
	var out scan.Report
	for _, one := range results {
		if one.read {
			out.Files++
		}
		out.Commands += one.commands
		out.Ignored += one.ignored
		slices.SortStableFunc(one.findings, func(a, b finding) int {
			return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col), cmp.Compare(a.Level, b.Level), cmp.Compare(a.ID, b.ID))
		})
		seen := map[string]int{}
		for _, f := range one.findings {
			print := fingerprint(f, seen)
			switch {
			case f.Level > r.Level:
				out.Mild++
			case r.Baseline[print]:
				out.Known++
			default:
				out.Problems = append(out.Problems, f.Problem)
				out.Fingerprints = append(out.Fingerprints, print)
			}
		}
	}
	return out
}

// fingerprint names a finding by what does not change when lines are put above
// it: its rule, its file, the text of its line, and which of such lines it is.
func fingerprint(f finding, seen map[string]int) string {
	key := f.ID + "\x00" + f.File + "\x00" + strings.Join(strings.Fields(f.Source[:min(len(f.Source), maxReference)]), " ")
	seen[key]++
	sum := sha256.Sum256([]byte(key + "\x00" + strconv.Itoa(seen[key])))
	return hex.EncodeToString(sum[:12])
}
