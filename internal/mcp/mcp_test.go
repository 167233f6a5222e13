package mcp

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tagout/internal/rule"
	"tagout/internal/tree"
)

func call(t *testing.T, input string) *Call {
	t.Helper()
	n, err := tree.Parse([]byte(input))
	require.NoError(t, err)
	return &Call{Names: []Name{{"srv", "tool"}}, Input: n}
}

func TestRender(t *testing.T) {
	for _, c := range []struct{ as, input, want string }{
		{"bash -c {command}", `{"command":"a; b's \"c\""}`, `bash -c 'a; b'\''s "c"'`},
		{"bash -c {cmd|command}", `{"command":"a","cmd":null}`, `bash -c a`},
		{"bash -c 'terraform {command}'", `{"command":"destroy -auto-approve"}`, `bash -c 'terraform destroy -auto-approve'`},
		{"k delete {kind} {name?} -n={ns?}", `{"kind":"pod","name":""}`, `k delete pod`},
		{"k delete {kind} {name?} --force={force?}", `{"kind":"pod","name":"x","force":false}`, `k delete pod x --force=false`},
		{"{argv...}", `{"argv":["rm","-rf","a b",7]}`, `rm -rf 'a b' 7`},
		{"k get {args...} {flags...}", `{"flags":{"o":"wide","all":true,"no":null,"l":["a=b","c"],"--x":"y z","deep":{"k":[1,"\"\n"]}}}`, `k get -o wide --all -l a=b -l c -x 'y z' '--deep={"k":[1,"\"\n"]}'`},
		{"psql -c {s*}", `{"s":["select 1","drop table x"]}`, "psql -c 'select 1'\npsql -c 'drop table x'"},
		{"psql -c {s*}", `{"s":"select 1"}`, "psql -c 'select 1'"},
		{"psql -c {params.sql}", `{"params":{"sql":"x"}}`, "psql -c x"},
		{"ssh {@server} {c}", `{"c":"ls"}`, "ssh srv ls"},
		{`echo "" '{c}'`, `{"c":"{d}"}`, `echo '' '{d}'`},
	} {
		r := Read(call(t, c.input), []*rule.Reading{{ID: "x", As: []string{c.as}}})
		assert.Empty(t, r.Problem, c.as)
		_, got, _ := strings.Cut(r.Text, "\n")
		assert.Equal(t, c.want, got, c.as)
	}
}

// What a row cannot make a command of is told, whatever else it makes.
func TestUnfit(t *testing.T) {
	for _, c := range []struct{ as, input, want string }{
		{"bash -c {command|cmd}", `{}`, "it has no field command or cmd, which mcp row x needs"},
		{"bash -c {command|cmd}", `{"cmd":["a"]}`, "its field cmd is an array, which mcp row x does not take"},
		{"k {name?}", `{"name":{}}`, "its field name is an object, which mcp row x does not take"},
		{"k {args...}", `{"args":"--all"}`, "its field args is a string, which mcp row x does not take"},
		{"k {args...}", `{"args":[["--all"]]}`, "its field args is an array, which mcp row x does not take"},
		{"{argv...}", `{"argv":{"text":"ls"}}`, "its field argv is an object, which mcp row x does not take"},
		{"{argv...}", `{"argv":[]}`, "it has no field argv, which mcp row x needs"},
		{"psql -c {s*}", `{"s":[{"q":1}]}`, "its field s is an array, which mcp row x does not take"},
		{"psql -c {s*}", `{"s":{"q":1}}`, "its field s is an object, which mcp row x does not take"},
	} {
		r := Read(call(t, c.input), []*rule.Reading{{ID: "x", As: []string{c.as}}})
		assert.Equal(t, c.want, r.Problem, c.as+" "+c.input)
		guess := Read(call(t, c.input), []*rule.Reading{{ID: "x", As: []string{c.as}, Guess: true}})
		assert.Equal(t, Reading{Text: guess.Text}, guess, "a guess has no problem and no command")
	}
	either := &rule.Reading{ID: "x", As: []string{"bash -c {command}", "{command...}"}}
	for input, want := range map[string]string{`{"command":"ls -l"}`: "bash -c 'ls -l'", `{"command":["ls","-l"]}`: "ls -l"} {
		r := Read(call(t, input), []*rule.Reading{either})
		assert.Empty(t, r.Problem)
		assert.Equal(t, want, strings.Split(r.Text, "\n")[1])
	}
}

