package shell

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// hostile are texts meant to exhaust the interpreter, and the kind of problem
// each is answered with; "" for none.
func hostile() map[string][2]string {
	rep := strings.Repeat
	return map[string][2]string{
		"substitutions":     {rep("$(", 500000), "too-complex"},
		"closed":            {"p " + rep("$(p ", 10000) + rep(")", 10000), "too-complex"},
		"fifty":             {"p " + rep("$(p ", 50) + rep(")", 50), "too-complex"},
		"quoted closers":    {rep("$( ')' ", 100000), "too-complex"},
		"defaults":          {"p " + rep(`"${a:-`, 160000), "too-complex"},
		"backticks":         {rep("`", 1<<20), "too-complex"},
		"subshells":         {rep("( ", 500000), "too-complex"},
		"braces":            {rep("{ ", 500000), "too-complex"},
		"ifs":               {rep("if ", 300000), "too-complex"},
		"times":             {rep("time ", 200000), "too-complex"},
		"functions":         {rep("f() ", 250000), "too-complex"},
		"signs":             {"p $((" + rep("- ", 500000), "too-complex"},
		"tests":             {"[[ " + rep("! ", 500000), "too-complex"},
		"pipes":             {rep("a|", 500000) + "a", "too-complex"},
		"lists":             {rep("a&&", 300000) + "a", "too-complex"},
		"pipe":              {rep("a|", 3000) + "a", ""},
		"list":              {rep("a&&", 3000) + "a", ""},
		"or list":           {rep("a||b&&", 1500) + "a", ""},
		"assign list":       {rep("a=$(x)&&", 1000) + "a", ""},
		"sum":               {"p $((1" + rep("+1", 20000) + "))", "too-complex"},
		"too large":         {rep("a", 1<<20+1), "too-large"},
		"large":             {rep("a", 1<<20), ""},
		"heredoc":           {"cat <<'E'\n" + rep("hello world foo bar\n", 10000) + "E\n", ""},
		"range":             {"p {1..1000000000}", ""},
		"wide range":        {"p {-9223372036854775808..9223372036854775807}", ""},
		"products":          {"p " + rep("{a,b}", 30), "too-complex"},
		"nested braces":     {"p " + rep("{a,", 10000) + rep("}", 10000), "too-complex"},
		"power":             {"p $((9**9**9)) $((1<<9999)) $((9223372036854775807*9)) $((-9223372036854775807-1/-1)) $((1/0))", ""},
		"recursion":         {"f(){ f; }; f", "too-complex"},
		"double recursion":  {"f(){ f; f; }; f", "too-complex"},
		"bomb":              {":(){ :|:& };:", "too-complex"},
		"eval":              {`x='eval "$x"'; eval "$x"`, "too-complex"},
		"doubling":          {"x=aaaaaaaaaaaaaaaa; " + rep("x=$x$x; ", 40) + "p $x", "too-complex"},
		"doubling unknowns": {"x=$(y); " + rep("x=$x$x; ", 40) + "p $x", "too-complex"},
		"doubling loop":     {"x=a; while true; do x=$x$x; done; p $x", "too-complex"},
		"doubling array":    {"a=(1 2 3 4); " + rep(`a=("${a[@]}" "${a[@]}"); `, 40), ""},
		"doubling file":     {"p > f; " + rep("cat f f > g; cat g g > f; ", 40), ""},
		"loops":             {rep("for i in 1 2 3 4 5 6 7 8 9; do ", 8) + "p; " + rep("done; ", 8), "too-complex"},
		"unset":             {"p " + rep("$a$b$c$d$e$f$g ", 100), ""},
		"unset names":       {"p " + many26("$%c%c ") + many26("\"$%c%c\" "), ""},
		"stars":             {"case " + rep("a", 4000) + " in " + rep("*a", 1000) + "b) p;; esac", ""},
		"strip":             {"x=" + rep("a", 4000) + "; p ${x##*b*c*d} ${x//a*b/c}", ""},
		"variables":         {rep("a=1;", 1500) + manyNames(1500), ""},
		"not text":          {"p \xff\xfe\x00 \x80", "unreadable"},
		"nul":               {"p a\x00b\x00", ""},
		"marks":             {"p \U00100000 '\U0010FFFD'; eval \"$(x) \U00100000\"", ""},
		"aliases":           {"alias a='b' b='a'; a; alias c='c c'; c", ""},
		"trap":              {rep("trap 'trap x EXIT' EXIT;", 2000), ""},
		"refs":              {"declare -n a=b b=a; a=1; p $a", ""},
		"wide if":           {"if a; then x=1; " + rep("elif a; then x=2; ", 1500) + "fi; p $x", ""},
		"wide case":         {"case $x in " + rep("a) x=1;; ", 3000) + "esac; p $x", ""},
		"arithmetic texts":  {"y='y+y+y'; ((y)); x='a[$x]+a[$x]'; ((x))", "too-complex"},
		"empty":             {"", ""},
		"heredocs":          {rep("cat <<E\n", 300), "unreadable"},
		"process":           {"p " + rep("<(p ", 60) + rep(")", 60), "too-complex"},
	}
}

func many26(format string) string {
	var b strings.Builder
	for i := range 26 {
		for j := range 4 {
			b.WriteString(strings.NewReplacer("%c%c", string(rune('a'+i))+string(rune('a'+j))).Replace(format))
		}
	}
	return b.String()
}

func manyNames(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("v")
		for ; i > 0; i /= 26 {
			b.WriteByte(byte('a' + i%26))
		}
		b.WriteString("=1;")
	}
	return b.String()
}

func TestHostile(t *testing.T) {
	for name, h := range hostile() {
		for _, d := range []Dialect{Bash, POSIX, Zsh} {
			_, problems := runIn(h[0], d, testWorld(loginEnv(), nil))
			if d != Bash {
				continue
			}
			kind := ""
			if len(problems) > 0 {
				kind = problems[0].Kind
			}
			assert.Equal(t, h[1], kind, name)
		}
	}
}

// TestLimits: a program that needs more than it may is answered with a problem,
// and what was seen before stays seen.
func TestLimits(t *testing.T) {
	r := &recorder{}
	problems := Run("p 1; p 2; p 3; p 4", Config{Dir: "/w", Visit: r.visit, Limits: Limits{Calls: 2}})
	assert.Equal(t, []string{"p 1", "p 2"}, renderAll(r.calls))
	assert.Equal(t, "too-complex", problems[0].Kind)

	r = &recorder{}
	problems = Run("for i in 1 2 3 4 5; do p $i; done", Config{Dir: "/w", Visit: r.visit, Limits: Limits{Loop: 2}})
	assert.Equal(t, []string{"p 1", "p 2", "~p ?"}, renderAll(r.calls))
	assert.Empty(t, problems)

	r = &recorder{}
	Run("p $a$b$c", Config{Dir: "/w", Visit: r.visit, Limits: Limits{Alts: 2}})
	assert.Equal(t, []string{"~p", "~p ?", "~p ???"}, renderAll(r.calls))

	assert.NotEmpty(t, Run("eval 'eval p'", Config{Limits: Limits{Depth: 1}}))
	assert.NotEmpty(t, Run("eval '"+strings.Repeat("a", 100)+"'", Config{Limits: Limits{Bytes: 50}}))
}
