package diag

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
)

func TestSnippet(t *testing.T) {
	const refused = "cd infra && sudo terraform -chdir=prod destroy -auto-approve"
	tests := []struct {
		name, text string
		start, end int
		width      int
		want       string
	}{
		{"span", refused, 12, 60, 100, refused + "\n            ^" + strings.Repeat("~", 47)},
		{"one byte", "abc", 1, 2, 80, "abc\n ^"},
		{"empty span", "abc", 1, 1, 80, "abc\n ^"},
		{"empty text", "", 0, 0, 80, "\n^"},
		{"span past the end", "abc", 2, 99, 80, "abc\n  ^"},
		{"start past the end", "abc", 50, 99, 80, "abc\n   ^"},
		{"negative and reversed", "abc", -5, -9, 80, "abc\n^"},
		{"only the line of the span", "one\ntwo three\nfour", 8, 13, 80, "two three\n    ^~~~~"},
		{"span over lines", "a b\nc d\ne", 2, 9, 80, "a b\n  ^"},
		{"windows line end", "one\r\ntwo\r\n", 5, 8, 80, "two\n^~~"},
		{"at a line end", "ab\ncd", 2, 3, 80, "ab\n  ^"},
		{"tab before", "\tabc", 1, 4, 80, "    abc\n    ^~~"},
		{"tab within", "a\tb", 0, 3, 80, "a    b\n^~~~~~"},
		{"wide characters", "日本 rm x", 7, 9, 80, "日本 rm x\n     ^~"},
		{"wide span", "日本", 0, 6, 80, "日本\n^~~~"},
		{"combining", "e\u0301 rm", 4, 6, 80, "e\u0301 rm\n  ^~"},
		{"escape sequence", "\x1b[31mrm\x1b[0m", 5, 7, 80, `\x1b[31mrm\x1b[0m` + "\n        ^~"},
		{"carriage return within", "rm\rls", 3, 5, 80, `rm\rls` + "\n    ^~"},
		{"C1 control", "\u009brm", 2, 4, 80, `\u009brm` + "\n      ^~"},
		{"direction mark", "a\u202eb", 0, 1, 80, `a\u202eb` + "\n^"},
		{"zero width", "r\u200bm", 0, 5, 80, `r\u200bm` + "\n^~~~~~~~"},
		{"private plane", "\U000e0041", 0, 4, 80, `\U000e0041` + "\n^~~~~~~~~~"},
		{"not UTF-8", "a\xffb", 1, 2, 80, `a\xffb` + "\n ^~~~"},
		{"span within a character", "日本", 1, 2, 80, "日本\n^~"},
		{"cut on the right", "abcdefghijklmnop", 0, 3, 10, "abcdefgh…\n^~~"},
		{"cut on the left", "abcdefghijklmnop", 13, 16, 10, "…ijklmnop\n      ^~~"},
		{"cut on both", "abcdefghijklmnop", 7, 9, 10, "…efghijkl…\n    ^~"},
		{"long span", "abcdefghijklmnop", 2, 16, 10, "…cdefghij…\n ^~~~~~~~"},
		{"narrow", "abcdefghijklmnop", 7, 9, 0, "…fghijk…\n   ^~"},
		{"just fits", "abcdefghij", 0, 1, 10, "abcdefghij\n^"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			assert.Equal(t, tt.want, Snippet(tt.text, tt.start, tt.end, tt.width))
		})
	}
}

// A line of a megabyte is cut as a short one is, and costs no more.
func TestSnippetOfALongLine(t *testing.T) {
	text := strings.Repeat("ö", 1<<19) + "rm" + strings.Repeat("日", 1<<19)
	got := Snippet(text, 1<<20, 1<<20+2, 10)
	assert.Equal(t, "…öörm日日…\n   ^~", got)
	assert.Equal(t, "…öööööööö\n         ^", Snippet(text[:1<<20], 1<<20, 1<<20, 10))
	allocs := testing.AllocsPerRun(10, func() { Snippet(text, 1<<20, len(text), 10) })
	assert.Less(t, allocs, 20.0)
}

func TestEscape(t *testing.T) {
	assert.Equal(t, "terraform destroy", Escape("terraform destroy"))
	assert.Equal(t, `a\nb\x1b[2Jc`, Escape("a\nb\x1b[2Jc"))
	assert.Equal(t, "größe 日本", Escape("größe 日本"))
}

// Whatever the text: two lines, no control characters, no more columns than
// were asked for unless a single character needs them.
func FuzzSnippet(f *testing.F) {
	f.Add("cd x && rm -rf /", 8, 16, 20)
	f.Add("\x1b]0;x\x07\ttab\r\n日本\u202e", 3, 9, 8)
	f.Add("\n\n\n", 1, 2, 80)
	f.Fuzz(func(t *testing.T, text string, start, end, width int) {
		width = min(max(width, 0), 500)
		out := Snippet(text, start, end, width)
		line, mark, ok := strings.Cut(out, "\n")
		if !ok || strings.Contains(mark, "\n") {
			t.Fatalf("not two lines: %q", out)
		}
		if strings.Trim(strings.TrimLeft(mark, " "), "~") != "^" {
			t.Fatalf("bad caret line %q", mark)
		}
		for _, r := range line {
			if r < ' ' || r >= 0x7f && r < 0xa0 || r == utf8.RuneError && !strings.ContainsRune(text, r) {
				t.Fatalf("control character in %q", line)
			}
		}
		if n := sum(cellsOf(line, 0)); n > max(width, 8)+10 {
			t.Fatalf("%d columns for %d: %q", n, width, line)
		}
	})
}
