package output

import (
	"os/exec"
	"strings"
	"testing"

	"tagout/internal/word"
)

func words(args ...string) []word.Word {
	out := make([]word.Word, len(args))
	for i, a := range args {
		out[i] = word.Literal(a)
	}
	return out
}

func input(s string) word.Text { return word.Text{{Kind: word.Lit, Text: s}} }

// cases are calls whose output must be known; TestAgainstReal runs the same
// ones.
func cases() []struct {
	in   string
	args []string
} {
	return []struct {
		in   string
		args []string
	}{
		{"text\n", []string{"cat"}},
		{"", []string{"basename", "/a/b.txt", ".txt"}},
		{"", []string{"basename", "a/"}},
		{"", []string{"dirname", "/a/b"}},
		{"", []string{"dirname", "a"}},
		{"", []string{"dirname", "/a"}},
		{"", []string{"seq", "3"}},
		{"", []string{"seq", "2", "2", "7"}},
		{"grffrenbez\n", []string{"tr", "a-z", "n-za-m"}},
		{"a-b\n", []string{"tr", "-d", "-"}},
		{"ABC\n", []string{"tr", "[:upper:]", "[:lower:]"}},
		{"abc\ndef\n", []string{"rev"}},
		{"a\nb\n", []string{"tac"}},
		{"a:b:c\nnone\n", []string{"cut", "-d:", "-f2"}},
		{"a b c\n", []string{"cut", "-d", " ", "-f", "2-"}},
		{"abcdef\n", []string{"cut", "-c2-4"}},
		{"1\n2\n3\n", []string{"head", "-n", "2"}},
		{"1\n2\n3\n", []string{"head", "-1"}},
		{"1\n2\n3\n", []string{"tail", "-n", "1"}},
		{"123456", []string{"head", "-c", "3"}},
		{"123456", []string{"tail", "-c2"}},
		{"cm0gLXJmIC8=\n", []string{"base64", "-d"}},
		{"rm -rf /", []string{"base64"}},
		{"one two one\n", []string{"sed", "s/one/two/"}},
		{"a,b,c\n", []string{"sed", "s|,| |g"}},

		{"a\nb\nc\n", []string{"sed", "2d"}},
		{"a\nb\nc", []string{"sed", "p"}},
		{"a\nb\nc\n", []string{"sed", "-n", "2,3p"}},
		{"a\nb\nc\n", []string{"sed", "-n", "$p"}},
		{"a\nb\nc\n", []string{"sed", "$!d"}},
		{"a\nb\nc\nd\n", []string{"sed", "/b/,/c/d"}},
		{"a\nb\nc\nd\n", []string{"sed", "/b/,+1s/^/x/"}},
		{"a\nb\nc\nd\n", []string{"sed", "1~2d"}},
		{"a\nb\nc\n", []string{"sed", "2q"}},
		{"a\nb\nc\n", []string{"sed", "1a x"}},
		{"a\nb\nc\n", []string{"sed", "2i\\\nx"}},
		{"a\nb\nc\n", []string{"sed", "2c x"}},
		{"a\nb\nc\n", []string{"sed", "1,2c x"}},
		{"a\nb\nc\n", []string{"sed", ":a;N;$!ba;s/\\n/ /g"}},
		{"a\nb\nc\n", []string{"sed", "-n", "1!G;h;$p"}},
		{"a\nb\nc\n", []string{"sed", "N;P;D"}},
		{"hello world\n", []string{"sed", "s/o/0/2"}},
		{"hello world\n", []string{"sed", "s/\\(h[a-z]*\\) \\(.*\\)/\\2 \\1/"}},
		{"hello world\n", []string{"sed", "-E", "s/(h[a-z]*) (.*)/\\2 \\1/"}},
		{"hello world\n", []string{"sed", "-E", "s/l+|o/X/g"}},
		{"hello world\n", []string{"sed", "s/l\\|o/X/g"}},
		{"hello world\n", []string{"sed", "s/.*/[&]/"}},
		{"hello world\n", []string{"sed", "s/x*/-/g"}},
		{"hello world\n", []string{"sed", "s/\\bw/W/"}},
		{"hello world\n", []string{"sed", "s/\\w\\+/\\u&/g"}},
		{"hello world\n", []string{"sed", "s/[[:space:]]/_/;s/[^a-l]/./g"}},
		{"hello world\n", []string{"sed", "-e", "s/h/j/", "-e", "s/w/x/"}},
		{"hello world\n", []string{"sed", "-ne", "s/h/j/p"}},
		{"hello world\n", []string{"sed", "y/ho/HO/"}},
		{"a/b/c\n", []string{"sed", "s/\\//-/g"}},
		{"a/b/c\n", []string{"sed", "s|/|-|"}},
		{"a.b.c\n", []string{"sed", "s/\\./-/g"}},
		{"  x\n#y\n\nz\n", []string{"sed", "-e", "/^#/d", "-e", "/^$/d", "-e", "s/^ *//"}},
		{"x\ny\n", []string{"sed", "/x/{s/x/1/;p;}"}},
		{"x\ny\n", []string{"sed", "/x/!s/y/2/"}},
		{"x=1\n", []string{"sed", "-E", "s/^([A-Za-z_]+)=(.*)$/export \\1='\\2'/"}},
		{"abab\n", []string{"sed", "-E", "s/(ab){2}/x/"}},
		{"aXbxc\n", []string{"sed", "s/x/-/Ig"}},
		{"aa bb\n", []string{"sed", "s/\\(.\\)\\1/<\\1>/g"}},
		{"one\ntwo\n", []string{"sed", "="}},
		{"one\r\ntwo\r\n", []string{"sed", "s/\\r$//"}},
		{"a\tb\r\n", []string{"sed", "s/[\\t\\r]/<&>\\r/g"}},
		{"one\ntwo\n", []string{"sed", "s/$/;/"}},
		{"aab\n", []string{"sed", "-E", "s/(a|aa)(ab|b)/[\\1]/"}},
		{"one\ntwo\nthree\n", []string{"grep", "-v", "two"}},
		{"one\ntwo\nthree\n", []string{"grep", "-E", "^(one|three)$"}},
		{"one\ntwo\n", []string{"grep", "-io", "T.o"}},
		{"a.b\naxb\n", []string{"grep", "-F", "a.b"}},
		{"a.b\naxb\n", []string{"grep", "-x", "a.b"}},
		{"#a\nb\n", []string{"grep", "-v", "^#"}},
		{"a\tb\tc\n", []string{"cut", "-f", "1,3"}},
		{"abcdef\n", []string{"cut", "-c", "1,3-4"}},
		{"1\n2\n3\n", []string{"tail", "-n", "+2"}},
		{"1\n2\n3\n", []string{"head", "-n", "-1"}},
		{"1\n2\n3", []string{"tail", "-n2"}},
	}
}

