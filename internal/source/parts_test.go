package source

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"tagout/internal/word"
)

// parts are the shell's texts in a text, each with what it reads after "<".
func parts(format string, marks []string, text string) string {
	list, _, ok := Parts(format, marks, word.Text{{Kind: word.Lit, Text: text}})
	if !ok {
		return "no reader"
	}
	return spelled(list)
}

func spelled(list []Part) string {
	var out []string
	for _, p := range list {
		s := p.Text.Spelling()
		if p.Fed {
			s = "stdin"
		}
		if p.Input != nil {
			s += " < " + p.Input.Spelling()
		}
		out = append(out, s)
	}
	return strings.Join(out, " & ")
}

func TestMarks(t *testing.T) {
	vim := []string{"!", "* !", "*$!", "*term ", "*system('", "*system(\"", "exe*'!"}
	ssh := []string{"proxycommand =", "proxycommand "}
	for _, c := range []struct {
		marks []string
		text  string
		want  string
	}{
		{[]string{"!"}, "!a b", "a b"}, {[]string{"!"}, "x !a", ""}, {[]string{"!"}, "p\n  !a\nq\n!b", "a & b"}, {[]string{"!"}, "!", ""},
		{vim, ":silent !a", "a"}, {vim, "sil! !a", "a"}, {vim, "1,$!a | b", "a | b"}, {vim, "set nu!", ""}, {vim, "PlugInstall! | qa!", ""}, {vim, "g!/x/d", ""}, {vim, `echo "x !a"`, ""}, {vim, "term a", "a"}, {vim, "terms", ""},
		{vim, `call system("a 'b'")`, "a 'b'"}, {vim, `call system('a') | call system("b")`, "a & b"}, {vim, "exe '!a'", "a"}, {vim, "exec 'silent !a' x", ""},
		{ssh, "ProxyCommand=a", "a"}, {ssh, "proxycommand = a b", "a b"}, {ssh, "ProxyCommand a", "a"}, {ssh, "ProxyJump=a", ""},
		{[]string{"exec="}, "exec=a=b", "a=b"}, {[]string{"exec="}, "echo=a", ""},
		{[]string{"a.*.c="}, "a.x.y.c=z", "z"}, {[]string{"a.*.c=!"}, "a.x.c=z", ""},
		{[]string{"*execute(", "*reload("}, "x:execute(a (b) c)+reload(d),y:abort", "a (b) c & d"},
		{[]string{"EXEC:…,"}, "exec:a b,pty", "a b"}, {[]string{"EXEC:…,"}, "EXEC:a", "a"},
		{[]string{"*syscmd(`"}, "x syscmd(`a b')dnl", "a b"},
	} {
		assert.Equal(t, c.want, parts("", c.marks, c.text), "%q in %q", c.marks, c.text)
	}
	assert.Equal(t, "no reader", parts("python", nil, "x"))
}

// TestMarksUnknown: what is not known stays unknown, and may end a line.
func TestMarksUnknown(t *testing.T) {
	hole := word.Piece{Kind: word.Unknown, Text: "$X"}
	list, _, _ := Parts("", []string{"!"}, word.Text{hole, {Kind: word.Lit, Text: "!rm "}, hole})
	if assert.Len(t, list, 1) {
		assert.Equal(t, word.Text{{Kind: word.Lit, Text: "rm "}, hole}, list[0].Text)
	}
}

