package policy

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"tagout/internal/diag"
	"tagout/internal/lang"

	"github.com/BurntSushi/toml"
)

// row is a case as a file has it.
type row struct {
	Command string            `toml:"command" json:"command"`
	Dir     string            `toml:"dir" json:"dir,omitempty"`
	Shell   string            `toml:"shell" json:"shell,omitempty"`
	Harness string            `toml:"harness" json:"harness,omitempty"`
	Given   map[string]string `toml:"given" json:"given,omitempty"`
	Expect  string            `toml:"expect" json:"expect"`
	Rule    string            `toml:"rule" json:"rule,omitempty"`
}

// rowKeys are the keys of a case.
func rowKeys() []string {
	return []string{"command", "dir", "shell", "harness", "given", "expect", "rule"}
}

// HoldsCases reports whether a file is one of cases and not a policy.
func HoldsCases(t Text) bool {
	return isLines(t.Name) || slices.ContainsFunc(strings.Split(string(t.Data), "\n"), isHead)
}

func isLines(name string) bool {
	return strings.HasSuffix(name, ".jsonl") || strings.HasSuffix(name, ".json") || strings.HasSuffix(name, ".ndjson")
}

func isHead(line string) bool { return strings.HasPrefix(strings.TrimSpace(line), "[[case]]") }

// Cases reads a file of cases: TOML with a [[case]] each, or JSON, one object a
// line. Their keys are command, dir, shell, harness, given, expect and rule.
func Cases(t Text) ([]Case, error) {
	if isLines(t.Name) {
		return jsonCases(t)
	}
	return tomlCases(t)
}

func jsonCases(t Text) ([]Case, error) {
	var cases []Case
	var problems diag.Problems
	for i, line := range bytes.Split(t.Data, []byte("\n")) {
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		var r row
		dec := json.NewDecoder(bytes.NewReader(line))
		dec.DisallowUnknownFields()
		err := dec.Decode(&r)
		if err == nil {
			var c Case
			if c, err = r.made(t.Name, i+1); err == nil {
				cases = append(cases, c)
				continue
			}
		}
		problems = append(problems, problemAt(t, i+1, strings.TrimPrefix(err.Error(), "json: ")))
	}
	return cases, problems.Err()
}

func tomlCases(t Text) ([]Case, error) {
	var file struct {
		Case []row `toml:"case"`
	}
	meta, err := toml.Decode(string(t.Data), &file)
	var bad toml.ParseError
	if errors.As(err, &bad) {
		return nil, diag.Problems{problemAt(t, bad.Position.Line, bad.Message)}
	} else if err != nil {
		return nil, diag.Problems{{File: t.Name, Msg: err.Error()}}
	}
	var problems diag.Problems
	for _, key := range meta.Undecoded() {
		p := diag.Problem{File: t.Name, Msg: "unknown key " + strconv.Quote(key.String()), Want: strings.Join(rowKeys(), ", ")}
		if near := lang.Nearest(key[len(key)-1], rowKeys()); near != "" {
			p.Hint = "did you mean " + strconv.Quote(near) + "?"
		}
		problems = append(problems, p)
	}
	var cases []Case
	lines := heads(string(t.Data))
	for i := range file.Case {
		line := 1
		if i < len(lines) {
			line = lines[i] + 1
		}
		c, err := file.Case[i].made(t.Name, line)
		if err != nil {
			problems = append(problems, problemAt(t, line, err.Error()))
			continue
		}
		cases = append(cases, c)
	}
	return cases, problems.Err()
}

func problemAt(t Text, line int, msg string) diag.Problem {
	p := diag.Problem{File: t.Name, Line: line, Col: 1, Msg: msg}
	if lines := strings.Split(string(t.Data), "\n"); line > 0 && line <= len(lines) {
		p.Source = strings.TrimSuffix(lines[line-1], "\r")
		p.Len = len(p.Source)
	}
	return p
}

// heads are the indices of the lines that begin a case.
func heads(text string) (out []int) {
	for i, line := range strings.Split(text, "\n") {
		if isHead(line) {
			out = append(out, i)
		}
	}
	return out
}

func (r *row) made(file string, line int) (Case, error) {
	c := Case{File: file, Line: line, Rule: r.Rule, Given: r.Given,
		Command: Command{Text: r.Command, Dir: r.Dir, Shell: r.Shell, Harness: r.Harness}}
	if r.Dir != "" && !path.IsAbs(r.Dir) {
		c.Command.Dir = path.Join(exampleProject, r.Dir)
	}
	for d := Allow; d <= Deny; d++ {
		if d.String() == r.Expect {
			c.Decision = d
		}
	}
	switch {
	case r.Command == "":
		return c, errors.New("the case has no command")
	case c.Decision == 0 && r.Expect == "":
		return c, errors.New("the case has no expect, want allow, none, ask or deny")
	case c.Decision == 0:
		return c, fmt.Errorf("unknown decision %q in expect, want allow, none, ask or deny", r.Expect)
	}
	return c, nil
}

// Updated is a file of cases with what was decided as what is expected. Only
// cases that failed change.
func Updated(t Text, results []CaseResult) []byte {
	lines := strings.Split(string(t.Data), "\n")
	for i := len(results) - 1; i >= 0; i-- { // from the end, so that lines keep their numbers
		r := &results[i]
		if len(r.Wrong) == 0 || r.Case.Example || r.Case.File != t.Name {
			continue
		}
		if isLines(t.Name) {
			lines[r.Case.Line-1] = updatedLine(lines[r.Case.Line-1], r)
		} else {
			lines = updatedTable(lines, r)
		}
	}
	return []byte(strings.Join(lines, "\n"))
}

func updatedLine(line string, r *CaseResult) string {
	var one row
	if json.Unmarshal([]byte(line), &one) != nil {
		return line
	}
	one.Expect, one.Rule = r.Verdict.Decision.String(), r.decisive()
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if enc.Encode(one) != nil {
		return line
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// decisive is the rule that made the verdict, "" where none did.
func (r *CaseResult) decisive() string {
	if len(r.Fired) == 0 {
		return ""
	}
	return r.Fired[0]
}

func updatedTable(lines []string, r *CaseResult) []string {
	var out []string
	for i := r.Case.Line; i < len(lines) && !strings.HasPrefix(strings.TrimSpace(lines[i]), "["); i++ {
		key, _, _ := strings.Cut(lines[i], "=")
		switch strings.TrimSpace(key) {
		case "expect", "rule":
			continue
		}
		out = append(out, lines[i])
	}
	size := len(out)
	for i := r.Case.Line; i < len(lines) && !strings.HasPrefix(strings.TrimSpace(lines[i]), "["); i++ {
		size = i - r.Case.Line + 1
	}
	blank := len(out)
	for blank > 0 && strings.TrimSpace(out[blank-1]) == "" {
		blank--
	}
	added := []string{"expect = " + strconv.Quote(r.Verdict.Decision.String())}
	if id := r.decisive(); id != "" {
		added = append(added, "rule = "+strconv.Quote(id))
	}
	out = slices.Insert(out, blank, added...)
	return slices.Concat(lines[:r.Case.Line], out, lines[r.Case.Line+size:])
}
