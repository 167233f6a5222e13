package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"tagout/internal/hook"
	"tagout/internal/record/transcript"
)

// replay says what the policy would have said to commands of the past.
func (c command) replay(args []string) (int, error) {
	var file, against string
	var asJSON bool
	files, err := parseMixed(args, []option{{name: "--policy", text: &file}, {name: "--against", text: &against}, {name: "--json", on: &asJSON}})
	if err != nil {
		return exitUsage, err
	}
	if len(files) == 0 {
		return exitUsage, wrong("want transcripts of Claude Code (~/.claude/projects), rollouts of Codex (~/.codex/sessions), the audit log, or a list with one command a line", "no file given")
	}
	r := replayer{cli: c, name: file, against: against}
	if r.policies, err = c.policies(file); err != nil {
		return exitUsage, unusable(err)
	}
	if against != "" {
		if r.other, err = c.policies(against); err != nil {
			return exitUsage, fmt.Errorf("the policy to compare with cannot be used\n%w", err)
		}
	}
	if r.dir, err = os.Getwd(); err != nil {
		return exitUsage, err
	}
	sum, err := r.run(files)
	if err != nil {
		return exitUsage, err
	}
	if asJSON {
		return exitPass, c.printJSON(r.report(sum))
	}
	return exitPass, c.printReplay(r.report(sum))
}

// parseMixed reads options that may stand before, between and behind words.
func parseMixed(args []string, opts []option) (words []string, err error) {
	for len(args) > 0 {
		if args, err = parse(args, opts); err != nil {
			return nil, err
		}
		if len(args) > 0 {
			words, args = append(words, args[0]), args[1:]
		}
	}
	return words, nil
}

// replayer judges the commands of files on all processors.
type replayer struct {
	cli             command
	name, against   string
	policies, other *policies
	// dir is where a command is taken to be proposed of which that is not told.
	dir  string
	done atomic.Int64
}

// piece are some lines in a row; the first has the number seq.
type piece struct {
	seq, bytes int
	lines      []transcript.Line
}

// pieceLines is how many lines are handed out at a time, unless those are more than
// pieceBytes: how much memory they take does not depend on how long they are.
const pieceLines, pieceBytes = 64, 1 << 20

// run reads the files one after another and counts what is decided.
func (r *replayer) run(files []string) (*tally, error) {
	stop := r.progress()
	defer stop()
	workers := runtime.GOMAXPROCS(0)
	pieces := make(chan piece, workers)
	tallies := make([]*tally, workers)
	var wait sync.WaitGroup
	for i := range tallies {
		tallies[i] = newTally()
		wait.Go(func() {
			for p := range pieces {
				r.judge(p, tallies[i])
			}
		})
	}
	err := r.feed(files, pieces)
	close(pieces)
	wait.Wait()
	for _, t := range tallies[1:] {
		tallies[0].merge(t)
	}
	return tallies[0], err
}

// feed hands out the lines of files.
func (r *replayer) feed(files []string, out chan<- piece) error {
	p := piece{}
	send := func(l transcript.Line) bool {
		p.lines = append(p.lines, l)
		if p.bytes += len(l.Text); len(p.lines) == pieceLines || p.bytes > pieceBytes {
			out <- p
			p = piece{seq: p.seq + len(p.lines)}
		}
		return true
	}
	for _, name := range files {
		if err := r.lines(name, send); err != nil {
			return err
		}
	}
	out <- p
	return nil
}

// lines reads a file, "-" for standard input, or the .jsonl files below a directory.
func (r *replayer) lines(name string, visit func(transcript.Line) bool) error {
	if name == "-" {
		return transcript.Lines(r.cli.in, visit)
	}
	return filepath.WalkDir(name, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path != name && !strings.HasSuffix(path, ".jsonl") {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		return errors.Join(transcript.Lines(f, visit), f.Close())
	})
}

// judge counts what is decided about the commands of some lines.
func (r *replayer) judge(p piece, t *tally) {
	for i := range p.lines {
		commands, hidden, err := p.lines[i].Commands()
		switch {
		case err != nil:
			t.unread++
		case hidden:
			t.hidden++
		}
		for _, past := range commands {
			r.command(p.seq+i, past, t)
		}
	}
}

// command counts what the hook would say of one.
func (r *replayer) command(seq int, c transcript.Command, t *tally) {
	if !filepath.IsAbs(c.Dir) {
		c.Dir = r.dir
	}
	past := hook.Past{Harness: c.Harness, Event: c.Event, Text: c.Text, Dir: c.Dir, Shell: c.Shell}
	now, judged := past.Judge(r.policies.host(r.dir))
	if !judged {
		return
	}
	r.done.Add(1)
	t.outcome(seq, now)
	if r.other == nil {
		return
	}
	if was, _ := past.Judge(r.other.host(r.dir)); was.Decision != now.Decision {
		t.change(newChange(seq, was, now))
	}
}

// progress tells a person how far it is, until the function it returns is called.
func (r *replayer) progress() (stop func()) {
	if !isTerminal(r.cli.err) {
		return func() {}
	}
	ticker, done := time.NewTicker(200*time.Millisecond), make(chan struct{})
	go func() {
		for {
			select {
			case <-ticker.C:
				fmt.Fprintf(r.cli.err, "\r%d commands", r.done.Load())
			case <-done:
				return
			}
		}
	}()
	return func() {
		ticker.Stop()
		close(done)
		fmt.Fprint(r.cli.err, "\r\x1b[K")
	}
}

// printReplay prints what came out, for a person.
func (c command) printReplay(r replayReport) error {
	out := bufio.NewWriter(c.out)
	fmt.Fprintf(out, "%d commands\n", r.Total)
	for _, d := range decisions() {
		if n := r.Decision[d]; n > 0 {
			fmt.Fprintln(out, c.paint(fmt.Sprintf("%-5s %8d  %5.2f %%", d, n, 100*float64(n)/float64(r.Total))))
		}
	}
	if len(r.Rules) > 0 {
		fmt.Fprintln(out, "\nthe rules that spoke most often, each with an example")
		for _, rule := range r.Rules[:min(len(r.Rules), shownRules)] {
			fmt.Fprintln(out, c.paint(fmt.Sprintf("%-5s %8d  %-28s %s", rule.Decision, rule.Count, rule.Rule, oneLine(rule.Example, 100))))
		}
		if more := len(r.Rules) - shownRules; more > 0 {
			fmt.Fprintf(out, "and %d more rules\n", more)
		}
	}
	c.printChanges(out, &r)
	if r.Hidden+r.Unread > 0 {
		fmt.Fprintf(out, "\nnot judged: %d commands that the record keeps no text of, %d lines that cannot be read\n", r.Hidden, r.Unread)
	}
	fmt.Fprintln(out, "\n"+r.Note)
	return out.Flush()
}

// printChanges lists the verdicts that two policies differ in.
func (c command) printChanges(out io.Writer, r *replayReport) {
	if r.Against == "" {
		return
	}
	fmt.Fprintf(out, "\n%d verdicts differ from %s\n", r.Changed, r.Against)
	for _, ch := range r.Changes {
		rule := ch.Rule
		if rule == "" {
			rule = ch.RuleWas
		}
		fmt.Fprintf(out, "%-5s → %-5s %-28s %s\n", ch.Was, ch.Now, orDash(rule), oneLine(ch.Command, 100))
	}
	if more := r.Changed - len(r.Changes); more > 0 {
		fmt.Fprintf(out, "and %d more\n", more)
	}
}
