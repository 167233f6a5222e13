package hook_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tagout/internal/diag"
	"tagout/internal/hook"
	"tagout/policy"
)

// strictPolicy only makes things stricter, so that no part of it may be lost and
// nothing that it turns into makes anything milder.
const strictPolicy = `version = 1
default = "none"
posture = "guard"

[class]
live = ["prod", "prod-*"]

[rule.no-seed]
match = ["npm run seed --env={live}", "make seed"]
decision = "deny"
reason = "overwrites every customer's data"
instead = "npm run seed --env=staging"
hits = ["make seed"]
misses = ["make test", { run = "make all", given = { branch = "main" } }]

[rule.no-tag]
match = ["git tag *"]
decision = "ask"
reason = "starts a release"
when = { branch = ["main", "!wip/*"] }

[override.git-push-force]
decision = "deny"
`

// loosePolicy also relaxes and grants.
const loosePolicy = strictPolicy + `
[exception.sandbox]
rule = ["aws-delete-database", "aws-destroy"]
match = "aws rds delete-db-instance --db-instance-identifier=sandbox-*"
reason = "rebuilt nightly"
until = 2099-01-31

[override.git-reset-hard]
decision = "note"

[rule.tests]
match = ["make test", "ls *"]
decision = "allow"
reason = "run all day"

[tool.deployer]
verbs = ["release"]
flags = ["--dry-run"]
dry = ["--dry-run"]
`

// proposals are commands that the policies above, or the built-in one, speak of,
// and some of which nobody does.
func proposals() []string {
	return []string{
		"make seed", "sudo make seed", "npm run seed --env=prod", "npm run seed --env=prod-eu", "npm run seed --env=dev", "make test", "make all",
		"git tag v1", "git push --force", "git push", "git reset --hard", "git status", "ls", "ls -la src", "cat README.md", "ls > out",
		"aws rds delete-db-instance --db-instance-identifier=sandbox-1", "aws rds delete-db-instance --db-instance-identifier=live",
		"terraform destroy", "terraform plan", "rm -rf build", "rm -rf /", "deployer release", "deployer release --dry-run", "ls; make seed",
	}
}

// mutation changes a policy. A broken one is no policy any more, a same one says
// the same; of others neither is known.
type mutation struct {
	name         string
	broken, same bool
	change       func(r *rand.Rand, text string) string
}

