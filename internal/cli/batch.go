package cli

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"runtime"

	"tagout/policy"
)

// question is a line that --batch reads.
type question struct {
	ID      json.RawMessage `json:"id"`
	Command *string         `json:"command"`
	Dir     string          `json:"cwd"`
}

// verdictLine is a line that --batch prints.
type verdictLine struct {
	ID       json.RawMessage `json:"id"`
	Decision string          `json:"decision"`
	Rule     string          `json:"rule,omitempty"`
	Reason   string          `json:"reason,omitempty"`
	Span     *policy.Span    `json:"span,omitempty"`
	Error    string          `json:"error,omitempty"`
}

// job is a line to answer, and where the answer goes.
type job struct {
	line   []byte
	answer chan []byte
}

// batch judges a command per line on all processors and answers in order. A
// line that cannot be read is answered too, by asking.
func (c command) batch(t *target) (int, error) {
	ps, err := c.policies(t.file)
	if err != nil {
		return exitUsage, unusable(err)
	}
	base, err := t.command("")
	if err != nil {
		return exitUsage, err
	}
	workers := runtime.GOMAXPROCS(0)
	jobs := make(chan job, workers)
	// Answers are taken in the order of the lines, whoever is done first; the
	// channel's size bounds how far the others may run ahead.
	order := make(chan chan []byte, 64*workers)
	for range workers {
		go func() {
			for j := range jobs {
				j.answer <- answerLine(ps, base, j.line)
			}
		}()
	}
	// Reading goes on after a failed write only until the channels are full;
	// the process ends with the error then.
	var readErr error
	go func() {
		readErr = feed(c.in, jobs, order)
		close(jobs)
		close(order)
	}()
	out := bufio.NewWriter(c.out)
	for answer := range order {
		if _, err := out.Write(<-answer); err != nil {
			return exitUsage, err
		}
		if len(order) == 0 { // the reader may be waiting for this answer
			if err := out.Flush(); err != nil {
				return exitUsage, err
			}
		}
	}
	if readErr != nil {
		return exitUsage, readErr
	}
	return exitPass, out.Flush()
}

// feed hands out the lines of in that are not blank.
func feed(in io.Reader, jobs chan<- job, order chan<- chan []byte) error {
	r := bufio.NewReaderSize(in, 64<<10)
	for {
		line, err := r.ReadBytes('\n')
		if !blank(line) {
			j := job{line: line, answer: make(chan []byte, 1)}
			order <- j.answer
			jobs <- j
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func blank(line []byte) bool {
	for _, b := range line {
		if b != ' ' && b != '\t' && b != '\r' && b != '\n' {
			return false
		}
	}
	return true
}

// answerLine judges one line. base is the command it fills in.
func answerLine(ps *policies, base policy.Command, line []byte) []byte {
	var q question
	err := json.Unmarshal(line, &q)
	if err != nil || q.Command == nil {
		return encodeLine(verdictLine{ID: q.ID, Decision: policy.Ask.String(), Error: lineMistake(err) + ", want id, command and cwd"})
	}
	base.Text = *q.Command
	if filepath.IsAbs(q.Dir) {
		base.Dir = filepath.Clean(q.Dir)
	} else {
		base.Dir = filepath.Join(base.Dir, q.Dir)
	}
	v := ps.judge(base)
	out := verdictLine{ID: q.ID, Decision: v.Decision.String()}
	if len(v.Findings) > 0 {
		f := v.Findings[0]
		out.Rule, out.Reason, out.Span = f.Rule, f.Reason, &f.Span
		if f.Unsure != "" {
			out.Reason += "; not certain: " + f.Unsure
		}
	}
	return encodeLine(out)
}

// lineMistake says what is wrong with a line in the line's own terms.
func lineMistake(err error) string {
	var mistyped *json.UnmarshalTypeError
	switch {
	case err == nil:
		return "the line has no command"
	case errors.As(err, &mistyped) && mistyped.Field != "":
		return fmt.Sprintf("%s is a %s", mistyped.Field, mistyped.Value)
	case errors.As(err, &mistyped):
		return fmt.Sprintf("the line is a %s", mistyped.Value)
	}
	return fmt.Sprintf("the line is not JSON: %v", err)
}

func encodeLine(l verdictLine) []byte {
	if len(l.ID) == 0 {
		l.ID = json.RawMessage("null")
	}
	data, err := json.Marshal(l)
	if err != nil {
		return []byte(`{"id":null,"decision":"ask","error":"the answer could not be written"}` + "\n")
	}
	return append(data, '\n')
}
