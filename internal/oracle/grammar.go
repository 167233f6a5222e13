//go:build linux

package oracle

import "fmt"

// grammar is all that programs are made of. It is a function, so that the
// productions can name each other.
func grammar() map[string][]production {
	return map[string][]production{
		"start":     starts(),
		"statement": statements(),
		"part":      append(parts(), operations()...),
		"condition": conditions(),
		"number":    numbers(),
		"redirect":  redirects(),
		"wrapper":   wrappers(),
		"nested":    nested(),
	}
}

func starts() []production {
	return []production{
		{"b", "arrays", 3, 0, lit("a=1 b=foo c='x y' d= R=b i=2 j=5 A=(u v)\nset --",
			"a=x.gz b='*' c=a/b/c d=' s ' R=c i=0 j=1 A=('u v' w x)\nset -- one 'two 2'")},
		{"", "plain", 1, 0, lit("a=1 b=foo c='x y' d= i=2 j=5\nset -- k", "a=x.gz b='*' c=a/b/c d=' s ' i=0 j=1\nset -- one 'two 2'", "i=3 j=1")},
	}
}

func statements() []production {
	return []production{
		{"", "call", 10, 0, (*Generator).simple},
		{"", "assign", 4, 0, func(g *Generator) string { return g.name() + "=" + g.word() }},
		{"bz", "append", 1, 0, func(g *Generator) string { return g.name() + "+=" + g.word() }},
		{"", "if", 2, 0, (*Generator).ifClause},
		{"", "case", 1, 0, (*Generator).caseClause},
		{"", "for", 2, 0, (*Generator).forWords},
		{"bz", "for arithmetic", 1, 0, func(g *Generator) string {
			v := g.counter()
			return fmt.Sprintf("for ((%s=0; %s<%d; %s++)); do %sdone", v, v, g.Intn(4), v, g.loopBody())
		}},
		{"", "while", 1, 0, (*Generator).while},
		{"", "until", 1, 0, func(g *Generator) string {
			v := g.counter()
			return fmt.Sprintf("%s=0; until [ $%s -ge %d ]; do %s=$((%s+1)); %sdone", v, v, g.Intn(4), v, v, g.loopBody())
		}},
		{"", "function", 2, 0, (*Generator).function},
		{"", "list", 2, 0, (*Generator).list},
		{"", "subshell", 1, 1, func(g *Generator) string { return "( " + g.apart() + ")" }},
		{"", "group", 1, 0, func(g *Generator) string { return "{ " + g.block() + "}" }},
		{"", "pipe", 1, 2, (*Generator).pipe},
		{"", "not", 1, 0, func(g *Generator) string { return "! " + g.simple() }},
		{"", "background", 1, 1, func(g *Generator) string { return g.simple() + " & wait" }},
		{"b", "array", 2, 0, func(g *Generator) string {
			return g.one("A=("+g.argument()+" "+g.argument()+")", "A+=("+g.argument()+")", "A[2]="+g.word(), "A=()", "unset A", "R=c", "R=a", "unset 'A[0]'", "A[i]="+g.argument())
		}},
		{"b", "associative", 1, 0, func(g *Generator) string {
			v := g.counter()
			return fmt.Sprintf(`declare -A %s=([k]=%s [%s]=w); %s[x]=%s; p "${%s[k]}" ${%s[x]} ${#%s[@]} "${%s[no]}"`, v, g.argument(), g.one("j", "'y z'", `"$a"`), v, g.word(), v, v, v, v)
		}},
		{"", "nested", 1, 2, func(g *Generator) string { return g.pick("nested") }},
		{"", "eval", 2, 0, (*Generator).eval},
		{"", "wrapper", 1, 2, func(g *Generator) string { return g.pick("wrapper") }},
		{"", "set --", 1, 0, func(g *Generator) string {
			return g.one("set --", "set -- "+g.word()+" "+g.word(), "set -- x 'y z'", `set -- "$@" w`, `set -- "$@" `+g.word(), "[ $# -gt 0 ] && shift", "set -- 1 2 3; shift 2")
		}},
		{"bz", "read here-string", 1, 0, func(g *Generator) string {
			return g.one("read "+g.name()+" <<< "+g.word(), "read -r a b <<< 'x y z'", "IFS=: read -r c d <<< 'q:r:s'", "while read -r l; do p \"$l\"; "+g.name()+"="+g.word()+"; done <<< $'1\\n2'")
		}},
		{"", "read here-document", 1, 0, func(g *Generator) string {
			return g.one("read -r a b <<E\n"+g.one("x y z", "$b q", " s  t ")+"\nE", "while read -r l; do p \"$l\"; done <<'E'\none $a \\$b\n two\nE", "IFS=, read a b c <<E\n1,2,,3\nE")
		}},
		{"b", "mapfile", 1, 0, lit("mapfile -t A <<< $'u\\nv w'", "mapfile -d '' A < <(printf 'p\\0u v\\0')", "read -ra A <<< 'x  y z'", "readarray -td, A <<< 'u,v  w,'")},
		{"", "a script's directory", 1, 0, func(g *Generator) string {
			return g.name() + `="$(cd "$(dirname ` + g.one("sub/x", "./x", `"$0"`) + `)" && pwd)"`
		}},
		{"b", "read in parts", 1, 0, func(g *Generator) string {
			return g.one("read -r -d '' "+g.name()+" <<'E'\np c\n d \nE", "read -d, a b <<< "+g.word(), "IFS= read -r -d ' ' a <<< 'x y'", "read -n 3 a b <<< "+g.word(), "read -N4 a <<< 'x y z'", "read a b <<< 'x\\ y z\\'")
		}},
		{"", "script", 1, 3, (*Generator).script},
		{"", "source", 1, 1, (*Generator).source},
		{"", "export", 1, 0, func(g *Generator) string {
			return g.one("export "+g.name()+`="`+g.ref()+`x"`, "export "+g.name(), "unset "+g.name())
		}},
		{"bz", "declare", 1, 0, func(g *Generator) string {
			return g.one("declare "+g.name()+"="+g.argument(), "declare "+g.counter()+"=v", "typeset "+g.name()+"=t", "printf -v "+g.name()+" '%s-%s' "+g.word()+" z")
		}},
		{"b", "attributes", 1, 0, func(g *Generator) string {
			return g.one("declare -i i=4", "export -n "+g.name(), "declare -u up="+g.word()+"; p $up", "declare -n nr=b; nr=by; p $b $nr; unset -n nr")
		}},
		{"", "arithmetic", 1, 0, func(g *Generator) string { return g.one("i", "j") + "=$((" + g.pick("number") + "))" }},
		{"bz", "arithmetic command", 1, 0, func(g *Generator) string {
			return g.one("((i="+g.pick("number")+"))", "let j="+g.one("1+1", "i+1", "3"), "((i++))", "((j+=2))")
		}},
		{"", "trap", 1, 1, func(g *Generator) string { return "( trap 'p trapped " + g.ref() + "' EXIT; " + g.apart() + ")" }},
		{"", "exit", 1, 1, func(g *Generator) string {
			return "( " + g.apart() + g.one("exit", g.pick("condition")+" && exit 3", "if "+g.pick("condition")+"; then exit; fi") + "; " + g.simple() + ")"
		}},
		{"", "cd", 1, 0, func(g *Generator) string {
			return g.one("cd sub", "cd ..", "cd -", "cd sub/..", "cd ./sub && p in", "cd nowhere || p still", "( cd sub; p inside)", "cd sub; cd ..")
		}},
		{"bz", "pushd", 1, 0, func(g *Generator) string { return "pushd sub && { " + g.block() + "popd; }" }},
		{"", "exec", 1, 1, func(g *Generator) string {
			return "( " + g.one("exec p gone"+g.words(1), "exec >f9; p x", "exec 3>f8; p 3 >&3") + "; p after)"
		}},
		{"", "getopts", 1, 0, func(g *Generator) string {
			return `set -- -a -b val rest; while getopts ab: o; do p "$o" "$OPTARG"; done; p $OPTIND; OPTIND=1`
		}},
		{"", "options loop", 1, 0, func(g *Generator) string {
			return `set -- -x ` + g.word() + ` --y=1 z; while [ $# -gt 0 ]; do case $1 in -x) a=$2; shift 2;; --y=*) b=${1#*=}; shift;; *) p rest "$@"; break;; esac; done`
		}},
		{"", "alias", 1, 0, func(g *Generator) string { return "alias ll='p aliased'\n" + g.one("ll x", "command ll y", "\\ll z") }},
		{"b", "expanded alias", 1, 0, func(g *Generator) string {
			return "shopt -s expand_aliases\nalias l" + g.one("1", "2") + "='" + g.one("p aliased", "a=al p", "p \"$a\"") + "'\n" + g.one("l1 x", "l2 "+g.word())
		}},
		{"", "command", 1, 1, func(g *Generator) string { return g.one("command p"+g.words(2), "command -v p", "command -p true") }},
		{"bd", "command of a builtin", 1, 0, lit("command eval p ev", "command . /dev/null; p ev")},
		{"b", "shell options", 1, 1, func(g *Generator) string {
			return g.one("(set -e; "+g.apart()+")", "(set -f; p *; "+g.apart()+")", "(set -u; p \"${a-}\"; "+g.apart()+")", "(IFS=:; b=x::y; p $b \"$b\"; set -- 1 2; p \"$*\")")
		}},
		{"dz", "shell options", 1, 1, func(g *Generator) string {
			return g.one("(set -e; "+g.apart()+")", "(IFS=:; b=x::y; p $b \"$b\"; set -- 1 2; p \"$*\")")
		}},
		{"b", "process substitution", 1, 3, lit(`bash <(echo p ps)`, `while read l; do p "$l"; done < <(echo a; echo b)`, `p end > >(cat)`)},
	}
}

