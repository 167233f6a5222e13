package shell

import "testing"

// TestBuiltins: what builtins do to the shell.
func TestBuiltins(t *testing.T) {
	check(t, Bash, []claim{
		{`export A=1; p; B=2 p; export -n A; p; unset A; p`, []string{`A=1 export A=1`, `A=1 p`, `A=1 B=2 p`, `export -n A`, `p`, `unset A`, `p`}},
		{`SET=new; p`, []string{`SET=new`, `SET=new p`}},
		{`eval "p $U; q"`, []string{`~eval 'p ; q'`, `~p`, `~q`, `~eval 'p ?; q'`, `~p ?`, `~q`}},
		{`eval 'X=1'; p $X`, []string{`eval X=1`, `X=1`, `p 1`}},
		{`set -- a b; shift; p $1 $#`, []string{`set -- a b`, `shift`, `p b 1`}},
		{`exec p a; b`, []string{`exec p a`, `p a`, `~b`}},
		{`command p; command -v p; builtin echo`, []string{`command p`, `p`, `command -v p`, `builtin echo`, `echo`}},
		{`read X; p "$X"`, []string{`read X`, `p ?`}},
		{`read X Y <<< 'a b c'; p "$X" "$Y"`, []string{`read X Y`, `p a 'b c'`}},
		{`printf -v X %s-%d a 3; p $X`, []string{`printf -v X %s-%d a 3`, `p a-3`}},
		{`mapfile -t L < <(c); p "${L[@]}"`, []string{`c`, `mapfile -t L <?`, `p ?`}},
		{`getopts ab o; p $o`, []string{`getopts ab o`, `p ?`}},
		{`declare -n r=v; v=1; p $r`, []string{`r=v declare -n r=v`, `v=1`, `p 1`}},
		{`declare -i n=1+2; p $n`, []string{`~n=1+2 declare -i n=1+2`, `~p ?`}},
		{`readonly X=1; typeset -l Y=ABC; p $X $Y`, []string{`X=1 readonly X=1`, `Y=ABC typeset -l Y=ABC`, `p 1 abc`}},
		{`let x=2; ((x++)); p $x`, []string{`p 3`}},
		{`. ./none.sh; source "$U"`, []string{`. ./none.sh`, `~source ''`, `~source ?`}},
		{`set -a; X=1; p`, []string{`set -a`, `X=1`, `X=1 p`}},
		{`PATH=/x:$PATH p`, []string{`PATH=/x:? p`}},
	})
}

// TestRedirects: which files are opened for which calls.
func TestRedirects(t *testing.T) {
	check(t, Bash, []claim{
		{`p > f 2>&1 < g >> h`, []string{`p >f <g >>h`}},
		{`> f`, []string{`>f`}},
		{`{ a; b; } > f`, []string{`a >f`, `b >f`}},
		{`exec > f; a`, []string{`exec >f`, `a >f`}},
		{`a &> f; b 2> g; c >&2; d >| h; e <> i`, []string{`a >f`, `b >g`, `c`, `d >h`, `e >>i`}},
		{`a > "$U"`, []string{`~a >`, `~a >?`}},
		{`a <<E
x $SET
E`, []string{`~a`, `~a`}},
		{`a <<< $SET`, []string{`~a`, `~a`}},
		{`if a; then b; fi < f`, []string{`a <f`, `~b <f`}},
		{`a 3> f; b >&3`, []string{`a >f`, `b`}},
	})
}
