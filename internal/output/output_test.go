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
	}
}

// TestAgainstReal compares every computed output with the real program's.
func TestAgainstReal(t *testing.T) {
	for _, c := range cases() {
		got, ok := Of(c.args[0], words(c.args...), input(c.in), 0)
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

// TestNotComputed: what is not understood is unknown, never wrong.
func TestNotComputed(t *testing.T) {
	for _, args := range [][]string{
		{"tr", "-s", "a"}, {"cut", "-f", "1,3"},
		{"head", "-n", "-1"}, {"tail", "-n", "+2"}, {"sed", "s/a.c/x/"}, {"sed", "-n", "p"}, {"base64", "-x"},
		{"curl", "x"}, {"sort", "-r"}, {"dirname", "-z", "a"}, {"seq", "1", "100000000"},
	} {
		if got, ok := Of(args[0], words(args...), input("abc\ndef\n"), 0); ok {
			t.Errorf("%q: computed %q", args, got.Spelling())
		}
	}
}

func TestUnknownStaysUnknown(t *testing.T) {
	x := word.Unknowable("$X", true)
	if _, ok := Of("tr", words("tr", "a", "b"), x.Pieces, 0); ok {
		t.Error("tr of an unknown input is computed")
	}
	if got, ok := Of("mktemp", words("mktemp", "-d"), nil, 7); !ok || got[0].Class != "temp" || got[0].From[0] != 7 {
		t.Errorf("mktemp: %+v", got)
	}
	if got, ok := Of("git", words("git", "rev-parse", "--show-toplevel"), nil, 0); !ok || got[0].Class != "workspace" {
		t.Errorf("git rev-parse: %+v", got)
	}
}

func FuzzOf(f *testing.F) {
	for _, c := range cases() {
		f.Add(strings.Join(c.args, " "), c.in)
	}
	f.Fuzz(func(t *testing.T, line, in string) {
		if args := strings.Split(line, " "); len(in) < 1<<12 {
			Of(args[0], words(args...), input(in), 0)
		}
	})
}
