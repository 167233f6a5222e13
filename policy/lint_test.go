package policy

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// seed is a policy with nothing wrong in it, with other lines for its rule.
func seed(lines string) string {
	keys := map[string]string{
		"match": `match = ["make seed"]`, "decision": `decision = "ask"`, "reason": `reason = "overwrites the data"`,
		"hits": `hits = ["make seed"]`, "misses": `misses = ["make test"]`,
	}
	head := "version = 1\n"
	for _, line := range strings.Split(lines, "\n") {
		key := strings.TrimSpace(strings.Split(line, "=")[0])
		if strings.HasPrefix(line, "[") {
			head += line + "\n"
			continue
		}
		keys[key] = line
	}
	if !strings.Contains(head, "[rule.") {
		head += "[rule.seed]\n"
	}
	var body []string
	for _, key := range []string{"match", "decision", "reason", "when", "hits", "misses"} {
		if keys[key] != "" {
			body = append(body, keys[key])
		}
		delete(keys, key)
	}
	for _, line := range keys {
		body = append(body, line)
	}
	return head + strings.Join(body, "\n") + "\n"
}

// TestLint: for each check a policy that has the problem and one that has none.
func TestLint(t *testing.T) {
	tests := []struct{ id, wrong, right string }{
		{"allows-destruction",
			seed("match = [\"terraform\"]\ndecision = \"allow\"\nhits = [\"terraform plan\"]\nmisses = [\"make\"]"),
			seed("match = [\"terraform plan\"]\ndecision = \"allow\"\nhits = [\"terraform plan\"]\nmisses = [\"make\"]")},
		{"bad-pattern", seed(`match = ["cd x && make seed"]`), seed("")},
		{"bad-mcp", "version = 1\n[mcp.x]\ntools = [\"mcp__a__run\"]\nas = \"bash -c {c}\"\n", "version = 1\n[mcp.x]\ntools = [\"run\"]\nas = \"bash -c {c}\"\n"},
		{"bad-tool", seed("") + "[tool.x]\nverbs = [\"a\"]\ndry = [\"--n\"]\n", seed("") + "[tool.x]\nverbs = [\"a\"]\nflags = [\"--n\"]\ndry = [\"--n\"]\n"},
		{"bad-value", seed(`decision = "denny"`), seed("")},
		{"cannot-ask", seed(`when = { harness = "codex" }`), seed(`when = { harness = ["codex", "claude"] }`)},
		{"duplicate-id", seed("[rule.terraform-destroy]"), seed("[rule.our-terraform-destroy]")},
		{"exception", seed("") + except("seeds", "make seed x", ""), seed("") + except("seed", "make seed x", "")},
		{"exception", seed("") + except("seed", "make seed x", "until = 2020-01-31"), seed("") + except("seed", "make seed x", "until = 2999-01-31")},
		{"exception", seed("") + except("seed", "make seed", ""), seed("") + except("seed", "make seed x", "")},
		{"exception", seed("") + except("seed", "make *", `when = { dir = "/srv/*" }`), seed("") + except("seed", "make *", `when = { dir = "/srv/*", branch = "dev" }`)},
		{"exception", seed("") + except("seed", "just seed", ""), seed("") + except("seed", "make seed x", "")},
		{"failing-example", seed(`hits = ["make seeds"]`), seed("")},
		{"failing-example", seed(`misses = ["make seed"]`), seed("")},
		{"other-spelling", strings.Replace(seed(""), "match", "pattern", 1), seed("")},
		{"other-spelling", seed(`decision = "block"`), seed("")},
		{"key-order", strings.Replace(seed(""), "match = [\"make seed\"]\ndecision = \"ask\"", "decision = \"ask\"\nmatch = [\"make seed\"]", 1), seed("")},
		{"missing-key", "version = 1\n[rule.seed]\nmatch = [\"make seed\"]\n", seed("")},
		{"never-matches",
			seed("match = [\"git clean -f --dry-run\"]\nhits = []\nmisses = [\"git status\"]"),
			seed("match = [\"git clean -f -x\"]\nhits = [\"git clean -f -x\"]\nmisses = [\"git clean -f -x --dry-run\"]")},
		{"never-matches", seed("match = [\"make seed !*\"]\nhits = []"), seed("")},
		{"never-matches", seed(`when = { branch = ["main", "!main"] }`), seed(`when = { branch = ["main", "!dev"] }`)},
		{"never-matches", seed(`when = { uncommitted = "true" }`), seed(`when = { uncommitted = "yes" }`)},
		{"never-matches", seed(`when = { state = ["held", "lost"] }`), seed(`when = { state = ["h*", "!none"] }`)},
		{"never-matches", seed(`when = { on = "ssh" }`), seed(`when = { on = ["ssh:prod-*", "!container:*", "exec:?", "*"] }`)},
		{"never-matches", seed(`when = { on = "shh:prod" }`), seed(`when = { on = "ssh:prod" }`)},
		{"never-matches", seed(`when = { dir = "src/*" }`), seed(`when = { dir = ["/src/*", "**/src", "!*/x"] }`)},
		{"never-matches", seed(`when = { harness = "cluade" }`), seed(`when = { harness = ["claude", "mine"] }`)},
		{"no-examples", seed("hits = []"), seed("")},
		{"no-examples", seed("misses = []"), seed("")},
		{"no-version", strings.TrimPrefix(seed(""), "version = 1\n"), seed("")},
		{"noise", seed("match = [\"git *\"]\nhits = [\"git push x\"]\nmisses = [\"make\"]"), seed("")},
		{"outranked",
			seed("match = [\"terraform destroy\"]\nhits = [\"terraform destroy\"]"),
			seed("match = [\"terraform get\"]\nhits = [\"terraform get\"]")},
		{"subsumed",
			seed("match = [\"terraform destroy\"]\ndecision = \"deny\"\nhits = [\"terraform destroy\"]"),
			seed("match = [\"terraform get\"]\ndecision = \"deny\"\nhits = [\"terraform get\"]")},
		{"subsumed", seed(`match = ["make seed", "make seed -j"]`), seed(`match = ["make seed", "make -j reseed"]`)},
		{"subsumed", "version = 1\n[mcp.x]\ntools = [\"run\"]\nas = \"bash -c {c}\"\n[mcp.y]\ntools = [\"r*\", \"x\"]\nas = [\"bash -c {c}\", \"y\"]\n",
			"version = 1\n[mcp.x]\ntools = [\"run\"]\nservers = [\"a\"]\nas = \"bash -c {c}\"\n[mcp.y]\ntools = [\"r*\"]\nservers = [\"b\"]\nas = \"bash -c {c}\"\n"},
		{"syntax", "version = 1\n[rule", seed("")},
		{"unknown-class", seed("match = [\"rm -r {sytem}\"]\nhits = [\"rm -r /etc\"]"), seed("match = [\"frob {system}\"]\nhits = [\"frob /etc/x\"]")},
		{"unknown-class", seed(`when = { branch = "{relaese}" }`), seed(`when = { branch = "{production}" }`)},
		{"unknown-fact", seed(`when = { brnach = "main" }`), seed(`when = { branch = "main" }`)},
		{"unknown-key", seed(`desicion = "deny"`), seed("")},
		{"unknown-option",
			seed("match = [\"git push --forec\"]\nhits = [\"git push --forec\"]"),
			seed("match = [\"git push --follow-tags\"]\nhits = [\"git push --follow-tags\"]")},
		{"unknown-option", seed("match = [\"terraform apply -auto-approv\"]\nhits = []"), seed("match = [\"terraform plan -var=x\"]\nhits = [\"terraform plan -var=x\"]")},
		{"unknown-option", seed("match = [\"git tag --porcelain\"]\nhits = []"), seed("match = [\"git tag -s\"]\nhits = [\"git tag -s v1\"]")},
		{"unknown-tool", seed("match = [\"terrafrom destroy\"]\nhits = [\"terrafrom destroy\"]"), seed("match = [\"planter destroy\"]\nhits = [\"planter destroy\"]")},
		{"unknown-verb", seed("match = [\"terraform detroy\"]\nhits = []"), seed("")},
	}
	seen := map[string]bool{}
	for _, tt := range tests {
		seen[tt.id] = true
		assert.Contains(t, lintIDs(tt.wrong), tt.id, tt.wrong)
		assert.Empty(t, Lint(Text{"policy.toml", []byte(tt.right)}), "%s: %s", tt.id, tt.right)
	}
	for _, c := range Checks() {
		byPlace := c.ID == "does-not-count" || c.ID == "unreachable-layer" // TestLintSamples of the command line
		assert.True(t, seen[c.ID] || byPlace, "check %s has no samples", c.ID)
	}
}

