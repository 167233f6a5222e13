package record

import (
	"fmt"
	"io"
	"os"
)

// Report is what Verify found.
type Report struct {
	// Lines are those that are there, Unchained those of them without a place in
	// the chain.
	Lines, Unchained int
	// First is the number of the first line that is there; what was before it was
	// put out by rotation.
	First, Last uint64
	// Problems tell which lines are missing, changed or not whole.
	Problems []string
}

// Verify reads the whole record and follows its chain.
func (l Log) Verify() (Report, error) {
	parts, end, known, err := l.snapshot()
	defer closeAll(parts)
	if err != nil {
		return Report{}, err
	}
	_, statErr := os.Lstat(l.aside(l.Keep))
	v := verifier{rotated: statErr == nil}
	for _, p := range parts {
		v.file = base(p.File)
		if err := eachLine(io.LimitReader(p, p.size), v.line); err != nil {
			return v.Report, err
		}
	}
	v.end(end, known)
	return v.Report, nil
}

// verifier follows the chain.
type verifier struct {
	Report
	file string
	// rotated is set where lines may have been put out by rotation.
	rotated bool
	sum     string // of the last chained line
}

func (v *verifier) problem(at int, format string, args ...any) {
	v.Problems = append(v.Problems, fmt.Sprintf("%s:%d: ", v.file, at)+fmt.Sprintf(format, args...))
}

func (v *verifier) line(n int, text []byte, ended bool) bool {
	if len(text) == 0 {
		return true // begun anew while another line was being written
	}
	e, ok := parseEntry(text)
	switch {
	case !ok || !ended:
		v.problem(n, "the line is not whole")
		return true
	case e.unchained():
		v.Lines++
		v.Unchained++
		return true
	}
	v.Lines++
	v.link(n, &e)
	v.Last, v.sum = e.Seq, sumOf(text)
	return true
}

// link compares a line with the one before it.
func (v *verifier) link(n int, e *Entry) {
	switch {
	case v.Last == 0:
		v.First = e.Seq
		if e.Seq > 1 && !v.rotated {
			v.problem(n, "%s before it", missing(1, e.Seq-1))
		}
	case e.Seq > v.Last+1:
		v.problem(n, "%s before it", missing(v.Last+1, e.Seq-1))
	case e.Seq <= v.Last:
		v.problem(n, "line %d of the chain comes after line %d", e.Seq, v.Last)
	case e.Prev != v.sum:
		v.problem(n, "line %d of the chain, before it, was changed", v.Last)
	}
}

// end compares the last line with the head.
func (v *verifier) end(h head, known bool) {
	switch {
	case !known && v.Last > 0:
		v.Problems = append(v.Problems, "audit.lock: the end of the chain is not known, so lines may be missing there")
	case known && h.seq > v.Last:
		v.Problems = append(v.Problems, "audit.lock: "+missing(v.Last+1, h.seq)+" at the end")
	case known && h.seq < v.Last || known && h.sum != v.sum && v.Last > 0:
		v.Problems = append(v.Problems, fmt.Sprintf("audit.lock: line %d of the chain, the last, was changed", v.Last))
	}
}

func missing(from, to uint64) string {
	if from == to {
		return fmt.Sprintf("line %d of the chain is missing", from)
	}
	return fmt.Sprintf("lines %d to %d of the chain are missing", from, to)
}
