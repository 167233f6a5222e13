//go:build unix

package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// hostile is an event that is meant to take too long or too much, and the least
// that it may be answered with: 0 pass, 1 ask, 2 refuse.
type hostile struct {
	name, command string
	least         int
	shell         string // "": bash
	event         string // the event as it is, where it is none of a command
}

const asks = 1

// hostileTexts are hostile by their text alone, each about a megabyte or what a shell
// makes as much of.
func hostileTexts() []hostile {
	rep := strings.Repeat
	return []hostile{
		{name: "nothing, for comparison", command: "ls"},
		{name: "plain text", command: rep("lorem ipsum ", 87_000)},
		{name: "one word", command: rep("a", 1<<20-8)},
		{name: "double quotes", command: rep(`"`, 1<<20-8)},
		{name: "single quotes", command: rep(`'`, 1<<20-8)},
		{name: "backslashes", command: rep(`\`, 1<<20-8)},
		{name: "quoted words", command: "rm " + rep(`"a"'b' `, 140_000), least: asks},
		{name: "nested $(", command: rep("$(", 10_000), least: asks},
		{name: "nested $( closed", command: "p " + rep("$(p ", 10_000) + rep(")", 10_000), least: asks},
		{name: "half a million $(", command: rep("$(", 500_000), least: asks},
		{name: "(((((", command: rep("(", 1<<20-8), least: asks},
		{name: "$((((", command: "p $" + rep("(", 1<<20-8), least: asks},
		{name: "[[ ( ( (", command: "[[ " + rep("( ", 500_000), least: asks},
		{name: "{{{{{", command: rep("{ ", 500_000), least: asks},
		{name: "${${${", command: rep("${", 500_000), least: asks},
		{name: "backquotes", command: rep("`", 1<<20-8), least: asks},
		{name: "a range", command: "rm {1..1000000000}"},
		{name: "ranges", command: "rm " + rep("{1..1000000000}", 60_000)},
		{name: "braces 40 times", command: "rm " + rep("{a,b}", 40), least: asks},
		{name: "braces nested", command: "rm " + rep("{a,", 10_000) + rep("}", 10_000), least: asks},
		{name: "braces side by side", command: "rm " + rep("{a,b} ", 170_000), least: asks},
		{name: "9**9**9", command: "rm $((9**9**9))"},
		{name: "9**9 many times", command: "rm $((" + rep("9**", 300_000) + "9))", least: asks},
		{name: "a sum", command: "rm $((1" + rep("+1", 500_000) + "))", least: asks},
		{name: "arithmetic assignments", command: "rm $((" + rep("a+=a,", 200_000) + "1))", least: asks},
		{name: "a function calling itself", command: "f(){ f; }; f", least: asks},
		{name: "a function calling itself thrice", command: "f(){ f $1 a; f b $@; f $@ $@; }; f", least: asks},
		{name: "mutually recursive functions", command: "f(){ g; g; }; g(){ h; h; }; h(){ f; f; }; f", least: asks},
		{name: "a fork bomb", command: ":(){ :|:& };:", least: asks},
		{name: "many functions", command: rep("f(){ ls; g; }; g(){ f; };", 40_000), least: asks},
		{name: "eval that doubles", command: `x='x="$x;$x"; eval "$x"'; eval "$x"`, least: asks},
		{name: "eval of eval", command: rep("eval ", 200_000) + "ls", least: asks},
		{name: "doubling", command: "a=aaaaaaaaaaaaaaaa; " + rep("a=$a$a; ", 60) + "rm $a", least: asks},
		{name: "doubling in a loop", command: "a=a; while :; do a=$a$a; done; rm $a", least: asks},
		{name: "doubling in for", command: "a=a; for i in {1..1000}; do a=$a$a; done; rm $a", least: asks},
		{name: "doubling unknown", command: "a=$(x); " + rep("a=$a$a; ", 60) + "rm $a", least: asks},
		{name: "doubling alternatives", command: rep("if x; then a=${a}1; else a=${a}2; fi; ", 10_000) + "rm $a", least: asks},
		{name: "doubling an array", command: "a=(1 2 3 4); " + rep(`a=("${a[@]}" "${a[@]}"); `, 60) + `rm -rf "${a[@]}"`, least: asks},
		{name: "doubling a file", command: "echo aaaaaaaa > f; " + rep("cat f f > g; cat g g > f; ", 60) + "sh f"},
		{name: "aliases in a circle", command: "shopt -s expand_aliases\nalias a='b b ' b='c c ' c='a a '\na"},
		{name: "aliases that double", command: "shopt -s expand_aliases\n" + aliases(40) + "\na40"},
		{name: "an endless loop", command: "while :; do :; done"},
		{name: "an endless loop that works", command: "while :; do rm -rf $x; done", least: asks},
		{name: "loops in loops", command: rep("for i in 1 2 3 4 5 6 7 8 9; do ", 30) + "rm $i; " + rep("done; ", 30), least: asks},
		{name: "loops beside loops", command: rep("for i in a b c d; do rm $i; done; ", 30_000), least: asks},
		{name: "for ((;;))", command: "for ((i=0;i<1000000000;i++)); do rm $i; done"},
		{name: "printf wide", command: "rm $(printf '%1000000000s')"},
		{name: "printf precise", command: "sh -c \"$(printf '%.1000000000d' 1)\"", least: asks},
		{name: "printf many", command: "sh -c \"$(printf '%1000s' " + rep("a ", 400_000) + ")\"", least: asks},
		{name: "printf -v", command: "printf -v a '%1000000000s'; rm $a"},
		{name: "replacement", command: "x=" + rep("a", 500_000) + "; rm ${x//a/bbbbbbbb}", least: asks},
		{name: "replacements", command: "x=aaaaaaaa; " + rep("x=${x//a/bbbb}; x=${x//b/aaaa}; ", 30) + "rm $x", least: asks},
		{name: "replacement by a pattern", command: "x=" + rep("a", 300_000) + "; rm -rf ${x//a*a*a*b/c} ${x##*a*b*c*d} ${x%%*a*b*c*d}", least: asks},
		{name: "case patterns", command: "case " + rep("a", 200_000) + " in " + rep("*a", 100_000) + "b) rm x;; esac", least: asks},
		{name: "regex match", command: "if [[ " + rep("a", 200_000) + " =~ ^(a+)+(a|aa)*$ ]]; then rm -rf /; fi", least: asks},
		{name: "grep regex", command: "echo " + rep("a", 30_000) + " | grep -E '^(a+)+(a|aa)*b$' | sh"},
		{name: "grep counted", command: "echo " + rep("a", 30_000) + " | grep -E '((a{1,100}){1,100}){1,100}b' | sh"},
		{name: "sed that loops", command: "echo a | sed ':a;s/a/aa/;ta' | sh"},
		{name: "sed without end", command: "echo a | sed ':a;ba' | sh"},
		{name: "sed that doubles", command: "echo a | sed '" + rep("s/a/aa/g;", 1000) + "' | sh", least: asks},
		{name: "sed that holds", command: "echo aaaaaaaaaaaaaaaa | sed ':a;H;ba' | sh", least: asks},
		{name: "sed that joins lines", command: "sed ':a;N;$!ba;s/\\n/ /g' <<E | sh\n" + rep("ls\n", 100_000) + "E", least: asks},
		{name: "eval of sums", command: "x='((1" + rep("+1", 2000) + "))'; for i in {1..64}; do for j in {1..64}; do eval \"$x\"; done; done", least: asks},
		{name: "dead code", command: "exit\n" + rep("rm -rf $x\n", 60_000), least: asks},
		{name: "here-documents that are empty", command: rep("cat <<E\nE\nrm $x\n", 40_000), least: asks},
		{name: "sed long", command: "sed '" + rep("s/a/b/;", 140_000) + "' f"},
		{name: "awk that loops", command: "awk 'BEGIN { while (1) system(\"rm -rf \" x) }'", least: asks},
		{name: "awk long", command: "awk '" + rep("{ print $1 } ", 80_000) + "'"},
		{name: "awk deep", command: "awk '" + rep("{ if (a) ", 100_000) + "'"},
		{name: "100,000 words", command: "rm " + rep("abcdefghi ", 100_000), least: asks},
		{name: "100,000 words of no program", command: "unheard-of " + rep("abcdefghi ", 100_000)},
		{name: "100,000 variables as words", command: "rm " + rep("$abcdefg ", 100_000), least: asks},
		{name: "50,000 pipes", command: rep("cat|", 50_000) + "sh", least: asks},
		{name: "250,000 pipes", command: rep("cat|", 250_000) + "sh", least: asks},
		{name: "50,000 ;", command: rep("ls;", 50_000), least: asks},
		{name: "50,000 newlines", command: rep("ls\n", 50_000), least: asks},
		{name: "50,000 &&", command: rep("ls&&", 50_000) + "ls", least: asks},
		{name: "50,000 &", command: rep("ls&", 50_000), least: asks},
		{name: "only ;", command: rep(";", 1<<20-8), least: asks},
		{name: "only newlines", command: rep("\n", 1<<20-8)},
		{name: "only NULs", command: rep("\x00", 1<<18)},
		{name: "20,000 heredocs", command: rep("cat <<E\nx\nE\n", 20_000), least: asks},
		{name: "20,000 heredocs of one line", command: "cat " + rep("<<E ", 20_000) + "\n" + rep("x\nE\n", 20_000), least: asks},
		{name: "20,000 heredocs without end", command: rep("cat <<E\n", 20_000), least: asks},
		{name: "a heredoc", command: "cat <<'E'\n" + rep("hello world foo bar\n", 50_000) + "E"},
		{name: "a heredoc for a shell", command: "sh <<'E'\n" + rep("hello world foo bar\n", 50_000) + "E", least: asks},
		{name: "a heredoc of variables", command: "cat <<E\n" + rep("$a $b\n", 150_000) + "E"},
		{name: "a heredoc to a file", command: "cat > x.sh <<'E'\n" + rep("rm -rf /\n", 100_000) + "E\nsh x.sh", least: asks},
		{name: "base64", command: "base64 -d <<< " + rep("QUFB", 250_000) + " | sh"},
		{name: "base64 of much", command: "base64 -d <<< " + rep("cm0gLXJmIC8K", 80_000) + " | sh", least: asks},
		{name: "assignments", command: rep("a=1 ", 250_000) + "ls"},
		{name: "assignments of many", command: numbered("v%d=1\n", 60_000) + "rm $v1"},
		{name: "redirections", command: "ls " + rep(">a ", 300_000), least: asks},
		{name: "comments", command: rep("#", 1<<20-8)},
		{name: "escapes", command: "rm $'" + rep(`\x41`, 250_000) + "'"},
		{name: "tildes", command: "rm " + rep("~/a ", 250_000), least: asks},
		{name: "globs", command: "rm -rf " + rep("*/", 400_000) + "*", least: asks},
		{name: "brackets", command: "rm -rf " + rep("[", 1_000_000), least: asks},
		{name: "extended globs", command: "shopt -s extglob\nrm -rf " + rep("@(a|", 10_000) + rep(")", 10_000)},
		{name: "case branches", command: "case $x in " + rep("a) rm $x;; ", 90_000) + "esac", least: asks},
		{name: "elif", command: "if a; then x=1; " + rep("elif a; then x=2; ", 50_000) + "fi; rm $x", least: asks},
		{name: "traps", command: rep("trap 'trap \"rm -rf $x\" EXIT' EXIT;", 30_000), least: asks},
		{name: "cd", command: rep("cd a; ", 150_000) + "rm -rf .", least: asks},
		{name: "pushd", command: rep("pushd a; ", 100_000) + "rm -rf .", least: asks},
		{name: "sudo", command: rep("sudo ", 200_000) + "ls", least: asks},
		{name: "bash -c", command: rep("bash -c ", 130_000) + "ls", least: asks},
		{name: "xargs", command: rep("xargs ", 170_000) + "rm", least: asks},
		{name: "env", command: rep("env a=b ", 130_000) + "rm", least: asks},
		{name: "ssh", command: rep("ssh a ", 170_000) + "rm", least: asks},
		{name: "find -exec", command: "find " + rep("-exec rm {} ; ", 70_000), least: asks},
		{name: "find -exec quoted", command: "find . " + rep(`-exec rm {} \; `, 60_000), least: asks},
		{name: "process substitutions", command: "cat " + rep("<(rm $x) ", 100_000), least: asks},
		{name: "substitutions", command: "cat " + rep("$(rm $x) ", 100_000), least: asks},
		{name: "backquoted", command: "cat " + rep("`rm $x` ", 130_000), least: asks},
		{name: "Python", command: "python3 -c '" + rep("f(x)\n", 200_000) + "'"},
		{name: "Python deep", command: "python3 -c '" + rep("(", 1_000_000) + "'"},
		{name: "Python strings", command: `python3 -c '` + rep(`"a"+`, 250_000) + `"b"'`},
		{name: "Python systems", command: "python3 -c 'import os\n" + rep("os.system(\"rm -rf \"+x)\n", 40_000) + "'", least: asks},
		{name: "Python heredoc deep", command: "python3 <<'E'\n" + rep("[", 500_000) + rep("]", 500_000) + "\nE"},
		{name: "Python brackets mixed", command: "python3 <<'E'\n" + rep("f({[", 250_000) + "\nE"},
		{name: "Python doubling", command: "python3 <<'E'\na='rm'\n" + rep("a=a+a\n", 60) + "import os\nos.system(a)\nE"},
		{name: "Python base64", command: "python3 -c 'import base64; exec(base64.b64decode(\"" + rep("QUFB", 250_000) + "\"))'"},
		{name: "JavaScript deep", command: "node -e '" + rep("f(function(){", 70_000) + "'"},
		{name: "JavaScript brackets", command: "node -e '" + rep("[", 1_000_000) + "'"},
		{name: "JavaScript templates", command: "node -e '" + rep("`${", 300_000) + "'"},
		{name: "JavaScript regexes", command: "node -e '" + rep("/a/;", 250_000) + "'"},
		{name: "JavaScript calls", command: "node -e 'const c=require(\"child_process\");" + rep("c.execSync(\"rm -rf \"+x);", 40_000) + "'", least: asks},
		{name: "Perl", command: "perl -e '" + rep("system(\"ls\");", 70_000) + "'", least: asks},
		{name: "Ruby deep", command: "ruby -e '" + rep("\"#{", 300_000) + "'"},
		{name: "PHP", command: "php -r '" + rep("system(\"ls\");", 70_000) + "'", least: asks},
		{name: "SQL", command: "psql -c '" + rep("DROP TABLE a; ", 70_000) + "'", least: asks},
		{name: "SQL selects", command: "psql -c '" + rep("SELECT a FROM b; ", 60_000) + "'"},
		{name: "SQL deep", command: "psql -c '" + rep("SELECT (", 120_000) + "'"},
		{name: "SQL comments", command: "psql -c '" + rep("/* ", 340_000) + "'"},
		{name: "SQL quotes", command: "psql -c \"" + rep("$a$", 300_000) + "\""},
		{name: "SQL heredoc", command: "psql <<'E'\n" + rep("DELETE FROM a;\n", 60_000) + "E", least: asks},
		{name: "SQL one statement", command: "psql <<'E'\nINSERT INTO a VALUES " + rep("(1,2),", 160_000) + "(1,2);\nE"},
		{name: "PowerShell", command: rep("Remove-Item a\n", 70_000), least: asks, shell: "pwsh"},
		{name: "PowerShell words", command: "Remove-Item " + rep("a,", 500_000), least: asks, shell: "pwsh"},
		{name: "PowerShell blocks", command: rep("{", 1_000_000), shell: "pwsh"},
		{name: "PowerShell $(", command: rep("$(", 500_000), shell: "pwsh"},
		{name: "PowerShell quotes", command: rep(`"`, 1_000_000), shell: "pwsh"},
		{name: "PowerShell pipes", command: rep("ls|", 300_000) + "rm", shell: "pwsh"},
		{name: "PowerShell names", command: rep("terraform ", 100_000), least: asks, shell: "pwsh"},
		{name: "PowerShell in bash", command: "pwsh -c '" + rep("Remove-Item a;", 70_000) + "'", least: asks},
		{name: "fish", command: rep("rm $x;", 150_000), least: asks, shell: "fish"},
		{name: "fish (", command: rep("(", 1_000_000), least: asks, shell: "fish"},
		{name: "fish blocks", command: rep("begin;", 150_000), least: asks, shell: "fish"},
		{name: "fish braces", command: "rm " + rep("{a,b}", 40), least: asks, shell: "fish"},
		{name: "fish products", command: "set a 1 2 3 4; " + rep("set a $a$a; ", 40) + "rm $a", least: asks, shell: "fish"},
		{name: "zsh", command: rep("rm $x;", 150_000), least: asks, shell: "zsh"},
		{name: "zsh ${(", command: "rm " + rep("${(f)", 200_000), least: asks, shell: "zsh"},
		{name: "zsh globs", command: "rm " + rep("**/*(.)", 140_000), shell: "zsh"},
		{name: "sh", command: rep("rm $x;", 150_000), least: asks, shell: "sh"},
		{name: "docker mounts", command: "docker run " + rep("-v /a:/b ", 110_000) + "img rm -rf /b", least: asks},
		{name: "git -c", command: "git " + rep("-c alias.a='!rm' ", 60_000) + "a", least: asks},
		{name: "curl", command: "curl " + rep("-X DELETE http://a ", 55_000), least: asks},
		{name: "vim -c", command: "vim " + rep("-c ':!rm x' ", 80_000), least: asks},
		{name: "urls", command: "curl http://" + rep("a/", 500_000) + "?" + rep("a&", 1000)},
		{name: "parallel", command: "parallel rm ::: " + rep("a ", 250_000) + "::: b c d", least: asks},
		{name: "env -S", command: "env -S '" + rep("env -S ", 140_000) + "'", least: asks},
		{name: "basename", command: "sh -c \"$(basename " + rep("a/", 450_000) + ")\""},
		{name: "tr", command: "echo " + rep("a", 900_000) + " | tr a-z b-za | rev | sh"},
		{name: "seq", command: "rm $(seq 1 1000000000)"},
		{name: "yes", command: "yes rm | sh"},
		{name: "unicode", command: rep("é", 500_000)},
		{name: "an event of 10 MB", event: `{"command": "` + rep("a ", 5<<20) + `"}`, least: asks},
		{name: "an event that is deep", event: `{"x": ` + rep("[", 5<<20) + rep("]", 5<<20) + `, "command": "ls"}`, least: asks},
		{name: "an event of many names", event: `{` + rep(`"a": 1, `, 1<<20) + `"command": "ls"}`, least: asks},
		{name: "an event without end", event: rep(`{"a":`, 2<<20), least: asks},
		{name: "not unicode", command: "ls " + rep("\x80", 100_000)},
	}
}

// aliases are n aliases, each of which is the next one twice.
func aliases(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "alias a%d='a%d;a%d'\n", i+1, i, i)
	}
	return b.String() + "alias a0='rm $x'"
}