func parts() []production {
	return []production{
		{"", "literal", 6, 0, lit("x", "foo", "b-1", "k", "zz.gz", "w", "7", "/", ".")},
		{"bd", "equals", 1, 0, lit("x=y", "--k=v")},
		{"", "single quotes", 2, 0, lit(`'a b'`, `'*'`, `'$a'`, `''`, `'q"r'`, `'\'`, `'x;y'`)},
		{"bz", "ansi quotes", 1, 0, lit(`$'t\tn'`, `$'\x41'`, `$'\101'`, `$'q\'q'`, `$'\\'`)},
		{"", "backslash", 1, 0, lit(`\ `, `\$`, `\*`, `\'`, `\\`, `\x`)},
		{"", "variable", 4, 0, (*Generator).ref},
		{"", "quoted variable", 2, 0, func(g *Generator) string { return `"` + g.ref() + `"` }},
		{"", "double quotes", 2, 0, func(g *Generator) string {
			return `"` + g.one("pre ", g.ref(), "x", `\$`, `\"`, `\\`) + "${" + g.name() + "}" + g.one("", " y", g.ref(), " ") + `"`
		}},
		{"bd", "positional", 2, 0, lit("$1", `"$1"`, `"$@"`, "$#", `"$*"`, "$@", "${2}", "$*", `x"$@"y`)},
		// In zsh "$#" before a name is the name's length, and "~" and "=" act
		// before what is expanded: words that mean several things are left out.
		{"z", "positional", 2, 0, lit("${1}", `"$1"`, `"$@"`, "${#}", `"$*"`, "${2}", `x"$@"y`)},
		{"b", "slice of positional", 1, 0, lit(`"${@:2}"`, "${@:1:1}", `"${*:1}"`)},
		{"b", "array use", 2, 0, lit(`"${A[@]}"`, "${A[0]}", "${A[1]}", "${#A[@]}", "${A[@]}", `"${A[*]}"`, `"${A[@]:1}"`, "${!A[@]}", "${A[-1]}", `"${A[@]%v}"`, "$A")},
		{"b", "indirect", 1, 0, lit("${!R}", `"${!R}"`)},
		{"bd", "tilde", 1, 0, lit("~", "~/x")},
		{"", "environment", 1, 0, lit("$SET", `"${SET%l}"`, "${SET}", "$UNSET")},
		{"z", "braces", 1, 0, lit("{a,b}", "{1..3}", "{a,b}{1,2}", "{,y}", "{3..1}", "{a,{b,c}}", "{01..03}")},
		{"b", "braces", 1, 0, func(g *Generator) string {
			return g.one("{a,b}", "{1..3}", "{x,"+g.ref()+"}", "{a,b}{1,2}", "{,y}", "{3..1}", "{a,{b,c}}", "{01..03}")
		}},
		{"d", "braces", 1, 0, lit("{a}", "{a,b}", "{1..2}")},
		{"", "arithmetic", 2, 0, func(g *Generator) string { return "$((" + g.pick("number") + "))" }},
		{"", "substitution", 1, 1, (*Generator).substitution},
		{"", "nested substitution", 1, 2, func(g *Generator) string { return `"$(echo "$(` + g.one("echo", "out") + ` ` + g.ref() + `)")"` }},
		{"", "backquotes", 1, 1, func(g *Generator) string { return "`echo " + g.ref() + "`" }},
	}
}

