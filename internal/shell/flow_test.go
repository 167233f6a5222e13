package shell

import "testing"

// TestFlow: lists, branches, loops, functions, aliases, traps.
func TestFlow(t *testing.T) {
	check(t, Bash, []claim{
		{`a && b || c; d`, []string{`a`, `~b`, `~c`, `d`}},
		{`a; exit; b`, []string{`a`, `exit`, `~b`}},
		{`if a; then b; elif c; then d; else e; fi; f`, []string{`a`, `~b`, `~c`, `~d`, `~e`, `f`}},
		{`if a; then X=1; else X=2; fi; p $X`, []string{`a`, `~X=1`, `~X=2`, `~p 1`, `~p 2`}},
		{`if a; then X=1; fi; p "$X"`, []string{`a`, `~X=1`, `~p 1`, `~p ''`, `~p ?`}},
		{`[ -z "$X" ] && exit; p "$X/"`, []string{`~[ -z '' ]`, `~[ -z ? ]`, `~exit`, `~p ?/`}},
		{`case $(a) in x) b;; y|z) c;; esac`, []string{`a`, `~b`, `~c`}},
		{`for i in 1 2; do p $i; done`, []string{`p 1`, `p 2`}},
		{`for f in *.go; do p "$f"; done`, []string{`~p *.go`}},
		{`for i in $U; do p $i; done`, []string{`~p ?`}},
		{`for i in $(c); do p $i; done`, []string{`c`, `~p ?`}},
		{`while a; do b; done`, []string{`a`, `~b`, `~a`}},
		{`i=0; while a; do i=$((i+1)); p $i; done; p $i`, []string{`i=0`, `a`, `~i=1`, `~p 1`, `~a`, `~i=?`, `~p ?`, `~a`, `~p 0`, `~p 1`, `~p ?`}},
		{`x=s; while a; do x=$x.; p $x; done`, []string{`x=s`, `a`, `~x=s.`, `~p s.`, `~a`, `~x=?.`, `~p ?.`, `~a`}},
		{`while read -r l; do p $l; done < <(c)`, []string{`c`, `read -r l <?`, `~p ? <?`, `~read -r l <?`}},
		{`for ((i=0; i<2; i++)); do p $i; done`, []string{`p 0`, `p 1`}},
		{`select x in a b; do p $x; done`, []string{`~p ?`}},
		{`f() { p $1 "$@"; }; f a 'b c'`, []string{`p a a 'b c'`}},
		{`f() { local v=1; g; }; g() { p $v; }; f; p ${v-none}`, []string{`v=1 local v=1`, `p 1`, `~p none`, `~p ?`}},
		{`if a; then f() { p in; }; fi; f`, []string{`a`, `~f`, `~p in`}},
		{`alias x='p -r'; x 1`, []string{`alias 'x=p -r'`, `~p -r 1`, `~x 1`}},
		{`(cd sub; p); p`, []string{`cd sub`, `p`, `p`}},
		{`a | b | c`, []string{`a`, `b`, `c`}},
		{`a & wait`, []string{`a`, `wait`}},
		{`coproc a; time b; ! c`, []string{`a`, `b`, `c`}},
		{`trap 'p $X' EXIT; X=1`, []string{`trap 'p $X' EXIT`, `X=1`, `~p 1`}},
		{`a() { :; }; a; unset -f a; a`, []string{`:`, `unset -f a`, `a`}},
	})
}