// numbered is a line of text for each of n numbers.
func numbered(format string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// hostileFiles are commands that read what lies in the directory of hostileDir.
func hostileFiles() []hostile {
	return []hostile{
		{name: "a Makefile including itself", command: "make -f self.mk a", least: asks},
		{name: "a Makefile of 1 MB", command: "make -f long.mk a"},
		{name: "a Makefile that doubles", command: "make -f double.mk a", least: asks},
		{name: "a Makefile that calls itself", command: "make -f call.mk a"},
		{name: "a script of 10 GB", command: "sh big.sh", least: asks},
		{name: "a script of 10 GB piped", command: "cat big.sh | sh", least: asks},
		{name: "10 GB of Python", command: "python3 big.py", least: asks},
		{name: "a script of 1 MB", command: "sh long.sh", least: asks},
		{name: "a script running itself", command: "sh loop.sh", least: asks},
		{name: "a circle of links", command: "sh loop1"},
		{name: "a deletion in a circle of links", command: "rm -rf loop1/x"},
		{name: "a chain of links", command: "rm -rf chain0/x"},
		{name: "a FIFO", command: "sh fifo"},
		{name: "a FIFO piped", command: "cat fifo | sh"},
		{name: "/dev/zero", command: "sh /dev/zero"},
		{name: "/dev/zero piped", command: "cat /dev/zero | sh"},
		{name: "a directory of 100,000 files", command: "rm -rf many/*"},
		{name: "the same for a shell", command: "sh many/*"},
		{name: "the same in a loop", command: "for f in many/*; do sh $f; done"},
		{name: "a deep directory", command: "rm -rf **/*"},
		{name: "package.json of 10 MB", command: "cd npm && npm run a", least: asks},
		{name: "package.json that is deep", command: "cd npmdeep && npm run a", least: asks},
		{name: "scripts calling scripts", command: "cd npmloop && npm run a", least: asks},
		{name: "a Taskfile with a bomb", command: "cd task && task a"},
		{name: "compose with a bomb", command: "cd compose && docker compose run a"},
		{name: "compose down with a bomb", command: "cd compose && docker compose down -v", least: asks},
		{name: "a deep Taskfile", command: "cd deep && task a", least: asks},
		{name: "a justfile including itself", command: "just a", least: asks},
		{name: "a patch of 1 MB", command: "git apply big.patch && sh loop.sh", least: asks},
		{name: "an edit of 1 MB", command: "sed -i 's/a/aaaaaaaa/g' letters && sh letters"},
		{name: "a plan that is none", command: "terraform apply big.sh", least: asks},
		{name: "SQL of 10 GB", command: "psql -f big.sql", least: asks},
		{name: "arguments of 10 GB", command: "xargs -a big.sh rm"},
	}
}

// hostileDir is a directory of files that must not be read to their end.
func hostileDir(t *testing.T) string {
	t.Helper()
	dir, rep := t.TempDir(), strings.Repeat
	for name, text := range map[string]string{
		"self.mk":              "include self.mk\na: ; true\n",
		"long.mk":              rep("b: ; true\n", 50_000) + "a: ; true\n",
		"double.mk":            "x0 = aaaaaaaa\n" + chained("x%d = $(x%d)$(x%d)\n", 60) + "a: ; rm $(x60)\n",
		"call.mk":              "f = $(call f,$1 $1)$(call f,$1)\na: ; rm $(call f,x)\n",
		"long.sh":              rep("rm -rf \"$x\"\n", 80_000),
		"loop.sh":              "sh loop.sh; . ./loop.sh; ./loop.sh\n",
		"letters":              rep("a", 200_000),
		"npm/package.json":     `{"scripts": {` + rep(`"b": "true", `, 800_000) + `"a": "true"}}`,
		"npmdeep/package.json": `{"x": ` + rep("[", 400_000) + rep("]", 400_000) + `, "scripts": {"a": "rm -rf /"}}`,
		"npmloop/package.json": `{"scripts": {"prea": "npm run b; npm run b", "a": "npm run b", "b": "npm run a; npm run a"}}`,
		"task/Taskfile.yml":    "version: 3\n" + bomb() + "tasks:\n  a: {cmds: *a9}\n",
		"compose/compose.yaml": bomb() + "services:\n  a: {image: x, command: *a9}\n",
		"deep/Taskfile.yml":    "tasks:\n  a: " + rep("[", 1<<16),
		"justfile":             "import 'justfile'\na: a\n  just a\n",
		"big.patch":            "--- a/loop.sh\n+++ b/loop.sh\n" + rep("@@ -1 +1 @@\n-a\n+b\n", 50_000),
	} {
		at := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(at), 0o700))
		require.NoError(t, os.WriteFile(at, []byte(text), 0o700))
	}
	for _, name := range []string{"big.sh", "big.py", "big.sql"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte("true\n"+rep("# more\n", 1000)), 0o700))
		require.NoError(t, os.Truncate(filepath.Join(dir, name), 10<<30))
	}
	link := func(to, from string) { require.NoError(t, os.Symlink(to, filepath.Join(dir, from))) }
	link("loop2", "loop1")
	link("loop1", "loop2")
	for i := range 1000 {
		link(fmt.Sprintf("chain%d", i+1), fmt.Sprintf("chain%d", i))
	}
	require.NoError(t, syscall.Mkfifo(filepath.Join(dir, "fifo"), 0o600))
	require.NoError(t, os.Mkdir(filepath.Join(dir, "many"), 0o700))
	for i := range 100_000 {
		require.NoError(t, os.WriteFile(filepath.Join(dir, "many", fmt.Sprintf("f%d", i)), nil, 0o600))
	}
	return dir
}