// except is an exception to the rule of an id.
func except(id, match, more string) string {
	return "[exception.x]\nrule = \"" + id + "\"\nmatch = \"" + match + "\"\nreason = \"r\"\n" + more + "\n"
}

func lintIDs(policy string) (ids []string) {
	for _, p := range Lint(Text{"policy.toml", []byte(policy)}) {
		ids = append(ids, p.ID)
	}
	return ids
}

// Only what is certain is reported of rules that speak of the same calls.
func TestLintIsSound(t *testing.T) {
	for _, lines := range []string{
		"match = [\"terraform apply -destroy=false -auto-approve\"]\nhits = []",
		"match = [\"git config\", \"git config set x\"]\nhits = []",
		"match = [\"frob a b\", \"frob b a\"]\nhits = []",
		"match = [\"frob *\", \"frob a/b\"]\nhits = []",
		"match = [\"frob !-x\", \"frob !-y\"]\nhits = []",
		"match = [\"frob -x\", \"frob -x=false\"]\nhits = []",
		"match = [\"frob x > *\", \"frob x\"]\ndecision = \"allow\"\nhits = []",
	} {
		ids := lintIDs(seed(lines))
		assert.NotContains(t, ids, "subsumed", lines)
		assert.NotContains(t, ids, "outranked", lines)
	}
}

