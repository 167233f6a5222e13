package shell

import "testing"

// TestArithText: bash takes a variable's text for an expression and expands the
// subscripts in it. Each of these was seen to run cmd in bash 5.2.
func TestArithText(t *testing.T) {
	w := testWorld(loginEnv(), nil)
	for _, text := range []string{
		`x='a[$(cmd)]'; ((x))`, `x='a[$(cmd)]'; echo $((x+1))`, `x='a[$(cmd)]'; [[ $x -eq 1 ]]`, `x='a[$(cmd)]'; [[ 1 -lt $x ]]`,
		`x='a[$(cmd)]'; let x`, `let 'a[$(cmd)]=1'`, `declare -i n='a[$(cmd)]'`, `declare -i n; x='a[$(cmd)]'; n=$x`,
		`x='b[$(cmd)]'; echo ${A[$x]}`, `x='b[$(cmd)]'; echo ${A[x]}`, `x='b[$(cmd)]'; A[$x]=1`, `test -v 'a[$(cmd)]'`, `[ -v 'a[$(cmd)]' ]`,
		`[[ -v 'a[$(cmd)]' ]]`, `printf -v 'a[$(cmd)]' x`, `read 'a[$(cmd)]' <<< x`, `read 'a[$(cmd)]'`, `unset 'a[$(cmd)]'`,
		`y=x; x='a[$(cmd)]'; ((y))`, `y=x+1; x='a[$(cmd)]'; ((y))`, `x='a[$(cmd)]'; echo ${!x}`, `x='$(cmd)'; echo "${x@P}"`,
		`x='a[$(cmd)]'; s=abc; echo ${s:$x}`, `declare 'a[$(cmd)]=1'`, `x='a[$(cmd)]'; for ((i=x;i<1;i++)); do :; done`,
		"x='a[`cmd`]'; ((x))", `x='a[$(cmd)]'; ((x ? 1 : 2))`, `declare -n r='a[$(cmd)]'; echo $r`, `x='a[$(cmd)]'; [[ x -gt 0 ]]`,
		`i='a[$(cmd)]'; unset "b[$i]"`, `x='a[$(cmd)'; ((x]))`,
	} {
		calls, problems := runIn(text, Bash, w)
		found := len(problems) > 0
		for _, c := range calls {
			found = found || len(c.Words) == 1 && c.Words[0].String() == "cmd"
		}
		if !found {
			t.Errorf("%s: cmd was not found in %q", text, renderAll(calls))
		}
	}
}

// TestArithTextPlain: what runs nothing finds nothing, and is no problem.
func TestArithTextPlain(t *testing.T) {
	check(t, Bash, []claim{
		{`x='$(cmd)'; ((x))`, []string{`x=$(cmd)`}},
		{`x='a[$(cmd)]'; test $x -eq 1`, []string{`x=a[$(cmd)]`, `test a[$(cmd)] -eq 1`}},
		{`x='a[$(cmd)]'; echo "$x"`, []string{`x=a[$(cmd)]`, `echo a[$(cmd)]`}},
		{`a=(1 2); i=1; p ${a[$i]} ${a[i]}; unset "a[i]"; ((i++)); read "a[1]" <<< x`, []string{`a=1 2`, `i=1`, `p 2 2`, `unset a[i]`, `read a[1]`}},
		{`y=x; x=5; p $((y+1))`, []string{`y=x`, `x=5`, `p 6`}},
		{`d=2024-01-02; p $((d))`, []string{`d=2024-01-02`, `~p ?`}},
		{`x='hello world'; ((x)); p ok`, []string{`x=hello world`, `?`, `~p ok`}},
		{`n=$(c); ((n > 3)) && p; [[ $n -gt 3 ]] && q`, []string{`c`, `n=?`, `?`, `~p`, `~q`}},
		{`v=1.2.3; [[ $v -gt 1 ]]; p ${v@Q}`, []string{`v=1.2.3`, `p '1.2.3'`}},
		{`PS1='\u@\h '; p "${PS1@P}"`, []string{`PS1=\u@\h `, `p ?`}},
	})
	check(t, POSIX, []claim{{`x='a[$(cmd)]'; p $((x))`, []string{`x=a[$(cmd)]`, `~p ?`}}})
}
