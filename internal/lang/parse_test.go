package lang

import (
	"strings"
	"testing"

	"tagout/internal/rule"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const policyText = `version = 1
default = "ask"

[class]
protected = ["main", "release/*"]
alone     = "one"

[tool.deploy]
verbs = ["now"]

[rule.zulu]
match    = ["deploy now {protected}", "git push -f"]
decision = "deny"
reason   = "r"
instead  = "i"
when     = { branch = ["main", "!wip/*"], harness = "claude" }
hits     = [
  "deploy now main",
  { run = "git push -f", given = { harness = "claude", branch = "main" } },
]
misses   = "deploy"

[rule.alpha]
match    = "ls"
decision = "allow"
reason   = "r"
`

func TestParse(t *testing.T) {
	f, problems := Parse("p.toml", []byte(policyText), tools(t))
	require.NoError(t, problems.Err())
	assert.Equal(t, "p.toml", f.Name)
	assert.Equal(t, rule.Ask, f.Default)
	assert.Equal(t, []rule.Named{{Name: "alone", Globs: []string{"one"}}, {Name: "protected", Globs: []string{"main", "release/*"}}}, f.Classes)
	require.Len(t, f.Tools, 1)
	require.Len(t, f.Rules, 2)

	r := f.Rules[0]
	assert.Equal(t, "zulu", r.ID, "in the order of the file")
	assert.Equal(t, rule.Deny, r.Decision)
	assert.Equal(t, "r", r.Reason)
	assert.Equal(t, "i", r.Instead)
	assert.Equal(t, []rule.When{{Fact: "branch", Any: []string{"main", "!wip/*"}}, {Fact: "harness", Any: []string{"claude"}}}, r.When)
	require.Len(t, r.Match, 2)
	assert.Equal(t, []rule.Item{item(rule.Verb, lit("now")), item(rule.Operand, cls("protected"))}, r.Match[0].Stages[0].Items, "by the file's own grammar")
	assert.Equal(t, []rule.Item{item(rule.Verb, lit("push")), opt("-f")}, r.Match[1].Stages[0].Items, "by the catalogue's")
	assert.Equal(t, rule.Allow, f.Rules[1].Decision)

	assert.Equal(t, []Example{
		{Rule: "zulu", Run: "deploy now main", Hit: true, Line: 18},
		{Rule: "zulu", Run: "git push -f", Given: []Given{{"branch", "main"}, {"harness", "claude"}}, Hit: true, Line: 19},
		{Rule: "zulu", Run: "deploy", Line: 21},
	}, f.Examples)
}

// The file's own grammar goes before the catalogue's of the same name.
func TestOwnToolFirst(t *testing.T) {
	_, problems := Parse("p.toml", []byte(`
[tool.terraform]
verbs = ["fly"]
[rule.x]
match = "terraform fly"
decision = "ask"
reason = "r"
`), tools(t))
	assert.NoError(t, problems.Err())
}

func TestWithoutACatalogue(t *testing.T) {
	f, problems := Parse("p.toml", []byte("[rule.x]\nmatch = \"terraform banana\"\ndecision = \"ask\"\nreason = \"r\""), nil)
	require.NoError(t, problems.Err())
	assert.Equal(t, rule.Operand, f.Rules[0].Match[0].Stages[0].Items[0].Kind)
}

func TestEmptyFile(t *testing.T) {
	for _, text := range []string{"", "\n", "# nothing\n", "\ufeff# after a mark\n", "version = 1"} {
		f, problems := Parse("p.toml", []byte(text), nil)
		assert.NoError(t, problems.Err(), "%q", text)
		f.Marks, f.text = nil, ""
		assert.Equal(t, &File{Name: "p.toml"}, f)
	}
}

// Places are found however TOML spells a table.
func TestPlaces(t *testing.T) {
	tests := []struct{ name, text, at string }{
		{"dotted key", "rule.x.bogus = 1", "1:8"},
		{"quoted keys", "[ \"rule\" . 'x' ]\n\"bo\\u0067us\" = 1", "2:1"},
		{"inline", "rule = { x = { match = 'ls', bogus = 1 } }", "1:30"},
		{"inline over lines", "rule = { x = {\n  match = 'ls', # note\n  bogus = 1,\n} }", "3:3"},
		{"after strings with everything", "[rule.x]\nreason = \"\"\"a\n[b] = ]\\\"\"\"\"\"\ninstead = '''x''y'''\nbogus = 1", "5:1"},
		{"after dates and numbers", "[class]\na = [\n 1979-05-27 07:32:00 , # c ]\n 1_000, +inf,]\n[rule.x]\nbogus = 1", "6:1"},
		{"windows line ends", "[rule.x]\r\nreason = 'r'\r\nbogus = 1\r\n", "3:1"},
		{"super table after its child", "[rule.x.bogus]\n[rule.x]", "1:9"},
		{"after a byte order mark", "\ufeffbogus = 1", "1:1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, problems := Parse("p", []byte(tt.text), nil)
			found := false
			for _, p := range problems {
				if strings.Contains(p.Msg, "bogus") {
					found = true
					assert.True(t, strings.HasPrefix(p.Error(), "p:"+tt.at+": "), p.Error())
				}
			}
			assert.True(t, found, problems.Error())
		})
	}
}