func TestLintPlaces(t *testing.T) {
	got := Lint(Text{"p.toml", []byte("version = 1\n\n[rule.seed]\nmatch = [\"make seed\", \"terrafrom destroy\"]\ndecision = \"ask\"\nreason = \"r\"\n" +
		"hits = [\"make seed\"]\nmisses = [\"make\"]\n")})
	require.Len(t, got, 1)
	assert.Equal(t, `p.toml:4:23: warning: nothing is known of program "terrafrom" in rule seed [unknown-tool]
  |
4 | match = ["make seed", "terrafrom destroy"]
  |                       ^~~~~~~~~~~~~~~~~~~
hint: did you mean "terraform"? else describe it in [tool.terrafrom]`, got[0].String())
}

func TestLintIgnore(t *testing.T) {
	text := "version = 1\n[rule.seed]\n# tagout:ignore no-examples%s\n" + `decision = "ask"` + "\n"
	for why, want := range map[string]bool{"": true, " it is tried by hand": false} {
		p := strings.Replace(strings.Replace(text, "[rule.seed]\n", "", 1), "%s", why, 1)
		p = strings.Replace(p, "decision", "[rule.seed]\ndecision", 1) + "match = [\"make seed\"]\nreason = \"r\"\n"
		assert.Equal(t, want, slices.Contains(lintIDs(p), "no-examples"), p)
	}
}