func TestFiles(t *testing.T) {
	row := &rule.Reading{ID: "x", Write: []string{"path", "file"}, Content: []string{"content"}, Dir: []string{"cwd"}}
	r := Read(call(t, `{"file":"a","content":"b","cwd":"d"}`), []*rule.Reading{row})
	assert.Equal(t, []File{{"a", "b", true}}, r.Writes)
	assert.Equal(t, "d", r.Dir)
	r = Read(call(t, `{"path":"a","content":7}`), []*rule.Reading{row})
	assert.Equal(t, []File{{Path: "a"}}, r.Writes, "what is not known is not empty")
	r = Read(call(t, `{"path":7}`), []*rule.Reading{row})
	assert.Contains(t, r.Problem, "no field path or file")
}

func TestNames(t *testing.T) {
	for name, want := range map[string][]Name{
		"mcp__a__b":               {{"a", "b"}},
		"mcp__a__b__c":            {{"a", "b__c"}, {"a__b", "c"}},
		"mcp__plugin_p_s__do":     {{"plugin_p_s", "do"}},
		"mcp__claude_ai_Neon__rm": {{"claude_ai_Neon", "rm"}},
		"mcp_my_db_drop_table":    {{"my", "db_drop_table"}, {"my_db", "drop_table"}, {"my_db_drop", "table"}},
		"@srv/do":                 {{"srv", "do"}},
		"mcp__alone":              {{"", "alone"}},
	} {
		got, ok := Prefixed(name)
		assert.True(t, ok, name)
		assert.Equal(t, want, got, name)
	}
	for _, name := range []string{"Bash", "mcp", "mcp__", "mcp_", "mcpx__a__b", "@srv", ""} {
		_, ok := Prefixed(name)
		assert.False(t, ok, name)
	}
	long, _ := Prefixed("mcp_" + strings.Repeat("a_", 500) + "a")
	assert.Len(t, long, maxNames)
}

// Gateways name a tool by the server that it stands for.
func TestBehind(t *testing.T) {
	for name, want := range map[Name][]Name{
		{"aws-mcp", "aws___call_aws"}: {{"aws-mcp", "aws___call_aws"}, {"aws", "call_aws"}},
		{"", "aws___call_aws"}:        {{"", "aws___call_aws"}, {"aws", "call_aws"}},
		{"a", "b__c"}:                 {{"a", "b__c"}},
		{"a", "___b"}:                 {{"a", "___b"}},
		{"a", "b___"}:                 {{"a", "b___"}},
	} {
		assert.Equal(t, want, Behind([]Name{name}), name)
	}
}

func TestFits(t *testing.T) {
	row := &rule.Reading{Tools: []string{"run-*", "Query"}, Servers: []string{"*db*"}}
	for name, want := range map[Name]bool{
		{"my-DB", "run_sql"}: true, {"db", "query"}: true, {"db", "Run.SQL"}: true, {"web", "query"}: false, {"db", "requery"}: false, {"", "query"}: false,
	} {
		assert.Equal(t, want, Fits(row, &Call{Names: []Name{name}}), name)
	}
	assert.True(t, Fits(row, &Call{Names: []Name{{"web", "x"}, {"db", "query"}}}), "one reading of the name is enough")
}

// FuzzRead proves that nothing which a call holds leaves the words that it fills
// in: each command is read back as words.
func FuzzRead(f *testing.F) {
	f.Add("bash -c {command}", "a'; rm -rf /\n#")
	f.Add("x '{command} y'", "$(z)`q`")
	f.Fuzz(func(t *testing.T, as, value string) {
		tmpl, err := ParseTemplate(as)
		if err != nil {
			return
		}
		c := &Call{Names: []Name{{"s", "t"}}, Input: &tree.Node{Kind: tree.Object, Members: []tree.Member{{Name: "command", Value: &tree.Node{Kind: tree.String, Text: value}}}}}
		lines, what, _ := tmpl.render(c)
		if what != made {
			return
		}
		for _, line := range lines {
			outside := strings.Split(strings.ReplaceAll(line, `'\''`, ""), "'")
			assert.Equal(t, 1, len(outside)%2, line)
			for i := 0; i < len(outside); i += 2 {
				assert.False(t, strings.ContainsAny(outside[i], "\n;&|<>()$`\"\\*?[]#~!{}"), line)
			}
		}
	})
}