func TestSed(t *testing.T) {
	for script, want := range map[string]string{
		"1e a b": "a b", "e a": "a", "$!e a": "a", "/x/e a": "a", `\,x,e a`: "a", "/a/,/b/e c": "c", "2~3e a": "a", "p;e a": "a", "x\ne a\np": "a", "/x/{e a\n}": "a", "{p;e a\n}": "a", "e": "stdin", "1e;p": ";p",
		"s/x/a b/e": "a b & stdin", "s|x|a/b|ge": "a/b & stdin", `s/x/a \/ b/e`: "a / b & stdin", `s/\(x\)/a \1 &/e`: `a \1 & & stdin`, "s/x/y/;e a": "a", "s/e a/y/": "", "s/x/e a/": "", "s/a/b/w e c": "cat > 'e c'", "y/ab/e /": "",
		"a e x": "", `i\` + "\ne x": "", "a\\\ne x\\\ne y\ne z": "z", ":e": "", ":a;N;$!ba;e x": "x", "b e;e x": "x", "bundle exec rake": "", "# e x\ne y": "y", "r e x": "", "/e x/d": "", "/[/e]x/p": "", "": "", "s": "", "s/x": "", `\`: "", "1,2": "", "q;l 5;e a": "a", "n}e a": "a",
	} {
		assert.Equal(t, want, parts("sed", nil, script), "%q", script)
	}
}

func TestCron(t *testing.T) {
	for tab, want := range map[string]string{
		"* * * * * a b": "a b", "*/5 1-3 * jan mon a": "a", "@daily a": "a", "  0 0 * * *\ta\t b ": "a\t b", "# * * * * * a": "", "* * * * *": "", "": "", "x": "", "@reboot": "",
		"X=1\nY = \"a b\"\n* * * * * a": "X=1; Y='a b'; a", "* * * * * a%b%c": "a < b\nc\n", `* * * * * date +\%F`: "date +%F", "1 1 1 1 1 a\n2 2 2 2 2 b": "a & b",
	} {
		assert.Equal(t, want, parts("cron", nil, tab), "%q", tab)
	}
	_, more, _ := Parts("cron", nil, word.Text{{Kind: word.Lit, Text: strings.Repeat("* * * * * a\n", maxParts+1)}})
	assert.True(t, more)
}

func TestKeys(t *testing.T) {
	for keys, want := range map[string]string{"a b Enter": "a b\n", "a C-m b Enter": "a\nb\n", `a\n`: "a\n", "a^M": "a\n", "a Space b": "a b", "a": "a"} {
		assert.Equal(t, strings.TrimSpace(strings.ReplaceAll(want, " \n", "\n")), strings.TrimSpace(strings.ReplaceAll(parts("keys", nil, keys), " \n", "\n")), "%q", keys)
	}
}

func TestGitAlias(t *testing.T) {
	files := map[string]string{
		"../.git/config":       "[core]\n\tbare = false\n[alias]\n\tst = status -sb\n\tNuke = \"!rm -rf \\\"x\\\"\" # all\n\ttwo = one\n\ttwo = !b ; c\n[alias \"sub\"]\n\tcommand = !d\n[include]\n\tpath = more\n[user]\n\tnuke = no\n",
		"../.git/more":         "[alias] inc = !e\n[alias]\n\tlong = !a \\\nb\n[include]\n\tpath = more\n",
		"/home/dev/.gitconfig": "[alias]\n\thome = !h\n\tst = !never\n",
	}
	for targets, want := range map[string]string{
		"st": "git status -sb", "st -x": "git status -sb -x", "nuke y": `rm -rf "x" y`, "two": "b", "sub": "d", "inc": "e", "long": "a b", "home": "h", "none": "", "$X": "", "": "",
	} {
		assert.Equal(t, want, strings.Join(texts("git", targets, files), " & "), targets)
	}
	given := func(set string) string {
		list, _ := Programs(Request{Format: "git", Targets: words("st x"), Given: []word.Word{word.Literal("a=b"), word.Literal(set)}}, host(files))
		return list[0].Text.Spelling()
	}
	assert.Equal(t, "a x", given("alias.st=!a"))
	assert.Equal(t, "git log x", given("ALIAS.ST=log"))
	assert.Equal(t, "git status -sb x", given("alias.other=!a"))
}

// TestBounds: every bound that a file hits is told.
func TestBounds(t *testing.T) {
	var chain, include, tasks, recipes strings.Builder
	for i := range maxDepth + 2 {
		name := func(n int) string { return "a" + strings.Repeat("x", n) }
		chain.WriteString(name(i) + ": " + name(i+1) + "\n\ttrue\n")
		recipes.WriteString(name(i) + ": " + name(i+1) + "\n  true\n")
		tasks.WriteString("  " + name(i) + ": {deps: [" + name(i+1) + "]}\n")
	}
	for range maxFiles + 1 {
		include.WriteString("include b.mk\n")
	}
	for _, c := range []struct{ format, name, text string }{
		{"make", "Makefile", chain.String()},
		{"make", "Makefile", include.String() + "a:\n\ttrue\n"},
		{"make", "Makefile", "include Makefile\na:\n\ttrue\n"},
		{"make", "Makefile", "X := " + strings.Repeat("x", maxText) + "\na:\n\techo $(X)$(X)\n"},
		{"just", "justfile", recipes.String()},
		{"just", "justfile", "x := '" + strings.Repeat("x", maxText) + "'\na:\n  echo {{x + x}}\n"},
		{"task", "Taskfile.yml", "tasks:\n  default: {cmds: [{task: a}]}\n" + tasks.String()},
		{"task", "Taskfile.yml", "includes: {s: Taskfile.yml}\ntasks:\n  default: true\n"},
		{"task", "Taskfile.yml", "tasks:\n  default: " + strings.Repeat("[", maxDepth+2) + strings.Repeat("]", maxDepth+2) + "\n"},
		{"compose", "compose.yml", "services:\n  a:\n    command: " + strings.Repeat("[", maxDepth+2) + strings.Repeat("]", maxDepth+2) + "\n"},
	} {
		r := Request{Format: c.format}
		if c.format == "compose" {
			r.Targets = words("a")
		}
		_, more := Programs(r, host(map[string]string{c.name: c.text, "b.mk": "x = 1\n"}))
		assert.True(t, more, "%s: %.60q", c.format, c.text)
	}
	for _, c := range []struct{ format, name, text string }{
		{"make", "Makefile", "include b.mk\na: b\n\ttrue\nb:\n\ttrue\n"}, {"just", "justfile", "a: b\n  true\nb:\n  true\n"}, {"task", "Taskfile.yml", "tasks:\n  default: {cmds: [[true]]}\n"},
	} {
		_, more := Programs(Request{Format: c.format}, host(map[string]string{c.name: c.text, "b.mk": "x = 1\n"}))
		assert.False(t, more, c.text)
	}
}

// TestPartsSoon: texts full of marks take no more than a moment. The bound is
// generous; squares and cubes of such texts are minutes.
func TestPartsSoon(t *testing.T) {
	marks := []string{"*execute(", "*reload(", "*a*b=", "x*y*!", "* !"}
	for _, text := range []string{strings.Repeat("execute(a)", 1<<17), strings.Repeat("a", 1<<20), strings.Repeat("xy", 4000), strings.Repeat("set nu x y z\n", 1<<16)} {
		start := time.Now()
		Parts("", marks, word.Text{{Kind: word.Lit, Text: text}})
		assert.Less(t, time.Since(start), 3*time.Second, "%.20q", text)
	}
}
