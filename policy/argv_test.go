package policy

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tagout/internal/catalog"
	"tagout/internal/reach"
	"tagout/internal/shell"
)

// TestArgv: words that no shell reads any more are judged as they are.
func TestArgv(t *testing.T) {
	for _, tt := range []struct {
		argv []string
		want Decision
		rule string
	}{
		{[]string{"terraform", "destroy"}, Deny, "terraform-destroy"},
		{[]string{"/usr/bin/terraform", "-chdir=a b", "destroy", "-auto-approve"}, Deny, "terraform-destroy"},
		{[]string{"terraform", "plan"}, None, ""},
		{[]string{"terraform destroy"}, None, ""},      // a program of that name
		{[]string{"terraform", "'destroy'"}, None, ""}, // quotes are no quotes here
		{[]string{"terraform", "plan", ";", "terraform", "destroy"}, None, ""},
		{[]string{"terraform", "plan", "$(terraform destroy)"}, None, ""},
		{[]string{"git", "commit", "-m", "terraform destroy"}, None, ""},
		{[]string{"bash", "-c", "cd x && terraform destroy"}, Deny, "terraform-destroy"},
		{[]string{"bash", "-lc", "terraform plan"}, None, ""},
		{[]string{"sudo", "terraform", "destroy"}, Deny, "terraform-destroy"},
		{[]string{"env", "A=1", "bash", "-c", `terraform "$0"`, "destroy"}, Deny, "terraform-destroy"},
	} {
		v := Builtin().Evaluate(Exec(tt.argv, "/src"), World{})
		assert.Equal(t, tt.want, v.Decision, "%q: %v", tt.argv, v.Findings)
		if tt.rule != "" && assert.NotEmpty(t, v.Findings, "%q", tt.argv) {
			assert.Equal(t, tt.rule, v.Findings[0].Rule, "%q", tt.argv)
		}
	}
}

// TestArgvInput: what a call reads is judged with it.
func TestArgvInput(t *testing.T) {
	judge := func(in *Input, argv ...string) Decision {
		c := Exec(argv, "/src")
		c.Stdin = in
		return Builtin().Evaluate(c, World{}).Decision
	}
	assert.Equal(t, Deny, judge(&Input{Text: "cd infra\nterraform destroy\n"}, "bash", "-s"))
	assert.Equal(t, None, judge(&Input{Text: "ls"}, "bash"))
	assert.Equal(t, None, judge(nil, "bash", "--norc"))
	assert.Equal(t, Deny, judge(&Input{Text: "DROP DATABASE shop"}, "psql", "shop"))
	assert.Equal(t, None, judge(&Input{Text: "SELECT 1"}, "psql", "shop"))
	assert.Equal(t, None, judge(&Input{Text: "DROP DATABASE shop"}, "cat"))
}

// TestArgvRedacted: the record tells words without their secrets.
func TestArgvRedacted(t *testing.T) {
	c := Exec([]string{"mysql", "-ps3cr3t", "-e", "drop database shop"}, "/src")
	assert.NotContains(t, Builtin().Redact(c, World{}).Text, "s3cr3t")
	assert.Contains(t, Builtin().Redact(c, World{}).Text, "mysql")
}

// FuzzArgv: the words that are judged are those that were given, byte for byte,
// whatever stands in them; and their text names each where the span says so.
func FuzzArgv(f *testing.F) {
	for _, s := range []string{"terraform\x00destroy", "rm\x00-rf\x00*", "p\x00$(x)\x00'a b'\x00", "p\x00~\x00{a,b}\x00\\\x00#", "é\x00\xff\x00\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, joined string) {
		argv := strings.Split(joined, "\x00")
		text, spans := shell.Spell(argv)
		require.Len(t, spans, len(argv))
		for _, s := range spans {
			require.True(t, 0 <= s.Start && s.Start < s.End && s.End <= len(text))
		}
		for _, d := range []shell.Dialect{shell.Bash, shell.POSIX, shell.Zsh, shell.Fish} {
			found, problems := reach.Argv(argv, shell.Input{}, shell.Config{Dialect: d, Dir: "/"}, toolless{})
			require.Empty(t, problems)
			require.NotEmpty(t, found)
			var got []string
			for _, w := range found[0].Call.Words {
				s, known := w.Known()
				require.True(t, known)
				got = append(got, s)
			}
			require.True(t, slices.Equal(argv, got), "%q became %q", argv, got)
		}
		Builtin().Evaluate(Exec(argv, "/"), World{})
	})
}

// toolless is a catalogue that knows no tool.
type toolless struct{}

func (toolless) Tool(string) *catalog.Tool { return nil }
func (toolless) Policed(string) bool       { return false }