// TestAgainstReal compares every computed output with the real program's.
func TestAgainstReal(t *testing.T) {
	needGNU(t)
	for _, c := range cases() {
		got, ok := Of(Call{Name: c.args[0], Words: words(c.args...), Input: input(c.in)})
		text, known := got.Known()
		if !ok || !known {
			t.Errorf("%q: not computed", c.args)
			continue
		}
		// bash's own echo and printf, as agents' shells have them
		cmd := exec.Command("bash", append([]string{"-c", `"$@"`, "bash"}, c.args...)...)
		cmd.Stdin = strings.NewReader(c.in)
		want, err := cmd.Output()
		if err != nil {
			t.Skipf("%v: the real %s is not here", err, c.args[0])
		}
		if text != string(want) {
			t.Errorf("%q: computed %q, the real program prints %q", c.args, text, want)
		}
	}
}

// needGNU skips where the programs are not those whose facts these are.
func needGNU(t *testing.T) {
	t.Helper()
	if err := exec.Command("sed", "--version").Run(); err != nil {
		t.Skip("sed is not GNU's here")
	}
}

// TestNotComputed: what is not understood is unknown, never wrong.
func TestNotComputed(t *testing.T) {
	for _, args := range [][]string{
		{"tr", "-s", "a"}, {"cut", "-f", "0"}, {"grep", "-c", "a"}, {"grep", "-P", "a"}, {"grep", "a", "b"},
		{"head", "-n", "+1"}, {"sed", "s/a/x/w f"}, {"sed", "s/a/b/e"}, {"sed", "1e ls"}, {"sed", "-s", "p"}, {"sed", "s//x/"}, {"sed", "-f", "x"}, {"base64", "-x"},
		{"sed", "s/\\(a\\/b/"}, {"sed", "p", "file"}, {"sed", "r f"}, {"sed", "{p"}, {"sed", "b nowhere"},
		{"curl", "x"}, {"sort", "-r"}, {"dirname", "-z", "a"}, {"seq", "1", "100000000"},
	} {
		if got, ok := Of(Call{Name: args[0], Words: words(args...), Input: input("abc\ndef\n")}); ok {
			t.Errorf("%q: computed %q", args, got.Spelling())
		}
	}
}

func TestUnknownStaysUnknown(t *testing.T) {
	x := word.Unknowable("$X", true)
	if _, ok := Of(Call{Name: "tr", Words: words("tr", "a", "b"), Input: x.Pieces}); ok {
		t.Error("tr of an unknown input is computed")
	}
	if got, ok := Of(Call{Name: "mktemp", Words: words("mktemp", "-d"), ID: 7}); !ok || got[0].Class != "temp" || got[0].From[0] != 7 {
		t.Errorf("mktemp: %+v", got)
	}
	if got, ok := Of(Call{Name: "git", Words: words("git", "rev-parse", "--show-toplevel")}); !ok || got[0].Class != "workspace" {
		t.Errorf("git rev-parse: %+v", got)
	}
}

func FuzzOf(f *testing.F) {
	for _, c := range cases() {
		f.Add(strings.Join(c.args, " "), c.in)
	}
	f.Fuzz(func(t *testing.T, line, in string) {
		if args := strings.Split(line, " "); len(in) < 1<<12 {
			Of(Call{Name: args[0], Words: words(args...), Input: input(in)})
		}
	})
}
