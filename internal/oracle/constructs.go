//go:build linux

package oracle

import (
	"fmt"

	"tagout/internal/shell"
)

func (g *Generator) ifClause() string {
	s := "if " + g.pick("condition") + "; then " + g.block()
	if g.Intn(3) == 0 {
		s += "elif " + g.pick("condition") + "; then " + g.block()
	}
	if g.Intn(2) == 0 {
		s += "else " + g.block()
	}
	return s + "fi"
}

func (g *Generator) caseClause() string {
	ends := []string{";;", ";;", ";;", ";&", ";;&"}
	switch g.dialect {
	case shell.POSIX:
		ends = ends[:3]
	case shell.Zsh:
		ends = ends[:4]
	}
	s := "case " + g.word() + " in "
	for range 1 + g.Intn(3) {
		s += g.one("x", "f*", "*o", "?", "[a-k]", "a|b", `"$a"`, "$b", "*", "(x|y", "[!a]*", `\*`, "'f'*") + ") " + g.block() + g.one(ends...) + " "
	}
	return s + "esac"
}

// loopBody is a block that may leave its loop early.
func (g *Generator) loopBody() string {
	g.loops++
	defer func() { g.loops-- }()
	body := g.block()
	if g.loops > 1 && g.Intn(8) == 0 {
		g.used["break of two loops"]++
		return body + g.pick("condition") + g.one(" && ", " || ") + g.one("break", "continue") + " 2; p tail; "
	}
	if g.Intn(4) == 0 {
		g.used["break"]++
		c := g.pick("condition")
		body += g.one(c+" && break", c+" && continue", "if "+c+"; then break; fi", c+" || continue", "if "+c+"; then p c; else continue; fi") + "; p tail; "
	}
	return body
}

func (g *Generator) forWords() string {
	body := g.loopBody()
	if g.Intn(5) == 0 {
		return "for " + g.name() + "; do " + body + "done"
	}
	return "for " + g.name() + " in" + g.words(3) + "; do " + body + "done"
}

// while ends after three turns at most.
func (g *Generator) while() string {
	v := g.counter()
	body := g.block()
	if g.Intn(3) == 0 {
		body += g.pick("condition") + " && break; "
	}
	return fmt.Sprintf("%s=%d; while %s; do %s=$((%s+1)); [ $%s -gt 3 ] && break; %sdone", v, g.Intn(3), g.pick("condition"), v, v, v, body)
}

// function defines a function of a new name, so that no body calls itself, and
// calls it.
func (g *Generator) function() string {
	g.fresh++
	name := fmt.Sprintf("f%d", g.fresh)
	body := g.apart()
	if g.Intn(2) == 0 {
		g.used["local"]++
		body = "local " + g.name() + g.one("", "=l", `="$1"`) + "; " + body
	}
	if g.Intn(3) == 0 {
		g.used["return"]++
		body += g.one(g.pick("condition")+" && return", "return 1", "if "+g.pick("condition")+"; then return 0; fi", g.pick("condition")+" || return 2") + "; p rest; "
	}
	call := name + g.words(2)
	return name + "() { " + body + "}; " + call + g.one("", " && p yes", " || p no", "; "+name+g.words(1), "; unset -f "+name)
}

// list is a chain of && and ||.
func (g *Generator) list() string {
	s := g.pick("condition")
	for range 1 + g.Intn(3) {
		s += g.one(" && ", " || ") + g.one(g.simple(), g.name()+"="+g.word(), g.pick("condition"), "{ "+g.simple()+"; "+g.name()+"="+g.word()+"; }")
	}
	return s
}

func (g *Generator) pipe() string {
	last := g.one("p end", "{ "+g.simple()+"; }", "while read -r l; do p $l; done", "cat | p x", "while read -r l; do p \"$l\"; a=$l; done", "(read -r q; p \"$q\")", "xargs p got", "tr a-z A-Z | while read -r l; do p \"$l\"; done")
	return g.one("out x", "echo $a", "out 1 'y z'", "echo k v", g.simple()) + " | " + last
}

