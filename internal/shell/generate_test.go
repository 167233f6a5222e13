package shell

import (
	"fmt"
	"math/rand"
	"os"
	"strconv"
	"strings"
	"testing"
)

// generator writes random programs of the constructs that the oracle runs. They
// name only stubs, and every loop of theirs ends.
type generator struct {
	*rand.Rand
	depth int
	loops int
	fresh int
	used  map[string]int
}

func (g *generator) one(list ...string) string { return list[g.Intn(len(list))] }

func (g *generator) note(what string) { g.used[what]++ }

func (g *generator) program() string {
	var b strings.Builder
	b.WriteString(g.one("R=a\n", "a=1 b=foo c='x y' d= R=b i=2 j=5 A=(u v)\nset --\n", "a=x.gz b='*' c=a/b/c d=' s ' R=c i=0 j=1\nset -- one 'two 2'\n"))
	for range 1 + g.Intn(7) {
		b.WriteString(g.stmt())
		b.WriteString(g.one("\n", "; ", "\n"))
	}
	return b.String()
}

// block is one to three statements, each ended.
func (g *generator) block() string {
	g.depth++
	defer func() { g.depth-- }()
	var b strings.Builder
	for range 1 + g.Intn(3) {
		b.WriteString(g.stmt())
		b.WriteString("; ")
	}
	return b.String()
}

func (g *generator) stmt() string {
	if g.depth > 3 {
		return g.simple()
	}
	switch g.Intn(30) {
	case 0, 1, 2, 3:
		return g.assign()
	case 4:
		return g.branch()
	case 5:
		return g.cases()
	case 6, 7:
		return g.forLoop()
	case 8:
		return g.whileLoop()
	case 9:
		return g.function()
	case 10, 11:
		return g.andOr()
	case 12:
		g.note("subshell")
		return "(" + g.block() + ")"
	case 13:
		g.note("group")
		return "{ " + g.block() + "}"
	case 14:
		return g.pipe()
	case 15:
		return g.array()
	case 16:
		return g.nested()
	case 17:
		return g.params()
	case 18:
		return g.readLine()
	case 19:
		return g.file()
	case 20:
		return g.declaration()
	case 21:
		return g.arith()
	default:
		return g.simple()
	}
}

func (g *generator) name() string { return g.one("a", "b", "c", "d") }

func (g *generator) simple() string {
	s := ""
	if g.Intn(12) == 0 {
		g.note("prefix")
		s = g.name() + "=" + g.word() + " "
	}
	s += g.one("p", "p", "p", "pq", "no", "out")
	for range g.Intn(4) {
		s += " " + g.word()
	}
	if g.Intn(15) == 0 {
		g.note("redirect")
		s += g.one(" >f1", " >>f2", " 2>&1", " </dev/null", " &>f3", " <<<"+g.word())
	}
	return s
}

func (g *generator) assign() string {
	g.note("assign")
	op := "="
	if g.Intn(6) == 0 {
		op = "+="
	}
	return g.name() + op + g.word()
}

// word is a word of one to three parts.
func (g *generator) word() string {
	s := ""
	for range 1 + g.Intn(2) {
		s += g.part()
	}
	return s
}

func (g *generator) part() string {
	n := g.name()
	switch g.Intn(22) {
	case 0, 1, 2:
		return g.one("x", "foo", "b-1", "k", "zz.gz")
	case 3:
		return g.one(`'a b'`, `'*'`, `'$a'`, `''`, `'q"r'`)
	case 4:
		return g.one(`$'t\tn'`, `$'\x41'`, `\ `, `\$`, `\*`)
	case 5, 6:
		return "$" + n
	case 7:
		return `"$` + n + `"`
	case 8:
		return `"` + g.one("pre ", "$"+n, "x") + "${" + n + "}" + g.one("", " y", "$"+g.name()) + `"`
	case 9:
		g.note("default")
		return "${" + n + g.one(":-", "-", ":+", "+", ":=") + g.one("def", "$"+g.name(), `"q r"`, "u v", "") + "}"
	case 10:
		g.note("default quoted")
		return `"${` + n + g.one(":-", "-", ":+", "+", ":=") + g.one("def", "$"+g.name(), "u v", "") + `}"`
	case 11:
		g.note("strip")
		return "${" + n + g.one("#", "##", "%", "%%") + g.one("*", "x", "?", "*.", ".*", "[a-f]", "*o", "*/", "foo") + "}"
	case 12:
		g.note("replace")
		return "${" + n + g.one("/", "//", "/#", "/%") + g.one("o", "x", "?", "[a-f]", "b-") + "/" + g.one("R", "", "$"+g.name()) + "}"
	case 13:
		g.note("slice")
		return "${" + n + g.one(":1", ":0:2", ": -1", ":1:1") + "}"
	case 14:
		return g.one("${#"+n+"}", "${"+n+"^}", "${"+n+"^^}", "${"+n+",,}")
	case 15:
		g.note("arith expansion")
		return "$((" + g.expr() + "))"
	case 16:
		g.note("substitution")
		q := g.one("", `"`)
		return q + g.subst() + q
	case 17:
		g.note("brace")
		return g.one("{a,b}", "{1..3}", "{x,$"+n+"}", "{a,b}{1,2}", "{,y}", "{c}", "{3..1}")
	case 18:
		g.note("positional")
		return g.one("$1", `"$1"`, `"$@"`, "$#", `"$*"`, "$@", "${2}", `"${@:2}"`, "$*")
	case 19:
		g.note("array use")
		return g.one(`"${A[@]}"`, "${A[0]}", "${A[1]}", "${#A[@]}", "${A[@]}", `"${A[*]}"`, `"${A[@]:1}"`, "${!A[@]}")
	case 20:
		g.note("indirect")
		return g.one("~", "~/x", "k=~/y", "${!R}", "$SET", `"${SET%l}"`)
	}
	return g.one("w", "7", "/")
}