// operations are those on parameters.
func operations() []production {
	op := func(ops ...string) func(*Generator, ...string) string {
		return func(g *Generator, args ...string) string {
			return "${" + g.name() + g.one(ops...) + g.one(args...) + "}"
		}
	}
	return []production{
		{"", "default", 2, 0, func(g *Generator) string {
			return op(":-", "-", ":+", "+", ":=", "=")(g, "def", g.ref(), `"q r"`, "u v", "")
		}},
		{"", "quoted default", 1, 0, func(g *Generator) string {
			return `"` + op(":-", "-", ":+", "+", ":=")(g, "def", g.ref(), "u v", "") + `"`
		}},
		{"", "strip", 2, 0, func(g *Generator) string {
			return op("#", "##", "%", "%%")(g, "*", "x", "?", "*.", ".*", "[a-f]", "*o", "*/", "foo", "/*", "[!a-f]")
		}},
		{"bz", "replace", 2, 0, func(g *Generator) string {
			return op("/", "//", "/#", "/%")(g, "o/R", "x/", "?/R", "[a-f]/"+g.ref(), "b-", "o/"+g.ref())
		}},
		{"bz", "slice", 1, 0, func(g *Generator) string { return op("")(g, ":1", ":0:2", ": -1", ":1:1") }},
		{"b", "computed slice", 1, 0, func(g *Generator) string { return op("")(g, ":i", ":i+1:j", ":${#a}") }},
		{"", "length", 1, 0, func(g *Generator) string { return "${#" + g.name() + "}" }},
		{"b", "case of letters", 1, 0, func(g *Generator) string { return op("^", "^^", ",,", ",")(g, "") }},
		{"b", "transform", 1, 0, func(g *Generator) string { return op("@Q", "@U", "@L")(g, "") }},
		{"", "required", 1, 1, func(g *Generator) string { return "$(p ${" + g.name() + "?none})" }},
	}
}

func redirects() []production {
	return []production{
		{"", "file", 2, 0, lit(" >f1", " >>f2", " 2>&1", " </dev/null", " >/dev/null 2>&1", " 2>f4 >&2", " >|f1")},
		{"b", "both", 1, 0, lit(" &>f3", " &>>f3")},
		{"bz", "here-string", 1, 0, func(g *Generator) string { return " <<<" + g.word() }},
	}
}