func (g *Generator) eval() string {
	return g.one(
		"eval p "+g.argument(),
		`eval 'p "$a"; a=ev'`,
		`e='p "$b" x'; eval "$e"`,
		`eval "p '$c'"`,
		`eval 'for v in 1 2; do p $v'"; done"`,
		`eval "$(echo p made)"`,
		`e="a=q; p"; eval "$e" `+g.argument(),
		`eval "`+g.name()+`=\$b"; p $a`,
	)
}

// script is a file that is written and run.
func (g *Generator) script() string {
	return g.one(
		"echo 'p script $1' > s.sh; sh s.sh "+g.word(),
		"cat > t.sh <<'E'\np t \"$@\"\na=changed\nE\nsh t.sh "+g.word()+"\np $a",
		"cat > u.sh <<E\np '"+g.ref()+"' \\$1\nE\nsh ./u.sh k",
		"printf '%s\\n' '#!/bin/sh' 'p run $0' > v.sh; chmod +x v.sh; ./v.sh",
		"echo p a > w.sh; cp w.sh x.sh; echo 'p b' >> x.sh; sh x.sh",
		"echo 'p moved' | tee y.sh >/dev/null; mv y.sh z.sh; sh z.sh",
	)
}

func (g *Generator) source() string {
	return g.one(
		"echo 'p more' >> s1.sh; . ./s1.sh",
		"cat > s2.sh <<'E'\np t $a\na=sourced\nE\n. ./s2.sh; p $a",
		"echo 'f() { p in f; }' > s3.sh; . ./s3.sh; f",
	)
}

func (g *Generator) substitution() string {
	s := "$(" + g.one(
		"out "+g.argument(), "echo "+g.argument(), "echo "+g.argument()+" "+g.argument(), "out 1 2", "echo a; echo b",
		"printf '%s,' x y", "p side", "printf '%s\\n' "+g.argument(), "basename a/b.c", "dirname "+g.one("a/b", "/x"),
		"echo abc | tr a-c x-z", "echo a:b | cut -d: -f2", "echo foo | sed s/o/0/", "no && echo z", "echo q || echo r",
		"cat <<E\nhere "+g.ref()+"\nE\n", "if "+g.pick("condition")+"; then echo t; else echo f; fi", "echo ZWNobw== | base64 -d",
		"printf '1\\n2\\n3\\n' | head -n 1", "a=in; echo $a", "pwd", "echo x | rev",
	) + ")"
	if g.Intn(2) == 0 {
		return `"` + s + `"`
	}
	return s
}

func (g *Generator) argument() string {
	return g.one("x", g.ref(), "'s t'", "7", `"`+g.ref()+`"`)
}

// nested are shells that run a text of their own.
func nested() []production {
	child := func(name string) func(*Generator) string {
		return func(g *Generator) string {
			return name + " " + g.one(
				`-c 'p in $a $1' _ `+g.word(),
				`-c "p in $a"`,
				`-c 'p "$@"' _ `+g.word()+" "+g.word(),
				"<<E\np doc $SET \\$SET\nE",
				"<<'E'\np doc $SET\nE",
				`-c 'for x; do p "$x"; done' x `+g.word(),
				`-c 'p "$0" $#'`,
			)
		}
	}
	return []production{
		{"", "sh", 2, 0, child("sh")},
		{"b", "bash", 3, 0, child("bash")},
		{"z", "zsh", 1, 0, child("zsh")},
		{"", "piped", 1, 0, func(g *Generator) string { return `echo "p piped $SET" | sh` }},
		{"", "the login's own", 1, 0, func(g *Generator) string {
			return "USER=" + g.one("you", g.ref()) + "; p " + g.word() + `; sh -c 'p "$USER"'`
		}},
		{"", "with variable", 1, 0, func(g *Generator) string {
			return g.name() + `=z sh -c 'p "$a" "$b"'; export d; sh -c 'p "$d"'`
		}},
	}
}

