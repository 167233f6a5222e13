//go:build linux

package oracle

import (
	"fmt"
	"slices"
	"strings"

	"tagout/internal/shell"
	"tagout/internal/word"
)

// Coverage counts how what ran was claimed, and what was claimed beyond it.
type Coverage struct {
	Programs int
	// Exact: claimed in those words. Unknown: covered by a claim with unknown
	// words.
	Exact, Unknown int
	// Blind: covered only by a text that was run and is not wholly known.
	Blind int
	// Over: calls claimed, not surely, that did not run.
	Over int
	// Gave up: programs of which the interpreter says that it cannot tell.
	GaveUp int
}

// String is a line of counts.
func (c *Coverage) String() string {
	ran := c.Exact + c.Unknown + c.Blind
	share := func(n int) float64 { return 100 * float64(n) / float64(max(ran, 1)) }
	return fmt.Sprintf("%d programs made %d calls: %.1f %% claimed exactly, %.1f %% covered by unknown words, %.2f %% by an unknown text; %d more claimed that did not run; %d programs given up",
		c.Programs, ran, share(c.Exact), share(c.Unknown), share(c.Blind), c.Over, c.GaveUp)
}

// judge compares what ran with what was claimed; nil when all is well.
func (c *Case) judge(cov *Coverage) *Failure {
	cov.Programs++
	for _, p := range c.Problems {
		if p.Kind == "unreadable" && p.Source.In == nil {
			return &Failure{Case: c, Kind: p.Kind, Msg: p.Msg}
		}
		cov.GaveUp++
		return nil
	}
	if c.Killed {
		cov.GaveUp++
		return nil
	}
	for i := range c.Ran {
		e := &c.Ran[i]
		if !e.complete() { // two wrote at once
			cov.GaveUp++
			return nil
		}
		switch c.covers(e) {
		case "":
			return &Failure{Case: c, Kind: "missed", Argv: e.Argv, Msg: fmt.Sprintf("%s ran and was not claimed", e)}
		case "exact":
			cov.Exact++
		case "blind":
			cov.Blind++
		default:
			cov.Unknown++
		}
	}
	return c.overdone(cov)
}

// overdone looks for calls that were claimed and did not run. What ran counts
// for the sure claims first.
func (c *Case) overdone(cov *Coverage) *Failure {
	left := map[string]int{}
	for _, e := range c.Ran {
		left[strings.Join(e.Argv, "\x00")]++
	}
	for _, sure := range []bool{true, false} {
		for _, call := range c.Claims {
			argv, known := knownWords(call)
			if surely(call) != sure || !known || call.Guess || !slices.Contains(stubs(), argv[0]) {
				continue
			}
			key := strings.Join(argv, "\x00")
			if left[key]--; left[key] >= 0 {
				continue
			}
			if sure {
				return &Failure{Case: c, Kind: "wrong", Argv: argv, Msg: fmt.Sprintf("%q was claimed surely and did not run", argv)}
			}
			cov.Over++
		}
	}
	return nil
}

// surely reports whether a call is claimed surely. What a file holds is not:
// all that may have been written to it stands there one after the other.
func surely(c *shell.Call) bool {
	for src := c.Source; src != nil; src = src.In {
		if src.File {
			return false
		}
	}
	return c.Sure
}

// covers says how a claim covers what ran: "exact", "unknown", "blind" where it
// is none but a text was run that is not wholly known, or "" if it is missed.
func (c *Case) covers(e *Execution) string {
	best := ""
	for _, call := range c.Claims {
		if call.Guess || !mayStand(call, e.Dir) || !mayRead(call, e.TTY) || !coversWords(call.Words, e.Argv) {
			continue
		}
		best = "unknown"
		if _, known := knownWords(call); known {
			return "exact"
		}
	}
	if best == "" && slices.ContainsFunc(c.Claims, func(call *shell.Call) bool { return call.Unseen && !call.Guess }) {
		return "blind"
	}
	return best
}

// mayRead reports whether a call's standard input may be a terminal, or may be
// none. In the oracle the shell's own input is one. A stub that is a function
// keeps the terminal in the background, where a program would have none.
func mayRead(c *shell.Call, tty bool) bool {
	return c.Stdin.Kind == shell.Null || tty == (c.Stdin.Kind == shell.Inherited)
}

// mayStand reports whether a call's directory may be this one.
func mayStand(c *shell.Call, dir string) bool {
	s, known := c.Dir.Known()
	return !known || s == dir
}

// coversWords reports whether a call's words may be these.
func coversWords(words []word.Word, argv []string) bool {
	if len(words) == 0 {
		return len(argv) == 0
	}
	if anyNumber(words[0]) {
		for n := 0; n <= len(argv); n++ {
			if coversWords(words[1:], argv[n:]) && coversMany(words[0].Pieces, argv[:n]) {
				return true
			}
		}
		return false
	}
	return len(argv) > 0 && mayBe(words[0].Pieces, argv[0]) && coversWords(words[1:], argv[1:])
}

// coversMany reports whether a word that may be split may be these: the literal
// texts at its ends are at their ends.
func coversMany(t word.Text, argv []string) bool {
	if len(t) == 0 {
		return len(argv) == 0
	}
	if len(argv) == 0 && slices.ContainsFunc(t, func(p word.Piece) bool { return p.Kind == word.Glob }) {
		return true // nullglob
	}
	first, last := t[0], t[len(t)-1]
	if first.Kind == word.Lit && first.Text != "" && (len(argv) == 0 || !strings.HasPrefix(argv[0], first.Text)) {
		return false
	}
	return last.Kind != word.Lit || last.Text == "" || len(argv) > 0 && strings.HasSuffix(argv[len(argv)-1], last.Text)
}

// anyNumber reports whether a word may become any number of words.
func anyNumber(w word.Word) bool {
	return slices.ContainsFunc(w.Pieces, func(p word.Piece) bool {
		return p.Kind == word.Glob || p.Kind == word.Unknown && p.Split
	})
}

// mayBe reports whether a text may be s. It goes through the places where each piece
// may end: to try every way takes for ever where many pieces are not known.
func mayBe(t word.Text, s string) bool {
	ends := make([]bool, len(s)+1)
	ends[0] = true
	for _, p := range t {
		next := make([]bool, len(s)+1)
		for i, ok := range ends {
			switch n := i + len(p.Text); {
			case !ok:
			case p.Kind == word.Lit:
				if strings.HasPrefix(s[i:], p.Text) {
					next[n] = true
				}
			case p.Class == "number":
				for j := i + 1; j <= len(s) && (digits(s[i:j]) || s[i:j] == "-"); j++ {
					next[j] = next[j] || s[i:j] != "-"
				}
			default:
				for j := i; j <= len(s) && !next[j]; j++ {
					next[j] = true
				}
			}
		}
		ends = next
	}
	return ends[len(s)]
}

func digits(s string) bool {
	s = strings.TrimPrefix(s, "-")
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// knownWords returns a call's words where all of them are known.
func knownWords(c *shell.Call) ([]string, bool) {
	argv := make([]string, len(c.Words))
	for i, w := range c.Words {
		s, ok := w.Known()
		if !ok {
			return nil, false
		}
		argv[i] = s
	}
	return argv, true
}
