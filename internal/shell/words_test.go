package shell

import "testing"

// TestWords: quoting, braces, tildes, parameters, arithmetic, substitutions.
func TestWords(t *testing.T) {
	check(t, Bash, []claim{
		{`p a'b'"c"\d "" ''`, []string{`p abcd '' ''`}},
		{`p $'\x41\tb' $"x y" 'a*' "*" \* * a[bc]? [x`, []string{`p 'A	b' 'x y' a* * * * a[bc]? [x`}},
		{`p {a,b}{1..2} {01..03} a{,b} {x} "{a,b}"`, []string{`p a1 a2 b1 b2 01 02 03 a ab {x} {a,b}`}},
		{`p {1..2000}`, []string{`p ?`}},
		{`p ~ ~/x "~" ~root k=~/y`, []string{`p /home/me /home/me/x ~ ? k=/home/me/y`}},
		{`p $SET "$SET"`, []string{`~p val val`, `~p ? ?`}},
		{`p $U "$U" x$U`, []string{`~p '' x`, `~p ? ? x?`}},
		{`rm -rf "$A/$B"`, []string{`~rm -rf /`, `~rm -rf /?`, `~rm -rf ?/`, `~rm -rf ?/?`}},
		{`p ${U:-d} "${U:=e}" $U`, []string{`~p d e e`, `~p ? ? ?`}},
		{`p "${U:?}/x"`, []string{`~p ?/x`}},
		{`p ${U:+set}`, []string{`~p`, `~p set`, `~p`}},
		{`X=$(c); p ${X:-d} ${X:+e} ${X%.*} ${#X}`, []string{`c`, `X=?`, `~p ? e ? ?`, `~p ? ? ?`}},
		{`X=a/b.c; p ${X##*/} ${X%.*} ${X/b/c} ${X^^} ${X:1:2} ${#X}`, []string{`X=a/b.c`, `p b.c a/b a/c.c A/B.C /b 5`}},
		{`N=X X=v; p ${!N} ${!P*}`, []string{`N=X X=v`, `p v ?`}},
		{`A=(a "b c"); A[3]=d; p "${A[@]}" ${A[1]} ${#A[@]} "${!A[@]}"`, []string{`A=a b c`, `A=d`, `p a 'b c' d b c 3 0 1 3`}},
		{`declare -A M=([k]=v); p ${M[k]} ${M[x]}`, []string{`M=v declare -A M=v`, `p v`}},
		{`p $? $$ $RANDOM $((RANDOM % 2))`, []string{`~p ? ? ? ?`}},
		{`p $((1 + 2)) $((U + 1))`, []string{`~p 3 1`, `?`, `~p 3 ?`}},
		{`IFS=:; X=a:b; p $X`, []string{`IFS=:`, `X=a:b`, `p a b`}},
		{`X='*.go'; p $X "$X"`, []string{`X=*.go`, `p *.go *.go`}},
		{"p `c` \"$(c)\" x$(c)y", []string{`c`, `c`, `c`, `p ? ? x?y`}},
		{`p $(echo a b) "$(echo a b)"`, []string{`echo a b`, `echo a b`, `p a b 'a b'`}},
		{`p @(a|b) "$@"`, []string{`~p @(a|b)`, `~p @(a|b) ?`}},
	})
}
