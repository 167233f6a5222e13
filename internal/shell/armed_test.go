package shell

import "testing"

// TestArmed: what is set or run by other ways than an assignment and a command
// (measured in bash 5.2 and zsh 5.9).
func TestArmed(t *testing.T) {
	check(t, Bash, []claim{
		{`for LD_PRELOAD in x; do p; done`, []string{`LD_PRELOAD=x`, `p`}},
		{`for x in a b; do p $x; done`, []string{`p a`, `p b`}},
		{`for x in 'a[$(cmd)]'; do p; done`, []string{`x=a[$(cmd)]`, `p`}},
		{`: {PATH}</dev/null; p`, []string{`PATH=?`, `: </dev/null`, `p`}},
		{`((LD_LIBRARY_PATH=1)); p`, []string{`LD_LIBRARY_PATH=1`, `p`}},
		{`((i=1)); p`, []string{`p`}},
		{`: {fd}</dev/null; p`, []string{`: </dev/null`, `p`}},
		{`coproc PATH { p; }`, []string{`PATH=?`, `p`}},
		{`p >&$(q)`, []string{`q`, `?`, `p`}},
		{`p >&2; p 2>&1`, []string{`p`, `p`}},
		{`[[ x == *($(cmd)) ]]`, []string{`cmd`}},
		{"case x in @(a|`cmd`)) p;; esac", []string{`cmd`, `~p`}},
		{`[[ x == *(a|b) ]]`, nil},
		{`[[ $(q) -eq 1 ]]; [[ $(q) -eq 2 ]]`, []string{`q`, `?`, `q`}}, // told once
	})
	check(t, Zsh, []claim{
		{`for path in x; do p; done`, []string{`path=x`, `p`}},
	})
}