// chained is a line of text for each of n numbers, made of the one before.
func chained(format string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i+1, i, i)
	}
	return b.String()
}

// bomb is YAML that its aliases make a billion words of.
func bomb() string {
	s := "x0: &a0 [rm, -rf]\n"
	for i := 1; i < 10; i++ {
		s += fmt.Sprintf("x%d: &a%d [%s*a%d]\n", i, i, strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 9), i-1)
	}
	return s
}

// gauge is a program that runs another and tells its exit code, the processor's
// milliseconds and the megabytes that it took. A small program must do so: what a
// process takes counts as no less than what its parent had when it was started.
const gauge = `package main

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
)

func main() {
	cmd := exec.Command(os.Args[1], os.Args[2:]...)
	cmd.Stdin = os.Stdin
	_ = cmd.Run()
	state := cmd.ProcessState
	cpu := state.UserTime() + state.SystemTime()
	fmt.Println(state.ExitCode(), float64(cpu)/1e6, state.SysUsage().(*syscall.Rusage).Maxrss>>10)
}
`

// TestHostileProcess starts the hook on what is meant to take too long, and logs
// what each takes of a processor and of memory; the budget is 100 ms and 64 MB.
//
//	go test -run HostileProcess -v ./cmd/tagout
func TestHostileProcess(t *testing.T) {
	if testing.Short() {
		t.Skip("some two hundred processes")
	}
	bin := build(t, ".", "../tagout-hook", filepath.Join(t.TempDir(), "tagout-hook"))
	by := buildText(t, gauge)
	dir := hostileDir(t)
	for _, h := range append(hostileTexts(), hostileFiles()...) {
		event, err := json.Marshal(map[string]string{"command": h.command, "cwd": dir, "shell": cmp.Or(h.shell, "bash")})
		require.NoError(t, err)
		if h.event != "" {
			event = []byte(h.event)
		}
		cmd := exec.Command(by, bin, "hook", "--harness=generic")
		cmd.Stdin = bytes.NewReader(event)
		cmd.Env = []string{"HOME=/root", "XDG_STATE_HOME=" + t.TempDir(), "PATH=/usr/bin:/bin"}
		out, err := cmd.Output()
		require.NoError(t, err)
		var code, mb int
		var ms float64
		_, err = fmt.Sscan(string(out), &code, &ms, &mb)
		require.NoError(t, err)
		t.Logf("%6.1f ms %4d MB  exit %d  %s", ms, mb, code, h.name)
		assert.GreaterOrEqual(t, code, h.least, h.name)
		assert.LessOrEqual(t, mb, 64, h.name)
	}
}
