package shell

import (
	"fmt"

	"strconv"
	"strings"

	"tagout/internal/word"
)

// parseLog reads what the stubs of a real shell have recorded.
func parseLog(log string, n int) [][][]string {
	ran := make([][][]string, n)
	at := -1
	var argv []string
	for _, f := range strings.Split(log, "\x00") {
		switch {
		case strings.HasPrefix(f, "\x02"):
			at, _ = strconv.Atoi(f[1:])
		case f == "\x01":
			ran[at] = append(ran[at], argv)
			argv = nil
		default:
			argv = append(argv, f)
		}
	}
	return ran
}

// covers reports whether a call's words may be these.
func covers(words []word.Word, argv []string) bool {
	if len(words) == 0 {
		return len(argv) == 0
	}
	w := words[0]
	if many(w.Pieces) || hasGlob(w) {
		for n := 0; n <= len(argv); n++ {
			if covers(words[1:], argv[n:]) {
				return true
			}
		}
		return false
	}
	return len(argv) > 0 && mayBe(w.Pieces, argv[0]) && covers(words[1:], argv[1:])
}

func hasGlob(w word.Word) bool {
	for _, p := range w.Pieces {
		if p.Kind == word.Glob {
			return true
		}
	}
	return false
}

// mayBe reports whether a text may be s.
func mayBe(t word.Text, s string) bool {
	if len(t) == 0 {
		return s == ""
	}
	if t[0].Kind == word.Lit {
		return strings.HasPrefix(s, t[0].Text) && mayBe(t[1:], s[len(t[0].Text):])
	}
	for i := 0; i <= len(s); i++ {
		if (t[0].Class != "number" || digits(s[:i])) && mayBe(t[1:], s[i:]) {
			return true
		}
	}
	return false
}

func digits(s string) bool {
	return s != "" && strings.Trim(strings.TrimPrefix(s, "-"), "0123456789") == ""
}

// isStub reports whether the oracle's handler sees a call of this name.
func isStub(name string) bool {
	switch name {
	case "bash", "cat":
		return true
	}
	return len(name) > 1 && (strings.HasPrefix(name, "p") || strings.HasPrefix(name, "no") || strings.HasPrefix(name, "out")) &&
		name != "pwd" && name != "printf" && name != "popd" && name != "pushd"
}

// judge compares what ran with what was claimed: what ran is covered, and what
// is claimed sure and known ran, as often as claimed.
func judge(text string, ran [][]string, calls []*Call) error {
	for _, argv := range ran {
		found := false
		for _, c := range calls {
			found = found || len(c.Words) > 0 && covers(c.Words, argv)
		}
		if !found {
			return fmt.Errorf("%q ran and was not claimed", argv)
		}
	}
	if conditional(text, ran) {
		return nil
	}
	count := map[string]int{}
	for _, argv := range ran {
		count[strings.Join(argv, "\x00")]++
	}
	for _, c := range calls {
		argv, ok := knownWords(c)
		if !ok || !c.Sure || c.Guess || !isStub(argv[0]) {
			continue
		}
		key := strings.Join(argv, "\x00")
		if count[key]--; count[key] < 0 {
			return fmt.Errorf("%q was claimed and did not run", argv)
		}
	}
	return nil
}

// conditional reports whether what ran hung on an exit status, of which Sure
// says nothing.
func conditional(text string, ran [][]string) bool {
	for _, argv := range ran {
		if strings.HasPrefix(strings.Join(argv, " "), "no") {
			return true
		}
	}
	for _, s := range []string{" && ", "then break", "then continue", "then return", "then exit"} {
		if strings.Contains(text, s) {
			return true
		}
	}
	return false
}

func knownWords(c *Call) ([]string, bool) {
	var argv []string
	for _, w := range c.Words {
		s, ok := w.Known()
		if !ok {
			return nil, false
		}
		argv = append(argv, s)
	}
	return argv, len(argv) > 0
}