// wrappers are real programs that run the rest of their words, or what they
// read.
func wrappers() []production {
	rest := func(g *Generator) string { return " " + g.one("p", "pq", "no", "out") + g.words(2) }
	before := func(list ...string) func(*Generator) string {
		return func(g *Generator) string { return g.one(list...) + rest(g) }
	}
	return []production{
		{"", "env", 2, 0, before("env", "env Q=1", "env -u a", "env -- Q=2", "env -i PATH=\"$PATH\" ORACLE_END=\"$ORACLE_END\"")},
		{"", "env -S", 1, 0, lit("env -S 'p split'", `env -S 'p "a b" c'`, "env -S 'Q=1 p' z")},
		{"", "nice", 1, 0, before("nice", "nice -n 1", "nice -n1", "nice --adjustment=1")},
		{"", "nohup", 1, 0, func(g *Generator) string { return "nohup" + rest(g) + " </dev/null" }},
		{"", "timeout", 1, 0, before("timeout 5", "timeout -k 1 5", "timeout --signal=TERM 5", "timeout -s KILL 5s")},
		{"", "setsid", 1, 0, before("setsid -w", "setsid --wait")},
		{"", "stdbuf", 1, 0, before("stdbuf -o0", "stdbuf -oL -eL")},
		{"", "flock", 1, 0, before("flock lock", "flock -n lock")},
		{"", "flock -c", 1, 0, lit("flock lock -c 'p locked'")},
		{"", "xargs", 3, 0, func(g *Generator) string {
			return g.one("echo x y", "printf '1\\n2 3\\n'", "out u v", "echo "+g.ref()) + " | xargs " + g.one("p", "-I{} p a {} b", "-I% sh -c 'p %'", "-r p")
		}},
		{"", "find", 1, 0, lit("find . -name 's*' -exec p found {} \\;", "find . -name none -exec p never {} \\;")},
		{"", "chain", 1, 0, func(g *Generator) string { return "env Q=1 nice -n 1 timeout 5 sh -c 'p \"$Q\" $1' _ " + g.word() }},
		{"bz", "time", 1, 0, func(g *Generator) string { return "time" + rest(g) }},
	}
}

func conditions() []production {
	return []production{
		{"", "call", 2, 0, lit("p c", "no c", "pq")},
		{"", "test", 3, 0, func(g *Generator) string {
			return "[ " + g.one(`-n "$`, `-z "$`, `x = "$`, `foo != "$`) + g.name() + `" ]`
		}},
		{"bz", "double bracket", 2, 0, func(g *Generator) string {
			v := g.ref()
			return "[[ " + g.one(v+" == f*", v+" = x", "-z "+v, "-n "+v+" && a = a", "! b != b", v+" == [a-f]*", "("+v+" == x || -n "+v+")", v+" =~ ^f", v+" < g") + " ]]"
		}},
		{"", "constant", 2, 0, lit("true", "false", ":")},
		{"bz", "arithmetic", 1, 0, func(g *Generator) string { return "((" + g.pick("number") + "))" }},
		{"", "not", 1, 0, lit("! p c", "! no c", "! true")},
		{"", "count", 1, 0, func(g *Generator) string {
			return "[ $# " + g.one("-gt", "-eq", "-lt", "-ne") + " " + g.one("0", "1", "2") + " ]"
		}},
		{"", "file", 1, 0, lit("[ -d sub ]", "[ -e none ]", "test -f f1")},
		{"", "group", 1, 0, func(g *Generator) string { return g.one("{ p g; no; }", "{ true; }", "{ no; p h; }") }},
		{"", "substitution", 1, 1, lit("a=$(no)", "b=$(out t)", `[ "$(echo y)" = y ]`)},
	}
}

func numbers() []production {
	return []production{
		{"", "constant", 2, 0, lit("1+2", "7/2", "7%3", "(1+2)*3", "-4", "!0", "~1", "1<2", "5&3", "1<<4", "0x1f", "010", "6^3|8", "3", "0")},
		{"bz", "constant", 1, 0, lit("2**5", "1,2", "2#101")},
		{"", "variable", 2, 0, lit("i", "i+1", "i*2", "j-i", "$i+1", "i>1?i:j", "i&&j", "i==2", "j%3", "(i+j)/2", "i+=2", "i=3", "-i")},
		{"bz", "step", 1, 0, lit("i++", "++j", "i--", "j**2", "i++ + ++i")},
		{"b", "element", 1, 0, lit("A[0]", "${#A[@]}", "A[0]+1")},
	}
}
