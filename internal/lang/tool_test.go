package lang

import (
	"testing"

	"tagout/internal/catalog"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// one compiles a single tool.
func one(t *testing.T, body string) catalog.Tool {
	t.Helper()
	list, problems := ParseTools("t.toml", []byte("[tool.t]\n"+body))
	require.NoError(t, problems.Err())
	require.Len(t, list, 1)
	return list[0]
}

func TestToolFields(t *testing.T) {
	got := one(t, `
same    = ["u", "["]
options = "posix"
verbs   = ["apply"]
env     = ["T_ARGS", "T_ARGS_*"]
kinds   = ["shell", "fetcher"]
flags   = ["--token"]
secret  = ["--token"]
chdir   = ["--token"]
data    = true
abbrev  = true
filter  = true
copies  = true
keeps   = true
spares  = ["apply"]
`)
	assert.Equal(t, catalog.Tool{
		Name: "t", Same: []string{"u", "["}, Options: catalog.POSIX,
		Opts: []catalog.Opt{{Names: []string{"--token"}, Arg: catalog.Flag}}, Verbs: [][]string{{"apply"}},
		Env: []string{"T_ARGS", "T_ARGS_*"}, Kinds: []string{"shell", "fetcher"}, Secret: []string{"--token"}, Chdir: []string{"--token"},
		Data: true, Abbrev: true, Filter: true, Copies: true, Keeps: true, Spares: []catalog.Cond{{Verb: []string{"apply"}}},
	}, got)
}

func TestStyles(t *testing.T) {
	assert.Equal(t, catalog.GNU, one(t, "").Options, "the default")
	for i, name := range styles {
		assert.Equal(t, catalog.Style(i+1), one(t, "options = \""+name+"\"").Options)
	}
	assert.Equal(t, catalog.None, catalog.Style(len(styles)))
}

func TestOptions(t *testing.T) {
	got := one(t, `
verbs    = ["plan", "apply", "state rm"]
values   = ["-f|--file", "plan|state rm: -o|--out"]
optional = ["--color"]
flags    = ["-a", "apply: -f", "+x", "-d"]
implies  = ["-a = -d -g", "--all = -a", "apply: -f = -d"]
`)
	assert.Equal(t, []catalog.Opt{
		{Names: []string{"-f", "--file"}, Arg: catalog.Value},
		{Names: []string{"-o", "--out"}, Arg: catalog.Value, Verbs: []string{"plan", "state rm"}},
		{Names: []string{"--color"}, Arg: catalog.Optional},
		{Names: []string{"-a"}, Arg: catalog.Flag, Implies: []string{"-d", "-g"}},
		{Names: []string{"-f"}, Arg: catalog.Flag, Verbs: []string{"apply"}, Implies: []string{"-d"}},
		{Names: []string{"+x"}, Arg: catalog.Flag},
		{Names: []string{"-d"}, Arg: catalog.Flag},
		{Names: []string{"--all"}, Arg: catalog.Flag, Implies: []string{"-a"}},
	}, got.Opts)
}

// "--" may be listed among the flags by a tool to which it says something.
func TestEndOfOptionsAsAFlag(t *testing.T) {
	assert.Equal(t, []catalog.Opt{{Names: []string{"--"}, Arg: catalog.Flag}}, one(t, `flags = ["--"]`).Opts)
}

func TestVerbs(t *testing.T) {
	tests := []struct {
		name, body string
		want       [][]string
	}{
		{"longest first", `verbs = ["b", "a c", "a"]`, [][]string{{"a", "c"}, {"a"}, {"b"}}},
		{"alternatives", `verbs = ["state list|show", "a|b c|d"]`,
			[][]string{{"a", "c"}, {"a", "d"}, {"b", "c"}, {"b", "d"}, {"state", "list"}, {"state", "show"}}},
		{"any word last", `verbs = ["* *", "s3 *", "s3 rm"]`, [][]string{{"s3", "rm"}, {"s3", "*"}, {"*", "*"}}},
		{"twice", `verbs = ["a", "a"]`, [][]string{{"a"}}},
		{"from effects", "flags = [\"-x\"]\nverbs = [\"a\"]\npure = [\"p\"]\nread = [\"r s|t\"]\nwrite = [\"w -x\"]\ndestroy = [\"-x\"]",
			[][]string{{"r", "s"}, {"r", "t"}, {"a"}, {"p"}, {"w"}}},
		{"from runs", `runs = [{ how = "rest", when = "exec" }]`, [][]string{{"exec"}}},
		{"a group adds nothing", "verbs = [\"state rm\"]\nwrite = [\"state\"]", [][]string{{"state", "rm"}}},
		{"a glob that a verb fits", "verbs = [\"delete-db\", \"* *\"]\ndestroy = [\"delete-*\", \"rds rm-*\"]", [][]string{{"*", "*"}, {"delete-db"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { assert.Equal(t, tt.want, one(t, tt.body).Verbs) })
	}
}

func TestConditions(t *testing.T) {
	got := one(t, `
verbs   = ["apply", "state rm"]
flags   = ["-destroy", "-n"]
values  = ["--mode"]
pure    = ["apply -n !-destroy"]
read    = ["state rm|mv"]
write   = ["--mode=Compl*"]
destroy = ["apply !--mode=x"]
dry     = ["-n"]
`)
	assert.Equal(t, []catalog.Cond{{Verb: []string{"apply"}, On: []string{"-n"}, Off: []string{"-destroy"}}}, got.Pure)
	assert.Equal(t, []catalog.Cond{{Verb: []string{"state", "rm|mv"}}}, got.Read)
	assert.Equal(t, []catalog.Cond{{On: []string{"--mode=Compl*"}}}, got.Write)
	assert.Equal(t, []catalog.Cond{{Verb: []string{"apply"}, Off: []string{"--mode=x"}}}, got.Destroy)
	assert.Equal(t, []catalog.Cond{{On: []string{"-n"}}}, got.Dry)
}

func TestRoles(t *testing.T) {
	got := one(t, `
verbs   = ["cp", "mv"]
flags   = ["-t"]
values  = ["-o|--out"]
reads   = ["@*", "@2", "@2..", "@-1", "@..-2", "@..3", "@2..4"]
writes  = ["@-o", "cp|mv !-t @--out"]
appends = ["@of="]
deletes = ["mv @..-2"]
`)
	assert.Equal(t, []catalog.Role{
		{From: 1, To: -1}, {From: 2}, {From: 2, To: -1}, {From: -1}, {From: 1, To: -2}, {From: 1, To: 3}, {From: 2, To: 4},
	}, got.Reads)
	assert.Equal(t, []catalog.Role{
		{Option: "-o"}, {Option: "--out", Cond: catalog.Cond{Verb: []string{"cp|mv"}, Off: []string{"-t"}}},
	}, got.Writes)
	assert.Equal(t, []catalog.Role{{Option: "of"}}, got.Appends)
	assert.Equal(t, []catalog.Role{{From: 1, To: -2, Cond: catalog.Cond{Verb: []string{"mv"}}}}, got.Deletes)
}

func TestRuns(t *testing.T) {
	got := one(t, `
values = ["-c", "-v"]
runs = [
  { how = "rest", when = "exec", from = 2, place = "exec", at = 1, assigns = true, append = true },
  { how = "script", options = ["-c"], lang = "python" },
  { how = "joined" },
  { how = "between", options = ["-exec", "-ok"], until = [";", "+"] },
  { how = "stdin" },
  { how = "file", from = 1, binds = ["-v"], place = "" },
]`)
	assert.Equal(t, []catalog.Run{
		{Cond: catalog.Cond{Verb: []string{"exec"}}, How: catalog.Rest, From: 2, Place: "exec", At: 1, Assigns: true, Append: true},
		{How: catalog.Script, Options: []string{"-c"}, Lang: "python"},
		{How: catalog.Joined},
		{How: catalog.Between, Options: []string{"-exec", "-ok"}, Until: []string{";", "+"}},
		{How: catalog.Stdin},
		{How: catalog.File, From: 1, Binds: []string{"-v"}},
	}, got.Runs)
}

// A tool with a mistake is kept, so that patterns do not seem wrong for its sake.
func TestToolWithAMistakeIsKept(t *testing.T) {
	f, problems := Parse("p.toml", []byte(`
[tool.t]
verbs = ["apply"]
bogus = 1
[rule.x]
match = "t apply"
decision = "ask"
reason = "r"
[rule.y]
match = "t aply"
decision = "ask"
reason = "r"
`), nil)
	require.Len(t, problems, 2)
	assert.Equal(t, "t", problems[0].Rule)
	assert.Equal(t, "y", problems[1].Rule)
	require.Len(t, f.Tools, 1)
	require.Len(t, f.Rules, 1)
	assert.Equal(t, "x", f.Rules[0].ID)
}