// TestLintBuiltin: the built-in policy has no problem but what comes of its being
// built in. Each of its rules is there already, once: told of just those, and of
// as many as there are, no id is taken twice within the files.
func TestLintBuiltin(t *testing.T) {
	files, err := filepath.Glob("default/*.toml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	var taken []string
	for _, name := range files {
		text, err := ReadText(name)
		require.NoError(t, err)
		for _, p := range Lint(text) {
			id, isTaken := strings.CutSuffix(strings.TrimPrefix(p.Msg, "rule "), " exists already")
			if p.ID != "duplicate-id" || !isTaken {
				t.Error(p.Error())
				continue
			}
			taken = append(taken, id)
		}
	}
	ids := builtinIDs()
	slices.Sort(taken)
	slices.Sort(ids)
	assert.Equal(t, ids, taken)
}

func TestDailyWork(t *testing.T) {
	all := Everyday()
	assert.GreaterOrEqual(t, len(all), 300)
	for _, text := range all {
		assert.Less(t, Builtin().Evaluate(testCommand(text), testWorld()).Decision, Ask, text)
	}
}

func TestFix(t *testing.T) {
	wrong := "# ours\n\n[rule.seed]\nmatch = [\"make seed\"]\ndecision = \"Deny\" # no\nreason = \"r\"\n"
	want := "# ours\nversion = 1\n\n[rule.seed]\nmatch = [\"make seed\"]\ndecision = \"deny\" # no\nreason = \"r\"\n"
	assert.Equal(t, want, string(Fix(Text{"p", []byte(wrong)})))
	assert.Equal(t, want, string(Fix(Text{"p", []byte(want)})))
	assert.Equal(t, "[rule", string(Fix(Text{"p", []byte("[rule")})))
}

// Each message of the compiler belongs to a check that says more than that the
// file cannot be read, unless it says just that.
func TestCheckOfEveryMistake(t *testing.T) {
	data, err := os.ReadFile("../internal/lang/testdata/mistakes.txt")
	require.NoError(t, err)
	message := regexp.MustCompile(`^p\.toml(:\d+:\d+)?: (.*)$`)
	unreadable := []string{"expected value but found '=' instead", "key 'version' has already been defined", "nested deeper than 16 levels", "strings cannot contain newlines"}
	n := 0
	for line := range strings.Lines(string(data)) {
		m := message.FindStringSubmatch(strings.TrimSuffix(line, "\n"))
		if m == nil {
			continue
		}
		n++
		assert.Equal(t, slices.Contains(unreadable, m[2]), checkOf(m[2]) == "syntax", m[2])
	}
	assert.Greater(t, n, 100)
	assert.Equal(t, "bad-pattern", checkOf(`unexpected "a of tool \" of tool b" in rule x`))
}

// Whatever becomes of a policy: no panic, and every problem has a check and a
// place in the file.
func TestLintMutants(t *testing.T) {
	data, err := os.ReadFile("../examples/production.toml")
	require.NoError(t, err)
	var ids []string
	for _, c := range Checks() {
		ids = append(ids, c.ID)
	}
	r := rand.New(rand.NewPCG(1, 2))
	faulty := 0
	for range 100 {
		text := mutant(r, string(data))
		lines := strings.Split(text, "\n")
		got := Lint(Text{"p.toml", []byte(text)})
		if len(got) > 0 {
			faulty++
		}
		for _, p := range got {
			assert.Contains(t, ids, p.ID, p.Msg)
			assert.LessOrEqual(t, p.Line, len(lines), p.Msg)
			assert.True(t, p.Line > 0 || p.ID == "no-version" || p.ID == "syntax", "%s: %s", p.Error(), text)
		}
		Fix(Text{"p.toml", []byte(text)})
	}
	t.Logf("%d of 100 have a problem", faulty)
	assert.Greater(t, faulty, 50)
}

// mutant is a text with a few bytes dropped, doubled or put elsewhere, or cut.
func mutant(r *rand.Rand, text string) string {
	for range 1 + r.IntN(3) {
		i := r.IntN(len(text))
		j := min(len(text), i+1+r.IntN(4))
		switch r.IntN(4) {
		case 0:
			text = text[:i] + text[j:]
		case 1:
			text = text[:i] + text[i:j] + text[i:]
		case 2:
			k := r.IntN(len(text))
			text = text[:k] + text[i:j] + text[k:]
		case 3:
			if r.IntN(4) == 0 {
				text = text[:max(i, 1)]
			} else {
				text = text[:i] + string(rune(' '+r.IntN(95))) + text[j:]
			}
		}
	}
	return text
}

func TestChecks(t *testing.T) {
	all := Checks()
	assert.True(t, slices.IsSortedFunc(all, func(a, b Check) int { return strings.Compare(a.ID, b.ID) }))
	for _, c := range all {
		assert.NotContains(t, builtinIDs(), c.ID, "a check must not be called as a rule is")
	}
}

func builtinIDs() (ids []string) {
	for _, r := range Builtin().Rules() {
		ids = append(ids, r.ID)
	}
	return ids
}

// A thousand rules are looked at, and none of them is wrong. How long that takes
// is what BenchmarkLint measures.
func TestLintManyRules(t *testing.T) {
	assert.Empty(t, Lint(manyRules(1000)))
	assert.Empty(t, Lint(knownRules(1000)))
	assert.Len(t, Lint(wrongRules(1000)), 1000)
}

// Lines move with the comments before them, and words of other languages become
// ours; what is written stays what it was.
func TestFixOrderAndWords(t *testing.T) {
	wrong := "\ufeffversion = 1\n\n[rule.seed] # head\n# why\nreason = \"r\" # really\nhits = [\n  \"make seed\", # one\n]\n\naction = \"block\"\n# what\npattern = [\"make seed\"]\nmisses = [\"make\"]\n\n# next\n[rule.other]\nmatch = [\"x y\"]\ndecision = \"Warn\"\nreason = \"r\"\n"
	want := "\ufeffversion = 1\n\n[rule.seed] # head\n# what\nmatch = [\"make seed\"]\n\ndecision = \"deny\"\n# why\nreason = \"r\" # really\nhits = [\n  \"make seed\", # one\n]\nmisses = [\"make\"]\n\n# next\n[rule.other]\nmatch = [\"x y\"]\ndecision = \"note\"\nreason = \"r\"\n"
	assert.Equal(t, want, string(Fix(Text{"p", []byte(wrong)})))
}

// Whatever the order of the keys, their values are the same after it is mended,
// and it is mended for good.
func TestFixKeepsValues(t *testing.T) {
	data, err := os.ReadFile("../examples/layers.toml")
	require.NoError(t, err)
	r := rand.New(rand.NewPCG(3, 4))
	for range 50 {
		var lines []string
		for block := range strings.SplitSeq(string(data), "\n\n") {
			head, body, _ := strings.Cut(block, "\n")
			keys := strings.Split(strings.TrimSuffix(body, "\n"), "\n")
			if strings.HasPrefix(head, "[") {
				r.Shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
			}
			lines = append(lines, head+"\n"+strings.Join(keys, "\n")+"\n")
		}
		shuffled := strings.Join(lines, "\n")
		var before, after map[string]any
		_, err := toml.Decode(shuffled, &before)
		require.NoError(t, err, shuffled)
		fixed := Fix(Text{"p", []byte(shuffled)})
		_, err = toml.Decode(string(fixed), &after)
		require.NoError(t, err, string(fixed))
		assert.Equal(t, before, after)
		assert.NotContains(t, lintIDs(string(fixed)), "key-order", string(fixed))
	}
}
