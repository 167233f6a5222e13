package policy

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// corpusRow is a command of another project's test suite with what that project
// expects of it.
type corpusRow struct {
	ID      string        `json:"id"`
	Command string        `json:"command"`
	Expect  string        `json:"expect"`
	Policy  any           `json:"policy"`
	Context corpusContext `json:"context"`
}

// corpusContext is what a suite says of the place and of the settings.
type corpusContext struct {
	Mode     string          `json:"mode"`
	Cwd      string          `json:"cwd"`
	Home     string          `json:"home"`
	Roots    []corpusRoot    `json:"roots"`
	Fixture  any             `json:"fixture"`
	Config   any             `json:"config"`
	Policy   any             `json:"policy"`
	Rules    any             `json:"rules"`
	Shell    any             `json:"shell"`
	Worktree any             `json:"worktree"`
	Env      json.RawMessage `json:"env"`
}

type corpusRoot struct {
	Path string `json:"path"`
}

// comparable says whether a row means anything without its suite's files and
// settings. A fixture with a name only says which directories there are, and
// the row repeats them.
func (r corpusRow) comparable() bool {
	c := r.Context
	_, named := c.Fixture.(string)
	return (named || c.Fixture == nil) && (c.Mode == "" || c.Mode == "standard") && c.Env == nil &&
		!slices.ContainsFunc([]any{r.Policy, c.Config, c.Policy, c.Rules, c.Shell, c.Worktree}, func(v any) bool { return v != nil })
}

// held says whether a row belongs to the fifth that nobody reads, so that
// there is something left to measure by.
func (r corpusRow) held() bool {
	sum := sha256.Sum256([]byte(r.ID))
	n := new(big.Int).SetBytes(sum[:])
	return n.Mod(n, big.NewInt(5)).Sign() == 0
}

// judge is our decision on a row in a world that holds no files.
func (r corpusRow) judge(p *Policy) Verdict {
	cmd, w := testCommand(r.Command), testWorld()
	if dir := r.Context.Cwd; filepath.IsAbs(dir) {
		cmd.Dir, cmd.Workspace = dir, dir
	}
	if len(r.Context.Roots) > 0 {
		cmd.Workspace = r.Context.Roots[0].Path
	}
	if home := r.Context.Home; home != "" {
		env := w.Getenv
		w.Getenv = func(name string) (string, bool) {
			if name == "HOME" {
				return home, true
			}
			return env(name)
		}
	}
	return p.Evaluate(cmd, w)
}

// corpusRows are the rows of a file that can be compared, and how many others.
func corpusRows(t *testing.T, name string) (rows []corpusRow, left int) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, len(data)+1)
	for n := 1; lines.Scan(); n++ {
		var r corpusRow
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatalf("%s:%d: %v", name, n, err)
		}
		if r.comparable() {
			rows = append(rows, r)
		} else {
			left++
		}
	}
	return rows, left
}

// confusion counts rows by what a suite expects and what we decide.
type confusion map[string]map[Decision]int

func (c confusion) add(expect string, d Decision) {
	if c[expect] == nil {
		c[expect] = map[Decision]int{}
	}
	c[expect][d]++
}

func (c confusion) String() string {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%8s %6s %6s %6s %6s\n", "", Deny, Ask, None, Allow)
	for _, expect := range []string{"deny", "ask", "allow"} {
		row := c[expect]
		fmt.Fprintf(&b, "%8s %6d %6d %6d %6d\n", expect, row[Deny], row[Ask], row[None], row[Allow])
	}
	return b.String()
}

// TestCorpus measures; it fails only where a corpus cannot be read. With
// TAGOUT_CORPUS=DIR it compares our decisions with what the suites in DIR
// expect, on the four fifths of each that may be read; -v lists those rows on
// which we disagree. TAGOUT_CORPUS_HELD=1 adds the held-back fifth, counts only.
func TestCorpus(t *testing.T) {
	dir := os.Getenv("TAGOUT_CORPUS")
	if dir == "" {
		t.Skip("TAGOUT_CORPUS names no directory of *.jsonl files to measure against")
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.jsonl"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no *.jsonl in %s: %v", dir, err)
	}
	for _, name := range files {
		t.Run(filepath.Base(name), func(t *testing.T) { measureCorpus(t, name) })
	}
}

func measureCorpus(t *testing.T, name string) {
	p := Builtin()
	rows, left := corpusRows(t, name)
	read, held := confusion{}, confusion{}
	for _, r := range rows {
		if r.held() {
			if os.Getenv("TAGOUT_CORPUS_HELD") == "1" {
				held.add(r.Expect, r.judge(p).Decision)
			}
			continue
		}
		v := r.judge(p)
		read.add(r.Expect, v.Decision)
		if testing.Verbose() && disagrees(r.Expect, v.Decision) {
			fmt.Printf("%s\t%s\t%s\t%s\t%q\n", r.ID, r.Expect, v.Decision, rulesOf(v), r.Command)
		}
	}
	fmt.Printf("%s: %d rows left out; four fifths:\n%s", filepath.Base(name), left, read)
	if len(held) > 0 {
		fmt.Printf("the fifth held back:\n%s", held)
	}
}

// disagrees says whether one side stops what the other lets pass.
func disagrees(expect string, d Decision) bool {
	return (expect == "allow") == (d >= Ask)
}

// rulesOf names the rules that made a verdict.
func rulesOf(v Verdict) string {
	var b bytes.Buffer
	for i, f := range v.Findings {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(f.Rule)
	}
	return b.String()
}