func mutations() []mutation {
	put := func(s string) func(*rand.Rand, string) string {
		return func(r *rand.Rand, text string) string {
			i := r.IntN(len(text))
			return text[:i] + s + text[i:]
		}
	}
	line := func(add string) func(*rand.Rand, string) string {
		return func(r *rand.Rand, text string) string {
			lines := strings.SplitAfter(text, "\n")
			return inserted(lines, r.IntN(len(lines)), add)
		}
	}
	value := func(v string) func(*rand.Rand, string) string {
		return func(r *rand.Rand, text string) string { return withValue(r, text, v) }
	}
	replaced := func(pairs ...string) func(*rand.Rand, string) string {
		return func(_ *rand.Rand, text string) string { return strings.NewReplacer(pairs...).Replace(text) }
	}
	return []mutation{
		{"a byte dropped", false, false, func(r *rand.Rand, s string) string { i := r.IntN(len(s)); return s[:i] + s[i+1:] }},
		{"a byte doubled", false, false, func(r *rand.Rand, s string) string { i := r.IntN(len(s)); return s[:i+1] + s[i:] }},
		{"two bytes swapped", false, false, func(r *rand.Rand, s string) string {
			i := r.IntN(len(s) - 1)
			return s[:i] + s[i+1:i+2] + s[i:i+1] + s[i+2:]
		}},
		{"a byte changed", false, false, func(r *rand.Rand, s string) string {
			i := r.IntN(len(s))
			return s[:i] + string(rune(' '+r.IntN(95))) + s[i+1:]
		}},
		{"cut", false, false, func(r *rand.Rand, s string) string { return s[:1+r.IntN(len(s)-1)] }},
		{"a line dropped", false, false, func(r *rand.Rand, s string) string {
			lines := strings.SplitAfter(s, "\n")
			i := r.IntN(len(lines))
			return strings.Join(lines[:i], "") + strings.Join(lines[i+1:], "")
		}},
		{"a line doubled", false, false, func(r *rand.Rand, s string) string {
			lines := strings.SplitAfter(s, "\n")
			i := r.IntN(len(lines))
			return inserted(lines, i, lines[i])
		}},
		{"NUL", true, false, put("\x00")},
		{"not UTF-8", true, false, put("\xff")},
		{"overlong", true, false, put("\xc0\xaf")},
		{"ten megabytes", true, false, func(_ *rand.Rand, s string) string { return s + strings.Repeat("# filler\n", 10<<20/9) }},
		{"ten megabytes on a line", true, false, func(_ *rand.Rand, s string) string { return s + "# " + strings.Repeat("x", 10<<20) }},
		{"deep arrays", true, false, line("x = " + strings.Repeat("[", 50000) + "\n")},
		{"deep tables", true, false, line("x = " + strings.Repeat("{a=", 50000) + "\n")},
		{"deep keys", true, false, line(strings.Repeat("a.", 50000) + "a = 1\n")},
		{"a huge array", false, false, line("match = [" + strings.Repeat("\"x y\",", 30000) + "]\n")},
		{"a number", true, false, value("7")},
		{"a fraction", true, false, value("1.5")},
		{"a boolean", true, false, value("true")},
		{"a date", true, false, value("2027-01-31T10:00:00Z")},
		{"a table", true, false, value("{ a = 1 }")},
		{"mixed elements", true, false, value(`[1, "a", [2]]`)},
		{"an unclosed string", true, false, value(`"make`)},
		{"an unclosed multi-line string", true, false, value(`"""make`)},
		{"a bad escape", true, false, value(`"\q"`)},
		{"no value", true, false, value("")},
		{"two values", true, false, value(`"a" "b"`)},
		{"a key twice", true, false, replaced(`reason = `, "reason = \"x\"\nreason = ")},
		{"a table twice", true, false, func(_ *rand.Rand, s string) string { return s + "\n[rule.no-seed]\nmatch = [\"x y\"]\n" }},
		{"an array of tables", true, false, replaced("[rule.no-seed]", "[[rule.no-seed]]")},
		{"dots in an id", true, false, replaced("[rule.no-seed]", "[rule.no.seed]")},
		{"a key's typo", true, false, replaced("decision", "desicion")},
		{"a table's typo", true, false, replaced("[override", "[overide")},
		{"a decision's typo", true, false, replaced(`"deny"`, `"denny"`)},
		{"another language's word", true, false, replaced(`"deny"`, `"block"`)},
		{"another language's key", true, false, replaced("decision", "action")},
		{"a capital", true, false, replaced(`"deny"`, `"Deny"`)},
		{"a fact's typo", true, false, replaced("branch = [", "brnach = [")},
		{"a verb's typo", true, false, replaced("git tag", "git tga")},
		{"UTF-16", true, false, func(_ *rand.Rand, s string) string {
			return "\xff\xfe" + strings.Join(strings.Split(s, ""), "\x00") + "\x00"
		}},
		{"CR alone", true, false, replaced("\n", "\r")},
		{"CRLF", false, true, replaced("\n", "\r\n")},
		{"a byte order mark", false, true, func(_ *rand.Rand, s string) string { return "\ufeff" + s }},
		{"no line end", false, true, func(_ *rand.Rand, s string) string { return strings.TrimRight(s, "\n") }},
		{"literal strings", false, true, replaced(`["make seed"]`, `['make seed']`, `"deny"`, `'deny'`)},
		{"multi-line strings", false, true, replaced(`"deny"`, `"""deny"""`, `"make seed"`, "'''make seed'''")},
		{"escapes", false, true, replaced(`"deny"`, `"\u0064eny"`, `"make seed"`, `"make\u0020seed"`)},
		{"quoted keys", false, true, replaced("\ndecision", "\n\"decision\"", "[rule.no-seed]", `[ "rule" . 'no-seed' ]`)},
		{"dotted keys", false, true, dotted},
		{"inline tables", false, true, inlined},
		{"tables apart", false, true, replaced("when = { branch = [\"main\", \"!wip/*\"] }\n", "[rule.no-tag.when]\nbranch = [\"main\", \"!wip/*\"]\n")},
		{"comments", false, true, replaced("\n", " # x\n")},
	}
}