func (g *generator) subst() string {
	return `$(` + g.one("out "+g.simpleWord(), "echo "+g.simpleWord(), "echo "+g.simpleWord()+" "+g.simpleWord(),
		"out 1 2", "echo a; echo b", "printf '%s,' x y", "p side") + `)`
}

func (g *generator) simpleWord() string {
	return g.one("x", "$"+g.name(), "'s t'", "7", `"$`+g.name()+`"`)
}

func (g *generator) expr() string {
	switch g.Intn(6) {
	case 0:
		return g.one("1+2", "7/2", "7%3", "2**5", "(1+2)*3", "-4", "!0", "~1")
	case 1:
		return g.one("i", "i+1", "i*2", "j-i", "i++", "++j", "i+=2", "i=3", "i>1?i:j", "i&&j", "i==2")
	case 2:
		return g.one("1<2", "5&3", "1<<4", "1,2", "0x1f", "010")
	}
	return strconv.Itoa(g.Intn(10))
}

func (g *generator) cond() string {
	switch g.Intn(8) {
	case 0:
		return "p c"
	case 1:
		return "no c"
	case 2:
		g.note("test")
		return "[ " + g.one(`-n "$`, `-z "$`, `x = "$`, `foo != "$`) + g.name() + `" ]`
	case 3:
		g.note("double bracket")
		return "[[ " + g.one("$"+g.name()+" == f*", "$"+g.name()+" = x", "-z $"+g.name(), "-n $"+g.name()+" && a = a", "! b != b") + " ]]"
	case 4:
		return g.one("true", "false", ":")
	case 5:
		return "((" + g.expr() + "))"
	case 6:
		return "! " + g.one("p c", "no c", "true")
	}
	return "[ $# " + g.one("-gt", "-eq", "-lt") + " " + g.one("0", "1", "2") + " ]"
}

func (g *generator) branch() string {
	g.note("if")
	s := "if " + g.cond() + "; then " + g.block()
	if g.Intn(3) == 0 {
		s += "elif " + g.cond() + "; then " + g.block()
	}
	if g.Intn(2) == 0 {
		s += "else " + g.block()
	}
	return s + "fi"
}

func (g *generator) cases() string {
	g.note("case")
	s := "case " + g.word() + " in "
	for range 1 + g.Intn(3) {
		s += g.one("x", "f*", "*o", "?", "[a-k]", "a|b", `"$a"`, "$b", "*") + ") " + g.block() + g.one(";;", ";;", ";;", ";&", ";;&") + " "
	}
	return s + "esac"
}

func (g *generator) forLoop() string {
	g.note("for")
	g.loops++
	defer func() { g.loops-- }()
	body := g.block()
	if g.Intn(4) == 0 {
		g.note("break")
		body += g.one(g.cond()+" && break", g.cond()+" && continue", "if "+g.cond()+"; then break; fi") + "; p tail; "
	}
	switch g.Intn(5) {
	case 0:
		return "for " + g.name() + "; do " + body + "done"
	case 1:
		v := g.counter()
		return fmt.Sprintf("for ((%s=0; %s<%d; %s++)); do %s done", v, v, g.Intn(4), v, body)
	}
	s := "for " + g.name() + " in"
	for range g.Intn(4) {
		s += " " + g.word()
	}
	return s + "; do " + body + "done"
}

// counter is a variable that nothing else assigns.
func (g *generator) counter() string {
	g.fresh++
	return "n" + strconv.Itoa(g.fresh)
}

