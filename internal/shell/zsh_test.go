package shell

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// zshDriver records every program that is looked for and not found; "no…"
// fails and "out…" prints.
const zshDriver = `
command_not_found_handler() {
	print -rN -- "$@" $'\1' >> $ORACLE_LOG
	case $1 in
	no*) return 1 ;;
	out*) shift; print -rl -- "$@" ;;
	cat) shift; /bin/cat "$@" ;;
	esac
	return 0
}
source $ORACLE_PROG
`

// zshRan runs a program in a real zsh with an empty PATH.
func zshRan(t *testing.T, zsh, text string) [][]string {
	t.Helper()
	dir := t.TempDir()
	log, prog := filepath.Join(dir, "log"), filepath.Join(dir, "prog")
	require.NoError(t, os.WriteFile(log, nil, 0o644))
	require.NoError(t, os.WriteFile(prog, []byte(text+"\n"), 0o644))
	require.NoError(t, os.Mkdir(filepath.Join(dir, "run"), 0o755))
	require.NoError(t, os.Mkdir(filepath.Join(dir, "run", "sub"), 0o755))
	cmd := exec.Command(zsh, "-f", "-c", zshDriver)
	cmd.Dir = filepath.Join(dir, "run")
	cmd.Env = []string{"PATH=/nonexistent", "HOME=/home/me", "USER=me", "SET=val", "LC_ALL=C.UTF-8", "ORACLE_LOG=" + log, "ORACLE_PROG=" + prog}
	out, err := cmd.CombinedOutput()
	data, readErr := os.ReadFile(log)
	require.NoError(t, readErr)
	ran := parseLog("\x020\x00"+string(data), 1)[0]
	if len(ran) == 0 {
		t.Errorf("%s: nothing ran: %v %s", text, err, out)
	}
	return ran
}

// TestZshOracle compares with a real zsh: what ran is claimed, or the text is
// called unreadable; and what is claimed sure and known ran.
func TestZshOracle(t *testing.T) {
	zsh, err := exec.LookPath("zsh")
	if err != nil {
		t.Skip("no zsh")
	}
	for _, text := range zshPrograms() {
		ran := zshRan(t, zsh, text)
		calls, problems := runIn(text, Zsh, testWorld(map[string]string{"HOME": "/home/me", "USER": "me", "SET": "val"}, nil))
		if len(problems) > 0 {
			t.Logf("asks: %s: %s", text, problems[0].Msg)
			continue
		}
		calls = slices.DeleteFunc(calls, func(c *Call) bool { // builtins that look like stubs
			return len(c.Words) > 0 && slices.Contains([]string{"print", "nocorrect", "noglob"}, c.Words[0].String())
		})
		if err := judge(text, ran, calls); err != nil {
			t.Errorf("%s\n--- %v\n    ran %q\n    claimed %q", text, err, ran, renderAll(calls))
		}
	}
}

