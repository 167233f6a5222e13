package lang

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// Where a key, and a text in its value, stand is found however the entry is
// spelled.
func TestLayout(t *testing.T) {
	for _, text := range []string{
		"[rule.x]\nmatch = [\"a\", 'b c']\nwhen = { branch = \"main\" }\n",
		"[rule]\nx = { match = [\"a\", 'b c'], when = { branch = \"main\" } }\n",
		"rule.x.match = [\"a\", 'b c']\nrule.x.when.branch = \"main\"\n",
		"  [ \"rule\" . 'x' ] # ]\nmatch = [\n  \"a\", # b c\n  'b c',\n]\n[rule.x.when]\nbranch = \"main\"\n",
		"rule = { x = { match = [\"a\", 'b c'], when.branch = \"main\" } }\nversion = 1\n",
	} {
		l := LayoutOf(text)
		for key, want := range map[[2]string]string{
			{"match", "b c"}: "'b c'", {"match", "a"}: `"a"`, {"match", "z"}: "match", {"when", "main"}: `"main"`, {"when", "no"}: "when",
		} {
			start, end, ok := l.Find("rule", "x", key[0], key[1])
			assert.True(t, ok, text)
			assert.Equal(t, want, text[start:end], text)
		}
		start, end, ok := l.Find("rule", "x", "", "")
		assert.True(t, ok, text)
		assert.Contains(t, []string{"[rule.x]", "x", "[ \"rule\" . 'x' ]"}, text[start:end])
		_, _, ok = l.Find("rule", "y", "", "")
		assert.False(t, ok)
		assert.Equal(t, text[0] == 'r' && text[5] == '=', l.Has("version"))
	}
}
