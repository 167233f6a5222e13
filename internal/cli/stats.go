package cli

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"tagout/internal/diag"
	"tagout/internal/record"
)

// stats are counts of the record.
type stats struct {
	Total    int            `json:"total"`
	Decision map[string]int `json:"decision"`
	Rule     map[string]int `json:"rule"`
	Tool     map[string]int `json:"tool"`
	Harness  map[string]int `json:"harness"`
	Day      map[string]int `json:"day"`
}

// stats counts the record by decision, rule, tool, harness and day.
func (c command) stats(args []string) (int, error) {
	var since string
	var asJSON bool
	rest, err := parse(args, []option{{name: "--since", text: &since}, {name: "--json", on: &asJSON}})
	if err == nil {
		err = none(rest)
	}
	if err != nil {
		return exitUsage, err
	}
	var f filter
	if f.since, err = c.since(since); err != nil {
		return exitUsage, err
	}
	l, err := c.theLog()
	if err != nil {
		return exitUsage, err
	}
	s := stats{Decision: map[string]int{}, Rule: map[string]int{}, Tool: map[string]int{}, Harness: map[string]int{}, Day: map[string]int{}}
	if err := l.Read(func(e *record.Entry) bool {
		if f.wants(e) {
			s.add(e)
		}
		return true
	}); err != nil {
		return exitUsage, err
	}
	if asJSON {
		return exitPass, c.printJSON(s)
	}
	return exitPass, c.printStats(&s)
}

func (s *stats) add(e *record.Entry) {
	s.Total++
	s.Decision[e.Decision]++
	for _, rule := range e.Rules {
		s.Rule[rule]++
	}
	s.Tool[orDash(program(e))]++
	s.Harness[orDash(e.Harness)]++
	s.Day[e.Time.Local().Format("2006-01-02")]++
}

// program is what an entry is about: the program of the call that decided, or else
// the harness's tool.
func program(e *record.Entry) string {
	name, _, _ := strings.Cut(e.Call, " ")
	if name == "" {
		return e.Tool
	}
	return name[strings.LastIndexByte(name, '/')+1:]
}

func (c command) printStats(s *stats) error {
	w := tabwriter.NewWriter(c.out, 0, 8, 2, ' ', 0)
	fmt.Fprintf(w, "decisions\t%d\n", s.Total)
	for _, d := range decisions() {
		if n := s.Decision[d]; n > 0 {
			fmt.Fprintf(w, "  %s\t%d\n", d, n)
		}
	}
	for _, t := range []struct {
		name   string
		counts map[string]int
	}{{"by rule", s.Rule}, {"by tool", s.Tool}, {"by harness", s.Harness}} {
		fmt.Fprintf(w, "%s\t\n", t.name)
		for _, name := range most(t.counts) {
			fmt.Fprintf(w, "  %s\t%d\n", diag.Escape(name), t.counts[name])
		}
	}
	fmt.Fprint(w, "by day\t\n")
	for _, day := range slices.Sorted(maps.Keys(s.Day)) {
		fmt.Fprintf(w, "  %s\t%d\n", day, s.Day[day])
	}
	return w.Flush()
}

// most are the names with the highest counts first, and by name among equals.
func most(counts map[string]int) []string {
	return slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		if counts[a] != counts[b] {
			return counts[b] - counts[a]
		}
		return strings.Compare(a, b)
	})
}