func zshPrograms() []string {
	return []string{
		`x="a b"; p $x "$x" ${=x} $=x; y=; p $y z "$y"`,
		`x="*.go"; p $x; p ${~x} $~x end`,
		`setopt shwordsplit; x="a b"; p $x; unsetopt shwordsplit; p $x`,
		`setopt SH_WORD_SPLIT; x="p a"; $x b`,
		`set -y; x="a b"; p $x`,
		`x="p a"; $x b; ${=x} c; $=x d`,
		`alias -g G='| p grepped'; p x G`,
		"alias -g AB='a b'\np x AB",
		"alias -s txt=p\nfoo.txt a",
		"alias foo='p aliased'\nfoo x",
		`print -r -- 'p a' | p b; x=$(print -r 'a\tb'); p "$x"; x=$(print 'a\tb'); p "$x"; x=$(print -P '%n'); p "$x"; x=$(print -l a b); p "$x"; x=$(print -n a); p "$x"`,
		`noglob p *; noglob p a* [x]; nocorrect p x; command p y; builtin echo; exec p z`,
		`a=(x y z); p $a[1] $a[-1] ${a[2]} "$a[1]" "$a" $a "${a[@]}" $#a ${#a} $a[2,3] ${a[2,-1]}`,
		`a=(x "y z" ''); p $a; p "${a[@]}"; p "$a[@]"; p ${a[1]}b`,
		`x=abcdef; p $x[1] $x[2,3] ${x[-1]} "$x[1,2]"`,
		`path=(/a /b); p $PATH; p "$path[1]" $#path`,
		`repeat 2 do p r; done; repeat 2 p s`,
		`for x (a b) p $x; for x in c d; { p $x }; for x (e f) { p $x }`,
		`for x y in 1 2 3 4; do p $x $y; done`,
		`foreach x (a b) p $x; end; foreach y (c); p $y; end`,
		`{ p try } always { p fin }; p x`,
		`cat =(print -r hi); p =(echo x) >/dev/null`,
		`cat <<< "a b"; p x <<< y; p z >| f; p w >f >g; cat <f >h`,
		`if [[ -n x ]] { p a } else { p b }; if true; then p c; fi`,
		`while (( n++ < 2 )) { p $n }; until (( m++ >= 1 )) { p $m }`,
		`case x { x) p a ;; esac_) p b ;; }`,
		`case x in (x|y) p a ;| (x) p b ;; esac`,
		`function f { p in $1 }; f a; function g() { p $@ }; g b "c d"; h () p $1; h e`,
		`() { p anon $1 } arg; function { p anon2 $1 } arg2`,
		`f() { p $argv[1] $argc $# "$argv[@]" }; f a "b c"`,
		`x=(a b); p ${(j:,:)x} ${(U)x} ${(s:,:):-c,d} ${(f)"$(print -l 1 2)"} ${(k)x} "${(@)x}"`,
		`x=/a/b.c; p ${x:h} ${x:t} ${x:r} ${x:e} $x:t ${x:t:r}`,
		`x=p; ${x} a; ${(P)x} 2>/dev/null; y=x; p ${(P)y}; e='p ev'; eval $e; eval ${(q)e} 2>/dev/null; p z`,
		`p ${:-lit} ${SET:-d} ${UNSET_X:-d} ${SET:+s} ${+SET} ${+UNSET_X} ${#SET}`,
		`p {a,b}{1..3} {a-c} x{1..2}y`,
		`setopt braceccl; p {a-c}`,
		`p *(N) end; p *(/) ; p sub(/) **/*(/N)`,
		`setopt nullglob; p *.none end; setopt extendedglob; p ^x* `,
		`setopt nonomatch; p *.none`,
		`p a*.none; p after`,
		`zmodload zsh/parameter; p $commands[none] x`,
		`typeset -A h; h=(k v); p $h[k] ${h[k]} "${h[k]}"; h[j]=w; p $h[j]; typeset -A g=(a b); p $g[a]`,
		`typeset -a l; l+=(a); l+=b; p $l; l[1]=z; p $l; l[4]=q; p "$l[@]"; l[2]=(); p "$l[@]"`,
		`local x=1; p $x; typeset y=2 z=3; p $y $z; integer i=5; p $i; float k; readonly r=1; p $r; export E=x; p $E`,
		`x=1; f() { local x=2; p $x }; f; p $x; g() { typeset -g x=3 }; g; p $x`,
		`i=1; p $i $((i+1)) $[i+2]; ((i++)); p $i; let j=3; p $j`,
		`out a | read v; p $v; out "b c" | while read l; do p $l; done`,
		`print -z 'p never'; p x; print -s 'p never'; p y`,
		`x=$(<f); p "$x"; p $(out a b) "$(out c d)"; p $(out "e f")`,
		"p `out a` \"`out b`\"",
		`eval 'p a'; eval p b '"c d"'; . /dev/null; p z`,
		`p a & wait; p b &! p c; p d &| p e`,
		`p a |& p b; p c 2>&1 | p d`,
		`coproc p co; wait; p x`,
		`trap 'p trapped' EXIT; p main; TRAPEXIT() { p texit }`,
		`function TRAPZERR() { :; }; chpwd() { p moved }; cd sub; p in`,
		`cd sub && p in; p ${PWD:t}; cd ..; p ${PWD:t} >/dev/null; pushd sub >/dev/null; p ${PWD:t}; popd >/dev/null`,
		`[[ abc == a* ]] && p 1; [[ abc = (a|x)bc ]] && p 2; [[ abc =~ b ]] && p 3; [[ a -eq 0 ]] && p 4; p z`,
		`test a = a && p 1; [ a = b ] || p 2`,
		`x=a; [[ $x == b ]] || p n; if [[ $x == a && -z "" ]]; then p y; fi`,
		`select x in a; do p sel; break; done </dev/null; p z`,
		`p $'a\tb' "a\tb" 'a''b' a\ b "q\"r"`,
		`setopt rcquotes; p 'a''b'`,
		`p ~ ~/x "~"; p x`,
		`p a=~/x; setopt magicequalsubst; p a=~/x`,
		`A=1 p $A; A=2; A=3 p $A; B=x C=y p z`,
		`exec 3>f; p x >&3; exec 3>&-; p y`,
		`setopt ksharrays; a=(x y); p ${a[0]} $a; unsetopt ksharrays; p $a[1]`,
		`emulate sh; x="a b"; p $x; emulate zsh; p $x`,
		`emulate sh -c 'x="a b"; p $x'; p $x`,
		`emulate ksh -c 'p in'; p x`,
		`autoload -Uz none; p x; autoload +X none2 2>/dev/null; p y`,
		`setopt interactivecomments; p a # b`,
		"p a # b\np c",
		`setopt no_bare_glob_qual; p *(/) 2>/dev/null; p x`,
		`if (( 1 )); then p a; fi; (( 0 )) || p b`,
		`x=(1 2 3); for i in {1..$#x}; do p $i $x[i]; done; for ((i=1;i<=2;i++)) p $i`,
		`x=a; x+=b; p $x; y=(a); y+=(b c); p $y; p $#y`,
		`p ${x::=assigned} $x; p ${y:=dflt} $y; : ${z=zz}; p $z`,
		`p ${SET/a/b} ${SET//l/r} ${SET#v} ${SET%l} ${SET:0:1} ${SET:1}`,
		`x=(a b c); shift x; p $x; set -- 1 2; shift; p $1; set -A arr m n; p $arr`,
		`x=(aa ab bc); p ${x:#a*} ${(M)x:#a*} ${x/a/z} ${x[(r)b*]} ${x[(i)b*]}`,
		`p ${${SET}} ${${SET}#v} ${${(U)SET}} ${#${SET}}`,
		`sched 2>/dev/null; zmodload zsh/sched; p x`,
		`zmodload zsh/system; p x; whence -w p; which p >/dev/null; p y`,
		`f() { return 1 }; f || p a; f && p no; ! f && p b`,
		`true && { p a; p b } || p c; { p d } | p e`,
		`(p sub; exit 3; p never); p after`,
		`alias x='p from'; eval 'x alias'`,
		"alias ll='p -l'; alias la='ll -a'\nla x",
		"nocorrect p a; time p b; ! p c; p d",
		`zcompile 2>/dev/null; vared 2>/dev/null; p x`,
		`function -T f { p traced }; f; functions -c f g; g`,
		`functions[dyn]='p dynamic'; dyn`,
		`aliases[al]='p viaalias'; eval 'al x'`,
		`x='p a; p b'; eval $x; eval "$x"; ${(z)x} 2>/dev/null; p ${(Q)${:-"'q r'"}}`,
		`p ${(e):-'$SET'} "${(e):-\$(out sub)}"`,
		`p ${(%):-%n} ${(%):-'%(?.ok.bad)'}`,
		`setopt globsubst; x='*'; p $x`,
		`disable p 2>/dev/null; unfunction p 2>/dev/null; p x; unhash -f q 2>/dev/null; p y; hash p2=/bin/true; p z`,
		`hash zed=/nonexistent/pp; zed a; p x`,
		`integer n=2; repeat n; do p r; done; repeat $n p q`,
		`p <(print x) >(p inner) >/dev/null; p y`,
		`read -r a b <<< "x y z"; p $a $b; read -A l <<< "m n"; p $l; read "v?prompt" <<< q; p $v; read -q 2>/dev/null; p w`,
		`print -v var 'a b'; p $var; printf -v w '%s-' x y; p $w; print -rl -- a b | while read l; do p $l; done`,
		`echo 'a\nb' | while read l; do p $l; done; p "$(echo -E 'a\nb')" "$(echo 'a\tb')"`,
	}
}

