package survey

import (
	"regexp"
	"slices"
	"strings"

	"tagout/internal/diag"
	"tagout/internal/scan"
)

// A comment "tagout:ignore RULE reason" holds back what a rule finds on its line,
// or on the next where it stands alone. Several rules are joined by commas.
const mark = "tagout:ignore"

// ignoring is one such comment.
type ignoring struct {
	at, line int
	upTo     int // the last line that it is for
	rules    []string
	reason   string
	used     bool
}

// ignore leaves out the findings that comments of the file hold back, and adds
// what is wrong with these comments.
func ignore(f *file, all []finding) (kept []finding, ignored int) {
	comments := ignores(f.text)
	for _, n := range all {
		if heldBack(comments, n) {
			ignored++
		} else {
			kept = append(kept, n)
		}
	}
	for _, c := range comments {
		p := diag.Problem{Level: diag.Warning, ID: scan.BadIgnore, Hint: "write: " + mark + " RULE reason"}
		switch {
		case len(c.rules) == 0:
			p.Msg = "the comment names no rule"
		case c.reason == "":
			p.Msg = "the comment gives no reason"
		case !c.used:
			p.ID, p.Hint = scan.UnusedIgnore, "remove it"
			p.Msg = "nothing is found here that the comment would hold back"
		default:
			continue
		}
		kept = append(kept, f.finding(c.at, c.at+len(mark), p))
	}
	return kept, ignored
}

// heldBack reports whether a comment is about a finding. One that gives no reason
// holds nothing back.
func heldBack(comments []ignoring, n finding) (held bool) {
	for i := range comments {
		c := &comments[i]
		if c.reason == "" || n.Line < c.line || n.Line > c.upTo || !slices.Contains(c.rules, n.ID) {
			continue
		}
		c.used, held = true, true
	}
	return held
}

// ignores finds the comments. One that has a line to itself is for the next line,
// and one above another for the line below both.
func ignores(text string) []ignoring {
	if !strings.Contains(text, mark) {
		return nil
	}
	// Where a comment of the formats that are read begins.
	comment := regexp.MustCompile(`(#|//|<!--|--|;|/\*|^)\s*` + mark + `\b`)
	var out []ignoring
	at := 0
	for i, line := range strings.Split(text, "\n") {
		if loc := comment.FindStringIndex(line); loc != nil {
			c := ignoring{at: at + loc[1] - len(mark), line: i + 1, upTo: i + 1}
			if strings.TrimSpace(line[:loc[0]]) == "" { // one behind a command is for that alone
				c.upTo++
			}
			c.read(line[loc[1]:])
			for k := len(out) - 1; k >= 0 && out[k].upTo == c.line; k-- {
				out[k].upTo = c.upTo
			}
			out = append(out, c)
		}
		at += len(line) + 1
	}
	return out
}

func (c *ignoring) read(rest string) {
	rest = strings.TrimSuffix(strings.TrimSuffix(strings.TrimSpace(rest), "-->"), "*/")
	words := strings.Fields(rest)
	if len(words) == 0 {
		return
	}
	c.rules = strings.Split(words[0], ",")
	c.reason = strings.Join(words[1:], " ")
}
