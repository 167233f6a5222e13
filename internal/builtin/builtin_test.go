package builtin

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"tagout/internal/catalog"
	"tagout/internal/lang"
	"tagout/internal/rule"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// policies compiles the default files as the generator does, but from the
// language alone.
func policies(t *testing.T) []*lang.File {
	t.Helper()
	names, err := filepath.Glob("../../policy/default/*.toml")
	require.NoError(t, err)
	require.NotEmpty(t, names)
	files := make([]*lang.File, len(names))
	for i, name := range names {
		data, err := os.ReadFile(name)
		require.NoError(t, err)
		var problems error
		f, ps := lang.Parse(name, data, Catalog{})
		if problems = ps.Err(); problems != nil {
			t.Fatal(problems)
		}
		files[i] = f
	}
	return files
}

// The texts say what the files say.
func TestTextsEqualThePolicies(t *testing.T) {
	n := 0
	for _, f := range policies(t) {
		for i := range f.Tools {
			want := &f.Tools[i]
			for _, name := range append([]string{want.Name}, want.Same...) {
				assert.Equal(t, want, Tool(name), "tool %s as %s", want.Name, name)
			}
		}
		for i := range f.Rules {
			require.Less(t, n, Count())
			assert.Equal(t, &f.Rules[i], Rule(int32(n)))
			assert.True(t, HasRule(f.Rules[i].ID))
			n++
		}
		for _, c := range f.Classes {
			assert.Contains(t, Classes, c)
		}
	}
	assert.Equal(t, n, Count())
}

func TestLookupOfWhatIsNotThere(t *testing.T) {
	for _, name := range []string{"", "\x00", "no-such-program", "~~~"} {
		assert.Nil(t, Tool(name), name)
		assert.Nil(t, RulesFor(name), name)
		assert.False(t, Catalog{}.Policed(name), name)
	}
	assert.False(t, HasRule("no-such-rule"))
	assert.True(t, Catalog{}.Policed("terraform"))
	assert.Same(t, Tool("terraform"), Catalog{}.Tool("tofu"))
}

func TestTablesAreSorted(t *testing.T) {
	assert.True(t, slices.IsSortedFunc(toolNames[:], func(a, b toolName) int { return strings.Compare(a.name, b.name) }))
	assert.True(t, slices.IsSortedFunc(programs[:], func(a, b namedRules) int { return strings.Compare(a.name, b.name) }))
	assert.True(t, slices.IsSortedFunc(Classes, func(a, b rule.Named) int { return strings.Compare(a.Name, b.Name) }))
	assert.True(t, slices.IsSorted(always[:]))
	for _, p := range programs {
		assert.True(t, slices.IsSorted(p.rules), p.name)
	}
}

// Every rule can be reached from every program that its last stage names, and
// one that names none is always tried.
func TestEveryRuleIsReached(t *testing.T) {
	for n := range Count() {
		r := Rule(int32(n))
		for _, p := range r.Match {
			last := p.Stages[len(p.Stages)-1]
			if len(last.Program) == 0 {
				assert.Contains(t, Always(), int32(n), "%s: %s", r.ID, p.Text)
			}
			for _, a := range last.Program {
				if a.Literal == "" {
					assert.Contains(t, Always(), int32(n), "%s: %s", r.ID, p.Text)
					continue
				}
				for _, name := range named(a.Literal) {
					assert.Contains(t, RulesFor(name), int32(n), "%s: %s as %s", r.ID, p.Text, name)
				}
			}
		}
	}
}

func named(program string) []string {
	t := Tool(program)
	if t == nil || t.Name != program {
		return []string{program}
	}
	return append([]string{program}, t.Same...)
}

// No program starts later for the policy being linked: the tables need no code
// to be laid out. The trace has a line for every package that runs any.
func TestNoWorkAtStart(t *testing.T) {
	bin := filepath.Join(t.TempDir(), "start")
	out, err := exec.Command("go", "build", "-o", bin, "./testdata/start").CombinedOutput()
	require.NoError(t, err, "%s", out)
	cmd := exec.Command(bin)
	cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	var trace bytes.Buffer
	cmd.Stderr = &trace
	stdout, err := cmd.Output()
	require.NoError(t, err)
	assert.Equal(t, "git true true true\n", string(stdout))
	assert.Contains(t, trace.String(), "init runtime", "the trace is on")
	assert.NotContains(t, trace.String(), "init tagout/")
}

// TestOneOfEach: whoever asks first, all get the same tool and the same rule.
func TestOneOfEach(t *testing.T) {
	var group sync.WaitGroup
	found := make([]*catalog.Tool, 8)
	rules := make([]*rule.Rule, len(found))
	for i := range found {
		group.Go(func() { found[i], rules[i] = Tool("helm"), Rule(7) })
	}
	group.Wait()
	for i := range found {
		assert.Same(t, found[0], found[i])
		assert.Same(t, rules[0], rules[i])
	}
}

var _ catalog.Catalog = Catalog{}