// TestZsh: what zsh would run that looks otherwise.
func TestZsh(t *testing.T) {
	check(t, Zsh, []claim{
		{`- p x; repeat 3 p y; zf_rm -rf z; coproc p`, []string{`- p x`, `p x`, `repeat 3 p y`, `p y`, `zf_rm -rf z`, `rm -rf z`, `coproc p`, `p`}},
		{`zpty w p x; sched +1 p y`, []string{`zpty w p x`, `~p x`, `sched +1 p y`, `~p y`}},
		{`=p x; q =ls`, []string{`?/p x`, `q ?/ls`}},
		{`setopt extendedglob; rm ^keep`, []string{`setopt extendedglob`, `~rm ^keep`}},
		{`print -r -- 'p x' | bash; print -l 'p a' 'p b' | bash`, []string{`print -r -- 'p x'`, `bash`, `p x`, `print -l 'p a' 'p b'`, `bash`, `p a`, `p b`}},
		{`print -z 'p x' | bash`, []string{`print -z 'p x'`, `bash`}},
		{"hash ls=/x/p\nls a", []string{`hash ls=/x/p`, `~/x/p a`, `~ls a`}},
		{`TRAPEXIT() { p }; chpwd() { q }`, []string{`~p`, `~q`}},
		{`setopt shwordsplit; x='p a'; $x`, []string{`setopt shwordsplit`, `x=p a`, `p a`}},
		{`a=(x 'y z'); p $a; p "$a"; p "$a[@]"; p $a[1]`, []string{`a=x y z`, `p x 'y z'`, `p 'x y z'`, `p x 'y z'`, `p x`}},
		{`i=1; a=(p 'y z'); $a[1] "$a[2]" $a[-1] $a[3] $a[i]; x='p b'; ${=x}; "${=x}"`, []string{`i=1`, `a=p y z`, `p 'y z' 'y z' ? p`, `x=p b`, `p b`, `p b`}},
		{`x=$(c); rm -rf $x; rm -rf "$x"`, []string{`c`, `x=?`, `rm -rf ?`, `rm -rf ?`}},
		{`emulate sh -c 'x="p a"; $x'`, []string{`emulate sh -c 'x="p a"; $x'`, `x=p a`, `p a`}},
		{`[[ abc == (a|x)bc ]] && p`, []string{`~p`}},
		{`x=/a/b.c; p $x:t $x/y $x:/z "$x:h"`, []string{`x=/a/b.c`, `p ? /a/b.c/y /a/b.c:/z ?`}},
	})
	for _, text := range []string{
		`alias -g X=y`, `alias -s txt=p`, `functions[f]='p x'`, `aliases[f]=p`, `setopt ksharrays`, `setopt RC_QUOTES`, `set -o globsubst`,
		`emulate ksh`, `p ${(e)x}`, `coproc { p }`, `repeat 2 { p }`, `{ p } always { q }`, `for x (a b) { p $x }`,
	} {
		_, problems := runIn(text, Zsh, testWorld(loginEnv(), nil))
		if len(problems) == 0 || problems[0].Kind != "unreadable" {
			t.Errorf("%s: %v, want it to be unreadable", text, problems)
		}
	}
	for _, text := range []string{
		`setopt no_nomatch extended_glob; setopt -o pipefail err_exit; unsetopt ksharrays; emulate -L zsh; set -euo pipefail`,
		`autoload -Uz compinit; compinit; zmodload zsh/files; alias ll='ls -l'; typeset -A h; h[k]=v; p $h[k]`,
		`p ${(f)"$(c)"} ${(j:,:)x} ${x:h} ${(U)x} "${(@)x}"; git show HEAD^ HEAD~1`,
	} {
		_, problems := runIn(text, Zsh, testWorld(loginEnv(), nil))
		if len(problems) > 0 {
			t.Errorf("%s: %s", text, problems[0].Msg)
		}
	}
}
