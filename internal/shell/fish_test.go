package shell

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestFish: what fish reads otherwise than other shells.
func TestFish(t *testing.T) {
	check(t, Fish, []claim{
		{`p a'b'"c"\d "" ''`, []string{`p abcd '' ''`}},
		{`p '\'\\\x' "\$x" \x41\u00e9 \ `, []string{`p '\\x $x Aé ' '`}},
		{`p {a,b}{1,2} x{a} HEAD@{1} {a,}`, []string{`p a1 b1 a2 b2 x{a} HEAD@{1} a ''`}},
		{`p a^b a&b a#b #c`, []string{`p a^b a&b a#b`}},
		{`p ~ ~/x "~" *.go 'a*'`, []string{`p /home/me /home/me/x ~ *.go a*`}},
		{`set x a b; p $x.t "$x" $x[2] $x[-1] $x[1..2]`, []string{`set x a b`, `x=a b`, `p a.t b.t 'a b' b b a b`}},
		{`set x; p a$x b "$x"`, []string{`set x`, `x=`, `p b ''`}},
		{`set n l; set l 1 2; p $$n`, []string{`set n l`, `n=l`, `set l 1 2`, `l=1 2`, `p 1 2`}},
		{`p (echo a b; echo c) x(echo d; echo e) "$(echo f; echo g)"`, []string{`echo a b`, `echo c`, `echo d`, `echo e`, `echo f`, `echo g`, `p 'a b' c xd xe 'f\ng'`}},
		{`p (c) "$(c)"`, []string{`c`, `c`, `p ? ?`}},
		{`a; and b; or c`, []string{`a`, `~b`, `~c`}},
		{`a && b || c; not d; ! e`, []string{`a`, `~b`, `~c`, `d`, `e`}},
		{`if a; and b; c; else if d; e; else; f; end`, []string{`a`, `~b`, `~c`, `~d`, `~e`, `~f`}},
		{"if true\n c\nend", []string{`true`, `c`}},
		{`for i in 1 2; p $i; end; while true; q; break; end`, []string{`p 1`, `p 2`, `true`, `q`, `break`}},
		{`switch abc; case x 'a*'; p 1; case '*'; p 2; end`, []string{`p 1`}},
		{`function f -a x; p $x $argv; end; f 1 2`, []string{`set -l x 1`, `x=1`, `p 1 1 2`}},
		{`set -gx A b; p; set -e A; p`, []string{`set -gx A b`, `A=b`, `A=b p`, `A=b set -e A`, `p`}},
		{`A=1 p; env A=1 p`, []string{`A=1 p`, `env A=1 p`, `A=1 p`}},
		{`begin; set -l x 1; p $x; end; set y 2; p $y`, []string{`set -l x 1`, `x=1`, `p 1`, `set y 2`, `y=2`, `p 2`}},
		{`p > f 2>> g < h; q &> i; begin; r; end > j; s >? k 2>&1`, []string{`p >f >>g <h`, `q >i`, `r >j`, `s >k`}},
		{`echo 'p 1' | bash; echo 'p 2' | source; bash (echo 'p 3' | psub)`, []string{`echo 'p 1'`, `bash`, `p 1`, `echo 'p 2'`, `source`, `p 2`, `echo 'p 3'`, `bash ?`, `p 3`}},
		{`eval p a b; command p; builtin echo x; exec p; q`, []string{`eval p a b`, `p a b`, `command p`, `p`, `builtin echo x`, `echo x`, `exec p`, `p`, `~q`}},
		{`alias g='p x'; g 1; alias ls 'ls -l'; ls`, []string{`alias 'g=p x'`, `p x 1`, `alias ls 'ls -l'`, `command ls -l`, `ls -l`}},
		{`a | b &| c 2>| d; e &; time f`, []string{`a`, `b`, `c`, `d`, `e`, `f`}},
		{`echo x | read v; p $v; command -v q`, []string{`echo x`, `read v`, `p ?`, `command -v q`}},
		{"p a \\\n b", []string{`p a b`}},
		{`'if' true; p; end; p end`, []string{`true`, `p`, `p end`}},
	})
}