func inserted(lines []string, at int, add string) string {
	return strings.Join(lines[:at], "") + add + strings.Join(lines[at:], "")
}

// withValue puts another value in the place of one that is a string or a list.
func withValue(r *rand.Rand, text, value string) string {
	lines := strings.Split(text, "\n")
	for {
		i := r.IntN(len(lines))
		key, old, ok := strings.Cut(lines[i], " = ")
		if ok && key != "version" && strings.HasPrefix(old, `"`) {
			lines[i] = key + " = " + value
			return strings.Join(lines, "\n")
		}
	}
}

// dotted writes every table's keys with the table's name before them.
func dotted(_ *rand.Rand, text string) string {
	var b strings.Builder
	table := ""
	for line := range strings.Lines(text) {
		switch {
		case strings.HasPrefix(line, "["):
			table = strings.Trim(line, "[]\n") + "."
		case strings.Contains(line, " = "):
			b.WriteString(table + line)
		}
	}
	return b.String()
}

// inlined writes every table on a line of its own.
func inlined(_ *rand.Rand, text string) string {
	var b strings.Builder
	open := ""
	for line := range strings.Lines(text) {
		switch {
		case strings.HasPrefix(line, "["):
			b.WriteString(open + strings.Trim(line, "[]\n") + " = {")
			open = "}\n"
		case strings.Contains(line, " = ") && open != "":
			sep := ", "
			if strings.HasSuffix(b.String(), "{") {
				sep = " "
			}
			b.WriteString(sep + strings.TrimSpace(line))
		default:
			b.WriteString(line)
		}
	}
	return strings.ReplaceAll(b.String()+open, "\n}", "}")
}

// answers are what the hook says to the proposals with a policy in a layer.
func answers(t testing.TB, sources ...policy.Source) []policy.Decision {
	t.Helper()
	p, err := policy.Layered(sources...)
	host := hook.Host{World: world(), Deadline: time.Minute, Dir: "/src",
		Judge: func(...string) (hook.Judge, error) { return p, err }}
	var out []policy.Decision
	for _, text := range proposals() {
		var reply, errs bytes.Buffer
		event, err := json.Marshal(map[string]any{"session_id": "s", "cwd": "/src", "hook_event_name": "PreToolUse", "tool_name": "Bash", "tool_input": map[string]any{"command": text}})
		require.NoError(t, err)
		require.Zero(t, hook.Run("claude", bytes.NewReader(event), &reply, &errs, host), errs.String())
		var answer struct {
			HookSpecificOutput struct{ PermissionDecision string }
		}
		d := policy.None
		if reply.Len() > 0 {
			require.NoError(t, json.Unmarshal(reply.Bytes(), &answer))
			switch answer.HookSpecificOutput.PermissionDecision {
			case "deny":
				d = policy.Deny
			case "ask":
				d = policy.Ask
			case "allow":
				d = policy.Allow
			}
		}
		out = append(out, d)
	}
	return out
}

func world() policy.World {
	w := policy.RealWorld()
	w.Getenv = func(name string) (string, bool) {
		if name == "HOME" {
			return "/home/u", true
		}
		return "", false
	}
	return w
}

func layerOf(l policy.Layer, text string) policy.Source {
	return policy.Source{Layer: l, File: "p.toml", Data: []byte(text)}
}

func layers() []policy.Layer {
	return []policy.Layer{policy.ManagedLayer, policy.UserLayer, policy.ProjectLayer, policy.UntrustedLayer}
}

