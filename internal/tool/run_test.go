package tool

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"tagout/internal/catalog"
	"tagout/internal/word"
)

// showRun writes a carried program in one line.
func showRun(c *Carried) string {
	how := [...]string{catalog.Rest: "rest", catalog.Script: "script", catalog.Joined: "joined",
		catalog.Between: "between", catalog.Stdin: "stdin", catalog.File: "file", catalog.Target: "target", catalog.Written: "written"}[c.Run.How]
	parts := []string{how}
	for _, p := range []struct{ name, text string }{
		{"env", spell(c.Assigns)}, {"at", c.Place.String()}, {"binds", spell(c.Binds)}, {"words", spell(c.Words)},
		{"text", c.Text.Spelling()}, {"file", c.File.String()}, {"args", spell(c.Args)},
	} {
		if p.text != "" {
			parts = append(parts, p.name+"["+p.text+"]")
		}
	}
	return strings.Join(parts, " ")
}

func TestRuns(t *testing.T) {
	tests := []struct {
		name, line string
		want       []string // of the first reading
	}{
		{"rest", "sudo -u root rm -rf -- /", []string{"rest words[rm -rf -- /]"}},
		{"rest after --", "sudo -- rm x", []string{"rest words[rm x]"}},
		{"rest with assignments", "sudo A=1 B=$X -u root rm C=2", []string{"rest env[A=1 B=$X] words[rm C=2]"}},
		{"rest of nothing", "sudo -l", nil},
		{"rest of a loose word", "sudo $CMD", []string{"rest words[$CMD]"}},
		{"rest after a loose word", "sudo $OPTS rm x", []string{"rest words[rm x]"}},
		{"rest goes before stdin", "sudo -s ls", []string{"rest words[ls]"}},
		{"stdin where nothing else is", "sudo -s", []string{"stdin"}},
		{"rest in a pod", "kubectl exec -n p pod -- rm -rf /", []string{"rest at[pod] words[rm -rf /]"}},
		{"rest of another verb", "kubectl get pod -- rm", nil},
		{"rest of a carried --", "kubectl exec pod sh -- x", []string{"rest at[pod] words[sh -- x]"}},
		{"split text", `env -S "bash" x`, []string{"rest words[bash x]"}},
		{"env's dash", "env - A=1 ls -", []string{"rest env[A=1] words[ls -]"}},
		{"assignments only", "env A=1", nil},
		{"xargs", "xargs -I {} rm {}", []string{"rest words[rm {}]"}},
		{"xargs of nothing", "xargs -0", nil},
		{"joined", "ssh -p 22 box sudo rm -rf $X", []string{"joined at[box] text[sudo rm -rf $X]"}},
		{"joined of nothing", "ssh box", nil},
		{"script", "bash -c ls a b", []string{"script text[ls] args[a b]"}},
		{"script, bundled", "bash -lc ls", []string{"script text[ls]"}},
		{"script, bundled first", "bash -cx ls", []string{"script text[ls]"}},
		{"script after more options", "bash -c -e -- ls", []string{"script text[ls]"}},
		{"script of an unknown", "bash -c $X", []string{"script text[$X]"}},
		{"script of a value", "python -c print a", []string{"script text[print] args[a]"}},
		{"script of nothing", "bash -c", nil},
		{"file", "bash -x a.sh -c b", []string{"file file[a.sh] args[a.sh -c b]"}},
		{"file of an unknown", "bash $X", []string{"file file[$X] args[$X]"}},
		{"file is standard input", "bash - a", []string{"stdin"}},
		{"stdin", "sh", []string{"stdin"}},
		{"stdin with arguments", "sh -s -- a", []string{"stdin args[sh a]"}},
		{"neither", "python -m http.server", nil},
		{"between", "find a -exec rm {} ; -ok ls {} +", []string{"between words[rm {}]", "between words[ls {}]"}},
		{"between nothing", "find a -exec ;", nil},
		{"operand is the script", "awk -F : BEGIN{} a b", []string{"script text[BEGIN{}] args[a b]"}},
		{"no script operand", "awk -f prog a", nil},
		{"after --", "chamber exec a b -- rm -rf -- x", []string{"between words[rm -rf -- x]"}},
		{"-- of another verb", "chamber list -- rm", nil},
		{"container", "docker run --rm -v /a:/b -it img rm -rf /b", []string{"rest at[img] binds[/a:/b] words[rm -rf /b]"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			inv := first(tt.line)
			for i := range inv.Runs {
				got = append(got, showRun(&inv.Runs[i]))
			}
			assert.Equal(t, tt.want, got)
		})
	}
}