// TestFishUnreadable: what is not understood is said, and what stood before it
// was seen.
func TestFishUnreadable(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"p; if a", []string{"p"}}, {"p; end", []string{"p"}}, {"p 'a", nil}, {"p }", nil},
		{"p (a", nil}, {"p; )", []string{"p"}}, {"p; function f --on-event x; q; end", []string{"p"}},
		{"p; { q; }", []string{"p"}}, {"p | and q", nil}, {"p $", nil}, {"p {a b}", nil},
		{"p > ", nil}, {"for $x in a; end", nil}, {"switch a; q; end", nil}, {"p; case a", []string{"p"}},
	} {
		calls, problems := runIn(c.text, Fish, testWorld(loginEnv(), nil))
		assert.Equal(t, c.want, renderAll(calls), c.text)
		require.NotEmpty(t, problems, c.text)
		assert.Equal(t, "unreadable", problems[0].Kind, c.text)
	}
	for _, deep := range []string{strings.Repeat("p (", 5000), strings.Repeat("begin;", 5000), strings.Repeat("not ", 5000) + "p", "p " + strings.Repeat("{", 5000)} {
		_, problems := runIn(deep, Fish, testWorld(nil, nil))
		require.NotEmpty(t, problems)
		assert.Equal(t, "too-complex", problems[0].Kind)
	}
}

// fishDriver defines the programs of the oracle as functions that record their
// words; "no…" fails and "out…" prints.
const fishDriver = `
function oracle_log; begin; string join0 -- $argv; printf '\1\0'; end >> $ORACLE_LOG; end
for oracle_name in p q pa pb pc
	eval "function $oracle_name; oracle_log $oracle_name \$argv; end"
end
for oracle_name in no noa
	eval "function $oracle_name; oracle_log $oracle_name \$argv; return 1; end"
end
function out; oracle_log out $argv; printf '%s\n' $argv; end
`

// TestFishOracle compares with a real fish: what ran is claimed, and what is
// claimed sure and known ran. Its PATH is empty.
func TestFishOracle(t *testing.T) {
	fish, err := exec.LookPath("fish")
	if err != nil {
		t.Skip("no fish")
	}
	for i, text := range fishPrograms() {
		dir := t.TempDir()
		log := filepath.Join(dir, "log")
		file := filepath.Join(dir, "prog"+strconv.Itoa(i))
		require.NoError(t, os.WriteFile(file, []byte(fishDriver+text+"\n"), 0o644))
		require.NoError(t, os.WriteFile(log, nil, 0o644))
		cmd := exec.Command(fish, "--no-config", file)
		cmd.Dir = dir
		cmd.Env = []string{"PATH=/nonexistent", "HOME=/home/me", "USER=me", "SET=val", "ORACLE_LOG=" + log, "XDG_CONFIG_HOME=" + dir, "XDG_DATA_HOME=" + dir}
		out, err := cmd.CombinedOutput()
		require.NotContains(t, string(out), "Error while reading", "%s: %v", text, err)
		data, err := os.ReadFile(log)
		require.NoError(t, err)
		ran := parseLog("\x020\x00"+string(data), 1)[0]
		calls, problems := runIn(text, Fish, testWorld(map[string]string{"HOME": "/home/me", "USER": "me", "SET": "val"}, nil))
		assert.Empty(t, problems, text)
		if err := judgeFish(text, ran, calls); err != nil {
			t.Errorf("%s\n--- %v\n    ran %q\n    claimed %q", text, err, ran, renderAll(calls))
		}
	}
}

// judgeFish is judge for the names that the driver defines.
func judgeFish(text string, ran [][]string, calls []*Call) error {
	var stubs []*Call
	for _, c := range calls {
		if len(c.Words) == 0 {
			continue
		}
		switch name, _ := c.Words[0].Known(); name {
		case "p", "q", "pa", "pb", "pc", "no", "noa", "out":
			stubs = append(stubs, c)
		default:
			if !literalText(c.Words[0].Pieces) {
				stubs = append(stubs, c)
			}
		}
	}
	if len(ran) == 0 {
		return fmt.Errorf("nothing ran")
	}
	return judge(text, ran, stubs)
}