// A policy that was changed by accident or with intent, in any layer: what is
// broken is told with its place, what says the same does the same, and no command
// is decided more mildly than both without the file and by the file as it was. Of
// a broken file that holds for all; of one that still is a policy where what it
// was made from relaxes nothing, since an exception that was made wider says so.
// A question in the place of a refusal is no silence.
func TestMutatedPolicies(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	without := answers(t)
	mutants, broken := 0, 0
	for _, from := range []string{strictPolicy, loosePolicy} {
		for _, layer := range layers() {
			was := answers(t, layerOf(layer, from))
			for _, m := range mutations() {
				text := m.change(r, from)
				mutants++
				name := fmt.Sprintf("%s in %s\n%.2000s", m.name, layer, text)
				isBroken := placed(t, name, layerOf(layer, text))
				if layer == policy.UserLayer {
					linted(t, name, text, isBroken)
				}
				if isBroken {
					broken++
				}
				if m.broken {
					assert.True(t, isBroken, name)
				}
				if m.same {
					assert.False(t, isBroken, name)
				}
				if !isBroken && !m.same && from == loosePolicy {
					continue
				}
				now := answers(t, layerOf(layer, text))
				for i, text := range proposals() {
					if m.same {
						assert.Equal(t, was[i], now[i], "%s\n%s", text, name)
						continue
					}
					assert.GreaterOrEqual(t, now[i], min(without[i], was[i], policy.Ask), "%s: %s without, %s before, %s now\n%s", text, without[i], was[i], now[i], name)
				}
			}
		}
	}
	t.Logf("%d mutants, %d of them broken", mutants, broken)
	assert.Greater(t, mutants, 400)
	assert.Greater(t, broken, 250)
}

// linted checks that lint tells of a broken policy as an error, and gives each
// problem a check and a place; a file without a version has no place for that.
func linted(t testing.TB, name, text string, broken bool) {
	t.Helper()
	errs := 0
	for _, p := range policy.Lint(policy.Text{Name: "p.toml", Data: []byte(text)}) {
		if p.Level == diag.Error {
			errs++
		}
		if p.ID == "" || (p.Line < 1 || p.Col < 1) && p.ID != "no-version" {
			t.Errorf("no check or no place: %.300s\n%s", p.Error(), name)
		}
	}
	assert.False(t, broken && errs == 0, "lint says nothing of %s", name)
}

// placed reports whether a policy is broken, and complains where a mistake has no
// place in the file.
func placed(t testing.TB, name string, s policy.Source) bool {
	t.Helper()
	_, err := policy.Layered(s)
	var bad *policy.Broken
	if !errors.As(err, &bad) {
		return false
	}
	lines := 1 + bytes.Count(s.Data, []byte("\n"))
	for _, p := range bad.Problems {
		if p.File != s.File || p.Line < 1 || p.Line > lines || p.Col < 1 {
			t.Errorf("no place: %.300s\n%s", p.Error(), name)
		}
	}
	return true
}

// FuzzPolicy: whatever a person's own file holds, it is read in its bounds, each
// mistake has a place, and while there is one nothing of it is silent that was
// not without it.
func FuzzPolicy(f *testing.F) {
	r := rand.New(rand.NewPCG(2, 2))
	f.Add([]byte(strictPolicy))
	f.Add([]byte(loosePolicy))
	for _, m := range mutations() {
		if text := m.change(r, loosePolicy); len(text) < 10000 {
			f.Add([]byte(text))
		}
	}
	without := answers(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		s := layerOf(policy.UserLayer, string(data))
		policy.Fix(policy.Text{Name: s.File, Data: data})
		if !placed(t, "", s) {
			return
		}
		now := answers(t, s)
		for i := range without {
			if now[i] < min(without[i], policy.Ask) {
				t.Errorf("%s: %s without, %s with\n%s", proposals()[i], without[i], now[i], data)
			}
		}
	})
}
