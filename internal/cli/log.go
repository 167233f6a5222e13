package cli

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"tagout/internal/diag"
	"tagout/internal/record"
	"tagout/policy"
)

// filter chooses entries of the record.
type filter struct {
	since               time.Time
	decision, rule, dir string
}

func (f *filter) wants(e *record.Entry) bool {
	return !e.Time.Before(f.since) &&
		(f.decision == "" || e.Decision == f.decision) &&
		(f.rule == "" || slices.Contains(e.Rules, f.rule)) &&
		(f.dir == "" || e.Dir == f.dir || strings.HasPrefix(e.Dir, strings.TrimSuffix(f.dir, "/")+"/"))
}

// lastLines is how many lines log shows when it is not told.
const lastLines = "20"

// log shows the record, or verifies it.
func (c command) log(args []string) (int, error) {
	if len(args) > 0 && args[0] == "verify" {
		return c.verify(args[1:])
	}
	var f filter
	var since string
	var follow, asJSON bool
	count := lastLines
	rest, err := parse(args, []option{
		{name: "--since", text: &since}, {name: "--decision", text: &f.decision, want: []string{"deny", "ask", "allow", "none", "approved"}},
		{name: "--rule", text: &f.rule}, {name: "--dir", text: &f.dir}, {name: "--follow", on: &follow}, {name: "--json", on: &asJSON}, {name: "-n", text: &count},
	})
	if err == nil {
		err = none(rest)
	}
	if err != nil {
		return exitUsage, err
	}
	n, err := strconv.Atoi(count)
	if err != nil || n < 0 {
		return exitUsage, wrong("want a number of lines, 0 for all", "unknown value %q for -n", count)
	}
	if f.since, err = c.since(since); err != nil {
		return exitUsage, err
	}
	if f.dir != "" {
		if f.dir, err = filepath.Abs(f.dir); err != nil {
			return exitUsage, err
		}
	}
	return exitPass, c.show(f, n, follow, asJSON)
}

// since is the time that --since names: so long ago (90m, 2h, 7d), a day or a time.
func (c command) since(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	if days, ok := strings.CutSuffix(s, "d"); ok {
		if n, err := strconv.Atoi(days); err == nil && n >= 0 {
			return c.world.Now().AddDate(0, 0, -n), nil
		}
	}
	if d, err := time.ParseDuration(s); err == nil && d >= 0 {
		return c.world.Now().Add(-d), nil
	}
	if t, err := time.ParseInLocation(time.DateOnly, s, time.Local); err == nil {
		return t, nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return t, wrong("want 90m, 2h, 7d, 2026-01-31 or 2026-01-31T12:00:00Z", "unknown value %q for --since", s)
	}
	return t, nil
}

// theLog is the record of this user.
func (c command) theLog() (record.Log, error) {
	dir := record.Dir(c.world.Env)
	if dir == "" {
		return record.Log{}, wrong("set HOME or XDG_STATE_HOME", "there is no home to keep a record in")
	}
	return record.At(dir), nil
}

// show prints the last n entries that are wanted, all for 0, and then those to come.
func (c command) show(f filter, n int, follow, asJSON bool) error {
	l, err := c.theLog()
	if err != nil {
		return err
	}
	print := c.plainEntry
	switch {
	case asJSON:
		print = jsonEntry
	case isTerminal(c.out):
		print = c.tableEntry
	}
	out := bufio.NewWriter(c.out)
	var last []record.Entry
	visit := func(e *record.Entry) bool {
		if !f.wants(e) {
			return true
		}
		if n == 0 {
			return print(out, e) == nil
		}
		if len(last) == n {
			last = last[1:]
		}
		last = append(last, *e)
		return true
	}
	tail, err := l.Tail(visit)
	if err != nil {
		return err
	}
	defer tail.Close()
	for i := range last {
		if err := print(out, &last[i]); err != nil {
			return err
		}
	}
	if err := out.Flush(); err != nil || !follow {
		return err
	}
	return tail.Follow(func(e *record.Entry) bool {
		return !f.wants(e) || print(out, e) == nil && out.Flush() == nil
	})
}

// jsonEntry prints an entry as a line of JSON.
func jsonEntry(out io.Writer, e *record.Entry) error {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	return enc.Encode(e)
}

// plainEntry prints an entry in fields that a program can cut at tabs.
func (c command) plainEntry(out io.Writer, e *record.Entry) error {
	_, err := fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%s\n", e.Time.Local().Format(time.RFC3339), e.Decision, orDash(e.Harness), orDash(strings.Join(e.Rules, ",")), diag.Escape(e.Command))
	return err
}

// tableEntry prints an entry in columns, in colour.
func (c command) tableEntry(out io.Writer, e *record.Entry) error {
	decision := fmt.Sprintf("%-5s", e.Decision)
	if no, _ := c.world.Env("NO_COLOR"); no == "" && colourOf(e.Decision) != "" {
		decision = "\x1b[" + colourOf(e.Decision) + "m" + decision + "\x1b[0m"
	}
	first := ""
	if len(e.Rules) > 0 {
		first = e.Rules[0]
	}
	_, err := fmt.Fprintf(out, "%s  %s  %-8s %-26s %s\n", e.Time.Local().Format("2006-01-02 15:04:05"), decision, orDash(diag.Escape(e.Harness)), orDash(first), oneLine(e.Command, 160))
	return err
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// oneLine puts a text on one line of bounded width, with nothing in it that a
// terminal would act on.
func oneLine(s string, width int) string {
	cut := []rune(diag.Escape(s))
	if len(cut) > width {
		return string(cut[:width-1]) + "…"
	}
	return string(cut)
}

// verify follows the chain of the record: exit 0 where nothing is missing.
func (c command) verify(args []string) (int, error) {
	if err := none(args); err != nil {
		return exitUsage, err
	}
	l, err := c.theLog()
	if err != nil {
		return exitUsage, err
	}
	report, err := l.Verify()
	if err != nil {
		return exitUsage, err
	}
	for _, p := range report.Problems {
		fmt.Fprintln(c.out, p)
	}
	chain := "no line has a place in the chain"
	if report.Last > 0 {
		chain = fmt.Sprintf("the chain goes from %d to %d", report.First, report.Last)
	}
	fmt.Fprintf(c.out, "%d lines, %d of them outside the chain; %s\n", report.Lines, report.Unchained, chain)
	if len(report.Problems) > 0 {
		return exitAsk, nil
	}
	return exitPass, nil
}

// decisions are in the order in which they are listed.
func decisions() []string {
	return []string{policy.Deny.String(), policy.Ask.String(), policy.None.String(), policy.Allow.String()}
}