func fishPrograms() []string {
	return []string{
		`p a'b'"c"\d "" '' "a\b\$" '\'\\n' \x41 \u00e9 \101 \e\t`,
		`p {a,b}{1,2} x{a} HEAD@{1} {a,} {$SET} {(out q)} {} a{ b , c }`,
		`p a^b a&b a#b #c`,
		`p ~ ~/x "~" "$HOME/x" $HOME/y`,
		`set x a b c; p $x.t "$x" $x[2] $x[-1] $x[1..2] $x[2..] $x[..2] $x[5] "$x[5]" $x[1 3]; p (count $x)`,
		`set x a b; set y 1 2 3; p $x$y; p $x{1,2} "$x"z`,
		`set x; p a$x b "$x"; set -e x; p "$x" e`,
		`set x a b; set y 1 2; p (out c d)$x{5,6} $x(out c d) (out c d)(out e f) $y$x {$SET,x}{1,2} {(out a)} {{a,b},c}`,
		`set n l; set l 1 2; p $$n "$$n"`,
		`p (out a b; out c) x(out d; out e) "$(out f; out g)" (out) (out '')(out '' x)`,
		`p (out a b c)[2] (out a b c)[2..3]`,
		`pa; and pb; or pc; noa; and pb; or pc; and p z`,
		`pa && pb || pc; noa || pb; not noa; and p nn; ! pa; or p na`,
		`if pa; and noa; p 1; else if pb; p 2; else; p 3; end; if not pa; p 4; end; p 5`,
		"if true\n p 1\nelse\n p 2\nend\nif false; p 3; end; p 4",
		`for i in 1 2 (out 3 4) {5,6}; p $i; end; p $i`,
		`set i 0; while test $i -lt 3; p $i; set i (math $i + 1); if test $i = 2; break; end; end; p end`,
		`for i in 1 2 3; if test $i = 2; continue; end; p $i; end`,
		`switch abc; case x 'a*'; p 1; case '*'; p 2; end; switch (out foo); case bar; p b; case foo; p f; end; switch q; case a; p a; end; p z`,
		`function f -a x y; p $x $y; p $argv; set z 1; set -g g 2; end; f 1 2 3; p "$z" "$g"; f`,
		`function f --description 'd d' --argument-names x; if test "$x" = 1; return 1; end; p not; end; f 1; or p failed; f 2; and p ok`,
		`set x 1; function f; set x 2; set -l x 3; p $x; end; f; p $x`,
		`set -l x 1; begin; set -l x 2; p $x; set y 3; end; p $x "$y"; if true; set x 4; set -l q 1; end; p $x "$q"`,
		`set x /; function f; if true; set -l x a; return; end; end; f; p $x`,
		`function f; while true; set -l x in; break; end; p "[$x]"; for i in 1 2; set -l x $i; if test $i = 1; continue; end; p $x; end; p "$x"; end; set -g x out; f; p $x`,
		`set -a l 1; set -a l 2 3; set -p l 0; p $l; set l[2] x; p $l; set -e l[1]; p $l`,
		`p one > f1; pa >> f1 2>&1; begin; pb; pc; end > f2; for i in 1; p $i; end >f3 2>/dev/null; p e &> f4; p n >? f5`,
		`echo 'p sourced' | source; p (p inner | psub | string length -q; out z)`,
		`eval p a "'b c'"; set c 'p x'; eval $c; set c p; $c var; eval 'set k 5'; p $k`,
		`alias g='p x'; g 1; alias h 'p y z'; h 2 "3 4"; alias q 'q w'; q e`,
		`out x | read v; p $v; out 'a b' | read -l a b; p $a; out 1 2 | while read l; p $l; end`,
		"p a \\\n b; p c\\\nd; p 'e\\\nf' \"g\\\nh\"",
		`'if' true; p quoted; end; p end; p if`,
		`begin; p in; end | p out2; not pa | noa; p s`,
		`function q; p wrapped $argv; command echo; end; q 1`,
		`A=1 p (out $A); set -x B 2; p $B`,
		`set argv a b c; p $argv[2] $argv; set -e argv[1]; p $argv; for a in $argv; p $a; end`,
		`function f; p $argv[2..-1]; p (count $argv); end; f a b c; f`,
		`p "a$SET"(out b)'c' pre{$SET,x}post $SET$SET "$SET[1]"`,
		`pa; exit; p never`,
		`p "(out a)" '$SET' \$SET "\$SET" \(out\)`,
		`begin; set -l q 7; function inner; p "$q"; end; inner; end`,
		`test 1 = 1; and p t; test 1 = 2; or p f; [ -n "" ]; or p e; contains a b a; and p c`,
		`time p timed; builtin echo x; command -v p; exec p z`,
	}
}
