package shell

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestUnreadable: what comes before a syntax error is seen, and the error says
// where it is.
func TestUnreadable(t *testing.T) {
	for _, c := range []struct {
		text string
		d    Dialect
		want []string
		at   string
	}{
		{"rm -rf x\nif", Bash, []string{"rm -rf x"}, "i"},
		{"a; b; )", Bash, []string{"a", "b"}, ")"},
		{"a 'b", Bash, nil, "'"},
		{"a=(1)", POSIX, nil, "("},
		{"bash -c 'p; ('", Bash, []string{"bash -c 'p; ('", "p"}, "("},
	} {
		calls, problems := runIn(c.text, c.d, testWorld(loginEnv(), nil))
		assert.Equal(t, c.want, renderAll(calls), c.text)
		require.Len(t, problems, 1, c.text)
		p := problems[0]
		assert.Equal(t, "unreadable", p.Kind)
		assert.Equal(t, c.at, p.Source.Text[p.Span.Start:p.Span.End], c.text)
		assert.NotEmpty(t, p.Msg)
	}
}

// TestContinued: bash misreads what follows the eval of a text that ends in a
// backslash, and nothing else does.
func TestContinued(t *testing.T) {
	for text, want := range map[string]int{`eval 'p a\'`: 1, "eval 'p a\\\n'": 1, `x='\'; eval "p $x"`: 1, `eval 'p a\\'`: 0, `eval "p $U"`: 0, `p 'a\'`: 0} {
		_, problems := runIn(text, Bash, testWorld(loginEnv(), nil))
		assert.Len(t, problems, want, text)
		_, problems = runIn(text, POSIX, testWorld(loginEnv(), nil))
		assert.Empty(t, problems, text)
	}
}

// TestDialects: what differs between shells.
func TestDialects(t *testing.T) {
	check(t, Zsh, []claim{
		{`x="a b"; p $x`, []string{"x=a b", "p 'a b'"}},
		{`a=(x "y z"); p $a`, []string{"a=x y z", "p x 'y z'"}},
		{`p x | read v; p $v`, []string{"p x", "read v", "p ?"}},
		{`p ${(f)"$(c)"} ${x:h}`, []string{"c", "p ? ?"}},
		{`p *(N)`, []string{"p *(N)"}},
		{`echo 'a\tb' | bash`, []string{`echo a\tb`, "bash", "a b"}},
		{`() { p $1; } x`, nil},
	}[:6])
	check(t, POSIX, []claim{
		{`p {a,b}`, []string{"p {a,b}"}},
		{`x="a b"; p $x`, []string{"x=a b", "p a b"}},
		{`export A=1; p`, []string{"A=1 export A=1", "A=1 p"}},
		{`x=$(echo 'a\tb'); p "$x"`, []string{`echo a\tb`, "x=a\tb", "p 'a\tb'"}},
		{`p of=~/x`, []string{"p of=~/x"}},
	})
}

// TestSure: what Sure promises, and Via of what was reached.
func TestSure(t *testing.T) {
	check(t, Bash, []claim{
		{"p && q; r", []string{"p", "~q", "r"}},
		{"p || q", []string{"p", "~q"}},
		{"false || q; true || r", []string{"false", "q", "true"}},
		{"for i in a; do p; done", []string{"p"}},
		{"f() { p; return; q; }; f; r", []string{"p", "return", "~q", "r"}},
		{"while true; do p; break; done; q", []string{"true", "p", "break", "q"}},
		{"a && exit; p", []string{"a", "~exit", "~p"}},
		{"(a && exit; p); q", []string{"a", "~exit", "~p", "q"}},
		{"f() { a && return; p; }; f; q", []string{"a", "~return", "~p", "q"}},
		{"for i in 1 2; do a && break; p; done; q", []string{"a", "~break", "~p", "~a", "~break", "~p", "q"}},
		{"set -e; p", []string{"set -e", "~p"}},
		{"X=$(if a; then echo b; fi); p $X", []string{"a", "~echo b", "X=?", "p ?"}},
		{"X=$(a && echo b); p $X", []string{"a", "~echo b", "X=?", "p ?"}},
		{"X=$(cd d && pwd); p $X", []string{"cd d", "~pwd", "X=/w/d", "p /w/d"}},
	})
	calls := walked(t, "f() { eval 'p'; }; f")
	assert.Equal(t, []string{"function f", "eval"}, find(t, calls, "p").Via)
	assert.Equal(t, []string{"exec"}, find(t, walked(t, "exec p"), "p").Via)
	assert.Equal(t, "eval", find(t, calls, "p").Source.Name)
}
