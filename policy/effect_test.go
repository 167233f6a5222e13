package policy

import (
	"slices"
	"strings"
	"testing"

	"tagout/internal/builtin"
	"tagout/internal/catalog"
	"tagout/internal/tool"
)

// TestDestroyIsAsked: what the catalogue says destroys is asked about at least.
// A row without a rule would be knowledge that stops nothing.
func TestDestroyIsAsked(t *testing.T) {
	p, w := Builtin(), testWorld()
	n := 0
	for _, t1 := range builtin.Tools() {
		for i := range t1.Destroy {
			for _, call := range callsOf(t1, &t1.Destroy[i]) {
				n++
				if v := p.Evaluate(testCommand(call), w); v.Decision < Ask && !slices.Contains(destroyedLightly(), call) {
					t.Errorf("%s: %s", v.Decision, call)
				}
			}
		}
	}
	t.Logf("%d calls", n)
}

// TestReadsAreNotAsked: what the catalogue says changes nothing is not held up.
func TestReadsAreNotAsked(t *testing.T) {
	p, w := Builtin(), testWorld()
	n := 0
	for _, t1 := range builtin.Tools() {
		for _, c := range slices.Concat(t1.Pure, t1.Read) {
			for _, call := range callsOf(t1, &c) {
				n++
				if v := p.Evaluate(testCommand(call), w); v.Decision >= Ask {
					t.Errorf("%s %s: %s", v.Decision, v.Findings[0].Rule, call)
				}
			}
		}
	}
	t.Logf("%d calls", n)
}

// callsOf are calls for which a condition of the tool holds.
func callsOf(t *catalog.Tool, c *catalog.Cond) []string {
	options := ""
	for _, o := range c.On {
		options += " " + strings.ReplaceAll(o, "*", "x")
	}
	verbs := [][]string{nil}
	for _, word := range c.Verb {
		var longer [][]string
		for _, verb := range verbs {
			for _, alt := range strings.Split(word, "|") {
				longer = append(longer, append(slices.Clone(verb), alt))
			}
		}
		verbs = longer
	}
	var calls []string
	for _, verb := range verbs {
		calls = append(calls, t.Name+" "+strings.Join(spelledOut(t, verb), " ")+options+" x")
	}
	return calls
}

// spelledOut puts words that the tool has in the places of a verb's patterns.
func spelledOut(t *catalog.Tool, verb []string) []string {
	for _, phrase := range t.Verbs {
		out := slices.Clone(verb)
		fits := len(phrase) >= len(verb)
		for k := 0; fits && k < len(verb); k++ {
			switch {
			case phrase[k] == "*":
				out[k] = strings.ReplaceAll(verb[k], "*", "x")
			case strings.Contains(verb[k], "*"):
				fits = tool.Globs(verb[k], phrase[k])
				out[k] = phrase[k]
			default:
				fits = verb[k] == phrase[k]
			}
		}
		if fits {
			return out
		}
	}
	return verb
}

// destroyedLightly are calls that delete what nobody misses.
func destroyedLightly() []string {
	return []string{
		// Lists of this machine: an account or environment of which it is told again.
		"azd env remove x", "doctl auth remove x", "firebase target:clear x", "firebase target:remove x",
		// Tools and packages that are installed again.
		"mise implode x", "mise prune x", "mise uninstall x", "nix store delete x", "nix store gc x", "nix profile wipe-history x", "conda env remove x", "conda remove --all x",
		// Made again by whoever misses it.
		"gh cache delete x", "gh repo autolink delete x", "firebase functions:artifacts:x x", "firebase apps:android:sha:delete x",
		"firebase appdistribution:testers:delete x", "firebase appdistribution:testers:remove x", "firebase appdistribution:groups:delete x",
		// Changes that nothing is lost by.
		"firebase firestore:databases:update x", "firebase dataconnect:sql:migrate x",
		// What the operand decides: nothing without --expire, or of one's own workspace.
		"git reflog expire x", "find  -delete x",
	}
}