// TestLoosePlace checks that an unquoted unknown is also read as one word
// where places count.
func TestLoosePlace(t *testing.T) {
	invs := Parse(testRows, words("ssh $HOST rm -rf /"), nil)
	var got []string
	for i := range invs {
		for j := range invs[i].Runs {
			got = append(got, showRun(&invs[i].Runs[j]))
		}
	}
	assert.Contains(t, got, "joined at[$HOST] text[rm -rf /]")
}

func TestBinds(t *testing.T) {
	tests := []struct{ value, want string }{
		{"/a:/b", "/a:/b"}, {"/a:/b:rw", "/a:/b"}, {"/a:/b:ro", ""}, {"/a:/b:ro,z", ""}, {"./a:/b", "./a:/b"}, {"vol:/b", "vol:/b"}, {"vol:/b:ro", ""},
		{"/a", ""}, {"$PWD:/b", "$PWD:/b"}, {"$PWD/x:/b", "$PWD/x:/b"}, {"$X:/b:ro", ""},
		{"type=bind,src=/a,dst=/b", "/a:/b"}, {"type=bind,source=$X,target=/b", "$X:/b"},
		{"type=bind,src=/a,dst=/b,readonly", ""}, {"type=volume,src=data,dst=/b", "data:/b"},
	}
	for _, tt := range tests {
		inv := first("docker run -v " + tt.value + " img x")
		assert.Equal(t, tt.want, spell(inv.Runs[0].Binds), tt.value)
	}
}

func TestCarriedMaybe(t *testing.T) {
	assert.False(t, first("kubectl exec pod -- ls").Runs[0].Maybe)
	assert.True(t, first(`kubectl "$X" pod -- ls`).Runs[0].Maybe)
}

func TestCarriedSpan(t *testing.T) {
	line := "sudo -u root rm -rf x"
	span := first(line).Runs[0].Span
	assert.Equal(t, "rm -rf x", line[span.Start:span.End])
}

func TestFields(t *testing.T) {
	tests := []struct {
		text word.Text
		want []string
	}{
		{word.Text{{Kind: word.Lit, Text: `a  'b c' "d\"e" f\ g ''`}}, []string{"a", "b c", `d"e`, "f g", ""}},
		{word.Text{{Kind: word.Lit, Text: "a="}, {Kind: word.Unknown, Text: "$X"}, {Kind: word.Lit, Text: " b"}},
			[]string{"a=$X", "b"}},
		{nil, nil},
	}
	for _, tt := range tests {
		var got []string
		for _, w := range Fields(tt.text) {
			got = append(got, w.String())
		}
		assert.Equal(t, tt.want, got)
	}
}

func TestCutAndAfter(t *testing.T) {
	text := pieces("a$X:b:c", false)
	before, rest, ok := cut(text, ':')
	assert.True(t, ok)
	assert.Equal(t, "a$X", before.Spelling())
	assert.Equal(t, "b:c", rest.Spelling())
	_, _, ok = cut(text, ';')
	assert.False(t, ok)
	assert.Equal(t, "$X:b:c", after(text, 1).Spelling())
	assert.Empty(t, after(word.Literal("ab").Pieces, 5))
	assert.Equal(t, "a$X:b:c", text.Spelling(), "the text itself is left as it was")
}