func (g *generator) whileLoop() string {
	g.note("while")
	v := g.counter()
	body := g.block()
	if g.Intn(3) == 0 {
		body += g.cond() + " && break; "
	}
	if g.Intn(4) == 0 {
		return fmt.Sprintf("%s=0; until [ $%s -ge %d ]; do %s=$((%s+1)); %s done", v, v, g.Intn(4), v, v, body)
	}
	return fmt.Sprintf("%s=%d; while %s; do ((%s++ < 3)) || break; %s done", v, g.Intn(3), g.cond(), v, body)
}

func (g *generator) function() string {
	g.note("function")
	if g.Intn(3) == 0 {
		return g.functionName() + "() { :; }"
	}
	body := g.block()
	if g.Intn(2) == 0 {
		body = "local " + g.name() + g.one("", "=l", "=$"+g.name(), `="$1"`) + "; " + body
	}
	if g.Intn(3) == 0 {
		body += g.one(g.cond()+" && return", "return 1", "if "+g.cond()+"; then return 0; fi") + "; p rest; "
	}
	name := g.functionName() // new, so that no body calls itself
	call := name
	for range g.Intn(3) {
		call += " " + g.word()
	}
	return name + "() { " + body + "}; " + call + g.one("", " && p yes", " || p no")
}

func (g *generator) functionName() string {
	g.fresh++
	return "f" + strconv.Itoa(g.fresh)
}

func (g *generator) andOr() string {
	g.note("list")
	s := g.cond()
	for range 1 + g.Intn(3) {
		s += g.one(" && ", " || ") + g.one(g.simple(), g.assign(), g.cond(), "{ "+g.simple()+"; "+g.assign()+"; }")
	}
	return s
}

func (g *generator) pipe() string {
	g.note("pipe")
	return g.one("out x", "echo $a", g.simple()) + " | " + g.one("p end", "{ "+g.simple()+"; }", "while read l; do p $l; done", "cat | p x")
}

func (g *generator) array() string {
	g.note("array")
	return g.one("A=("+g.word()+" "+g.word()+")", "A+=("+g.word()+")", "A[2]="+g.word(), "A=()", "unset A", "R=c", "R=a", "unset 'A[0]'")
}

func (g *generator) nested() string {
	g.note("nested")
	return g.one(
		`bash -c 'p in $a $1' _ `+g.word(),
		`bash -c "p in $a"`,
		`eval p `+g.word(),
		`eval 'p "$a"; a=ev'`,
		`bash -c 'p "$@"' _ `+g.word()+" "+g.word(),
		`echo "p piped $SET" | bash`,
		"bash <<E\np doc $SET\nE\n:",
		`bash <(echo p ps)`,
	)
}

func (g *generator) params() string {
	g.note("set")
	return g.one("set --", "set -- "+g.word()+" "+g.word(), "shift", "set -- x 'y z'", `set -- "$@" w`)
}

func (g *generator) readLine() string {
	g.note("read")
	return g.one("read "+g.name()+" <<< "+g.word(), "read -r a b <<< 'x y z'", "IFS=: read -r c d <<< 'q:r:s'",
		"while read -r l; do p \"$l\"; "+g.assign()+"; done <<< $'1\\n2'", "mapfile -t A <<< $'u\\nv w'")
}

func (g *generator) file() string {
	g.note("file")
	return g.one("echo 'p script $1' > s.sh; bash s.sh "+g.word(), "echo 'p more' >> s.sh; . ./s.sh", "cat > t.sh <<'E'\np t\na=sourced\nE\n. ./t.sh")
}

func (g *generator) declaration() string {
	g.note("declare")
	return g.one("export "+g.name()+"="+g.word(), "export "+g.name(), "declare "+g.name()+"="+g.word(), "unset "+g.name(),
		"export -n "+g.name(), "declare -x "+g.name(), "printf -v "+g.name()+" '%s-%s' "+g.word()+" z", "declare -i i=4")
}

func (g *generator) arith() string {
	g.note("arith")
	return g.one("((i="+g.expr()+"))", "i=$(("+g.expr()+"))", "let j="+g.one("1+1", "i+1", "3"), "j="+strconv.Itoa(g.Intn(9)), "((i++))")
}

// TestGenerated compares random programs with a real bash. TAGOUT_PROGRAMS and
// TAGOUT_SEED widen the search.
func TestGenerated(t *testing.T) {
	n, seed := envInt("TAGOUT_PROGRAMS", 60), envInt("TAGOUT_SEED", 1)
	g := &generator{Rand: rand.New(rand.NewSource(int64(seed))), used: map[string]int{}}
	texts := make([]string, n)
	for i := range texts {
		g.fresh = 0
		texts[i] = g.program()
	}
	failures := compare(t, texts)
	for i, f := range failures {
		if i == 10 {
			t.Errorf("and %d more", len(failures)-10)
			break
		}
		t.Error(f)
	}
	t.Logf("constructs: %v", g.used)
}

func envInt(name string, otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return otherwise
}
