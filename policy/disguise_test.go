package policy

import (
	"encoding/base64"
	"slices"
	"strings"
	"testing"

	"mvdan.cc/sh/v3/syntax"

	"tagout/internal/lang"
)

// disguise is another way to write, or to come to run, the same command.
type disguise struct {
	name string
	// simple: only one simple command without redirections can be put there.
	simple bool
	wear   func(string) string
}

func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

func before(prefix string) func(string) string {
	return func(s string) string { return prefix + s }
}

func around(prefix, suffix string) func(string) string {
	return func(s string) string { return prefix + s + suffix }
}

func quoted(prefix, suffix string) func(string) string {
	return func(s string) string { return prefix + quote(s) + suffix }
}

// firstWord rewrites the program's name, which starts a simple command.
func firstWord(f func(string) string) func(string) string {
	return func(s string) string {
		name, rest, _ := strings.Cut(s, " ")
		return f(name) + strings.TrimRight(" "+rest, " ")
	}
}

func disguises() []disguise {
	return []disguise{
		{"sudo", true, before("sudo ")},
		{"sudo with options", true, before("sudo -E -u root -- ")},
		{"doas", true, before("doas ")},
		{"env", true, before("env FOO=bar ")},
		{"env -u", true, before("env -u FOO ")},
		{"nohup", true, before("nohup ")},
		{"nice", true, before("nice -n 10 ")},
		{"timeout", true, before("timeout -k 5 60 ")},
		{"time", true, before("time ")},
		{"setsid", true, before("setsid -w ")},
		{"stdbuf", true, before("stdbuf -oL ")},
		{"command", true, before("command ")},
		{"exec", true, before("exec ")},
		{"wrappers upon wrappers", true, before("sudo -n env A=b nice nohup ")},
		{"assignment before", true, before("FOO=bar ")},
		{"flock", true, before("flock /tmp/lock ")},
		{"strace", true, before("strace -f -o /tmp/log ")},
		{"an unknown wrapper", true, before("mywrapper --fast ")},
		{"absolute path", true, firstWord(before("/usr/bin/"))},
		{"backslash", true, firstWord(before(`\`))},
		{"quoted name", true, firstWord(func(s string) string { return "'" + s[:1] + `'"` + s[1:] + `"` })},
		{"empty quotes", true, firstWord(func(s string) string { return s[:1] + "''" + s[1:] })},
		{"name in a variable", true, firstWord(func(s string) string { return "P=" + s + "; $P" })},
		{"name in braces of a variable", true, firstWord(func(s string) string { return "P=" + s + `; "${P}"` })},
		{"name by substitution", true, firstWord(func(s string) string { return "$(echo " + s + ")" })},
		{"ANSI-C quotes", true, firstWord(func(s string) string { return `$'` + s + `'` })},
		{"line continuation", true, firstWord(func(s string) string { return s + " \\\n" })},
		{"subshell", false, around("( ", "\n)")},
		{"group", false, around("{ ", "\n}")},
		{"background", false, around("{ ", "\n} &")},
		{"if", false, around("if test -d .; then ", "\nfi")},
		{"else", false, around("if test -d .; then :; else ", "\nfi")},
		{"for", false, around("for i in 1 2; do ", "\ndone")},
		{"while", false, around("while sleep 1; do ", "\ndone")},
		{"case", false, around("case $1 in a) ", "\n;; esac")},
		{"after and", false, before("cd . && ")},
		{"after or", false, before("false || ")},
		{"after a semicolon", false, before("echo start; ")},
		{"negated", false, around("! { ", "\n}")},
		{"function", false, around("f() { ", "\n}; f")},
		{"substitution", false, around(`echo "$(`, "\n)\"")},
		{"assignment from it", false, around("OUT=$(", "\n)")},
		{"bash -c", false, quoted("bash -c ", "")},
		{"bash -lc", false, quoted("bash -lc ", "")},
		{"sudo sh -c", false, quoted("sudo sh -c ", "")},
		{"eval", false, quoted("eval ", "")},
		{"su -c", false, quoted("su root -c ", "")},
		{"trap", false, quoted("trap ", " EXIT")},
		{"here-string", false, quoted("bash <<< ", "")},
		{"here-document", false, around("bash <<'EOF'\n", "\nEOF")},
		{"echo to a shell", false, quoted("echo ", " | sh")},
		{"printf to a shell", false, quoted("printf '%s\\n' ", " | bash")},
		{"cat to a shell", false, around("cat <<'EOF' | bash\n", "\nEOF")},
		{"base64", false, func(s string) string {
			return "echo " + base64.StdEncoding.EncodeToString([]byte(s)) + " | base64 -d | bash"
		}},
		{"text in a variable", false, func(s string) string { return "X=" + quote(s) + `; bash -c "$X"` }},
		{"script written and run", false, around("cat > x.sh <<'EOF'\n", "\nEOF\nbash x.sh")},
		{"script written and sourced", false, quoted("echo ", " > y.sh; . ./y.sh")},
		{"output thrown away", false, around("{ ", "\n} > /dev/null 2>&1")},
	}
}

// masks are ways to mention a command that do not run it.
func masks() []disguise {
	return []disguise{
		{"echo", false, quoted("echo ", "")},
		{"printf", false, quoted("printf '%s\\n' ", "")},
		{"comment", false, func(s string) string { return "true # " + strings.ReplaceAll(s, "\n", " ") }},
		{"grep", false, quoted("grep -rn ", " docs")},
		{"rg", false, quoted("rg -F -- ", "")},
		{"commit message", false, quoted("git commit -m ", "")},
		{"commit message in a here-document", false, around("git commit -F - <<'EOF'\n", "\nEOF")},
		{"notes", false, around("cat > notes.md <<'EOF'\n", "\nEOF")},
		{"appended notes", false, quoted("echo ", " >> notes.md")},
		{"tee", false, quoted("echo ", " | tee notes.md")},
		{"variable", false, quoted("MSG=", "; echo \"$MSG\"")},
		{"pull request", false, quoted("gh pr create --title x --body ", "")},
		{"sed pattern", false, func(s string) string { return "sed -n " + quote("\\\x01"+s+"\x01p") + " notes.md" }},
		{"a test's name", false, quoted("go test -run ", " ./...")},
		{"piped to grep", false, quoted("echo ", " | grep x")},
	}
}

// isSimple reports whether a text is one simple command without redirections.
func isSimple(text string) bool {
	f, err := syntax.NewParser().Parse(strings.NewReader(text), "")
	if err != nil || len(f.Stmts) != 1 || len(f.Stmts[0].Redirs) > 0 || f.Stmts[0].Background {
		return false
	}
	call, ok := f.Stmts[0].Cmd.(*syntax.CallExpr)
	return ok && len(call.Assigns) == 0 && len(call.Args) > 0 && !strings.ContainsAny(text[:1], `"'$\/`)
}

// TestDisguises runs every hit of every rule under every disguise: the same
// rule must still speak.
func TestDisguises(t *testing.T) {
	worn := 0
	for name, list := range examples(t) {
		for i := range list {
			if testing.Short() && i%5 != 0 {
				continue // under the race detector, for races
			}
			if ex := &list[i]; ex.Hit {
				worn += wear(t, name, ex)
			}
		}
	}
	t.Logf("%d disguises, %d commands", len(disguises()), worn)
	if n := len(disguises()); n < 30 {
		t.Errorf("%d disguises, want at least 30", n)
	}
}

func wear(t *testing.T, file string, ex *lang.Example) (worn int) {
	fired, v := fires(ex.Rule, ex.Run, ex)
	if !fired || v.Decision == None {
		return 0 // TestExamples says so; a note is given only of what is certain
	}
	simple := isSimple(ex.Run)
	for _, d := range disguises() {
		if d.simple && !simple || ex.Rule == "unseen-input" && ends(d.name) {
			continue
		}
		worn++
		text := d.wear(ex.Run)
		if fired, v := fires(ex.Rule, text, ex); !fired {
			t.Errorf("%s: %s: rule %s misses %q (verdict %s)", file, d.name, ex.Rule, text, v.Decision)
		}
	}
	return worn
}

// ends reports whether what runs under a disguise gets an input that ends, or may
// not run at all: nothing can be typed into it later.
func ends(disguise string) bool {
	return slices.Contains([]string{"an unknown wrapper", "background", "here-string", "here-document",
		"echo to a shell", "printf to a shell", "cat to a shell", "base64"}, disguise)
}

// TestData mentions every hit where it is only data: nothing may speak of it.
func TestData(t *testing.T) {
	n := 0
	for name, list := range examples(t) {
		for i := range list {
			ex := &list[i]
			if !ex.Hit || strings.Contains(ex.Run, "EOF") {
				continue
			}
			for _, m := range masks() {
				n++
				text := m.wear(ex.Run)
				if fired, _ := fires(ex.Rule, text, ex); fired {
					t.Errorf("%s: as %s: rule %s fires on %q", name, m.name, ex.Rule, text)
				}
			}
		}
	}
	t.Logf("%d mentions", n)
}
