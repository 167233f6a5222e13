package policy

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"tagout/internal/lang"
	"tagout/internal/word"
)

// testWorld is a machine with a home, a workspace and nothing on disk.
func testWorld() World { return exampleWorld("") }

func testCommand(text string) Command {
	return Command{Text: text, Dir: "/home/dev/project", Workspace: "/home/dev/project", Harness: "claude"}
}

// examples are the hits and misses of the built-in rules, by the file they
// stand in.
func examples(t testing.TB) map[string][]lang.Example {
	t.Helper()
	files, err := filepath.Glob("default/*.toml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no built-in policy files: %v", err)
	}
	out := make(map[string][]lang.Example)
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		f, problems := lang.Parse(name, data, Builtin())
		if len(problems) > 0 {
			t.Fatalf("%s: %v", name, problems)
		}
		out[name] = f.Examples
	}
	return out
}

// fires reports whether rule id makes a finding on text, and the verdict.
func fires(id, text string, ex *lang.Example) (bool, Verdict) {
	return firesIn(Builtin(), id, text, ex)
}

func firesIn(p *Policy, id, text string, ex *lang.Example) (bool, Verdict) {
	c := Case{Command: testCommand(text), Rule: id, Example: true, Given: map[string]string{}}
	for _, fact := range ex.Given {
		c.Given[fact.Name] = fact.Value
	}
	r := p.Test(c)
	return slices.Contains(r.Fired, id), r.Verdict
}

// TestExamples holds every rule to its own hits and misses.
func TestExamples(t *testing.T) {
	for name, list := range examples(t) {
		hits, misses := map[string]int{}, map[string]int{}
		for i := range list {
			ex := &list[i]
			fired, v := fires(ex.Rule, ex.Run, ex)
			switch {
			case ex.Hit && !fired:
				t.Errorf("%s: rule %s misses %q (verdict %s)", name, ex.Rule, ex.Run, v.Decision)
			case !ex.Hit && fired:
				t.Errorf("%s: rule %s fires on %q", name, ex.Rule, ex.Run)
			}
			if ex.Hit {
				hits[ex.Rule]++
			} else {
				misses[ex.Rule]++
			}
		}
		for id := range hits {
			if misses[id] == 0 {
				t.Errorf("%s: rule %s has no misses", name, id)
			}
		}
	}
}

// TestEveryRuleHasExamples keeps a rule without tests out of the policy.
func TestEveryRuleHasExamples(t *testing.T) {
	seen := map[string]bool{}
	for _, list := range examples(t) {
		for _, ex := range list {
			seen[ex.Rule] = seen[ex.Rule] || ex.Hit
		}
	}
	for _, r := range Builtin().Rules() {
		if !seen[r.ID] {
			t.Errorf("rule %s has no hits", r.ID)
		}
	}
}

// TestUnknownTextIsNotEmpty guards the one assumption that everything rests on.
func TestUnknownTextIsNotEmpty(t *testing.T) {
	if _, known := word.Unknowable("$X", true).Known(); known {
		t.Fatal("an unknown word is taken to be known")
	}
}

// TestExampleFiles loads every policy in examples/ and holds its rules to their
// own hits and misses.
func TestExampleFiles(t *testing.T) {
	files, err := filepath.Glob("../examples/*.toml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		p, err := Parse(name, data)
		if err != nil {
			t.Fatal(err)
		}
		f, _ := lang.Parse(name, data, Builtin())
		if len(f.Examples) == 0 {
			t.Errorf("%s has no examples", name)
		}
		for i := range f.Examples {
			ex := &f.Examples[i]
			if fired, v := firesIn(p, ex.Rule, ex.Run, ex); fired != ex.Hit {
				t.Errorf("%s:%d: rule %s on %q: fires %v (verdict %s)", name, ex.Line, ex.Rule, ex.Run, fired, v.Decision)
			}
		}
	}
}
